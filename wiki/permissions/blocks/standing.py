"""What stands between somebody and an act because of a block. Rule: rights stay; a block refuses.

It never refuses to read, to log in, to keep one's preferences and watchlist; nor, unless it says so, to write on
one's own talk page. What a person may not do is asked once a request and kept with the authority.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, union

from wiki import clock
from wiki.database import session
from wiki.errors import N_, WikiError
from wiki.permissions.authority import Authority
from wiki.permissions.blocks.models import Autoblock, Block, BlockTarget
from wiki.permissions.blocks.networks import Networks, networks_of
from wiki.titles import Title

FREE = frozenset({"read", "editwatchlist", "editpreferences"})
"""Rights that no block touches."""

SPEAKING = frozenset({"edit", "createtalk"})
"""What one does on one's own talk page."""

ACTIONS: dict[str, frozenset[str]] = {"create": frozenset({"createpage", "createtalk"}), "move": frozenset({"move"})}
"""Acts that a block can name → the rights that they need."""


@dataclass(frozen=True, slots=True)
class Held:
    """A block that holds for whoever acts."""

    number: int
    user_id: int
    by_id: int
    reason: str
    #: Number of the log entry that tells its terms.
    entry: int
    expires_at: datetime | None
    sitewide: bool
    creation: bool
    talk_closed: bool
    autoblock: bool
    #: Places and acts of a partial block: (kind, value).
    targets: tuple[tuple[str, str], ...] = ()
    #: Number of the automatic block by which it holds here, where only the address is concerned.
    automatic: int | None = None


class Blocked(WikiError):
    """Whoever acts is blocked; `held` says how."""

    status = 403
    code = "blocked"

    def __init__(self, held: Held) -> None:
        message = N_("You are blocked from doing this (block no. %(number)s): %(reason)s")
        if held.automatic is not None:
            message = N_("Without an account, this cannot be done from your network now (automatic block A%(number)s).")
        super().__init__(message, number=held.automatic or held.number, reason=held.reason)
        self.held = held


def check(authority: Authority, right: str, title: Title | None) -> WikiError | None:
    """The block that refuses `right` on `title`, as far as an account, a namespace and an act decide."""
    return next((Blocked(held) for held in standing(authority, right) if _refuses(held, authority, right, title)), None)


def standing(authority: Authority, right: str) -> Sequence[Held]:
    """The blocks that may have a say in `right`, those of the account itself first."""
    if right in FREE:
        return ()
    lasting = authority.user is not None and not authority.user.is_temporary
    held = _found(authority, "own" if lasting else "all")
    # An address stops only who writes without an account, and the making of accounts.
    return [*held, *_found(authority, "address")] if lasting and right == "createaccount" else held


def was_asked(authority: Authority) -> bool:
    """Whether something that a block could refuse was attempted in this request."""
    return any(key.startswith("blocks: ") for key in authority.known)


def is_own_talk(authority: Authority, right: str, title: Title | None) -> bool:
    """Whether somebody wants to write on her own talk page: a block leaves it open unless it says otherwise."""
    return authority.user is not None and title == authority.user.title.talk and right in SPEAKING


def in_force() -> ColumnElement[bool]:
    """SQL condition on `Block`: it holds now."""
    return or_(Block.expires_at.is_(None), Block.expires_at > clock.now())


def _refuses(held: Held, authority: Authority, right: str, title: Title | None) -> bool:
    if right == "createaccount":
        return held.creation or held.automatic is not None
    own_talk = is_own_talk(authority, right, title)
    if held.sitewide or own_talk:
        return held.talk_closed or not own_talk
    named = {value for kind, value in held.targets if kind == "action"}
    if any(right in rights for action, rights in ACTIONS.items() if action in named):
        return True
    return title is not None and ("namespace", str(int(title.namespace))) in held.targets


def _found(authority: Authority, about: str) -> Sequence[Held]:
    """What the database says about the account (own), the address, or both (all); asked once."""
    key = f"blocks: {about}"
    if key not in authority.known:
        user_id = authority.user.id if authority.user is not None and about != "address" else None
        networks = networks_of(authority.address) if about != "own" else None
        authority.known[key] = _load(user_id, networks) if user_id is not None or networks is not None else ()
    found: Sequence[Held] = authority.known[key]
    return found


def _load(user_id: int | None, networks: Networks | None) -> Sequence[Held]:
    """The blocks in force of that account and of these networks, in one query; the account's own first."""
    around = networks.around if networks is not None else ()
    here = and_(
        Autoblock.address == (networks.address if networks is not None else ""), Autoblock.expires_at > clock.now()
    )
    concerned = union(
        select(Block.id).where(Block.user_id == user_id),
        select(Block.id).where(Block.network.in_(around)),
        select(Autoblock.block_id).where(here),
    )
    query = (
        select(Block, BlockTarget, Autoblock)
        .outerjoin(BlockTarget, BlockTarget.block_id == Block.id)
        .outerjoin(Autoblock, and_(Autoblock.block_id == Block.id, here))
        .where(Block.id.in_(concerned), in_force())
        .order_by(Block.id, BlockTarget.kind, BlockTarget.value)
    )
    found: dict[int, Held] = {}
    for block, target, autoblock in session.execute(query):
        if block.id not in found:
            only_address = block.user_id != user_id and block.network not in around
            found[block.id] = _held(block, autoblock if only_address else None)
        if target is not None:
            held = found[block.id]
            found[block.id] = replace(held, targets=(*held.targets, (target.kind, target.value)))
    return sorted(found.values(), key=lambda held: held.user_id != user_id)


def _held(block: Block, autoblock: Autoblock | None) -> Held:
    ends = [moment for moment in (block.expires_at, autoblock.expires_at if autoblock else None) if moment]
    return Held(
        number=block.id,
        user_id=block.user_id,
        by_id=block.by_id,
        reason=block.reason,
        entry=block.entry,
        expires_at=min(ends, default=None),
        sitewide=block.sitewide,
        creation=block.creation,
        talk_closed=block.talk_closed,
        autoblock=block.autoblock,
        automatic=autoblock.id if autoblock is not None else None,
    )
