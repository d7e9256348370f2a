"""Whose revisions are whose. Rule: the number of edits of an account is the number of its revisions.

Pages and the texts that edit rules kept back stand on floors above; their tables are known here by name only.
"""

from typing import cast

from sqlalchemy import ColumnElement, CursorResult, column, func, select, table, update

from wiki.database import session, transaction
from wiki.users.finding import attached
from wiki.users.models import User

_REVISION = table("revision", column("user_id"))
_KEPT_BACK = table("rule_hit", column("user_id"))


def hand_over(giver: User, heir: User) -> int:
    """Make `heir` the author of everything that `giver` wrote, saved or not; returns the number of revisions."""
    with transaction() as current:
        giver, heir = attached(giver), attached(heir)
        statement = update(_REVISION).where(_REVISION.c.user_id == giver.id).values(user_id=heir.id)
        number = cast(CursorResult[object], current.execute(statement)).rowcount
        current.execute(update(_KEPT_BACK).where(_KEPT_BACK.c.user_id == giver.id).values(user_id=heir.id))
        heir.edit_count += number
        giver.edit_count = 0
        current.flush()
    return number


def recount() -> None:
    """Put right the number of edits of every account.

    Each is locked before its revisions are counted, so that a save at the same time is counted once.
    """
    wrong = session.scalars(select(User.id).where(User.edit_count != revision_count()).order_by(User.id)).all()
    for number in wrong:
        with transaction():
            user = session.get_one(User, number, with_for_update=True)
            user.edit_count = session.scalars(select(revision_count()).where(User.id == number)).one()


def revision_count() -> ColumnElement[int]:
    """SQL for the number of revisions of the row of `User` in the enclosing query."""
    query = select(func.count()).select_from(_REVISION).where(_REVISION.c.user_id == User.id)
    return query.correlate(User).scalar_subquery()
