"""What a reader wants to see of the recent changes. Rule: a filter narrows what may be seen, never widens it.

Values of one filter widen each other (a robot or a person), filters narrow each other; one without a value wants
everything.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.logs.reading import PRIVATE, visible_entries, with_actor_seen
from wiki.logs.writing import TYPES
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.pages.visibility import Detail, visible
from wiki.patrol import reading as patrol
from wiki.permissions.authority import Authority
from wiki.recentchanges import authors, subjects
from wiki.recentchanges.categorising import categorises
from wiki.recentchanges.streams import REACH, Streams
from wiki.recentchanges.subjects import Subject
from wiki.titles import Title

DAYS = (1, 3, 7, 30, 90)
DEFAULT_DAYS = 7

FEW_REVISIONS = 1000
"""Up to so many revisions with a tag or a mark are named."""

LISTED_LOGS = tuple(type_ for type_ in TYPES if type_ not in ("create", "patrol") and type_ not in PRIVATE)
"""Logs shown among the changes: none that not everybody reads; what began a page and what was checked is there
already, as a revision."""

Names = frozenset[str]
NOTHING: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events are wanted; an empty set: whatever."""

    since: datetime
    namespace: int | None = None
    #: mine, others.
    whose: Names = NOTHING
    #: Keys of `authors.kinds_of_accounts`.
    experience: Names = NOTHING
    #: human, bot.
    robots: Names = NOTHING
    #: minor, major.
    importance: Names = NOTHING
    #: watched, unseen, unwatched.
    watch: Names = NOTHING
    #: Of `patrol.STATES`.
    patrol: Names = NOTHING
    #: edit, new, category, log.
    types: Names = NOTHING
    #: Of `LISTED_LOGS`.
    logs: Names = NOTHING
    tags: Names = NOTHING
    #: Only revisions that are their page's latest.
    latest: bool = False
    #: Name of a category, and whether those below its term count too.
    category: str | None = None
    below: bool = False
    #: Number of a profile.
    profile: int | None = None
    linked_from: Title | None = None
    linked_to: Title | None = None


@dataclass(slots=True)
class _Wanted:
    """The conditions that come together on revisions and on acts."""

    revisions: list[ColumnElement[bool]] = field(default_factory=list)
    entries: list[ColumnElement[bool]] = field(default_factory=list)
    #: Whether an act can answer at all.
    acts: bool = True
    #: Whether an index finds what answers, so that the list need not be read back in time.
    found: bool = False


def recent(authority: Authority, filters: Filters) -> Streams:
    """The events that `filters` want and the reader may see."""
    wanted = _Wanted()
    _by_author(wanted, authority, filters)
    _by_page(wanted, authority, filters)
    _by_kind(wanted, filters)
    _by_mark(wanted, filters)
    revisions = entries = None
    if not filters.types or filters.types - {"log"}:
        revisions = select(Revision).where(visible(authority, Detail.EXISTENCE), *wanted.revisions)
    if wanted.acts and (not filters.types or "log" in filters.types):
        # Kinds are left out rather than chosen, so that the planner does not sort all entries of some kinds.
        kinds = LogEntry.type.not_in([type_ for type_ in TYPES if type_ not in (filters.logs or LISTED_LOGS)])
        entries = select(LogEntry).where(visible_entries(authority), kinds, *wanted.entries)
    narrow = wanted.revisions or wanted.entries or filters.logs
    return Streams(revisions, entries, since=filters.since, reach=REACH if narrow and not wanted.found else None)


def _by_author(wanted: _Wanted, authority: Authority, filters: Filters) -> None:
    seen, known = visible(authority, Detail.AUTHOR), with_actor_seen(authority)
    conditions: list[authors.Who] = []
    if filters.experience:
        conditions.append(authors.experience(filters.experience))
    if filters.whose == {"mine"}:
        user = authority.user
        conditions.append(authors.is_somebody(user) if user is not None else lambda _who: false())
        wanted.found = user is None or user.edit_count < authors.BUSY
    elif filters.whose == {"others"}:
        conditions.append(authors.is_not(authority.user))
    if filters.robots == {"bot"}:
        conditions.append(authors.is_bot)
    elif filters.robots == {"human"}:
        # Whose name is kept from the reader is not told to be a robot either.
        wanted.revisions.append(or_(~seen, ~authors.is_bot(Revision.user_id)))
        wanted.entries.append(or_(~known, ~authors.is_bot(LogEntry.actor_id)))
    if conditions:
        wanted.revisions += [seen, *(condition(Revision.user_id) for condition in conditions)]
        wanted.entries += [known, *(condition(LogEntry.actor_id) for condition in conditions)]


