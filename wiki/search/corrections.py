""" "Did you mean": words that pages use, near to one that none uses, or hardly any.

Rule: a correction is a word of the wiki, written as a page writes it.
"""

from itertools import islice

from wiki.search.analysis import Unit, fold, one_letter_off, units
from wiki.search.reading import Reader
from wiki.search.typed import Clause, TypedQuery

MAX_CORRECTED = 3
"""Words of a query that are looked up; each costs milliseconds."""

MAX_WORD = 30

RARE = 2
"""A word in no more pages than this may be a slip that pages have too …"""

TIMES = 10
"""… where one near to it is in so many times as many pages."""

SAME = 3
"""First letters that a word shares with those from which two others differ."""

TWO_LETTERS = 8
"""Length from which two wrong letters are allowed for."""


def corrected_text(reader: Reader, typed: TypedQuery) -> str | None:
    """`typed`, each word that no page has, or few, replaced by the nearest that more have; None when none is near."""
    text = typed.text
    corrected = 0
    for clause in sorted(typed.wanted, key=lambda clause: -clause.start):
        if corrected == MAX_CORRECTED or not _is_one_word(clause):
            continue
        nearest = _nearest(reader, clause.units[0].forms[0], _pages_with(reader, clause.units[0]))
        if nearest is not None:
            text = text[: clause.start] + nearest + text[clause.end :]
            corrected += 1
    return text if corrected else None


def _is_one_word(clause: Clause) -> bool:
    forms = [form for unit in clause.units for form in unit.forms]
    return len(forms) == 1 and len(forms[0]) <= MAX_WORD


def _pages_with(reader: Reader, unit: Unit) -> int:
    """How many pages have the word, in any of its forms."""
    return max(reader.frequency("text", name) for name in ((unit.joined,) if unit.joined else unit.terms))


def _nearest(reader: Reader, form: str, pages: int) -> str | None:
    """The word nearest to `form` (folded), which `pages` pages have: one letter off, else two in a long word.

    The most used of several; where some page has `form`, only one that is used far more.
    """
    if len(form) < 4 or pages > RARE:
        return None
    near = reader.vocabulary.among(set(one_letter_off(form)))
    if not near and not pages and len(form) >= TWO_LETTERS:
        near = reader.vocabulary.near(form, most=2, same=SAME)
    near = {word for word in near if reader.frequency("forms", word) >= TIMES * pages}
    if not near:
        return None
    return _as_written(reader, max(near, key=lambda word: (reader.frequency("forms", word), word)))


def _as_written(reader: Reader, form: str) -> str:
    """`form` with the accents and the apostrophes that a page gives it."""
    for number in islice(reader.entries_with("forms", form), 1):
        text = reader.text(number)
        for placed in units(text):
            word = text[placed.start : placed.end]
            if placed.unit.forms == (form,) and fold(word) == form:
                return word.lower()
    return form
