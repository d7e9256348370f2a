"""Actions on titles that are kept for some: what is in force, in words, and what goes along with a moved page.

Rule: a row whose time is over counts as none, everywhere, and so does one about a page where there is none, or about
a missing title where a page stands. Who is refused is decided by `wiki.moderation.protection`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape
from sqlalchemy import ColumnElement, and_, delete, insert, literal, or_, select, update

from wiki import clock
from wiki.database import session
from wiki.errors import N_, Phrase, WikiError
from wiki.messages import translate
from wiki.pages.models import Page, PageProtection
from wiki.pages.visibility import live_pages
from wiki.titles import Title

ACTIONS: dict[str, str] = {
    "edit": N_("only %(level)s can edit"),
    "move": N_("only %(level)s can move"),
    "create": N_("only %(level)s can create it"),
}
"""What can be kept for some, in words."""

OF_PAGES, OF_MISSING = ("edit", "move"), ("create",)
"""Actions on a page, and those on a title without one."""

LEVELS: dict[str, str] = {"autoconfirmed": "editsemiprotected", "moderator": "editprotected"}
"""For whom: the group that stands for the level → the right that it needs, the stricter one last."""

CASCADING = ("edit", "moderator")
"""The action and the level that can extend to the pages that a page includes."""

LEVEL_NAMES: dict[str, str] = {
    "autoconfirmed": N_("registered people of some standing"),
    "moderator": N_("moderators"),
}

ENDLESS = N_("without end")
UNTIL = N_("until %(until)s")
CASCADES = N_("with the pages that it includes")


class PageProtected(WikiError):
    """A protection keeps this action for others. `params` name the title, the level, the end (None: there is none),
    who decided it and why, the entry of the log, and for an included page the one by which it is protected."""

    status = 403
    code = "page-protected"
    message = N_("“%(title)s” is protected.")
    messages = {
        "edit": N_("Only %(level)s can change “%(title)s” (%(end)s). %(by)s protected it: %(reason)s"),
        "move": N_("Only %(level)s can move “%(title)s” (%(end)s). %(by)s protected it: %(reason)s"),
        "create": N_("Only %(level)s can create “%(title)s” (%(end)s). %(by)s protected it: %(reason)s"),
        "include": N_(
            "Only %(level)s can change “%(title)s” (%(end)s), since “%(source)s” includes it."
            " %(by)s protected both: %(reason)s"
        ),
    }


@dataclass(frozen=True, slots=True)
class Limit:
    """For whom an action is kept, a key of `LEVELS`, and until when (None: without end)."""

    level: str
    expires_at: datetime | None = None


def in_force() -> ColumnElement[bool]:
    """SQL condition on `PageProtection`: its time is not over, and what it is about is there."""
    standing = select(Page.id).where(
        Page.namespace == PageProtection.namespace, Page.name == PageProtection.name, live_pages()
    )
    there = standing.correlate(PageProtection).exists()
    about_it = or_(
        and_(PageProtection.action.in_(OF_PAGES), there), and_(PageProtection.action.in_(OF_MISSING), ~there)
    )
    return and_(or_(PageProtection.expires_at.is_(None), PageProtection.expires_at > clock.now()), about_it)


def at(title: Title) -> ColumnElement[bool]:
    """SQL condition on `PageProtection`: it is about `title`."""
    return and_(PageProtection.namespace == int(title.namespace), PageProtection.name == title.name)


def protections(title: Title) -> list[PageProtection]:
    """What is in force on `title`, as it is now, in the order of `ACTIONS`."""
    found = session.scalars(select(PageProtection).where(at(title), in_force()))
    return sorted(found, key=lambda row: list(ACTIONS).index(row.action))


def version_of(rows: Iterable[PageProtection]) -> int:
    """A number that changes whenever somebody changes the protection of a title; 0 for none."""
    return max((row.entry_id for row in rows), default=0)


def carry(old: Title, new: Title, *, leave: bool) -> None:
    """What protects the page moved from `old` protects it at `new`; the redirect too where one is left."""
    of_pages = PageProtection.action.in_(OF_PAGES)
    session.execute(delete(PageProtection).where(at(new), of_pages))
    place = {"namespace": int(new.namespace), "name": new.name}
    if leave:
        kept = ("action", "level", "expires_at", "cascade", "entry_id")
        table = PageProtection.__table__.c
        copied = select(*(literal(value) for value in place.values()), *(table[name] for name in kept))
        rows = insert(PageProtection).from_select([*place, *kept], copied.where(at(old), of_pages))
        session.execute(rows)
    else:
        session.execute(update(PageProtection).where(at(old), of_pages).values(place))


def end_in_words(expires_at: datetime | None, language: str, when: Callable[[datetime], str]) -> Markup:
    """Until when; `when` writes a moment for its reader."""
    if expires_at is None:
        return escape(translate(ENDLESS, language))
    return escape(translate(UNTIL, language)) % {"until": when(expires_at)}


def limit_in_words(action: str, limit: Limit, language: str, when: Callable[[datetime], str]) -> Markup:
    """For whom an action is kept, and until when."""
    who = translate(LEVEL_NAMES.get(limit.level, limit.level), language)
    words = escape(translate(ACTIONS.get(action, action), language)) % {"level": who}
    return Markup("{} ({})").format(words, end_in_words(limit.expires_at, language, when))


def phrase_of_end(expires_at: datetime | None) -> Phrase:
    """Until when, as a value of an error."""
    return Phrase(ENDLESS) if expires_at is None else Phrase(UNTIL, until=expires_at)
