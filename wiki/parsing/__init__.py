"""From a page's text to what the wiki shows and knows of it.

Rule: pure. No Flask, no database, no network; what must be known about other pages comes through a `Resolver`.
"""
