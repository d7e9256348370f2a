"""What a reader wants to see of the recent changes. Rule: a filter narrows what may be seen, never widens it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.logs.reading import PRIVATE, visible_entries, with_actor_seen
from wiki.logs.writing import TYPES
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, visible
from wiki.permissions.authority import Authority
from wiki.recentchanges.rows import BOT_GROUP
from wiki.recentchanges.streams import Streams
from wiki.users.models import User, UserGroup

DAYS = (1, 3, 7, 30, 90)
DEFAULT_DAYS = 7

FEW_PAGES = 200
"""Up to so many pages, the changes of a namespace are looked up page by page."""

LISTED_LOGS = tuple(type_ for type_ in TYPES if type_ != "create" and type_ not in PRIVATE)
"""Logs shown among the changes: none that not everybody reads; a page's creation is there as its first revision."""

AUTHORS = ("", "mine", "others", "registered", "temporary")
"""Whose changes: everybody's, one's own, other people's, or those of a kind of account."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events are wanted."""

    since: datetime
    namespace: int | None = None
    hide_minor: bool = False
    hide_bots: bool = False
    only_new: bool = False
    #: One of `AUTHORS`.
    author: str = ""
    #: Kinds of log that are left out.
    hidden_logs: frozenset[str] = frozenset()


def recent(authority: Authority, filters: Filters) -> Streams:
    """The events that `filters` want and the reader may see."""
    revisions = select(Revision).where(visible(authority, Detail.EXISTENCE), Revision.created_at >= filters.since)
    entries = select(LogEntry).where(visible_entries(authority), LogEntry.created_at >= filters.since)
    if filters.author:
        revisions = revisions.where(visible(authority, Detail.AUTHOR))
        entries = entries.where(with_actor_seen(authority))
    for condition in author_conditions(authority, filters):
        revisions = revisions.where(condition(Revision.user_id))
        entries = entries.where(condition(LogEntry.actor_id))
    if filters.namespace is not None:
        revisions = revisions.where(_in_namespace(filters.namespace))
        # Hidden from the planner, which would sort every entry of the namespace: the index by moment serves.
        entries = entries.where(LogEntry.namespace + 0 == filters.namespace)
    if filters.hide_minor:
        revisions = revisions.where(Revision.minor.is_(False))
    if filters.only_new:
        revisions = revisions.where(Revision.parent_id.is_(None))
    left_out = [type_ for type_ in TYPES if type_ not in LISTED_LOGS or type_ in filters.hidden_logs]
    wanted = len(left_out) < len(TYPES) and not filters.only_new
    return Streams(revisions, entries.where(LogEntry.type.not_in(left_out)) if wanted else None)


def _in_namespace(namespace: int) -> ColumnElement[bool]:
    """SQL for revisions of pages of `namespace`.

    Where it has few pages, they are named, so that their revisions are found by page: reading back through the
    changes of the whole wiki until some are met could take long.
    """
    pages = select(Page.id).where(Page.namespace == namespace)
    few = session.scalars(pages.limit(FEW_PAGES + 1)).all()
    if len(few) <= FEW_PAGES:
        return Revision.page_id.in_(few)
    return pages.where(Page.id == Revision.page_id).exists()


def author_conditions(
    authority: Authority, filters: Filters
) -> list[Callable[[InstrumentedAttribute[int]], ColumnElement[bool]]]:
    """Conditions on the column that holds who did it."""
    conditions: list[Callable[[InstrumentedAttribute[int]], ColumnElement[bool]]] = []
    if filters.hide_bots:
        robots = select(UserGroup.user_id).where(UserGroup.group == BOT_GROUP)
        conditions.append(lambda who: who.not_in(robots))
    own = authority.user.id if authority.user is not None else None
    if filters.author == "mine":
        conditions.append(lambda who: who == own)
    elif filters.author == "others" and own is not None:
        conditions.append(lambda who: who != own)
    elif filters.author in ("registered", "temporary"):
        kind = User.expires_at.is_(None) if filters.author == "registered" else User.expires_at.is_not(None)
        conditions.append(lambda who: select(User.id).where(User.id == who, kind).exists())
    return conditions
