""" "Did you mean": words that pages use, near to one that none uses, or hardly any.

Rule: a correction is a word of the wiki, written as a page writes it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import select

from wiki.database import session
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.search.analysis import STOP_WORDS, Unit, fold, fold_in_place, one_letter_off, stem
from wiki.search.reading import Reader
from wiki.search.typed import Clause, TypedQuery
from wiki.search.values import names

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

WRONG_FIRST = 6
"""Length from which the first letter may be a wrong one: of a short word, too little would be left."""

TITLES, TEXTS = 20, 5
"""How many titles, or else texts, with a word are asked how it is written."""

_BETWEEN = re.compile(r"(['’ʼ‐‑-])")


def corrected_text(reader: Reader, typed: TypedQuery) -> str | None:
    """`typed`, each word that no page has, or few, replaced by the nearest that more have; None when none is near."""
    text = typed.text
    corrected = 0
    for clause in sorted(typed.wanted, key=lambda clause: -clause.start):
        if corrected == MAX_CORRECTED or len(clause.units) != 1:
            continue
        nearest = _corrected(reader, clause, text[clause.start : clause.end])
        if nearest is not None:
            text = text[: clause.start] + nearest + text[clause.end :]
            corrected += 1
    return text if corrected else None


def _corrected(reader: Reader, clause: Clause, written: str) -> str | None:
    """What is nearest to a word; to a compound, the word that it is when written as one, else its pieces."""
    unit = clause.units[0]
    if unit.joined is None:
        return _nearest(reader, unit.forms[0], _pages_with(reader, unit)) if len(unit.forms) == 1 else None
    if _pages_with(reader, unit):
        return None
    pieces = _BETWEEN.split(written)
    joined = _nearest(reader, fold("".join(pieces[::2])), 0)
    if joined is not None:
        return joined
    better = [_better_piece(reader, piece) for piece in pieces]
    return "".join(better) if better != pieces else None


def _better_piece(reader: Reader, piece: str) -> str:
    """What is nearest to a piece of a compound, itself where nothing is."""
    form = fold(piece)
    if form in STOP_WORDS or not form.isalpha():
        return piece
    return _nearest(reader, form, reader.frequency("text", stem(form))) or piece


def _pages_with(reader: Reader, unit: Unit) -> int:
    """How many pages have the word, in any of its forms."""
    return max(reader.frequency("text", name) for name in ((unit.joined,) if unit.joined else unit.terms))


def _nearest(reader: Reader, form: str, pages: int) -> str | None:
    """The word nearest to `form` (folded), which `pages` pages have: one letter off, else two in a long word.

    Where some page has `form`, only one that is used far more.
    """
    if not 4 <= len(form) <= MAX_WORD or pages > RARE:
        return None
    near = reader.vocabulary.among(set(one_letter_off(form)))
    if len(form) < WRONG_FIRST:
        near = {word for word in near if word[0] == form[0] or not _replaced(word, form)}
    if not near and not pages and len(form) >= TWO_LETTERS:
        near = reader.vocabulary.near(form, most=2, same=SAME)
    used = {word: reader.frequency("forms", word) for word in near}
    used = {word: count for word, count in used.items() if count >= TIMES * pages}
    if not used:
        return None

    def distance(word: str) -> tuple[bool, bool, int, str]:
        return _replaced(word, form), not _names(reader, word), -used[word], word

    return _as_written(reader, min(used, key=distance))


def _replaced(word: str, form: str) -> bool:
    """Whether they differ by another letter, rather than by one missing, doubled or swapped: people do that less."""
    return len(word) == len(form) and sorted(word) != sorted(form)


def _names(reader: Reader, form: str) -> bool:
    """Whether a page, a term or a profile is called by the word."""
    return reader.has("title", stem(form)) or form in names().by_word


def _as_written(reader: Reader, form: str) -> str:
    """`form` with the accents that names give it most often, else texts."""
    page_ids = reader.column("page_id")
    titled = [page_ids[number] for number in islice(reader.entries_with("title", stem(form)), TITLES)]
    titles = session.scalars(select(Page.name).where(Page.id.in_(titled), live_pages()))
    found = _spellings(form, (*titles, *names().by_word.get(form, ())))
    if not found:
        texts = (reader.text(number) for number in islice(reader.entries_with("forms", form), TEXTS))
        found = _spellings(form, texts)
    return max(found, key=lambda spelling: (found[spelling], spelling), default=form)


def _spellings(form: str, texts: Iterable[str]) -> Counter[str]:
    """How often `texts` write `form` in which ways."""
    letters = re.escape(form).replace("oe", "(?:oe|œ)").replace("ae", "(?:ae|æ)")
    word = re.compile(rf"(?<![^\W_]){letters}(?![^\W_])")
    return Counter(
        text[match.start() : match.end()].lower() for text in texts for match in word.finditer(fold_in_place(text))
    )
