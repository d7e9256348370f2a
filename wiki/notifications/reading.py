"""Reading notifications. Rule: whatever is shown or counted is about a page and a revision that everybody may see,
or about an act in a public log.

A list of notifications costs seven queries, however long it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import BindParameter, ScalarSelect, Select, and_, func, or_, select

from wiki.database import session
from wiki.errors import N_, NotFound, WikiError
from wiki.logs import reading as log_reading
from wiki.logs.models import LogEntry
from wiki.logs.reading import PRIVATE
from wiki.logs.reading import Line as Act
from wiki.notifications.kinds import KINDS
from wiki.notifications.models import Notification
from wiki.pages.changes import Change, load_changes
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, live_pages, public
from wiki.permissions.authority import Authority
from wiki.titles import Title
from wiki.users.models import User

MOST_COUNTED = 100
"""Unread notifications are counted up to here."""


class NoAccount(WikiError):
    """A visitor has nothing that could concern them."""

    status = 403
    code = "no-account"
    message = N_("Notifications are for people who have written here or have an account. Log in to see yours.")


class NoSuchNotification(NotFound):
    """There is none with this number that the reader may see."""

    code = "no-such-notification"
    message = N_("This notification is not there any more: what it was about may have been deleted.")


@dataclass(frozen=True, slots=True)
class Line:
    """A notification as lists show it: who did it, and the revision or the act by which it was done."""

    notification: Notification
    change: Change | None = None
    act: Act | None = None

    @property
    def actor(self) -> User | None:
        """Who did it; None where the reader may not see it."""
        told = self.change.user if self.change is not None else None
        return self.act.actor if self.act is not None else told

    @property
    def summary(self) -> Markup:
        """Why, as it was written, rendered."""
        told = self.change.summary if self.change is not None else Markup()
        return self.act.reason if self.act is not None else told

    @property
    def title(self) -> Title | None:
        """The page, where it is about one."""
        return self.change.title if self.change is not None else None

    @property
    def is_unread(self) -> bool:
        return self.notification.read_at is None

    @property
    def path(self) -> str:
        """Address of what changed, of the first revision of a page, or of what tells more of an act."""
        if self.change is None:
            return KINDS[self.notification.kind].path % (self.act.entry.details if self.act is not None else {})
        query = "diff=prev&oldid" if self.change.has_live_parent else "oldid"
        return f"{self.change.title.path}?{query}={self.change.revision.id}"


def receiver(authority: Authority) -> User:
    """The account that reads its notifications, temporary or not. Raises `NoAccount`."""
    if authority.user is None:
        raise NoAccount
    return authority.user


def shown_to(user_id: int | BindParameter[int]) -> Select[Notification]:
    """The notifications of somebody; neither ordered nor limited."""
    acted = and_(Notification.entry_id.is_not(None), LogEntry.type.not_in(PRIVATE))
    written = and_(Notification.revision_id.is_not(None), public(Detail.TEXT), live_pages())
    return (
        select(Notification)
        .outerjoin(Revision, Revision.id == Notification.revision_id)
        .outerjoin(Page, Page.id == Notification.page_id)
        .outerjoin(LogEntry, LogEntry.id == Notification.entry_id)
        .where(Notification.user_id == user_id, or_(written, acted))
    )


def number_unread(user_id: int | BindParameter[int]) -> ScalarSelect[int]:
    """SQL for how many notifications somebody has not read yet, `MOST_COUNTED` at most."""
    unread = shown_to(user_id).where(Notification.read_at.is_(None)).with_only_columns(Notification.id)
    return select(func.count()).select_from(unread.limit(MOST_COUNTED).subquery()).scalar_subquery()


def unread(user: User) -> int:
    """How many notifications `user` has not read yet, `MOST_COUNTED` at most."""
    return session.scalar(select(number_unread(user.id))) or 0


def find(authority: Authority, number: int) -> Notification:
    """The reader's notification with this number. Raises `NoAccount` and `NoSuchNotification`."""
    found = session.scalar(shown_to(receiver(authority).id).where(Notification.id == number))
    if found is None:
        raise NoSuchNotification
    return found


def load_lines(authority: Authority, notifications: Sequence[Notification], language: str) -> list[Line]:
    """`notifications` with what a list shows about them, in the same order."""
    numbers = [notification.revision_id for notification in notifications]
    revisions = session.scalars(select(Revision).where(Revision.id.in_(numbers))).all()
    changes = {change.revision.id: change for change in load_changes(authority, revisions, language)}
    told = {row.entry_id for row in notifications} - {None}
    entries = session.scalars(select(LogEntry).where(LogEntry.id.in_(told))).all() if told else ()
    acts = {act.entry.id: act for act in log_reading.load_lines(authority, entries, language)}
    return [Line(row, changes.get(row.revision_id or 0), acts.get(row.entry_id or 0)) for row in notifications]
