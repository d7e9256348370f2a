"""Full-text search over pages, fed by an outbox."""
