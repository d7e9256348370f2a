"""What must hold of the log; `wiki check` prints what does not."""

import json
from collections.abc import Iterator

from sqlalchemy import String, cast, func, select

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.logs.sealing import hash_of, head
from wiki.logs.writing import TYPES
from wiki.namespaces import Namespace
from wiki.pages.models import Page
from wiki.users.models import User

BATCH = 500
"""Entries read at once."""


def check() -> Iterator[str]:
    """One English sentence for each entry whose actor, page, act or namespace does not exist."""
    unreadable = _unreadable()
    yield from (f"log entry {number}: its details cannot be read" for number in unreadable)
    known_users, known_pages = select(User.id), select(Page.id)
    for number, actor in session.execute(
        select(LogEntry.id, LogEntry.actor_id).where(LogEntry.actor_id.not_in(known_users)).order_by(LogEntry.id)
    ):
        yield f"log entry {number}: its actor, account {actor}, does not exist"
    # NULL is not in an empty table either, says SQL: entries about no page are asked out explicitly.
    about_a_page = LogEntry.page_id.is_not(None)
    lost = select(LogEntry.id, LogEntry.page_id).where(about_a_page, LogEntry.page_id.not_in(known_pages))
    for number, page in session.execute(lost.order_by(LogEntry.id)):
        yield f"log entry {number}: its page {page} does not exist"
    kinds = select(LogEntry.type, LogEntry.action).distinct().order_by(LogEntry.type, LogEntry.action)
    for type_, action in session.execute(kinds):
        if action not in TYPES.get(type_, {}):
            yield f"log entries {type_}/{action}: there is no such act"
    yield from _broken_seals() if not unreadable else ["the seals cannot be followed while details cannot be read"]
    numbers = {int(namespace) for namespace in Namespace}
    strange = select(LogEntry.id, LogEntry.namespace).where(LogEntry.namespace.not_in(numbers))
    for number, namespace in session.execute(strange.order_by(LogEntry.id)):
        yield f"log entry {number}: there is no namespace {namespace}"


def _broken_seals() -> Iterator[str]:
    """Where the chain of hashes does not hold; each break once, the chain beyond it as it stands."""
    place, before, end = 0, "", head()
    sealed = select(LogEntry).where(LogEntry.number.is_not(None)).order_by(LogEntry.number)
    for entry in session.scalars(sealed.execution_options(yield_per=BATCH)):
        number = entry.number or 0
        if number != place + 1:
            yield f"log entry {entry.id}: entries sealed just before it are gone ({number - place - 1})"
        elif entry.hash != hash_of(entry, before):
            yield f"log entry {entry.id}: it is not what was sealed"
        place, before = number, entry.hash or ""
    if (place, before) != (end.number, end.hash):
        yield f"the log ends with sealed entry {place}, while {end.number} were sealed"
    first = select(func.min(LogEntry.id)).where(LogEntry.number.is_not(None)).scalar_subquery()
    for number in session.scalars(select(LogEntry.id).where(LogEntry.number.is_(None), LogEntry.id > first)):
        yield f"log entry {number}: it was never sealed"


def _unreadable() -> list[int]:
    """Numbers of the entries whose details are no object of JSON."""
    rows = session.execute(select(LogEntry.id, cast(LogEntry.details, String)))
    return [number for number, details in rows.yield_per(BATCH) if not _is_object(details)]


def _is_object(text: str | None) -> bool:
    try:
        return isinstance(json.loads(text or ""), dict)
    except ValueError:
        return False
