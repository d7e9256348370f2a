"""Tables: rows of cells between pipes under a line of dashes.

Rule: a pipe inside a link, code or a mark is no border; the number of columns is that of the heading, and bounded.
"""

import re
import xml.etree.ElementTree as etree
from collections import Counter

from wiki.parsing.blocks import INTERRUPTION, LineProcessor
from wiki.parsing.limits import MAX_COLUMNS

_DELIMITER = re.compile(r"[ ]*+\|?[ ]*+:?-++:?[ ]*+(?:\|[ ]*+:?-++:?[ ]*+)*+\|?[ ]*+")
_PIPE = re.compile(r"\|")
_PIECE = re.compile(r"\\.|`++|\[\[|\]\]|\|")


def cells(row: str) -> list[str]:
    """The cells of a row, escaped pipes made plain."""
    row = row.strip(" ")
    parts, position = list[str](), 0
    for end in [*_borders(row), len(row)]:
        parts.append(row[position:end].strip(" ").replace("\\|", "|"))
        position = end + 1
    if not parts[0] and row.startswith("|"):
        parts.pop(0)
    if parts and not parts[-1] and row.endswith("|"):
        parts.pop()
    return parts


def _borders(row: str) -> list[int]:
    """Places of the pipes that stand outside code and links."""
    if "`" not in row and "[[" not in row and "\\" not in row:
        return [match.start() for match in _PIPE.finditer(row)]
    pieces = list(_PIECE.finditer(row))
    ticks = Counter(match[0] for match in pieces if match[0][0] == "`")
    last_end = row.rfind("]]")
    borders: list[int] = []
    code, links = "", 0
    for match in pieces:
        piece = match[0]
        if piece[0] == "`":
            ticks[piece] -= 1
            code = "" if code == piece else code or (piece if ticks[piece] else "")
        elif code:
            continue
        elif piece == "[[":
            links += match.end() <= last_end
        elif piece == "]]":
            links = max(0, links - 1)
        elif piece == "|" and not links:
            borders.append(match.start())
    return borders


class Table(LineProcessor):
    """Heading row, delimiter row, body rows; inside a box that scrolls and can be focused."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return "|" in block

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        if len(blocks) < 2 or "-" not in blocks[-2] or len(blocks[-2]) > 10_000:
            return False
        if "|" not in blocks[-2] or _DELIMITER.fullmatch(blocks[-2]) is None:
            return False
        headings, delimiters = cells(blocks[-1]), cells(blocks[-2])
        if not 0 < len(headings) <= min(len(delimiters), MAX_COLUMNS):
            return False
        del blocks[-2:]
        sides = [_side(cell) for cell in delimiters[: len(headings)]]
        table = self.element(scroller(self, parent), "table")
        self._row(self.element(table, "thead"), "th", headings, sides)
        body = self.element(table, "tbody") if blocks and self._continues(blocks[-1]) else None
        while body is not None and blocks and self._continues(blocks[-1]):
            self._row(body, "td", cells(blocks.pop()), sides)
        return None

    def _continues(self, line: str) -> bool:
        return "|" in line and not line.isspace() and not INTERRUPTION.match(line)

    def _row(self, parent: etree.Element, tag: str, texts: list[str], sides: list[str]) -> None:
        row = self.element(parent, "tr")
        for index, side in enumerate(sides):
            attributes = {"class": f"align-{side}"} if side else {}
            text = texts[index] if index < len(texts) else None
            # A header without words heads nothing; screen readers would announce it all the same.
            cell = tag if text and text.strip() else "td"
            if cell == "th":
                attributes["scope"] = "col"
            self.element(row, cell, attributes).text = text


def _side(delimiter: str) -> str:
    left, right = delimiter.startswith(":"), delimiter.endswith(":")
    return "center" if left and right else "right" if right else "left" if left else ""


def scroller(processor: LineProcessor, parent: etree.Element) -> etree.Element:
    """The box in which a table that is too wide scrolls, by touch or keyboard."""
    processor.page.tables += 1
    label = (processor.page.labels["table"] % {"number": processor.page.tables}).replace("&", "&amp;")
    attributes = {"class": "table-scroller", "role": "region", "tabindex": "0", "aria-label": label}
    return processor.element(parent, "div", attributes)
