"""`[[…]]`: links to pages, sections, categories, profiles, files and other wikis; membership of categories.

Rule: whatever stands between the brackets and can be no title stays text, brackets and all.
"""

import re
import xml.etree.ElementTree as etree
from html import unescape
from typing import TYPE_CHECKING

from markdown.util import code_escape

from wiki.parsing.characters import without_marks
from wiki.parsing.emphasis import Node, fill
from wiki.parsing.tokens import Token
from wiki.titles import Namespace, Title, TitleError

if TYPE_CHECKING:
    from wiki.parsing.inline import Inline

_INTERWIKI = re.compile(r"[a-z][a-z0-9-]{0,31}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]*+\Z")
#: What may stand between a file's name and its caption: it says how the file is shown, and is no caption.
_FILE_OPTION = re.compile(
    r"vignette|thumb|cadre|frame|sans[_ ]cadre|frameless|gauche|left|droite|right|centr[ée]|center|néant|none"
    r"|upright|redresse|\d{0,4}x?\d{1,4}px|(?:alt|lien|link|lang|page)=.*",
    re.IGNORECASE,
)
_PIPE_CONTEXT = re.compile(r"\s*(?:\([^()]*\)|（[^（）]*）|,\s.*)\s*\Z")


def pipe_trick(target: str) -> str:
    """The label that `[[target|]]` gets: without namespace, and without what explains the name at its end."""
    name = target.strip().lstrip(":")
    prefix, colon, rest = name.partition(":")
    if colon and (Namespace.named(prefix) is not None or _INTERWIKI.fullmatch(prefix)):
        name = rest
    shorter = _PIPE_CONTEXT.sub("", name.partition("#")[0]).strip()
    return shorter or name.strip()


def wiki_link(inline: "Inline", index: int, level: int) -> str | tuple[Node, int]:
    """What the link that begins at token `index` becomes: text, or an element with its depth."""
    opening = inline.tokens[index]
    closing = inline.tokens[opening.partner]
    inside = inline.text[opening.start + 2 : closing.start]
    source = without_marks(inline.text[opening.start : closing.end])
    target, pipe, label = inside.partition("|")
    target = unescape(without_marks(target)).strip()
    trail_start = closing.start + 2
    trail = inline.text[trail_start : closing.end]
    forced = target.startswith(":")
    try:
        title = title_of(target, inline.page.job.title)
    except TitleError:
        return code_escape(source)
    page = inline.page
    if title.namespace is Namespace.CATEGORY and not forced:
        page.add_category(title.name, without_marks(label).strip()[:255])
        return trail
    if title.namespace is Namespace.FILE and not forced:
        return _file(inline, title, index, level, trail)
    if title.namespace is Namespace.PROFILE and not forced:
        page.draft.profiles.setdefault(title.name)
    element = page.link_to(title, *elsewhere(target, title))
    if pipe and label.strip():
        first = _label_start(inline, index, closing)
        nodes, depth = _built(inline, first, index, level)
        fill(element, [*nodes, trail])
        return element, depth + 1
    label = pipe_trick(target) if pipe else target.removeprefix(":")
    element.text = code_escape(title.displayed(label)) + trail
    return element, 1


def elsewhere(target: str, title: Title) -> tuple[str, str]:
    """(prefix, name) in another wiki that a target may mean beside `title`; ("", "") where it can mean none."""
    prefix, colon, name = target.removeprefix(":").partition(":")
    if colon and title.namespace is Namespace.MAIN and _INTERWIKI.fullmatch(prefix.strip()):
        return prefix.strip().casefold(), name.strip()
    return "", ""


def title_of(target: str, here: Title) -> Title:
    """The title that a target names on the page `here`, to which `#Section` and `/Subpage` are relative.

    Raises `TitleError`.
    """
    if len(target) > 1000 or "\n\n" in target:
        raise TitleError("too-long", "too long", text=target[:100], default=Namespace.MAIN)
    if target.startswith("#"):
        return Title(here.namespace, here.name, Title.parse("X" + target).fragment)
    if target.startswith("/"):
        return Title.parse(f"{here.full_name}{target.rstrip('/')}")
    return Title.parse(target)


def _label_start(inline: "Inline", index: int, closing: Token) -> int:
    """Place in the source after the first pipe of the link."""
    return inline.text.index("|", inline.tokens[index].start, closing.start) + 1


def _built(inline: "Inline", start: int, index: int, level: int) -> tuple[list[Node], int]:
    """The tokens of the label, from place `start` of the source, as nodes; links in it are text."""
    first, last = index + 2, inline.tokens[index].partner
    while first < last and inline.tokens[first].end <= start:
        first += 1
    if first < last and inline.tokens[first].start < start:
        inline.tokens[first].start = start
        token = inline.tokens[first]
        if token.kind != "text":
            token.kind, token.partner = "text", -1
    return inline.build(first, last, level + 1, True)


def _file(inline: "Inline", title: Title, index: int, level: int, trail: str) -> str | tuple[Node, int]:
    """A file's place in the page: a link to its page, with its caption."""
    opening = inline.tokens[index]
    closing = inline.tokens[opening.partner]
    page = inline.page
    link = page.file_link(title)
    inside = inline.text[opening.start + 2 : closing.start]
    parts = _options(inside)
    if link is None:
        return code_escape(inside)
    thumb = any(option.strip().casefold() in {"vignette", "thumb"} for option in parts[1:])
    box = etree.Element("span", {"class": "file file-thumb" if thumb else "file"})
    link.text = code_escape(title.name)
    nodes: list[Node] = [link]
    depth = 1
    captions = [place for place, part in enumerate(parts) if place and not _FILE_OPTION.fullmatch(part.strip())]
    if captions and "".join(parts[captions[0] :]).strip():
        text = "|".join(parts[captions[0] :])
        start = closing.start - len(text.lstrip())
        caption = etree.Element("span", {"class": "file-caption"})
        inner, depth = _caption(inline, start, index, level)
        fill(caption, inner)
        nodes += [" ", caption]
        depth += 1
    page.spend(2)
    fill(box, nodes)
    if not trail:
        return box, depth + 1
    outer = etree.Element("span")
    fill(outer, [box, trail])
    return outer, depth + 2


def _caption(inline: "Inline", start: int, index: int, level: int) -> tuple[list[Node], int]:
    first, last = index + 2, inline.tokens[index].partner
    while first < last and inline.tokens[first].end <= start:
        first = inline.tokens[first].partner + 1 if inline.tokens[first].partner >= 0 else first + 1
    if first < last and inline.tokens[first].start < start and inline.tokens[first].kind == "text":
        inline.tokens[first].start = start
    return inline.build(first, last, level + 1, False)


def _options(inside: str) -> list[str]:
    """`inside` cut at the pipes that are not within a link of the caption."""
    parts, depth, position = list[str](), 0, 0
    for match in re.finditer(r"\[\[|\]\]|\|", inside):
        if match[0] == "[[":
            depth += 1
        elif match[0] == "]]":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(inside[position : match.start()])
            position = match.end()
    return [*parts, inside[position:]]
