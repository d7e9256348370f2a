"""Writing a feed in Atom 1.0 (RFC 4287). Pure.

Rule: whatever the texts hold, what comes out is well-formed XML 1.0; every address in it is absolute.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

MIMETYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"

EMPTY = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was last changed: it has to say something, and the same every time."""

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, or one page.

    `id` and `url` are absolute, `html` is safe HTML with absolute links; empty where there is nothing to say.
    """

    id: str
    title: str
    url: str
    author: str
    updated: datetime
    html: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `url` is its own address, `page` that of the list which it follows, both absolute."""

    title: str
    url: str
    page: str
    language: str
    #: Name of the site, by which the feed itself is signed.
    site: str
    #: Name of the licence of what is written there.
    rights: str
    #: Address of the licence; empty where it has none.
    licence: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime:
        """The moment of the newest entry."""
        return max((entry.updated for entry in self.entries), default=EMPTY)


def written(feed: Feed) -> bytes:
    """`feed` as a document in UTF-8."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    _text(root, "id", feed.url)
    _text(root, "title", feed.title)
    _text(root, "updated", moment(feed.updated))
    _link(root, "self", feed.url, type=MIMETYPE)
    _link(root, "alternate", feed.page, type="text/html")
    if feed.licence:
        _link(root, "license", feed.licence)
    _text(SubElement(root, "author"), "name", feed.site)
    _text(root, "rights", feed.rights)
    _text(root, "generator", "Wikipartage")
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(element: Element, entry: Entry) -> None:
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _link(element, "alternate", entry.url, type="text/html")
    _text(element, "updated", moment(entry.updated))
    _text(SubElement(element, "author"), "name", entry.author)
    if entry.html:
        _text(element, "summary", entry.html, type="html")


def moment(when: datetime) -> str:
    """A moment as RFC 3339 writes it."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = legal(text)


def _link(parent: Element, rel: str, url: str, **attributes: str) -> None:
    SubElement(parent, "link", {"rel": rel, "href": legal(url), **attributes})


def legal(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot hold, however they are written."""
    return _ILLEGAL.sub("", text)
