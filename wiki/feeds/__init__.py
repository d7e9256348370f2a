"""Lists that grow, as Atom feeds: a reader that follows one is told what is new."""
