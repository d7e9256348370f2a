"""What becomes of notifications in time: they follow their reader to a lasting account; old ones go."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from wiki import clock
from wiki.database import session, transaction
from wiki.notifications.models import Notification, NotificationMute
from wiki.users.models import User

KEPT = timedelta(days=180)
"""How long a notification is kept after it was read."""

BATCH = 200


def hand_over(giver: User, heir: User) -> None:
    """Make what concerns `giver`, a temporary account, concern `heir`, a new one. Inside a transaction."""
    columns = (Notification.user_id, Notification.actor_id, NotificationMute.user_id)
    for column in columns:
        session.execute(
            update(column.class_).where(column == giver.id).values({column.key: heir.id}),
            execution_options={"synchronize_session": False},
        )


def turn() -> bool:
    """Remove some of the notifications that were read long ago; whether there were any."""
    # Looking takes no lock, so that a turn costs next to nothing while there is nothing to do.
    query = select(Notification.id).where(Notification.read_at < clock.now() - KEPT)
    old = session.scalars(query.order_by(Notification.read_at).limit(BATCH)).all()
    if old:
        with transaction():
            session.execute(delete(Notification).where(Notification.id.in_(old)))
    return bool(old)
