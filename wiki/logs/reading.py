"""Reading the log. Rule: what somebody may see of it is decided by `visible_entries`, for every outlet.

A list of entries costs a handful of queries, however long it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, or_, select, true

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.pages import finding, rendering
from wiki.pages.models import Revision
from wiki.pages.summaries import render_summaries
from wiki.pages.visibility import Detail, may_see, visible
from wiki.permissions.authority import Authority
from wiki.titles import Namespace, Title, TitleError
from wiki.users.models import User

PRIVATE: dict[str, str] = {"suppress": "suppress"}
"""Kinds of log that not everybody reads, and the right that shows each. They stand in no list but their own."""


@dataclass(frozen=True, slots=True)
class LogFilters:
    """Which entries are wanted; None: whatever."""

    type: str | None = None
    action: str | None = None
    actor: User | None = None
    title: Title | None = None
    #: From this moment on.
    since: datetime | None = None
    #: Before this moment.
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as lists show it."""

    entry: LogEntry
    #: None where the reader may not see who it was.
    actor: User | None
    #: Those of the titles named in the entries that have a page, or lead to something without one.
    existing: frozenset[Title]
    #: Rendered reason.
    reason: Markup

    @property
    def title(self) -> Title:
        """What it was done to, under the title of then."""
        return Title(Namespace(self.entry.namespace), self.entry.name)

    @property
    def target(self) -> Title | None:
        """The other title that the entry is about, where there is one."""
        return _target(self.entry)

    def exists(self, title: Title) -> bool:
        """Whether a link to `title` leads to something."""
        return title.namespace is Namespace.SPECIAL or title in self.existing


def visible_entries(authority: Authority) -> ColumnElement[bool]:
    """SQL condition on `LogEntry`: this reader may know of it."""
    concealed = [type for type, right in PRIVATE.items() if not authority.may(right)]
    return LogEntry.type.not_in(concealed) if concealed else true()


def with_actor_seen(authority: Authority) -> ColumnElement[bool]:
    """SQL condition on `LogEntry`: this reader may know who it was."""
    seen = visible(authority, Detail.AUTHOR)
    written = select(Revision.id).where(Revision.id == LogEntry.revision_id, seen)
    return or_(LogEntry.revision_id.is_(None), written.exists())


def matching(authority: Authority, filters: LogFilters) -> Select[LogEntry]:
    """The entries that `filters` want and the reader may see; neither ordered nor limited."""
    query = select(LogEntry).where(visible_entries(authority))
    wanted = LogEntry.type == filters.type if filters.type is not None else LogEntry.type.not_in(PRIVATE)
    query = query.where(wanted)
    if filters.action is not None:
        query = query.where(LogEntry.action == filters.action)
    if filters.actor is not None:
        query = query.where(LogEntry.actor_id == filters.actor.id, with_actor_seen(authority))
    if filters.title is not None:
        query = query.where(
            LogEntry.namespace == int(filters.title.namespace), LogEntry.name == filters.title.name
        )
    if filters.since is not None:
        query = query.where(LogEntry.created_at >= filters.since)
    if filters.until is not None:
        query = query.where(LogEntry.created_at < filters.until)
    return query


def load_lines(authority: Authority, entries: Sequence[LogEntry], language: str) -> list[Line]:
    """`entries` with their actors, rendered reasons, and what is known of their titles, in the same order."""
    if not entries:
        return []
    actors = {
        user.id: user
        for user in session.scalars(select(User).where(User.id.in_({entry.actor_id for entry in entries})))
    }
    named = {title for entry in entries for title in _titles(entry) if title.namespace is not Namespace.SPECIAL}
    existing = frozenset(finding.existing(named)).union(*(source(named) for source in rendering.also_existing))
    numbers = {entry.revision_id for entry in entries if entry.revision_id is not None}
    written = {revision.id: revision for revision in session.scalars(select(Revision).where(Revision.id.in_(numbers)))}

    def sees(entry: LogEntry, detail: Detail) -> bool:
        revision = written.get(entry.revision_id or 0)
        return revision is None or may_see(authority, revision, detail)

    told = [entry.reason if sees(entry, Detail.SUMMARY) else "" for entry in entries]
    reasons = render_summaries(told, language)
    return [
        Line(entry, actors[entry.actor_id] if sees(entry, Detail.AUTHOR) else None, existing, reason)
        for entry, reason in zip(entries, reasons, strict=True)
    ]


def _titles(entry: LogEntry) -> list[Title]:
    target = _target(entry)
    title = Title(Namespace(entry.namespace), entry.name)
    return [title] if target is None else [title, target]


def _target(entry: LogEntry) -> Title | None:
    name = entry.details.get("target")
    if not isinstance(name, str):
        return None
    try:
        return Title.parse(name)
    except TitleError:
        return None
