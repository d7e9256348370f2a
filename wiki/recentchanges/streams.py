"""One list out of several kinds of events, newest first. Rule: paging while people write shows nothing twice.

Events are ordered by their moment, then by kind, then by number; a place in that order is a `Position`, and paging
asks for what lies beyond one. Each kind of event costs one query, bounded by the limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import ColumnElement, Select, and_, or_, true

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.pages.models import Revision

Event = Revision | LogEntry

RANKS: dict[type[Revision] | type[LogEntry], int] = {Revision: 0, LogEntry: 1}
"""Order of two kinds of event at one moment: an act is logged after the revision that it made."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the order of events."""

    when: datetime
    rank: int
    number: int

    @classmethod
    def of(cls, event: Event) -> Self:
        """Where `event` stands."""
        return cls(event.created_at, RANKS[type(event)], event.id)

    def __str__(self) -> str:
        """The position in an address: microseconds, rank, number."""
        return f"{(self.when - _EPOCH) // _TICK}-{self.rank}-{self.number}"

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """The position that an address holds; None where it holds none."""
        parts = (text or "").split("-")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
            return None
        ticks, rank, number = map(int, parts)
        try:
            return cls(_EPOCH + ticks * _TICK, rank, number)
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list, newest first, and whether the list goes on in either direction."""

    events: list[Event]
    newer: bool
    older: bool


@dataclass(frozen=True, slots=True)
class Streams:
    """The kinds of events that a list is made of; queries neither ordered nor limited."""

    revisions: Select[Revision] | None = None
    entries: Select[LogEntry] | None = None

    def part(self, *, before: Position | None, after: Position | None, limit: int) -> Part:
        """At most `limit` events: the newest, those just before a position, or those just after one."""
        if after is not None:
            found = sorted(self._beyond(after, limit + 1, newer=True), key=Position.of)
            return Part(found[:limit][::-1], newer=len(found) > limit, older=True)
        found = sorted(self._beyond(before, limit + 1, newer=False), key=Position.of, reverse=True)
        return Part(found[:limit], newer=before is not None, older=len(found) > limit)

    def _beyond(self, position: Position | None, limit: int, *, newer: bool) -> list[Event]:
        found: list[Event] = []
        for query, model in ((self.revisions, Revision), (self.entries, LogEntry)):
            if query is not None:
                moment, number = model.created_at, model.id
                order = (moment.asc(), number.asc()) if newer else (moment.desc(), number.desc())
                bound = true() if position is None else _beyond(model, position, newer=newer)
                found += session.scalars(query.where(bound).order_by(*order).limit(limit))
        return found


def _beyond(model: type[Revision] | type[LogEntry], position: Position, *, newer: bool) -> ColumnElement[bool]:
    """SQL for "after `position`" (newer) or "before it"; bounds the moment, so that an index serves it."""
    moment, number, rank = model.created_at, model.id, RANKS[model]
    past = moment > position.when if newer else moment < position.when
    if rank == position.rank:
        bound = moment >= position.when if newer else moment <= position.when
        return and_(bound, or_(past, number > position.number if newer else number < position.number))
    same_moment_counts = (rank > position.rank) is newer
    if not same_moment_counts:
        return past
    return moment >= position.when if newer else moment <= position.when


def since(days: int, now: datetime) -> datetime:
    """The beginning of a list that goes back `days`."""
    return now - timedelta(days=days)


def events_of(part: Part) -> tuple[Sequence[Revision], Sequence[LogEntry]]:
    """The events of a part by kind, each in the order of the list."""
    revisions = [event for event in part.events if isinstance(event, Revision)]
    entries = [event for event in part.events if isinstance(event, LogEntry)]
    return revisions, entries
