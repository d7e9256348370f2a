"""The first words of a page's text, for lists. Pure, and quick: no template is expanded, nothing is rendered."""

import re

from wiki.parsing.sections import front_end

LENGTH = 200
"""Characters, about."""

SCANNED = 3000
"""Characters of the text that are looked at."""

_NO_PROSE = re.compile(r"(?s)<!--.*?(?:-->|\Z)|<(ref|gallery)\b.*?</\1>|</?[a-z][^>\n]*>|\[\^[^\]\n]*\]|__[A-Z]+__")
_TEMPLATE = re.compile(r"\{\{[^{}]*(?:\}\}|\Z)")
_BELONGING = re.compile(r"\[\[\s*(?:cat[ée]gorie|category|profil|fichier|file|image)\s*:[^\[\]]*\]\]", re.IGNORECASE)
_LINK = re.compile(r"\[\[:?(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]|!?\[([^\[\]\n]*)\]\([^()\n]*\)")
_MARKS = re.compile(r"\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|`+|\\(?=[^\w\s])")
#: Lines that are no prose: headings, tables, quotations' marks, lists, rules, notes, fences, indented definitions.
_STRUCTURE = re.compile(r"\s*(?:[#|>:!~`=]|-{3,}|[-*+]\s|\d+[.)]\s)")
_SPACE = re.compile(r"\s+")


def beginning(text: str) -> str:
    """The first paragraph of prose of `text`, without markup, cut between words; empty where there is none."""
    part = text[front_end(text) :][:SCANNED]
    part = _NO_PROSE.sub("", part)
    for _depth in range(4):
        part = _TEMPLATE.sub("", part)
    part = part.partition("{{")[0]
    part = _BELONGING.sub("", part)
    for paragraph in part.split("\n\n"):
        lines = [line for line in paragraph.split("\n") if line.strip() and not _STRUCTURE.match(line)]
        plain = _LINK.sub(lambda link: link[1] or link[2] or "", " ".join(lines))
        words = _SPACE.sub(" ", _MARKS.sub("", plain)).strip()
        if len(words) > 2:
            return _cut(words)
    return ""


def _cut(words: str) -> str:
    if len(words) <= LENGTH:
        return words
    space = words.rfind(" ", LENGTH // 2, LENGTH)
    return words[: space if space > 0 else LENGTH].rstrip(",;: ") + " …"
