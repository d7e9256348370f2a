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
    """The authors of a live page. Two queries."""
    shares = (
        select(Revision.user_id)
        .where(Revision.page_id == page.id, live_revisions())
        .group_by(Revision.user_id)
        .order_by(func.count().desc(), func.min(Revision.id))
    )
    ids = list(session.scalars(shares))
    users = {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids[:NAMED])))}
    return Attribution(tuple(users[number] for number in ids[:NAMED]), max(0, len(ids) - NAMED))


def author_vanishes(user: User) -> None:
    """Others will be named where `user` was: the pages that `user` wrote look otherwise. Call inside a transaction."""
    written = select(Revision.page_id).where(Revision.user_id == user.id)
    session.execute(
        update(Page).where(Page.id.in_(written)).values(stamp=Page.stamp + 1),
        execution_options={"synchronize_session": False},
    )
