"""An index opened at one commit: what Whoosh's readers answer, in the wiki's words.

Rule: a reader serves one thread at a time, and sees one commit for as long as it lives. So what it has read of a
commit stays true, and is kept: the postings of a common word are read once, not at each search.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh.matching.mcore import Matcher
from whoosh.query.terms import Term

from wiki.search.vocabulary import Vocabulary, Words

SATURATION = 1.2
"""BM25's k1: how soon one more occurrence of a word adds nothing."""

LENGTH_MATTERS = {"text": 0.75, "title": 0.6, "headings": 0.4}
"""BM25's b for each field: 0 means that a word in a long text weighs as much as one in a short text."""

MAX_KEPT = 200_000
"""Postings and words that a reader keeps, 100 bytes each."""


@dataclass(slots=True)
class Reader:
    """An open index. Entries have numbers that mean something to this reader only."""

    #: A `whoosh.searching.Searcher`; its types are incomplete.
    searcher: Any
    folder: Path
    generation: int
    #: Length in bytes of each file of the commit.
    lengths: dict[str, int]
    #: Words that pages use, by segment; shared with the other readers of the index.
    words: dict[str, Words]
    _numbers: dict[str, set[int]] = field(default_factory=dict)
    _columns: dict[str, list[int]] = field(default_factory=dict)
    _scores: dict[tuple[str, str], Mapping[int, float]] = field(default_factory=dict)
    _beginnings: dict[tuple[str, str, int], tuple[str, ...]] = field(default_factory=dict)
    _kept: int = 0

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

    def entries(self) -> Iterator[int]:
        """Numbers of all the entries."""
        yield from self.searcher.reader().all_doc_ids()

    def entries_in(self, namespaces: Iterable[int]) -> set[int]:
        """Numbers of the entries of pages in `namespaces`; found once for each commit."""
        found: set[int] = set()
        for name in map(str, namespaces):
            if name not in self._numbers:
                self._numbers[name] = set(self.entries_with("namespace", name))
            found |= self._numbers[name]
        return found

    def text(self, number: int) -> str:
        """The text of an entry, as far as it is kept."""
        return str(self.searcher.stored_fields(number)["text"])

    def first_beginning(self, name: str, beginning: str, most: int) -> tuple[str, ...]:
        """The first terms of the field `name` that begin with `beginning`, at most so many."""
        key = name, beginning, most
        if key not in self._beginnings:
            self._keep(1 + most)
            terms = self.searcher.reader().expand_prefix(name, beginning)
            self._beginnings[key] = tuple(term.decode() for term in islice(terms, most))
        return self._beginnings[key]

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that pages use, folded; read once for each segment."""
        segments = segments_of(self.searcher.reader())
        for name in segments.keys() - self.words.keys():
            self.words[name] = Words.of(segments[name].lexicon("forms"))
        return Vocabulary([self.words[name] for name in segments])

    def column(self, name: str) -> list[int]:
        """The numbers kept of every entry in the column `name` (page, revision), by the entry's number."""
        if name not in self._columns:
            values: list[int] = []
            for leaf, _offset in self.searcher.reader().leaf_readers():
                if count := leaf.doc_count_all():
                    column = leaf.column_reader(name, translate=False)
                    values.extend(column[number] for number in range(count))
            self._columns[name] = values
        return self._columns[name]

    def scores(self, name: str, term: str) -> Mapping[int, float]:
        """For each entry that has `term` in the field `name`, by its number, how well it fits (BM25)."""
        key = name, term
        if key not in self._scores:
            found = self._score(name, term)
            self._keep(1 + len(found))
            self._scores[key] = found
        return self._scores[key]

    def _keep(self, more: int) -> None:
        """Count what is about to be kept; what was kept goes where that is too much."""
        self._kept += more
        if self._kept > MAX_KEPT:
            self._scores.clear()
            self._beginnings.clear()
            self._kept = more

    def _score(self, name: str, term: str) -> dict[int, float]:
        if not self.has(name, term):
            return {}
        share = LENGTH_MATTERS[name]
        rarity = self.searcher.idf(name, term) * (SATURATION + 1)
        least = SATURATION * (1 - share)
        by_length = SATURATION * share / (self.searcher.avg_field_length(name) or 1)
        found = {}
        for leaf, offset, matcher in self._postings(name, term):
            while matcher.is_active():
                number, weight = matcher.id(), matcher.weight()
                length = leaf.doc_field_length(number, name, 1)
                found[offset + number] = rarity * weight / (weight + least + by_length * length)
                matcher.next()
        return found

    def positions(self, name: str, term: str, numbers: Collection[int]) -> dict[int, list[int]]:
        """Where `term` stands in the field `name` of the entries `numbers`, as far as they have it."""
        found = {}
        wanted = sorted(numbers)
        for _leaf, offset, matcher in self._postings(name, term):
            for number in wanted:
                if number < offset:
                    continue
                if not matcher.is_active():
                    break
                matcher.skip_to(number - offset)
                if matcher.is_active() and matcher.id() == number - offset:
                    found[number] = matcher.value_as("positions")
        return found

    def _postings(self, name: str, term: str) -> Iterator[tuple[Any, int, Matcher]]:
        """For each part of the index that has `term`: (its reader, number of its first entry, its postings)."""
        for leaf, offset in self.searcher.reader().leaf_readers():
            if (name, term) in leaf:
                yield leaf, offset, leaf.postings(name, term)


def segments_of(reader: Any) -> dict[str, Any]:
    """The readers of the segments that one of Whoosh's readers reads, by name."""
    leaves = ((leaf.segment(), leaf) for leaf, _offset in reader.leaf_readers())
    return {segment.segment_id(): leaf for segment, leaf in leaves if segment is not None}
