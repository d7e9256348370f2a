"""Stopping the network from which somebody blocked acts. Rule: for a day only, and it tells nobody who that was."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.preparing import one_line
from wiki.errors import N_, NotFound
from wiki.logs import writing as logs
from wiki.moderation.deletion import ReasonMissing
from wiki.permissions.authority import Authority
from wiki.permissions.blocks.models import Autoblock, Block
from wiki.permissions.blocks.networks import last_networks, networks_of
from wiki.permissions.blocks.standing import standing
from wiki.titles import Namespace, Title
from wiki.users.models import User

#: At most: it ends with a full hour, so that its end does not tell after which block it began.
LASTS = timedelta(hours=24)
#: One that was begun or renewed so lately is left as it is.
FRESH = timedelta(hours=1)

LIST_TITLE = Title(Namespace.SPECIAL, "Blocks")
"""What the log says that the lifting of an automatic block was done to."""


class NoSuchAutoblock(NotFound):
    """No automatic block with this number holds."""

    code = "no-such-autoblock"
    message = N_("No automatic block A%(number)s holds any more.")


def spread(authority: Authority) -> None:
    """Stop the network from which `authority` acts, where one of the account's blocks asks for it."""
    if authority.user is None:
        return
    asking = [held for held in standing(authority, "edit") if held.user_id == authority.user.id and held.autoblock]
    networks = networks_of(authority.address) if asking else None
    if networks is not None and not _is_fresh(asking[0].number, networks.address):
        with transaction():
            _stop(asking[0].number, networks.address)


def stop_last_network(block: Block, user: User) -> None:
    """Stop the network from which `user` acted last, as far as that is known; inside a transaction."""
    networks = last_networks(user) if block.autoblock else None
    if networks is not None:
        _stop(block.id, networks.address)


def release(block: Block) -> None:
    """Lift the automatic blocks that follow from `block`; inside a transaction."""
    session.execute(delete(Autoblock).where(Autoblock.block_id == block.id))


def require(number: int) -> Autoblock:
    """The automatic block with this number, if it holds. Raises `NoSuchAutoblock`."""
    found = session.get(Autoblock, number) if 0 < number < 2**63 else None
    if found is None or found.expires_at <= clock.now():
        raise NoSuchAutoblock(number=number)
    return found


def lift(authority: Authority, *, number: int, reason: str) -> int:
    """Lift one automatic block; gives the number of the log entry. Needs `block`."""
    authority.require("block")
    reason = one_line(reason)
    if not reason:
        raise ReasonMissing
    with transaction():
        session.delete(require(number))
        details = {"number": number}
        entry = logs.add(authority, type="block", action="lift", title=LIST_TITLE, reason=reason, details=details)
    return entry.id


def _is_fresh(block_id: int, address: str) -> bool:
    query = select(Autoblock.expires_at).where(Autoblock.block_id == block_id, Autoblock.address == address)
    expires_at = session.scalar(query)
    return expires_at is not None and expires_at > clock.now() + LASTS - FRESH


def _stop(block_id: int, address: str) -> None:
    query = select(Autoblock).where(Autoblock.block_id == block_id, Autoblock.address == address)
    found = session.scalar(query)
    if found is None:
        try:
            with session.begin_nested():
                found = Autoblock(block_id=block_id, address=address, expires_at=_end())
                session.add(found)
            return
        except IntegrityError:
            # Another process stopped it at the same moment.
            found = session.scalars(query).one()
    found.expires_at = _end()


def _end() -> datetime:
    return (clock.now() + LASTS).replace(minute=0, second=0, microsecond=0)
