"""Deriving everything anew from the texts: what `wiki rebuild` does."""

from collections.abc import Callable

from sqlalchemy import select

from wiki.database import session
from wiki.editing.refreshing import catch_up, refresh
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages

__all__ = ["catch_up", "rebuild"]


def rebuild(progress: Callable[[int, int], None]) -> int:
    """Derive each live page anew, in the order of numbers; gives how many. `progress` is told done and total.

    Rows that were left of deleted pages go first. Each page is its own transaction, so that the wiki serves and is
    edited meanwhile.
    """
    for page_id in session.scalars(select(Page.id).where(~live_pages())).all():
        refresh(page_id)
    page_ids = session.scalars(select(Page.id).where(live_pages()).order_by(Page.id)).all()
    for number, page_id in enumerate(page_ids, start=1):
        refresh(page_id)
        session.expunge_all()
        progress(number, len(page_ids))
    return len(page_ids)
