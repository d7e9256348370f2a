"""Blocking people for a while, and lifting blocks."""
