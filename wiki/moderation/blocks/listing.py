"""The list of blocks. Rule: what a block says comes from its entry of the log; a list costs a handful of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from wiki import clock
from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.logs.reading import Line, LogFilters, load_lines
from wiki.logs.reading import matching as logged
from wiki.permissions.authority import Authority
from wiki.permissions.blocks.models import Autoblock, Block
from wiki.permissions.blocks.standing import in_force
from wiki.users.models import User

SHOWN = 5
"""Decisions about an account that are shown where it is blocked or read about."""


@dataclass(frozen=True, slots=True)
class Row:
    """A block as lists show it: what holds, and the entry of the log that decided it."""

    block: Block
    line: Line
    holds: bool


def matching(*, user: User | None, kind: str, state: str) -> Select[Block]:
    """The blocks of `user` (None: of anybody) of a kind and in a state; neither ordered nor limited."""
    query = select(Block)
    if user is not None:
        query = query.where(Block.user_id == user.id)
    if kind in ("sitewide", "partial"):
        query = query.where(Block.sitewide.is_(kind == "sitewide"))
    if kind == "network":
        query = query.where(Block.network.is_not(None))
    if state == "ended":
        return query.where(~in_force())
    return query if state == "all" else query.where(in_force())


def automatic() -> Select[Autoblock]:
    """The automatic blocks that hold now."""
    query = select(Autoblock).join(Block, Block.id == Autoblock.block_id)
    return query.where(Autoblock.expires_at > clock.now(), in_force())


def decisions(authority: Authority, user: User, language: str) -> list[Line]:
    """The latest entries of the log about blocks of `user`, newest first."""
    query = logged(authority, LogFilters(type="block", title=user.title))
    return load_lines(authority, list(session.scalars(query.order_by(LogEntry.id.desc()).limit(SHOWN))), language)


def load_rows(authority: Authority, blocks: Sequence[Block], language: str) -> list[Row]:
    """`blocks` with the entries that tell their terms, in the same order."""
    entries = {
        entry.id: entry
        for entry in session.scalars(select(LogEntry).where(LogEntry.id.in_({block.entry for block in blocks})))
    }
    known = [block for block in blocks if block.entry in entries]
    lines = load_lines(authority, [entries[block.entry] for block in known], language)
    moment = clock.now()
    return [
        Row(block, line, block.expires_at is None or block.expires_at > moment)
        for block, line in zip(known, lines, strict=True)
    ]
