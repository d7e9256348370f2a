"""Footnotes: `[^name]` in the text, `[^name]: note` anywhere at the start of a line.

Rule: a note has one number, that of its first mention; each mention can be returned to; a mention without note
and a note without mention are both said, and neither is lost.
"""

from collections.abc import Callable, Mapping
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString, code_escape

from wiki.errors import N_

#: Return links that one note shows.
MAX_RETURNS = 50


class Warn(Protocol):
    def __call__(self, code: str, message: str, **params: object) -> None: ...


class Footnotes:
    """The notes of one page."""

    def __init__(self, labels: Mapping[str, str], warn: Warn, spend: Callable[[int], None]) -> None:
        self._labels = labels
        self._warn = warn
        self._spend = spend
        self.definitions: dict[str, Element] = {}
        #: Names in the order of their numbers, with how often each is mentioned.
        self.mentions: dict[str, int] = {}

    def define(self, name: str) -> Element:
        """The element that will hold the note `name`; a second note of that name is kept under its own number."""
        if name in self.definitions:
            self._warn("footnote-duplicate", N_("The footnote “%(name)s” is written twice."), name=name)
            name = f"{name} {len(self.definitions)}"
        self._spend(1)
        return self.definitions.setdefault(name, Element("li"))

    def reference(self, name: str) -> Element:
        """The mention of note `name`, where it stands in the text."""
        self._spend(2)
        if name not in self.definitions:
            self._warn("footnote-undefined", N_("The footnote “%(name)s” is not written anywhere."), name=name)
            broken = Element("sup", {"class": "footnote-broken"})
            broken.text = AtomicString(code_escape(f"[^{name}]"))
            return broken
        self.mentions[name] = times = self.mentions.get(name, 0) + 1
        number = self._number(name)
        mention = Element(
            "sup", {"class": "footnote-ref", "id": f"fnref-{number}" + (f"-{times}" if times > 1 else "")}
        )
        label = self._labels["note-number"] % {"number": number}
        link = SubElement(mention, "a", {"href": f"#fn-{number}", "aria-label": label.replace("&", "&amp;")})
        link.text = AtomicString(f"[{number}]")
        return mention

    def _number(self, name: str) -> int:
        element = self.definitions[name]
        if element.get("id") is None:
            element.set("id", f"fn-{len(self.mentions)}")
        return int(element.get("id", "fn-0")[3:])

    def unmentioned(self) -> list[str]:
        """Names of notes that the text does not mention; each gets a number and a warning."""
        names = [name for name in self.definitions if name not in self.mentions]
        for name in names:
            self._warn("footnote-unused", N_("The footnote “%(name)s” is mentioned nowhere."), name=name)
            self.mentions[name] = 0
            self._number(name)
        return names

    def section(self) -> Element | None:
        """The list of notes in the order of their numbers, each with its ways back; None without notes."""
        if not self.mentions:
            return None
        label = self._labels["footnotes"].replace("&", "&amp;")
        section = Element("section", {"class": "footnotes", "role": "doc-endnotes", "aria-label": label})
        notes = SubElement(section, "ol")
        for name, times in self.mentions.items():
            note = self.definitions[name]
            notes.append(note)
            if times:
                self._returns(note, times)
        return section

    def _returns(self, note: Element, times: int) -> None:
        last = note[-1] if len(note) and note[-1].tag == "p" else note
        shown = min(times, MAX_RETURNS)
        self._spend(shown + 1)
        returns = SubElement(last, "span", {"class": "footnote-back"})
        if len(last) > 1:
            last[-2].tail = (last[-2].tail or "") + " "
        else:
            last.text = (last.text or "") + " "
        number = note.get("id", "fn-0")[3:]
        for time in range(1, shown + 1):
            suffix = f"-{time}" if time > 1 else ""
            label = self._labels["note-back"] % {"number": number + (f".{time}" if times > 1 else "")}
            back = SubElement(
                returns, "a", {"href": f"#fnref-{number}{suffix}", "aria-label": label.replace("&", "&amp;")}
            )
            back.text = "↩" if times == 1 else f"↩{time}"
            back.tail = " " if time < shown else None
