"""Whose changes are wanted, as SQL conditions on the column that holds who did it. Thresholds are MediaWiki's."""

from collections.abc import Callable, Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from wiki import clock
from wiki.recentchanges.rows import BOT_GROUP
from wiki.users.models import User, UserGroup

Who = Callable[[InstrumentedAttribute[int]], ColumnElement[bool]]
"""Makes a condition of the column that holds who did it."""

NEWCOMER = (10, timedelta(days=4))
EXPERIENCED = (500, timedelta(days=30))
"""Edits and age; a newcomer lacks one of the two, and who is experienced has both."""

BUSY = 2000
"""From so many edits on, the list is read by moment rather than by author."""


def experience(kinds: Collection[str]) -> Who:
    """Accounts of any of these kinds, keys of `kinds_of_accounts`, as they are now."""
    known = kinds_of_accounts()
    wanted = or_(*(known[kind] for kind in kinds))
    return lambda who: select(User.id).where(User.id == who, wanted).exists()


def kinds_of_accounts() -> dict[str, ColumnElement[bool]]:
    """SQL conditions on `User`, by the names of kinds."""
    now = clock.now()
    lasting = User.expires_at.is_(None)
    newcomer = or_(User.edit_count < NEWCOMER[0], User.created_at > now - NEWCOMER[1])
    experienced = and_(User.edit_count >= EXPERIENCED[0], User.created_at <= now - EXPERIENCED[1])
    return {
        "newcomer": and_(lasting, newcomer),
        "learner": and_(lasting, ~newcomer, ~experienced),
        "experienced": and_(lasting, experienced),
        "registered": lasting,
        "temporary": ~lasting,
    }


def is_bot(who: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether it was a robot."""
    return who.in_(select(UserGroup.user_id).where(UserGroup.group == BOT_GROUP))


def is_somebody(user: User) -> Who:
    """That account alone. Where it wrote very much, the planner is kept from sorting all of it."""
    return lambda who: who == user.id if user.edit_count < BUSY else who + 0 == user.id


def is_not(user: User | None) -> Who:
    """Anybody else than that account."""
    return lambda who: who != (user.id if user is not None else 0)
