"""The last word on a page's HTML: bleach, with the elements, attributes and classes that a page may have.

Rule: nothing changes the HTML after this. What comes in was built by our own serialiser; this is the second
lock, which trusts nothing of the first. Each thread has a `Cleaner` of its own: bleach's parser keeps state. Depth
and number of elements are checked before, because bleach's time is not linear in them.

Bleach takes a third of the time of a save, and a save changes a paragraph or two: so a page is cut into pieces, and
what became of a piece is remembered.
"""

import re
import threading
from functools import lru_cache

from bleach.sanitizer import Cleaner

from wiki.parsing import tags
from wiki.parsing.addresses import EXTERNAL_SCHEMES, is_allowed
from wiki.parsing.limits import MAX_BLOCK_DEPTH, MAX_ELEMENTS, MAX_INLINE_DEPTH, TooComplex
from wiki.parsing.walker import LinearWalker

TAGS = frozenset(tags.INLINE | tags.BLOCK | {"br", "wbr", "hr", "nav"}) - {"center"}

_CLASSES = tags.USER_CLASSES | frozenset({
    "section-heading", "edit-section", "toc", "toc-title", "external", "external-image", "extiw", "new",
    "selflink", "footnotes", "footnote-ref", "footnote-broken", "footnote-back", "table-scroller", "admonition",
    "admonition-title", "admonition-note", "admonition-tip", "admonition-example", "admonition-warning",
    "admonition-danger", "task", "task-open", "task-done", "file", "file-thumb", "file-caption", "align-left",
    "align-center", "align-right", "unrendered", "unrendered-notice", "redirect", "redirect-target",
})  # fmt: skip
_LANGUAGE_CLASS = re.compile(r"language-[\w+#.-]{1,30}")
_IDS = {
    "li": re.compile(r"fn-\d{1,6}"),
    "sup": re.compile(r"fnref-\d{1,6}(?:-\d{1,6})?"),
    **{f"h{level}": re.compile(r"[^a-z\s\"'<>&][^\s\"'<>&]{0,150}") for level in range(2, 7)},
}
_ROLES = {"region": "div", "note": "div", "img": "span", "doc-endnotes": "section"}
_PLAIN_GLOBAL = frozenset({"title", "lang", "dir"})
_PLAIN = {
    "a": {"aria-label", "aria-current"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"}, "col": {"span"}, "colgroup": {"span"}, "li": {"value"},
    "ol": {"start", "reversed", "type"}, "details": {"open"}, "time": {"datetime"}, "nav": {"aria-label"},
    "div": {"aria-label"}, "span": {"aria-label"}, "section": {"aria-label"},
}  # fmt: skip
_MAX_DEPTH = MAX_BLOCK_DEPTH * 3 + MAX_INLINE_DEPTH + 8
#: Attributes of one element.
_MAX_ATTRIBUTES = 200
#: Characters from which a piece ends with the element; a section begins a piece, so that pieces stay what they were
#: when something changes above them.
_PIECE = 1000
#: Pieces that are remembered, and the most characters of one.
_REMEMBERED = 2048
_MAX_REMEMBERED = 10_000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return all(word in _CLASSES or _LANGUAGE_CLASS.fullmatch(word) for word in value.split())
    if name == "href":
        return tag == "a" and is_allowed(value)
    if name == "id":
        return tag in _IDS and _IDS[tag].fullmatch(value) is not None
    if name == "role":
        return _ROLES.get(value) == tag
    if name == "rel":
        return tag == "a" and value == "nofollow ugc noopener"
    if name == "tabindex":
        return tag in {"div", "pre"} and value == "0"
    return name in _PLAIN_GLOBAL or name in _PLAIN.get(tag, ())


def _pieces(html: str) -> list[str]:
    """`html` cut between its outermost elements into pieces that bleach takes at a time.

    Raises `TooComplex` for too many elements, attributes or levels.
    """
    pieces, begin = list[str](), 0
    depth = count = 0
    for match in _TAG.finditer(html):
        if match[1]:
            depth -= 1
        else:
            if depth == 0 and match[2] == "h2" and match.start() > begin:
                pieces.append(html[begin : match.start()])
                begin = match.start()
            count += 1
            depth += match[2] not in tags.VOID
            if depth > _MAX_DEPTH or count > MAX_ELEMENTS * 2 or match[3].count("=") > _MAX_ATTRIBUTES:
                raise TooComplex
        if depth < 0:
            return [html]
        if depth == 0 and match.end() - begin >= _PIECE:
            pieces.append(html[begin : match.end()])
            begin = match.end()
    return [*pieces, html[begin:]] if depth == 0 else [html]


def sanitised(html: str) -> str:
    """`html` cut to what a page may hold. Raises `TooComplex` for a shape that would take too long.

    Each piece comes back well formed and closed, so that their joining opens nothing.
    """
    return "".join([_cleaned(piece) if len(piece) <= _MAX_REMEMBERED else _clean(piece) for piece in _pieces(html)])


class _OfThread(threading.local):
    """The cleaner of one thread."""

    def __init__(self) -> None:
        self.cleaner = Cleaner(
            tags=TAGS, attributes=_allowed, protocols=EXTERNAL_SCHEMES, strip=False, strip_comments=True
        )
        self.cleaner.walker = LinearWalker  # type: ignore[assignment] # bleach calls it as a factory


_of_thread = _OfThread()


def _clean(piece: str) -> str:
    cleaned: str = _of_thread.cleaner.clean(piece)
    return cleaned


_cleaned = lru_cache(maxsize=_REMEMBERED)(_clean)
