"""What waits to be indexed. Rule: a row goes only after the index that holds its page has been committed.

A crash in between repeats the work; nothing is skipped.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from wiki import clock
from wiki.database import session, transaction
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.search.documents import redirect_targets
from wiki.search.models import SearchOutbox

MAX_GONE = 1000
"""As many deleted pages are kept from being counted while they wait."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows taken together: their ids, and the pages that they name, each once, in the order of the first row."""

    row_ids: tuple[int, ...]
    page_ids: tuple[int, ...]


def enqueue(page: Page) -> None:
    """Have `page` indexed anew, and the page to which it redirects.

    Call inside the transaction of the change, after its links were recorded.
    """
    page_ids = [page.id, *redirect_targets(page)]
    moment = clock.now()
    session.execute(insert(SearchOutbox), [{"page_id": page_id, "queued_at": moment} for page_id in page_ids])


def take(limit: int) -> Batch:
    """The oldest rows, at most `limit`. They stay until `done`."""
    rows = session.execute(
        select(SearchOutbox.id, SearchOutbox.page_id).order_by(SearchOutbox.id).limit(limit)
    ).all()
    return Batch(tuple(row.id for row in rows), tuple(dict.fromkeys(row.page_id for row in rows)))


def done(row_ids: Collection[int]) -> None:
    """Remove rows whose pages are in the index that was committed."""
    with transaction():
        session.execute(delete(SearchOutbox).where(SearchOutbox.id.in_(row_ids)))


def gone() -> frozenset[int]:
    """Ids of waiting pages that nobody reads any more: the index may still hold them."""
    waiting = select(SearchOutbox.page_id).join(Page, Page.id == SearchOutbox.page_id)
    return frozenset(session.scalars(waiting.where(~live_pages()).limit(MAX_GONE)))


def lag() -> int:
    """How many rows wait."""
    return session.scalar(select(func.count()).select_from(SearchOutbox)) or 0


def is_empty() -> bool:
    """Whether nothing waits; cheaper than `lag`."""
    return session.scalar(select(SearchOutbox.id).limit(1)) is None
