"""The patterns of rules: words with stars, or regular expressions, both matched by RE2.

Rule: matching takes time in proportion to the text, whatever was written; RE2 refuses what it could not match so.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import re2

from wiki.errors import N_, InvalidInput

MAX_LINES = 50
MAX_LENGTH = 5_000
"""Lines and characters of a pattern."""

MEMORY = 1 << 21
"""Bytes that a compiled pattern may take."""

KEPT = 256
"""Compiled patterns that a process keeps."""

_LETTER = r"[\pL\pN_]"
_NO_LETTER = r"[^\pL\pN_]"

_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+")
"""Accents, and characters that nobody sees."""


class BadPattern(InvalidInput):
    """A line of a pattern cannot be understood."""

    code = "bad-pattern"
    message = N_("The pattern “%(line)s” cannot be used: %(fault)s.")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is looked for: any of `lines`, as words or as expressions, with capitals and accents or without."""

    lines: tuple[str, ...]
    regular: bool = False
    folded: bool = True

    def found_in(self, text: str) -> bool:
        """Whether `text` holds it."""
        return _compiled(self).search(_plain(text, folded=self.folded)) is not None


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a pattern that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def pattern_of(text: str, *, regular: bool, folded: bool) -> Pattern:
    """The pattern that somebody wrote, one on each line. Raises `BadPattern`."""
    lines = lines_of(text)
    if len(lines) > MAX_LINES or len(text) > MAX_LENGTH:
        words = N_("A pattern has %(lines)s lines and %(length)s characters at most.")
        raise BadPattern(words, lines=MAX_LINES, length=MAX_LENGTH)
    for line in lines:
        alone = Pattern((line,), regular, folded)
        _refuse_bad(alone, line)
        if alone.found_in("") or not _plain(line, folded=folded).strip("* "):
            raise BadPattern(N_("“%(line)s” would find every text: say more."), line=line)
    whole = Pattern(lines, regular, folded)
    _refuse_bad(whole, lines[0])
    return whole


def _refuse_bad(pattern: Pattern, line: str) -> None:
    try:
        _compiled(pattern)
    except re2.error as error:
        raise BadPattern(line=line, fault=_words(error.args)) from None


@lru_cache(maxsize=KEPT)
def _compiled(pattern: Pattern) -> "re2._Regexp":
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    options.case_sensitive = not pattern.folded
    written = [_plain(line, folded=pattern.folded) for line in pattern.lines]
    parts = [f"(?:{line})" for line in written] if pattern.regular else [_expression(line) for line in written]
    return re2.compile("|".join(parts), options)


def _expression(words: str) -> str:
    """Words with stars as a regular expression: whole words; a star is any letters, a blank any blanks."""
    inner = r"\s+".join(f"{_LETTER}*".join(map(re2.escape, word.split("*"))) for word in words.split())
    first, last = words[0], words[-1]
    before = f"(?:^|{_NO_LETTER})" if _is_letter(first) else ""
    after = f"(?:$|{_NO_LETTER})" if _is_letter(last) else ""
    return f"{before}{inner}{after}"


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _plain(text: str, *, folded: bool) -> str:
    """`text` without accents and unseen characters where `folded`; capitals are for the matcher."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text)) if folded else unicodedata.normalize("NFC", text)


def _words(arguments: Sequence[object]) -> str:
    """What the matcher says of a pattern, as text."""
    said = arguments[0] if arguments else ""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
