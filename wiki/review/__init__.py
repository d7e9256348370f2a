"""Reviewing edits before readers see them: which edits wait, why, and for how long. Decisions are made upstairs."""
