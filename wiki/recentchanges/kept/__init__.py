"""Filters of the recent changes that somebody keeps under a name."""
