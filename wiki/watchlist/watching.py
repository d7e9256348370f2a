"""Following pages. Rule: a person follows a subject and its talk page together."""

from sqlalchemy import delete, select

from wiki import clock
from wiki.database import session, transaction
from wiki.permissions.authority import Authority
from wiki.titles import Title
from wiki.users.models import User
from wiki.watchlist.models import Watch


def is_watched(user: User | None, title: Title) -> bool:
    """Whether `user` follows `title`."""
    return user is not None and session.get(Watch, _key(user, title)) is not None


def watch(authority: Authority, *, title: Title) -> None:
    """Follow `title`. Needs `editwatchlist`."""
    authority.require("editwatchlist")
    if authority.user is not None:
        with transaction():
            add(authority.user, title)


def unwatch(authority: Authority, *, title: Title) -> None:
    """Follow `title` no longer. Needs `editwatchlist`."""
    authority.require("editwatchlist")
    if authority.user is not None:
        with transaction():
            remove(authority.user, title)


def add(user: User, title: Title) -> None:
    """Follow `title`, inside a transaction."""
    if not is_watched(user, title):
        subject = title.subject
        session.add(
            Watch(user_id=user.id, namespace=int(subject.namespace), name=subject.name, created_at=clock.now())
        )
        session.flush()


def remove(user: User, title: Title) -> None:
    """Follow `title` no longer, inside a transaction."""
    user_id, namespace, name = _key(user, title)
    session.execute(
        delete(Watch).where(Watch.user_id == user_id, Watch.namespace == namespace, Watch.name == name)
    )


def carry_over(old: Title, new: Title) -> None:
    """Whoever follows `old` follows `new` too, after a move; inside a transaction."""
    followers = select(Watch.user_id).where(
        Watch.namespace == int(old.subject.namespace), Watch.name == old.subject.name
    )
    for user_id in session.scalars(followers).all():
        user = session.get(User, user_id)
        if user is not None:
            add(user, new)


def _key(user: User, title: Title) -> tuple[int, int, str]:
    return user.id, int(title.subject.namespace), title.subject.name
