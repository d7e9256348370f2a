"""Wikipartage, the wiki in which the people of a territory share what they know."""

__version__ = "0.1.0"
