"""Pieces of texts for the entries of a feed: how a page begins, and what an edit changed. Pure.

Rule: bounded, and escaped; what looks like markup in a text is never markup of the feed.
"""

import re

from markupsafe import Markup, escape

from wiki.diffs import Span, compare
from wiki.parsing.sections import front_end
from wiki.titles import Namespace

OPENING = 300
"""Characters of how a page begins, about."""

READ = 4000
"""Characters of a text that are looked at for it."""

ROWS = 12
"""Lines of a comparison."""

LINE = 400
"""Characters of a line of a comparison."""

_NOT_SHOWN = (Namespace.CATEGORY, Namespace.PROFILE, Namespace.FILE)
_COMMENT_OR_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>", re.DOTALL)
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_WIKI_LINK = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_MARKS = re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+]|\d{1,9}[.)]|!!!|[-=|: ]+$)[ \t]*|\*\*|__|[*`|]", re.MULTILINE)


def opening(text: str) -> str:
    """How the page with this source begins, in plain words."""
    text = text[front_end(text) :][:READ]
    text = _COMMENT_OR_TAG.sub("", _TEMPLATE.sub("", _TEMPLATE.sub("", text)))
    text = _LINK.sub(r"\1", _IMAGE.sub("", _WIKI_LINK.sub(_label, text)))
    return shortened(" ".join(_MARKS.sub("", text).split()), OPENING)


def _label(link: re.Match[str]) -> str:
    target, label = link[1].strip(), link[2]
    if Namespace.named(target.partition(":")[0]) in _NOT_SHOWN:
        return ""
    return label or target.removeprefix(":")


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
