"""Reading what somebody typed into the search box. Pure. Rule: every text means something; nothing is an error.

Words are all required. "Words in quotes" (French ones too) stand together; a minus before a word or a quotation
leaves out what contains it; `titre:` (or `title:`, `intitle:`) before one asks for it in the title.
"""

import re
from dataclasses import dataclass

from wiki.search.analysis import Unit, tidy, units

MAX_LENGTH = 300
"""Characters of a query that are read."""

MAX_CLAUSES = 20
"""Words and quotations of a query that are read."""

FIELDS = {"titre": "title", "title": "title", "intitle": "title"}
"""Operators, and the field of the index that each asks."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_CLAUSE = re.compile(
    rf"""(?P<minus>-)? (?:(?P<field>{"|".join(FIELDS)})\s?:\s*)? (?:"(?P<quoted>[^"]*)"? | (?P<word>[^\s"]+))""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Units that are asked for: one word, or a phrase."""

    field: str
    units: tuple[Unit, ...]
    #: Pages that have it are left out.
    excluded: bool = False
    #: The place [start, end) of its words in the text of the query.
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class TypedQuery:
    """A query as it was understood. `text` is what was read of it; `clauses` are in the order of the text."""

    text: str
    clauses: tuple[Clause, ...]

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses that a page must fulfil."""
        return tuple(clause for clause in self.clauses if not clause.excluded)

    @property
    def unwanted(self) -> tuple[Clause, ...]:
        """The clauses that no page found may fulfil."""
        return tuple(clause for clause in self.clauses if clause.excluded)


def read_query(text: str) -> TypedQuery:
    """What `text` asks for. Stop words are left out, and with them clauses that hold nothing else."""
    text = tidy(text[:MAX_LENGTH].replace("\0", " "))[:MAX_LENGTH].strip()
    clauses: list[Clause] = []
    plain = text.translate(_QUOTES)
    place = 0
    while (match := _CLAUSE.search(plain, place)) and len(clauses) < MAX_CLAUSES:
        place = match.end()
        # "-" means "without" only where a word begins: "porte-monnaie" is one word.
        excluded = match["minus"] is not None and match["quoted" if match["word"] is None else "word"] != ""
        field = FIELDS[match["field"].lower()] if match["field"] else "text"
        phrase = match["word"] is None
        group = "quoted" if phrase else "word"
        clauses.extend(_clauses(field, match[group] or "", match.start(group), phrase=phrase, excluded=excluded))
    return TypedQuery(text, tuple(clauses[:MAX_CLAUSES]))


def _clauses(field: str, words: str, offset: int, *, phrase: bool, excluded: bool) -> list[Clause]:
    """A clause for each unit of `words`, or one for all of them where they stand together."""
    placed = list(units(words))
    if not placed:
        return []
    if phrase or excluded:
        start, end = offset + placed[0].start, offset + placed[-1].end
        return [Clause(field, tuple(one.unit for one in placed), excluded, start, end)]
    return [Clause(field, (one.unit,), False, offset + one.start, offset + one.end) for one in placed]
