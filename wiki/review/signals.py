"""Why an edit deserves a closer look. Rule: the risk is the sum of the weights of named signals, and each is shown.

Pure: the same edit has the same signals at any time. They set the order of the queue, and decide nothing. The hour
of the day is none of them: people who work at night are not suspect.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wiki.errors import N_

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']{1,2000}")
_FIGURE = re.compile(r"\d(?:[\d .,\u00a0\u202f]{0,20}\d)?")
_SOURCE = re.compile(r"\[\^[^\]\s]{1,60}\]|https?://")
_WORD = re.compile(r"[^\W\d_]{2,60}")

MOST_EXAMINED = 200_000
"""Characters of each text that are looked at."""

LIKE = 0.6
"""Share of the added words that an edit has in common with one that was taken back, from which they are alike."""

FEW_WORDS = 5
"""Below so many added words likeness says nothing."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit, and what is known of its author at the time."""

    before: str
    after: str
    #: Hosts to which the wiki links already, among those that `after` names.
    known_hosts: frozenset[str] = frozenset()
    temporary: bool = False
    #: Days since the account was made.
    age: int = 0
    edits: int = 0
    #: How many of the author's edits were taken back.
    reverted: int = 0
    #: Words that edits which were taken back had added, one set for each.
    taken_back: tuple[frozenset[str], ...] = ()
    #: Words that moderators watch for, folded.
    watched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signal:
    """Something to look at: its name (a key of `SIGNALS`), its weight, and what was seen."""

    name: str
    weight: int
    seen: str = ""


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines that differ."""

    removed: str
    added: str
    edit: Edit = field(repr=False)

    @property
    def words(self) -> frozenset[str]:
        """Words that were added, folded."""
        return words_of(self.added) - words_of(self.removed)


def words_of(text: str) -> frozenset[str]:
    """The words of a text, without case."""
    return frozenset(word.casefold() for word in _WORD.findall(text[:MOST_EXAMINED]))


def hosts_of(text: str) -> frozenset[str]:
    """The hosts to which a text links."""
    found = set()
    for address in _ADDRESS.findall(text[:MOST_EXAMINED]):
        try:
            host = urlsplit(address).hostname
        except ValueError:
            continue
        if host:
            found.add(host.removeprefix("www."))
    return frozenset(found)


def _new_host(lines: _Lines) -> str | None:
    new = hosts_of(lines.added) - hosts_of(lines.removed) - lines.edit.known_hosts
    return ", ".join(sorted(new)[:3]) or None


def _sources_removed(lines: _Lines) -> str | None:
    fewer = len(_SOURCE.findall(lines.removed)) - len(_SOURCE.findall(lines.added))
    return str(fewer) if fewer > 0 else None


def _figure_changed(lines: _Lines) -> str | None:
    before, after = set(_FIGURE.findall(lines.removed)), set(_FIGURE.findall(lines.added))
    changed = sorted(after - before)[:3]
    sourced = len(_SOURCE.findall(lines.added)) > len(_SOURCE.findall(lines.removed))
    return ", ".join(changed) if before - after and changed and not sourced else None


def _deleted(lines: _Lines) -> str | None:
    gone = len(lines.removed) - len(lines.added)
    share = 100 * gone // max(1, len(lines.edit.before))
    return f"{share} %" if share >= 20 else None


def _capitals(lines: _Lines) -> str | None:
    letters = [letter for letter in lines.added if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return f"{100 * capitals // len(letters)} %" if len(letters) >= 20 and capitals > len(letters) * 0.6 else None


def _temporary(lines: _Lines) -> str | None:
    return "" if lines.edit.temporary else None


def _new_account(lines: _Lines) -> str | None:
    return str(lines.edit.age) if not lines.edit.temporary and lines.edit.age < 4 else None


def _past_reverts(lines: _Lines) -> str | None:
    edit = lines.edit
    return f"{edit.reverted}/{edit.edits}" if edit.reverted >= 2 and edit.reverted * 5 >= edit.edits else None


def _like_reverted(lines: _Lines) -> str | None:
    added = lines.words
    if len(added) < FEW_WORDS:
        return None
    best = max((len(added & other) / len(added) for other in lines.edit.taken_back), default=0.0)
    return f"{best:.0%}".replace("%", " %") if best >= LIKE else None


def _watched(lines: _Lines) -> str | None:
    return ", ".join(sorted(lines.words & lines.edit.watched)[:3]) or None


@dataclass(frozen=True, slots=True)
class Kind:
    """A signal: its weight, what it says, and what finds it (None: it is not there)."""

    weight: int
    label: str
    find: Callable[[_Lines], str | None]


SIGNALS: dict[str, Kind] = {
    "watched-word": Kind(35, N_("word to watch for"), _watched),
    "like-reverted": Kind(30, N_("resembles an edit that was taken back"), _like_reverted),
    "new-host": Kind(25, N_("link to a site that the wiki did not know"), _new_host),
    "deleted": Kind(25, N_("removes a large part of the text"), _deleted),
    "past-reverts": Kind(20, N_("edits by this person were taken back before"), _past_reverts),
    "capitals": Kind(20, N_("in capitals"), _capitals),
    "sources-removed": Kind(15, N_("removes sources"), _sources_removed),
    "figure-changed": Kind(15, N_("changes a figure without giving a source"), _figure_changed),
    "new-account": Kind(10, N_("account of less than four days"), _new_account),
    "temporary": Kind(5, N_("temporary account"), _temporary),
}
"""Every signal there is, the weightiest first."""


def signals(edit: Edit) -> tuple[Signal, ...]:
    """The signals of an edit, the weightiest first."""
    before, after = (Counter(text[:MOST_EXAMINED].split("\n")) for text in (edit.before, edit.after))
    lines = _Lines("\n".join((before - after).elements()), "\n".join((after - before).elements()), edit)
    found = ((name, kind, kind.find(lines)) for name, kind in SIGNALS.items())
    return tuple(Signal(name, kind.weight, seen[:200]) for name, kind, seen in found if seen is not None)


def risk(found: Iterable[Signal]) -> int:
    """The sum of the weights."""
    return sum(signal.weight for signal in found)
