"""Filling the vocabulary from a file. Rule: loading twice changes nothing; a term that exists keeps its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from wiki.database import session
from wiki.errors import N_, InvalidInput
from wiki.taxonomy.changes import everything_changed
from wiki.taxonomy.models import Axis, Profile, Term, TermParent, TermSynonym
from wiki.taxonomy.naming import written_name
from wiki.titles import Namespace

CATEGORY = Namespace.CATEGORY


class BadVocabulary(InvalidInput):
    """The file's terms do not make trees, or have names that no category has."""

    code = "bad-vocabulary"
    message = N_(
        "The vocabulary names the parent “%(parent)s” of “%(term)s” before it is described on the same axis,"
        " or not at all."
    )


BAD_NAME = N_("The vocabulary calls a term “%(term)s”: no category is written so, or another term has this name.")


def is_empty() -> bool:
    """Whether the wiki has no vocabulary yet: from then on it is the people's, and the file no longer counts."""
    return session.scalar(select(Axis.id).limit(1)) is None


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
    slugs = {term.slug for term in terms}
    names = {term.name for term in terms} | set(session.scalars(select(TermSynonym.name)))
    known = {term.slug: term.id for term in terms if term.axis_id == axis_id}
    added = 0
    for position, item in enumerate(items):
        if item["slug"] in slugs:
            continue
        parents = [known.get(slug) for slug in item.get("broader", ())]
        if None in parents:
            raise BadVocabulary(parent=", ".join(item["broader"]), term=item["name"])
        called = [item["name"], *(written_name(CATEGORY, name) for name in item.get("synonyms", ()))]
        if written_name(CATEGORY, item["name"]) != item["name"] or None in called or names & set(called):
            raise BadVocabulary(BAD_NAME, term=item["name"])
        names.update(called)
        _add(Term, item, position=position, axis_id=axis_id, code=_code(item.get("insee")))
        term_id = known[item["slug"]] = session.scalars(select(Term.id).where(Term.slug == item["slug"])).one()
        session.add_all(TermParent(term_id=term_id, parent_id=parent) for parent in parents)
        session.add_all(TermSynonym(term_id=term_id, name=name) for name in called[1:])
        added += 1
    session.flush()
    return added


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
