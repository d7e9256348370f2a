"""Giving and taking trust by itself. Rule: in the transaction of what changes a condition, and told with the reason.

What only time changes, the background process looks at now and then.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, or_, select

from wiki import clock
from wiki.accounts.trust.conditions import FAILED, FEWEST, GROUP, failed
from wiki.accounts.trust.models import Standing
from wiki.database import session, transaction
from wiki.errors import N_
from wiki.logs import writing as logs
from wiki.messages import translate
from wiki.notifications import telling as notifications
from wiki.pages.models import Revision, RevisionTag
from wiki.pages.rendering import site
from wiki.permissions.authority import UltimateAuthority
from wiki.users.accounts import system_user
from wiki.users.models import User, UserGroup

MOST = 50
"""People who lose trust by one save, and whom one turn of the background process looks at."""

EVERY = timedelta(hours=1)


def is_trusted(user_id: int) -> bool:
    """Whether the account belongs to the group."""
    return session.get(UserGroup, (user_id, GROUP)) is not None


def after_save(author: User) -> None:
    """Trust `author` where this save was the last that it took; inside its transaction."""
    lasting = not (author.is_temporary or author.is_system)
    if lasting and author.edit_count >= FEWEST and not is_trusted(author.id):
        _promote(author)


def after_reverting(numbers: Collection[int], by: User) -> None:
    """The revisions with these numbers were undone by `by`: their other authors lose trust. Inside the transaction."""
    if not numbers:
        return
    authors = select(Revision.user_id).where(Revision.id.in_(numbers), Revision.user_id != by.id).distinct()
    for user_id in session.scalars(authors.order_by(Revision.user_id).limit(MOST)).all():
        standing_of(user_id).reverted_at = clock.now()
        session.flush()
        _demote(user_id, "clean")


def after_block(user: User) -> None:
    """A block of `user` was decided, changed or lifted; inside the transaction, the account being locked."""
    reconsider(user)


def after_unreverting(user_id: int) -> None:
    """Edits of that account count as undone no more: what is remembered follows from those that still do."""
    row = session.get(Standing, user_id)
    if row is not None:
        undone = select(RevisionTag.revision_id).where(RevisionTag.tag == "reverted")
        latest = select(Revision.created_at).where(Revision.user_id == user_id, Revision.id.in_(undone))
        row.reverted_at = session.scalar(latest.order_by(Revision.id.desc()).limit(1))
        session.flush()


def reconsider(user: User) -> None:
    """Give `user` trust or take it, as the conditions say now; inside a transaction that holds the account."""
    if user.is_temporary or user.is_system:
        return
    if not is_trusted(user.id):
        _promote(user)
    elif (condition := failed(user)) is not None:
        _demote(user.id, condition.key)


def standing_of(user_id: int) -> Standing:
    """What is remembered of that account, made where nothing is; inside a transaction."""
    row = session.get(Standing, user_id, with_for_update=True)
    if row is None:
        row = Standing(user_id=user_id)
        session.add(row)
    return row


def _promote(user: User) -> None:
    if failed(user) is None:
        session.add(UserGroup(user_id=user.id, group=GROUP))
        session.flush()
        _tell(user, "promote", N_("all conditions of trust are met"))


def _demote(user_id: int, cause: str) -> None:
    member = delete(UserGroup).where(UserGroup.user_id == user_id, UserGroup.group == GROUP)
    result = session.execute(member)
    assert isinstance(result, CursorResult)
    if result.rowcount:
        _tell(session.get_one(User, user_id), "demote", FAILED[cause])


def _tell(user: User, action: str, why: str) -> None:
    """Log it in the wiki's name, and tell the person why."""
    itself = UltimateAuthority(system_user())
    reason = translate(why, site().language)
    entry = logs.add(itself, type="rights", action=action, title=user.title, reason=reason)
    notifications.tell_act({"promote": "trusted", "demote": "untrusted"}[action], entry, user.id)


class Reconsidering:
    """The chore: everybody whom time may have changed is looked at, once each `EVERY`, some at a time."""

    def __init__(self) -> None:
        self._begun: datetime | None = None
        self._last = 0

    def turn(self) -> bool:
        """Look at some people; whether any were left."""
        now = clock.now()
        if self._begun is not None and self._last == 0 and now - self._begun < EVERY:
            return False
        if self._last == 0:
            self._begun = now
        found = _candidates(self._last)
        self._last = found[-1] if len(found) == MOST else 0
        changed = [number for number in found if _would_change(number)]
        for number in changed:
            with transaction():
                reconsider(session.get_one(User, number, with_for_update=True))
        return self._last != 0


def _candidates(after: int) -> list[int]:
    """Numbers of accounts that are trusted, or old in edits, from that number on."""
    member = select(UserGroup.user_id).where(UserGroup.user_id == User.id, UserGroup.group == GROUP)
    query = select(User.id).where(
        User.id > after,
        User.expires_at.is_(None),
        User.is_system.is_(False),
        or_(User.edit_count >= FEWEST, member.exists()),
    )
    return list(session.scalars(query.order_by(User.id).limit(MOST)))


def _would_change(number: int) -> bool:
    """Whether the conditions say otherwise than the group; asked without a lock, so that most turns write nothing."""
    user = session.get_one(User, number)
    return (failed(user) is None) is not is_trusted(number)
