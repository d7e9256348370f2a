"""Many edits undone in one go: what it would do, then doing it."""
