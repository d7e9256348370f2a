"""Who is behind a request. Rule: a session ends when its owner logs out, changes the password, or loses a right.

The cookie is signed and holds the account's id, its epoch and a secret of the session. Raising the epoch ends
all sessions of an account; the secret of one that was logged out is kept, hashed, until its cookie would be too
old, so that a copy of the cookie is worth nothing. One query loads the account and looks at both.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask import session as cookie
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, login_user, logout_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, exists, select

from wiki import clock
from wiki.accounts.models import EndedSession
from wiki.database import session, transaction
from wiki.users.models import User
from wiki.web.context import forget_authority

#: How long a session lives that is to be remembered, and any session at most: as long as a temporary account.
LIFETIME = timedelta(days=90)

_KEY = "session"
# Only these stay when a visitor's first edit makes a temporary account: other open forms remain valid.
_KEPT_FOR_TEMPORARY = ("csrf_token", "_flashes")


def init_app(app: Flask) -> None:
    """Let flask-login find the account of each request."""
    app.permanent_session_lifetime = LIFETIME
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    manager = LoginManager(app)
    manager.session_protection = "basic"
    manager.user_loader(load_user)


def load_user(identity: str) -> User | None:
    """The account of a session, or None where the session has ended. `identity` is what `User.get_id` gave."""
    user_id, _, epoch = identity.partition(":")
    if not (user_id.isdecimal() and epoch.isdecimal()):
        return None
    query = select(User).where(User.id == int(user_id), User.session_epoch == int(epoch))
    if secret := cookie.get(_KEY):
        query = query.where(~exists().where(EndedSession.token_hash == _hash(secret)))
    user = session.scalars(query).one_or_none()
    return user if user is not None and user.is_active else None


@dataclass(frozen=True, slots=True)
class Identity:
    """What the cookie of a session says, before anything is asked of the database."""

    user_id: int
    epoch: int
    #: Hash under which the session would be kept once ended.
    secret_hash: str
    #: A fresh token for the forms of this session.
    token: str


def identifier(app: Flask) -> Callable[[str], Identity | None]:
    """A function from the value of a session's cookie to who it says it is.

    It gives None for cookies that are not valid, of visitors, and of sessions that still have something to say
    (a message after a form), which only the application can show.
    """
    sessions = SecureCookieSessionInterface().get_signing_serializer(app)
    tokens = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token")

    def identify(value: str) -> Identity | None:
        try:
            content = sessions.loads(value, max_age=int(LIFETIME.total_seconds())) if sessions else {}
        except BadSignature:
            return None
        user_id, _colon, epoch = str(content.get("_user_id", "")).partition(":")
        if "_flashes" in content or "csrf_token" not in content or not (user_id.isdecimal() and epoch.isdecimal()):
            return None
        secret = _hash(content.get(_KEY, ""))
        return Identity(int(user_id), int(epoch), secret, str(tokens.dumps(content["csrf_token"])))

    return identify


def log_in(user: User, *, remember: bool = False) -> bool:
    """Begin a session of `user` on this device, in place of any other; kept beyond the browser's if `remember`.

    Nothing of the visitor's session goes over into it. A temporary account is always remembered. Returns False,
    and begins none, where this device has a session of `user` already, and for an account that cannot act.
    """
    if not user.is_active:
        return False
    if cookie.get("_user_id") == user.get_id():
        cookie.permanent = cookie.permanent or remember
        return False
    kept = {key: cookie[key] for key in _KEPT_FOR_TEMPORARY if user.is_temporary and key in cookie}
    cookie.clear()
    cookie.update(kept)
    login_user(user)
    cookie[_KEY] = secrets.token_urlsafe(24)
    cookie.permanent = remember or user.is_temporary
    forget_authority()
    return True


def log_out() -> None:
    """End the session of this device, and copies of its cookie."""
    if secret := cookie.get(_KEY):
        with transaction() as current:
            # Rows whose cookies are too old anyway.
            current.execute(delete(EndedSession).where(EndedSession.expires_at <= clock.now()))
            current.merge(EndedSession(token_hash=_hash(secret), expires_at=clock.now() + LIFETIME))
    logout_user()
    cookie.clear()
    forget_authority()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
