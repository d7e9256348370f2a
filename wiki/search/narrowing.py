"""A search narrowed by facets and read through a lens.

Rule: a facet counts what its values would leave of everything that the words find; the lens puts pages first and
hides none.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from wiki.search.query import SearchResults, Shown, search
from wiki.taxonomy.facets.bitsets import is_marked, marks_of, numbers_of
from wiki.taxonomy.facets.counting import Narrowed, narrow
from wiki.taxonomy.facets.hierarchy import Value
from wiki.taxonomy.facets.selection import Chosen
from wiki.titles import Namespace


@dataclass(frozen=True)
class Narrowing:
    """A part of what the choices leave, and what further choices would."""

    found: SearchResults
    narrowed: Narrowed
    #: Pages of the profile of the lens.
    liked: frozenset[int] = frozenset()
    #: How many the lens puts last.
    demoted: int = 0

    @cached_property
    def profiles(self) -> dict[int, list[Value]]:
        """The profiles for which the pages shown are, by the id of the page."""
        found: dict[int, list[Value]] = {hit.page_id: [] for hit in (*self.found.hits, *self.found.near)}
        membership = self.narrowed.membership
        for profile in membership.hierarchy.profiles.values():
            marks = marks_of(membership.of(*profile.key))
            for page_id, profiles in found.items():
                if is_marked(marks, page_id):
                    profiles.append(profile)
        return found


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
    narrowed, shown = narrow(chosen, among=()), Shown(())

    def choose(page_ids: frozenset[int]) -> Shown:
        nonlocal narrowed, shown
        narrowed = narrow(chosen, among=page_ids)
        left = frozenset(narrowed.page_ids()) if chosen else page_ids
        liked = left.intersection(numbers_of(narrowed.liked(lens))) if lens is not None else frozenset[int]()
        shown = Shown(left, liked)
        return shown

    found = search(query, namespaces, offset, limit, choose=choose, zone=zone)
    if chosen:
        found = replace(found, near=(), corrected=None)
    if lens is None:
        return Narrowing(found, narrowed)
    return Narrowing(found, narrowed, frozenset(shown.first), len(shown.page_ids) - len(shown.first))
