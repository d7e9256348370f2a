"""What every view shares: skin, errors, forms, languages."""
