"""Making an account of one's own. Rule: a form gives a name and a password; groups never come from a form."""

from collections.abc import Collection
from dataclasses import dataclass

from wiki import clock
from wiki.accounts import passwords
from wiki.accounts.mail import refuse_bad_address
from wiki.accounts.rights.granting import Granted, refuse_foreign_group, write_groups
from wiki.database import session, transaction
from wiki.logs import writing as logs
from wiki.notifications import keeping as notifications
from wiki.pages.attribution import author_changed
from wiki.permissions import throttling
from wiki.permissions.authority import Authority
from wiki.users.accounts import NameTaken, create_account
from wiki.users.authorship import hand_over
from wiki.users.finding import attached, find_alike
from wiki.users.models import User
from wiki.users.names import legal_name, refuse_reserved


@dataclass(frozen=True, slots=True)
class Registered:
    """The new account, and how many revisions it took over from the temporary one."""

    user: User
    claimed: int


def register(
    authority: Authority, *, name: str, password: str, site_name: str, email: str = "", claim: bool = False
) -> Registered:
    """Make an account for whoever acts.

    `claim` turns what that person wrote under a temporary account over to the new one. `email` only keeps the
    address out of the password: it belongs to the account once it is confirmed. Raises `PermissionDenied`,
    `UserNameError`, `NameTaken`, `WeakPassword`, `RateLimited`.
    """
    authority.require("createaccount")
    name = _free_name(name)
    refuse_reserved(name, site_name)
    passwords.check_strength(password, name=name, email=email, site_name=site_name)
    if not authority.may("noratelimit"):
        throttling.hit("register", authority.address)
    password_hash = passwords.hash_password(password)
    with transaction():
        user = create_account(name, password_hash=password_hash)
        logs.add(authority, type="newusers", action="create", title=user.title, actor=user)
        claimed = _claim(authority, user) if claim else 0
    return Registered(user, claimed)


def create_user(
    authority: Authority,
    *,
    name: str,
    password: str,
    groups: Collection[str] = (),
    email: str | None = None,
    site_name: str = "",
) -> User:
    """Make an account for somebody else, as whoever runs the wiki does; `email` counts as confirmed.

    Raises what `register` raises, `BadAddress`, and `UnknownGroup` or `CannotGrant` for groups.
    """
    authority.require("createaccount")
    if groups:
        authority.require("userrights")
    name = _free_name(name)
    if email:
        refuse_bad_address(email)
    for group in sorted(set(groups)):
        refuse_foreign_group(authority, group)
    passwords.check_strength(password, name=name, email=email or "", site_name=site_name)
    password_hash = passwords.hash_password(password)
    with transaction():
        user = create_account(name, password_hash=password_hash, email=email or None)
        user.email_confirmed_at = clock.now() if email else None
        write_groups(user, Granted(tuple(sorted(set(groups))), ()))
        actor = authority.user or user
        logs.add(authority, type="newusers", action="create-by-operator", title=user.title, actor=actor)
        if groups:
            details = {"before": "", "after": ", ".join(sorted(set(groups)))}
            logs.add(
                authority,
                type="rights",
                action="change",
                title=user.title,
                reason="wiki user create",
                details=details,
                actor=actor,
            )
    return user


def _free_name(text: str) -> str:
    """The legal name that `text` means, if nobody has it; looked at before the costly hash is made."""
    name = legal_name(text)
    if other := find_alike(name):
        raise NameTaken(name=name, other=other.name)
    return name


def _claim(authority: Authority, heir: User) -> int:
    """Turn over what was written under the temporary account that acts, and end that account."""
    giver = authority.user
    if giver is None or not giver.is_temporary:
        return 0
    giver = attached(giver)
    author_changed(giver.name)
    claimed = hand_over(giver, heir)
    notifications.hand_over(giver, heir)
    giver.expires_at = clock.now()
    giver.session_epoch += 1
    session.flush()
    details = {"before": giver.name, "count": claimed}
    logs.add(authority, type="newusers", action="claim", title=heir.title, actor=heir, details=details)
    return claimed
