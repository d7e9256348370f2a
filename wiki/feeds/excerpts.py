"""Pieces of texts for the entries of a feed: what was found in a page, and what an edit changed. Pure.

Rule: bounded, and escaped; what looks like markup in a text is never markup of the feed.
"""

from markupsafe import Markup, escape

from wiki.diffs import Span, compare

ROWS = 12
"""Lines of a comparison."""

LINE = 400
"""Characters of a line of a comparison."""


def shortened(text: str, length: int) -> str:
    """`text` cut after a word, with an ellipsis where something is left out."""
    if len(text) <= length:
        return text
    cut = text[:length]
    return f"{cut.rpartition(' ')[0] or cut} …"


def marked(pieces: tuple[tuple[str, bool], ...]) -> Markup:
    """Pieces of text, of which some are marked."""
    return Markup("").join(Markup("<b>{}</b>").format(text) if mark else escape(text) for text, mark in pieces)


def changed_lines(old: str, new: str) -> Markup:
    """The first lines that differ between two texts: what was there, then what is there."""
    found: list[Markup] = []
    for row in compare(old, new, context=0).rows:
        if row.kind in ("changed", "removed", "added"):
            found += [_line(side) for side in (row.old, row.new) if side]
        if len(found) >= ROWS:
            found = [*found[:ROWS], Markup("<p>…</p>")]
            break
    return Markup("").join(found)


def _line(spans: tuple[Span, ...]) -> Markup:
    """A side of a line: deleted and inserted words as such; long ones cut."""
    pieces: list[Markup] = []
    room = LINE
    for span in spans:
        text = escape(shortened(span.text, room))
        pieces.append(text if span.kind == "same" else Markup("<{0}>{1}</{0}>").format(span.kind, text))
        room -= len(span.text)
        if room <= 0:
            break
    return Markup("<p>{}</p>").format(Markup("").join(pieces))
