"""From a page to its HTML, and the cache between. Rule: a rendering is kept under what it depends on.

The key of a cached rendering is the page, its revision, its stamp and the language. What changes a template, or
makes a page appear or vanish, raises the stamp of the pages that depend on it, in its own transaction; so nobody
ever sees a rendering that is out of date.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from wiki import clock
from wiki.database import session
from wiki.errors import N_, WikiError
from wiki.interwiki import interwiki_url
from wiki.messages import translate
from wiki.pages import finding
from wiki.pages.models import Page, RefreshOutbox
from wiki.parsing.output import ParserOutput
from wiki.parsing.parser import parse
from wiki.settings import Settings
from wiki.titles import Namespace, Title

CACHE_CHARACTERS = 40_000_000
"""Characters of HTML that one process keeps: about 80 MB at the most."""

REDIRECTS_FOLLOWED = 2

Existing = Callable[[Collection[Title]], set[Title]]

also_existing: list[Existing] = []
"""What rooms above add to the titles that exist without a page of their own; filled by `wiki.app`."""

Elsewhere = Callable[[Title], Title | None]

other_names: list[Elsewhere] = []
"""What rooms above know of titles that are other names of something; filled by `wiki.app`."""

_settings: Settings | None = None


def configure(settings: Settings) -> None:
    """Set the site whose pages are rendered, and forget what was kept."""
    global _settings
    _settings = settings
    _cache.clear()


def site() -> Settings:
    """The site whose pages are rendered."""
    if _settings is None:
        raise RuntimeError("wiki.pages.rendering.configure was not called")
    return _settings


class PageResolver:
    """What parsing may ask, answered from the database. One for each rendering; it remembers what it followed."""

    def __init__(self, language: str, *, drafts: dict[Title, str] | None = None) -> None:
        self.site_name = site().site_name
        self.language = language
        self.followed: set[Title] = set()
        self._drafts = drafts or {}

    def now(self) -> datetime:
        return clock.now().astimezone(ZoneInfo(site().timezone))

    def existing(self, titles: Collection[Title]) -> set[Title]:
        found = finding.existing(titles)
        for source in also_existing:
            found |= source(titles)
        return found

    def template_text(self, title: Title) -> str | None:
        if title in self._drafts:
            return self._drafts[title]
        for _step in range(REDIRECTS_FOLLOWED + 1):
            page = finding.find_shown_page(title)
            if page is None:
                return None
            if not page.is_redirect:
                return finding.shown_text(page)
            target = parse_page(page, self.language).redirect
            if target is None:
                return finding.shown_text(page)
            title = target
            self.followed.add(title)
        return None

    def interwiki_url(self, prefix: str, name: str) -> str | None:
        return interwiki_url(prefix, name)

    def number_of_articles(self) -> int:
        return finding.number_of_articles()

    def message(self, msgid: str, **params: object) -> str:
        return translate(msgid, self.language, **params)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A parsed text, and the titles behind redirects that its templates were reached through."""

    output: ParserOutput
    followed: frozenset[Title]


def render(
    text: str, title: Title, *, language: str | None = None, revision_id: int | None = None, editable: bool = True
) -> Rendering:
    """Parse `text` as the text of `title`; section links where `editable`. Not cached: for previews and saves."""
    resolver = PageResolver(language or site().language)
    output = parse(text, title=title, resolver=resolver, revision_id=revision_id, edit_sections=editable)
    return Rendering(output, frozenset(resolver.followed))


class RenderingBusy(WikiError):
    """The machine is too busy to lay a costly text out; nothing is known of its links."""

    status = 503
    code = "rendering-busy"
    message = N_("The wiki is too busy to lay this text out. It is not saved yet: wait a moment and save it again.")


def render_to_derive(text: str, title: Title) -> Rendering:
    """Parse `text` so that links and categories can be recorded. Raises `RenderingBusy` where that is not sure."""
    rendering = render(text, title)
    if rendering.output.properties.get("fallback") == "busy":
        raise RenderingBusy
    return rendering


def parse_page(page: Page, language: str | None = None) -> ParserOutput:
    """What readers see of a live page, from the cache where it is still right.

    Sections can be edited by themselves only where that text is the latest: the others' numbers may be other ones.
    """
    language = language or site().language
    key = (page.id, page.shown_revision_id or 0, page.stamp, language)
    kept = _cache.get(key)
    if kept is None:
        rendering = render(
            finding.shown_text(page),
            page.title,
            language=language,
            revision_id=page.shown_revision_id,
            editable=page.is_settled,
        )
        kept = rendering.output
        if is_settled(page):
            _cache.put(key, kept)
    return kept


def is_settled(page: Page) -> bool:
    """Whether the recorded links of `page` are those of what it shows, so that changes elsewhere raise its stamp.

    They are not between a template's change and the turn of `wiki.editing.refreshing`.
    """
    return session.scalar(select(RefreshOutbox.id).where(RefreshOutbox.page_id == page.id)) is None


def resolve_redirect(page: Page) -> Title | None:
    """Where a redirect leads in the end, at most two redirects on.

    None where `page` is none, where they go round, and where they lead to nothing: then the redirect itself is shown,
    so that it can be mended.
    """
    seen = {page.title}
    target = parse_page(page).redirect if page.is_redirect else None
    for _step in range(REDIRECTS_FOLLOWED):
        if target is None or target in seen:
            return None
        seen.add(target)
        next_page = finding.find_shown_page(target)
        if next_page is None:
            return target if leads_somewhere(target) else None
        if not next_page.is_redirect:
            return target
        target = parse_page(next_page).redirect
    return target if target is not None and target not in seen else None


def leads_somewhere(target: Title) -> bool:
    """Whether something is shown at a title without a page."""
    return target.namespace is Namespace.SPECIAL or any(target in source([target]) for source in also_existing)


def present_title(title: Title) -> Title | None:
    """Where a title without a page leads because it is another name of something; None where it is none."""
    return next((target for source in other_names if (target := source(title)) is not None), None)



Key = tuple[int, int, int, str]


class RenderingCache:
    """Renderings most recently used, bounded by their length, safe between threads."""

    def __init__(self, characters: int) -> None:
        self._room = characters
        self._used = 0
        self._kept: OrderedDict[Key, tuple[ParserOutput, datetime | None]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> ParserOutput | None:
        with self._lock:
            entry = self._kept.get(key)
            if entry is None:
                return None
            output, until = entry
            if until is not None and until <= clock.now():
                self._forget(key)
                return None
            self._kept.move_to_end(key)
            return output

    def put(self, key: Key, output: ParserOutput) -> None:
        until = None if output.ttl is None else clock.now() + timedelta(seconds=output.ttl)
        with self._lock:
            if key in self._kept:
                self._forget(key)
            self._kept[key] = (output, until)
            self._used += len(output.html)
            while self._used > self._room and len(self._kept) > 1:
                self._forget(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._used = 0

    def _forget(self, key: Key) -> None:
        output, _until = self._kept.pop(key)
        self._used -= len(output.html)


_cache = RenderingCache(CACHE_CHARACTERS)
