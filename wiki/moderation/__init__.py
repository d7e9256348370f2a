"""What removes pages and brings them back."""
