"""Undoing a change of the vocabulary from its entry in the log.

Rule: what others changed since stays; where they changed the same thing, undoing is refused and says what it is now.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from wiki.database import session, transaction
from wiki.errors import N_, NotFound, WikiError
from wiki.links.models import PageLink
from wiki.logs.models import LogEntry
from wiki.logs.writing import FIELDS
from wiki.permissions.authority import Authority
from wiki.titles import Namespace
from wiki.vocabulary.changing import RIGHT, Done, carry_out, take_turns
from wiki.vocabulary.shapes import AxisShape, Change, Shape, TermShape, kind_of, values
from wiki.vocabulary.storing import load

TYPE = "vocabulary"

MAX_UNDOINGS = 1000
"""Undoings that are looked through."""

LISTS = ("broader", "synonyms")
"""Fields of which each item is a matter of its own."""


class NoSuchChange(NotFound):
    """No entry of the vocabulary's log has this number."""

    code = "no-such-change"
    message = N_("The vocabulary’s log has no entry %(number)s.")


class CannotUndo(WikiError):
    """What the entry says is not how it is any more; `conflicts` are the changes that stand against it."""

    status = 409
    code = "cannot-undo"
    message = N_("This can no longer be undone: “%(name)s” was changed again since. What it is now stands below.")

    def __init__(self, message: str | None = None, *, conflicts: Collection[Change] = (), **params: object) -> None:
        super().__init__(message, **params)
        #: From what the entry left behind to what there is now.
        self.conflicts = tuple(conflicts)


GONE = N_("This can no longer be undone: “%(name)s” was removed since, or its identifier was changed.")
BACK = N_("This can no longer be undone: something called “%(name)s” was added since.")
NOTHING = N_("There is nothing to undo: “%(name)s” is as it was before this change.")


def entry_of(number: int) -> LogEntry:
    """The entry of the vocabulary's log with this number. Raises `NoSuchChange`."""
    entry = session.get(LogEntry, number) if 0 < number < 2**63 else None
    if entry is None or entry.type != TYPE:
        raise NoSuchChange(number=number)
    return entry


def changes_of(entry: LogEntry) -> list[Change]:
    """What an entry says was changed."""
    return [Change.from_json(stored) for stored in entry.details.get("changes", ())]


def reverse(entry: LogEntry) -> list[Change]:
    """The changes that would undo an entry now, in their order. Raises `CannotUndo`."""
    found = [back for change in reversed(changes_of(entry)) if (back := _reverse_one(change)) is not None]
    if not found:
        raise CannotUndo(NOTHING, name=entry.details.get("name", entry.name))
    return found


def undo(authority: Authority, *, number: int, reason: str = "") -> Done:
    """Undo what the entry `number` says. Needs `editvocabulary`.

    Raises `NoSuchChange`, `CannotUndo`, and what `judging` refuses.
    """
    authority.require(RIGHT)
    with transaction():
        take_turns()
        changes = reverse(entry_of(number))
        return carry_out(authority, changes, action="undo", reason=reason, details={"number": number})


def undone_numbers() -> frozenset[int]:
    """Numbers of the entries that were undone and not done again since, by the last `MAX_UNDOINGS` undoings."""
    query = select(LogEntry.id, LogEntry.details).where(LogEntry.type == TYPE, LogEntry.action == "undo")
    rows = session.execute(query.order_by(LogEntry.id.desc()).limit(MAX_UNDOINGS)).all()
    meant = {number: int(details.get("number", 0)) for number, details in reversed(rows)}
    found: set[int] = set()
    for number in meant.values():
        found.add(number)
        # Undoing an undoing does the first thing again.
        found.discard(meant.get(number, 0))
    return frozenset(found)


def _reverse_one(change: Change) -> Change | None:
    """What undoes one change now; None where nothing is left of it."""
    kind = kind_of(change.shape)
    if change.after is None:
        if (standing := load(kind, change.shape.slug)) is not None:
            raise CannotUndo(BACK, name=standing.name)
        return Change(None, change.before)
    current = load(kind, change.after.slug)
    if current is None:
        raise CannotUndo(GONE, name=change.after.name)
    if change.before is None:
        if current != change.after:
            raise CannotUndo(name=current.name, conflicts=[Change(change.after, current)])
        return Change(current, None)
    back = _merged(change.before, change.after, current)
    return Change(current, back) if back != current else None


def _merged(before: Shape, after: Shape, current: Shape) -> Shape:
    """`current` without what led from `before` to `after`. Raises `CannotUndo` where the same was changed since."""
    was, became, now = values(before), values(after), values(current)
    back: dict[str, Any] = {}
    for name in [name for name in FIELDS if name in now and was[name] != became[name]]:
        if name in LISTS:
            added, removed = set(became[name]) - set(was[name]), set(was[name]) - set(became[name])
            back[name] = tuple(sorted((set(now[name]) - added) | removed))
        elif now[name] in (became[name], was[name]):
            back[name] = was[name]
        else:
            raise CannotUndo(name=current.name, conflicts=[Change(after, current)])
    merged = replace(current, **back)
    return _keep_used_name(current, merged)


def _keep_used_name(current: Shape, merged: Shape) -> Shape:
    """`merged` with the name that it loses among its other names, where pages may have used it meanwhile."""
    if isinstance(merged, AxisShape) or current.name == merged.name:
        return merged
    lost = set() if isinstance(merged, TermShape) and not _is_used(current.name) else {current.name}
    return replace(merged, synonyms=tuple(sorted({*merged.synonyms, *lost} - {merged.name})))


def _is_used(name: str) -> bool:
    """Whether a page's text names this category."""
    named = (PageLink.namespace == int(Namespace.CATEGORY)) & (PageLink.name == name)
    found = session.scalar(select(PageLink.from_page_id).where(named, PageLink.kind == "category").limit(1))
    return found is not None
