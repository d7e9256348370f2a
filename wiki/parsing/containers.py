"""Blocks that hold blocks: quotes, lists, definitions, boxes, and footnotes' texts.

Rule: each level takes its lines once and hands them on without its own mark; levels are bounded, so that the
work is the text's length times a constant.
"""

import re
import xml.etree.ElementTree as etree
from html import unescape

from wiki.parsing.blocks import INTERRUPTION, LIST_ITEM, RULE, LineProcessor
from wiki.parsing.characters import MARK
from wiki.parsing.tokens import folded

_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_DEFINITION = re.compile(r"[ ]{0,3}:[ ]{1,3}(?=\S)")
_BOX = re.compile(r"!!![ ]*+([\w-]{1,30})[ ]*+(?:\"([^\"]*+)\")?[ ]*+")
_BOXES = {
    "note": "note", "info": "note", "remarque": "note", "tip": "tip", "astuce": "tip", "conseil": "tip",
    "hint": "tip", "example": "example", "exemple": "example", "warning": "warning", "attention": "warning",
    "caution": "warning", "important": "warning", "danger": "danger", "error": "danger", "erreur": "danger",
}  # fmt: skip
_NOTE = re.compile(r"[ ]{0,3}\[\^([^\[\]\s\x02]{1,100})\]:[ ]*+")
_ABBREVIATION = re.compile(r"[ ]{0,3}\*\[([^\[\]\s]{1,60})\]:[ ]*+(.{1,500})")
_REFERENCE = re.compile(
    r"[ ]{0,3}\[([^\[\]^][^\[\]]{0,299})\]:[ ]*+<?([^\s<>]{1,2000})>?"
    r"(?:[ ]+(?:\"([^\"]*)\"|'([^']*)'|\(([^()]*)\)))?[ ]*+"
)
_TASK = re.compile(r"\[([ xX])\][ ]+(?=\S)")


def indented(blocks: list[str], width: int) -> list[str]:
    """Take the lines that stand at least `width` spaces to the right, and the empty ones between them."""
    taken: list[str] = []
    empty = 0
    margin = " " * width
    while blocks:
        line = blocks[-1]
        if line.startswith(margin):
            taken.append(blocks.pop()[width:])
            empty = 0
        elif not line.strip():
            taken.append("")
            blocks.pop()
            empty += 1
        else:
            break
    if empty:
        del taken[-empty:]
        blocks.extend([""] * empty)
    return taken


class Quote(LineProcessor):
    """`> text`; a paragraph's next lines need no mark."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return ">" in block[:4] and _QUOTE.match(block) is not None and self.may_nest()

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        inner: list[str] = []
        while blocks:
            line = blocks[-1]
            if match := _QUOTE.match(line):
                inner.append(line[match.end() :])
            elif line.strip() and inner and inner[-1].strip() and not INTERRUPTION.match(line):
                inner.append(line)
            else:
                break
            blocks.pop()
        inner.reverse()
        self.parser.parseBlocks(self.element(parent, "blockquote"), inner)


class Lists(LineProcessor):
    """Bullets and numbers, nested by indentation of two spaces or more, with `[ ]` tasks."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return self.may_nest() and LIST_ITEM.match(block) is not None and RULE.fullmatch(block) is None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        first = LIST_ITEM.match(blocks[-1])
        if first is None:
            return
        sign = first[2][-1]
        ordered = sign in ".)"
        start = int(first[2][:-1]) if ordered else 1
        holder = self.element(parent, "ol" if ordered else "ul", {"start": str(start)} if start != 1 else {})
        loose = False
        while blocks:
            match = LIST_ITEM.match(blocks[-1])
            if match is None or match[2][-1] != sign or RULE.fullmatch(blocks[-1]):
                break
            lines, blank_after, blank_inside = self._item(match, blocks)
            another = bool(blocks) and (nxt := LIST_ITEM.match(blocks[-1])) is not None and nxt[2][-1] == sign
            loose = loose or blank_inside or (blank_after and another)
            self._fill(self.element(holder, "li"), lines)
        if not loose:
            tighten(holder)

    def _item(self, match: re.Match[str], blocks: list[str]) -> tuple[list[str], bool, bool]:
        """Lines of one item without their margin; whether an empty line follows, or stands between its blocks."""
        line = blocks.pop()
        spaces = len(match[3] or " ")
        width = match.end(2) + (spaces if spaces <= 4 else 1)
        least = max(2, match.end(1) + 2) if match[2] in "-*+" else min(width, match.end(1) + 3)
        lines = [line[width:]]
        blank = inside = False
        fence = ""
        while blocks:
            line = blocks[-1]
            indent = len(line) - len(line.lstrip(" "))
            if not line.strip():
                blank = True
                lines.append("")
            elif indent >= least:
                inside = inside or (blank and not fence and not LIST_ITEM.match(line[min(indent, width) :]))
                lines.append(line[min(indent, width) :])
                fence = _fence_after(fence, lines[-1].lstrip(" "))
                blank = False
            elif blank or fence or not lines[-1].strip() or INTERRUPTION.match(line) or LIST_ITEM.match(line):
                break
            else:
                lines.append(line.lstrip(" "))
            blocks.pop()
        while lines and not lines[-1]:
            lines.pop()
        return lines, blank, inside

    def _fill(self, item: etree.Element, lines: list[str]) -> None:
        state = None
        if lines and (task := _TASK.match(lines[0])):
            state = "task-open" if task[1] == " " else "task-done"
            lines[0] = lines[0][task.end() :]
        lines.reverse()
        self.parser.parseBlocks(item, lines)
        if state is not None:
            self.page.tasks.append((item, state))


