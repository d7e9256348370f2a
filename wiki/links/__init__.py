"""Which page links to, includes or redirects to which."""
