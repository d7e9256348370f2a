"""The heart: pages, revisions, their texts, and how they are read."""
