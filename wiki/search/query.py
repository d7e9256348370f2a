"""Searching: from what somebody typed to pages with excerpts.

Rule: whoever asks gets only pages that exist for every reader now; the index proposes, the database confirms. A
word counts when it stands in the text; standing in the title or in a heading it weighs more.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from typing import Any

from sqlalchemy import select
from whoosh.query.compound import And, AndMaybe, AndNot, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Term

from wiki.database import session
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import live_pages, live_revisions
from wiki.search.analysis import Unit, compound_key, stem
from wiki.search.corrections import corrected_text
from wiki.search.excerpts import Excerpt, excerpt
from wiki.search.index import current
from wiki.search.reading import Reader
from wiki.search.typed import Clause, TypedQuery, read_query
from wiki.titles import Namespace, Title

TITLE_WEIGHT = 4.0
HEADING_WEIGHT = 1.5

CONTENT = (Namespace.MAIN, Namespace.PROJECT, Namespace.HELP, Namespace.CATEGORY, Namespace.PROFILE)
"""Where a search looks unless told otherwise."""

MAX_FOUND = 10_000
"""How far into the results one can page."""

SPLITS = 4
"""Ways to write a word as several that a query follows."""


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
    """A part of what was found; `total` counts all of it.

    `corrected` is a query that finds something, where this one found nothing and a word of it resembles one that
    pages use.
    """

    total: int
    hits: tuple[Hit, ...]
    corrected: str | None = None


def search(
    query: str, namespaces: Collection[Namespace] = CONTENT, offset: int = 0, limit: int = 20
) -> SearchResults:
    """Pages that fulfil `query` (see `typed`), best first. Any text is a query.

    Raises `IndexUnavailable` while there is no index.
    """
    typed = read_query(query)
    if not typed.wanted or not namespaces:
        return SearchResults(0, ())
    offset = max(0, min(offset, MAX_FOUND))
    with current().reader() as reader:
        allowed = reader.entries_in(namespaces)
        total, numbers = reader.best(_condition(reader, typed), allowed, offset + max(1, limit))
        stored = [reader.stored(number) for number in numbers[offset : offset + limit]]
        corrected = None if total else corrected_text(reader, typed)
        if corrected and not reader.best(_condition(reader, read_query(corrected)), allowed, 1)[0]:
            corrected = None
    return SearchResults(total, tuple(_hits(stored, _marked_terms(typed))), corrected)


def _hits(stored: list[dict[str, Any]], terms: set[str]) -> Iterator[Hit]:
    """The pages of the entries `stored`, as far as readers may see them now.

    The text of an entry is shown only while the revision that it comes from may be seen by everybody.
    """
    revision_ids = [entry["revision"] for entry in stored]
    live = set(session.scalars(select(Revision.id).where(Revision.id.in_(revision_ids), live_revisions())))
    rows = session.execute(
        select(Page, Revision.created_at)
        .join(Revision, Revision.id == Page.shown_revision_id)
        .where(Page.id.in_([entry["page"] for entry in stored]), live_pages())
    )
    pages = {page.id: (page, updated) for page, updated in rows}
    for entry in stored:
        if (known := pages.get(entry["page"])) is not None:
            page, updated = known
            text = entry["text"] if entry["revision"] in live else ""
            yield Hit(page.id, page.title, page.title.path, excerpt(text, terms), page.size, updated)


def _marked_terms(typed: TypedQuery) -> set[str]:
    """The stems that are marked in excerpts."""
    units = tuple(unit for clause in typed.wanted for unit in clause.units)
    joined = (unit.joined for unit in units if unit.joined is not None)
    return {term for unit in units for term in unit.terms}.union(joined, _joined_pairs(units).values())


def _condition(reader: Reader, typed: TypedQuery) -> Query:
    """The query for the index: every wanted clause, none of the unwanted, better where the title agrees."""
    required = And([*_required(reader, typed.wanted)])
    better = _or(
        [
            Term(field, term, boost=weight)
            for term in sorted(_marked_terms(typed))
            for field, weight in (("title", TITLE_WEIGHT), ("headings", HEADING_WEIGHT))
        ]
    )
    unwanted = [_any_of(_spellings(reader, clause.field, clause.units)) for clause in typed.unwanted]
    found: Query = AndMaybe(required, better)
    return AndNot(found, _or(unwanted)) if unwanted else found


def _required(reader: Reader, clauses: tuple[Clause, ...]) -> Iterator[Query]:
    """A query for each clause; two words side by side that pages also write as one are satisfied by that one."""
    waiting = list(clauses)
    while waiting:
        clause = waiting.pop(0)
        alone = _any_of(_spellings(reader, clause.field, clause.units))
        joined = _joined_with_next(reader, clause, waiting[0]) if waiting else None
        if joined is None:
            yield alone
        else:
            following = waiting.pop(0)
            other = _any_of(_spellings(reader, following.field, following.units))
            yield _or([And([alone, other]), Term(clause.field, joined)])


def _joined_with_next(reader: Reader, clause: Clause, following: Clause) -> str | None:
    """The stem of two single words written as one, where some page has it."""
    if clause.field != following.field or len(clause.units) != 1 or len(following.units) != 1:
        return None
    joined = _joined_pairs((*clause.units, *following.units)).get(0)
    return joined if joined is not None and reader.has(clause.field, joined) else None


def _joined_pairs(units: tuple[Unit, ...]) -> dict[int, str]:
    """For two simple words side by side, by the place of the first, the stem of both written as one word."""
    return {
        place: stem(first.forms[0] + second.forms[0])
        for place, (first, second) in enumerate(pairwise(units))
        if len(first.forms) == len(second.forms) == 1 and first.forms[0].isalpha() and second.forms[0].isalpha()
    }


def _spellings(reader: Reader, field: str, units: tuple[Unit, ...]) -> Iterable[tuple[str, ...]]:
    """The ways in which pages may write `units`, each a sequence of terms that stand side by side.

    A compound is one word or several; a single word that some page writes as several may be so everywhere.
    """
    apart = tuple(term for unit in units for term in unit.terms)
    together = tuple(term for unit in units for term in ((unit.joined,) if unit.joined else unit.terms))
    found: dict[tuple[str, ...], None] = {together: None}
    if len(apart) > 1 or all(unit.joined is None for unit in units):
        found[apart] = None
    if len(units) == 1:
        found |= dict.fromkeys(_known_splits(reader, units[0]))
    else:
        splits = (next(iter(_known_splits(reader, unit)), unit.terms) for unit in units)
        found[tuple(term for split in splits for term in split)] = None
    for place, joined in _joined_pairs(units).items():
        if reader.has(field, joined):
            before = (term for unit in units[:place] for term in unit.terms)
            after = (term for unit in units[place + 2 :] for term in unit.terms)
            found[(*before, joined, *after)] = None
    return [(field, *spelling) for spelling in found]


def _known_splits(reader: Reader, unit: Unit) -> list[tuple[str, ...]]:
    """How pages write a single word as several."""
    if unit.joined is not None or len(unit.terms) != 1:
        return []
    key = compound_key(unit.terms[0])
    known = islice(reader.terms_beginning("compounds", key), SPLITS)
    return [tuple(spelling.removeprefix(key).split(" ")) for spelling in known]


def _any_of(spellings: Iterable[tuple[str, ...]]) -> Query:
    queries: list[Query] = []
    for field, *terms in spellings:
        queries.append(Term(field, terms[0]) if len(terms) == 1 else Phrase(field, terms))
    return _or(queries)


def _or(queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    # In a small index Whoosh would read every posting of each part into an array, for a handful of hits.
    found = Or(queries)
    found.matcher_type = Or.DEFAULT_MATCHER
    return found
