"""The pages that somebody follows."""
