"""Which values somebody chose, as an address says it. Pure.

Rule: one selection has one address, whatever the order in which it was made: keys and slugs are sorted, each stands
once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from wiki.taxonomy.facets.hierarchy import Hierarchy, Value

MAX_VALUES = 50
"""Values that a selection may hold; what is more is left out."""

Chosen = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: values that exist, and what it names that does not: (facet, slug)."""

    chosen: Chosen
    unknown: tuple[tuple[str, str], ...]

    @property
    def all(self) -> dict[str, frozenset[str]]:
        """Everything that was asked for."""
        found = dict(self.chosen)
        for facet, slug in self.unknown:
            found[facet] = found.get(facet, frozenset()) | {slug}
        return found


def read(shape: Hierarchy, arguments: Mapping[str, Sequence[str]]) -> Asked:
    """The selection that the parameters of an address make; a former slug means the value that had it."""
    chosen: dict[str, frozenset[str]] = {}
    unknown: list[tuple[str, str]] = []
    for facet in shape.facets.values():
        asked = sorted({slug.strip() for slug in arguments.get(facet.slug, ())} - {""})[:MAX_VALUES]
        found = {slug: facet.find(slug) for slug in asked}
        known = frozenset(value.slug for value in found.values() if value is not None)
        unknown += [(facet.slug, slug) for slug, value in found.items() if value is None]
        if known:
            chosen[facet.slug] = known
    return Asked(chosen, tuple(unknown))


def query_of(chosen: Mapping[str, Collection[str]], more: Mapping[str, object]) -> str:
    """The query of the one address of a selection.

    `more` are further parameters: None is left out, a list stands for one parameter each.
    """
    pairs = [(facet, slug) for facet in sorted(chosen) for slug in sorted(chosen[facet])]
    for name, value in sorted(more.items()):
        pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value]) if one is not None]
    return "&".join(parameter(name, value) for name, value in pairs)


@lru_cache(maxsize=4096)
def parameter(name: str, value: str) -> str:
    """A parameter as an address has it; kept, since a list offers hundreds of addresses with the same values."""
    return f"{quote(name, safe='')}={quote(value, safe='')}"


def toggled_within(shape: Hierarchy, chosen: Chosen, value: Value) -> frozenset[str]:
    """What is chosen of the facet of `value` after it was toggled.

    What is above or below a value that is added goes: together with it, it would make the choice no narrower, and
    who opens a region to choose a department wants the department.
    """
    facet, slug = value.key
    before = chosen.get(facet, frozenset())
    if slug in before:
        return before - {slug}
    if not before:
        return frozenset((slug,))
    tree = shape.facets[facet]
    above = tree.above(slug)
    return frozenset({slug, *(other for other in before - above if slug not in tree.above(other))})
