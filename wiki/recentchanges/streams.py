"""One list out of several kinds of events, newest first. Rule: paging while people write shows nothing twice.

Events are ordered by their moment, then by kind, then by number; a place in that order is a `Position`, and paging
asks for what lies beyond one. Each kind of event costs one query, bounded by the limit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.pages.models import Revision

Event = Revision | LogEntry

REACH = 50_000
"""Revisions that are looked through for one part of a list whose answers no index finds."""

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
    #: How far it was looked, where that was the end of it before the part was full.
    reached: Position | None = None


@dataclass(frozen=True, slots=True)
class Streams:
    """The kinds of events that a list is made of; queries neither ordered nor limited."""

    revisions: Select[Revision] | None = None
    entries: Select[LogEntry] | None = None
    #: From this moment on. Apart from the queries, so that only one bound is asked for: databases use one alone.
    since: datetime | None = None
    #: How many revisions may be looked through for one part; None: all of them.
    reach: int | None = None

    def part(self, *, before: Position | None, after: Position | None, limit: int) -> Part:
        """At most `limit` events: the newest, those just before a position, or those just after one."""
        newer = after is not None
        end = self._end(after or before, newer=newer)
        found = self._between(after or before, end, limit + 1, newer=newer)
        full = len(found) > limit
        reached = end if end is not None and not full else None
        more = full or reached is not None
        if newer:
            return Part(found[:limit][::-1], newer=more, older=True, reached=reached)
        return Part(found[:limit], newer=before is not None, older=more, reached=reached)

    def _end(self, start: Position | None, *, newer: bool) -> Position | None:
        """Where `reach` revisions beyond `start` end; None where there are not as many."""
        if self.reach is None:
            return None
        moment = Revision.created_at
        bound = true() if start is None else (moment > start.when if newer else moment < start.when)
        query = select(moment).where(bound).order_by(moment.asc() if newer else moment.desc())
        last = session.scalar(query.offset(self.reach).limit(1))
        over = last is None or (not newer and self.since is not None and last <= self.since)
        return None if over or last is None else Position(last, 0, 0)

    def _between(self, start: Position | None, end: Position | None, limit: int, *, newer: bool) -> list[Event]:
        """At most `limit` events beyond `start`, and not beyond `end`, in the order in which they are met."""
        found: list[Event] = []
        for query, model in ((self.revisions, Revision), (self.entries, LogEntry)):
            if query is not None:
                moment, number = model.created_at, model.id
                order = (moment.asc(), number.asc()) if newer else (moment.desc(), number.desc())
                # Acts beyond the last of as many revisions are not shown: they need not be looked for.
                last = found[-1].created_at if len(found) == limit else None
                bounds = self._bounds(model, start, end, last, newer=newer)
                found += session.scalars(query.where(*bounds).order_by(*order).limit(limit))
        return sorted(found, key=Position.of, reverse=not newer)[:limit]

    def _bounds(
        self,
        model: type[Revision] | type[LogEntry],
        start: Position | None,
        end: Position | None,
        last: datetime | None,
        *,
        newer: bool,
    ) -> Iterator[ColumnElement[bool]]:
        """SQL for what lies beyond `start`, and not beyond `end` and the moment `last`: one bound on either side."""
        moment = model.created_at
        if newer:
            if start is not None and (self.since is None or start.when >= self.since):
                yield _beyond(model, start, newer=True)
            elif self.since is not None:
                yield moment >= self.since
            if last is not None:
                yield moment <= last
            elif end is not None:
                yield moment < end.when
            return
        if start is not None:
            yield _beyond(model, start, newer=False)
        lowest = [one for one in (self.since, end.when if end is not None else None, last) if one is not None]
        if lowest:
            yield moment >= max(lowest)


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
