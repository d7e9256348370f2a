"""Deciding about edits that wait: accept, reject, accept in part, ask for a change. What waits is `wiki.review`."""
