"""Shapes from the database and back. Rule: nothing here judges; `wiki.vocabulary.changing` does, before it writes."""

from typing import TypeVar, cast

from sqlalchemy import delete, insert, select

from wiki.database import session
from wiki.errors import N_, NotFound
from wiki.taxonomy.models import Axis, Profile, ProfileSynonym, Term, TermParent, TermSynonym
from wiki.vocabulary.shapes import AxisShape, Change, ProfileShape, Shape, TermShape

Model = TypeVar("Model", Term, Profile, Axis)


class NotInVocabulary(NotFound):
    """Nothing in the vocabulary has this slug."""

    code = "not-in-vocabulary"
    message = N_("The vocabulary holds nothing called “%(slug)s” any more, or never did.")


def row_of(kind: str, slug: str) -> Term | Profile | Axis | None:
    """The row with this slug."""
    if kind == "term":
        return session.scalar(select(Term).where(Term.slug == slug))
    if kind == "profile":
        return session.scalar(select(Profile).where(Profile.slug == slug))
    return session.scalar(select(Axis).where(Axis.slug == slug))


def load(kind: str, slug: str) -> Shape | None:
    """What the database says of the thing with this slug; None where there is none."""
    row = row_of(kind, slug)
    if isinstance(row, Term):
        axis = session.get_one(Axis, row.axis_id).slug
        parents = select(Term.slug).join(TermParent, TermParent.parent_id == Term.id)
        broader = tuple(sorted(session.scalars(parents.where(TermParent.term_id == row.id))))
        synonyms = session.scalars(select(TermSynonym.name).where(TermSynonym.term_id == row.id))
        others = tuple(sorted(synonyms))
        return TermShape(axis, row.slug, row.name, row.description, row.code, row.position, broader, others)
    if isinstance(row, Profile):
        names = session.scalars(select(ProfileSynonym.name).where(ProfileSynonym.profile_id == row.id))
        return ProfileShape(row.slug, row.name, row.description, row.position, tuple(sorted(names)))
    return AxisShape(row.slug, row.name, row.description) if row is not None else None


def get(kind: str, slug: str) -> Shape:
    """As `load`. Raises `NotInVocabulary`."""
    shape = load(kind, slug)
    if shape is None:
        raise NotInVocabulary(slug=slug)
    return shape


def get_term(slug: str) -> TermShape:
    """The term with this slug. Raises `NotInVocabulary`."""
    return cast(TermShape, get("term", slug))


def get_profile(slug: str) -> ProfileShape:
    """The profile with this slug. Raises `NotInVocabulary`."""
    return cast(ProfileShape, get("profile", slug))


def get_axis(slug: str) -> AxisShape:
    """The axis with this slug. Raises `NotInVocabulary`."""
    return cast(AxisShape, get("axis", slug))


def narrower_slugs(slug: str) -> list[str]:
    """Slugs of the terms just below a term, in their order."""
    above = select(Term.id).where(Term.slug == slug).scalar_subquery()
    query = select(Term.slug).join(TermParent, TermParent.term_id == Term.id)
    return list(session.scalars(query.where(TermParent.parent_id == above).order_by(Term.position, Term.name)))


def write(change: Change) -> None:
    """Make the database say what `change` says. Call inside a transaction, after it was judged."""
    before, after = change.before, change.after
    if isinstance(change.shape, TermShape):
        _write_term(cast(TermShape | None, before), cast(TermShape | None, after))
    elif isinstance(change.shape, ProfileShape):
        _write_profile(cast(ProfileShape | None, before), cast(ProfileShape | None, after))
    elif before is not None and after is not None:
        axis = _existing(Axis, before.slug)
        axis.name, axis.description = after.name, after.description
    session.flush()


def _write_term(before: TermShape | None, after: TermShape | None) -> None:
    if before is not None and after is None:
        session.delete(_existing(Term, before.slug))
    if after is None:
        return
    term = Term() if before is None else _existing(Term, before.slug)
    term.axis_id = _existing(Axis, after.axis).id
    term.slug, term.name, term.description = after.slug, after.name, after.description
    term.code, term.position = after.code, after.position
    session.add(term)
    session.flush()
    session.execute(delete(TermParent).where(TermParent.term_id == term.id))
    session.execute(delete(TermSynonym).where(TermSynonym.term_id == term.id))
    for parent in session.scalars(select(Term.id).where(Term.slug.in_(after.broader))).all():
        session.execute(insert(TermParent).values(term_id=term.id, parent_id=parent))
    for name in after.synonyms:
        session.execute(insert(TermSynonym).values(term_id=term.id, name=name))


def _write_profile(before: ProfileShape | None, after: ProfileShape | None) -> None:
    if before is not None and after is None:
        session.delete(_existing(Profile, before.slug))
    if after is None:
        return
    profile = Profile() if before is None else _existing(Profile, before.slug)
    profile.slug, profile.name = after.slug, after.name
    profile.description, profile.position = after.description, after.position
    session.add(profile)
    session.flush()
    session.execute(delete(ProfileSynonym).where(ProfileSynonym.profile_id == profile.id))
    for name in after.synonyms:
        session.execute(insert(ProfileSynonym).values(profile_id=profile.id, name=name))


def _existing(model: type[Model], slug: str) -> Model:
    found = session.scalar(select(model).where(model.slug == slug))
    if found is None:
        raise NotInVocabulary(slug=slug)
    return found
