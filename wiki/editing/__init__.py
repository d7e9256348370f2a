"""What changes the text or the name of a page."""
