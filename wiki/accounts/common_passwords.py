"""Passwords that everybody would try first. Rule: a usual word stays usual under the usual disguises.

A list of passwords ages and grows; people's habits do not. So the list holds some 1,000 stems (`common_words`),
and a rule undoes what is done to them: capitals, accents, figures for letters (`p@ssw0rd`), a year or signs before
or after, the word doubled, two words joined. Each stem thus stands for thousands of passwords, offline. Rows of a
keyboard, the alphabet and counting are recognised in any length.
"""

import re
import unicodedata

from wiki.accounts.common_words import GLUE, STEMS

#: Stems that a common password is made of at most; a sentence of more is a sentence.
MAX_STEMS = 2
#: Figures and signs around the stems; more of them are a password of their own.
MAX_TRIMMINGS = 8
#: What must be left once repetitions and rows are counted as one character each.
MIN_ORIGINAL = 8

_ROWS = (
    "0123456789", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl",
    "zxcvbnm", "qwertzuiop", "yxcvbnm", "&é\"'(-è_çà)=", "!@#$%^&*()", "aqwzsxedcrfvtgbyhnujikolpm",
    "qazwsxedcrfvtgbyhnujmikolp", "1a2z3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1aqw2zsx3edc4rfv5tgb6yhn7uj",  "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8i9",
)  # fmt: skip
_ROW_LENGTH = 4
_REPEATED = re.compile(r"(.+?)\1+", re.DOTALL)
# Figures and signs that stand for letters; "1", "!" and "|" for i or for l.
_LEET = str.maketrans("0345678@$€+", "oeasgtbaset")
_LEET_I, _LEET_L = str.maketrans("1!|", "iii"), str.maketrans("1!|", "lll")
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def is_common(password: str) -> bool:
    """Whether `password` is among the first that anybody would try. Linear in its length."""
    text = _folded(password[:200])
    if _original_length(text) < MIN_ORIGINAL:
        return True
    return any(_is_stem_with_trimmings(reading) for reading in _readings(text))


def _folded(text: str) -> str:
    """Small letters without accents, without spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c) and not c.isspace())


def _readings(text: str) -> set[str]:
    """`text` as it stands, with figures and signs taken for letters, and each with repetitions said once."""
    # The figures at the end are a year or a number more often than letters.
    without_end = text.rstrip("0123456789!?.*#-_+")
    written_out = [candidate.translate(_LEET) for candidate in (text, without_end)]
    readings = {text, *(candidate.translate(table) for candidate in written_out for table in (_LEET_I, _LEET_L))}
    return readings | {_REPEATED.sub(r"\1", reading) for reading in readings}


def _is_stem_with_trimmings(text: str) -> bool:
    words = [word for word in _NOT_LETTERS.split(text) if word]
    trimmings = len(text) - sum(map(len, words))
    if not words or trimmings > MAX_TRIMMINGS:
        return False
    counts = [_stems_in(word) for word in words]
    return None not in counts and sum(count or 0 for count in counts) <= MAX_STEMS


def _stems_in(word: str) -> int | None:
    """The least number of stems that `word` is made of, glue not counted; None when something else is in it."""
    best: list[int | None] = [0] + [None] * len(word)
    for start in range(len(word)):
        before = best[start]
        if before is None:
            continue
        for end in range(start + 1, min(len(word), start + 16) + 1):
            part = word[start:end]
            cost = 0 if part in GLUE else 1 if part in STEMS else None
            known = best[end]
            if cost is not None and (known is None or before + cost < known):
                best[end] = before + cost
    return best[-1]


def _original_length(text: str) -> int:
    """Characters of `text`, each repetition and each run along a row counted as one."""
    text = _REPEATED.sub(lambda match: match[1], text)
    length = position = 0
    while position < len(text):
        position += max(1, _run(text, position))
        length += 1
    return length


def _run(text: str, start: int) -> int:
    """How far the text runs along a row from `start`, either way; 0 when that is less than four characters."""
    longest = 0
    for row in _ROWS:
        for line in (row, row[::-1]):
            length = _ROW_LENGTH
            while text[start : start + length] in line and start + length <= len(text):
                longest = max(longest, length)
                length += 1
    return longest
