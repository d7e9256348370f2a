"""Comparing what the search derives with the pages themselves, for `wiki check`. Rule: it changes nothing."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from wiki.database import session
from wiki.faults import Damaged, Derived
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.search import documents, outbox
from wiki.search.index import IndexUnavailable, current
from wiki.search.models import TitleKey
from wiki.search.titles import rows_of
from wiki.titles import Namespace


def check() -> Iterator[str]:
    """What is wrong, one sentence each. The index is compared only while nothing waits to be indexed.

    Pages that cannot be read are left out: the check of pages names them.
    """
    yield from _title_key_problems()
    if outbox.lag() == 0:
        yield from _index_problems()


def _title_key_problems() -> Iterator[str]:
    stored: dict[int, list[tuple[int, str, int]]] = {}
    for row in session.scalars(select(TitleKey).order_by(TitleKey.page_id, TitleKey.word)):
        stored.setdefault(row.page_id, []).append((row.word, row.key, row.namespace))
    for page in session.scalars(select(Page).where(_titled()).order_by(Page.id)):
        if stored.get(page.id, []) != rows_of(page):
            yield Derived(f"title keys of page {page.id} ({page.title}) are not those of its title")


def _index_problems() -> Iterator[str]:
    try:
        indexed = current().revisions()
    except IndexUnavailable:
        yield Derived("there is no search index that can be read")
        return
    pages = select(Page).where(live_pages(), Page.is_redirect.is_(False), _titled())
    shown = {page.id: page for page in session.scalars(pages)}
    for page_id, page in sorted(shown.items()):
        if page_id not in indexed:
            yield Derived(f"page {page_id} ({page.title}) is not in the search index")
        elif indexed[page_id] != page.shown_revision_id and (indexed[page_id] or _is_readable(page)):
            yield Derived(
                f"page {page_id} ({page.title}) is in the search index with revision {indexed[page_id]}, "
                f"readers see {page.shown_revision_id}"
            )
    for page_id in sorted(set(indexed) - set(shown)):
        yield Derived(f"the search index holds page {page_id}, which readers do not see or which is a redirect")


def _titled() -> ColumnElement[bool]:
    return Page.namespace.in_([int(namespace) for namespace in Namespace])


def _is_readable(page: Page) -> bool:
    try:
        documents.document_of(page.id)
    except Damaged:
        return False
    return True
