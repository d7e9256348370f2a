"""Domains to which no new link may lead."""
