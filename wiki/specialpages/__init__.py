"""Pages that the software writes: lists of pages, maintenance reports, figures, and the index of all of them."""
