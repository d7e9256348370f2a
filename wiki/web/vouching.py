"""How a view vouches that its answer may be kept ready-made. Rule: an answer that says more about its reader than
what stands here, and than the marks below hide, must not be vouched for."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from flask import g
from markupsafe import escape

VOUCH = "wiki.vouch"
"""Key of the request's environment under which a view leaves its `Vouch`."""

State = tuple[int, int, int]
"""Number, shown revision and stamp of a page."""


@dataclass(frozen=True, slots=True)
class Vouch:
    """What an answer shows: a title, the state of its page, and until when that holds (None: for ever).

    `template` is the answer with marks for what is the reader's own; None for a visitor, whose answer is the same
    for all. `counted` is the change of who belongs where up to which it counts; None: it counts nothing.
    """

    namespace: int
    name: str
    state: State
    until: datetime | None = None
    template: str | None = None
    counted: int | None = None


def depends_on_counts(version: int) -> None:
    """Have the answer to this request count for right only as long as nobody belongs elsewhere."""
    g.counted = version


def holds_until(moment: datetime | None) -> None:
    """Have the answer to this request count for right only before `moment`; None changes nothing."""
    if moment is not None:
        g.until = min(moment, g.get("until", moment))


_SALT = secrets.token_hex(6)
NAME_MARK = f"Name{_SALT}"
ADDRESS_MARK = f"Address{_SALT}"
TOKEN_MARK = f"Token{_SALT}"
UNREAD_MARK = f"Unread{_SALT}"
"""What stands for the reader's name, the name in an address, the token of forms, and how many notifications are
unread, in a kept template. They are unknown outside of the process, so that no text of a page can imitate them."""

MOST_SHOWN = 99


def shown_number(unread: int) -> str:
    """A number of unread notifications as the menu shows it."""
    return f"{MOST_SHOWN}+" if unread > MOST_SHOWN else str(unread)


def filled(template: str, *, name: str, token: str, unread: int) -> str:
    """`template` with the reader's own name, token, and number of unread notifications."""
    marks: Mapping[str, str] = {
        NAME_MARK: str(escape(name)),
        ADDRESS_MARK: quote(name.replace(" ", "_"), safe=""),
        TOKEN_MARK: token,
        UNREAD_MARK: shown_number(unread),
    }
    for mark, value in marks.items():
        template = template.replace(mark, value)
    return template
