"""Back into an account by e-mail. Rule: nobody learns from here whether an account or an address exists."""

from dataclasses import dataclass

from wiki.accounts import one_time_links, passwords
from wiki.accounts.one_time_links import RESET_PASSWORD, LinkSpent
from wiki.database import transaction
from wiki.permissions import throttling
from wiki.permissions.authority import Authority
from wiki.users.finding import attached, by_id, confirmed_addresses, find_alike
from wiki.users.models import User
from wiki.users.names import name_key


@dataclass(frozen=True, slots=True)
class Reset:
    """A link to send: to whom, and its secret."""

    user: User
    email: str
    token: str


def request_reset(authority: Authority, *, named: str) -> list[Reset]:
    """The links to send to whoever `named`, a user name or an e-mail address, means; none when it means nobody.

    The caller answers the same either way. Only confirmed addresses get one. Raises `RateLimited` by the address
    that asks and by what is asked for, whether that exists or not.
    """
    named = named.strip()
    throttling.hit("mail", authority.address)
    throttling.hit("mail", f"reset {named.casefold() if '@' in named else name_key(named)}")
    if "@" in named:
        users = confirmed_addresses(named)
    else:
        user = find_alike(named)
        users = [user] if user is not None and user.email_confirmed_at is not None else []
    if not users:
        # As much work as for somebody: a link that is sent to nobody.
        one_time_links.create(RESET_PASSWORD, user=None)
    return [
        Reset(user, user.email, one_time_links.create(RESET_PASSWORD, user=user)) for user in users if user.email
    ]


def whose_reset(token: str) -> User:
    """The account whose password the link changes; raises `LinkSpent`. Changes nothing."""
    link = one_time_links.find(token, RESET_PASSWORD)
    user = by_id(link.user_id) if link.user_id is not None else None
    if user is None or not user.is_active:
        raise LinkSpent
    return user


def reset_password(*, token: str, password: str, site_name: str) -> User:
    """Spend the link for a new password; all sessions of the account end. Raises `LinkSpent`, `WeakPassword`.

    Nobody is logged in by it: what stands between a password and the account stays there.
    """
    user = whose_reset(token)
    passwords.check_strength(password, name=user.name, email=user.email or "", site_name=site_name)
    password_hash = passwords.hash_password(password)
    with transaction():
        one_time_links.use(token, RESET_PASSWORD)
        set_password(user, password_hash)
    return user


def set_password(user: User, password_hash: str) -> None:
    """Give `user` a new password, end all of the account's sessions and reset links; inside a transaction."""
    user = attached(user)
    user.password_hash = password_hash
    user.session_epoch += 1
    one_time_links.end(user, RESET_PASSWORD)
