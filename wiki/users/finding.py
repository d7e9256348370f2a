"""From a name or a number to an account."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from wiki.database import begins_with, session
from wiki.errors import N_, NotFound
from wiki.titles import Namespace, Title, TitleError
from wiki.users.models import User, UserGroup
from wiki.users.names import name_key


class NoSuchUser(NotFound):
    """Nobody has that name."""

    code = "no-such-user"
    message = N_("Nobody here is called “%(name)s”.")


def find(name: str) -> User | None:
    """The account called `name`, as typed (underscores, small first letter, "Utilisateur:" before it); or None."""
    try:
        title = Title.parse(name, default=Namespace.USER)
    except TitleError:
        return None
    if title.namespace is not Namespace.USER:
        return None
    return session.scalars(select(User).where(User.name == title.name)).one_or_none()


def require(name: str) -> User:
    """The account called `name`; raises `NoSuchUser`."""
    user = find(name)
    if user is None:
        raise NoSuchUser(name=name)
    return user


def find_alike(name: str) -> User | None:
    """The account whose name a reader could take for `name`, itself included; there is one at most."""
    key = name_key(name[:255].strip())
    if not key:
        return None
    return session.scalars(select(User).where(User.name_key == key)).one_or_none()


def by_id(user_id: int) -> User | None:
    """The account with that number, or None."""
    return session.get(User, user_id)


def attached(user: User) -> User:
    """The same account as an object of the present session, so that what changes on it is kept."""
    return user if user in session else session.get_one(User, user.id)


def names(user_ids: Iterable[int]) -> dict[int, str]:
    """Names of many accounts by their numbers, in one query; unknown numbers are left out."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def confirmed_addresses(email: str, *, limit: int = 5) -> list[User]:
    """Lasting accounts whose confirmed e-mail address is `email`, whatever its case; at most `limit`."""
    query = select(User).where(
        func.lower(User.email) == email.strip().lower(),
        User.email_confirmed_at.is_not(None),
        User.expires_at.is_(None),
        User.is_system.is_(False),
    )
    return list(session.scalars(query.order_by(User.id).limit(limit)))


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of people: who, and the groups that somebody granted, sorted."""

    user: User
    groups: tuple[str, ...]


def listed(*, prefix: str = "", group: str | None = None, limit: int, offset: int = 0) -> list[Listed]:
    """Registered people in the order of their names, from the name `prefix` begins with.

    `group` keeps the members of that granted group. Left out are temporary accounts, whose names say nothing, and
    the wiki's own.
    """
    query = select(User).where(User.expires_at.is_(None), User.is_system.is_(False))
    if prefix:
        first = prefix.replace("_", " ").strip()
        query = query.where(begins_with(User.name, first[:1].upper() + first[1:]))
    if group:
        query = query.join(UserGroup, UserGroup.user_id == User.id).where(UserGroup.group == group)
    people = list(session.scalars(query.order_by(User.name).limit(limit).offset(offset)))
    groups = granted_groups(user.id for user in people)
    return [Listed(user, groups.get(user.id, ())) for user in people]


def granted_groups(user_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The groups that were granted to each of `user_ids`, sorted; people without any are left out."""
    rows = session.execute(
        select(UserGroup.user_id, UserGroup.group)
        .where(UserGroup.user_id.in_(set(user_ids)))
        .order_by(UserGroup.group)
    )
    found: dict[int, tuple[str, ...]] = {}
    for user_id, group in rows:
        found[user_id] = (*found.get(user_id, ()), group)
    return found
