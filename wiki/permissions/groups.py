"""The table of groups and rights, read and filled. Changing it is for `accounts.rights.granting`."""

from sqlalchemy import insert, select

from wiki.database import session
from wiki.permissions.models import GroupRight
from wiki.rights import AUTOMATIC_GROUPS, DEFAULT_MATRIX, GROUPS, IMPLICIT_GROUPS
from wiki.users.models import UserGroup

GRANTABLE_GROUPS = tuple(group for group in GROUPS if group not in (*IMPLICIT_GROUPS, *AUTOMATIC_GROUPS))
"""Groups that somebody must grant, in the order in which they are shown."""


def groups_with(right: str) -> list[str]:
    """Names of the groups that have `right`, sorted."""
    query = select(GroupRight.group).where(GroupRight.right == right).order_by(GroupRight.group)
    return list(session.scalars(query))


def fill_matrix() -> None:
    """Give a new wiki the default rights; inside a transaction. Does nothing once the table holds any."""
    if session.scalar(select(GroupRight.group).limit(1)) is None:
        rows = [{"group": group, "right": right} for group, rights in DEFAULT_MATRIX.items() for right in rights]
        session.execute(insert(GroupRight), rows)


def matrix() -> dict[str, frozenset[str]]:
    """The rights of every group by name, groups in their usual order."""
    found: dict[str, set[str]] = {group: set() for group in GROUPS}
    for group, right in session.execute(select(GroupRight.group, GroupRight.right)):
        found.setdefault(group, set()).add(right)
    return {group: frozenset(rights) for group, rights in found.items()}


def granted_to(user_id: int) -> frozenset[str]:
    """The groups that somebody granted to that account."""
    granted = UserGroup.group.not_in(AUTOMATIC_GROUPS)
    return frozenset(session.scalars(select(UserGroup.group).where(UserGroup.user_id == user_id, granted)))


def has_members(group: str, *, besides: int | None = None) -> bool:
    """Whether anybody belongs to the granted group `group`, the account `besides` left out."""
    query = select(UserGroup.user_id).where(UserGroup.group == group)
    if besides is not None:
        query = query.where(UserGroup.user_id != besides)
    return session.scalar(query.limit(1)) is not None
