"""Who acts, and what that person may do. Rule: every check of a right passes through an `Authority`.

The rights come from the table `group_right`; a refusal names the right that is missing, so that the page which
shows it can say who has it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from wiki import clock
from wiki.database import session
from wiki.errors import N_, WikiError
from wiki.permissions.models import GroupRight
from wiki.rights import AUTOCONFIRMED_DAYS, AUTOCONFIRMED_EDITS, NAMESPACE_RIGHTS, RIGHTS
from wiki.titles import Title
from wiki.users.models import User, UserGroup


class PermissionDenied(WikiError):
    """A right is missing; `params["right"]` is its name."""

    status = 403
    code = "permission-denied"
    message = N_("You need the right “%(right)s” to do this.")


@dataclass
class Authority:
    """Somebody acting now. `user` is None for a visitor until the first save makes a temporary account."""

    user: User | None = None
    #: Key under which a visitor is counted by rate limits; hashed before it is stored.
    address: str = field(default="", repr=False)
    #: What `foresee` found out: for a right and a title, the refusal or None.
    foreseen: dict[tuple[str, Title], WikiError | None] = field(default_factory=dict, repr=False)
    #: What `checks` found out about this person, under keys of their own: asked once in a request.
    known: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def account(self) -> User:
        """The account that acts; for acts that no visitor reaches: raises `PermissionDenied` for a visitor."""
        if self.user is None:
            raise PermissionDenied(right="edit")
        return self.user

    @property
    def subject(self) -> str:
        """Under what rate limits count this person: the account, or for visitors and temporary ones the address."""
        if self.user is None or self.user.is_temporary:
            return self.address or f"user {self.user.id if self.user else 0}"
        return f"user {self.user.id}"

    @cached_property
    def groups(self) -> frozenset[str]:
        """Names of the groups, implicit ones included."""
        return group_names(self.user)

    @cached_property
    def rights(self) -> frozenset[str]:
        """Names of the rights that the groups give."""
        belongs: ColumnElement[bool] = GroupRight.group.in_(implicit_groups(self.user))
        if self.user is not None and not self.user.is_temporary:
            granted = select(UserGroup.group).where(UserGroup.user_id == self.user.id)
            belongs = or_(belongs, GroupRight.group.in_(granted))
        return frozenset(session.scalars(select(GroupRight.right).where(belongs)))

    def may(self, right: str, title: Title | None = None) -> bool:
        """Whether this person has `right`, on `title` where the title matters.

        It follows from the groups alone, so that pages can be kept for all who have the same: what is offered. What
        is done asks `require`.
        """
        return self.missing(right, title) is None

    def require(self, right: str, title: Title | None = None) -> None:
        """Raise `refusal(right, title)`, if there is one."""
        if refusal := self.refusal(right, title):
            raise refusal

    def refusal(self, right: str, title: Title | None = None) -> WikiError | None:
        """Why this person cannot do it now: a missing right, else what `checks` say; None when nothing does."""
        if missing := self.missing(right, title):
            return PermissionDenied(right=missing)
        return next((found for check in checks if (found := check(self, right, title)) is not None), None)

    def foresee(self, right: str, titles: Collection[Title]) -> None:
        """Find out at once what `refusal` will be asked about many titles for a list, so that it asks no more."""
        for look in foresights:
            look(self, right, titles)

    def missing(self, right: str, title: Title | None = None) -> str | None:
        """The first right that stands between this person and the act; None when nothing does."""
        if right not in self.rights:
            return right
        needed = NAMESPACE_RIGHTS.get(title.namespace) if title is not None and right != "read" else None
        return needed if needed is not None and needed not in self.rights else None


class UltimateAuthority(Authority):
    """Maintenance and the demonstration content: may do everything, in the name of a system account."""

    @cached_property
    def rights(self) -> frozenset[str]:
        return frozenset(RIGHTS)

    def refusal(self, right: str, title: Title | None = None) -> WikiError | None:
        return None


checks: list[Callable[[Authority, str, Title | None], WikiError | None]] = []
"""What may stand between a person who has the right and the act: a protection, a block. Filled by `wiki.app`."""

foresights: list[Callable[[Authority, str, Collection[Title]], None]] = []
"""What the same rooms can find out about many titles in one question. Filled by `wiki.app`."""


def group_names(user: User | None) -> frozenset[str]:
    """Groups that `user` belongs to: `*`, those that follow from the account, and those that were granted."""
    names = implicit_groups(user)
    if user is None or user.is_temporary:
        return names
    return names.union(session.scalars(select(UserGroup.group).where(UserGroup.user_id == user.id)))


def implicit_groups(user: User | None) -> frozenset[str]:
    """Groups that follow from the account itself; none for a temporary account whose time is over."""
    if user is None:
        return frozenset({"*"})
    if user.is_temporary:
        return frozenset() if user.is_expired else frozenset({"*"})
    old_enough = clock.now() - user.created_at >= timedelta(days=AUTOCONFIRMED_DAYS)
    if old_enough and user.edit_count >= AUTOCONFIRMED_EDITS:
        return frozenset({"*", "user", "autoconfirmed"})
    return frozenset({"*", "user"})
