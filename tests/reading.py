"""Reading an answer as a browser does: its elements, links and words, for tests that must not match strings."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}


@dataclass
class Element:
    """An element of a document: its attributes, what is in it, and its text."""

    tag: str
    attributes: dict[str, str | None]
    children: list["Element | str"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name) or ""

    @property
    def classes(self) -> set[str]:
        return set(self["class"].split())

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        """Its text, white space as one space."""
        return " ".join(self.text.split())

    @property
    def label(self) -> str:
        """What the eye sees of its words."""
        seen = (
            child if isinstance(child, str) else child.label
            for child in self.children
            if isinstance(child, str) or "visually-hidden" not in child.classes
        )
        return " ".join("".join(seen).split())

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", *, class_: str = "", **attributes: str) -> list["Element"]:
        """Elements below with this tag, class and attributes."""
        return [
            element
            for element in self.walk()
            if (not tag or element.tag == tag)
            and (not class_ or class_ in element.classes)
            and all(element.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str = "", *, class_: str = "", **attributes: str) -> "Element":
        (found,) = self.all(tag, class_=class_, **attributes)
        return found

    def links(self) -> dict[str, str]:
        """Addresses of the links below, by their labels; the last one of several with the same label."""
        return {element.label: element["href"] for element in self.all("a")}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(markup: str) -> Element:
    """The document in `markup`."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.root


def wiki_text(markup: str) -> Element:
    """The text of the page that `markup` shows."""
    return read(markup).one(class_="wiki-text")
