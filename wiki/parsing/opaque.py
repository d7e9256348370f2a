"""The parts of a text in which wiki syntax means nothing: fenced code, inline code, `<nowiki>`, HTML comments.

Rule: one scanner decides this for expansion, sections and saving, in one pass whose time grows with the text only:
each search that fails is remembered, so that it is never made again.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from wiki.parsing.characters import Stash

# Backticks at the margin need no end; tildes, and fences in a list or quote, count only when closed.
# The look ahead spares most places the alternatives.
_TOKEN = re.compile(
    r"(?=[\\`<]|^)(?:(?P<fence>^(?P<lead>[ ]{0,3}|[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?)"
    r"(?P<ticks>`{3,}+(?=[^`\n]*+$)|~{3,}+))"
    r"|(?P<escape>\\`)"
    r"|(?P<code>`++)"
    r"|(?P<comment><!--)"
    r"|(?P<nowiki><nowiki[ \t]*+(?P<empty>/?)>))",
    re.MULTILINE | re.IGNORECASE,
)
_RUN = re.compile("`++")
_BLANK_LINE = re.compile(r"\n[ \t]*+(?=\n)")
_NOWIKI_END = re.compile(r"</nowiki[ \t]*+>", re.IGNORECASE)


class Span(NamedTuple):
    """One such part: the source [start, end) and what it holds between its delimiters [inner, inner_end)."""

    kind: str
    start: int
    end: int
    inner: int
    inner_end: int


class _Scanner:
    """The searches of one pass and their memory."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.failed: dict[str, int] = {}
        self.runs: dict[int, list[int]] | None = None
        self.blanks: list[int] = []
        self.ends: dict[str, bool] = {}

    def fence_end(self, match: re.Match[str]) -> tuple[int, int] | None:
        """End of the code and end of the closing line."""
        sign, length = match["ticks"][0], len(match["ticks"])
        endless = sign == "`" and len(match["lead"]) <= 3 and not match["lead"].strip(" ")
        body = self.text.find("\n", match.end())
        if body == -1:
            return (len(self.text), len(self.text)) if endless else None
        if length < self.failed.get(sign, 1 << 30):
            closing = re.compile(rf"^[ \t>]*+\{sign}{{{length},}}+[ \t]*+$", re.MULTILINE)
            if found := closing.search(self.text, body + 1):
                return found.start(), found.end()
            self.failed[sign] = length
        return (len(self.text), len(self.text)) if endless else None

    def code_end(self, start: int, length: int) -> int | None:
        """Start of the backticks that close the run at `start`, in the same paragraph."""
        if self.runs is None:
            self.runs = {}
            for run in _RUN.finditer(self.text):
                self.runs.setdefault(len(run[0]), []).append(run.start())
            self.blanks = [blank.start() for blank in _BLANK_LINE.finditer(self.text)]
        starts = self.runs.get(length, [])
        index = bisect_left(starts, start + length)
        if index == len(starts):
            return None
        blank = bisect_left(self.blanks, start)
        if blank < len(self.blanks) and self.blanks[blank] < starts[index]:
            return None
        return starts[index]

    def find(self, what: str, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        if self.ends.get(what):
            return None
        found = pattern.search(self.text, position)
        self.ends[what] = found is None
        return found


_COMMENT_END = re.compile("-->")


def opaque_spans(text: str) -> list[Span]:
    """The opaque parts of `text`, in order, none within another. Time and memory grow with the text's length."""
    scanner, spans, position = _Scanner(text), list[Span](), 0
    while match := _TOKEN.search(text, position):
        span, position = None, match.end()
        start = match.start()
        if match["fence"] is not None:
            if (ends := scanner.fence_end(match)) is not None:
                line_end = text.find("\n", match.end())
                inner = line_end + 1 if 0 <= line_end < ends[0] else ends[0]
                span = Span("fence", start, ends[1], inner, ends[0])
        elif match["code"] is not None:
            length = match.end() - start
            if (end := scanner.code_end(start, length)) is not None:
                span = Span("code", start, end + length, start + length, end)
        elif match["comment"] is not None:
            if found := scanner.find("comment", _COMMENT_END, match.end()):
                span = Span("comment", start, found.end(), match.end(), found.start())
        elif match["nowiki"] is not None:
            if match["empty"]:
                span = Span("nowiki", start, match.end(), match.end(), match.end())
            elif found := scanner.find("nowiki", _NOWIKI_END, match.end()):
                span = Span("nowiki", start, found.end(), match.end(), found.start())
        if span is not None:
            spans.append(span)
            position = span.end
    return spans


def masked(text: str) -> str:
    """`text` with each opaque part blanked by as many controls: same offsets, nothing in it reads as syntax."""
    pieces, position = list[str](), 0
    for span in opaque_spans(text):
        pieces.append(text[position : span.start])
        pieces.append("\x1a" * (span.end - span.start))
        position = span.end
    return "".join([*pieces, text[position:]]) if pieces else text


def protected(text: str, stash: Stash, *, raw: bool = False) -> str:
    """`text` with code and nowiki put into `stash`, and comments dropped (with their line when alone on it).

    When `raw`, every opaque part comes back as it was, delimiters and comments included: for saving.
    """
    pieces, position = list[str](), 0
    for span in opaque_spans(text):
        start, end = span.start, span.end
        if raw:
            pieces += [text[position:start], stash.put("code", text[start:end])]
            position = end
            continue
        if span.kind == "comment":
            start, end = _whole_line(text, position, start, end)
        pieces.append(text[position:start])
        if span.kind == "nowiki":
            pieces.append(stash.put("nowiki", text[span.inner : span.inner_end]))
        elif span.kind != "comment":
            pieces.append(stash.put("code", text[start:end]))
        position = end
    return "".join([*pieces, text[position:]]) if pieces else text


def _whole_line(text: str, floor: int, start: int, end: int) -> tuple[int, int]:
    """The span widened to its line when it stands alone there, else as it was."""
    left, right = start, end
    while left > floor and text[left - 1] in " \t":
        left -= 1
    while right < len(text) and text[right] in " \t":
        right += 1
    alone = (left == 0 or text[left - 1] == "\n") and right < len(text) and text[right] == "\n"
    return (left, right + 1) if alone else (start, end)
