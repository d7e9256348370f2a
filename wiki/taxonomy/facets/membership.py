"""Who belongs where, as bit sets in the memory of each process.

Rule: a request counts what is committed when it asks. One question to the database tells whether anything changed;
if so, the pages that the log of changes names are read again, or everything where it does not reach back far enough.
"""

import threading
from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.engine import Connection

from wiki.database import Question, engine
from wiki.taxonomy.facets import hierarchy
from wiki.taxonomy.facets.bitsets import Bits, bits_of
from wiki.taxonomy.facets.hierarchy import Hierarchy, Key
from wiki.taxonomy.models import Article, FacetChange, FacetClock, PageCategory, PageProfile, Term

BATCH = 500
"""Pages read again in one query."""

_CLOCK = select(FacetClock.version)
_NOW = Question(_CLOCK)


@dataclass(frozen=True, slots=True)
class Membership:
    """Who belongs where at one moment. Never changed: what comes later is another one."""

    #: The last change that is in it.
    version: int
    hierarchy: Hierarchy
    articles: Bits
    #: The articles of every value, those of narrower values among them.
    members: Mapping[Key, Bits]

    def of(self, facet: str, slug: str) -> Bits:
        """The articles of a value; none where there is no such value."""
        return self.members.get((facet, slug), 0)


class Keeper:
    """The membership that one process knows."""

    def __init__(self) -> None:
        self._present: Membership | None = None
        self._lock = threading.Lock()

    def present(self) -> Membership:
        """Who belongs where now."""
        known = self._present
        if known is not None and _NOW.one({}) == (known.version,):
            return known
        with self._lock:
            self._present = _followed(self._present)
            return self._present


_keeper = Keeper()


def configure() -> None:
    """Forget what is known: the process has been connected to another database."""
    global _keeper
    _keeper = Keeper()


def present() -> Membership:
    """Who belongs where now, as far as everything committed tells."""
    return _keeper.present()


def _followed(known: Membership | None) -> Membership:
    """`known` with what changed since. A connection of its own: nobody else may see what is not committed."""
    with engine().connect() as connection:
        if known is None:
            return _loaded(connection)
        later = FacetChange.version > known.version
        changes = connection.execute(
            select(FacetChange.version, FacetChange.page_id).where(later).order_by(FacetChange.version)
        ).all()
        numbers = {page_id for _version, page_id in changes if page_id is not None}
        whole = any(page_id is None for _version, page_id in changes)
        if not changes or changes[0].version != known.version + 1 or whole:
            return _loaded(connection)
        return _read_again(connection, replace(known, version=changes[-1].version), numbers)


def _loaded(connection: Connection) -> Membership:
    """Everything read anew; the version first, since what is read after it is no older."""
    version = connection.execute(_CLOCK).scalar_one()
    shape = hierarchy.load(connection)
    articles = bits_of(array("q", connection.execute(select(Article.page_id)).scalars()))
    found = _widened(shape, _belongings(connection, shape, None))
    return Membership(version, shape, articles, {key: bits & articles for key, bits in found.items()})


def _read_again(connection: Connection, known: Membership, page_ids: Collection[int]) -> Membership:
    """`known` with the rows of these pages as they are now."""
    articles, members = known.articles, dict(known.members)
    ordered = sorted(page_ids)
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        gone = bits_of(part)
        query = select(Article.page_id).where(Article.page_id.in_(part))
        present_articles = bits_of(connection.execute(query).scalars().all())
        articles = articles ^ (articles & gone) | present_articles
        found = _widened(known.hierarchy, _belongings(connection, known.hierarchy, part))
        for key, bits in members.items():
            before = bits & gone
            after = found[key] & present_articles
            if before != after:
                members[key] = bits ^ before | after
    return replace(known, articles=articles, members=members)


def _belongings(connection: Connection, shape: Hierarchy, page_ids: Collection[int] | None) -> dict[Key, "array[int]"]:
    """Numbers of the pages of each value, as their texts say; of all pages, or of these."""
    categories = select(PageCategory.page_id, Term.id).join(Term, Term.name == PageCategory.name)
    profiles = select(PageProfile.page_id, PageProfile.profile_id)
    if page_ids is not None:
        categories = categories.where(PageCategory.page_id.in_(page_ids))
        profiles = profiles.where(PageProfile.page_id.in_(page_ids))
    found: dict[Key, array[int]] = defaultdict(lambda: array("q"))
    for query, facets in ((categories, shape.axes), (profiles, [shape.facets[hierarchy.PROFILES]])):
        keys = {value.number: value.key for facet in facets for value in facet.values.values()}
        for page_id, number in connection.execute(query):
            if number in keys:
                found[keys[number]].append(page_id)
    return found


def _widened(shape: Hierarchy, belongings: Mapping[Key, "array[int]"]) -> dict[Key, Bits]:
    """The sets of all values: who belongs to a value belongs to everything above it."""
    found: dict[Key, Bits] = dict.fromkeys(shape.wider, 0)
    for key, numbers in belongings.items():
        bits = bits_of(numbers)
        for wider in shape.wider[key]:
            found[wider] |= bits
    return found
