"""Titles, terms and profiles that begin, or whose words begin, with what somebody is typing.

Rule: it answers at each key pressed, so every question is a range of an index or a bounded list of them, and does
not grow with the wiki.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, TextClause, and_, func, or_, select, text

from wiki.database import session
from wiki.pages import finding
from wiki.pages.models import Page
from wiki.pages.rendering import resolve_redirect
from wiki.pages.visibility import live_pages
from wiki.search.analysis import STOP_WORDS, one_letter_off
from wiki.search.models import MAX_KEY, TitleKey
from wiki.search.query import CONTENT
from wiki.search.titles import folded
from wiki.search.values import Name, named, names
from wiki.taxonomy.facets.hierarchy import Value
from wiki.titles import Namespace, Title, TitleError

MAX_SUGGESTIONS = 20

MAX_VALUES = 3
"""Terms and profiles among the suggestions, unless only such are asked for."""

CANDIDATES = 200
"""Keys that are looked at for one answer."""

COMPARED = 2000
"""Keys that are compared letter by letter, when no title begins with what was typed: 1 µs each."""

MIN_NEARLY = 4
"""Letters from which on an error in them is allowed for."""

EXACT = 2
"""First letters in which an error is looked for by trying every letter."""

_LAST = "\U0010ffff"

# Rows of the bare tables: at each key pressed hundreds are read, and making objects of them takes ten times as long.
_KEYS = TitleKey.__table__.c
_PAGES = Page.__table__.c


Rank = tuple[bool, bool, bool, int, str]
"""How well a key fits: the best comes first."""

Ranked = list[tuple[Rank, "Row[Any] | Name"]]
"""What was found, a page or a name of a term or profile, each with its rank."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page to go to; `redirected_from` is the title that matched, where that is a redirect or another name."""

    title: Title
    url: str
    redirected_from: Title | None = None


def suggest(text: str, limit: int = 10, namespaces: Collection[Namespace] = CONTENT) -> tuple[Suggestion, ...]:
    """At most `limit` pages for the beginning `text`; with one letter wrong, where none fits otherwise.

    A namespace written before a colon decides where to look. Redirects stand for the page they lead to, other names
    for the term or profile that has them; those have a page even where nobody wrote it. An article before the first
    word says nothing.
    """
    limit = max(1, min(limit, MAX_SUGGESTIONS))
    key, spaces = _key(text, namespaces)
    if not key and spaces is namespaces:
        return ()
    most = MAX_VALUES if spaces is namespaces else limit
    ranked: Ranked = []
    for possible in _with_and_without_article(key):
        ranked += _beginning(_range(possible), spaces, possible)
        ranked += _values_beginning(possible, spaces, most)
    if not ranked:
        ranked = _beginning_nearly(possible, spaces) + _values_beginning_nearly(possible, spaces, most)
    found: dict[Title, Suggestion] = {}
    for _rank, one in sorted(ranked, key=itemgetter(0)):
        suggestion = _suggestion(one)
        found.setdefault(suggestion.title, suggestion)
        if len(found) == limit:
            break
    return tuple(found.values())


def values_called(text: str) -> list[Value]:
    """The terms and profiles called `text`, but for accents, case, punctuation and an article before it."""
    key, spaces = _key(text, CONTENT)
    return named(_with_and_without_article(key), spaces)[:MAX_VALUES]


def page_called(text: str) -> Title | None:
    """The title of the page called `text`: exactly, else but for accents, case, punctuation and a leading article."""
    try:
        title = Title.parse(text)
    except TitleError:
        title = None
    key, spaces = _key(text if title is None else title.full_name, CONTENT)
    if not key:
        return title if title is not None and finding.find_shown_page(title) is not None else None
    other = [] if title is None else [or_(_PAGES.namespace != int(title.namespace), _PAGES.name != title.name)]
    rows = _read(
        select(_PAGES.namespace, _PAGES.name)
        .join(TitleKey.__table__, _KEYS.page_id == _PAGES.id)
        .where(_KEYS.key.in_(_with_and_without_article(key)), _KEYS.word == 0, _in(spaces), live_pages())
        .order_by(*other, _KEYS.key != key, _PAGES.is_redirect, _PAGES.namespace, _PAGES.id)
        .limit(1)
    )
    return Title(Namespace(rows[0].namespace), rows[0].name) if rows else None


def _key(text: str, namespaces: Collection[Namespace]) -> tuple[str, Collection[Namespace]]:
    """The beginning of a key that `text` stands for, and the namespaces to look in."""
    text = text[: 2 * MAX_KEY]
    prefix, colon, rest = text.partition(":")
    if colon and not prefix.strip():
        return folded(rest)[:MAX_KEY], (Namespace.MAIN,)
    named = Namespace.named(prefix) if colon else None
    if named is not None:
        return folded(rest)[:MAX_KEY], (named,)
    return folded(text)[:MAX_KEY], namespaces


def _with_and_without_article(key: str) -> tuple[str, ...]:
    """`key`, and what it is without the articles and prepositions before its first word, if there are any."""
    words = key.split(" ")
    first = next((number for number, word in enumerate(words) if word not in STOP_WORDS), 0)
    return (key, " ".join(words[first:])) if first else (key,)


def _in(namespaces: Collection[Namespace]) -> ColumnElement[bool]:
    return _KEYS.namespace.in_(sorted(int(namespace) for namespace in namespaces))


def _range(beginning: str) -> ColumnElement[bool]:
    return and_(_KEYS.key >= beginning, _KEYS.key < beginning + _LAST)


