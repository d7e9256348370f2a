"""What people are told: that their edits were undone, that somebody wrote to them or named them."""
