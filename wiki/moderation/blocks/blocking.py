"""Blocking somebody, changing a block, lifting it. Rule: each is decided once, with a reason, and logged.

Who decides says which decision about the account was the last one that she saw: where another moderator decided
since, she reads that first.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select

from wiki import clock
from wiki.accounts.trust import promoting
from wiki.database import session, transaction
from wiki.editing.preparing import one_line
from wiki.errors import N_, NotFound, WikiError
from wiki.logs import writing as logs
from wiki.logs.models import LogEntry
from wiki.moderation.blocks import autoblocking
from wiki.moderation.blocks.terms import MAX_REASON, Settled, Terms, settle
from wiki.moderation.deletion import ReasonMissing
from wiki.permissions.authority import Authority
from wiki.permissions.blocks.models import Block, BlockTarget
from wiki.permissions.blocks.standing import in_force
from wiki.users.models import User

RIGHT = "block"
MAX_BLOCKS = 20
"""Blocks of an account that hold at the same time and are shown."""


class CannotBlock(WikiError):
    """Nobody may block that account, or this person may not."""

    status = 403
    code = "cannot-block"
    message = N_("“%(name)s” is the wiki itself: it cannot be blocked.")


class NoSuchBlock(NotFound):
    """The block does not exist, or no longer holds."""

    code = "no-such-block"
    message = N_("No such block holds for “%(name)s” any more.")


class DecidedMeanwhile(WikiError):
    """Another moderator decided about the account since the form was opened; `entry` is that decision's number."""

    status = 409
    code = "decided-meanwhile"
    message = N_("Another moderator decided about “%(name)s” meanwhile. Read it below, then decide whether to go on.")

    def __init__(self, name: str, entry: int) -> None:
        super().__init__(name=name)
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: the number of the block, or of the first that was lifted, and of the log entry."""

    number: int
    entry: int


def blocks_of(user: User) -> list[Block]:
    """The blocks of that account that hold now, oldest first, at most `MAX_BLOCKS`."""
    query = select(Block).where(Block.user_id == user.id, in_force()).order_by(Block.id)
    return list(session.scalars(query.limit(MAX_BLOCKS)))


def last_decision(user: User) -> int:
    """Number of the last entry of the log about blocks of that account; 0 where there is none."""
    title = user.title
    query = select(LogEntry.id).where(
        LogEntry.namespace == int(title.namespace), LogEntry.name == title.name, LogEntry.type == "block"
    )
    return session.scalar(query.order_by(LogEntry.id.desc()).limit(1)) or 0


def block(authority: Authority, *, user: User, terms: Terms, seen: int) -> Decided:
    """Block `user`; `seen` is the `last_decision` that the moderator knew. Needs `block`.

    Raises `CannotBlock`, `DecidedMeanwhile`, what `settle` raises, `PermissionDenied`.
    """
    authority.require(RIGHT)
    refuse_person(authority, user)
    settled = settle(terms, user)
    with transaction():
        _take_turn(user, seen)
        row = Block(user_id=user.id, by_id=authority.account.id, created_at=clock.now(), entry=0)
        session.add(row)
        return _write(authority, row, user, settled, action="block")


def change(authority: Authority, *, user: User, number: int, terms: Terms, seen: int) -> Decided:
    """Give a block that holds other terms. Needs `block`; raises what `block` raises, and `NoSuchBlock`."""
    authority.require(RIGHT)
    refuse_person(authority, user)
    settled = settle(terms, user)
    with transaction():
        _take_turn(user, seen)
        row = session.scalar(select(Block).where(Block.id == number, Block.user_id == user.id, in_force()))
        if row is None:
            raise NoSuchBlock(name=user.name)
        session.execute(delete(BlockTarget).where(BlockTarget.block_id == row.id))
        return _write(authority, row, user, settled, action="change")


def unblock(authority: Authority, *, user: User, numbers: Collection[int], reason: str, seen: int) -> Decided:
    """Lift those blocks of `user`. Needs `block`.

    Raises `CannotBlock` for one's own, `NoSuchBlock`, `ReasonMissing`, `DecidedMeanwhile`, `PermissionDenied`.
    """
    authority.require(RIGHT)
    _refuse_self(authority, user)
    reason = one_line(reason)[:MAX_REASON]
    if not reason:
        raise ReasonMissing
    with transaction():
        _take_turn(user, seen)
        rows = [row for row in blocks_of(user) if row.id in numbers]
        if not rows:
            raise NoSuchBlock(name=user.name)
        for row in rows:
            row.expires_at = clock.now()
            autoblocking.release(row)
        entries = [_log(authority, row, user, "unblock", reason, {}) for row in rows]
        promoting.after_block(user)
    return Decided(rows[0].id, entries[-1])


def refuse_person(authority: Authority, user: User) -> None:
    """Raise `CannotBlock` where this person may not block `user`."""
    if user.is_system:
        raise CannotBlock(name=user.name)
    _refuse_self(authority, user)
    if Authority(user).may(RIGHT) and not authority.may("userrights"):
        raise CannotBlock(
            N_("“%(name)s” may block people too: only somebody who changes the groups of people can block her."),
            name=user.name,
        )


def _refuse_self(authority: Authority, user: User) -> None:
    if authority.user is not None and authority.user.id == user.id:
        raise CannotBlock(N_("This is you: blocks of your own are for others to decide."), name=user.name)


def _take_turn(user: User, seen: int) -> None:
    """Let no two moderators decide about `user` at once: the second must have read what the first decided."""
    session.scalars(select(User.id).where(User.id == user.id).with_for_update()).one()
    last = last_decision(user)
    if last != seen:
        raise DecidedMeanwhile(user.name, last)


def _write(authority: Authority, row: Block, user: User, settled: Settled, *, action: str) -> Decided:
    """Write a block's terms with its entry of the log; inside a transaction."""
    row.by_id, row.reason, row.expires_at = authority.account.id, settled.reason, settled.expires_at
    row.reach, row.network, row.sitewide = settled.reach, settled.network, not settled.targets
    row.creation = "creation" in settled.options
    row.talk_closed = "talk_closed" in settled.options
    row.autoblock = "autoblock" in settled.options
    session.flush()
    session.add_all(BlockTarget(block_id=row.id, kind=kind, value=value) for kind, value, _name in settled.targets)
    autoblocking.release(row)
    autoblocking.stop_last_network(row, user)
    row.entry = _log(authority, row, user, action, settled.reason, settled.details)
    session.flush()
    promoting.after_block(user)
    return Decided(row.id, row.entry)


def _log(
    authority: Authority, row: Block, user: User, action: str, reason: str, details: dict[str, object]
) -> int:
    entry = logs.add(
        authority,
        type="block",
        action=action,
        title=user.title,
        reason=reason,
        details={"number": row.id, **details},
    )
    return entry.id
