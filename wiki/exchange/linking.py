"""The links of an imported file: those to other files as the wiki writes them, and word of those that lead nowhere.

Rule: a link that cannot be resolved stays as it was written, and is named. Pure.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from wiki.parsing.opaque import masked
from wiki.titles import Namespace, Title

Target = Callable[[str], Title | None]
"""The title of the file at a path, None where none is there."""

Heading = Callable[[str, str], str | None]
"""The words of the heading that an anchor names in the file at a path."""

_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(<?([^()<>\s]+)>?(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)([^\[\]\n]+)\]:[ \t]*<?([^<>\s]+)>?"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_REFERENCE = re.compile(r"(?<![!\[\]\\])\[(?!\^)([^\[\]\n]+)\](?: ?\[([^\[\]\n]*)\])?(?![\[(:])")
_ADDRESS = re.compile(
    r"(?P<image>!)\[[^\[\]\n]*\]\([ \t]*<?(?P<a>[^()<>\s]+)"
    r"|\]\([ \t]*<?(?P<b>[^()<>\s]+)"
    r"|<(?P<tag>img)\b[^<>\n]*?\bsrc=[\"'](?P<c>[^\"'\n]+)"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_NOT_IN_SLUGS = re.compile(r"[^\w\- ]+")


@dataclass(frozen=True, slots=True)
class Linked:
    """A text with wiki links, and the addresses, each once, that lead to no file or section that is imported."""

    text: str
    links: tuple[str, ...]
    images: tuple[str, ...]


Piece = tuple[int, int, str]
"""Where something in the text begins and ends, and what stands there instead."""


def slug_of(heading: str) -> str:
    """How other tools write a heading in an address."""
    return _NOT_IN_SLUGS.sub("", heading.casefold()).strip().replace(" ", "-")


def with_wiki_links(text: str, path: str, title_at: Target, heading_at: Heading) -> Linked:
    """`text`, the file at `path`, with its links to other files and to its own sections as the wiki writes them."""
    hidden = masked(text)

    def target(address: str) -> str | None:
        return _target(address, path, title_at, heading_at)

    pieces = [
        (match.start(), match.end(), f"[[{found}|{text[match.start(1) : match.end(1)]}]]")
        for match in _LINK.finditer(hidden)
        if (found := target(match[2])) is not None
    ]
    defined = {_label(match[1]): match for match in reversed(list(_DEFINITION.finditer(hidden)))}
    pieces += _references(text, hidden, {label: target(match[2]) for label, match in defined.items()}, defined)
    written = _replaced(hidden, pieces)
    links = [match["b"] for match in _ADDRESS.finditer(written) if match["b"]]
    links += [match[2] for label, match in defined.items() if target(match[2]) is None]
    images = [match["a"] or match["c"] for match in _ADDRESS.finditer(written) if match["image"] or match["tag"]]
    return Linked(_replaced(text, pieces), _relative(links), _relative(images))


def _references(
    text: str, hidden: str, targets: dict[str, str | None], defined: dict[str, re.Match[str]]
) -> Iterator[Piece]:
    """Links that name an address written elsewhere, and the lines that say the address: these are then not needed."""
    used: set[str] = set()
    for match in _REFERENCE.finditer(hidden):
        label = _label(match[2] or match[1])
        found = targets.get(label)
        if found is not None:
            used.add(label)
            yield match.start(), match.end(), f"[[{found}|{text[match.start(1) : match.end(1)]}]]"
    for label in used:
        yield defined[label].start(), defined[label].end(), ""


def _label(words: str) -> str:
    return " ".join(words.casefold().split())


def _replaced(text: str, pieces: list[Piece]) -> str:
    """`text` with `pieces` in it; of two that overlap, the one that begins first."""
    found: list[str] = []
    position = 0
    for start, end, words in sorted(pieces):
        if start >= position:
            found += [text[position:start], words]
            position = end
    return "".join([*found, text[position:]])


def _relative(addresses: list[str]) -> tuple[str, ...]:
    """Those that mean something beside the file, each once."""
    return tuple(dict.fromkeys(address for address in addresses if not _SCHEME.match(address)))


def _target(address: str, path: str, title_at: Target, heading_at: Heading) -> str | None:
    """What a wiki link says for an address that leads to another file, or to a section of this one."""
    if _SCHEME.match(address) or address.startswith("/"):
        return None
    name, _hash, anchor = unquote(address).partition("#")
    there = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else path
    title = title_at(there)
    section = heading_at(there, anchor) if anchor and title is not None else None
    if title is None or (not name and section is None):
        return None
    prefix = ":" if title.namespace in (Namespace.CATEGORY, Namespace.FILE, Namespace.PROFILE) else ""
    return f"{prefix}{title.full_name if name else ''}{f'#{section or anchor}' if anchor else ''}"
