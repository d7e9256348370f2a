"""Going through the vocabulary level by level. Rule: a level costs as many queries as a row; lists are bounded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Select, func, select

from wiki.database import session
from wiki.taxonomy.facets.hierarchy import Key
from wiki.taxonomy.facets.membership import present
from wiki.taxonomy.models import Axis, Term, TermParent, TermSynonym
from wiki.taxonomy.naming import plain
from wiki.titles import Namespace, Title
from wiki.vocabulary.storing import NotInVocabulary

MAX_FOUND = 100
"""Terms that a search shows."""

MAX_PROPOSED = 2000
"""Names proposed in a form."""

MAX_DEPTH = 30

NOWHERE: Key = ("", "")
"""Key of a term that came after what is known was counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """A term in a list: how many terms stand just below it, and how many articles it leads to, as facets count."""

    term: Term
    narrower: int
    articles: int

    @property
    def title(self) -> Title:
        return Title(Namespace.CATEGORY, self.term.name)


def axes() -> list[Axis]:
    """The axes in their order."""
    return list(session.scalars(select(Axis).order_by(Axis.position)))


def top_terms(axis: Axis) -> Select[Term]:
    """Terms of an axis with nothing above them; in order, not cut."""
    has_parent = select(TermParent.term_id).where(TermParent.term_id == Term.id).exists()
    return select(Term).where(Term.axis_id == axis.id, ~has_parent).order_by(Term.position, Term.name)


def narrower_terms(term: Term) -> Select[Term]:
    """Terms just below one; in order, not cut."""
    below = select(Term).join(TermParent, TermParent.term_id == Term.id)
    return below.where(TermParent.parent_id == term.id).order_by(Term.position, Term.name)


def found_terms(words: str) -> list[Term]:
    """The first `MAX_FOUND` terms with `words` in their name or another one, whatever the case and the accents."""
    wanted = plain(words)
    called = [
        *session.execute(select(Term.id, Term.name)),
        *session.execute(select(TermSynonym.term_id, TermSynonym.name)),
    ]
    numbers = {number for number, name in called if wanted in plain(name)}
    names = sorted((plain(name), number) for number, name in called if number in numbers)
    first = list(dict.fromkeys(number for _name, number in names))[:MAX_FOUND]
    return list(session.scalars(select(Term).where(Term.id.in_(first)).order_by(Term.name)))


def load_rows(terms: Sequence[Term]) -> list[Row]:
    """`terms` with their figures, in the same order. One query."""
    numbers = [term.id for term in terms]
    below = dict(
        session.execute(
            select(TermParent.parent_id, func.count())
            .where(TermParent.parent_id.in_(numbers))
            .group_by(TermParent.parent_id)
        ).all()
    )
    known = present()
    keys = {value.number: value.key for value in known.hierarchy.terms.values()}
    return [Row(term, below.get(term.id, 0), known.of(*keys.get(term.id, NOWHERE)).bit_count()) for term in terms]


def walk(path: str) -> list[Term]:
    """The terms of a path "eau/inondation", each just below the one before. Raises `NotInVocabulary`."""
    slugs = path.split("/")
    terms = {term.slug: term for term in session.scalars(select(Term).where(Term.slug.in_(slugs[:MAX_DEPTH])))}
    for slug in slugs:
        if slug not in terms:
            raise NotInVocabulary(slug=slug[:100])
    way = [terms[slug] for slug in slugs]
    links = session.execute(
        select(TermParent.parent_id, TermParent.term_id).where(TermParent.term_id.in_([term.id for term in way]))
    )
    known = {(parent, term) for parent, term in links}
    for parent, term in pairwise(way):
        if (parent.id, term.id) not in known:
            raise NotInVocabulary(slug=path[:100])
    return way


def proposed_names(axis_slug: str) -> list[str]:
    """Names of the terms of an axis, for a form to propose."""
    query = select(Term.name).join(Axis, Axis.id == Term.axis_id).where(Axis.slug == axis_slug)
    return list(session.scalars(query.order_by(Term.name).limit(MAX_PROPOSED)))


def names_of_terms(slugs: Collection[str]) -> dict[str, str]:
    """Names of terms by their slugs, of those that exist."""
    return dict(session.execute(select(Term.slug, Term.name).where(Term.slug.in_(slugs))).all())


def slugs_of_terms(names: Collection[str]) -> dict[str, str]:
    """Slugs of terms by their names and other names, of those that exist."""
    synonyms = select(TermSynonym.name, Term.slug).join(Term, Term.id == TermSynonym.term_id)
    found = dict(session.execute(synonyms.where(TermSynonym.name.in_(names))).all())
    return found | dict(session.execute(select(Term.name, Term.slug).where(Term.name.in_(names))).all())


def names_of_axes() -> dict[str, str]:
    """Names of the axes by their slugs."""
    return {axis.slug: axis.name for axis in axes()}