def _fence_after(fence: str, line: str) -> str:
    """The fence that is open after `line`, when `fence` was before; "" for none."""
    if fence:
        return "" if line.startswith(fence) else fence
    return line[:3] if line[:3] in {"```", "~~~"} else ""


def tighten(holder: etree.Element) -> None:
    """Take the first paragraph of each item out of its `<p>`."""
    for item in holder:
        unwrap_first(item)


def unwrap_first(holder: etree.Element) -> None:
    """Make the text of a first paragraph, still unparsed, the text of what holds it."""
    if len(holder) and holder[0].tag == "p" and not holder[0].attrib:
        holder.text = holder[0].text
        holder.remove(holder[0])


class Definitions(LineProcessor):
    """A term, and lines that begin with a colon."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return block[0] != " " and self.may_nest()

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        ahead = 0
        while (
            ahead < len(blocks)
            and ahead < 5
            and blocks[-1 - ahead].strip()
            and not INTERRUPTION.match(blocks[-1 - ahead])
        ):
            if _DEFINITION.match(blocks[-1 - ahead]):
                break
            ahead += 1
        skip = 1 if 0 < ahead < len(blocks) and not blocks[-1 - ahead].strip() else 0
        if not ahead or ahead + skip >= len(blocks) or not _DEFINITION.match(blocks[-1 - ahead - skip]):
            return False
        before = parent[-1] if len(parent) else None
        holder = before if before is not None and before.tag == "dl" else self.element(parent, "dl")
        for _ in range(ahead):
            self.element(holder, "dt").text = blocks.pop().strip()
        while blocks:
            following = blocks[-2] if len(blocks) > 1 and not blocks[-1].strip() else blocks[-1]
            match = _DEFINITION.match(following)
            if match is None:
                break
            if not blocks[-1].strip():
                blocks.pop()
            self._define(holder, match, blocks)
        return None

    def _define(self, holder: etree.Element, match: re.Match[str], blocks: list[str]) -> None:
        lines = [blocks.pop()[match.end() :]]
        while blocks and blocks[-1].strip() and not _DEFINITION.match(blocks[-1]) and not blocks[-1].startswith("    "):
            if INTERRUPTION.match(blocks[-1]):
                break
            lines.append(blocks.pop())
        lines += indented(blocks, 4)
        lines.reverse()
        definition = self.element(holder, "dd")
        self.parser.parseBlocks(definition, lines)
        if len(definition) == 1:
            unwrap_first(definition)


class Box(LineProcessor):
    """`!!! note "Title"` and what is indented below it."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return block.startswith("!!!") and _BOX.fullmatch(block) is not None and self.may_nest()

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        match = _BOX.fullmatch(blocks.pop())
        if match is None:
            return
        kind = _BOXES.get(match[1].lower(), "note")
        box = self.element(parent, "div", {"class": f"admonition admonition-{kind}", "role": "note"})
        if match[2] != "":
            title = self.element(box, "p", {"class": "admonition-title"})
            title.text = match[2] or self.page.labels[kind]
        lines = indented(blocks, 4)
        lines.reverse()
        self.parser.parseBlocks(box, lines)


class NoteText(LineProcessor):
    """`[^name]: text`, with its indented lines."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return "[^" in block[:5] and _NOTE.match(block) is not None and self.may_nest()

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        line = blocks.pop()
        match = _NOTE.match(line)
        if match is None:
            return
        lines = [line[match.end() :]]
        while blocks and blocks[-1].strip() and not INTERRUPTION.match(blocks[-1]):
            lines.append(blocks.pop().removeprefix("    "))
        lines += indented(blocks, 4)
        lines.reverse()
        note = self.page.footnotes.define(unescape(match[1]))
        self.parser.parseBlocks(note, lines)


class Meaning(LineProcessor):
    """`*[ABC]: meaning` and `[label]: address`: they show nothing themselves."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return "[" in block[:5] and "]:" in block

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        line = blocks[-1]
        if match := _ABBREVIATION.fullmatch(line):
            meaning = MARK.sub("", unescape(match[2]).strip()).replace("&", "&amp;")
            self.page.abbreviations.setdefault(match[1], meaning)
        elif match := _REFERENCE.fullmatch(line):
            title = match[3] or match[4] or match[5] or ""
            self.page.references.setdefault(folded(match[1]), (match[2], title))
        else:
            return False
        blocks.pop()
        return None
