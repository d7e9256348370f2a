"""Pages kept ready-made in the memory of a process: WSGI middleware before the application.

Rule: one question to the database tells whether a copy is still right for this reader, so that nobody reads a page
that is out of date, or that may no longer be read. Visitors share copies; people who are logged in share those of
readers with the same rights, language and zone; their name, token and unread notifications are filled in.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from werkzeug.http import parse_cookie

from wiki import clock
from wiki.accounts.models import EndedSession
from wiki.accounts.sessions import Identity
from wiki.database import Question
from wiki.notifications.reading import number_unread
from wiki.pages.models import Page, RefreshOutbox
from wiki.pages.visibility import live_pages
from wiki.permissions.authority import implicit_groups
from wiki.permissions.models import GroupRight
from wiki.taxonomy.models import FacetClock
from wiki.users.models import User, UserGroup
from wiki.watchlist.models import Watch
from wiki.web.languages import LANGUAGE_COOKIE, LANGUAGES
from wiki.web.skin import THEME_COOKIE, THEMES
from wiki.web.vouching import VOUCH, Vouch, filled

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., object]
Application = Callable[[Environ, Any], Iterable[bytes]]
Identify = Callable[[str], Identity | None]
Key = tuple[object, ...]

BYTES = 64 * 1024 * 1024
"""How much one process keeps."""

PATHS = 20_000
"""Addresses whose title is remembered."""

COMPRESSION_LEVEL = 1

_MATRIX = select(func.aggregate_strings(GroupRight.group + ":" + GroupRight.right, " ")).scalar_subquery()
_COUNTED = select(FacetClock.version).scalar_subquery()
_GRANTED = select(func.aggregate_strings(UserGroup.group, " ")).where(UserGroup.user_id == bindparam("user"))
_WATCHED = select(Watch.user_id).where(
    Watch.user_id == bindparam("user"), Watch.namespace == bindparam("subject"), Watch.name == bindparam("name")
)
_ENDED = select(EndedSession.token_hash).where(EndedSession.token_hash == bindparam("secret"))
_PERSON = (User.name, User.created_at, User.edit_count, User.expires_at, User.language, User.timezone)
_WAITS = select(RefreshOutbox.id).where(RefreshOutbox.page_id == Page.id).exists()
_PAGE = and_(Page.namespace == bindparam("namespace"), Page.name == bindparam("name"), live_pages(), ~_WAITS)
_FOR_VISITORS = Question(select(Page.id, Page.shown_revision_id, Page.stamp, _COUNTED, _MATRIX).where(_PAGE))
_FOR_PEOPLE = Question(
    select(
        Page.id,
        Page.shown_revision_id,
        Page.stamp,
        _COUNTED,
        _MATRIX,
        _GRANTED.scalar_subquery(),
        _WATCHED.exists(),
        number_unread(bindparam("user")),
        *_PERSON,
    )
    .join(User, and_(User.id == bindparam("user"), User.session_epoch == bindparam("epoch")))
    .where(_PAGE, ~_ENDED.exists())
)


@dataclass(frozen=True, slots=True)
class _Copy:
    vouch: Vouch
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who asks, as far as it changes a page's looks; `key` is shared by all to whom the page looks the same."""

    state: tuple[int, int, int]
    #: The last change of who belongs where.
    counted: int
    key: Key
    name: str = ""
    token: str = ""
    unread: int = 0


