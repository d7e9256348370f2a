"""Registering, logging in, passwords, preferences; who belongs to which group."""
