"""Suppressions as they are shown. Rule: only to those with the right `suppress`. A list costs a handful of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from wiki import clock
from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.logs.reading import Line, load_lines
from wiki.moderation.suppression.models import SuppressedRevision, Suppression
from wiki.moderation.suppression.suppressing import PROMISED, RIGHT, STATES, NoSuchSuppression
from wiki.pages.models import Page
from wiki.permissions.authority import Authority
from wiki.users.finding import names


@dataclass(frozen=True, slots=True)
class Row:
    """A suppression with its page, its reason and who decided."""

    suppression: Suppression
    page: Page
    line: Line
    numbers: tuple[int, ...]
    #: Names of those who confirmed it and who lifted it.
    confirmed_by: str | None
    lifted_by: str | None

    @property
    def state(self) -> str:
        """In words of the catalogue."""
        return STATES[self.suppression.state]

    @property
    def is_late(self) -> bool:
        """Whether nobody has confirmed it in the promised time."""
        return self.suppression.state == "open" and clock.now() - self.suppression.created_at > PROMISED


def matching(authority: Authority, state: str) -> Select[Suppression]:
    """The suppressions in `state`, empty for all. Needs `suppress`."""
    authority.require(RIGHT)
    query = select(Suppression)
    return query.where(Suppression.state == state) if state in STATES else query


def load_rows(authority: Authority, found: Sequence[Suppression], language: str) -> list[Row]:
    """`found` with what a list shows about them, in the same order."""
    pages = {row.id: row for row in session.scalars(select(Page).where(Page.id.in_({one.page_id for one in found})))}
    entries = session.scalars(select(LogEntry).where(LogEntry.id.in_({one.entry_id for one in found}))).all()
    lines = {line.entry.id: line for line in load_lines(authority, entries, language)}
    parts = select(SuppressedRevision).where(SuppressedRevision.suppression_id.in_({one.id for one in found}))
    numbers: dict[int, list[int]] = defaultdict(list)
    for part in session.scalars(parts.order_by(SuppressedRevision.revision_id)):
        numbers[part.suppression_id].append(part.revision_id)
    deciders = {number for one in found for number in (one.confirmed_by, one.lifted_by) if number is not None}
    called = names(deciders)
    return [
        Row(
            one,
            pages[one.page_id],
            lines[one.entry_id],
            tuple(numbers[one.id]),
            called.get(one.confirmed_by or 0),
            called.get(one.lifted_by or 0),
        )
        for one in found
    ]


def find(authority: Authority, number: int, language: str) -> Row:
    """The suppression with this number. Needs `suppress`; raises `NoSuchSuppression`."""
    authority.require(RIGHT)
    found = session.get(Suppression, number, populate_existing=True) if 0 < number < 2**63 else None
    if found is None:
        raise NoSuchSuppression(number=number)
    return load_rows(authority, [found], language)[0]
