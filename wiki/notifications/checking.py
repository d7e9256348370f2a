"""What must hold of notifications; `wiki check` prints what does not."""

from collections.abc import Iterator

from sqlalchemy import and_, select

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.notifications.kinds import KINDS
from wiki.notifications.models import Notification, NotificationMute
from wiki.pages.models import Page, Revision
from wiki.users.models import User

POINTS_TO = (
    ("account", Notification.user_id, User.id),
    ("account", Notification.actor_id, User.id),
    ("page", Notification.page_id, Page.id),
    ("revision", Notification.revision_id, Revision.id),
    ("log entry", Notification.entry_id, LogEntry.id),
)


def check() -> Iterator[str]:
    """One English sentence for each notification about what does not exist, and each kind that does not."""
    for noun, column, target in POINTS_TO:
        lost = select(Notification.id, column).where(column.not_in(select(target))).order_by(Notification.id)
        for number, missing in session.execute(lost):
            yield f"notification {number}: {noun} {missing} does not exist"
    written = and_(Notification.revision_id.is_not(None), Notification.page_id.is_not(None))
    acted = Notification.entry_id.is_not(None)
    for number in session.scalars(select(Notification.id).where(written == acted).order_by(Notification.id)):
        yield f"notification {number}: it is about neither a revision nor an act, or about both"
    for what, kind in (("notifications", Notification.kind), ("unwanted notifications", NotificationMute.kind)):
        for name in session.scalars(select(kind).where(kind.not_in(KINDS)).distinct().order_by(kind)):
            yield f"{what} of the kind {name}: there is no such kind"
