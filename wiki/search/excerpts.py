"""Passages of a text that show why it was found. Pure.

Whoosh's highlighter analyses each text again, which takes longer than the search. Here a word is looked at only
where the beginning of a wanted stem stands, found by plain string search; its own stem then decides.
"""

import codecs
import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from wiki.search.analysis import Placed, fold, fold_in_place, units

LENGTH = 240
"""Characters of an excerpt, about."""

PASSAGES = 2
"""Passages that an excerpt is made of at most."""

SCANNED = 40
"""Occurrences of a word in a text that are compared for the best passage."""

Excerpt = tuple[tuple[str, bool], ...]
Span = tuple[int, int]

_BEGINNING = 3
_WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
_SPACE = re.compile(r"\s+")


# Folding is most of the work, and a character set of 256 is folded in C: ASCII, the letters of French and most other
# Latin ones, the marks inside words. What is beyond has a way of its own, as rare as it is slow.
_KNOWN = "".join(map(chr, range(128))) + "".join(map(chr, range(0xA0, 0x100))) + "œŒŸ’‘ʼ‐‑ČčĞğİŃńŌōŘřŞşŠšŪūŽžŐőŰűŁ"
_TO_BYTES = codecs.charmap_build(_KNOWN)
_FOLDED = fold_in_place(_KNOWN)


def _beyond(error: UnicodeError) -> tuple[str, int]:
    """Characters beyond those known: folded where that is a plain letter, else a sign that is in no word."""
    assert isinstance(error, UnicodeEncodeError)
    folded = fold_in_place(error.object[error.start : error.end])
    return "".join(letter if letter.isascii() else "?" for letter in folded), error.end


codecs.register_error("wiki-fold", _beyond)


def _folded_for(text: str, terms: Collection[str]) -> str:
    """`text` folded, as long as it is, with all words that could be one of `terms`."""
    if not all(term.isascii() for term in terms):
        return fold_in_place(text)
    encoded, _length = codecs.charmap_encode(text, "wiki-fold", _TO_BYTES)
    return codecs.charmap_decode(encoded, "strict", _FOLDED)[0]


def excerpt(text: str, terms: Collection[str]) -> Excerpt:
    """A part of `text` (tidy) as (piece, is one of the words sought); its beginning where none stands in it.

    `terms` are stems, as in `analysis.Unit`.
    """
    spans = sorted(set(_occurrences(text, frozenset(terms))))[:SCANNED]
    if not spans:
        return _cut(text, (0, LENGTH), [])
    pieces: list[tuple[str, bool]] = []
    for window in _windows(text, spans):
        pieces.extend(_cut(text, window, spans))
    return _merged(pieces)


def _merged(pieces: list[tuple[str, bool]]) -> Excerpt:
    """`pieces` with neighbours of one kind put together, and one ellipsis between two passages."""
    found: list[tuple[str, bool]] = []
    for text, marked in pieces:
        if found and not marked and not found[-1][1]:
            found[-1] = ((found[-1][0] + text).replace(" …… ", " … "), False)
        else:
            found.append((text, marked))
    return tuple(found)


def _occurrences(text: str, terms: frozenset[str]) -> Iterator[Span]:
    """Places of the words whose stem is one of `terms`, at most `SCANNED` for each beginning."""
    folded = _folded_for(text, terms)
    for beginning in {variant for term in terms for variant in _beginnings(term)}:
        place = folded.find(beginning)
        for _count in range(SCANNED):
            if place < 0:
                break
            start = _start_of_word(folded, place)
            match = _WORD.match(folded, start)
            end = match.end() if match else place + 1
            if start == place or "-" in folded[start:place] or "'" in folded[start:place]:
                yield from _matching(folded, start, end, terms)
            place = folded.find(beginning, max(end, place + 1))


def _beginnings(term: str) -> set[str]:
    """How a word with this stem may begin in a text where ligatures are kept."""
    beginning = term[:_BEGINNING]
    return {beginning, term.replace("oe", "œ")[:_BEGINNING], term.replace("ae", "æ")[:_BEGINNING]}


def _matching(folded: str, start: int, end: int, terms: frozenset[str]) -> Iterator[Span]:
    for placed in _units_of(folded[start:end]):
        if placed.unit.joined in terms or not terms.isdisjoint(placed.unit.terms):
            yield start + placed.start, start + placed.end


@lru_cache(maxsize=20_000)
def _units_of(word: str) -> tuple[Placed, ...]:
    return tuple(units(word))


def _start_of_word(text: str, place: int) -> int:
    while place > 0 and (text[place - 1].isalnum() or text[place - 1] in "'-"):
        place -= 1
    return place


def _windows(text: str, spans: list[Span]) -> list[Span]:
    """Where to cut: the passages with most different words, in the order of the text, not overlapping."""
    length = LENGTH // PASSAGES if spans[-1][1] - spans[0][0] > LENGTH else LENGTH
    found: list[tuple[int, Span]] = []
    for index, (start, _end) in enumerate(spans):
        words = {fold(text[a:b]) for a, b in spans[index : index + 8] if b <= start + length}
        begin = max(0, start - length // 4)
        found.append((-len(words), (begin, begin + length)))
    chosen: list[Span] = []
    for _score, window in sorted(found):
        if all(window[1] < other[0] or other[1] < window[0] for other in chosen):
            chosen.append(window)
        if len(chosen) == (PASSAGES if length < LENGTH else 1):
            break
    return sorted(chosen)


def _cut(text: str, window: Span, spans: list[Span]) -> Excerpt:
    """The words of `text` inside `window`, those of `spans` marked, with an ellipsis where text was left out."""
    start, end = _whole_words(text, window)
    pieces: list[tuple[str, bool]] = [("… ", False)] if start > 0 else []
    place = start
    for begin, finish in spans:
        if begin < place or finish > end:
            continue
        pieces.append((text[place:begin], False))
        pieces.append((text[begin:finish], True))
        place = finish
    pieces.append((text[place:end], False))
    if end < len(text.rstrip()):
        pieces.append((" …", False))
    return tuple((_SPACE.sub(" ", piece), marked) for piece, marked in pieces if piece)


def _whole_words(text: str, window: Span) -> Span:
    """`window` moved inwards to spaces, so that no word is cut; a text without spaces is cut anywhere."""
    start, end = window[0], min(window[1], len(text))
    if start > 0:
        space = _SPACE.search(text, start, min(end, start + 30))
        start = space.end() if space else start
    if end < len(text):
        space_before = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = space_before if space_before > start else end
    return start, end
