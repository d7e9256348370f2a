"""Who is it? Rule: a wrong name and a wrong password get the same answer in the same time, and not too often.

Tries are counted by account and address together, and by address over all accounts; never by account alone, so
that nobody can lock somebody else out. A device where the account was used before has a count of its own.
"""

from wiki.accounts import passwords
from wiki.accounts.devices import Device
from wiki.database import transaction
from wiki.errors import N_, WikiError
from wiki.permissions import throttling
from wiki.permissions.authority import Authority, PermissionDenied
from wiki.users.finding import find_alike
from wiki.users.models import User
from wiki.users.names import name_key


class WrongCredentials(WikiError):
    """The name or the password is wrong; nobody is told which."""

    status = 403
    code = "wrong-credentials"
    message = N_("The name or the password is wrong.")


class WrongPassword(WikiError):
    """The password that confirms a change of one's own account is wrong."""

    status = 403
    code = "wrong-password"
    message = N_("Your current password is not this one.")


def authenticate(authority: Authority, *, name: str, password: str, device: Device | None = None) -> User:
    """The account that `name` and `password` open.

    A name is understood whatever its case and accents. Raises `WrongCredentials`, or `RateLimited` before the
    password is looked at. A hash made with former costs is made anew.
    """
    user = find_alike(name)
    if user is not None and device is not None and device.knows(user):
        action, subject = "log-in-device", f"{device.nonce} {user.id}"
    else:
        action, subject = "log-in", f"{authority.address} {name_key(name.strip())}"
        throttling.check("log-in-address", authority.address)
    throttling.hit(action, subject)
    password_hash = user.password_hash if user is not None and user.is_active else None
    if not passwords.verify(password_hash, password) or user is None or password_hash is None:
        if action == "log-in":
            throttling.hit("log-in-address", authority.address)
        raise WrongCredentials
    throttling.forget(action, subject)
    if passwords.is_outdated(password_hash):
        renewed = passwords.hash_password(password)
        with transaction():
            user.password_hash = renewed
    return user


def confirm_password(authority: Authority, password: str) -> User:
    """The account that acts, once its owner has shown to know its password.

    Raises `PermissionDenied` for visitors and temporary accounts, `WrongPassword`, `RateLimited`.
    """
    user = authority.user
    if user is None or user.password_hash is None:
        raise PermissionDenied(right="editpreferences")
    subject = f"{user.id} {user.session_epoch}"
    throttling.hit("log-in-device", subject)
    if not passwords.verify(user.password_hash, password):
        raise WrongPassword
    throttling.forget("log-in-device", subject)
    return user
