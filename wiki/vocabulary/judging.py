"""What the vocabulary refuses. Rule: terms make trees within their axis, and a name means one thing.

All of it is asked inside the transaction that writes.
"""

import re
from collections import defaultdict

from sqlalchemy import func, select

from wiki.database import session
from wiki.errors import N_
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.taxonomy.models import Axis, PageProfile, Profile, ProfileSynonym, Term, TermParent, TermSynonym
from wiki.taxonomy.naming import MAX_SLUG, profile_key, slug_of, written_name
from wiki.vocabulary.refusals import (
    AxisKept,
    BadCode,
    BadName,
    BadPosition,
    BadSlug,
    BadSynonym,
    BroaderElsewhere,
    Circle,
    NameTaken,
    NoSuchBroader,
    SlugTaken,
    StillNeeded,
    SynonymTaken,
    TooLong,
    TooManyBroader,
    TooManySynonyms,
)
from wiki.vocabulary.shapes import AxisShape, Change, ProfileShape, Shape, TermShape
from wiki.vocabulary.storing import load, row_of

MAX_DESCRIPTION = 1000
MAX_BROADER = 10
MAX_SYNONYMS = 30
MAX_POSITION = 1_000_000

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"R\d{2}|D(?:\d{2,3}|2[AB])")


HAS_NARROWER = N_("“%(name)s” has narrower terms since then: %(terms)s. Move them first.")
HAS_PAGES = N_("Pages are still for “%(name)s” (%(count)s): take the profile out of them first.")


def judge(change: Change) -> None:
    """Raise what refuses `change`, which is not written yet."""
    shape = change.after
    if shape is None:
        _judge_removal(change.shape)
        return
    own = row_of_before(change)
    if isinstance(shape, AxisShape):
        _refuse_axis_name(shape)
        _refuse_length(shape)
        return
    if isinstance(shape, TermShape):
        _refuse_broader(shape, own)
        _refuse_code(shape)
    _refuse_names(shape, own)
    _refuse_slug(shape, own)
    _refuse_length(shape)
    if not 0 <= shape.position <= MAX_POSITION:
        raise BadPosition(limit=MAX_POSITION)


def row_of_before(change: Change) -> int:
    """The number of the row that changes; 0 where it is new."""
    before = change.before
    kind = "profile" if isinstance(before, ProfileShape) else "term"
    row = row_of(kind, before.slug) if before is not None and not isinstance(before, AxisShape) else None
    return row.id if row is not None else 0


def _judge_removal(shape: Shape) -> None:
    if isinstance(shape, TermShape):
        term = row_of("term", shape.slug)
        below = select(Term.name).join(TermParent, TermParent.term_id == Term.id)
        names = session.scalars(below.where(TermParent.parent_id == term.id).limit(10)).all() if term else []
        if names:
            raise StillNeeded(HAS_NARROWER, name=shape.name, terms=", ".join(names))
    elif isinstance(shape, ProfileShape):
        profile = row_of("profile", shape.slug)
        count = select(func.count()).select_from(PageProfile).join(Page, Page.id == PageProfile.page_id)
        members = session.scalar(count.where(PageProfile.profile_id == profile.id, live_pages())) if profile else 0
        if members:
            raise StillNeeded(HAS_PAGES, name=shape.name, count=members)


def _refuse_names(shape: TermShape | ProfileShape, own: int) -> None:
    namespace = shape.title.namespace
    if written_name(namespace, shape.name) != shape.name:
        raise BadName(name=shape.name)
    if len(shape.synonyms) > MAX_SYNONYMS:
        raise TooManySynonyms(limit=MAX_SYNONYMS)
    for name in shape.synonyms:
        if written_name(namespace, name) != name:
            raise BadSynonym(name=name)
    owners = _owners_of_terms(shape, own) if isinstance(shape, TermShape) else _owners_of_profiles(own)
    key = str if isinstance(shape, TermShape) else profile_key
    for refusal, names in ((NameTaken, [shape.name]), (SynonymTaken, shape.synonyms)):
        for name in names:
            if key(name) in owners:
                raise refusal(name=name, owner=owners[key(name)])


def _owners_of_terms(shape: TermShape, own: int) -> dict[str, str]:
    """Other terms' names among those of `shape`, each with the term that it means."""
    wanted = shape.names
    query = select(Term.name, Term.name).where(Term.name.in_(wanted), Term.id != own)
    synonyms = select(TermSynonym.name, Term.name).join(Term, Term.id == TermSynonym.term_id)
    synonyms = synonyms.where(TermSynonym.name.in_(wanted), Term.id != own)
    return {name: owner for found in (query, synonyms) for name, owner in session.execute(found)}


