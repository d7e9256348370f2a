"""What follows from a page's text: links, categories, profiles, its place in the index.

Rule: derived rows are written in the transaction of what changed the text, and can be made anew at any time.
"""

from wiki.links import recording as links
from wiki.pages.flags import flags
from wiki.pages.models import Page
from wiki.pages.rendering import Rendering
from wiki.search import outbox, titles
from wiki.taxonomy import recording as taxonomy


def derive(page: Page, rendered: Rendering) -> None:
    """Make everything derived from `page` equal what its rendered text says. Call inside a transaction."""
    for name, value in flags(rendered.output).items():
        setattr(page, name, value)
    links.record(page, rendered)
    taxonomy.record(page, rendered.output)
    titles.record(page)
    outbox.enqueue(page)


def forget(page: Page) -> None:
    """Remove everything derived from a page that is no longer read. Call inside a transaction."""
    links.forget(page)
    taxonomy.forget(page)
    titles.record(page)
    outbox.enqueue(page)
