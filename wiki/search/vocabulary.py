"""The words that pages use, where corrections come from: kept in memory for each segment of the index.

Rule: a segment never changes, so that what was read of it stays true for as long as a commit has it. A correction
looks at hundreds of words; asked of the files one by one, they would take most of the time of a search.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from whoosh.support.levenshtein import distance


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one segment, in order, and as a set."""

    ordered: tuple[str, ...]
    all: frozenset[str]

    @staticmethod
    def of(terms: Iterable[bytes]) -> "Words":
        """What a segment lists, in its order."""
        ordered = tuple(term.decode() for term in terms)
        return Words(ordered, frozenset(ordered))

    def beginning(self, prefix: str) -> Iterator[str]:
        """Words that begin with `prefix`."""
        first = bisect_left(self.ordered, prefix)
        return takewhile(lambda word: word.startswith(prefix), self.ordered[first:])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a commit's segments."""

    segments: Sequence[Words]

    def among(self, possible: set[str]) -> set[str]:
        """Those of `possible` that pages use."""
        return set().union(*(possible & words.all for words in self.segments))

    def near(self, word: str, *, most: int, same: int) -> set[str]:
        """Words at most `most` letters from `word`, with the same first `same` letters."""
        rest = word[same:]
        letters = set(rest)
        similar = {
            other
            for words in self.segments
            for other in (found[same:] for found in words.beginning(word[:same]))
            # Comparing takes fifty times as long as seeing that too many letters are missing.
            if abs(len(other) - len(rest)) <= most
            and len(letters.difference(other)) <= most
            and len(set(other).difference(letters)) <= most
        }
        far = (other for other in similar if _distance(rest, other, limit=most) > most)
        return {word[:same] + other for other in similar.difference(far)}


def _distance(one: str, other: str, *, limit: int) -> int:
    return int(distance(one, other, limit=limit))  # type: ignore[no-untyped-call]
