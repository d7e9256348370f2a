"""What must hold of links; `wiki check` prints what does not. Rule: memory does not grow with the wiki."""

from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import select

from wiki.database import session
from wiki.links.models import ExternalLink, PageLink
from wiki.links.recording import external_rows_of, rows_of
from wiki.pages import finding, rendering
from wiki.pages.flags import flags
from wiki.pages.models import Page, RefreshOutbox
from wiki.pages.visibility import live_pages

Row = TypeVar("Row", tuple[str, int, str], tuple[str, str])

BATCH = 100
MAX_NAMED = 5
"""Rows named in one sentence."""


def check() -> Iterator[str]:
    """One English sentence for each live page whose rows are not its text's, and each deleted page with rows.

    Pages whose derivation is still queued, since a template of theirs changed, are left out.
    """
    last = 0
    while page_ids := _next_pages(last):
        for number in page_ids:
            page = session.get_one(Page, number)
            yield from _check_page(page)
            session.expunge(page)
        last = page_ids[-1]
    for model in (PageLink, ExternalLink):
        gone = select(model.from_page_id).join(Page, Page.id == model.from_page_id).where(~live_pages())
        for number in session.scalars(gone.distinct().order_by(model.from_page_id)):
            yield f"page {number} is deleted and still has rows in {model.__tablename__}"


def _next_pages(after: int) -> list[int]:
    queued = select(RefreshOutbox.page_id)
    query = select(Page.id).where(Page.id > after, live_pages(), Page.id.not_in(queued))
    return list(session.scalars(query.order_by(Page.id).limit(BATCH)))


def _check_page(page: Page) -> Iterator[str]:
    rendered = rendering.render(finding.latest_text(page), page.title)
    for name, value in flags(rendered.output).items():
        if getattr(page, name) != value:
            yield f"page {page.id} ({page.title.full_name}): its text does not agree that {name} is {not value}"
    links = select(PageLink.kind, PageLink.namespace, PageLink.name).where(PageLink.from_page_id == page.id)
    stored = {(kind, namespace, name) for kind, namespace, name in session.execute(links)}
    yield from _difference(page, "links", stored, rows_of(rendered))
    external = select(ExternalLink.url, ExternalLink.host).where(ExternalLink.from_page_id == page.id)
    addresses = {(url, host) for url, host in session.execute(external)}
    yield from _difference(page, "external links", addresses, external_rows_of(rendered))


def _difference(page: Page, what: str, stored: set[Row], wanted: set[Row]) -> Iterator[str]:
    if stored == wanted:
        return
    missing, extra = sorted(wanted - stored)[:MAX_NAMED], sorted(stored - wanted)[:MAX_NAMED]
    yield (
        f"page {page.id} ({page.title.full_name}): its {what} are not those of its text;"
        f" missing: {missing or 'none'}, too many: {extra or 'none'}"
    )
