"""What a person wrote, a group, or everybody on a subject. Rule: these are revisions that the reader may see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from wiki.database import session
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.pages.visibility import Detail, visible
from wiki.permissions.authority import Authority
from wiki.taxonomy.finding import pages_within
from wiki.users.models import UserGroup

MOST_CHOSEN = 50
"""Edits that one can choose in a list to do something with them in one go."""


@dataclass(frozen=True, slots=True)
class ContributionFilters:
    """Which revisions are wanted; None: whatever."""

    #: Number of the account that wrote them.
    author: int | None = None
    #: Granted group to which the author belongs.
    group: str | None = None
    #: Name of a category: its pages, and those of all that is narrower.
    category: str | None = None
    namespace: int | None = None
    tag: str | None = None
    #: Whether they were undone since.
    reverted: bool | None = None
    #: From this moment on.
    since: datetime | None = None
    #: Before this moment.
    until: datetime | None = None
    #: Only revisions that are their page's latest.
    top: bool = False
    #: Only revisions that began a page.
    new: bool = False
    hide_minor: bool = False

    @property
    def says_whose(self) -> bool:
        """Whether a person, a group or a subject is named, without which there is nothing to list."""
        return self.author is not None or bool(self.group or self.category)


def contributions(authority: Authority, filters: ContributionFilters) -> Select[Revision]:
    """The revisions that `filters` want and the reader may see; neither ordered nor limited."""
    query = select(Revision).where(visible(authority, Detail.EXISTENCE), *_whose(authority, filters))
    page = select(Page.id).where(Page.id == Revision.page_id)
    if filters.namespace is not None:
        query = query.where(page.where(Page.namespace == filters.namespace).exists())
    if filters.top:
        query = query.where(page.where(Page.latest_revision_id == Revision.id).exists())
    if filters.tag is not None:
        query = query.where(_tagged(filters.tag))
    if filters.reverted is not None:
        query = query.where(_tagged("reverted") if filters.reverted else ~_tagged("reverted"))
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


def _whose(authority: Authority, filters: ContributionFilters) -> list[ColumnElement[bool]]:
    """SQL for who wrote, and on what."""
    conditions: list[ColumnElement[bool]] = []
    if filters.author is not None or filters.group is not None:
        conditions.append(visible(authority, Detail.AUTHOR))
    if filters.author is not None:
        conditions.append(Revision.user_id == filters.author)
    if filters.group is not None:
        conditions.append(Revision.user_id.in_(select(UserGroup.user_id).where(UserGroup.group == filters.group)))
    if filters.category is not None:
        conditions.append(Revision.page_id.in_(pages_within(filters.category)))
    return conditions


def _tagged(tag: str) -> ColumnElement[bool]:
    return select(RevisionTag.tag).where(RevisionTag.revision_id == Revision.id, RevisionTag.tag == tag).exists()


def tags_in_use() -> list[str]:
    """Every tag that some revision carries, sorted. The index is read once for each tag, not for each revision."""
    first = select(func.min(RevisionTag.tag).label("tag")).cte("tags", recursive=True)
    following = select(func.min(RevisionTag.tag)).where(RevisionTag.tag > first.c.tag).scalar_subquery()
    every = first.union_all(select(following).where(first.c.tag.is_not(None)))
    return list(session.scalars(select(every.c.tag).where(every.c.tag.is_not(None))))
