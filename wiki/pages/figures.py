"""Figures about a page: revisions, authors, dates."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from wiki.database import begins_with, session
from wiki.pages.contents import fingerprint
from wiki.pages.finding import latest_text, shown_text
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, live_revisions, may_see, standing_pages
from wiki.permissions.authority import Authority
from wiki.titles import Title
from wiki.users.models import User

MAX_SUBPAGES = 50


@dataclass(frozen=True, slots=True)
class Figures:
    """What `?action=info` shows; sizes in bytes."""

    revisions: int
    authors: int
    created_at: datetime
    #: None where the reader may not see who it was.
    creator: User | None
    changed_at: datetime
    size: int
    sha256: str
    subpages: tuple[Title, ...]


def figures_of(authority: Authority, page: Page) -> Figures:
    """The figures of a page that is not deleted; those of its latest text where readers see none yet."""
    here = (Revision.page_id == page.id, live_revisions())
    revisions, authors, first, last = session.execute(
        select(
            func.count(), func.count(Revision.user_id.distinct()), func.min(Revision.id), func.max(Revision.id)
        ).where(*here)
    ).one()
    beginning = session.get_one(Revision, first)
    return Figures(
        revisions=revisions,
        authors=authors,
        created_at=beginning.created_at,
        creator=session.get_one(User, beginning.user_id) if may_see(authority, beginning, Detail.AUTHOR) else None,
        changed_at=session.get_one(Revision, last).created_at,
        size=page.size,
        sha256=fingerprint(shown_text(page) if page.is_live else latest_text(page)),
        subpages=subpages(page.title, limit=MAX_SUBPAGES),
    )


def subpages(title: Title, *, limit: int) -> tuple[Title, ...]:
    """Pages below `title`, in the order of their names."""
    prefix = f"{title.name}/"
    query = (
        select(Page)
        .where(Page.namespace == int(title.namespace), begins_with(Page.name, prefix))
        .where(standing_pages())
        .order_by(Page.name)
        .limit(limit)
    )
    return tuple(page.title for page in session.scalars(query))


def between(old: Revision | None, new: Revision) -> tuple[int, int]:
    """How many live revisions lie between two of one page, and how many people wrote them."""
    if old is None or old.page_id != new.page_id:
        return 0, 0
    query = select(func.count(), func.count(Revision.user_id.distinct())).where(
        Revision.page_id == new.page_id, Revision.id > old.id, Revision.id < new.id, live_revisions()
    )
    count, authors = session.execute(query).one()
    return count, authors
