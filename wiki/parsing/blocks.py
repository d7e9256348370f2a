"""Blocks: Python-Markdown's block parser fed line by line, and the processors of the simple blocks.

Rule: each processor takes the lines that are its own and never looks at them again. The lines that wait are kept
in reverse, so that taking one costs the same in a page of two lines and of a million.
"""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString, code_escape

from wiki.parsing.characters import MARK, without_marks
from wiki.parsing.limits import MAX_BLOCK_DEPTH
from wiki.parsing.page import Page
from wiki.parsing.sections import ATX, SETEXT_UNDERLINE

FENCE = re.compile(r"([ ]{0,3})(`{3,}+(?=[^`]*$)|~{3,}+)[ ]*+(.*)")
RULE = re.compile(r"[ ]{0,3}(?:(?:-[ ]*+){3,}|(?:\*[ ]*+){3,}|(?:_[ ]*+){3,})")
LIST_ITEM = re.compile(r"([ ]{0,3})([-*+]|\d{1,9}[.)])(?:([ ]+)(?=\S)|[ ]*$)")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")
_TRAILING_MARKS = re.compile(r"(?:(?<=[ ])|(?<!#)(?=#))#++[ ]*+$")
#: What ends a paragraph without an empty line.
INTERRUPTION = re.compile(
    r"#{1,6}[^#]|[ ]{0,3}(?:>|`{3}|~{3}|(?:[-*+]|1[.)])[ ]+\S|(?:-[ ]*+){3,}$|(?:\*[ ]*+){3,}$|(?:_[ ]*+){3,}$)"
    r"|!!!|\[\^[^\[\]\s]{1,100}\]:|\*\[[^\[\]\s]{1,60}\]:|\x02\d+\x03$"
)


class Waiting(list[str]):
    """The lines that wait in one level of blocks, the next one last."""

    #: Places of HTML tags' lines and of their ends, once the level was searched for them.
    pairs: "dict[int, int] | None" = None
    #: Shortest run of tildes known to have no end here.
    endless: int = 1 << 30


