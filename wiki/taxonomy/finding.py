"""Questions about profiles, terms and who belongs to them. Rule: members are live pages; nothing else counts."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, literal, or_, select, union
from sqlalchemy.orm import aliased

from wiki.database import session
from wiki.errors import N_, NotFound
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.taxonomy.models import (
    Article,
    PageCategory,
    PageProfile,
    Profile,
    ProfileSynonym,
    Term,
    TermParent,
    TermSynonym,
)
from wiki.taxonomy.naming import BATCH
from wiki.titles import Namespace, Title, TitleError, sort_key


class NoSuchProfile(NotFound):
    """No profile has this slug."""

    code = "no-such-profile"
    message = N_("There is no profile “%(slug)s”. The list of profiles tells which there are.")


class NoSuchCategory(NotFound):
    """Neither a term nor a page belongs to this name."""

    code = "no-such-category"
    message = N_("There is no category “%(name)s”. The list of categories tells which there are.")


def existing_terms(titles: Collection[Title]) -> set[Title]:
    """Those of `titles` that are categories with a term, or profiles, under whatever name: they lead to something."""
    categories = {title.name for title in titles if title.namespace is Namespace.CATEGORY}
    profiles = {title.name for title in titles if title.namespace is Namespace.PROFILE}
    found: set[Title] = set()
    ordered = sorted(categories)
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        terms = select(Term.name).where(Term.name.in_(part))
        synonyms = select(TermSynonym.name).where(TermSynonym.name.in_(part))
        found |= {Title(Namespace.CATEGORY, name) for name in session.scalars(union(terms, synonyms))}
    if profiles:
        known = set(session.scalars(union(select(Profile.name), select(ProfileSynonym.name))))
        found |= {Title(Namespace.PROFILE, name) for name in profiles & known}
    return found


def find_term(name: str) -> Term | None:
    """The term whose category is called `name`."""
    return session.scalar(select(Term).where(Term.name == name))


def find_profile(*, name: str | None = None, slug: str | None = None) -> Profile | None:
    """The profile with this name or this slug."""
    condition = Profile.name == name if name is not None else Profile.slug == slug
    return session.scalar(select(Profile).where(condition))


def all_profiles() -> list[Profile]:
    """The profiles in their order."""
    return list(session.scalars(select(Profile).order_by(Profile.position)))


def profiles() -> list[tuple[Profile, int]]:
    """The profiles in their order, each with how many pages are for it."""
    query = (
        select(Profile, func.count(Page.id))
        .outerjoin(PageProfile, PageProfile.profile_id == Profile.id)
        .outerjoin(Page, (Page.id == PageProfile.page_id) & live_pages())
        .group_by(Profile.id)
        .order_by(Profile.position)
    )
    return [(profile, count) for profile, count in session.execute(query)]


def category_size(name: str) -> int:
    """How many live pages belong to a category."""
    query = select(func.count()).join(Page, (Page.id == PageCategory.page_id) & live_pages())
    return session.scalar(query.select_from(PageCategory).where(PageCategory.name == name)) or 0


@dataclass(frozen=True, slots=True)
class Members:
    """A part of the members of a category or a profile: the page, its sort key as written, whether it comes first.

    `demoted` is how many of all members a lens puts after the others.
    """

    rows: tuple[tuple[Page, str, bool], ...]
    size: int
    demoted: int


def members(name: str, *, limit: int, offset: int, lens: int | None = None) -> Members:
    """Pages of a category in the order of their sort keys; those for the profile with the number `lens` first."""
    query = (
        select(Page, PageCategory.sort_key)
        .join(PageCategory, PageCategory.page_id == Page.id)
        .where(PageCategory.name == name, live_pages())
        .order_by(PageCategory.sort, PageCategory.page_id)
    )
    return _part(query, category_size(name), limit=limit, offset=offset, lens=lens)


def members_below(name: str, *, limit: int, offset: int, lens: int | None = None) -> Members:
    """Articles of a category and of what is narrower than its term, as a French list; first those for `lens`."""
    within = Article.page_id.in_(pages_within(name))
    query = (
        select(Page, literal(""))
        .join(Article, Article.page_id == Page.id)
        .where(within, live_pages())
        .order_by(Article.sort, Article.page_id)
    )
    size = session.scalar(select(func.count()).select_from(Article).where(within)) or 0
    return _part(query, size, limit=limit, offset=offset, lens=lens)


def _part(query: Select[Page, str], size: int, *, limit: int, offset: int, lens: int | None) -> Members:
    if lens is None:
        rows = session.execute(query.limit(limit).offset(offset))
        return Members(tuple((page, key, False) for page, key in rows), size, 0)
    own = aliased(PageProfile)
    liked = select(own.page_id).where(own.page_id == Page.id, own.profile_id == lens).exists()
    first = query.where(liked)
    ahead = session.scalar(select(func.count()).select_from(first.order_by(None).subquery())) or 0
    found = [(page, key, True) for page, key in session.execute(first.limit(limit).offset(offset))]
    rest = query.where(~liked).limit(limit - len(found)).offset(max(0, offset - ahead))
    found += [(page, key, False) for page, key in session.execute(rest)]
    return Members(tuple(found), size, size - ahead)


def pages_within(name: str) -> Select[int]:
    """Numbers of the pages of a category and of all that is narrower than its term."""
    narrower_names = names_within(name)
    return select(PageCategory.page_id).where(or_(PageCategory.name == name, PageCategory.name.in_(narrower_names)))


def names_within(name: str) -> Select[str]:
    """Names of a term and of all that is narrower."""
    below = select(Term.id).where(Term.name == name).cte("below", recursive=True)
    below = below.union(select(TermParent.term_id).join(below, TermParent.parent_id == below.c.id))
    return select(Term.name).where(Term.id.in_(select(below.c.id)))


def get_category(typed: str) -> Title:
    """The category that somebody means by `typed`. Raises `NoSuchCategory` where it has no term and no member."""
    try:
        title = Title.parse(typed, default=Namespace.CATEGORY)
    except TitleError:
        raise NoSuchCategory(name=typed) from None
    belongs = select(PageCategory.page_id).where(PageCategory.name == title.name).limit(1)
    known = title.namespace is Namespace.CATEGORY and (find_term(title.name) or session.scalar(belongs))
    if not known:
        raise NoSuchCategory(name=typed)
    return title


def category_pages(names: Collection[str]) -> list[Page]:
    """The pages of the categories with these names, as far as they are written."""
    ordered = sorted(names)
    found: list[Page] = []
    for start in range(0, len(ordered), BATCH):
        part = Page.name.in_(ordered[start : start + BATCH])
        found += session.scalars(select(Page).where(Page.namespace == int(Namespace.CATEGORY), part, live_pages()))
    return found


def profile_size(profile: Profile) -> int:
    """How many live pages are for a profile."""
    query = select(func.count()).join(Page, (Page.id == PageProfile.page_id) & live_pages())
    return session.scalar(query.select_from(PageProfile).where(PageProfile.profile_id == profile.id)) or 0


def profile_members(profile: Profile, *, limit: int, offset: int, lens: int | None = None) -> Members:
    """Pages that are for a profile, in the order of a French list; those for the profile `lens` too first."""
    query = (
        select(Page, literal(""))
        .join(PageProfile, PageProfile.page_id == Page.id)
        .where(PageProfile.profile_id == profile.id, live_pages())
        .order_by(PageProfile.sort, Page.id)
    )
    return _part(query, profile_size(profile), limit=limit, offset=offset, lens=lens)


def paths_above(term: Term, via: str = "") -> list[list[Term]]:
    """Each way from the top of the axis down to `term`, the term itself left out; at most ten ways.

    First come those that go through the term just above with the slug `via`.
    """
    found: list[list[Term]] = []
    pending: list[list[Term]] = [[term]]
    while pending and len(found) < 10:
        way = pending.pop(0)
        query = select(Term).join(TermParent, TermParent.parent_id == Term.id)
        parents = list(session.scalars(query.where(TermParent.term_id == way[0].id).order_by(Term.position)))
        if not parents:
            found.append(way[:-1])
        if len(way) == 1:
            parents.sort(key=lambda parent: parent.slug != via)
        pending += [[parent, *way] for parent in parents if parent not in way]
    return sorted(found, key=lambda way: not way or way[-1].slug != via)


def synonyms(term: Term) -> list[str]:
    """Other names of `term`."""
    query = select(TermSynonym.name).where(TermSynonym.term_id == term.id)
    return list(session.scalars(query.order_by(TermSynonym.name)))


def profiles_with(numbers: Collection[int]) -> list[Profile]:
    """The profiles with these numbers, in their order."""
    if not numbers:
        return []
    return list(session.scalars(select(Profile).where(Profile.id.in_(numbers)).order_by(Profile.position)))


def free_categories(limit: int = 500) -> list[tuple[Title, int]]:
    """Categories with members but no place on an axis, by name, each with its number of members."""
    terms = select(Term.name)
    query = (
        select(PageCategory.name, func.count())
        .join(Page, (Page.id == PageCategory.page_id) & live_pages())
        .where(PageCategory.name.not_in(terms))
        .group_by(PageCategory.name)
        .order_by(PageCategory.name)
        .limit(limit)
    )
    rows = sorted(session.execute(query), key=lambda row: sort_key(row[0]))
    return [(Title(Namespace.CATEGORY, name), count) for name, count in rows]
