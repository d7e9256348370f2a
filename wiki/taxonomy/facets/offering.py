"""The choices that facets offer beside a list: each value with what it would leave, and the address that chooses it.

Rule: a tree is shown as far as one has come in it: what is at the top, folded what is just below, and what is below
the values that are chosen. What would leave nothing is shown too, with its zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from wiki.taxonomy.facets.counting import Narrowed
from wiki.taxonomy.facets.hierarchy import Facet, Value
from wiki.taxonomy.facets.selection import Chosen, parameter, query_of, toggled_within

BROWSE = "/special/browse"


def address_of(chosen: Chosen, more: Mapping[str, object] | None = None, path: str = BROWSE) -> str:
    """The one address of a selection in the list at `path`."""
    return _joined(path, query_of(chosen, more or {}))


def _joined(path: str, *queries: str) -> str:
    query = "&".join(filter(None, queries))
    return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen, or given up."""

    value: Value
    #: Articles that it would leave.
    count: int
    url: str
    chosen: bool
    narrower: tuple["Choice", ...]
    #: Whether what is narrower is to be seen at once.
    unfolded: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A facet with its choices; how many are made."""

    facet: Facet
    choices: tuple[Choice, ...]
    made: int


@dataclass(frozen=True)
class Offering:
    """Everything that is offered beside the list at `path`; `more` goes along in each address."""

    narrowed: Narrowed
    chosen: Chosen
    more: Mapping[str, object]
    path: str = BROWSE

    @cached_property
    def facets(self) -> list[Offered]:
        """The facets in their order."""
        return [
            Offered(
                facet,
                tuple(self._choice(facet, value, frozenset()) for value in facet.top),
                len(self.chosen.get(facet.slug, ())),
            )
            for facet in self.narrowed.membership.hierarchy.facets.values()
        ]

    @cached_property
    def given_up(self) -> list[Choice]:
        """The choices that are made: each address is that without it."""
        facets = self.narrowed.membership.hierarchy.facets.values()
        values = [value for facet in facets for value in facet.values.values() if self._is_chosen(value)]
        return [self._alone(value) for value in values]

    @property
    def nothing_chosen(self) -> str:
        """The address without any choice."""
        return address_of({}, self.more, self.path)

    @property
    def url(self) -> str:
        """The address of what is chosen."""
        return address_of(self.chosen, self.more, self.path)

    @cached_property
    def _on_the_way(self) -> frozenset[tuple[str, str]]:
        """The chosen values and what is above them."""
        wider = self.narrowed.membership.hierarchy.wider
        return frozenset(
            key for facet, slugs in self.chosen.items() for slug in slugs for key in wider.get((facet, slug), ())
        )

    def _is_chosen(self, value: Value) -> bool:
        return value.slug in self.chosen.get(value.key[0], ())

    def _choice(self, facet: Facet, value: Value, above: frozenset[str]) -> Choice:
        unfolded = value.key in self._on_the_way
        if not value.narrower or (above and not unfolded):
            return self._alone(value, unfolded=unfolded)
        inner = above | {value.slug}
        below = [facet.values[slug] for slug in value.narrower if slug not in inner]
        return self._alone(value, tuple([self._choice(facet, one, inner) for one in below]), unfolded=unfolded)

    def _alone(self, value: Value, narrower: tuple[Choice, ...] = (), *, unfolded: bool = False) -> Choice:
        url = self._address_toggling(value)
        return Choice(value, self.narrowed.count(value), url, self._is_chosen(value), narrower, unfolded)

    def _address_toggling(self, value: Value) -> str:
        """The address of what is chosen with `value`, or without it."""
        facet = value.key[0]
        before, after = self._around[facet]
        own = sorted(toggled_within(self.narrowed.membership.hierarchy, self.chosen, value))
        return _joined(self.path, before, *[parameter(facet, slug) for slug in own], after)

    @cached_property
    def _around(self) -> Mapping[str, tuple[str, str]]:
        """For each facet, what an address says before its values and after them: the same for all of them."""
        return {
            facet: (
                query_of({name: slugs for name, slugs in self.chosen.items() if name < facet}, {}),
                query_of({name: slugs for name, slugs in self.chosen.items() if name > facet}, self.more),
            )
            for facet in self.narrowed.membership.hierarchy.facets
        }
