"""Telling people about blocks: whom one refuses, and who reads about somebody blocked."""
