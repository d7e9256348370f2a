"""Editing the vocabulary: profiles, axes and terms, every change logged and undoable."""
