"""What somebody wrote. Rule: these are revisions that the reader may see, whatever the account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from wiki.database import session
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.pages.visibility import visible_revisions
from wiki.permissions.authority import Authority
from wiki.users.models import User


@dataclass(frozen=True, slots=True)
class ContributionFilters:
    """Which revisions are wanted; None: whatever."""

    namespace: int | None = None
    tag: str | None = None
    #: From this moment on.
    since: datetime | None = None
    #: Before this moment.
    until: datetime | None = None
    #: Only revisions that are their page's latest.
    top: bool = False
    #: Only revisions that began a page.
    new: bool = False
    hide_minor: bool = False


def contributions(authority: Authority, user: User, filters: ContributionFilters) -> Select[Revision]:
    """The revisions of `user` that `filters` want and the reader may see; neither ordered nor limited."""
    query = select(Revision).where(Revision.user_id == user.id, visible_revisions(authority))
    page = select(Page.id).where(Page.id == Revision.page_id)
    if filters.namespace is not None:
        query = query.where(page.where(Page.namespace == filters.namespace).exists())
    if filters.top:
        query = query.where(page.where(Page.latest_revision_id == Revision.id).exists())
    if filters.tag is not None:
        tagged = select(RevisionTag.tag).where(
            RevisionTag.revision_id == Revision.id, RevisionTag.tag == filters.tag
        )
        query = query.where(tagged.exists())
    if filters.since is not None:
        query = query.where(Revision.created_at >= filters.since)
    if filters.until is not None:
        query = query.where(Revision.created_at < filters.until)
    if filters.new:
        # Hidden from the planner, which takes the index of parents for one that finds a single row.
        query = query.where(func.coalesce(Revision.parent_id, 0) == 0)
    if filters.hide_minor:
        query = query.where(Revision.minor.is_(False))
    return query


def tags_in_use() -> list[str]:
    """Every tag that some revision carries, sorted."""
    return list(session.scalars(select(RevisionTag.tag).distinct().order_by(RevisionTag.tag)))
