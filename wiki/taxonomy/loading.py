"""Filling the vocabulary from a file. Rule: loading twice changes nothing; a term that exists keeps its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from wiki.database import session
from wiki.errors import N_, InvalidInput
from wiki.taxonomy.changes import everything_changed
from wiki.taxonomy.models import Axis, Profile, Term, TermParent, TermSynonym
from wiki.titles import Namespace, Title, TitleError


class BadVocabulary(InvalidInput):
    """The file's terms do not make trees, or have names that no category has."""

    code = "bad-vocabulary"
    message = N_(
        "The vocabulary names the parent “%(parent)s” of “%(term)s” before it is described on the same axis,"
        " or not at all."
    )


BAD_NAME = N_("The vocabulary calls a term “%(term)s”: no category is written so, or another term has this name.")


def load_vocabulary(data: Mapping[str, Any]) -> int:
    """Add the profiles, axes and terms of `data` (see `seeds/taxonomy.yaml`) that are missing; gives how many.

    Call inside a transaction. A parent stands before its children, so that no circle can arise.
    """
    added = 0
    for position, item in enumerate(data["profiles"]):
        added += _add(Profile, item, position=position)
    for position, item in enumerate(data["axes"]):
        added += _add(Axis, item, position=position)
        axis_id = session.scalars(select(Axis.id).where(Axis.slug == item["slug"])).one()
        added += _load_terms(axis_id, item["terms"])
    if added:
        everything_changed()
    return added


def _load_terms(axis_id: int, items: Sequence[Mapping[str, Any]]) -> int:
    terms = list(session.scalars(select(Term)))
    slugs, names = {term.slug for term in terms}, {term.name for term in terms}
    known = {term.slug: term.id for term in terms if term.axis_id == axis_id}
    added = 0
    for position, item in enumerate(items):
        if item["slug"] in slugs:
            continue
        parents = [known.get(slug) for slug in item.get("broader", ())]
        if None in parents:
            raise BadVocabulary(parent=", ".join(item["broader"]), term=item["name"])
        if item["name"] in names or not _is_category(item["name"]):
            raise BadVocabulary(BAD_NAME, term=item["name"])
        names.add(item["name"])
        _add(Term, item, position=position, axis_id=axis_id, code=_code(item.get("insee")))
        term_id = known[item["slug"]] = session.scalars(select(Term.id).where(Term.slug == item["slug"])).one()
        session.add_all(TermParent(term_id=term_id, parent_id=parent) for parent in parents)
        session.add_all(TermSynonym(term_id=term_id, name=name) for name in item.get("synonyms", ()))
        added += 1
    session.flush()
    return added


def _is_category(name: str) -> bool:
    """Whether a category is written just so."""
    try:
        return Title.parse(f"{Namespace.CATEGORY.label}:{name}") == Title(Namespace.CATEGORY, name)
    except TitleError:
        return False


def _code(insee: Mapping[str, str] | None) -> str:
    """INSEE codes in one word: R53 for a region, D29 for a department, both where a term is both."""
    if not insee:
        return ""
    return " ".join(f"{kind[0].upper()}{code}" for kind, code in sorted(insee.items(), reverse=True))


def _add(model: type[Profile] | type[Axis] | type[Term], item: Mapping[str, Any], **more: Any) -> int:
    if session.scalar(select(model.id).where(model.slug == item["slug"])) is not None:
        return 0
    session.add(model(slug=item["slug"], name=item["name"], description=item.get("description", ""), **more))
    session.flush()
    return 1
