"""Searching: from what somebody typed to pages with excerpts.

Rule: whoever asks gets only pages that exist for every reader now; the index proposes, the database confirms.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from zoneinfo import ZoneInfo

from sqlalchemy import select

from wiki.database import session
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import live_pages, live_revisions
from wiki.search import matching
from wiki.search.corrections import corrected_text
from wiki.search.excerpts import Excerpt, excerpt
from wiki.search.filters import Remark, Selection, select_pages
from wiki.search.index import current
from wiki.search.reading import Reader
from wiki.search.typed import TypedQuery, read_query
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
    """A page that was found. `excerpt` is (text, is one of the words sought); `size` in bytes."""

    page_id: int
    title: Title
    url: str
    excerpt: Excerpt
    size: int
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


def search(
    query: str,
    namespaces: Collection[Namespace] = CONTENT,
    offset: int = 0,
    limit: int = 20,
    *,
    among: Collection[int] | None = None,
    zone: ZoneInfo = UTC,
) -> SearchResults:
    """Pages that fulfil `query` (see `typed`), best first. Any text is a query.

    `among`: look at the pages with these ids only. `zone`: where the days of the query begin. Raises
    `IndexUnavailable` while there is no index.
    """
    typed = read_query(query)
    if not (typed.wanted or typed.filters) or not namespaces:
        return SearchResults(0, ())
    selection = select_pages(typed, zone)
    if among is not None:
        selection = selection.narrowed(among)
    offset = max(0, min(offset, MAX_FOUND))
    with current().reader() as reader:
        allowed = _allowed(reader, namespaces, selection)
        found = matching.entries(reader, typed, allowed)
        numbers = _best(found, offset + max(1, limit))[offset : offset + limit]
        near = _near(reader, typed, allowed - found.keys()) if len(found) < MAX_NEAR and not offset else []
        stored = [_stored(reader, number) for number in (*numbers, *near)]
        corrected = _corrected(reader, typed, allowed) if len(found) < FEW else None
        page_ids = reader.column("page_id")
        found_ids = frozenset(page_ids[number] for number in found)
    hits = list(_hits(stored, matching.marked_terms(typed)))
    shown, others = hits[: len(numbers)], hits[len(numbers) :]
    return SearchResults(
        total=len(found),
        hits=tuple(hit for hit in shown if hit is not None),
        corrected=corrected,
        near=tuple(hit for hit in others if hit is not None),
        page_ids=found_ids,
        remarks=selection.remarks,
    )


def _allowed(reader: Reader, namespaces: Collection[Namespace], selection: Selection) -> set[int]:
    """Numbers of the entries that operators and namespaces leave."""
    entries = reader.entries_in(namespaces)
    if selection.takes_all:
        return entries
    page_ids = reader.column("page_id")
    return {number for number in entries if selection.takes(page_ids[number])}


def _best(found: dict[int, float], limit: int) -> list[int]:
    return nlargest(limit, found, key=lambda number: (found[number], -number))


def _near(reader: Reader, typed: TypedQuery, allowed: set[int]) -> list[int]:
    return _best(matching.near_entries(reader, typed, allowed), MAX_NEAR)


def _corrected(reader: Reader, typed: TypedQuery, allowed: set[int]) -> str | None:
    """A query that finds more pages than `typed`."""
    text = corrected_text(reader, typed)
    if text is None:
        return None
    more = len(matching.entries(reader, read_query(text), allowed))
    return text if more > len(matching.entries(reader, typed, allowed)) else None


def _stored(reader: Reader, number: int) -> tuple[int, int, str]:
    """(page id, revision id, text) of an entry."""
    return reader.column("page_id")[number], reader.column("revision_id")[number], reader.text(number)


def _hits(stored: Sequence[tuple[int, int, str]], terms: set[str]) -> Iterator[Hit | None]:
    """For each of the entries `stored` its page, None where readers may not see it now.

    The text of an entry is shown only while the revision that it comes from may be seen by everybody.
    """
    revision_ids = [revision_id for _page_id, revision_id, _text in stored]
    live = set(session.scalars(select(Revision.id).where(Revision.id.in_(revision_ids), live_revisions())))
    rows = session.execute(
        select(Page, Revision.created_at)
        .join(Revision, Revision.id == Page.shown_revision_id)
        .where(Page.id.in_([page_id for page_id, _revision_id, _text in stored]), live_pages())
    )
    pages = {page.id: (page, updated) for page, updated in rows}
    for page_id, revision_id, text in stored:
        if page_id not in pages:
            yield None
            continue
        page, updated = pages[page_id]
        shown = excerpt(text if revision_id in live else "", terms)
        yield Hit(page.id, page.title, page.title.path, shown, page.size, updated)
