"""Registering, logging in, passwords, preferences."""