class ReadymadePages:
    """Answers from kept copies where it may, and asks the application otherwise."""

    def __init__(self, application: Application, identify: Identify) -> None:
        self._application = application
        self._identify = identify
        self._copies: OrderedDict[Key, _Copy] = OrderedDict()
        self._titles: dict[str, tuple[int, str]] = {}
        self._used = 0
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = _path(environ)
        if path is None:
            return self._application(environ, start_response)
        reader = self._reader(path, environ)
        copy = self._copies.get((path, *reader.key)) if reader is not None else None
        if reader is not None and copy is not None and _is_right(copy.vouch, reader):
            return _answer(copy, reader, environ, start_response)
        return self._ask(path, environ, start_response)

    def _reader(self, path: str, environ: Environ) -> _Reader | None:
        """Who asks for the title at `path`; None where that title is not known yet, or the reader is not served."""
        title = self._titles.get(path)
        cookies = parse_cookie(environ)
        if title is None:
            return None
        values: dict[str, object] = {"namespace": title[0], "name": title[1]}
        display = _display(cookies)
        if "session" not in cookies:
            return _visitor(values, (display, _takes_gzip(environ)))
        identity = self._identify(cookies["session"])
        if identity is None:
            return None
        subject = title[0] - title[0] % 2
        values |= {
            "user": identity.user_id,
            "epoch": identity.epoch,
            "secret": identity.secret_hash,
            "subject": subject,
        }
        return _person(values, identity, display)

    def _ask(self, path: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The application's answer, kept when its view vouched for it."""
        answered: list[tuple[str, Headers]] = []

        def listen(status: str, headers: Headers, *more: object) -> object:
            answered.append((status, headers))
            return start_response(status, headers, *more)

        chunks = self._application(environ, listen)
        vouch = environ.get(VOUCH)
        status, headers = answered[-1] if answered else ("", [])
        plain = not any(name.casefold() == "set-cookie" for name, _value in headers)
        if not isinstance(vouch, Vouch) or not status.startswith("200") or not plain:
            return chunks
        body = b"".join(chunks)
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
        self._keep(path, environ, vouch, headers, body)
        return [body]

    def _keep(self, path: str, environ: Environ, vouch: Vouch, headers: Headers, body: bytes) -> None:
        """Keep an answer under what its reader has in common with others."""
        with self._lock:
            if len(self._titles) >= PATHS:
                self._titles.clear()
            self._titles[path] = (vouch.namespace, vouch.name)
        reader = self._reader(path, environ)
        if reader is None or reader.state != vouch.state or (vouch.template is None) != (not reader.name):
            return
        if vouch.template is not None:
            body = vouch.template.encode()
            headers = [pair for pair in headers if pair[0].casefold() not in ("content-length", "content-encoding")]
        copy = _Copy(vouch, tuple(headers), body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
        key = (path, *reader.key)
        with self._lock:
            before = self._copies.pop(key, None)
            self._used += len(copy.body) - (len(before.body) if before is not None else 0)
            self._copies[key] = copy
            while self._used > BYTES and len(self._copies) > 1:
                _oldest, dropped = self._copies.popitem(last=False)
                self._used -= len(dropped.body)


def _path(environ: Environ) -> str | None:
    """The address of a page that is merely read; None for anything else."""
    path: str = environ.get("PATH_INFO", "")
    if environ.get("REQUEST_METHOD") != "GET" or environ.get("QUERY_STRING"):
        return None
    return path if path == "/" or path.startswith("/wiki/") else None


def _takes_gzip(environ: Environ) -> bool:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")


def _display(cookies: Mapping[str, str]) -> Key:
    """How the reader wants pages to look; whatever is no choice counts as none."""
    theme, chosen = cookies.get(THEME_COOKIE, ""), cookies.get(LANGUAGE_COOKIE, "")
    return (theme if theme in THEMES else "", chosen if chosen in LANGUAGES else "")


def _visitor(values: dict[str, object], look: Key) -> _Reader | None:
    row = _FOR_VISITORS.one(values)
    if row is None:
        return None
    return _Reader((row[0], row[1], row[2]), row[3], ("visitor", _rights_of(row[4], frozenset({"*"})), *look))


def _person(values: dict[str, object], identity: Identity, display: Key) -> _Reader | None:
    """Somebody logged in: with the same rights, language, zone and watching, a page looks the same but for names."""
    row = _FOR_PEOPLE.one(values)
    if row is None:
        return None
    number, shown, stamp, counted, matrix, granted, watched, unread, *person, language, zone = row
    name, created_at, edit_count, expires_at = person
    user = User(name=name, created_at=created_at, edit_count=edit_count, expires_at=expires_at)
    if user.is_expired:
        return None
    groups = implicit_groups(user) | frozenset(() if user.is_temporary else (granted or "").split())
    key = ("person", _rights_of(matrix, groups), language, zone, user.is_temporary, bool(watched), display)
    return _Reader((number, shown, stamp), counted, key, name, identity.token, unread)


@lru_cache(maxsize=1024)
def _rights_of(matrix: str | None, groups: frozenset[str]) -> frozenset[str]:
    pairs = (pair.partition(":") for pair in (matrix or "").split())
    return frozenset(right for group, _colon, right in pairs if group in groups)


def _is_right(vouch: Vouch, reader: _Reader) -> bool:
    return (
        vouch.state == reader.state
        and vouch.counted in (None, reader.counted)
        and (vouch.until is None or vouch.until > clock.now())
    )


def _answer(copy: _Copy, reader: _Reader, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    headers, body, etag = list(copy.headers), copy.body, copy.etag
    if copy.vouch.template is not None:
        body = filled(copy.vouch.template, name=reader.name, token=reader.token, unread=reader.unread).encode()
        if _takes_gzip(environ):
            body = gzip.compress(body, COMPRESSION_LEVEL, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(body))))
    elif etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        kept = [pair for pair in headers if pair[0].casefold() not in ("content-length", "content-type")]
        start_response("304 NOT MODIFIED", [*kept, ("ETag", etag)])
        return [b""]
    else:
        headers.append(("ETag", etag))
    start_response("200 OK", headers)
    return [body]
