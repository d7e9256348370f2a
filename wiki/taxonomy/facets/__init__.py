"""Finding one's way: facets that are combined, their exact counts, and reading as a profile."""