def _ranges(beginnings: Collection[str]) -> tuple[TextClause, dict[str, str]]:
    """A condition for keys that begin with any of `beginnings`, and its values: over a hundred of them."""
    one = "title_key.key >= :from{0} AND title_key.key < :to{0}"
    values = {f"from{number}": beginning for number, beginning in enumerate(beginnings)}
    values |= {f"to{number}": beginning + _LAST for number, beginning in enumerate(beginnings)}
    return text("(" + " OR ".join(one.format(number) for number in range(len(beginnings))) + ")"), values


def _beginning(condition: ColumnElement[bool], namespaces: Collection[Namespace], key: str) -> Ranked:
    """Pages (id, namespace, name, is_redirect) with a key that fulfils `condition`.

    The keys first, then their pages: SQLite would otherwise begin with all the pages that are not deleted.
    """
    rows = _read(
        select(_KEYS.key, _KEYS.word, _KEYS.page_id)
        .where(condition, _in(namespaces))
        .order_by(_KEYS.key, _KEYS.page_id)
        .limit(CANDIDATES)
    )
    page_ids = {row.page_id for row in rows}
    if not page_ids:
        return []
    columns = select(_PAGES.id, _PAGES.namespace, _PAGES.name, _PAGES.is_redirect)
    pages = {page.id: page for page in _read(columns.where(_PAGES.id.in_(page_ids), live_pages()))}
    live = ((row, pages[row.page_id]) for row in rows if row.page_id in pages)
    return [(_rank(row.key, row.word, page.is_redirect, key), page) for row, page in live]


def _read(query: Select[Any], values: dict[str, str] | None = None) -> Sequence[Row[Any]]:
    return session.connection().execute(query, values).all()


def _rank(key: str, word: int, is_redirect: bool, typed: str) -> Rank:
    """The exact title first, then titles that begin so, then those where a later word does; the short before."""
    return (key != typed or word > 0, word > 0, is_redirect, len(key), key)


def _values_beginning(key: str, namespaces: Collection[Namespace], most: int) -> Ranked:
    """The terms and profiles with a name that begins with `key`, at most so many."""
    return _best_values(islice(names().beginning(key, namespaces), CANDIDATES), key, most)


def _values_beginning_nearly(key: str, namespaces: Collection[Namespace], most: int) -> Ranked:
    """As `_beginning_nearly`."""
    if len(key) < MIN_NEARLY:
        return []
    near = (name for name in islice(names().all(namespaces), COMPARED) if begins_nearly(name.key, key))
    return _best_values(near, key, most)


def _best_values(found: Iterable[Name], key: str, most: int) -> Ranked:
    ranked = sorted(((_rank(one.key, one.word, one.synonym is not None, key), one) for one in found), key=itemgetter(0))
    best: dict[Title, tuple[Rank, Row[Any] | Name]] = {}
    for rank, one in ranked:
        best.setdefault(one.title, (rank, one))
    return list(best.values())[:most]


def _beginning_nearly(key: str, namespaces: Collection[Namespace]) -> Ranked:
    """Pages with a key that begins with `key` but for one letter, wherever it is.

    One half of what was typed is right. Where it is the first half, the keys that begin with it are compared,
    first those that share more. Where it is the second, it stands in the key at its place or one beside it; and
    the first letters are right, or each way in which they may have been meant is a range of its own.
    """
    if len(key) < MIN_NEARLY:
        return []
    half = max(EXACT, len(key) // 2)
    rest = key[half:]
    beside = or_(*(func.substr(_KEYS.key, place, len(rest)) == rest for place in (half, half + 1, half + 2)))
    meant = {first + key[EXACT:] for first in one_letter_off(key[:EXACT])}
    meant.add(key[: EXACT - 1] + key[EXACT] + key[EXACT - 1] + key[EXACT + 1 :])
    swapped = key[: half - 1] + key[half] + key[half - 1] + key[half + 1 :]
    nothing: dict[str, str] = {}
    for condition, values in (
        (_range(key[: max(half, len(key) * 3 // 4)]), nothing),
        (_range(key[:half]), nothing),
        (and_(_range(key[:EXACT]), beside), nothing),
        (_range(swapped), nothing),
        _ranges(sorted(meant)),
    ):
        keys = _read(select(_KEYS.key).where(condition, _in(namespaces)).limit(COMPARED), values)
        near = {known for (known,) in keys if begins_nearly(known, key)}
        if near:
            return _beginning(_KEYS.key.in_(sorted(near)[:CANDIDATES]), namespaces, key)
    return []


def begins_nearly(key: str, typed: str) -> bool:
    """Whether `key` begins with `typed`, but for one letter wrong, missing, too many or swapped with the next."""
    same = 0
    while same < len(typed) and same < len(key) and typed[same] == key[same]:
        same += 1
    rest, wanted = key[same:], typed[same:]
    return (
        not wanted
        or rest[1:].startswith(wanted[1:])
        or rest.startswith(wanted[1:])
        or rest[1:].startswith(wanted)
        or (len(wanted) > 1 and rest.startswith(wanted[1] + wanted[0]) and rest[2:].startswith(wanted[2:]))
    )


def _suggestion(found: Row[Any] | Name) -> Suggestion:
    if isinstance(found, Name):
        return Suggestion(found.title, found.title.path, redirected_from=found.synonym)
    title = Title(Namespace(found.namespace), found.name)
    target = resolve_redirect(session.get_one(Page, found.id)) if found.is_redirect else None
    if target is None or finding.find_shown_page(target) is None:
        return Suggestion(title, title.path)
    return Suggestion(Title(target.namespace, target.name), target.path, redirected_from=title)
