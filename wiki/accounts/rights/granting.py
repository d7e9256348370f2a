"""Changing who belongs to which group, and which group has which right.

Rule: nobody gives, or takes away, a right that they do not have themselves, but for the groups of `GRANTED_BY`, which
nobody gives to herself; every change has a reason and a row in the log; the wiki never ends up without anybody who
could change it back. Since one gives only what one has, every right stays with somebody who may give it.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select

from wiki.database import session, transaction
from wiki.errors import N_, InvalidInput, WikiError
from wiki.logs import writing as logs
from wiki.permissions.authority import Authority, implicit_groups
from wiki.permissions.groups import GRANTABLE_GROUPS, granted_to, groups_with, has_members, matrix
from wiki.permissions.models import GroupRight
from wiki.rights import GRANTED_BY, GROUPS, IMPLICIT_GROUPS, RIGHTS
from wiki.titles import Namespace, Title
from wiki.users.finding import attached
from wiki.users.models import User, UserGroup

MAX_REASON = 500
#: What the log says that a change of the matrix was done to.
MATRIX_TITLE = Title(Namespace.SPECIAL, "Group-rights")


class ReasonMissing(InvalidInput):
    """A change that must be justified was not."""

    code = "reason-missing"
    message = N_("Say why: this change needs a reason, which everybody can read in the log.")


class CannotGrant(WikiError):
    """Somebody tried to give or to take rights that are not theirs."""

    status = 403
    code = "cannot-grant"
    message = N_("You cannot give or take “%(group)s”: you do not have its right “%(right)s” yourself.")


class UnknownGroup(InvalidInput):
    """The group does not exist, or follows from the account and is granted by nobody."""

    code = "unknown-group"
    message = N_("There is no group “%(group)s” that somebody can grant.")


class UnknownRight(InvalidInput):
    """The right does not exist."""

    code = "unknown-right"
    message = N_("There is no right “%(right)s”.")


class NoGroupsForUser(InvalidInput):
    """The account cannot belong to a group."""

    code = "no-groups"
    message = N_("“%(name)s” is not a registered account: it cannot belong to a group.")


class LastKeeper(WikiError):
    """After the change nobody could change groups and rights any more."""

    status = 409
    code = "last-keeper"
    message = N_("Nobody else could change groups and rights after this. Name another person first.")


class OutOfReach(WikiError):
    """After the change nobody who gives rights would have one of them, so that nobody could give it any more."""

    status = 409
    code = "out-of-reach"
    message = N_(
        "After this, nobody who gives rights would have “%(right)s”, so that nobody could give it back. "
        "First give it to another group of theirs, such as registered people, or name another person."
    )


@dataclass(frozen=True, slots=True)
class Granted:
    """What a change gave and took, names sorted."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def change_groups(authority: Authority, *, user: User, groups: Collection[str], reason: str) -> Granted:
    """Make `groups` the granted groups of `user`.

    Raises `PermissionDenied`, `ReasonMissing`, `UnknownGroup`, `NoGroupsForUser`, `CannotGrant`, `LastKeeper`,
    `OutOfReach`. Who loses a group is logged out everywhere. A set that changes nothing is not logged.
    """
    authority.require("userrights")
    reason = _reason(reason)
    for group in sorted(set(groups) - set(GRANTABLE_GROUPS)):
        raise UnknownGroup(group=group)
    if user.is_temporary or user.is_system:
        raise NoGroupsForUser(name=user.name)
    with transaction():
        before, after = granted_to(user.id), frozenset(groups)
        granted = Granted(tuple(sorted(after - before)), tuple(sorted(before - after)))
        if before == after:
            return granted
        kept_before, reach = _keeper_exists(matrix()), _within_reach("userrights")
        own = authority.user is not None and authority.user.id == user.id
        _refuse_foreign_groups(authority, granted, own=own)
        write_groups(user, granted)
        _refuse_lock_out(kept_before, reach - _within_reach("userrights"))
        if granted.removed and not own:
            attached(user).session_epoch += 1
        details = {"before": ", ".join(sorted(before)), "after": ", ".join(sorted(after))}
        logs.add(authority, type="rights", action="change", title=user.title, reason=reason, details=details)
    return granted


