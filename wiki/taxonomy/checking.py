"""What must hold of the vocabulary and of who belongs where."""

from collections.abc import Iterator

from sqlalchemy import select

from wiki.database import session
from wiki.faults import Derived
from wiki.pages.checking import rendered_pages
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.taxonomy.models import (
    Article,
    FacetChange,
    FacetClock,
    PageCategory,
    PageProfile,
    Profile,
    ProfileSynonym,
    Term,
    TermParent,
    TermSynonym,
)
from wiki.taxonomy.recording import COLUMNS, article_rows, category_rows, profile_rows


def check() -> Iterator[str]:
    """Rows of categories and profiles equal what the texts say; terms make trees within their axis."""
    yield from _check_members()
    behind = select(FacetChange.version).where(FacetChange.version > select(FacetClock.version).scalar_subquery())
    if session.scalar(behind.limit(1)) is not None:
        yield Derived("the clock of who belongs where is behind the changes that were told")
    yield from _check_terms()
    yield from _check_names()


def _check_members() -> Iterator[str]:
    for page, rendered in rendered_pages():
        number, output = page.id, rendered.output
        rows = session.scalars(select(PageCategory).where(PageCategory.page_id == number))
        if {(row.name, row.sort_key, row.sort) for row in rows} != category_rows(page.title, output):
            yield Derived(f"the categories of page {number} ({page.name}) are not those of its text")
        stored = session.scalars(select(PageProfile).where(PageProfile.page_id == number))
        if {(row.profile_id, row.sort) for row in stored} != profile_rows(page.title, output):
            yield Derived(f"the profiles of page {number} ({page.name}) are not those of its text")
        listed = session.scalars(select(Article).where(Article.page_id == number))
        if {(row.page_id, row.sort) for row in listed} != article_rows(page):
            yield Derived(f"page {number} ({page.name}) is not among the articles as it should be")
    for model in COLUMNS:
        gone = select(model.page_id).join(Page, Page.id == model.page_id).where(~live_pages()).distinct()
        for number in session.scalars(gone):
            yield Derived(f"the deleted page {number} still has rows in {model.__tablename__}")


def _check_names() -> Iterator[str]:
    """A name means one thing; the database sees to it among names and among synonyms, not between them."""
    for thing, synonym, kind in ((Term, TermSynonym, "term"), (Profile, ProfileSynonym, "profile")):
        for name in session.scalars(select(synonym.name).join(thing, thing.name == synonym.name)):
            yield f"“{name}” is the name of a {kind} and another name of one"


def _check_terms() -> Iterator[str]:
    axis_of = {term.id: term.axis_id for term in session.scalars(select(Term))}
    parents: dict[int, list[int]] = {}
    for link in session.scalars(select(TermParent)):
        parents.setdefault(link.term_id, []).append(link.parent_id)
        if axis_of.get(link.term_id) != axis_of.get(link.parent_id):
            yield f"term {link.term_id} has a parent on another axis"
    for start, broader in parents.items():
        above, pending = set(), list(broader)
        while pending:
            number = pending.pop()
            if number == start:
                yield f"term {start} is its own ancestor"
                break
            if number not in above:
                above.add(number)
                pending += parents.get(number, [])
