"""Who writes: registered and temporary accounts, and their groups."""
