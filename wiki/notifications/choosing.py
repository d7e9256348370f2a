"""What somebody does with notifications: mark them as read, stop a kind. Rule: only one's own."""

from sqlalchemy import delete, select, update

from wiki import clock
from wiki.database import session, transaction
from wiki.errors import N_, InvalidInput
from wiki.notifications.kinds import KINDS
from wiki.notifications.models import Notification, NotificationMute
from wiki.notifications.reading import find, receiver
from wiki.permissions.authority import Authority
from wiki.users.models import User


class UnknownKind(InvalidInput):
    """There is no such kind of notification."""

    code = "unknown-kind"
    message = N_("There is no such kind of notification. Choose one of the list.")


def mark_read(authority: Authority, number: int) -> Notification:
    """Mark one notification as read, and give it. Raises `NoAccount` and `NoSuchNotification`."""
    with transaction():
        notification = find(authority, number)
        notification.read_at = notification.read_at or clock.now()
    return notification


def mark_all_read(authority: Authority, *, until: int) -> None:
    """Mark as read whatever the reader has up to the number `until`: not what came after the list was shown.

    Raises `NoAccount`.
    """
    mine = Notification.user_id == receiver(authority).id
    with transaction():
        session.execute(
            update(Notification)
            .where(mine, Notification.read_at.is_(None), Notification.id <= until)
            .values(read_at=clock.now()),
            execution_options={"synchronize_session": False},
        )


def stop(authority: Authority, kind: str) -> None:
    """Be told no longer of one kind of thing. Raises `NoAccount` and `UnknownKind`."""
    user = receiver(authority)
    if kind not in KINDS:
        raise UnknownKind
    with transaction():
        session.merge(NotificationMute(user_id=user.id, kind=kind))


def resume(authority: Authority, kind: str) -> None:
    """Be told again of one kind of thing. Raises `NoAccount`."""
    mine = NotificationMute.user_id == receiver(authority).id
    with transaction():
        session.execute(delete(NotificationMute).where(mine, NotificationMute.kind == kind))


def stopped(user: User) -> frozenset[str]:
    """The kinds of which `user` is not told."""
    return frozenset(session.scalars(select(NotificationMute.kind).where(NotificationMute.user_id == user.id)))
