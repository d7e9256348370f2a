"""The chain that seals the log: each entry's hash covers the entry and the hash before it.

Rule: an entry that is changed, removed or slipped in later breaks the chain from there on. Whoever noted the newest
hash elsewhere can prove it; entries older than the chain have none.
"""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import select, update

from wiki.database import at_last, session
from wiki.logs.models import LogEntry, LogHead


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many entries are sealed, and the hash of the newest, 64 hexadecimal digits."""

    number: int
    hash: str


def hash_of(entry: LogEntry, before: str) -> str:
    """SHA-256, hexadecimal, of what `entry` says after the hash `before`."""
    said = [
        before,
        entry.number,
        entry.id,
        entry.type,
        entry.action,
        entry.actor_id,
        entry.created_at.isoformat(),
        entry.namespace,
        entry.name,
        entry.page_id,
        entry.revision_id,
        entry.reason,
        entry.details,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def seal_at_last(entry: LogEntry) -> None:
    """Have `entry` sealed just before the present transaction commits."""
    at_last(_seal, entry.id)


def _seal(numbers: set[int]) -> None:
    """Add these entries to the chain. The row of its head is what writers wait for."""
    session.flush()
    last = session.scalars(update(LogHead).values(number=LogHead.number + len(numbers)).returning(LogHead.number)).one()
    before = session.scalars(select(LogHead.hash)).one()
    entries = session.scalars(select(LogEntry).where(LogEntry.id.in_(numbers)).order_by(LogEntry.id))
    for number, entry in enumerate(entries, last - len(numbers) + 1):
        entry.number = number
        entry.hash = before = hash_of(entry, before)
    session.execute(update(LogHead).values(hash=before))


def head() -> Head:
    """The end of the chain now."""
    number, newest = session.execute(select(LogHead.number, LogHead.hash)).one()
    return Head(number, newest)
