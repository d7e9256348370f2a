"""Edit rules: what moderators have the wiki look for in edits, and do about them, without writing code."""