def _owners_of_profiles(own: int) -> dict[str, str]:
    """Every key under which pages may name another profile, with the profile that it means."""
    rows = session.execute(
        select(Profile.name, Profile.slug, ProfileSynonym.name)
        .outerjoin(ProfileSynonym, ProfileSynonym.profile_id == Profile.id)
        .where(Profile.id != own)
    )
    return {profile_key(name): row[0] for row in rows for name in row if name is not None}


def _refuse_slug(shape: TermShape | ProfileShape, own: int) -> None:
    if not _SLUG.fullmatch(shape.slug) or len(shape.slug) > MAX_SLUG:
        raise BadSlug(proposal=slug_of(shape.slug) or slug_of(shape.name))
    if isinstance(shape, TermShape):
        owner = session.scalar(select(Term.name).where(Term.slug == shape.slug, Term.id != own))
    else:
        owner = _owners_of_profiles(own).get(profile_key(shape.slug))
    if owner is not None:
        raise SlugTaken(slug=shape.slug, owner=owner)


def _refuse_axis_name(shape: AxisShape) -> None:
    if not shape.name or len(shape.name) > 255:
        raise BadName(name=shape.name)
    owner = session.scalar(select(Axis.name).where(Axis.name == shape.name, Axis.slug != shape.slug))
    if owner is not None:
        raise NameTaken(name=shape.name, owner=owner)


def _refuse_length(shape: Shape) -> None:
    if len(shape.description) > MAX_DESCRIPTION:
        raise TooLong(limit=MAX_DESCRIPTION)


def _refuse_code(shape: TermShape) -> None:
    codes = shape.code.split()
    if len(codes) > 2 or not all(_CODE.fullmatch(code) for code in codes) or " ".join(codes) != shape.code:
        raise BadCode


def _refuse_broader(shape: TermShape, own: int) -> None:
    """Broader terms exist, on the axis of the term, and the term is not above them."""
    if len(shape.broader) > MAX_BROADER:
        raise TooManyBroader(limit=MAX_BROADER)
    axis = load("axis", shape.axis)
    if axis is None:
        raise NoSuchBroader(name=shape.name, axis=shape.axis)
    axis_id = select(Axis.id).where(Axis.slug == shape.axis).scalar_subquery()
    rows = session.execute(select(Term.slug, Term.id).where(Term.slug.in_(shape.broader), Term.axis_id == axis_id))
    parents = dict(rows.all())
    for slug in shape.broader:
        if slug not in parents:
            elsewhere = load("term", slug)
            if elsewhere is not None:
                raise BroaderElsewhere(name=elsewhere.name, axis=axis.name)
            raise NoSuchBroader(name=slug, axis=axis.name)
    below = select(Term.id).join(TermParent, TermParent.term_id == Term.id).where(TermParent.parent_id == own)
    if session.scalar(below.where(Term.axis_id != axis_id).limit(1)) is not None:
        raise AxisKept(term=shape.name)
    for parent in parents.values():
        _refuse_circle(shape, own, parent)


def stands_below(slug: str, other: str) -> bool:
    """Whether the term `slug` is narrower than the term `other`, at any depth."""
    numbers = dict(session.execute(select(Term.slug, Term.id).where(Term.slug.in_((slug, other)))).all())
    return way_up(_above(), numbers[slug], numbers[other]) is not None


def _above() -> dict[int, list[int]]:
    """Numbers of the terms just above each term."""
    above: dict[int, list[int]] = defaultdict(list)
    for link in session.execute(select(TermParent.term_id, TermParent.parent_id)):
        above[link.term_id].append(link.parent_id)
    return above


def _refuse_circle(shape: TermShape, own: int, parent: int) -> None:
    way = way_up(_above(), parent, own)
    if way is not None:
        numbers = [own, *way]
        rows = session.execute(select(Term.id, Term.name).where(Term.id.in_(numbers)))
        names = dict(rows.all()) | {own: shape.name}
        raise Circle(term=shape.name, broader=names[parent], path=" → ".join(names[number] for number in numbers))


def way_up(above: dict[int, list[int]], start: int, goal: int) -> list[int] | None:
    """A way from `start` up to `goal`, both included, the shortest one; None where there is none."""
    came_from: dict[int, int | None] = {start: None}
    pending = [start]
    while pending:
        number = pending.pop(0)
        if number == goal:
            way = [number]
            while (before := came_from[way[-1]]) is not None:
                way.append(before)
            return way[::-1]
        for parent in above.get(number, []):
            if parent not in came_from:
                came_from[parent] = number
                pending.append(parent)
    return None
