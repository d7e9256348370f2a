"""HTML written in page text: the elements that it may hold, and the attributes that they keep.

Rule: an allowlist. An element not named here is shown as text; an attribute not named here is dropped, and with it
every id, style and handler.
"""

import re
from html import unescape

INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
})  # fmt: skip
BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "caption", "center", "col", "colgroup", "dd", "details", "div",
    "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
VOID = frozenset({"br", "wbr", "hr", "col"})
#: Classes that page text may use; their looks are the style sheet's business.
USER_CLASSES = frozenset({
    "infobox", "encadre", "legende", "petit", "grand", "centre", "gauche", "droite", "clear", "colonnes",
    "nowrap", "galerie", "citation", "error",
})  # fmt: skip

#: An opening or closing tag at a given place; quoted values end at the latest where the next tag begins.
TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,19})(?P<attributes>(?:[\s/](?:[^<>\"']|\"[^<\"]*+\"|'[^<']*+')*+)?)>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z][A-Za-z-]{0,29})(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?")
_GLOBAL = frozenset({"class", "lang", "dir", "title"})
_OWN = {
    "a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "col": {"span"},
    "colgroup": {"span"}, "ol": {"start", "reversed", "type"}, "li": {"value"}, "details": {"open"},
    "time": {"datetime"},
}  # fmt: skip
_VALUES = {
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "title": re.compile(r"[^\x00-\x08]{1,500}"),
    "colspan": re.compile(r"[1-9]\d{0,2}"),
    "rowspan": re.compile(r"[1-9]\d{0,2}"),
    "span": re.compile(r"[1-9]\d{0,2}"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "start": re.compile(r"-?\d{1,9}"),
    "value": re.compile(r"-?\d{1,9}"),
    "type": re.compile(r"[1aAiI]"),
    "datetime": re.compile(r"[0-9A-Z:+\-. ]{1,40}"),
    "href": re.compile(r"[^\x00-\x08]{1,2000}"),
}
_FLAGS = frozenset({"open", "reversed"})


def attributes(name: str, source: str) -> dict[str, str]:
    """The attributes that element `name` keeps of those in `source`; values are plain text, "&" escaped."""
    kept: dict[str, str] = {}
    allowed = _OWN.get(name, set())
    for count, match in enumerate(_ATTRIBUTE.finditer(source)):
        if count == 20:
            break
        key = match[1].lower()
        if key not in _GLOBAL and key not in allowed:
            continue
        value = unescape(match[2] or match[3] or match[4] or "").strip()
        if key == "class":
            value = " ".join(word for word in value.split()[:10] if word in USER_CLASSES)
        elif key in _FLAGS:
            value = key
        elif not _VALUES[key].fullmatch(value):
            continue
        if value:
            kept.setdefault(key, value.replace("&", "&amp;"))
    return kept
