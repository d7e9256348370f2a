"""The facets and their values as one picture that does not change: the profiles, and each axis with its terms.

Rule: nothing here asks the database but `load`; a value is known by its facet's slug and its own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from wiki.taxonomy.models import Axis, Profile, ProfileSynonym, Term, TermParent, TermSynonym
from wiki.taxonomy.naming import slug_of
from wiki.titles import Namespace, Title

PROFILES = "profil"
"""Slug of the facet of the profiles."""

Key = tuple[str, str]
"""Slug of a facet, slug of a value."""


@dataclass(frozen=True, slots=True)
class Value:
    """A profile or a term, with the slugs of what is just above and just below it, in their order."""

    key: Key
    #: Number of the profile or the term.
    number: int
    name: str
    description: str
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    #: Its other names, former ones among them.
    synonyms: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        return self.key[1]

    @property
    def title(self) -> Title:
        """The page that is about it."""
        return Title(Namespace.PROFILE if self.key[0] == PROFILES else Namespace.CATEGORY, self.name)


@dataclass(frozen=True)
class Facet:
    """A question that a page answers: for whom, where, what about, how. `name` is empty for the profiles."""

    slug: str
    name: str
    description: str
    values: Mapping[str, Value]

    @property
    def top(self) -> list[Value]:
        """The values that nothing is above."""
        return [value for value in self.values.values() if not value.broader]

    @cached_property
    def former(self) -> Mapping[str, str]:
        """Slugs that no value has → the slug of the value that has a name made so, as one whose slug changed has."""
        found: dict[str, str] = {}
        for value in self.values.values():
            for name in (value.name, *value.synonyms):
                found.setdefault(slug_of(name), value.slug)
        return {former: slug for former, slug in found.items() if former and former not in self.values}

    def find(self, slug: str) -> Value | None:
        """The value with this slug, or which had it before; None where there is none."""
        return self.values.get(slug) or self.values.get(self.former.get(slug, ""))

    def above(self, slug: str) -> frozenset[str]:
        """Slugs of everything above a value, on every way up."""
        found: set[str] = set()
        pending = list(self.values[slug].broader)
        while pending:
            broader = pending.pop()
            if broader not in found:
                found.add(broader)
                pending += self.values[broader].broader
        return frozenset(found)


@dataclass(frozen=True)
class Hierarchy:
    """All facets in their order."""

    facets: Mapping[str, Facet]

    def find(self, facet: str, slug: str) -> Value | None:
        """As `Facet.find`."""
        return self.facets[facet].find(slug) if facet in self.facets else None

    @property
    def profiles(self) -> Mapping[str, Value]:
        return self.facets[PROFILES].values

    @property
    def axes(self) -> list[Facet]:
        return [facet for facet in self.facets.values() if facet.slug != PROFILES]

    @cached_property
    def terms(self) -> Mapping[str, Value]:
        """The terms of all axes by their names."""
        return {value.name: value for facet in self.axes for value in facet.values.values()}

    @cached_property
    def wider(self) -> Mapping[Key, tuple[Key, ...]]:
        """Every value → itself and everything above it: whoever belongs to it belongs to these."""
        return {
            value.key: (value.key, *((facet.slug, slug) for slug in facet.above(value.slug)))
            for facet in self.facets.values()
            for value in facet.values.values()
        }


def load(connection: Connection) -> Hierarchy:
    """The hierarchy as the database has it. Six queries."""
    profiles = connection.execute(select(Profile.__table__).order_by(Profile.position)).all()
    axes = connection.execute(select(Axis.__table__).order_by(Axis.position)).all()
    terms = connection.execute(select(Term.__table__).order_by(Term.position, Term.id)).all()
    above: dict[int, list[str]] = defaultdict(list)
    below: dict[int, list[str]] = defaultdict(list)
    slugs = {term.id: term.slug for term in terms}
    places = {term.id: place for place, term in enumerate(terms)}
    axis_of = {term.id: term.axis_id for term in terms}
    links = connection.execute(select(TermParent.term_id, TermParent.parent_id)).all()
    # A parent on another axis is damage, which `wiki check` names: readers are shown the trees without it.
    links = [link for link in links if axis_of[link[0]] == axis_of[link[1]]]
    for term_id, parent_id in sorted(links, key=lambda link: (places[link[1]], places[link[0]])):
        above[term_id].append(slugs[parent_id])
        below[parent_id].append(slugs[term_id])
    called = _names(connection.execute(select(ProfileSynonym.profile_id, ProfileSynonym.name)).all())
    people = {
        row.slug: Value((PROFILES, row.slug), row.id, row.name, row.description, synonyms=tuple(called[row.id]))
        for row in profiles
    }
    called = _names(connection.execute(select(TermSynonym.term_id, TermSynonym.name)).all())
    facets = {PROFILES: Facet(PROFILES, "", "", people)}
    for axis in axes:
        values = {
            term.slug: Value(
                (axis.slug, term.slug),
                term.id,
                term.name,
                term.description,
                tuple(above[term.id]),
                tuple(below[term.id]),
                tuple(called[term.id]),
            )
            for term in terms
            if term.axis_id == axis.id
        }
        facets[axis.slug] = Facet(axis.slug, axis.name, axis.description, values)
    return Hierarchy(facets)


def _names(rows: Sequence[Row[int, str]]) -> Mapping[int, list[str]]:
    """Names by the number of what they are names of, in one order every time."""
    found: dict[int, list[str]] = defaultdict(list)
    for number, name in sorted(rows):
        found[number].append(name)
    return found
