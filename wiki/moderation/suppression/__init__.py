"""Hiding details of revisions from moderators too."""
