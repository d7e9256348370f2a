"""Profiles, axes, terms and categories, and the pages that belong to them."""