def _by_page(wanted: _Wanted, authority: Authority, filters: Filters) -> None:
    asked: list[Select[int]] = []
    if filters.category is not None:
        asked.append(subjects.in_category(filters.category, below=filters.below))
    if filters.profile is not None:
        asked.append(subjects.for_profile(filters.profile))
    if filters.linked_from is not None:
        asked.append(subjects.linked_from(filters.linked_from))
    if filters.linked_to is not None:
        asked.append(subjects.linking_to(filters.linked_to))
    for pages in asked:
        subject = Subject.of(pages)
        wanted.revisions.append(subject.holds(Revision.page_id))
        wanted.entries.append(subject.holds(LogEntry.page_id))
        wanted.found |= subject.few is not None
    if filters.namespace is not None:
        subject = Subject.of(subjects.in_namespace(filters.namespace))
        wanted.revisions.append(subject.holds(Revision.page_id))
        # Where there are many, it is hidden from the planner, which would sort every entry of the namespace.
        column = LogEntry.namespace if subject.few is not None else LogEntry.namespace + 0
        wanted.entries.append(column == filters.namespace)
        wanted.found |= subject.few is not None
    if filters.watch:
        _by_watch(wanted, authority, filters.watch)


def _by_watch(wanted: _Wanted, authority: Authority, kinds: Names) -> None:
    user = authority.user
    for column, conditions in ((Revision.page_id, wanted.revisions), (LogEntry.page_id, wanted.entries)):
        if user is None:
            conditions.append(true() if "unwatched" in kinds else false())
            continue
        # The number is hidden from the planner, which would read all the past of the pages that are followed.
        watched = or_(false(), *((column + 0).in_(pages(user)) for pages in subjects.followed))
        fresh = and_(watched, *(is_unseen(user) for is_unseen in subjects.unseen))
        known = {"watched": watched, "unwatched": ~watched, "unseen": fresh}
        conditions.append(or_(*(known[kind] for kind in sorted(kinds))))
    wanted.acts &= "unseen" not in kinds


def _by_kind(wanted: _Wanted, filters: Filters) -> None:
    # The parent is hidden from the planner, which would take its index for one that finds a single row.
    first = func.coalesce(Revision.parent_id, 0) == 0
    kinds: dict[str, Callable[[], ColumnElement[bool]]] = {
        "edit": lambda: ~first,
        "new": lambda: first,
        "category": categorises,
    }
    chosen = filters.types & kinds.keys()
    if chosen and not chosen >= {"edit", "new"}:
        wanted.revisions.append(or_(*(kinds[kind]() for kind in sorted(chosen))))
    if len(filters.importance) == 1:
        minor = filters.importance == {"minor"}
        wanted.revisions.append(Revision.minor.is_(minor))
        wanted.acts &= not minor
    if filters.latest:
        own = select(Page.id).where(Page.id == Revision.page_id, Page.latest_revision_id == Revision.id)
        wanted.revisions.append(own.exists())
        wanted.acts = False


def _by_mark(wanted: _Wanted, filters: Filters) -> None:
    """Tags and checks: no act has them."""
    if filters.tags:
        tagged = select(RevisionTag.revision_id).where(RevisionTag.tag.in_(filters.tags))
        has_one = tagged.where(RevisionTag.revision_id == Revision.id).exists()
        wanted.revisions.append(_numbered(wanted, tagged, [has_one]))
        wanted.acts = False
    if filters.patrol and len(filters.patrol) < len(patrol.STATES):
        states = sorted(filters.patrol)
        rows = patrol.rows_in(states[0]) if len(states) == 1 and states[0] != "automatic" else None
        wanted.revisions.append(_numbered(wanted, rows, map(patrol.is_in, states)))
        wanted.acts = False


def _numbered(
    wanted: _Wanted, numbers: Select[int] | None, otherwise: Iterable[ColumnElement[bool]]
) -> ColumnElement[bool]:
    """SQL for the revisions with these numbers where they are few, else by what is asked about each."""
    if numbers is not None:
        few = session.scalars(numbers.limit(FEW_REVISIONS + 1)).all()
        if len(few) <= FEW_REVISIONS:
            wanted.found = True
            return Revision.id.in_(few)
    return or_(*otherwise)
