"""Questions about what waits to be checked. Rule: nobody is led to a revision that she may not see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from wiki import clock
from wiki.database import session
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, live_pages, live_revisions, visible
from wiki.patrol.models import Patrol
from wiki.permissions.authority import Authority
from wiki.users.models import User

OUT_OF_SEARCH = timedelta(days=90)
"""For so long at most, search engines are asked to leave out a page whose beginning nobody checked."""

REDIRECTS_WAIT = timedelta(days=180)
"""From this age on, a redirect counts as checked."""

STATES = ("unpatrolled", "hand", "automatic")
"""What a revision may be: waiting, checked by somebody, or written by somebody trusted."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a revision stands: waiting without `user`, else who checked it, and when."""

    user: User | None = None
    at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has checked it yet."""
        return self.at is None


def rows_in(state: str) -> Select[int]:
    """The numbers of the revisions with a row that are in `state`, one of the first two of `STATES`."""
    waits = Patrol.at.is_(None) if state == "unpatrolled" else Patrol.at.is_not(None)
    return select(Patrol.revision_id).where(waits)


def is_in(state: str) -> ColumnElement[bool]:
    """SQL condition on `Revision`: it is in `state`, one of `STATES`."""
    row = select(Patrol.revision_id).where(Patrol.revision_id == Revision.id).correlate(Revision)
    if state == "automatic":
        return ~row.exists()
    return row.where(Patrol.at.is_(None) if state == "unpatrolled" else Patrol.at.is_not(None)).exists()


def states(numbers: Collection[int]) -> dict[int, State]:
    """Where these revisions stand, those left out whose authors are trusted. One query."""
    query = select(Patrol.revision_id, Patrol.at, User).outerjoin(User, User.id == Patrol.user_id)
    rows = session.execute(query.where(Patrol.revision_id.in_(numbers)))
    return {number: State(user, at) for number, at, user in rows}


def waiting_among(numbers: Collection[int]) -> frozenset[int]:
    """Those of these revisions that wait to be checked."""
    return frozenset(number for number, state in states(numbers).items() if state.waits)


def oldest_waiting(authority: Authority, *, after: int = 0) -> Revision | None:
    """The oldest revision of a live page that waits and that this reader may check, later than revision `after`."""
    waiting = aliased(Revision)
    text = visible(authority, Detail.TEXT)
    own = select(Revision.id).where(Revision.id == waiting.id, visible(authority, Detail.EXISTENCE), text)
    # What it is compared to must be readable too; a deleted one is passed over.
    before = select(Revision.id).where(Revision.id == waiting.parent_id, or_(text, ~live_revisions()))
    query = (
        select(waiting)
        .join(Patrol, Patrol.revision_id == waiting.id)
        .join(Page, and_(Page.id == waiting.page_id, live_pages()))
        .where(Patrol.at.is_(None), Patrol.revision_id > after)
        .where(own.exists(), or_(waiting.parent_id.is_(None), before.exists()))
    )
    if not authority.may("autopatrol"):
        query = query.where(waiting.user_id != authority.account.id)
    return session.scalars(query.order_by(Patrol.revision_id).limit(1)).first()


def unreviewed() -> ColumnElement[bool]:
    """SQL condition on `Page` joined to the `Revision` that began it: nobody has looked at the page yet."""
    old = Revision.created_at < clock.now() - REDIRECTS_WAIT
    return and_(is_in("unpatrolled"), ~and_(Page.is_redirect.is_(True), old))


def out_of_search_until(page: Page) -> datetime | None:
    """Until when search engines are asked to leave `page` out, unless it is checked earlier; None: they are not."""
    end = page.created_at + OUT_OF_SEARCH
    if end <= clock.now():
        return None
    began = select(func.min(Revision.id)).where(Revision.page_id == page.id).scalar_subquery()
    row = select(Patrol.revision_id).where(Patrol.revision_id == began, Patrol.at.is_(None))
    return end if session.scalar(row) is not None else None
