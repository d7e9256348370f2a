"""Characters that a text may hold, and the marks that the parser puts into it for itself.

Rule: no text that comes from a page, a template or a form can contain a mark, because normalising replaces every
control character, one for one, before the first mark is written.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

STX = "\x02"
ETX = "\x03"
MARK = re.compile(f"{STX}([0-9]+){ETX}")

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def normalised(text: str) -> str:
    """`text` with line ends as \\n, and what is no text (controls, lone surrogates, noncharacters) as U+FFFD."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT.sub("\ufffd", text)


@dataclass(slots=True)
class Stash:
    """Pieces of text put aside under a mark, so that no later step reads them as syntax.

    Kinds: "code" (source that comes back before Markdown), "nowiki" (literal text), "section" (the number of the
    section that a heading begins), "toc" (where the contents stand).
    """

    pieces: list[tuple[str, str]] = field(default_factory=list)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def put(self, kind: str, text: str) -> str:
        """The mark under which `text` is kept; equal pieces share a mark, so that they still compare equal."""
        number = self._numbers.setdefault((kind, text), len(self.pieces))
        if number == len(self.pieces):
            self.pieces.append((kind, text))
        return f"{STX}{number}{ETX}"

    def restored(self, text: str, kinds: Iterable[str]) -> str:
        """`text` with the pieces of `kinds` back in their places; other marks stay."""
        if STX not in text:
            return text
        wanted = frozenset(kinds)

        def piece(match: re.Match[str]) -> str:
            kind, original = self.pieces[int(match[1])]
            return original if kind in wanted else match[0]

        return MARK.sub(piece, text)


def without_marks(text: str) -> str:
    """`text` without any mark."""
    return MARK.sub("", text) if STX in text else text
