"""HTML elements that stand as blocks in page text, with wiki text inside them.

Rule: only an element whose end is found becomes one; every other tag is text. Ends are paired once for all the
lines of a level.
"""

import re
import xml.etree.ElementTree as etree

from markdown.util import AtomicString, code_escape

from wiki.parsing import tags
from wiki.parsing.blocks import FENCE, LineProcessor, Waiting
from wiki.parsing.characters import MARK
from wiki.parsing.containers import unwrap_first
from wiki.parsing.tables import scroller

_START = re.compile(r"[ ]*+</?([A-Za-z][A-Za-z0-9]{0,19})(?=[\s/>])")
#: Elements whose single paragraph is their text.
_PLAIN = tags.BLOCK - {"blockquote", "section", "article", "aside", "details", "table", "tr", "ul", "ol", "dl"}
_EMPTY = frozenset({"hr", "col"})


def _is_block(name: str) -> bool:
    return name.lower() in tags.BLOCK or name.lower() in _EMPTY


def _isolated(line: str) -> list[str]:
    """`line` cut so that each block-level tag stands alone."""
    pieces, position = list[str](), 0
    for match in tags.TAG.finditer(line):
        if not _is_block(match["name"]):
            continue
        pieces += [line[position : match.start()], match[0]]
        position = match.end()
    pieces.append(line[position:])
    return [piece for piece in pieces if piece.strip()] if len(pieces) > 1 else [line]


def _wants_cut(line: str) -> bool:
    start = _START.match(line)
    if start is not None and _is_block(start[1]):
        return True
    return "</" in line and line.rstrip().endswith(">") and "`" not in line and not line.startswith("    ")


def prepare(blocks: Waiting) -> None:
    """Cut the waiting lines at their block-level tags, and pair these tags."""
    lines: list[str] = []
    fence = ""
    for line in reversed(blocks):
        opening = FENCE.match(line)
        if fence:
            bare = line.strip()
            fence = "" if bare.startswith(fence) and not bare.strip(fence[0]) else fence
        elif opening:
            fence = opening[2]
        elif "<" in line and _wants_cut(line):
            lines += _isolated(line)
            continue
        lines.append(line)
    pairs: dict[int, int] = {}
    stacks: dict[str, list[int]] = {}
    opened: list[tuple[str, int]] = []
    for place, line in enumerate(lines):
        match = tags.TAG.fullmatch(line.strip()) if "<" in line else None
        if match is None or match["name"].lower() not in tags.BLOCK or match["name"].lower() in _EMPTY:
            continue
        name = match["name"].lower()
        if not match["close"]:
            stacks.setdefault(name, []).append(place)
            opened.append((name, place))
        elif stacks.get(name):
            start = stacks[name].pop()
            while opened and opened[-1][1] > start:
                other, position = opened.pop()
                if stacks[other] and stacks[other][-1] == position:
                    stacks[other].pop()
            opened.pop()
            pairs[len(lines) - 1 - start] = len(lines) - 1 - place
    blocks[:] = lines[::-1]
    blocks.pairs = pairs


class HtmlBlock(LineProcessor):
    """`<div>`, `<table>`, `<details>` and their like."""

    def test(self, parent: etree.Element, block: str) -> bool:
        match = _START.match(block) if "<" in block else None
        return match is not None and _is_block(match[1]) and tags.TAG.match(block.lstrip(" ")) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        if not isinstance(blocks, Waiting):
            return False
        if blocks.pairs is None:
            prepare(blocks)
        place = len(blocks) - 1
        line = blocks.pop()
        match = tags.TAG.match(line.strip())
        name = match["name"].lower() if match else ""
        end = blocks.pairs.get(place) if blocks.pairs else None
        if match and name in _EMPTY:
            self.element(parent, name, tags.attributes(name, match["attributes"]))
        elif match is None or end is None or not self.may_nest():
            self.element(parent, "p").text = line.strip()
        else:
            inner = blocks[end + 1 :]
            del blocks[end:]
            self._element(parent, name, tags.attributes(name, match["attributes"]), inner)
        return None

    def _element(self, parent: etree.Element, name: str, attributes: dict[str, str], inner: list[str]) -> None:
        if name == "center":
            name, attributes = "div", {**attributes, "class": "centre"}
        if name == "table":
            parent = scroller(self, parent)
        element = self.element(parent, name, attributes)
        if name == "pre":
            text = MARK.sub(lambda mark: self.page.literal(mark[0]), "\n".join(reversed(inner)))
            element.text = AtomicString(code_escape(text))
            element.set("tabindex", "0")
            return
        self.parser.parseBlocks(element, _dedented(inner))
        if name in _PLAIN and len(element) == 1:
            unwrap_first(element)
        if name == "p" and len(element):
            element.tag = "div"


def _dedented(lines: list[str]) -> list[str]:
    """`lines` without the margin that all of them have; tags lose theirs whole."""
    margins = [
        len(line) - len(line.lstrip(" ")) for line in lines if line.strip() and not line.lstrip().startswith("<")
    ]
    margin = min(margins, default=0)
    return [line.lstrip(" ") if line.lstrip(" ").startswith("<") else line[margin:] for line in lines]
