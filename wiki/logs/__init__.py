"""What was done besides editing, by whom, and why."""
