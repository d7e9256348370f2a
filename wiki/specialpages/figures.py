"""Figures about the whole wiki. Rule: counted when they are asked for, never kept."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from wiki import clock
from wiki.database import session
from wiki.pages.finding import number_of_articles
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, live_pages, public
from wiki.users.models import User

ACTIVE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of pages, revisions and people."""

    #: Live pages of every namespace.
    pages: int
    #: Pages of the main namespace that are no redirects.
    articles: int
    redirects: int
    #: All revisions, those of deleted pages among them.
    revisions: int
    #: Registered accounts.
    accounts: int
    #: Registered accounts with an edit in the last `ACTIVE_DAYS` days.
    active: int
    #: Temporary accounts with an edit in the last `ACTIVE_DAYS` days.
    active_temporary: int


def statistics() -> Statistics:
    """The figures of this moment. Five queries."""
    pages, redirects = session.execute(
        select(func.count(), func.count().filter(Page.is_redirect)).select_from(Page).where(live_pages())
    ).one()
    lasting = (User.expires_at.is_(None), User.is_system.is_(False))
    since = clock.now() - timedelta(days=ACTIVE_DAYS)
    own = select(Revision.id).where(Revision.user_id == User.id, public(Detail.AUTHOR))
    last = own.order_by(Revision.id.desc()).limit(1).correlate(User).scalar_subquery()
    active, temporary = session.execute(
        select(func.count().filter(*lasting), func.count().filter(User.expires_at.is_not(None)))
        .select_from(User)
        .join(Revision, Revision.id == last)
        .where(Revision.created_at >= since)
    ).one()
    return Statistics(
        pages=pages,
        articles=number_of_articles(),
        redirects=redirects,
        revisions=session.scalar(select(func.count()).select_from(Revision)) or 0,
        accounts=session.scalar(select(func.count()).select_from(User).where(*lasting)) or 0,
        active=active,
        active_temporary=temporary,
    )
