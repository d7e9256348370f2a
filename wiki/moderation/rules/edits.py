"""An edit as rules look at it. Pure: whatever needs the database comes in as a function.

Rule: an edit of today and one of the past make the same value, so that a rehearsal finds what the rule would hit.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from wiki.links.hosts import host_of
from wiki.titles import Title

MAX_EXAMINED = 200_000
"""Characters of added or removed text that rules look at; what comes after them is left out."""

FEWEST_LETTERS = 20
"""Of fewer, how many are capitals says nothing."""

_ADDRESS = re.compile(r"(?:https?:)?//[^\s<>\"'|\[\](){}]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes an edit, as she was at that moment."""

    groups: frozenset[str]
    temporary: bool
    age: timedelta
    #: Edits made before this one.
    edits: int


@dataclass(frozen=True)
class Edit:
    """What somebody does to a page. `before` is None where there was none."""

    title: Title
    before: str | None
    after: str
    summary: str
    author: Author
    #: Whether the page belongs to the category of that name, or to one that is narrower.
    belongs: Callable[[str], bool]
    #: How many edits the author made in the last so many minutes, this one left out.
    lately: Callable[[int], int]

    @cached_property
    def added(self) -> str:
        """The lines that are new. One that only moved is neither new nor gone."""
        return _lines_missing(self.after, self.before or "")

    @cached_property
    def removed(self) -> str:
        """The lines that are gone."""
        return _lines_missing(self.before or "", self.after)

    @cached_property
    def new_links(self) -> frozenset[str]:
        """Addresses outside the wiki in the added lines that stood nowhere on the page before."""
        found = _ADDRESS.findall(self.added)
        return frozenset(found).difference(_ADDRESS.findall(self.before or "")) if found else frozenset()

    @cached_property
    def new_hosts(self) -> frozenset[str]:
        """The hosts of `new_links`."""
        return frozenset(map(host_of, self.new_links))

    @property
    def growth(self) -> int:
        """Bytes added, below zero where the page gets shorter."""
        return len(self.after.encode()) - len((self.before or "").encode())

    @property
    def removed_share(self) -> int:
        """Per cent of the words of the page that it no longer has, wherever they stood."""
        words = (self.before or "").split()
        lost = Counter(words) - Counter(self.after.split())
        return 100 * lost.total() // len(words) if words else 0

    @property
    def capitals_share(self) -> int:
        """Per cent of the letters added that are capitals; 0 for a text too short to tell."""
        letters = [character for character in self.added if character.isalpha()]
        return 100 * sum(map(str.isupper, letters)) // len(letters) if len(letters) >= FEWEST_LETTERS else 0


def _lines_missing(text: str, other: str) -> str:
    """The lines of `text` that `other` does not hold, or not so often; at most `MAX_EXAMINED` characters."""
    left = Counter(other.split("\n"))
    missing = []
    for line in text.split("\n"):
        if left[line]:
            left[line] -= 1
        else:
            missing.append(line)
    return "\n".join(missing)[:MAX_EXAMINED]
