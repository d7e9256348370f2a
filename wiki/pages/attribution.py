"""Who wrote a page, as its licence asks to be told. Rule: only people whose work everybody may see are named.

Named are those who made most revisions; how many others there were is said, so that nobody is left out in silence.
"""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from wiki.database import session
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, live_pages, public
from wiki.titles import Namespace
from wiki.users.models import User

NAMED = 5
"""Authors who are named below a page; the history names all of them."""


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a page, and whether there is a page about them."""

    user: User
    has_page: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    """The authors of a page: those with most revisions first, the earliest first among equals."""

    named: tuple[Author, ...]
    #: How many more there are.
    others: int


def attribution(revision: Revision) -> Attribution:
    """The authors of a live page up to `revision`, which is what the reader sees of it. One query."""
    own = (Page.namespace == int(Namespace.USER), Page.name == User.name, live_pages())
    shares = (
        select(User, select(Page.id).where(*own).exists(), func.count().over())
        .join(Revision, Revision.user_id == User.id)
        .where(Revision.page_id == revision.page_id, Revision.id <= revision.id, public(Detail.AUTHOR))
        .group_by(User.id)
        .order_by(func.count().desc(), func.min(Revision.id))
        .limit(NAMED)
    )
    rows = session.execute(shares).all()
    named = tuple(Author(user, has_page) for user, has_page, _all in rows)
    return Attribution(named, rows[0][2] - len(rows) if rows else 0)


def author_changed(name: str) -> None:
    """The user called `name` will be named otherwise, or not at all: the pages that they wrote look otherwise.

    Call inside a transaction.
    """
    written = select(Revision.page_id).join(User, User.id == Revision.user_id).where(User.name == name)
    session.execute(
        update(Page).where(Page.id.in_(written)).values(stamp=Page.stamp + 1),
        execution_options={"synchronize_session": False},
    )
