"""Telling people of a revision, inside the transaction that saves it.

Rule: nobody is told of what they did themselves, nor twice of one revision, nor of a kind that they do not want.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select

from wiki import clock
from wiki.database import session
from wiki.notifications.kinds import KINDS
from wiki.notifications.models import Notification, NotificationMute
from wiki.pages.models import Revision
from wiki.pages.visibility import live_revisions
from wiki.titles import Namespace, Title
from wiki.users.models import User

MOST_AUTHORS = 10
"""People who are told that one save undid their edits."""

MOST_NAMED = 20
"""People whom one save calls by their names."""


def tell_reverted(revision: Revision, undone: Collection[int]) -> None:
    """Tell the authors of the revisions numbered `undone`, of the same page, that `revision` undid them."""
    if undone:
        authors = select(Revision.user_id).where(
            Revision.id.in_(undone), Revision.page_id == revision.page_id, live_revisions()
        )
        _tell("reverted", revision, User.id.in_(authors), most=MOST_AUTHORS)


def tell_talk(revision: Revision, title: Title) -> None:
    """Tell whoever owns the talk page `title`, where it is somebody's, that `revision` was written there."""
    if title.namespace is Namespace.USER_TALK:
        _tell("talk", revision, User.name == title.name, most=1)


def tell_mentioned(revision: Revision, names: Collection[str]) -> None:
    """Tell the people called `names` that `revision` names them."""
    if names:
        _tell("mention", revision, User.name.in_(names), most=MOST_NAMED)


def _tell(kind: str, revision: Revision, wanted: ColumnElement[bool], *, most: int) -> None:
    """Tell those who fulfil `wanted`, a condition on `User`, as far as the rule allows."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of notification")
    now = clock.now()
    told = select(Notification.user_id).where(Notification.revision_id == revision.id)
    muted = select(NotificationMute.kind).where(NotificationMute.user_id == User.id, NotificationMute.kind == kind)
    readers = select(User.id).where(
        wanted,
        User.id != revision.user_id,
        User.id.not_in(told),
        ~muted.exists(),
        User.is_system.is_(False),
        or_(User.expires_at.is_(None), User.expires_at > now),
    )
    session.add_all(
        Notification(
            user_id=reader,
            kind=kind,
            actor_id=revision.user_id,
            page_id=revision.page_id,
            revision_id=revision.id,
            created_at=now,
        )
        for reader in session.scalars(readers.order_by(User.id).limit(most))
    )
    session.flush()
