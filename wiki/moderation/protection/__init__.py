"""Keeping actions on a title for some: protecting, the refusal, and what people see of it."""
