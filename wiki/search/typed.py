"""Reading what somebody typed into the search box. Pure. Rule: every text means something; nothing is an error.

Words are all required. "Words in quotes" (French ones too) stand together; a minus before a word or a quotation
leaves out what contains it; `titre:` before one asks for it in the title. The other operators ask for pages by what
the database knows of them (`filters`): who wrote, to what a page belongs, when it changed.
"""

import re
from dataclasses import dataclass
from enum import Enum

from wiki.search.analysis import STOP_WORDS, Unit, fold_in_place, tidy, units

MAX_LENGTH = 300
"""Characters of a query that are read."""

MAX_CLAUSES = 20
"""Words and quotations of a query that are read."""


class Asked(Enum):
    """What an operator asks."""

    TITLE = "title"
    AUTHOR = "author"
    CATEGORY = "category"
    PROFILE = "profile"
    TERRITORY = "territory"
    ISSUE = "issue"
    ACTION = "action"
    BEFORE = "before"
    AFTER = "after"


OPERATORS = {
    "titre": Asked.TITLE, "title": Asked.TITLE, "intitle": Asked.TITLE,
    "auteur": Asked.AUTHOR, "autrice": Asked.AUTHOR, "author": Asked.AUTHOR,
    "categorie": Asked.CATEGORY, "category": Asked.CATEGORY,
    "profil": Asked.PROFILE, "profile": Asked.PROFILE,
    "territoire": Asked.TERRITORY, "territory": Asked.TERRITORY,
    "enjeu": Asked.ISSUE, "issue": Asked.ISSUE,
    "action": Asked.ACTION,
    "avant": Asked.BEFORE, "before": Asked.BEFORE,
    "apres": Asked.AFTER, "after": Asked.AFTER,
}  # fmt: skip
"""Operators as people write them, folded."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_CLAUSE = re.compile(
    rf"""(?P<minus>-)? (?:(?P<operator>{"|".join(OPERATORS)})\s?:\s*)? (?:"(?P<quoted>[^"]*)"? | (?P<word>[^\s"]+))""",
    re.VERBOSE,
)
_AROUND = " \t\n\u00a0\u202f,;"


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
class Filter:
    """An operator that the database answers, and its value as typed."""

    asked: Asked
    value: str
    #: Pages for which it holds are left out.
    excluded: bool = False
    #: The place [start, end) of the value in the text of the query, quotes included.
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class TypedQuery:
    """A query as it was understood. `text` is what was read of it; clauses and filters in the order of the text."""

    text: str
    clauses: tuple[Clause, ...]
    filters: tuple[Filter, ...] = ()

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
    filters: list[Filter] = []
    plain = fold_in_place(text.translate(_QUOTES))
    place = 0
    while (match := _CLAUSE.search(plain, place)) and len(clauses) + len(filters) < MAX_CLAUSES:
        place = match.end()
        phrase = match["word"] is None
        start, end = match.span("quoted" if phrase else "word")
        # "-" means "without" only where a word begins: "porte-monnaie" is one word.
        excluded = match["minus"] is not None and start < end
        asked = OPERATORS[match["operator"]] if match["operator"] else None
        if asked in (None, Asked.TITLE):
            field = "text" if asked is None else "title"
            clauses.extend(_clauses(field, text[start:end], start, phrase=phrase, excluded=excluded))
        elif value := text[start:end].strip(_AROUND):
            outside = (start - 1, match.end()) if phrase else (start, end)
            filters.append(Filter(asked, value, excluded, *outside))
    return TypedQuery(text, tuple(clauses[:MAX_CLAUSES]), tuple(filters))


def common_words(typed: TypedQuery) -> int:
    """How many words too common to be sought were typed, where nothing else was; else 0."""
    words = re.findall(r"[^\W_]+", fold_in_place(typed.text))
    return len(words) if all(word in STOP_WORDS for word in words) and not typed.clauses else 0


def _clauses(field: str, words: str, offset: int, *, phrase: bool, excluded: bool) -> list[Clause]:
    """A clause for each unit of `words`, or one for all of them where they stand together."""
    placed = list(units(words))
    if not placed:
        return []
    if phrase or excluded:
        start, end = offset + placed[0].start, offset + placed[-1].end
        return [Clause(field, tuple(one.unit for one in placed), excluded, start, end)]
    return [Clause(field, (one.unit,), False, offset + one.start, offset + one.end) for one in placed]
