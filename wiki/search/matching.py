"""From what was typed to the entries of the index that fulfil it, and how well each does.

Rule: a word counts when it stands in the text, or in the name of a category of the page; standing in the title or in
a heading it weighs more. Each word's postings are read once for each commit (`reading`); the rest is arithmetic on
their numbers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise

from wiki.search.analysis import Unit, compound_key, stem
from wiki.search.reading import Reader
from wiki.search.typed import Clause, TypedQuery

TITLE_WEIGHT = 4.0
HEADING_WEIGHT = 1.5

SPLITS = 4
"""Ways to write a word as several that a query follows."""

Scores = Mapping[int, float]


@dataclass(frozen=True)
class Matching:
    """What fulfils `typed` among the entries `allowed` of an index."""

    reader: Reader
    typed: TypedQuery
    allowed: set[int]

    def entries(self) -> dict[int, float]:
        """The entries that fulfil every clause, by number, each with its score.

        Without words to find, all that are not left out, the last changed best.
        """
        if not self.typed.wanted:
            revisions = self.reader.column("revision_id")
            return {number: float(revisions[number]) for number in self.allowed - self._unwanted}
        required = sorted(self._required, key=len)
        found = reduce(set.intersection, (scores.keys() for scores in required), self.allowed) - self._unwanted
        return self._weighed({number: sum(scores[number] for scores in required) for number in found})

    def near_entries(self) -> dict[int, float]:
        """The entries that fulfil at least half of the clauses, where there are several, but not all, with scores."""
        fulfilled: Counter[int] = Counter()
        for scores in self._required:
            fulfilled.update(scores.keys())
        all_of_them = len(self._required)
        near = {number for number, count in fulfilled.items() if all_of_them <= 2 * count < 2 * all_of_them}
        near = (near & self.allowed) - self._unwanted
        return self._weighed({number: sum(scores.get(number, 0.0) for scores in self._required) for number in near})

    @cached_property
    def _required(self) -> list[Scores]:
        return list(_required(self.reader, self.typed.wanted))

    @cached_property
    def _unwanted(self) -> set[int]:
        return set().union(*(_fulfilling(self.reader, clause) for clause in self.typed.unwanted))

    def _weighed(self, found: dict[int, float]) -> dict[int, float]:
        """`found`, better where title and headings have the words."""
        for term in marked_terms(self.typed):
            for field, weight in (("title", TITLE_WEIGHT), ("headings", HEADING_WEIGHT)):
                scores = self.reader.scores(field, term)
                for number in scores.keys() & found.keys():
                    found[number] += weight * scores[number]
        return found


def marked_terms(typed: TypedQuery) -> set[str]:
    """The stems that say what is sought: titles with them weigh more, excerpts show them."""
    units = tuple(unit for clause in typed.wanted for unit in clause.units)
    joined = (unit.joined for unit in units if unit.joined is not None)
    return {term for unit in units for term in unit.terms}.union(joined, _joined_pairs(units).values())


def _required(reader: Reader, clauses: Sequence[Clause]) -> Iterator[Scores]:
    """What fulfils each clause; two words side by side that pages also write as one are fulfilled by that one."""
    waiting = list(clauses)
    while waiting:
        clause = waiting.pop(0)
        alone = _fulfilling(reader, clause)
        joined = _joined_with_next(reader, clause, waiting[0]) if waiting else None
        if joined is None:
            yield alone
        else:
            other = _fulfilling(reader, waiting.pop(0))
            both = {number: alone[number] + other[number] for number in alone.keys() & other.keys()}
            yield _either([both, reader.scores(clause.field, joined)])


def _fulfilling(reader: Reader, clause: Clause) -> Scores:
    return _either([_side_by_side(reader, clause.field, terms) for terms in _spellings(reader, clause)])


def _either(several: Sequence[Scores]) -> Scores:
    if len(several) == 1:
        return several[0]
    found: dict[int, float] = {}
    for scores in several:
        for number, score in scores.items():
            found[number] = found.get(number, 0.0) + score
    return found


def _side_by_side(reader: Reader, field: str, terms: Sequence[str]) -> Scores:
    """The entries in which `terms` follow each other."""
    several = [reader.scores(field, term) for term in terms]
    if len(several) == 1:
        return several[0]
    numbers = set.intersection(*map(set, several))
    starts: dict[int, set[int]] = {}
    for place, term in enumerate(terms):
        shifted = {
            number: {position - place for position in positions}
            for number, positions in reader.positions(field, term, numbers).items()
        }
        starts = {n: starts[n] & shifted[n] for n in starts.keys() & shifted.keys()} if place else shifted
        numbers = {number for number, left in starts.items() if left}
    return {number: sum(scores[number] for scores in several) for number in numbers}


def _joined_with_next(reader: Reader, clause: Clause, following: Clause) -> str | None:
    """The stem of two single words written as one, where some page has it."""
    if clause.field != following.field or len(clause.units) != 1 or len(following.units) != 1:
        return None
    joined = _joined_pairs((*clause.units, *following.units)).get(0)
    return joined if joined is not None and reader.scores(clause.field, joined) else None


def _joined_pairs(units: tuple[Unit, ...]) -> dict[int, str]:
    """For two simple words side by side, by the place of the first, the stem of both written as one word."""
    return {
        place: stem(first.forms[0] + second.forms[0])
        for place, (first, second) in enumerate(pairwise(units))
        if len(first.forms) == len(second.forms) == 1 and first.forms[0].isalpha() and second.forms[0].isalpha()
    }


def _spellings(reader: Reader, clause: Clause) -> Iterable[tuple[str, ...]]:
    """The ways in which pages may write the words of `clause`, each as terms that stand side by side.

    A compound is one word or several; a single word that some page writes as several may be so everywhere.
    """
    units = clause.units
    apart = tuple(term for unit in units for term in unit.terms)
    together = tuple(term for unit in units for term in ((unit.joined,) if unit.joined else unit.terms))
    found: dict[tuple[str, ...], None] = {together: None}
    if len(apart) > 1 or all(unit.joined is None for unit in units):
        found[apart] = None
    if len(units) == 1:
        found |= dict.fromkeys(_known_splits(reader, units[0]))
    else:
        splits = (next(iter(_known_splits(reader, unit)), unit.terms) for unit in units)
        found[tuple(term for split in splits for term in split)] = None
    for place, joined in _joined_pairs(units).items():
        if reader.scores(clause.field, joined):
            before = (term for unit in units[:place] for term in unit.terms)
            after = (term for unit in units[place + 2 :] for term in unit.terms)
            found[(*before, joined, *after)] = None
    return found


def _known_splits(reader: Reader, unit: Unit) -> list[tuple[str, ...]]:
    """How pages write a single word as several."""
    if unit.joined is not None or len(unit.terms) != 1:
        return []
    key = compound_key(unit.terms[0])
    known = reader.first_beginning("compounds", key, SPLITS)
    return [tuple(spelling.removeprefix(key).split(" ")) for spelling in known]
