"""Taking back the work of one person on many pages at once, and undoing that."""
