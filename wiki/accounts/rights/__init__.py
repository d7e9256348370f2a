"""Changing who belongs to which group, and what each group may do."""
