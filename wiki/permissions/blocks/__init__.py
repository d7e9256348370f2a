"""Blocks: who may not act for a while, where, and until when."""
