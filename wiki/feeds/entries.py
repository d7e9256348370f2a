"""The entries of a feed: what is said of each change, act or page.

Rule: a text is shown as far as `pages/visibility.py` lets this reader see it, names and summaries as other lists
show them; a longer feed costs no more queries, and comparing stops where it would cost much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from wiki.errors import N_
from wiki.feeds.atom import Entry
from wiki.feeds.excerpts import changed_lines
from wiki.feeds.listing import Listing
from wiki.logs.reading import Line, load_lines
from wiki.logs.sentences import sentence
from wiki.messages import translate
from wiki.pages.changes import Change, load_changes
from wiki.pages.contents import texts_of
from wiki.pages.models import Revision
from wiki.pages.visibility import Detail, may_see
from wiki.parsing.beginning import beginning
from wiki.permissions.authority import Authority
from wiki.recentchanges.streams import events_of
from wiki.settings import Settings
from wiki.users.models import User

READ = 500_000
"""Bytes of texts that are read and compared for one feed; what is beyond is told without them."""

SIZE = N_("Change of size: %(change)s bytes")
HIDDEN = N_("(name hidden)")


@dataclass(frozen=True, slots=True)
class Wording:
    """For whom entries are written: rights, language, and the site's own address."""

    authority: Authority
    language: str
    site: Settings

    def absolute(self, html: Markup) -> str:
        """`html` with its links to this wiki made absolute; in text, quotes are escaped."""
        return str(html).replace('href="/', f'href="{escape(self.site.site_url)}/')

    def id(self, kind: str, number: int) -> str:
        """The lasting name of an event or a page (RFC 4151)."""
        host = (urlsplit(self.site.site_url).hostname or "localhost").replace(":", "-")
        return f"tag:{host},2026:{kind}/{number}"

    def name(self, user: User | None) -> str:
        """Who did it."""
        return user.name if user is not None else translate(HIDDEN, self.language)


def entries_of(listing: Listing, wording: Wording) -> list[Entry]:
    """The entries of `listing`, in the same order."""
    revisions, logged = events_of(listing.part)
    changes = load_changes(wording.authority, revisions, wording.language)
    texts = _texts(listing, revisions, wording.authority)
    write = _page if listing.of_pages else _change
    told = iter([write(change, listing, texts, wording) for change in changes])
    lines = iter([_act(line, wording) for line in load_lines(wording.authority, logged, wording.language)])
    return [next(told if isinstance(event, Revision) else lines) for event in listing.part.events]


def _texts(listing: Listing, revisions: Sequence[Revision], authority: Authority) -> dict[int, tuple[str, str]]:
    """The text before and the text after each revision, by its number, where the reader may see both."""
    wanted: dict[int, tuple[int | None, int]] = {}
    room = READ if not listing.excerpts else 0
    for revision in revisions:
        before = listing.parents.get(revision.parent_id or 0)
        concerned = [revision] if before is None else [before, revision]
        size = sum(one.size for one in concerned)
        if size <= room and all(may_see(authority, one, Detail.TEXT) for one in concerned):
            wanted[revision.id] = (before.content_id if before is not None else None, revision.content_id)
            room -= size
    texts = texts_of({number for pair in wanted.values() for number in pair if number is not None})
    return {number: (texts.get(old or 0, ""), texts[new]) for number, (old, new) in wanted.items()}


def _change(change: Change, listing: Listing, texts: Mapping[int, tuple[str, str]], wording: Wording) -> Entry:
    revision, path = change.revision, change.title.path
    words = translate(SIZE, wording.language, change=f"{revision.size_change:+d}")
    lines = changed_lines(*texts[revision.id]) if revision.id in texts else Markup("")
    said = change.summary.striptags()
    compared = f"{path}?diff=prev&oldid={revision.id}" if change.has_live_parent else f"{path}?oldid={revision.id}"
    return Entry(
        id=wording.id("revision", revision.id),
        title=f"{change.title.full_name} – {said}" if said else change.title.full_name,
        url=wording.site.site_url + compared,
        author=wording.name(change.user),
        updated=revision.created_at,
        html=wording.absolute(paragraphs(change.summary, words) + lines),
    )


def _page(change: Change, listing: Listing, texts: Mapping[int, tuple[str, str]], wording: Wording) -> Entry:
    begins = beginning(texts[change.revision.id][1]) if change.revision.id in texts else ""
    return Entry(
        id=wording.id("page", change.page.id),
        title=change.title.full_name,
        url=wording.site.site_url + change.title.path,
        author=wording.name(change.user),
        updated=change.revision.created_at,
        html=paragraphs(listing.excerpts.get(change.page.id, begins)),
    )


def _act(line: Line, wording: Wording) -> Entry:
    done = sentence(line, wording.language, lambda title, _exists: escape(title.full_name)).striptags()
    name = wording.name(line.actor)
    return Entry(
        id=wording.id("log", line.entry.id),
        title=f"{name} {done}",
        url=wording.site.site_url + line.title.path,
        author=name,
        updated=line.entry.created_at,
        html=wording.absolute(paragraphs(f"{name} {done}", line.reason)),
    )


def paragraphs(*texts: str) -> Markup:
    """Each of `texts` as a paragraph; one without words is left out."""
    return Markup("").join(Markup("<p>{}</p>").format(text) for text in texts if text)