def change_rights(authority: Authority, *, group: str, rights: Collection[str], reason: str) -> Granted:
    """Make `rights` the rights of `group`.

    Raises `PermissionDenied`, `ReasonMissing`, `UnknownGroup`, `UnknownRight`, `CannotGrant`, `LastKeeper`,
    `OutOfReach`.
    """
    authority.require("editrights")
    reason = _reason(reason)
    if group not in GROUPS:
        raise UnknownGroup(group=group)
    for right in sorted(set(rights) - set(RIGHTS)):
        raise UnknownRight(right=right)
    with transaction():
        before, after = matrix()[group], frozenset(rights)
        granted = Granted(tuple(sorted(after - before)), tuple(sorted(before - after)))
        if before == after:
            return granted
        for right in (*granted.added, *granted.removed):
            if right not in authority.rights:
                raise CannotGrant(group=group, right=right)
        kept_before, reach = _keeper_exists(matrix()), _within_reach("editrights")
        _write_rights(group, granted)
        _refuse_lock_out(kept_before, reach - _within_reach("editrights"))
        details = {"group": group, "added": ", ".join(granted.added), "removed": ", ".join(granted.removed)}
        logs.add(authority, type="rights", action="matrix", title=MATRIX_TITLE, reason=reason, details=details)
    return granted


def changeable_groups(authority: Authority, *, own: bool = False) -> frozenset[str]:
    """The groups that this person may give and take, to others or, with `own`, to herself."""
    rights = matrix()
    return frozenset(
        group
        for group in GRANTABLE_GROUPS
        if rights[group] <= authority.rights or (not own and _gives(authority, group))
    )


def refuse_foreign_group(authority: Authority, group: str, *, own: bool = False) -> None:
    """Raise `CannotGrant` where `group` has a right that `authority` lacks, `UnknownGroup` where it is none."""
    if group not in GRANTABLE_GROUPS:
        raise UnknownGroup(group=group)
    if not own and _gives(authority, group):
        return
    for right in sorted(matrix()[group] - authority.rights):
        raise CannotGrant(group=group, right=right)


def _gives(authority: Authority, group: str) -> bool:
    """Whether this person gives `group` to others whatever its rights."""
    return not authority.groups.isdisjoint(GRANTED_BY.get(group, ()))


def write_groups(user: User, granted: Granted) -> None:
    """Write what was decided; inside a transaction, by the verbs that have checked it."""
    session.add_all(UserGroup(user_id=user.id, group=group) for group in granted.added)
    lost = delete(UserGroup).where(UserGroup.user_id == user.id, UserGroup.group.in_(granted.removed))
    session.execute(lost)
    session.flush()


def _refuse_foreign_groups(authority: Authority, granted: Granted, *, own: bool) -> None:
    # Everybody may step back from a group of their own.
    for group in granted.added if own else (*granted.added, *granted.removed):
        refuse_foreign_group(authority, group, own=own)


def _write_rights(group: str, granted: Granted) -> None:
    session.add_all(GroupRight(group=group, right=right) for right in granted.added)
    session.execute(delete(GroupRight).where(GroupRight.group == group, GroupRight.right.in_(granted.removed)))
    session.flush()


def _refuse_lock_out(kept_before: bool, lost: frozenset[str]) -> None:
    if kept_before and not _keeper_exists(matrix()):
        raise LastKeeper
    if lost:
        raise OutOfReach(right=min(lost))


def _within_reach(by: str) -> frozenset[str]:
    """The rights that somebody has who also has the right `by`: only these can be given by it."""
    rights, giving = matrix(), groups_with(by)
    belonging = select(User, UserGroup.group).join(UserGroup, UserGroup.user_id == User.id)
    groups: dict[int, set[str]] = defaultdict(set)
    if any(group in IMPLICIT_GROUPS for group in giving):
        groups[0].update(IMPLICIT_GROUPS)
    else:
        belonging = belonging.where(User.id.in_(select(UserGroup.user_id).where(UserGroup.group.in_(giving))))
    for account, group in session.execute(belonging):
        groups[account.id] |= {group, *implicit_groups(account)}
    return frozenset().union(*(rights[group] for belonged in groups.values() for group in belonged))


def _keeper_exists(rights: dict[str, frozenset[str]]) -> bool:
    """Whether somebody is left who may change groups and rights."""
    keepers = [group for group in groups_with("editrights") if "userrights" in rights[group]]
    return any(group in IMPLICIT_GROUPS or has_members(group) for group in keepers)


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise ReasonMissing
    return text[:MAX_REASON]
