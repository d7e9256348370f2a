"""Emphasis: `*em*`, `**strong**`, `~~del~~`, by CommonMark's rules on delimiter runs.

Rule: nodes are only ever taken from the end of the list that is being built, so that nesting costs nothing twice,
and a search for an opener that failed is not made again.
"""

import xml.etree.ElementTree as etree
from dataclasses import dataclass

from wiki.parsing.limits import MAX_INLINE_DEPTH

Node = str | etree.Element


@dataclass(slots=True)
class Run:
    """A run of one delimiter that may open or close emphasis."""

    sign: str
    count: int
    opens: bool
    closes: bool


def _flanking(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the run [start, end) of `text` may open, and may close."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    space_before, space_after = before.isspace() or before == "\x02", after.isspace()
    if before == "\x03":
        space_before = False
    mark_before = not (before.isalnum() or before.isspace() or before == "\x03")
    mark_after = not (after.isalnum() or after.isspace() or after == "\x02")
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not before.isspace() and (not mark_before or space_after or mark_after)
    return left, right


def run_at(text: str, start: int, end: int) -> Run:
    """The delimiter run [start, end) of `text`; `_` does nothing within words."""
    sign = text[start]
    left, right = _flanking(text, start, end)
    if sign == "_":
        inside_left, inside_right = (
            start > 0 and text[start - 1].isalnum(),
            end < len(text) and text[end].isalnum(),
        )
        return Run(sign, end - start, left and not inside_left, right and not inside_right)
    return Run(sign, end - start, left, right)


class Weaver:
    """Builds the nodes of one stretch of text, wrapping them in emphasis as its ends are met."""

    def __init__(self) -> None:
        self.nodes: list[Node | Run] = []
        self.depths: dict[etree.Element, int] = {}
        self.elements = 0
        self._openers: dict[str, list[int]] = {"*": [], "_": [], "~": []}
        self._bottoms: dict[tuple[str, bool, int], int] = {}

    def add(self, node: Node, depth: int = 1) -> None:
        """Append text, or an element that has `depth` levels of elements."""
        if isinstance(node, str):
            if node:
                self.nodes.append(node)
        else:
            self.nodes.append(node)
            if depth > 1:
                self.depths[node] = depth

    def run(self, run: Run) -> None:
        """Meet a delimiter run: close what it closes, and let what is left of it open."""
        while run.closes and run.count:
            place = self._opener(run)
            if place < 0 or not self._wrap(place, run):
                break
        if run.count and run.opens:
            self._openers[run.sign].append(len(self.nodes))
            self.nodes.append(run)
        elif run.count:
            self.nodes.append(run.sign * run.count)

    def _opener(self, run: Run) -> int:
        """Place of the nearest run that `run` can close; -1 when there is none."""
        openers = self._openers[run.sign]
        key = (run.sign, run.opens, run.count % 3)
        bottom = self._bottoms.get(key, -1)
        for place in reversed(openers):
            if place <= bottom:
                break
            opener = self.nodes[place]
            if not isinstance(opener, Run):
                continue
            both = opener.closes or run.opens
            if run.sign == "~" and opener.count != run.count:
                continue
            if both and (opener.count + run.count) % 3 == 0 and (opener.count % 3 or run.count % 3):
                continue
            return place
        self._bottoms[key] = openers[-1] if openers else len(self.nodes) - 1
        return -1

    def _wrap(self, place: int, run: Run) -> bool:
        opener = self.nodes[place]
        inner = self.nodes[place + 1 :]
        if not isinstance(opener, Run):
            return False
        depth = 1 + max((self.depths.get(node, 1) for node in inner if isinstance(node, etree.Element)), default=0)
        if depth > MAX_INLINE_DEPTH:
            return False
        used = 2 if opener.count >= 2 and run.count >= 2 else 1
        name = "del" if run.sign == "~" else "strong" if used == 2 else "em"
        element = etree.Element(name)
        fill(element, [literal(node) for node in inner])
        for openers in self._openers.values():
            while openers and openers[-1] > place:
                openers.pop()
        del self.nodes[place + 1 :]
        opener.count -= used
        run.count -= used
        if not opener.count:
            self.nodes.pop()
            self._openers[run.sign].pop()
        self.elements += 1
        self.add(element, depth)
        return True

    def finish(self) -> tuple[list[Node], int]:
        """The nodes, unused runs as text, and how deep their elements go."""
        depth = max((self.depths.get(node, 1) for node in self.nodes if isinstance(node, etree.Element)), default=0)
        return [literal(node) for node in self.nodes], depth


def literal(node: Node | Run) -> Node:
    """A run that found no partner is the text that it was."""
    return node.sign * node.count if isinstance(node, Run) else node


def fill(element: etree.Element, nodes: list[Node]) -> None:
    """Put `nodes` into `element` as its text and children; texts are joined once."""
    texts: list[str] = []
    last: etree.Element | None = None
    for node in nodes:
        if isinstance(node, str):
            texts.append(node)
            continue
        _set(element, last, texts)
        element.append(node)
        last, texts = node, []
    _set(element, last, texts)


def _set(element: etree.Element, last: etree.Element | None, texts: list[str]) -> None:
    text = "".join(texts) or None
    if last is None:
        element.text = text
    else:
        last.tail = text
