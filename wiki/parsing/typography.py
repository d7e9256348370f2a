"""French typography: the spaces that must not break, and abbreviations marked in running text.

Rule: only running text passes here, never code, addresses or marks; the source is never changed. Spaces that exist
become unbreakable; none is added, except inside « », so that 12:30, C++ and foreign words stay as they are.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping

NO_BREAK = "\u00a0"
NARROW = "\u202f"

_NEEDED = re.compile("[;:!?«»%€]")
_BEFORE = re.compile(r"(?<=[^ \n]) (?:(?=[;!?]+(?:[\s»)\],.…]|$))|(?P<wide>(?=:(?:[\s»)\],]|$)|»|(?<=\d )[%€])))")
_OPENING = re.compile(r"«[ \u00a0\u202f]?(?=\S|$)")
_CLOSING = re.compile(r"(?<=\S)»")
_WORD = re.compile(r"\w+")
_COMPOUND = re.compile(r"\w(?:[\w.’'\-/+&]*\w)?")


def typeset(text: str) -> str:
    """`text` with the unbreakable spaces of French typography."""
    if not _NEEDED.search(text):
        return text
    text = _BEFORE.sub(lambda match: NARROW if match["wide"] is None else NO_BREAK, text)
    if "«" in text or "»" in text:
        text = _OPENING.sub("«" + NO_BREAK, text)
        text = _CLOSING.sub(
            lambda match: match[0] if match.string[match.start() - 1] in " \u00a0\u202f" else NO_BREAK + "»", text
        )
    return text


def with_abbreviations(text: str, meanings: Mapping[str, str]) -> list[str | etree.Element]:
    """`text` cut into text and `<abbr>` elements; an abbreviation has no spaces."""
    words = _WORD if all(map(_WORD.fullmatch, meanings)) else _COMPOUND
    nodes: list[str | etree.Element] = []
    position = 0
    for match in words.finditer(text):
        meaning = meanings.get(match[0])
        if meaning is None:
            continue
        nodes.append(text[position : match.start()])
        abbreviation = etree.Element("abbr", {"title": meaning})
        abbreviation.text = match[0]
        nodes.append(abbreviation)
        position = match.end()
    return [*nodes, text[position:]]
