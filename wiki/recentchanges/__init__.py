"""What changed lately, over the whole wiki or by one person."""
