""" "Did you mean": words that pages use, near to one that none uses.

Rule: a correction is a word of the wiki, written as a page writes it.
"""

from itertools import islice

from wiki.search.analysis import fold, one_letter_off, units
from wiki.search.reading import Reader
from wiki.search.typed import Clause, TypedQuery

MAX_CORRECTED = 3
"""Words of a query that are looked up; each costs milliseconds."""

MAX_WORD = 30

TWO_LETTERS = 8
"""Length from which two wrong letters are allowed for."""


def corrected_text(reader: Reader, typed: TypedQuery) -> str | None:
    """`typed`, each word that no page has replaced by the nearest that some page has; None when none is near."""
    text = typed.text
    corrected = 0
    for clause in sorted(typed.wanted, key=lambda clause: -clause.start):
        if corrected == MAX_CORRECTED or len(clause.units) != 1 or not _is_unknown(reader, clause):
            continue
        nearest = _nearest(reader, clause.units[0].forms[0])
        if nearest is not None:
            text = text[: clause.start] + nearest + text[clause.end :]
            corrected += 1
    return text if corrected else None


def _is_unknown(reader: Reader, clause: Clause) -> bool:
    unit = clause.units[0]
    names = [unit.joined] if unit.joined else list(unit.terms)
    one_word = len(unit.forms) == 1 and len(unit.forms[0]) <= MAX_WORD
    return one_word and not any(reader.has("text", name) for name in names)


def _nearest(reader: Reader, form: str) -> str | None:
    """The word of the wiki nearest to `form` (folded): one letter off, else two in a long word; the most used."""
    if len(form) < 4:
        return None
    near = [word for word in set(one_letter_off(form)) if reader.has("forms", word)]
    if not near and len(form) >= TWO_LETTERS:
        near = reader.terms_near("forms", form, distance=2, same=3)
    if not near:
        return None
    return _as_written(reader, max(near, key=lambda word: (reader.frequency("forms", word), word)))


def _as_written(reader: Reader, form: str) -> str:
    """`form` with the accents and the apostrophes that a page gives it."""
    for number in islice(reader.entries_with("forms", form), 1):
        text = reader.stored(number)["text"]
        for placed in units(text):
            word = text[placed.start : placed.end]
            if placed.unit.forms == (form,) and fold(word) == form:
                return str(word.lower())
    return form
