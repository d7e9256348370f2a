"""What follows from a page's text: links, categories, profiles, its place in the index.

Rule: derived rows are written in the transaction of what changed the text, and can be made anew at any time.
"""

from wiki.links import recording as links
from wiki.pages.flags import flags
from wiki.pages.models import Page
from wiki.pages.rendering import Rendering
from wiki.search import outbox, titles
from wiki.taxonomy import recording as taxonomy
from wiki.taxonomy.recording import Moves


def derive(page: Page, rendered: Rendering) -> Moves:
    """Make everything derived from `page` equal what its rendered text says. Call inside a transaction.

    Gives the categories into which the page comes by it, and those that it leaves.
    """
    for name, value in flags(rendered.output).items():
        setattr(page, name, value)
    links.record(page, rendered)
    moves = taxonomy.record(page, rendered.output)
    titles.record(page)
    outbox.enqueue(page)
    return moves


def forget(page: Page) -> None:
    """Remove everything derived from a page that is no longer read. Call inside a transaction."""
    links.forget(page)
    taxonomy.forget(page)
    titles.record(page)
    outbox.enqueue(page)
