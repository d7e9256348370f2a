"""What a protection refuses, and to whom. Rule: two questions to the database, however many titles are asked about."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_, select, tuple_, union_all

from wiki.database import session
from wiki.errors import Phrase, WikiError
from wiki.links.models import PageLink
from wiki.logs.models import LogEntry
from wiki.pages.models import Page, PageProtection
from wiki.pages.protection import LEVEL_NAMES, LEVELS, PageProtected, in_force, phrase_of_end
from wiki.pages.visibility import live_pages
from wiki.permissions.authority import Authority
from wiki.titles import Namespace, Title
from wiki.users.models import User

CONCERNED: dict[str, tuple[str, ...]] = {
    "edit": ("edit",),
    # A move changes the page, and puts one where somebody may not be able to create one.
    "move": ("edit", "move", "create"),
    "createpage": ("create",),
    "createtalk": ("create",),
}
"""For each right, the protected actions that it is about."""

LADDER = tuple(LEVELS)

_CONCERNING = (
    select(PageProtection.entry_id)
    .where(
        or_(
            and_(PageProtection.namespace == bindparam("namespace"), PageProtection.name == bindparam("name")),
            PageProtection.cascade,
        )
    )
    .limit(1)
)
"""Whether any protection, in force or not, may be about a title."""


class Standing(NamedTuple):
    """A protection that is in force on a title: its own, or that of a page that includes it."""

    namespace: int
    name: str
    action: str
    level: str
    expires_at: datetime | None
    cascade: bool
    source: Title | None
    entry: int
    reason: str
    by: str

    @property
    def strictness(self) -> tuple[int, bool, bool]:
        """Larger for what the reader should be told rather."""
        return (LADDER.index(self.level), self.expires_at is None, self.source is None)


def refusal(authority: Authority, right: str, title: Title | None) -> WikiError | None:
    """Why a protection keeps this person from what needs `right` on `title`; None where none does."""
    if title is None or right not in CONCERNED or passes_all(authority):
        return None
    if (right, title) in authority.foreseen:
        return authority.foreseen[right, title]
    # Most titles have none: this is the cheapest question that says so.
    if session.scalar(_CONCERNING, {"namespace": int(title.namespace), "name": title.name}) is None:
        return None
    return _refusals(authority, right, [title])[title]


def foresee(authority: Authority, right: str, titles: Collection[Title]) -> None:
    """Have `refusal` know about `titles`."""
    if titles and right in CONCERNED and not passes_all(authority):
        found = _refusals(authority, right, titles)
        authority.foreseen.update({(right, title): error for title, error in found.items()})


def passes_all(authority: Authority) -> bool:
    """Whether no protection keeps this person from anything."""
    return authority.may(LEVELS[LADDER[-1]]) or (authority.user is not None and authority.user.is_system)


def _refusals(authority: Authority, right: str, titles: Collection[Title]) -> dict[Title, WikiError | None]:
    barred = {level for level, needed in LEVELS.items() if not authority.may(needed)}
    strictest: dict[tuple[int, str], Standing] = {}
    for found in standing(titles, CONCERNED[right]):
        key = (found.namespace, found.name)
        if found.level in barred and (key not in strictest or found.strictness > strictest[key].strictness):
            strictest[key] = found
    return {title: _error(strictest.get((int(title.namespace), title.name)), title) for title in titles}


def standing(titles: Collection[Title], actions: Collection[str]) -> list[Standing]:
    """Protections of `actions` that are in force on `titles`, also through pages that include them."""
    keys = [(int(title.namespace), title.name) for title in titles]
    told = (LogEntry.id, LogEntry.reason, User.name)
    kept = (PageProtection.action, PageProtection.level, PageProtection.expires_at, PageProtection.cascade)
    where = (PageProtection.namespace, PageProtection.name)
    decided = and_(LogEntry.id == PageProtection.entry_id, PageProtection.level.in_(LEVELS))
    own = (
        select(*where, *kept, *where, *told)
        .join(LogEntry, decided)
        .join(User, User.id == LogEntry.actor_id)
        .where(tuple_(*where).in_(keys), PageProtection.action.in_(actions), in_force())
    )
    included = (PageLink.namespace, PageLink.name)
    through = (
        select(*included, *kept, *where, *told)
        .join(Page, and_(Page.namespace == PageProtection.namespace, Page.name == PageProtection.name, live_pages()))
        .join(PageLink, and_(PageLink.from_page_id == Page.id, PageLink.kind == "template"))
        .join(LogEntry, decided)
        .join(User, User.id == LogEntry.actor_id)
        .where(tuple_(*included).in_(keys), PageProtection.cascade, PageProtection.action == "edit", in_force())
    )
    rows = session.execute(union_all(own, through) if "edit" in actions else own)
    return [
        Standing(kind, name, action, level, end, cascade, _source((kind, name), (where, by)), entry, reason, actor)
        for kind, name, action, level, end, cascade, where, by, entry, reason, actor in rows
    ]


def _source(protected: tuple[int, str], source: tuple[int, str]) -> Title | None:
    """The page through which a title is protected; None for its own protection."""
    return None if protected == source else Title(Namespace(source[0]), source[1])


def _error(found: Standing | None, title: Title) -> PageProtected | None:
    if found is None:
        return None
    return PageProtected(
        PageProtected.messages[found.action if found.source is None else "include"],
        title=title.full_name,
        level=Phrase(LEVEL_NAMES[found.level]),
        end=phrase_of_end(found.expires_at),
        by=found.by,
        reason=found.reason,
        source=found.source.full_name if found.source is not None else "",
        group=found.level,
        entry=found.entry,
    )
