"""Who looked at a change: what waits to be checked, and by whom the rest was."""
