"""What must be true of groups and rights; `wiki check` prints what is not."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from wiki.database import session
from wiki.permissions.groups import GRANTABLE_GROUPS
from wiki.permissions.models import GroupRight
from wiki.rights import AUTOMATIC_GROUPS, GROUPS, RIGHTS
from wiki.users.models import User, UserGroup


def check() -> Iterator[str]:
    """One English sentence for each row that breaks a rule."""
    strange = select(GroupRight.group, GroupRight.right).where(
        or_(GroupRight.group.not_in(GROUPS), GroupRight.right.not_in(RIGHTS))
    )
    for group, right in session.execute(strange.order_by(GroupRight.group, GroupRight.right)):
        what = "group" if group not in GROUPS else "right"
        yield f"group {group}, right {right}: there is no such {what}"
    members = select(User.name, UserGroup.group).join(UserGroup, UserGroup.user_id == User.id)
    ungrantable = members.where(UserGroup.group.not_in((*GRANTABLE_GROUPS, *AUTOMATIC_GROUPS)))
    for name, group in session.execute(ungrantable.order_by(User.id, UserGroup.group)):
        yield f"account {name}: belongs to {group}, which is no group that somebody can grant"
    unregistered = members.where(or_(User.expires_at.is_not(None), User.is_system.is_(True)))
    for name, group in session.execute(unregistered.order_by(User.id, UserGroup.group)):
        yield f"account {name}: temporary or of the system, yet it belongs to {group}"
