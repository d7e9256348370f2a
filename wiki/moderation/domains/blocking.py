"""Blocking domains and lifting such blocks. Rule: each has a reason that everybody can read, and is logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.preparing import one_line
from wiki.errors import N_, NotFound, WikiError
from wiki.links.hosts import domain_in
from wiki.logs import writing as logs
from wiki.logs.models import LogEntry
from wiki.logs.reading import Line, load_lines
from wiki.moderation.blocks.terms import DURATIONS, NoLength
from wiki.moderation.deletion import ReasonMissing
from wiki.moderation.domains.models import BlockedDomain
from wiki.permissions.authority import Authority
from wiki.titles import Namespace, Title

RIGHT = "blockdomains"
MAX_REASON = 400

LIST_TITLE = Title(Namespace.SPECIAL, "Blocked-domains")
"""What the log says that such decisions were done to."""


class AlreadyBlocked(WikiError):
    """A block of this domain, or of one that it is a part of, holds."""

    status = 409
    code = "domain-already-blocked"
    message = N_("“%(domain)s” is blocked already. Lift that block first to decide otherwise.")


class NoSuchDomain(NotFound):
    """No block of a domain with this number holds."""

    code = "no-such-domain"
    message = N_("No such block of a domain holds any more.")


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A blocked domain as lists show it, with the entry of the log that decided it."""

    row: BlockedDomain
    line: Line
    holds: bool


def in_force() -> ColumnElement[bool]:
    """SQL condition on `BlockedDomain`: no link may lead there now."""
    return or_(BlockedDomain.expires_at.is_(None), BlockedDomain.expires_at > clock.now())


def domain_rows(authority: Authority, rows: Sequence[BlockedDomain], language: str) -> list[DomainRow]:
    """`rows` with the entries that tell who decided and why, in the same order."""
    found = select(LogEntry).where(LogEntry.id.in_([row.entry_id for row in rows]))
    entries = {entry.id: entry for entry in session.scalars(found)}
    lines = load_lines(authority, [entries[row.entry_id] for row in rows], language)
    moment = clock.now()
    return [
        DomainRow(row, line, row.expires_at is None or row.expires_at > moment)
        for row, line in zip(rows, lines, strict=True)
    ]


def get_holding(number: int) -> BlockedDomain:
    """The blocked domain with this number, if its block holds. Raises `NoSuchDomain`."""
    query = select(BlockedDomain).where(BlockedDomain.id == number, in_force())
    found = session.scalar(query) if 0 < number < 2**31 else None
    if found is None:
        raise NoSuchDomain
    return found


def block(authority: Authority, *, domain: str, length: str, until: datetime | None, reason: str) -> BlockedDomain:
    """Let no new link lead to `domain`, a key of `DURATIONS` long or until a moment. Needs `blockdomains`.

    Raises `NoDomain`, `NoLength`, `ReasonMissing`, `AlreadyBlocked`, `PermissionDenied`.
    """
    authority.require(RIGHT)
    name, expires_at, reason = domain_in(domain), _end(length, until), _reason(reason)
    with transaction():
        row = session.scalar(select(BlockedDomain).where(BlockedDomain.domain == name).with_for_update())
        if row is not None and (row.expires_at is None or row.expires_at > clock.now()):
            raise AlreadyBlocked(domain=name)
        told = {"length": length} if until is None else {"until": until.isoformat()}
        entry = _log(authority, "block", name, reason, told)
        if row is None:
            row = BlockedDomain(domain=name)
        row.expires_at, row.entry_id = expires_at, entry
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            # Another process, on a database with several writers, blocked it at the same moment.
            raise AlreadyBlocked(domain=name) from None
    return row


def lift(authority: Authority, *, number: int, reason: str) -> str:
    """Let links lead there again; gives the domain. Needs `blockdomains`; raises `NoSuchDomain`, `ReasonMissing`."""
    authority.require(RIGHT)
    reason = _reason(reason)
    with transaction():
        row = get_holding(number)
        row.expires_at = clock.now()
        _log(authority, "unblock", row.domain, reason, {})
        return row.domain


def _end(length: str, until: datetime | None) -> datetime | None:
    if until is not None:
        if until <= clock.now():
            raise NoLength
        return until
    if length not in DURATIONS:
        raise NoLength
    lasts = DURATIONS[length]
    return None if lasts is None else clock.now() + lasts


def _reason(text: str) -> str:
    reason = one_line(text)[:MAX_REASON]
    if not reason:
        raise ReasonMissing
    return reason


def _log(authority: Authority, action: str, domain: str, reason: str, more: dict[str, str]) -> int:
    details = {"domain": domain, **more}
    return logs.add(authority, type="domains", action=action, title=LIST_TITLE, reason=reason, details=details).id
