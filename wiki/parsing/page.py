"""The state of one rendering, which every part of the Markdown stage shares.

Rule: it counts each element before it is made, so that no text can make a tree that later steps cannot bear.
"""

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from wiki.errors import N_
from wiki.parsing.characters import MARK
from wiki.parsing.draft import Draft, Job, Link
from wiki.parsing.footnotes import Footnotes
from wiki.parsing.limits import MAX_ELEMENTS, TooComplex
from wiki.parsing.output import ParserWarning
from wiki.titles import Namespace, Title

if TYPE_CHECKING:
    from collections.abc import Mapping


class Page:
    """What is known of the page while its text becomes elements."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.draft = Draft()
        #: Addresses and titles of `[label]: address "title"`, by folded label.
        self.references: dict[str, tuple[str, str]] = {}
        #: Meanings of `*[ABC]: meaning`.
        self.abbreviations: dict[str, str] = {}
        self.labels: Mapping[str, str] = job.labels
        self.footnotes = Footnotes(self.labels, self.warn, self.spend)
        #: Items of lists that are tasks, with the label of their state.
        self.tasks: list[tuple[Element, str]] = []
        #: Tables so far: each box that scrolls has a name of its own.
        self.tables = 0
        self._elements = 0
        self._links: dict[tuple[Title | None, str, str], int] = {}

    def spend(self, count: int) -> None:
        """Count elements that are about to be made. Raises `TooComplex`."""
        self._elements += count
        if self._elements > MAX_ELEMENTS:
            raise TooComplex

    def warn(self, code: str, message: str, **params: object) -> None:
        """Note a problem once; after a hundred, silence."""
        warning = ParserWarning(code, message, params)
        if len(self.draft.warnings) < 100 and warning not in self.draft.warnings:
            self.draft.warnings.append(warning)

    def piece(self, mark: str) -> tuple[str, str]:
        """Kind and text of what stands under `mark`."""
        match = MARK.match(mark)
        return self.job.pieces[int(match[1])] if match else ("", "")

    def literal(self, mark: str) -> str:
        """The text that a mark shows: that of nowiki, nothing for the others."""
        kind, text = self.piece(mark)
        return text if kind == "nowiki" else ""

    def link_to(self, title: Title | None, prefix: str = "", name: str = "", fragment: str = "") -> Element:
        """An `<a>` that will be coloured once it is known whether its target exists."""
        fragment = fragment or (title.fragment if title else "")
        key = (title, f"{prefix}:{name}" if prefix else "", fragment)
        number = self._links.setdefault(key, len(self.draft.links))
        if number == len(self.draft.links):
            kept = Title(title.namespace, title.name, fragment) if title else None
            self.draft.links.append(Link(kept, prefix, name))
        return Element("a", {"data-link": str(number)})

    def file_link(self, title: Title) -> Element | None:
        """The link to a file's page that stands in its place; None when `title` cannot be a file."""
        if title.namespace is Namespace.MAIN:
            title = Title(Namespace.FILE, title.name)
        if title.namespace is not Namespace.FILE:
            return None
        self.draft.files.setdefault(Title(title.namespace, title.name))
        return self.link_to(Title(title.namespace, title.name))

    def add_category(self, name: str, key: str) -> None:
        """The page belongs to the category; a later link with a sort key replaces an earlier one's key."""
        if key or name not in self.draft.categories:
            self.draft.categories[name] = key
        if len(self.draft.categories) > 1000:
            self.draft.categories.pop(name)
            self.warn("category-count", N_("The page names more than a thousand categories."))
