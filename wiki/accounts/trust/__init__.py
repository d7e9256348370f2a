"""The group of trusted people: given and lost by itself, by conditions that everybody can read."""
