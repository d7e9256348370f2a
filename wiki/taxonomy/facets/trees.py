"""The axes as whole trees, each term with how many articles it leads to. Rule: one figure for a term everywhere.

The figure is that of the facets: the articles of the term and of everything narrower, each counted once.
"""

from dataclasses import dataclass

from wiki.taxonomy.facets.hierarchy import Facet, Value
from wiki.taxonomy.facets.membership import Membership


@dataclass(frozen=True, slots=True)
class Branch:
    """A term in the tree of its axis, with how many articles it leads to and what is narrower."""

    value: Value
    articles: int
    narrower: tuple["Branch", ...]


def trees(known: Membership) -> list[tuple[Facet, tuple[Branch, ...]]]:
    """The axes in their order; a term stands below each of its parents. No query."""

    def branch(facet: Facet, value: Value, above: frozenset[str]) -> Branch:
        inner = above | {value.slug}
        below = [facet.values[slug] for slug in value.narrower if slug not in inner]
        return Branch(value, known.of(*value.key).bit_count(), tuple([branch(facet, one, inner) for one in below]))

    return [
        (facet, tuple([branch(facet, value, frozenset()) for value in facet.top])) for facet in known.hierarchy.axes
    ]


def nearest_above(known: Membership, value: Value) -> list[tuple[Value, int]]:
    """On each way up from `value`, the first term that leads to an article, with how many."""
    if not value.broader:
        return []
    values = known.hierarchy.facets[value.key[0]].values
    found: dict[str, int] = {}
    seen: set[str] = {value.slug}
    pending = list(value.broader)
    while pending:
        slug = pending.pop(0)
        if slug not in seen:
            seen.add(slug)
            count = known.of(*values[slug].key).bit_count()
            if count:
                found[slug] = count
            else:
                pending += values[slug].broader
    return [(values[slug], count) for slug, count in found.items()]
