"""Pages on near subjects: which they are, and why."""
