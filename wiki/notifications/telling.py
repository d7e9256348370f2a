"""Telling people of a revision or of an act in the log, inside the transaction that does it.

Rule: nobody is told of what they did themselves, nor twice of one revision, nor of a kind that they do not want.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, or_, select

from wiki import clock
from wiki.database import session
from wiki.logs.models import LogEntry
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


def tell_act(kind: str, entry: LogEntry, reader: int) -> None:
    """Tell the account numbered `reader` of an act in the log."""
    session.add_all(
        Notification(user_id=found, kind=kind, actor_id=entry.actor_id, entry_id=entry.id, created_at=clock.now())
        for found in session.scalars(_readers(kind, User.id == reader, entry.actor_id))
    )
    session.flush()


def _readers(kind: str, wanted: ColumnElement[bool], actor: int) -> Select[int]:
    """Those who fulfil `wanted`, a condition on `User`, and want to know what `actor` did."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of notification")
    muted = select(NotificationMute.kind).where(NotificationMute.user_id == User.id, NotificationMute.kind == kind)
    return select(User.id).where(
        wanted,
        User.id != actor,
        ~muted.exists(),
        User.is_system.is_(False),
        or_(User.expires_at.is_(None), User.expires_at > clock.now()),
    )


def _tell(kind: str, revision: Revision, wanted: ColumnElement[bool], *, most: int) -> None:
    """Tell those who fulfil `wanted`, a condition on `User`, as far as the rule allows."""
    now = clock.now()
    told = select(Notification.user_id).where(Notification.revision_id == revision.id)
    readers = _readers(kind, wanted, revision.user_id).where(User.id.not_in(told))
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
