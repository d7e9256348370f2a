"""Categories and profiles by whatever people call them: name, synonym or slug, with or without accents.

Rule: a term stands for itself and for all that is narrower.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sqlalchemy import select

from wiki.database import session
from wiki.search.titles import folded
from wiki.taxonomy.models import Axis, PageCategory, Profile, Term, TermParent, TermSynonym
from wiki.taxonomy.naming import known_profiles

MAX_FREE = 5000
"""Names of free categories that are compared."""


def categories_called(name: str, axis: str | None = None) -> set[str]:
    """Names of the categories that `name` stands for, the narrower ones included; on the axis with this slug only.

    Free categories belong to no axis.
    """
    wanted = folded(name)
    found = {number for called, number in _names_of_terms(axis) if folded(called) == wanted}
    if found:
        return _with_narrower(found)
    return {free for free in _free_categories() if folded(free) == wanted} if axis is None else set()


def profiles_called(name: str) -> set[int]:
    """Ids of the profiles that `name` stands for: one, or none."""
    wanted = folded(name)
    return {number for key, number in known_profiles().items() if folded(key) == wanted}


def category_like(name: str, axis: str | None = None) -> str | None:
    """The name of a category that resembles `name`."""
    known = [called for called, _number in _names_of_terms(axis)]
    return nearest(name, known if axis else [*known, *_free_categories()])


def profile_like(name: str) -> str | None:
    """The name of a profile that resembles `name`."""
    return nearest(name, session.scalars(select(Profile.name)))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Which of the names `known` resembles `name` most, if any does."""
    by_key = {folded(one): one for one in known}
    for key in get_close_matches(folded(name), by_key, n=1, cutoff=0.7):
        return by_key[key]
    return None


def _names_of_terms(axis: str | None) -> Iterator[tuple[str, int]]:
    """Every name of every term of an axis, or of all: (name, synonym or slug; the term's id)."""
    here = [] if axis is None else [Term.axis_id == select(Axis.id).where(Axis.slug == axis).scalar_subquery()]
    for term in session.execute(select(Term.id, Term.name, Term.slug).where(*here)):
        yield term.name, term.id
        yield term.slug, term.id
    synonyms = select(TermSynonym.name, TermSynonym.term_id).join(Term, Term.id == TermSynonym.term_id).where(*here)
    for synonym in session.execute(synonyms):
        yield synonym.name, synonym.term_id


def _free_categories() -> list[str]:
    return list(session.scalars(select(PageCategory.name).distinct().order_by(PageCategory.name).limit(MAX_FREE)))


def _with_narrower(term_ids: set[int]) -> set[str]:
    below: dict[int, list[int]] = defaultdict(list)
    for link in session.execute(select(TermParent.term_id, TermParent.parent_id)):
        below[link.parent_id].append(link.term_id)
    found: set[int] = set()
    pending = list(term_ids)
    while pending:
        number = pending.pop()
        if number not in found:
            found.add(number)
            pending += below[number]
    names = session.execute(select(Term.id, Term.name))
    return {name for number, name in names if number in found}
