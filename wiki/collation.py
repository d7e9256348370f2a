"""The order of a French list: one function from a text to bytes that sort as a French reader expects.

Pure Python, no locale and no ICU, so that every machine and both databases give one order: the key is stored
as bytes, which SQLite and PostgreSQL compare alike whatever their collation. It follows the Unicode collation
algorithm's idea of levels, a later level deciding only between texts that are equal on the earlier ones:

1. words: letters without accent or case (œ is oe, ß is ss), numbers by their value, symbols; a space comes
   before everything, so that *Eau potable* precedes *Eaubonne*; other punctuation does not count;
2. accents, from the start of the text as CLDR does for `fr` (only `fr-CA` compares from the end):
   cote, coté, côte, côté;
3. case, small letters first;
4. the text itself, so that two different texts never share a key (within `MAX_LENGTH`).

Order of kinds at level 1: space, symbols, numbers, Latin letters, other scripts by code point.
"""

import re
import unicodedata

#: Characters of a text that are looked at; a longer text sorts by its beginning.
MAX_LENGTH = 255
#: Bytes of a key at most, below what a PostgreSQL index entry may hold.
MAX_KEY = 1500

_SPACE, _SYMBOL, _NUMBER = "\x02", "\x03", "\x04"
_LEVEL_END = b"\x00"
# Latin letters that Unicode does not decompose, as a French reader files them.
_BASE_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h",
                               "ı": "i", "ŧ": "t", "þ": "th", "ŋ": "n"})  # fmt: skip
_TOKEN = re.compile(r"(?P<number>\d+)|(?P<space>\s+)|(?P<other>.)", re.DOTALL)


def _number(digits: str) -> str:
    """A run of decimal digits as text that sorts by value: how many digits, then the digits."""
    value = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0")
    return _NUMBER + chr(1 + len(value)) + value


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me")


def _words(decomposed: str) -> str:
    """Level 1 of a decomposed text."""
    letters = "".join(c for c in decomposed if not _is_mark(c)).casefold().translate(_BASE_LETTERS)
    parts: list[str] = []
    for token in _TOKEN.finditer(letters):
        found = token[0]
        if token.lastgroup == "number":
            parts.append(_number(found))
        elif token.lastgroup == "space":
            parts.append(_SPACE)
        elif (category := unicodedata.category(found)[0]) == "S":
            parts.append(_SYMBOL + found)
        elif category not in ("P", "C"):
            parts.append(found)
    words = "".join(parts)
    # Punctuation that stood alone between spaces leaves one space, and none at the ends.
    return re.sub(_SPACE + "+", _SPACE, words).strip(_SPACE)


def _accents(decomposed: str) -> str:
    """Level 2: for each letter its marks, in order; trailing plain letters say nothing."""
    parts: list[str] = []
    for character in decomposed:
        if _is_mark(character):
            parts.append(character)
        elif character.isalpha():
            parts.append("\x01")
            parts.extend("\x02" for folded in character.casefold() if folded in "œæøđðłħıŧþŋ")
    return "".join(parts).rstrip("\x01")


def _cases(decomposed: str) -> str:
    """Level 3: 2 for a capital, 1 for a small letter."""
    return "".join("\x02" if c.isupper() else "\x01" for c in decomposed if c.isalpha()).rstrip("\x01")


def sort_key(text: str) -> bytes:
    """The bytes by which `text` sorts in French; compare them with `<`, in Python or in SQL.

    Never empty, at most `MAX_KEY` bytes, total: any text has a key.
    """
    text = unicodedata.normalize("NFC", text[:MAX_LENGTH])
    decomposed = unicodedata.normalize("NFKD", text)
    levels = (_words(decomposed), _accents(decomposed), _cases(decomposed), text)
    return _LEVEL_END.join(level.encode("utf-8", "replace") for level in levels)[:MAX_KEY]


def sort_initial(text: str) -> str:
    """The heading under which a French list files `text`: a capital without accent, "0–9", or a symbol.

    A text with nothing but punctuation is filed under "…".
    """
    first = _words(unicodedata.normalize("NFKD", text[:MAX_LENGTH]))[:2]
    if not first:
        return "…"
    if first[0] == _NUMBER:
        return "0–9"
    if first[0] == _SYMBOL:
        return first[1]
    return first[0].upper()
