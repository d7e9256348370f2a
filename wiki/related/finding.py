"""Which articles are near to a page. Rule: each is given with its reasons, and nothing else weighs.

A category that few pages share says more than one that many share; a link says that an author saw the nearness.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import log

from sqlalchemy import ColumnElement, Select, func, select

from wiki.database import session
from wiki.links.models import PageLink
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.taxonomy.models import PageCategory
from wiki.titles import Namespace, Title

SHOWN = 6
"""Pages that are offered."""

COMMON = 300
"""From so many members on, a category brings no candidates: it weighs where something else brought them."""

CANDIDATES = 1_000
"""Pages that each kind of reason may bring."""

LINK_WEIGHT = 0.8


@dataclass(slots=True)
class Related:
    """An article near to a page, with the reasons."""

    title: Title
    #: Categories of both, the rarest first.
    categories: list[str] = field(default_factory=list)
    links_here: bool = False
    linked_from_here: bool = False
    weight: float = 0.0


def related(page: Page) -> list[Related]:
    """The articles nearest to a live page, the nearest first. Five queries, each bounded."""
    found: dict[int, Related] = {}
    to_here = (PageLink.namespace == page.namespace) & (PageLink.name == page.name)
    for number, name in _candidates(page, select(PageLink.from_page_id).where(to_here, PageLink.kind == "link")):
        _near(found, number, name).links_here = True
    for number, name in _candidates(page, _linked_from(page)):
        _near(found, number, name).linked_from_here = True
    sizes = _category_sizes(page)
    rare = [name for name, size in sizes.items() if size < COMMON]
    for number, name in _candidates(page, select(PageCategory.page_id).where(PageCategory.name.in_(rare))):
        _near(found, number, name)
    memberships = select(PageCategory.page_id, PageCategory.name).where(PageCategory.name.in_(sizes))
    for number, category in session.execute(memberships.where(PageCategory.page_id.in_(found))):
        found[number].categories.append(category)
    for near in found.values():
        near.categories.sort(key=lambda category: (sizes[category], category))
        near.weight = sum(1 / log(1 + sizes[category]) for category in near.categories)
        near.weight += LINK_WEIGHT * (near.links_here + near.linked_from_here)
    return sorted(found.values(), key=lambda near: (-near.weight, near.title.name))[:SHOWN]


def _near(found: dict[int, Related], number: int, name: str) -> Related:
    return found.setdefault(number, Related(Title(Namespace.MAIN, name)))


def _candidates(page: Page, numbers: Select[int]) -> list[tuple[int, str]]:
    """Other live articles among `numbers`: (number, name)."""
    articles: tuple[ColumnElement[bool], ...] = (
        Page.namespace == int(Namespace.MAIN),
        Page.is_redirect.is_(False),
        Page.id != page.id,
        live_pages(),
    )
    query = select(Page.id, Page.name).where(Page.id.in_(numbers), *articles).order_by(Page.id).limit(CANDIDATES)
    return [(number, name) for number, name in session.execute(query)]


def _linked_from(page: Page) -> Select[int]:
    """Numbers of the pages that `page` links to."""
    target = (Page.namespace == PageLink.namespace) & (Page.name == PageLink.name) & live_pages()
    return select(Page.id).join(PageLink, target).where(PageLink.from_page_id == page.id, PageLink.kind == "link")


def _category_sizes(page: Page) -> Counter[str]:
    """The categories of `page`, each with its number of members, counted up to `COMMON`."""
    own = session.scalars(select(PageCategory.name).where(PageCategory.page_id == page.id)).all()
    counts: Counter[str] = Counter()
    for name in own:
        members = select(PageCategory.page_id).where(PageCategory.name == name).limit(COMMON).subquery()
        counts[name] = session.scalar(select(func.count()).select_from(members)) or 0
    return counts
