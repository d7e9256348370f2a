"""The revisions of a page, and what changed between them."""
