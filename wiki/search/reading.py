"""An index opened at one commit: what Whoosh's readers answer, in the wiki's words.

Rule: a reader serves one thread at a time, and sees one commit for as long as it lives.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whoosh.collectors import FilterCollector, TopCollector
from whoosh.query.qcore import Query
from whoosh.query.terms import Term


@dataclass(slots=True)
class Reader:
    """An open index. Entries have numbers that mean something to this reader only."""

    #: A `whoosh.searching.Searcher`; its types are incomplete.
    searcher: Any
    folder: Path
    generation: int
    #: Length in bytes of each file of the commit.
    lengths: dict[str, int]
    _numbers: dict[str, set[int]] = field(default_factory=dict)

    def close(self) -> None:
        """Let go of the files."""
        self.searcher.close()

    def has(self, name: str, term: str) -> bool:
        """Whether any entry has `term` in the field `name`."""
        return (name, term) in self.searcher.reader()

    def frequency(self, name: str, term: str) -> int:
        """How many entries have `term` in the field `name`, about: entries just removed may still count."""
        return int(self.searcher.doc_frequency(name, term))

    def entries_with(self, name: str, term: str) -> Iterator[int]:
        """Numbers of the entries that have `term` in the field `name`."""
        yield from self.searcher.docs_for_query(Term(name, term))

    def entries_in(self, namespaces: Iterable[int]) -> set[int]:
        """Numbers of the entries of pages in `namespaces`; found once for each commit."""
        found: set[int] = set()
        for name in map(str, namespaces):
            if name not in self._numbers:
                self._numbers[name] = set(self.entries_with("namespace", name))
            found |= self._numbers[name]
        return found

    def stored(self, number: int) -> dict[str, Any]:
        """What is kept of an entry: page, revision, text."""
        entry: dict[str, Any] = self.searcher.stored_fields(number)
        return entry

    def all_stored(self) -> Iterator[dict[str, Any]]:
        """What is kept of every entry."""
        for _number, entry in self.searcher.reader().iter_docs():
            yield entry

    def terms_beginning(self, name: str, beginning: str) -> Iterator[str]:
        """Terms of the field `name` that begin with `beginning`, in order."""
        for encoded in self.searcher.reader().expand_prefix(name, beginning):
            yield encoded.decode()

    def terms_near(self, name: str, term: str, *, distance: int, same: int) -> list[str]:
        """Terms of the field `name` at most `distance` letters from `term`, with the same first `same` letters.

        Each term with this beginning is compared, 5 µs each: `same` bounds the work.
        """
        return list(self.searcher.reader().terms_within(name, term, distance, prefix=same))

    def best(self, query: Query, allowed: set[int], limit: int) -> tuple[int, list[int]]:
        """How many of the entries `allowed` fulfil `query`, and the numbers of the best `limit`, best first."""
        if not allowed:
            return 0, []
        # Whoosh's shortcuts for the best few skip entries, and then count all of them a second time: one plain
        # pass counts and ranks.
        top = TopCollector(limit=limit, usequality=False)  # type: ignore[no-untyped-call]
        self.searcher.search_with_collector(query, FilterCollector(top, allow=allowed))
        return top.count(), [number for _score, number in top.results().top_n]


def segment_names(reader: Any) -> list[str]:
    """Names of the segments that one of Whoosh's readers reads."""
    segments = (leaf.segment() for leaf, _offset in reader.leaf_readers())
    return [segment.segment_id() for segment in segments if segment is not None]
