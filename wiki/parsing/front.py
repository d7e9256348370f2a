"""The YAML block at the very start of a page: its type, profiles, categories, licence, place and card fields.

Rule: bounded in every direction and never trusted. Only scalars and lists of scalars come out; anchors, aliases
and tags are refused; a number with a leading zero stays text, because "01004" is a commune and not 516.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from wiki.errors import N_
from wiki.parsing.output import ParserWarning
from wiki.parsing.sections import front_end
from wiki.titles import Namespace, Title, TitleError

MAX_CHARACTERS = 16_384
MAX_FIELDS = 100
MAX_ITEMS = 200
MAX_VALUE = 2000
MAX_KEY = 80

NO_FIELDS = N_("The block at the top of the page cannot be read: it is not a list of fields.")
NO_NAME = N_("The block at the top of the page cannot be read: a field has no name, or too long a one.")

Scalar = str | int | float | bool

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_SYNONYMS = {
    "categorie": "catégories", "catégorie": "catégories", "categories": "catégories", "category": "catégories",
    "profil": "profils", "profile": "profils", "profiles": "profils", "license": "licence",
}  # fmt: skip
_LISTS = frozenset({"catégories", "profils"})


@dataclass(frozen=True, slots=True)
class Front:
    """What the block says. `source` is shown as text when it could not be read; `end` is where the page begins."""

    values: Mapping[str, object] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    end: int = 0
    unreadable: str = ""
    warnings: tuple[ParserWarning, ...] = ()


class _Refused(Exception):
    """The block holds what a front block may not hold; `message` says what to mend."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


def read_front(text: str) -> Front:
    """The front block of `text`; an unreadable one is kept as text with a warning."""
    end = front_end(text)
    if not end:
        return Front()
    block = text[:end]
    source = block.split("\n", 1)[1].rstrip().rsplit("\n", 1)[0] if block.count("\n") > 1 else ""
    if source.rstrip() in {"---", "..."}:
        source = ""
    try:
        values, warnings = _values(source)
    except _Refused as problem:
        refused = problem
    except yaml.YAMLError as problem:
        refused = _not_yaml(problem)
    else:
        return _front(values, end, warnings)
    warning = ParserWarning("front-unreadable", refused.message, refused.params)
    return Front(end=end, unreadable=block.rstrip("\n"), warnings=(warning,))


def _not_yaml(problem: yaml.YAMLError) -> _Refused:
    mark = getattr(problem, "problem_mark", None)
    if mark is None:
        return _Refused(N_("The block at the top of the page cannot be read: it is not YAML."))
    # The mark counts from 0, and the line that opens the block stands before.
    return _Refused(N_("The block at the top of the page cannot be read: look at line %(line)s."), line=mark.line + 2)


def _front(values: dict[str, object], end: int, warnings: list[ParserWarning]) -> Front:
    lists: dict[str, tuple[str, ...]] = {}
    for key in _LISTS:
        given = values.pop(key, [])
        items = given if isinstance(given, list) else str(given).split(",")
        lists[key] = tuple(dict.fromkeys(str(item).strip() for item in items if str(item).strip()))
    warnings += _misnamed(lists["catégories"])
    return Front(values, lists["catégories"], lists["profils"], end, "", tuple(warnings))


def _misnamed(categories: tuple[str, ...]) -> Iterator[ParserWarning]:
    """A warning for each of `categories` that none can be called; which profiles there are is known above."""
    for name in categories:
        try:
            possible = Title.parse(name, default=Namespace.CATEGORY).namespace is Namespace.CATEGORY
        except TitleError:
            possible = False
        if not possible:
            message = N_("No category can be called “%(name)s”: the page is not in it.")
            yield ParserWarning("front-category", message, {"name": name})


def _values(source: str) -> tuple[dict[str, object], list[ParserWarning]]:
    """Fields of the YAML mapping `source`, and what was not read."""
    if len(source) > MAX_CHARACTERS:
        raise _Refused(N_("The block at the top of the page cannot be read: it is too long."))
    reader = _Reader()
    for event in yaml.parse(source, Loader=yaml.SafeLoader):
        reader.event(event)
    message = N_("The field “%(field)s” holds more than values: it is not read.")
    return reader.values, [
        ParserWarning("front-nested", message, {"field": key}) for key in dict.fromkeys(reader.dropped)
    ]


class _Reader:
    """Builds the fields from the parser's events one by one, so that nothing recurses or expands."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        #: Fields that hold something nested.
        self.dropped: list[str] = []
        self._key: str | None = None
        self._items: list[Scalar] | None = None
        self._depth = self._skip = 0

    def event(self, event: yaml.Event) -> None:
        """Take the next event. Raises `_Refused` for what a front block may not hold."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _Refused(
                N_("The block at the top of the page cannot be read: it holds an anchor, an alias or a tag.")
            )
        step = isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if step > 0 and self._depth > 8:
            raise _Refused(N_("The block at the top of the page cannot be read: it is nested too deeply."))
        self._depth += step
        if self._skip:
            self._skip += step
            if not self._skip and self._items is None:
                self._key = None
        elif step > 0:
            self._open(event)
        elif step < 0:
            self._close()
        elif isinstance(event, yaml.ScalarEvent):
            self._value(event)

    def _open(self, event: yaml.Event) -> None:
        sequence = isinstance(event, yaml.SequenceStartEvent)
        if self._depth == 1:
            if sequence:
                raise _Refused(NO_FIELDS)
        elif self._key is None:
            raise _Refused(NO_NAME)
        elif sequence and self._items is None:
            self._items = []
        else:
            self.dropped.append(self._key)
            self._skip = 1

    def _close(self) -> None:
        if self._items is not None and self._key is not None:
            self.values[self._key] = self._items[:MAX_ITEMS]
            self._key = self._items = None

    def _value(self, event: yaml.ScalarEvent) -> None:
        if self._depth == 0:
            raise _Refused(NO_FIELDS)
        if self._key is None:
            self._key = _key(event.value, self.values)
        elif self._items is not None:
            self._items.append(_scalar(event))
        else:
            self.values[self._key] = _scalar(event)
            self._key = None


def field_named(text: str) -> str:
    """The name of the field that `text` names, under whichever of its names."""
    key = text.strip().casefold()
    return _SYNONYMS.get(key, key)


def _key(text: str, values: Mapping[str, object]) -> str:
    key = field_named(text)
    if not key or len(key) > MAX_KEY:
        raise _Refused(NO_NAME)
    if key in values:
        raise _Refused(N_("The block at the top of the page cannot be read: “%(field)s” is given twice."), field=key)
    if len(values) >= MAX_FIELDS:
        raise _Refused(N_("The block at the top of the page cannot be read: it has too many fields."))
    return key


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    value: str = event.value
    if len(value) > MAX_VALUE:
        raise _Refused(N_("The block at the top of the page cannot be read: a value is too long."))
    if event.style is None:
        if _INTEGER.fullmatch(value):
            return int(value)
        if _DECIMAL.fullmatch(value):
            return float(value)
        if value in {"true", "True", "false", "False"}:
            return value.casefold() == "true"
        if value in {"~", "null"}:
            return ""
    return value
