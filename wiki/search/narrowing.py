"""A search narrowed by facets and read through a lens.

Rule: a facet counts what its values would leave of everything that the words find; the lens puts pages first and
hides none.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo

from wiki.search.query import SearchResults, search
from wiki.taxonomy.facets.bitsets import numbers_of
from wiki.taxonomy.facets.counting import Narrowed, narrow
from wiki.taxonomy.facets.hierarchy import Value
from wiki.taxonomy.facets.selection import Chosen
from wiki.titles import Namespace


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A part of what the choices leave, and what further choices would."""

    found: SearchResults
    narrowed: Narrowed
    #: Pages of the profile of the lens.
    liked: frozenset[int] = frozenset()
    #: How many the lens puts last.
    demoted: int = 0


def search_narrowed(
    query: str,
    namespaces: Collection[Namespace],
    *,
    offset: int,
    limit: int,
    zone: ZoneInfo,
    chosen: Chosen,
    lens: Value | None,
) -> Narrowing:
    """Pages that fulfil `query` and the choices, those for the profile of `lens` first, else best first.

    Raises `IndexUnavailable` while there is no index.
    """
    part = partial(search, query, namespaces, zone=zone)
    found = part(offset=offset, limit=limit)
    narrowed = narrow(chosen, among=found.page_ids)
    left = frozenset(narrowed.page_ids()) if chosen else found.page_ids
    if chosen:
        among = part(offset=offset, limit=limit, among=left)
        found = replace(found, total=len(left), hits=among.hits, page_ids=left, near=(), corrected=None)
    if lens is None:
        return Narrowing(found, narrowed)
    liked = left.intersection(numbers_of(narrowed.liked(lens)))
    hits = part(offset=offset, limit=limit, among=liked).hits if offset < len(liked) else ()
    if (room := limit - max(0, len(liked) - offset)) > 0:
        hits += part(offset=max(0, offset - len(liked)), limit=room, among=left - liked).hits
    return Narrowing(replace(found, hits=hits), narrowed, liked, len(left) - len(liked))
