"""Searching: from what somebody typed to pages with excerpts.

Rule: whoever asks gets only pages that exist for every reader now; the index proposes, the database confirms.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from zoneinfo import ZoneInfo

from sqlalchemy import select

from wiki.database import session
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, live_pages, public
from wiki.search import outbox
from wiki.search.corrections import corrected_text
from wiki.search.excerpts import Excerpt, excerpt
from wiki.search.filters import Remark, Selection, select_pages
from wiki.search.index import current
from wiki.search.matching import Matching, marked_terms
from wiki.search.reading import Reader
from wiki.search.typed import read_query
from wiki.titles import Namespace, Title

CONTENT = (Namespace.MAIN, Namespace.PROJECT, Namespace.HELP, Namespace.CATEGORY, Namespace.PROFILE)
"""Where a search looks unless told otherwise."""

MAX_FOUND = 10_000
"""How far into the results one can page."""

FEW = 3
"""Where fewer pages are found, words that resemble more frequent ones are looked at."""

MAX_NEAR = 5
"""Where fewer pages are found, as many others are shown that have some of the words."""

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found. `excerpt` is (text, is one of the words sought)."""

    page_id: int
    title: Title
    url: str
    excerpt: Excerpt
    updated: datetime


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A part of what was found; `total` counts all of it, `page_ids` are its pages.

    `near` are pages that have some of the words only, where few have all. `corrected` is a query that finds more,
    where this one found little and a word of it resembles one that pages use. `remarks` tell of operators that
    could not be answered.
    """

    total: int
    hits: tuple[Hit, ...]
    corrected: str | None = None
    near: tuple[Hit, ...] = ()
    page_ids: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Ids of the pages to show of those found, and of the ones that come before the others."""

    page_ids: Collection[int]
    first: Collection[int] = ()


Choose = Callable[[frozenset[int]], Shown]


def search(
    query: str,
    namespaces: Collection[Namespace] = CONTENT,
    offset: int = 0,
    limit: int = 20,
    *,
    choose: Choose = Shown,
    zone: ZoneInfo = UTC,
) -> SearchResults:
    """Pages that fulfil `query` (see `typed`), best first. Any text is a query.

    `choose`: which pages to show, told the ids of all that were found. `zone`: where the days of the query begin.
    Raises `IndexUnavailable` while there is no index.
    """
    typed = read_query(query)
    if not (typed.wanted or typed.filters) or not namespaces:
        return SearchResults(0, ())
    # Before the index is opened: what is taken off the outbox meanwhile is in it.
    selection = select_pages(typed, zone).without(outbox.gone())
    offset = max(0, min(offset, MAX_FOUND))
    with current().reader() as reader:
        matching = Matching(reader, typed, _allowed(reader, namespaces, selection))
        found = matching.entries()
        page_ids = reader.column("page_id")
        shown = choose(frozenset(page_ids[number] for number in found))
        scores = {number: score for number, score in found.items() if page_ids[number] in shown.page_ids}
        ahead = {number for number in scores if page_ids[number] in shown.first}
        numbers = _best(scores, offset + max(1, limit), ahead)[offset : offset + limit]
        near = _best(matching.near_entries(), MAX_NEAR) if len(found) < MAX_NEAR and not offset else []
        stored = [_stored(reader, number) for number in (*numbers, *near)]
        corrected = _corrected(matching, len(found)) if len(found) < FEW else None
        page_ids_shown = frozenset(page_ids[number] for number in scores)
    hits = list(_hits(stored, marked_terms(typed)))
    return SearchResults(
        total=len(scores),
        hits=tuple(hit for hit in hits[: len(numbers)] if hit is not None),
        corrected=corrected,
        near=tuple(hit for hit in hits[len(numbers) :] if hit is not None),
        page_ids=page_ids_shown,
        remarks=selection.remarks,
    )


def _allowed(reader: Reader, namespaces: Collection[Namespace], selection: Selection) -> set[int]:
    """Numbers of the entries that operators and namespaces leave."""
    entries = reader.entries_in(namespaces)
    if selection.takes_all:
        return entries
    page_ids = reader.column("page_id")
    return {number for number in entries if selection.takes(page_ids[number])}


def _best(found: Mapping[int, float], limit: int, ahead: Collection[int] = ()) -> list[int]:
    return nlargest(limit, found, key=lambda number: (number in ahead, found[number], -number))


def _corrected(matching: Matching, pages: int) -> str | None:
    """A query that finds more than `pages`."""
    text = corrected_text(matching.reader, matching.typed)
    if text is None:
        return None
    more = Matching(matching.reader, read_query(text), matching.allowed).entries()
    return text if len(more) > pages else None


def _stored(reader: Reader, number: int) -> tuple[int, int, str]:
    """(page id, revision id, text) of an entry."""
    return reader.column("page_id")[number], reader.column("revision_id")[number], reader.text(number)


def _hits(stored: Sequence[tuple[int, int, str]], terms: set[str]) -> Iterator[Hit | None]:
    """For each of the entries `stored` its page, None where readers may not see it now.

    The text of an entry is shown only while the revision that it comes from may be seen by everybody.
    """
    if not stored:
        return
    # Columns: making objects of pages takes longer than finding them.
    rows = session.execute(
        select(Page.id, Page.namespace, Page.name, Revision.created_at, Revision.id.label("shown"))
        .add_columns(public(Detail.TEXT).label("live"))
        .join(Revision, Revision.id == Page.shown_revision_id)
        .where(Page.id.in_([page_id for page_id, _revision_id, _text in stored]), live_pages())
    )
    pages = {row.id: row for row in rows}
    live = {page.shown for page in pages.values() if page.live}
    # The index may be behind what is shown now.
    if older := {revision_id for _page_id, revision_id, _text in stored} - {page.shown for page in pages.values()}:
        live.update(session.scalars(select(Revision.id).where(Revision.id.in_(older), public(Detail.TEXT))))
    for page_id, revision_id, text in stored:
        page = pages.get(page_id)
        if page is None:
            yield None
            continue
        title = Title(Namespace(page.namespace), page.name)
        shown = excerpt(text if revision_id in live else "", terms)
        yield Hit(page_id, title, title.path, shown, page.created_at)
