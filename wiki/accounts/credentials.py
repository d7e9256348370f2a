"""Changing one's own password and e-mail address. Rule: only who knows the present password may."""

from wiki import clock
from wiki.accounts import one_time_links, passwords
from wiki.accounts.authentication import confirm_password
from wiki.accounts.one_time_links import CONFIRM_EMAIL, RESET_PASSWORD, LinkSpent
from wiki.accounts.recovery import set_password
from wiki.database import transaction
from wiki.permissions import throttling
from wiki.permissions.authority import Authority
from wiki.users.finding import attached, by_id
from wiki.users.models import User


def change_password(authority: Authority, *, current: str, new: str, site_name: str) -> User:
    """Take `new` for the account that acts; all of its sessions end, this one too.

    Raises `WrongPassword`, `WeakPassword`, `RateLimited`, `PermissionDenied`.
    """
    user = confirm_password(authority, current)
    passwords.check_strength(new, name=user.name, email=user.email or "", site_name=site_name)
    password_hash = passwords.hash_password(new)
    with transaction():
        set_password(user, password_hash)
    return user


def request_email_change(authority: Authority, *, email: str, password: str) -> str:
    """The secret of a link that makes `email` the address of the account that acts, to be sent to that address.

    Until it is used the former address stays. Raises `WrongPassword`, `RateLimited`, `PermissionDenied`.
    """
    user = confirm_password(authority, password)
    return confirmation_link(authority, user, email)


def confirmation_link(authority: Authority, user: User, email: str) -> str:
    """The secret of a link that confirms `email` for `user`, whose owner acts. Raises `RateLimited`."""
    throttling.hit("mail", authority.address)
    throttling.hit("mail", f"confirm {email.casefold()}")
    return one_time_links.create(CONFIRM_EMAIL, user=user, subject=email)


def unconfirmed_email(user: User) -> str:
    """The address that waits for the link sent to it to be opened; empty where none does."""
    return one_time_links.subject_of(user, CONFIRM_EMAIL)


def remove_email(authority: Authority, *, password: str) -> None:
    """Forget the address of the account that acts. Raises `WrongPassword`, `RateLimited`, `PermissionDenied`."""
    user = confirm_password(authority, password)
    with transaction():
        user = attached(user)
        user.email = user.email_confirmed_at = None
        one_time_links.end(user, CONFIRM_EMAIL)
        one_time_links.end(user, RESET_PASSWORD)


def email_to_confirm(token: str) -> str:
    """The address that the link confirms; raises `LinkSpent`. Changes nothing."""
    return one_time_links.find(token, CONFIRM_EMAIL).subject


def confirm_email(token: str) -> User:
    """Spend the link: its address becomes that of the account. Links sent to the former one end."""
    with transaction():
        link = one_time_links.use(token, CONFIRM_EMAIL)
        user = by_id(link.user_id) if link.user_id is not None else None
        if user is None or not user.is_active:
            raise LinkSpent
        user.email, user.email_confirmed_at = link.subject, clock.now()
        one_time_links.end(user, RESET_PASSWORD)
    return user
