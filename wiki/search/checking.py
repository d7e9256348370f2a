"""Comparing what the search derives with the pages themselves, for `wiki check`. Rule: it changes nothing."""

from collections.abc import Iterator

from sqlalchemy import select

from wiki.database import session
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.search import outbox
from wiki.search.index import IndexUnavailable, current
from wiki.search.models import TitleKey
from wiki.search.titles import rows_of


def check() -> Iterator[str]:
    """What is wrong, one sentence each. The index is compared only while nothing waits to be indexed."""
    yield from _title_key_problems()
    if outbox.lag() == 0:
        yield from _index_problems()


def _title_key_problems() -> Iterator[str]:
    stored: dict[int, list[tuple[int, str, int]]] = {}
    for row in session.scalars(select(TitleKey).order_by(TitleKey.page_id, TitleKey.word)):
        stored.setdefault(row.page_id, []).append((row.word, row.key, row.namespace))
    for page in session.scalars(select(Page).order_by(Page.id)):
        if stored.get(page.id, []) != rows_of(page):
            yield f"title keys of page {page.id} ({page.title}) are not those of its title"


def _index_problems() -> Iterator[str]:
    try:
        indexed = current().revisions()
    except IndexUnavailable:
        yield "there is no search index that can be read"
        return
    shown = {
        page.id: page for page in session.scalars(select(Page).where(live_pages(), Page.is_redirect.is_(False)))
    }
    for page_id, page in sorted(shown.items()):
        if page_id not in indexed:
            yield f"page {page_id} ({page.title}) is not in the search index"
        elif indexed[page_id] != page.shown_revision_id:
            yield (
                f"page {page_id} ({page.title}) is in the search index with revision {indexed[page_id]}, "
                f"readers see {page.shown_revision_id}"
            )
    for page_id in sorted(set(indexed) - set(shown)):
        yield f"the search index holds page {page_id}, which readers do not see or which is a redirect"
