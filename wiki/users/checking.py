"""What must be true of accounts; `wiki check` prints what is not."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from wiki.database import session
from wiki.faults import Derived
from wiki.users import temporary
from wiki.users.authorship import revision_count
from wiki.users.models import User
from wiki.users.names import TEMPORARY_PREFIX, name_key


def check() -> Iterator[str]:
    """One English sentence for each account that breaks a rule."""
    yield from _check_names()
    yield from _check_log_in()
    yield from _check_edit_counts()
    for year, last in temporary.behind():
        yield Derived(f"temporary names of {year} are counted below {last}, which one of them has")


def _check_names() -> Iterator[str]:
    rows = session.execute(select(User.name, User.name_key, User.expires_at).order_by(User.id))
    for name, key, expires_at in rows.yield_per(1000):
        if key != name_key(name):
            yield f"account {name}: its key is {key!r}, its name gives {name_key(name)!r}"
        if name.startswith(TEMPORARY_PREFIX) != (expires_at is not None):
            yield f"account {name}: a name beginning with ~ and an end go together"


def _check_log_in() -> Iterator[str]:
    lifeless = or_(User.expires_at.is_not(None), User.is_system.is_(True))
    secrets = or_(User.password_hash.is_not(None), User.email.is_not(None))
    for name in session.scalars(select(User.name).where(lifeless, secrets).order_by(User.id)):
        yield f"account {name}: temporary or of the system, yet it has a password or an e-mail address"
    unsent = select(User.name).where(User.email.is_(None), User.email_confirmed_at.is_not(None))
    for name in session.scalars(unsent.order_by(User.id)):
        yield f"account {name}: an e-mail address is marked as confirmed, and there is none"


def _check_edit_counts() -> Iterator[str]:
    count = revision_count()
    query = select(User.name, User.edit_count, count).where(User.edit_count != count).order_by(User.id)
    for name, stated, real in session.execute(query):
        yield Derived(f"account {name}: {stated} edits are stated, {real} revisions exist")
