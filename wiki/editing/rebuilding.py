"""Deriving everything anew from the texts: what `wiki rebuild` does.

Rule: a page that cannot be read keeps no other from being derived, and is named.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select

from wiki.database import session
from wiki.editing.refreshing import catch_up, refresh
from wiki.faults import Damaged
from wiki.pages.mending import mend
from wiki.pages.models import Page
from wiki.pages.visibility import standing_pages
from wiki.review import waiting
from wiki.taxonomy import changes
from wiki.users import authorship, temporary

__all__ = ["Rebuilt", "catch_up", "rebuild"]

MAX_NAMED = 50
"""Pages that are named when they could not be derived; the others are counted."""


@dataclass(slots=True)
class Rebuilt:
    """What became of the pages."""

    derived: int = 0
    skipped: int = 0
    #: Why, for the first of those that were skipped.
    reasons: list[str] = field(default_factory=list)

    def leave_out(self, reason: str) -> None:
        """Count a page that could not be derived."""
        self.skipped += 1
        if len(self.reasons) < MAX_NAMED:
            self.reasons.append(reason)


def rebuild(progress: Callable[[int, int], None]) -> Rebuilt:
    """Derive each live page anew, in the order of numbers. `progress` is told done and total.

    Rows that were left of deleted pages go first. Each page is its own transaction, so that the wiki serves and is
    edited meanwhile.
    """
    outcome = Rebuilt()
    authorship.recount()
    temporary.recount()
    changes.level()
    for page_id in session.scalars(select(Page.id).where(~standing_pages())).all():
        mend(page_id)
        refresh(page_id)
    page_ids = session.scalars(select(Page.id).where(standing_pages()).order_by(Page.id)).all()
    for number, page_id in enumerate(page_ids, start=1):
        _derive(page_id, outcome)
        session.expunge_all()
        progress(number, len(page_ids))
    return outcome


def _derive(page_id: int, outcome: Rebuilt) -> None:
    mend(page_id)
    waiting.mend(page_id)
    try:
        if refresh(page_id):
            outcome.derived += 1
        else:
            outcome.leave_out(f"page {page_id}: the machine is too busy to lay its text out")
    except Damaged as damage:
        outcome.leave_out(f"page {page_id}: {damage}")
