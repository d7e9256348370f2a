"""Secrets that are sent in a link. Rule: 256 random bits, stored as a hash, good for one use and a short while.

Looking at a link changes nothing: mail programs open links on their own. Only `use`, in the transaction of what
the link permits, spends it.
"""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update

from wiki import clock
from wiki.accounts.models import OneTimeLink
from wiki.database import session, transaction
from wiki.errors import N_, WikiError
from wiki.users.models import User

RESET_PASSWORD, CONFIRM_EMAIL, BECOME_ADMINISTRATOR = "reset-password", "confirm-email", "become-administrator"
LIFETIMES = {
    RESET_PASSWORD: timedelta(hours=1),
    CONFIRM_EMAIL: timedelta(days=3),
    BECOME_ADMINISTRATOR: timedelta(days=7),
}
"""How long a link of each purpose can be used."""


class LinkSpent(WikiError):
    """The link was used, is too old, was replaced by a newer one, or never existed: nobody is told which."""

    status = 410
    code = "link-spent"
    message = N_("This link no longer works: it was used, replaced, or too long ago. Ask for a new one.")


def create(purpose: str, *, user: User | None, subject: str = "") -> str:
    """A new secret for `purpose`, to be put into a link. Older ones of the same user and purpose end."""
    token = secrets.token_urlsafe(32)
    with transaction() as current:
        current.execute(delete(OneTimeLink).where(OneTimeLink.expires_at <= clock.now()))
        if user is not None:
            end(user, purpose)
        link = OneTimeLink(
            token_hash=_hash(token),
            purpose=purpose,
            user_id=None if user is None else user.id,
            subject=subject,
            expires_at=clock.now() + LIFETIMES[purpose],
        )
        current.add(link)
        current.flush()
    return token


def find(token: str, purpose: str) -> OneTimeLink:
    """The link that `token` stands for, if it can still be used for `purpose`; raises `LinkSpent`."""
    link = session.get(OneTimeLink, _hash(token))
    if link is None or link.purpose != purpose or link.used_at is not None or link.expires_at <= clock.now():
        raise LinkSpent
    return link


def subject_of(user: User, purpose: str) -> str:
    """What the link that `user` can still use for `purpose` is about; empty where there is none."""
    good = (OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > clock.now())
    query = select(OneTimeLink.subject).where(OneTimeLink.user_id == user.id, OneTimeLink.purpose == purpose, *good)
    return session.scalar(query.limit(1)) or ""


def use(token: str, purpose: str) -> OneTimeLink:
    """Spend the link, inside the transaction of what it permits; of two people at once, one gets `LinkSpent`."""
    link = find(token, purpose)
    spent = (
        update(OneTimeLink)
        .where(OneTimeLink.token_hash == link.token_hash, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(OneTimeLink.token_hash)
    )
    if session.scalar(spent) is None:
        raise LinkSpent
    return link


def end(user: User, purpose: str) -> None:
    """Take back what was sent to `user` for `purpose`; inside a transaction."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.purpose == purpose))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
