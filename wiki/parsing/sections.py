"""A page's own headings and the sections they open, with their places in the source.

Rule: the sections of a text always join to the text, character for character, so that one can be edited alone.
A heading is a line of its own at the margin, outside code, comments, the front block and templates' arguments;
`#` and `##` open sections of the same level, because the page's title is the only first-level heading.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from wiki.errors import N_, InvalidInput
from wiki.parsing.braces import parse_braces
from wiki.parsing.opaque import masked

#: `## Text ##`; the marks at the end are optional.
ATX = re.compile(r"(#{1,6})(?![#\n])[ \t]*+([^\n]*)")
#: The line under a heading's text.
SETEXT_UNDERLINE = re.compile(r"(?:={3,}+|-{3,}+)[ \t]*+")
#: A line that can be the text of such a heading.
_SETEXT_TEXT = (
    r"(?![ ]{4}|[ ]{0,3}(?:[>#|\n\x1a<]|[-*+][ \t]|\d{1,9}[.)][ \t]|!!!|\[\^|:[ ]|`{3}|~{3}|={3}|-{3}|\*\*\*|___))"
)
_HEADING = re.compile(
    rf"^(?:(?P<hashes>#{{1,6}})(?![#\n\r])(?=[^\n]*[^\s#])[^\n]*+"
    rf"|(?:(?<=\n\n)|(?<![\s\S]))(?P<text>{_SETEXT_TEXT}(?=[ \t]*+[^\s|])[^\n|]++)\n"
    r"(?P<line>={3,}+|-{3,}+)[ \t]*+)$",
    re.MULTILINE,
)
_FRONT = re.compile(
    r"---[ \t]*\n(?:(?!---|\.\.\.)[^\n]*\n|(?:---|\.\.\.)[^ \t\n][^\n]*\n)*+(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)


#: The beginning of a page that only leads to another.
REDIRECT = re.compile(
    r"\s*+#(?:REDIRECTION|REDIRECT)[ \t]*+:?\s*+\[\[([^\[\]|\n]{1,1000})(?:\|[^\[\]\n]*)?\]\]", re.IGNORECASE
)


class UnknownSection(InvalidInput):
    """The section asked for is not in the text."""

    status = 404
    code = "unknown-section"
    message = N_("This page has no section %(section)s.")


@dataclass(frozen=True, slots=True)
class Section:
    """One heading's section: [start, end) with its subsections, [start, body) its heading."""

    index: int
    level: int
    start: int
    body: int
    end: int


def front_end(text: str) -> int:
    """Where the front block of `text` ends; 0 when it has none."""
    match = _FRONT.match(text)
    return match.end() if match else 0


def scan(text: str) -> tuple[Section, ...]:
    """The sections of `text` from 1 on, in order; section 0, the lead, is what comes before the first."""
    front = front_end(text)
    if redirect := REDIRECT.match(text, front):
        front = redirect.end()
    hidden = masked(text)
    spans = parse_braces(hidden).spans
    starts = [start for start, _ in spans]
    found: list[tuple[int, int, int]] = []
    for match in _HEADING.finditer(hidden, front):
        before = bisect_right(starts, match.start()) - 1
        if before >= 0 and match.start() < spans[before][1]:
            continue
        hashes, line = match["hashes"], match["line"]
        level = max(2, len(hashes)) if hashes else 2
        if line and "{" in match["text"] and _crosses(spans, starts, match.start(), match.end()):
            continue
        found.append((level, match.start(), match.end()))
    return _nested(found, len(text))


def _crosses(spans: list[tuple[int, int]], starts: list[int], start: int, end: int) -> bool:
    """Whether a call begins in [start, end) and goes on after it."""
    index = bisect_right(starts, end - 1) - 1
    return index >= 0 and starts[index] >= start and spans[index][1] > end


def _nested(found: list[tuple[int, int, int]], length: int) -> tuple[Section, ...]:
    ends = [length] * len(found)
    waiting: list[int] = []
    for index, (level, start, _) in enumerate(found):
        while waiting and found[waiting[-1]][0] >= level:
            ends[waiting.pop()] = start
        waiting.append(index)
    return tuple(
        Section(index + 1, level, start, body, ends[index]) for index, (level, start, body) in enumerate(found)
    )


def _span(text: str, index: int) -> tuple[int, int]:
    sections = scan(text)
    if index == 0:
        return 0, sections[0].start if sections else len(text)
    if not 0 < index <= len(sections):
        raise UnknownSection(section=index)
    section = sections[index - 1]
    return section.start, section.end


def section_text(text: str, index: int) -> str:
    """The source of section `index`, subsections included; 0 is the lead. Raises `UnknownSection` (404)."""
    start, end = _span(text, index)
    return text[start:end]


def replace_section(text: str, index: int, new: str) -> str:
    """`text` with section `index` replaced by `new`; the next heading stays at the start of a line.

    Raises `UnknownSection` (404).
    """
    start, end = _span(text, index)
    rest = text[end:]
    if new and rest and not new.endswith("\n"):
        new += "\n\n"
    return text[:start] + new + rest
