"""What every HTML that leaves the parser must be: checked on the elements that a browser would see."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from wiki.parsing.sanitiser import TAGS

_ID = re.compile(r"fn-\d+|fnref-\d+(-\d+)?|[^a-z\s][^\s]*")
_ATTRIBUTES = frozenset({
    "href", "title", "lang", "dir", "class", "id", "rel", "role", "tabindex", "aria-label", "aria-current",
    "colspan", "rowspan", "scope", "span", "start", "reversed", "type", "value", "open", "datetime",
})  # fmt: skip
_VOID = frozenset({"br", "hr", "wbr", "col"})


class Seen(HTMLParser):
    """Collects what is wrong with a piece of HTML, and its ids."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.problems.append(f"element {tag}")
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name not in _ATTRIBUTES:
            self.problems.append(f"attribute {name} on {tag}")
        if name == "href":
            address = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]", "", value)
            try:
                scheme = urlsplit(address).scheme.lower()
            except ValueError:
                scheme = "?"
            if scheme not in {"", "http", "https", "mailto"} or address.startswith(("//", "\\", "/\\")):
                self.problems.append(f"address {value}")
        if name == "id":
            self.ids.append(value)
            if not _ID.fullmatch(value):
                self.problems.append(f"id {value}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"unbalanced {tag}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.problems.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.problems.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.problems.append("instruction")


def problems(html: str) -> list[str]:
    """What is unsafe or malformed in `html`; empty when nothing is."""
    seen = Seen()
    seen.feed(html)
    seen.close()
    found = seen.problems + [f"left open {tag}" for tag in seen.open]
    found += [f"id twice {name}" for name in set(seen.ids) if seen.ids.count(name) > 1]
    found += [mark for mark in ("\x02", "\x03") if mark in html]
    return found


def text_of(html: str) -> str:
    """The text that a reader sees."""
    seen = Seen()
    seen.feed(html)
    seen.close()
    return "".join(seen.text)
