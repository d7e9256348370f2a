"""Terms and profiles by one of their names, or its beginning. Rule: the database is asked only whether they changed.

The vocabulary is in the memory of each process already, for counting; sorting its names costs little more.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from wiki.search.titles import keys_of
from wiki.taxonomy.facets.hierarchy import Hierarchy, Value
from wiki.taxonomy.facets.membership import present
from wiki.titles import Namespace, Title


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a term or a profile, from one of its words on."""

    key: str
    #: Which word it begins with; 0 is the whole name.
    word: int
    value: Value
    #: The page of the term or the profile.
    title: Title
    #: The name as written, where it is not the present one.
    synonym: Title | None


@dataclass(frozen=True)
class Names:
    """The names of all terms and profiles, in the order of their keys."""

    shape: Hierarchy

    @cached_property
    def _ordered(self) -> list[Name]:
        return sorted(_names(self.shape), key=lambda name: (name.key, name.title))

    @cached_property
    def _keys(self) -> list[str]:
        return [name.key for name in self._ordered]

    @cached_property
    def by_word(self) -> dict[str, list[str]]:
        """The names, as written, that have a word (folded)."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._ordered:
            found[name.key.partition(" ")[0]].append((name.synonym or name.title).name)
        return dict(found)

    def beginning(self, key: str, namespaces: Collection[Namespace]) -> Iterator[Name]:
        """Names whose key begins with `key`."""
        first = bisect_left(self._keys, key)
        fitting = takewhile(lambda name: name.key.startswith(key), islice(self._ordered, first, None))
        return (name for name in fitting if name.title.namespace in namespaces)

    def all(self, namespaces: Collection[Namespace]) -> Iterator[Name]:
        """Every name."""
        return self.beginning("", namespaces)


def _names(shape: Hierarchy) -> Iterator[Name]:
    for facet in shape.facets.values():
        for value in facet.values.values():
            title = value.title
            for called in (value.name, *value.synonyms):
                synonym = Title(title.namespace, called) if called != value.name else None
                for word, key in keys_of(called):
                    yield Name(key, word, value, title, synonym)


_known: Names | None = None


def names() -> Names:
    """The names of all terms and profiles now."""
    global _known
    shape, known = present().hierarchy, _known
    if known is None or known.shape is not shape:
        _known = known = Names(shape)
    return known


def named(keys: Collection[str], namespaces: Collection[Namespace]) -> list[Value]:
    """Terms and profiles of which one of `keys` is a whole name."""
    found: dict[Title, Value] = {}
    for key in filter(None, keys):
        for name in names().beginning(key, namespaces):
            if name.key != key:
                break
            if name.word == 0:
                found[name.title] = name.value
    return list(found.values())
