"""Other titles for pages: the move in the browser, and the links that still name the old title."""
