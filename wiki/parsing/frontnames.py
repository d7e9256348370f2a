"""The names of a category or profile in the front block, changed in place.

Rule: every byte but the name stays, and what the block means otherwise is the same; a block that cannot be read is
left alone.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from wiki.parsing.front import field_named, read_front
from wiki.titles import Namespace, Title, TitleError

#: Names that YAML takes for text without quotation marks, in a list of any style.
_BARE = re.compile(r"[^\W\d_][\w ’'().-]*(?<! )")
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
_LISTS = {Namespace.CATEGORY: "catégories", Namespace.PROFILE: "profils"}


class Edit(NamedTuple):
    """The source [start, end) becomes `text`."""

    start: int
    end: int
    text: str


class _Name(NamedTuple):
    """A scalar of YAML: its place, what it says, and the sign that opens it."""

    start: int
    end: int
    value: str
    style: str
    #: Whether it stands for the whole list, with commas between the names.
    alone: bool


def renamed_in_front(text: str, old: Title, new: Title) -> Iterator[Edit]:
    """What makes `new` of `old` in the front block of `text`; nothing where the two are not of one kind."""
    kind = _LISTS.get(old.namespace)
    front = read_front(text)
    if kind is None or new.namespace is not old.namespace or not front.end or front.unreadable:
        return
    begin = text.index("\n") + 1
    source = text[begin : front.end].rstrip().rsplit("\n", 1)[0]
    for name in _names(source, kind):
        start, end = begin + name.start, begin + name.end
        if name.alone and "," in new.name:
            continue
        if not name.style:
            yield from _bare(text, start, end, old, new, several=name.alone)
        elif _means(name.value, old) and name.style in "'\"":
            yield Edit(start, end, json.dumps(_shortest(new), ensure_ascii=False))


def _names(source: str, kind: str) -> Iterator[_Name]:
    """The scalars of the list `kind`."""
    depth, key = 0, ""
    for event in yaml.parse(source, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            key = key if depth > 1 else ""
        elif isinstance(event, yaml.ScalarEvent) and depth == 1 and not key:
            key = field_named(event.value)
        elif isinstance(event, yaml.ScalarEvent):
            if key == kind and depth <= 2 and event.start_mark is not None and event.end_mark is not None:
                place = (event.start_mark.index, event.end_mark.index)
                yield _Name(*place, event.value, event.style or "", depth == 1)
            key = key if depth > 1 else ""


def _bare(text: str, start: int, end: int, old: Title, new: Title, *, several: bool) -> Iterator[Edit]:
    """A name without quotation marks in [start, end), or maybe several with commas between."""
    name = _shortest(new)
    alone = _means(text[start:end], old) or not several
    if not _BARE.fullmatch(name) or name.casefold() in _NOT_TEXT:
        if _means(text[start:end], old):
            yield Edit(start, end, json.dumps(name, ensure_ascii=False))
        return
    position = start
    for part in [text[start:end]] if alone else text[start:end].split(","):
        if _means(part, old):
            first = position + len(part) - len(part.lstrip())
            yield Edit(first, first + len(part.strip()), name)
        position += len(part) + 1


def _means(name: str, title: Title) -> bool:
    try:
        return Title.parse(name, default=title.namespace) == title
    except TitleError:
        return False


def _shortest(title: Title) -> str:
    """The title without its namespace where that names it too."""
    return title.name if _means(title.name, title) else title.full_name
