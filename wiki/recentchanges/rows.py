"""Events with what a list shows about them. Rule: a longer list costs no more queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from wiki.database import session
from wiki.logs.reading import Line, load_lines
from wiki.pages.changes import Change, load_changes
from wiki.pages.models import Revision
from wiki.patrol.reading import waiting_among
from wiki.permissions.authority import Authority
from wiki.recentchanges.categorising import categorised
from wiki.recentchanges.models import Categorisation
from wiki.recentchanges.streams import Part, events_of
from wiki.users.models import UserGroup

BOT_GROUP = "bot"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list of events: a change of a page or an entry of the log."""

    when: datetime
    change: Change | None = None
    line: Line | None = None


def load_rows(authority: Authority, part: Part, language: str) -> list[Row]:
    """The events of `part` as rows, in the same order."""
    revisions, entries = events_of(part)
    changes = iter(load_changes(authority, revisions, language))
    lines = iter(load_lines(authority, entries, language))
    return [
        Row(event.created_at, change=next(changes))
        if isinstance(event, Revision)
        else Row(event.created_at, line=next(lines))
        for event in part.events
    ]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the revisions of a list beside themselves, by their numbers."""

    #: Those that wait to be checked, for who may check.
    waiting: frozenset[int] = frozenset()
    moves: Mapping[int, Sequence[Categorisation]] = field(default_factory=dict)


def beside(authority: Authority, numbers: Collection[int], *, categories: bool = False) -> Beside:
    """What the reader is told of these revisions; with `categories`, how they changed those of their pages."""
    return Beside(
        waiting_among(numbers) if authority.may("patrol") else frozenset(),
        categorised(numbers) if categories else {},
    )


def bots() -> frozenset[int]:
    """Numbers of the accounts that belong to the group of robots."""
    return frozenset(session.scalars(select(UserGroup.user_id).where(UserGroup.group == BOT_GROUP)))
