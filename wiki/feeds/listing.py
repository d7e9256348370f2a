"""What each feed lists, before anything is written about it. Rule: `pages/visibility.py` decides who is told what.

Kept apart from the entries, so that a reader who has the newest already costs a few questions and no text.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlalchemy import ColumnElement, select

from wiki.database import session
from wiki.feeds.atom import EMPTY
from wiki.feeds.excerpts import marked
from wiki.logs.models import LogEntry
from wiki.pages import finding
from wiki.pages.finding import NoSuchPage
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, live_pages, visible
from wiki.permissions.authority import Authority
from wiki.recentchanges.filtering import Filters, recent
from wiki.recentchanges.streams import Part, Streams, events_of
from wiki.search.query import Shown, search
from wiki.taxonomy import finding as taxonomy
from wiki.taxonomy.facets.counting import narrow
from wiki.taxonomy.facets.selection import Chosen
from wiki.taxonomy.models import PageCategory, PageProfile
from wiki.taxonomy.naming import present_title
from wiki.titles import Namespace, Title

MOST = 50
"""Entries of a feed."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed tells, newest first: changes of pages and acts, or pages as they are now."""

    part: Part
    #: The pages concerned, by their numbers.
    pages: Mapping[int, Title]
    #: The revisions just before those of the list, by their numbers, seen by the reader or not.
    parents: Mapping[int, Revision]
    #: Whether the entries are pages, not changes.
    of_pages: bool = False
    #: What is said of each page, by its number, where that is known already.
    excerpts: Mapping[int, Markup] = field(default_factory=dict)

    @property
    def updated(self) -> datetime:
        """The moment of the newest event."""
        return max((event.created_at for event in self.part.events), default=EMPTY)

    def fingerprint(self, *about: object) -> str:
        """A name for this state of the feed; `about` is what else its looks depend on."""
        revisions, entries = events_of(self.part)
        state = (
            [(revision.id, revision.hidden) for revision in (*revisions, *self.parents.values())],
            [entry.id for entry in entries],
            sorted((number, title.full_name) for number, title in self.pages.items()),
            sorted(self.excerpts.items()),
        )
        return hashlib.sha256(repr((about, state)).encode()).hexdigest()[:32]


def changes(authority: Authority, filters: Filters) -> Listing:
    """The recent changes that `filters` want."""
    return _changes(recent(authority, filters))


def history(authority: Authority, title: Title) -> Listing:
    """The revisions of a page. Raises `NoSuchPage`."""
    page = finding.get_page(title)
    query = select(Revision).where(Revision.page_id == page.id, visible(authority, Detail.EXISTENCE))
    return _changes(Streams(query))


def members(authority: Authority, title: Title) -> Listing:
    """The pages of a category or a profile that were written last, whichever of its names `title` is.

    Raises `NoSuchPage` where nothing is shown.
    """
    title = present_title(title) or title
    if title.namespace is Namespace.PROFILE:
        profile = taxonomy.find_profile(name=title.name)
        number = profile.id if profile is not None else 0
        belonging = select(PageProfile.page_id).where(PageProfile.profile_id == number)
    else:
        belonging = select(PageCategory.page_id).where(PageCategory.name == title.name)
    found = _pages(authority, Page.id.in_(belonging))
    if not found.part.events and title not in taxonomy.existing_terms([title]) and not finding.find_shown_page(title):
        raise NoSuchPage(title=title.full_name)
    return found


def found(
    authority: Authority, query: str, namespaces: Sequence[Namespace], *, zone: ZoneInfo, chosen: Chosen
) -> Listing:
    """The best pages that a search finds and the facets leave, the one written last first.

    No lens: it hides no page of the list. Raises `IndexUnavailable`.
    """

    def left(page_ids: frozenset[int]) -> Shown:
        return Shown(frozenset(narrow(chosen, among=page_ids).page_ids()) if chosen else page_ids)

    hits = search(query, namespaces, 0, MOST, choose=left, zone=zone).hits
    excerpts = {hit.page_id: marked(hit.excerpt) for hit in hits}
    return replace(_pages(authority, Page.id.in_(list(excerpts))), excerpts=excerpts)


def _pages(authority: Authority, wanted: ColumnElement[bool]) -> Listing:
    """The wanted pages, each as the revision that readers see of it."""
    query = (
        select(Revision)
        .join(Page, Page.shown_revision_id == Revision.id)
        .where(wanted, live_pages(), visible(authority, Detail.EXISTENCE))
        .order_by(Revision.created_at.desc(), Revision.id.desc())
        .limit(MOST)
    )
    revisions = list(session.scalars(query))
    return Listing(Part([*revisions], newer=False, older=False), _titles(revisions, ()), {}, of_pages=True)


def _changes(streams: Streams) -> Listing:
    """The newest events of `streams`."""
    part = streams.part(before=None, after=None, limit=MOST)
    revisions, entries = events_of(part)
    before = {revision.parent_id for revision in revisions}
    parents = session.scalars(select(Revision).where(Revision.id.in_(before)).order_by(Revision.id))
    return Listing(part, _titles(revisions, entries), {parent.id: parent for parent in parents})


def _titles(revisions: Sequence[Revision], entries: Sequence[LogEntry]) -> dict[int, Title]:
    """The titles of the pages concerned."""
    numbers = {revision.page_id for revision in revisions} | {entry.page_id for entry in entries}
    return {page.id: page.title for page in session.scalars(select(Page).where(Page.id.in_(numbers)))}
