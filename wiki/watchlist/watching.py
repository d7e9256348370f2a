"""Following pages. Rule: a person follows a subject and its talk page together."""

from collections.abc import Collection

from sqlalchemy import Select, and_, delete, insert, literal, select
from sqlalchemy.orm import aliased

from wiki import clock
from wiki.database import UtcDateTime, session, transaction
from wiki.pages.models import Page
from wiki.permissions.authority import Authority
from wiki.titles import Title
from wiki.users.models import User
from wiki.watchlist.models import Watch


def is_watched(user: User | None, title: Title) -> bool:
    """Whether `user` follows `title`."""
    return user is not None and session.get(Watch, _key(user, title)) is not None


def followed_pages(user: User) -> Select[int]:
    """Numbers of the pages that `user` follows, talk pages too, deleted ones too."""
    page, watch = aliased(Page), aliased(Watch)
    follows = and_(watch.name == page.name, page.namespace.in_([watch.namespace, watch.namespace + 1]))
    return select(page.id).join(watch, follows).where(watch.user_id == user.id)


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


def unwatch_all(authority: Authority, *, titles: Collection[Title]) -> int:
    """Follow none of `titles` any longer; gives how many were followed until now. Needs `editwatchlist`."""
    authority.require("editwatchlist")
    user = authority.account
    with transaction():
        followed = [title for title in titles if is_watched(user, title)]
        for title in followed:
            remove(user, title)
    return len(followed)


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
    source, target, present = old.subject, new.subject, aliased(Watch)
    already = select(present.user_id).where(
        present.user_id == Watch.user_id,
        present.namespace == int(target.namespace),
        present.name == target.name,
    )
    followers = select(
        Watch.user_id, literal(int(target.namespace)), literal(target.name), literal(clock.now(), UtcDateTime())
    ).where(Watch.namespace == int(source.namespace), Watch.name == source.name, ~already.exists())
    session.execute(insert(Watch).from_select(["user_id", "namespace", "name", "created_at"], followers))


def _key(user: User, title: Title) -> tuple[int, int, str]:
    return user.id, int(title.subject.namespace), title.subject.name