class LineParser(BlockParser):
    """Python-Markdown's block parser, whose blocks are lines: those that wait, the next one last."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page
        self.depth = 0

    def parseDocument(self, lines: list[str]) -> "etree.ElementTree[etree.Element]":  # type: ignore[override]
        self.root = etree.Element(self.md.doc_tag)
        self.parseBlocks(self.root, lines[::-1])
        return etree.ElementTree(self.root)

    def parseChunk(self, parent: etree.Element, text: str) -> None:
        self.parseBlocks(parent, text.split("\n")[::-1])

    def parseBlocks(self, parent: etree.Element, blocks: list[str]) -> None:
        processors = list(self.blockprocessors)
        blocks = Waiting(blocks)
        self.depth += 1
        while blocks:
            line = blocks[-1]
            if not line or line.isspace():
                blocks.pop()
                continue
            for processor in processors:
                if processor.test(parent, line) and processor.run(parent, blocks) is not False:
                    break
        self.depth -= 1


class LineProcessor(BlockProcessor):
    """A processor of our parser: knows the page, makes elements that are counted."""

    def __init__(self, parser: LineParser) -> None:
        super().__init__(parser)
        self.lines = parser
        self.page = parser.page

    def element(self, parent: etree.Element, tag: str, attributes: dict[str, str] | None = None) -> etree.Element:
        """A new element at the end of `parent`. Raises `TooComplex` when the page has too many."""
        self.page.spend(1)
        return etree.SubElement(parent, tag, attributes or {})

    def may_nest(self) -> bool:
        """Whether one more level of blocks is allowed; if not, its markup stays text."""
        return self.lines.depth <= MAX_BLOCK_DEPTH


class Fence(LineProcessor):
    """Fenced code. Without an end, ``` goes to the end of what holds it; ~~~ is text, maybe a signature."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return FENCE.match(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        match = FENCE.match(blocks[-1])
        if match is None or (match[2][0] == "~" and not self._ends(match[2], blocks)):
            return False
        blocks.pop()
        indent, ticks = len(match[1]), match[2]
        code: list[str] = []
        while blocks:
            line = blocks.pop()
            bare = line.strip(" ")
            if bare.startswith(ticks) and not bare.strip(ticks[0]) and len(line) - len(line.lstrip(" ")) < 4:
                break
            code.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
        pre = self.element(parent, "pre", {"tabindex": "0"})
        language = _LANGUAGE.match(match[3])
        inner = self.element(pre, "code", {"class": f"language-{language[0].lower()}"} if language else {})
        inner.text = AtomicString(code_escape(without_marks("\n".join(code))) + "\n")
        return None

    def _ends(self, ticks: str, blocks: list[str]) -> bool:
        if not isinstance(blocks, Waiting) or len(ticks) >= blocks.endless:
            return False
        for place in range(len(blocks) - 2, -1, -1):
            bare = blocks[place].strip(" ")
            if bare.startswith(ticks) and not bare.strip("~"):
                return True
        blocks.endless = len(ticks)
        return False


class IndentedCode(LineProcessor):
    """Lines four spaces to the right."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return block.startswith("    ")

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        code: list[str] = []
        empty = 0
        while blocks and (blocks[-1].startswith("    ") or not blocks[-1].strip()):
            line = blocks.pop()
            code.append(line[4:])
            empty = 0 if line.strip() else empty + 1
        if empty:
            del code[-empty:]
        pre = self.element(parent, "pre", {"tabindex": "0"})
        inner = self.element(pre, "code")
        inner.text = AtomicString(code_escape(self._shown("\n".join(code))) + "\n")

    def _shown(self, text: str) -> str:
        return MARK.sub(lambda match: self.page.literal(match[0]), text)


class AtxHeading(LineProcessor):
    """`## Text`."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return block[0] == "#" and ATX.fullmatch(block) is not None and block.strip("# ") != ""

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        match = ATX.fullmatch(blocks.pop())
        if match is not None:
            add_heading(self, parent, max(2, len(match[1])), _TRAILING_MARKS.sub("", match[2]))


class SetextHeading(LineProcessor):
    """A line of text over a line of === or ---."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return True

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        if len(blocks) < 2 or blocks[-1].startswith("    ") or "|" in blocks[-1]:
            return False
        if blocks[-2][:1] not in {"=", "-"} or SETEXT_UNDERLINE.fullmatch(blocks[-2]) is None:
            return False
        text = blocks.pop()
        blocks.pop()
        add_heading(self, parent, 2, text)
        return None


def add_heading(processor: LineProcessor, parent: etree.Element, level: int, text: str) -> None:
    """A heading of `level` with its text still to be parsed; the mark of its section is taken out."""
    section = -1
    if mark := MARK.match(text):
        kind, number = processor.page.piece(mark[0])
        if kind == "section":
            section, text = int(number), text[mark.end() :]
    box = processor.element(parent, "div", {"class": "section-heading"})
    heading = processor.element(box, f"h{level}", {"data-section": str(section)})
    heading.text = text.strip()


class Rule(LineProcessor):
    """--- *** ___"""

    def test(self, parent: etree.Element, block: str) -> bool:
        return block.lstrip(" ")[:1] in {"-", "*", "_"} and RULE.fullmatch(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        blocks.pop()
        self.element(parent, "hr")


class Contents(LineProcessor):
    """The place of `__TOC__`."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return block[0] == "\x02" and self.page.piece(block)[0] == "toc" and MARK.fullmatch(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        blocks.pop()
        self.element(parent, "nav", {"class": "toc"})


class Paragraph(LineProcessor):
    """What is nothing else, up to an empty line or the beginning of something else."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return True

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        lines = [blocks.pop().lstrip(" ")]
        while blocks:
            line = blocks[-1]
            if not line or line.isspace() or INTERRUPTION.match(line):
                break
            lines.append(blocks.pop().lstrip(" "))
        self.element(parent, "p").text = "\n".join(lines).rstrip(" ")
