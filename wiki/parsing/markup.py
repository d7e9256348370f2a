"""Markdown: Python-Markdown with processors of our own, from expanded text to a draft.

Rule: every step's time grows with the text's length. Python-Markdown's own bracket, list, raw-HTML and reference
processors do not keep that promise, so ours stand in their places in its registries; its pipeline, its block
parser's protocol and its serialiser stay.
"""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, Registry

from wiki.parsing.anchors import finish_headings
from wiki.parsing.blocks import (
    AtxHeading,
    Contents,
    Fence,
    IndentedCode,
    LineParser,
    LineProcessor,
    Paragraph,
    Rule,
    SetextHeading,
)
from wiki.parsing.containers import Box, Definitions, Lists, Meaning, NoteText, Quote
from wiki.parsing.draft import Draft, Job
from wiki.parsing.emphasis import Node
from wiki.parsing.htmlblocks import HtmlBlock
from wiki.parsing.inline import Inline
from wiki.parsing.page import Page
from wiki.parsing.tables import Table

_TABS = re.compile(r"^[ ]*+\t[ \t]*+", re.MULTILINE)
_PROCESSORS: tuple[type[LineProcessor], ...] = (
    Contents, AtxHeading, Fence, IndentedCode, HtmlBlock, Rule, Quote, Lists, Box, NoteText, Meaning, Table,
    Definitions, SetextHeading, Paragraph,
)  # fmt: skip


class WikiMarkup(Extension):
    """Puts our processors in the places of Python-Markdown's."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors = Registry()
        md.postprocessors = Registry()
        parser = LineParser(md, self.page)
        for place, processor in enumerate(_PROCESSORS):
            parser.blockprocessors.register(processor(parser), processor.__name__.lower(), 100 - place)
        md.parser = parser
        md.treeprocessors = Registry()
        md.treeprocessors.register(RunningText(self.page), "inline", 20)
        md.treeprocessors.register(Finish(self.page), "finish", 10)


class RunningText(Treeprocessor):
    """Parses the text of every element that the block parser left as source; then that of the notes mentioned."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def run(self, root: etree.Element) -> None:
        self._parse(root)
        done = 0
        while done < len(self.page.footnotes.mentions):
            names = list(self.page.footnotes.mentions)
            for name in names[done:]:
                self._parse(self.page.footnotes.definitions[name])
            done = len(names)
        for name in self.page.footnotes.unmentioned():
            self._parse(self.page.footnotes.definitions[name])

    def _parse(self, root: etree.Element) -> None:
        for element in list(root.iter()):
            if element.text and not isinstance(element.text, AtomicString):
                prepend(element, Inline(self.page, element.text).nodes())


def prepend(element: etree.Element, nodes: list[Node]) -> None:
    """Put `nodes` before the children of `element`, in the place of its text."""
    element.text = None
    last: etree.Element | None = None
    texts: list[str] = []
    place = 0
    for node in [*nodes, None]:
        if isinstance(node, str):
            texts.append(node)
            continue
        text = "".join(texts) or None
        if last is None:
            element.text = text
        else:
            last.tail = text
        if node is not None:
            element.insert(place, node)
            place, last, texts = place + 1, node, []


class Finish(Treeprocessor):
    """Tasks, notes, headings and contents; paragraphs that say nothing go."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def run(self, root: etree.Element) -> None:
        page = self.page
        for item, state in page.tasks:
            label = page.labels[state].replace("&", "&amp;")
            box = etree.Element("span", {"class": state, "role": "img", "aria-label": label})
            page.spend(1)
            box.text = "☐" if state == "task-open" else "☑"
            holder = item[0] if not item.text and len(item) and item[0].tag == "p" else item
            box.tail = " " + (holder.text or "")
            holder.text = None
            holder.insert(0, box)
            item.set("class", "task")
        notes = page.footnotes.section()
        page.draft.footnotes = len(page.footnotes.mentions)
        if notes is not None:
            root.append(notes)
        finish_headings(root, page)
        for parent in list(root.iter()):
            if parent.tag == "p" and parent.text:
                parent.text = parent.text.lstrip()
            if any(map(_says_nothing, parent)):
                parent[:] = [child for child in parent if not _says_nothing(child)]
        for child in root:
            child.tail = "\n"


def _says_nothing(element: etree.Element) -> bool:
    return element.tag == "p" and not len(element) and not (element.text or "").strip()


def markup(job: Job) -> Draft:
    """The draft of `job`. Raises `TooComplex` when the page would have too many elements."""
    page = Page(job)
    text = _TABS.sub(lambda match: match[0].expandtabs(4), job.text)
    md = Markdown(extensions=[WikiMarkup(page)], output_format="html")
    page.draft.html = md.convert(text)
    return page.draft
