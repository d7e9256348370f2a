"""Which pages refer to a title. Rule: a redirect to the title is shown with the pages that come through it.

A list costs three queries, however many pages it shows.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from wiki.database import session
from wiki.links.counting import SHOWN_KINDS
from wiki.links.models import PageLink
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.taxonomy.models import PageCategory
from wiki.titles import Namespace, Title

THROUGH = 20
"""Pages shown under each redirect."""

THROUGH_KINDS = ("link", "template", "file")


@dataclass(frozen=True, slots=True)
class Through:
    """Pages that refer to a redirect: the first `THROUGH` of them, and whether there are more."""

    pages: tuple[Page, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Inbound:
    """A page that refers to the title, how, and who comes through it where it is a redirect."""

    page: Page
    kinds: tuple[str, ...]
    through: Through


def referring(title: Title, *, namespace: int | None = None, kind: str | None = None) -> Select[Page]:
    """Live pages that refer to `title`, of one namespace or all, in one way or any; neither ordered nor cut."""
    links = select(PageLink.from_page_id).where(_to(title), PageLink.kind.in_([kind] if kind else SHOWN_KINDS))
    condition: ColumnElement[bool] = Page.id.in_(links)
    if kind == "link":
        condition = and_(condition, Page.is_redirect.is_(False))
    if title.namespace is Namespace.CATEGORY and kind in (None, "category"):
        members = select(PageCategory.page_id).where(PageCategory.name == title.name)
        condition = or_(condition, Page.id.in_(members))
    query = select(Page).where(live_pages(), condition)
    return query if namespace is None else query.where(Page.namespace == namespace)


def load_inbound(pages: Sequence[Page], title: Title) -> list[Inbound]:
    """`pages` (from `referring`) with how they refer to `title`, in the same order."""
    numbers = [page.id for page in pages]
    kinds: dict[int, set[str]] = defaultdict(set)
    links = select(PageLink.from_page_id, PageLink.kind).where(_to(title), PageLink.from_page_id.in_(numbers))
    for number, kind in session.execute(links):
        kinds[number].add(kind)
    if title.namespace is Namespace.CATEGORY:
        members = select(PageCategory.page_id).where(PageCategory.name == title.name)
        for number in session.scalars(members.where(PageCategory.page_id.in_(numbers))):
            kinds[number].add("category")
    for found in kinds.values():
        if "redirect" in found:
            found.discard("link")
    redirects = [page for page in pages if "redirect" in kinds[page.id]]
    through = _through(redirects)
    return [
        Inbound(
            page,
            tuple(kind for kind in SHOWN_KINDS if kind in kinds[page.id]),
            through.get(page.title, Through()),
        )
        for page in pages
    ]


def _through(redirects: Sequence[Page]) -> dict[Title, Through]:
    """For each of `redirects` that pages refer to: those pages."""
    if not redirects:
        return {}
    place = func.row_number().over(
        partition_by=(PageLink.namespace, PageLink.name), order_by=PageLink.from_page_id.desc()
    )
    ranked = (
        select(PageLink.namespace, PageLink.name, PageLink.from_page_id, place.label("place"))
        .where(tuple_(PageLink.namespace, PageLink.name).in_([(page.namespace, page.name) for page in redirects]))
        .where(PageLink.kind.in_(THROUGH_KINDS))
        .group_by(PageLink.namespace, PageLink.name, PageLink.from_page_id)
        .subquery()
    )
    query = (
        select(ranked.c.namespace, ranked.c.name, ranked.c.place, Page)
        .join(Page, Page.id == ranked.c.from_page_id)
        .where(ranked.c.place <= THROUGH + 1, live_pages())
        .order_by(ranked.c.place)
    )
    found: dict[Title, list[Page]] = defaultdict(list)
    for namespace, name, _place, page in session.execute(query):
        found[Title(Namespace(namespace), name)].append(page)
    return {title: Through(tuple(pages[:THROUGH]), len(pages) > THROUGH) for title, pages in found.items()}


def _to(title: Title) -> ColumnElement[bool]:
    return (PageLink.namespace == int(title.namespace)) & (PageLink.name == title.name)
