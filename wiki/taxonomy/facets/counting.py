"""Narrowing by facets, and counting what each further choice would leave.

Rule: the values chosen within one facet are alternatives, the facets are conditions; a facet's counts are made with
the choices of the others. The search calls `narrow` with the numbers of the pages that it found.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from wiki.taxonomy.facets.bitsets import Bits, bits_of, is_marked, marks_of, numbers_of
from wiki.taxonomy.facets.hierarchy import Value
from wiki.taxonomy.facets.membership import Membership, present

Selection = Mapping[str, Collection[str]]
"""Slug of a facet → slugs of the values chosen; a facet without any is no condition."""


@dataclass(frozen=True)
class Narrowed:
    """The articles that a selection leaves."""

    membership: Membership
    selection: Selection
    #: The articles among which it was made.
    among: Bits

    @cached_property
    def bits(self) -> Bits:
        """What is left."""
        return self._left_by(self._chosen)

    @property
    def total(self) -> int:
        return self.bits.bit_count()

    def count(self, value: Value) -> int:
        """How many articles of `value` the choices in the other facets leave."""
        facet, slug = value.key
        return (self._beside(facet) & self.membership.of(facet, slug)).bit_count()

    def page_ids(self) -> list[int]:
        """Numbers of the pages that are left, ascending."""
        return list(numbers_of(self.bits))

    def kept(self, page_ids: Collection[int]) -> list[int]:
        """Those of `page_ids` that are left, in the order given: of a search, the best first."""
        marks = marks_of(self.bits)
        return [number for number in page_ids if is_marked(marks, number)]

    def liked(self, lens: Value | None) -> Bits:
        """What is left and is for the profile of `lens`; everything where there is no lens."""
        return self.bits if lens is None else self.bits & self.membership.of(*lens.key)

    @cached_property
    def _chosen(self) -> Mapping[str, Bits]:
        """For each facet with a choice, the articles of any of its values."""
        found: dict[str, Bits] = {}
        for facet, slugs in self.selection.items():
            if slugs:
                found[facet] = 0
                for slug in slugs:
                    found[facet] |= self.membership.of(facet, slug)
        return found

    @cached_property
    def _without(self) -> dict[str, Bits]:
        return {facet: self._left_by({k: v for k, v in self._chosen.items() if k != facet}) for facet in self._chosen}

    def _beside(self, facet: str) -> Bits:
        """What the choices outside of `facet` leave."""
        return self._without.get(facet, self.bits)

    def _left_by(self, conditions: Mapping[str, Bits]) -> Bits:
        left = self.among
        for bits in conditions.values():
            left &= bits
        return left


def narrow(selection: Selection, *, among: Collection[int] | None = None) -> Narrowed:
    """What `selection` leaves of the articles, or of those with the numbers `among`, at this moment."""
    membership = present()
    pool = membership.articles if among is None else membership.articles & bits_of(among)
    return Narrowed(membership, selection, pool)
