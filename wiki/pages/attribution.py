"""Who wrote a page, as its licence asks to be told. Rule: only people whose work everybody may see are named.

Named are those who made most revisions; how many others there were is said, so that nobody is left out in silence.
"""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from wiki.database import session
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import live_revisions
from wiki.users.models import User

NAMED = 5
"""Authors who are named below a page; the history names all of them."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The authors of a page: those with most revisions first, the earliest first among equals."""

    named: tuple[User, ...]
    #: How many more there are.
    others: int


def attribution(page: Page) -> Attribution:
    """The authors of a live page. One query."""
    shares = (
        select(User, func.count().over())
        .join(Revision, Revision.user_id == User.id)
        .where(Revision.page_id == page.id, live_revisions())
        .group_by(User.id)
        .order_by(func.count().desc(), func.min(Revision.id))
        .limit(NAMED)
    )
    rows = session.execute(shares).all()
    return Attribution(tuple(user for user, _all in rows), rows[0][1] - len(rows) if rows else 0)


def author_vanishes(user: User) -> None:
    """Others will be named where `user` was: the pages that `user` wrote look otherwise. Call inside a transaction."""
    written = select(Revision.page_id).where(Revision.user_id == user.id)
    session.execute(
        update(Page).where(Page.id.in_(written)).values(stamp=Page.stamp + 1),
        execution_options={"synchronize_session": False},
    )
