"""Pages kept ready-made for visitors who are not logged in.

Rule: one look at the database tells whether a copy is still right, so that nobody reads one that is out of date or
that visitors may no longer read. A copy is only taken of an answer that would be the same for every visitor: the
view vouches for that by leaving a `Vouch` in the request's environment, and an answer that sets a cookie is never
kept.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from wiki import clock, database
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.permissions.models import GroupRight

Environ = dict[str, object]
StartResponse = Callable[..., object]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

VOUCH = "wiki.vouch"
"""Key of the environment under which a view leaves its `Vouch`."""

PERSONAL_COOKIES = frozenset({"session", "remember_token"})
"""Cookies of somebody for whom a page may look different."""

DISPLAY_COOKIES = frozenset({"theme", "wiki-language"})
"""Cookies that choose among a page's few appearances."""

BYTES = 64 * 1024 * 1024
"""How much one process keeps."""

_RIGHTS = select(func.aggregate_strings(GroupRight.right, ",")).where(GroupRight.group == "*").scalar_subquery()
_STATE = select(Page.id, Page.shown_revision_id, Page.stamp, _RIGHTS).where(
    Page.namespace == bindparam("namespace"), Page.name == bindparam("name"), live_pages()
)

State = tuple[int, int, int]
Key = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Vouch:
    """What an answer shows: a title, the state of its page (number, revision, stamp), the rights that visitors have,
    and until when all that holds (None: for ever)."""

    namespace: int
    name: str
    state: State
    rights: frozenset[str]
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Copy:
    vouch: Vouch
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str


class ReadymadePages:
    """WSGI middleware that answers from kept copies where it may, and asks the application otherwise."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._copies: OrderedDict[Key, _Copy] = OrderedDict()
        self._used = 0
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = _key(environ)
        if key is None:
            return self._application(environ, start_response)
        copy = self._copies.get(key)
        if copy is not None and _is_right(copy.vouch):
            return _answer(copy, environ, start_response)
        return self._ask(key, environ, start_response)

    def _ask(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The application's answer, kept when its view vouched for it."""
        answered: list[tuple[str, list[tuple[str, str]]]] = []

        def listen(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            answered.append((status, headers))
            return start_response(status, headers, *more)

        chunks = self._application(environ, listen)
        vouch = environ.get(VOUCH)
        status, headers = answered[-1] if answered else ("", [])
        names = {name.casefold() for name, _value in headers}
        if not isinstance(vouch, Vouch) or not status.startswith("200") or "set-cookie" in names:
            return chunks
        body = b"".join(chunks)
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
        self._keep(key, _Copy(vouch, tuple(headers), body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'))
        return [body]

    def _keep(self, key: Key, copy: _Copy) -> None:
        with self._lock:
            before = self._copies.pop(key, None)
            self._used += len(copy.body) - (len(before.body) if before is not None else 0)
            self._copies[key] = copy
            while self._used > BYTES and len(self._copies) > 1:
                _oldest, dropped = self._copies.popitem(last=False)
                self._used -= len(dropped.body)


def _key(environ: Environ) -> Key | None:
    """What tells apart the appearances of a page; None for a request that is not a visitor's reading of a page."""
    path = str(environ.get("PATH_INFO", ""))
    if environ.get("REQUEST_METHOD") != "GET" or environ.get("QUERY_STRING"):
        return None
    if path != "/" and not path.startswith("/wiki/"):
        return None
    display = []
    for pair in str(environ.get("HTTP_COOKIE", "")).split(";"):
        name = pair.partition("=")[0].strip()
        if name in PERSONAL_COOKIES:
            return None
        if name in DISPLAY_COOKIES:
            display.append(pair.strip())
    return path, ";".join(sorted(display))[:80], "gzip" in str(environ.get("HTTP_ACCEPT_ENCODING", ""))


def _is_right(vouch: Vouch) -> bool:
    if vouch.until is not None and vouch.until <= clock.now():
        return False
    with database.engine().connect() as connection:
        row = connection.execute(_STATE, {"namespace": vouch.namespace, "name": vouch.name}).one_or_none()
    if row is None or tuple(row[:3]) != vouch.state:
        return False
    return frozenset((row[3] or "").split(",")) == vouch.rights


def _answer(copy: _Copy, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if copy.etag in str(environ.get("HTTP_IF_NONE_MATCH", "")):
        kept = [pair for pair in copy.headers if pair[0].casefold() not in ("content-length", "content-type")]
        start_response("304 NOT MODIFIED", [*kept, ("ETag", copy.etag)])
        return [b""]
    start_response("200 OK", [*copy.headers, ("ETag", copy.etag)])
    return [copy.body]
