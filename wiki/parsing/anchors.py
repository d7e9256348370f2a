"""Headings as shown: their anchors, edit links and the table of contents.

Rule: an anchor depends on the heading's own words and on earlier headings with the same words, on nothing else, so
that renaming one heading moves no other's anchor. It never begins with a small ASCII letter: those ids belong to
the interface and to footnotes, and page text cannot take them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from html import unescape
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString, code_escape

from wiki.parsing.draft import DraftHeading
from wiki.parsing.page import Page

LEVELS = frozenset({"h2", "h3", "h4", "h5", "h6"})
MAX_LENGTH = 120

TOP = "Top"
"""The anchor at which browsers show the top of a page that has no such heading."""

_OTHER = re.compile(r"[^\w.\-]+|_+")


def anchor_of(text: str) -> str:
    """The anchor that a heading `text` has when no other heading has the same words; also for link fragments."""
    slug = _OTHER.sub("_", unicodedata.normalize("NFC", text)).strip("_")[:MAX_LENGTH].rstrip("_") or "Section"
    return slug[0].upper() + slug[1:] if slug[0].isascii() else slug


def unique(anchors: Iterable[str]) -> list[str]:
    """`anchors` made unique: the second "A" is "A_2", unless a heading is itself called so."""
    wanted = list(anchors)
    taken = set(wanted)
    counts: dict[str, int] = {}
    result = []
    for anchor in wanted:
        number = counts.get(anchor, 0) + 1
        candidate = anchor
        while number > 1 and (candidate := f"{anchor}_{number}") in taken:
            number += 1
        taken.add(candidate)
        counts[anchor] = number
        result.append(candidate)
    return result


def plain_text(element: Element) -> str:
    """The text of `element` without footnote mentions, character references decoded, spaces joined."""
    pieces: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        for child in reversed(node):
            if child.tail:
                stack.append(child.tail)
            if not str(child.get("class", "")).startswith("footnote-"):
                stack.append(child)
        if node.text:
            stack.append(node.text)
    return " ".join(unescape("".join(pieces)).split())


def finish_headings(root: Element, page: Page) -> None:
    """Give every heading of the tree its id and edit link, note them, and fill in the contents."""
    elements = [element for element in root.iter() if element.tag in LEVELS]
    parents = {child: parent for parent in root.iter("div") for child in parent if child.tag in LEVELS}
    texts = [plain_text(element) for element in elements]
    for element, text, anchor in zip(elements, texts, unique(map(anchor_of, texts)), strict=True):
        section = int(element.attrib.pop("data-section", "-1"))
        element.set("id", anchor)
        page.draft.headings.append(DraftHeading(int(element.tag[1]), text, anchor, section))
        wrapper = parents.get(element)
        if wrapper is not None and section >= 0 and page.job.edit_sections:
            _edit_link(wrapper, page, text, section)
    for nav in list(root.iter("nav")):
        _contents(nav, page.draft.headings, page.labels)


def _edit_link(wrapper: Element, page: Page, text: str, section: int) -> None:
    page.spend(1)
    label = page.labels["edit-section"] % {"name": text[:200]}
    address = f"{page.job.title.path}?action=edit&amp;section={section}"
    link = SubElement(wrapper, "a", {"class": "edit-section", "href": address, "aria-label": code_escape(label)})
    link.text = AtomicString(code_escape(page.labels["edit"]))


def _contents(nav: Element, headings: list[DraftHeading], labels: Mapping[str, str]) -> None:
    """Nested lists of links in `nav`; a skipped level is not shown as an empty one."""
    label = code_escape(labels["contents"])
    nav.set("aria-label", label)
    title = SubElement(nav, "p", {"class": "toc-title"})
    title.text = AtomicString(label)
    lists: list[tuple[int, Element]] = []
    for heading in headings:
        while lists and lists[-1][0] > heading.level:
            lists.pop()
        if not lists or lists[-1][0] < heading.level:
            parent = lists[-1][1][-1] if lists and len(lists[-1][1]) else nav
            lists.append((heading.level, SubElement(parent, "ul")))
        item = SubElement(lists[-1][1], "li")
        link = SubElement(item, "a", {"href": "#" + quote(heading.anchor)})
        link.text = AtomicString(code_escape(heading.text))
