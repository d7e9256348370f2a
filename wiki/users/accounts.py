"""Making accounts that last, and the wiki's own. Who may do so is asked by the rooms that call this.

Rule: every lasting account is made here, so that its name is legal, is its own, and resembles no other's.
"""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wiki import clock
from wiki.database import session, transaction
from wiki.errors import N_, WikiError
from wiki.users.finding import find_alike
from wiki.users.models import User
from wiki.users.names import legal_name, name_key

#: Name under which the wiki itself writes: its first pages, maintenance.
SYSTEM_NAME = "Wikipartage"


class NameTaken(WikiError):
    """An account has that name, or one that looks the same."""

    status = 409
    code = "name-taken"
    message = N_("The name “%(name)s” is taken, or looks too much like “%(other)s”. Choose another one.")


def create_account(name: str, *, password_hash: str | None = None, email: str | None = None) -> User:
    """A new registered account. Raises `UserNameError` or `NameTaken`. Inside a transaction, joins it."""
    name = legal_name(name)
    with transaction() as current:
        if other := find_alike(name):
            raise NameTaken(name=name, other=other.name)
        user = User(
            name=name, name_key=name_key(name), email=email, password_hash=password_hash, created_at=clock.now()
        )
        try:
            with current.begin_nested():
                current.add(user)
        except IntegrityError:
            # Somebody took it between the look and the insertion, on a database with several writers.
            raise NameTaken(name=name, other=name) from None
    return user


def system_user() -> User:
    """The account in whose name the wiki itself writes, made at its first use. Nobody can log in to it."""
    query = select(User).where(User.is_system.is_(True)).order_by(User.id).limit(1)
    user = session.scalars(query).one_or_none()
    if user is None:
        with transaction() as current:
            user = session.scalars(query).one_or_none() or _new_system_user()
            current.flush()
    return user


def _new_system_user() -> User:
    key = name_key(SYSTEM_NAME)
    user = User(name=SYSTEM_NAME, name_key=key, created_at=clock.now(), is_system=True)
    session.add(user)
    return user
