"""On which pages changes are wanted. Rule: few pages are named, many are asked about row by row.

Named, their changes are found page by page; asked about, the list is read back in time, which is quick where many rows
answer. Either way a list costs little.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from wiki.database import session
from wiki.links.models import PageLink
from wiki.pages.models import Page
from wiki.taxonomy.finding import names_within
from wiki.taxonomy.models import PageCategory, PageProfile
from wiki.titles import Title
from wiki.users.models import User

FEW_PAGES = 200
"""So many pages at most are named."""

followed: list[Callable[[User], Select[int]]] = []
"""Numbers of pages that somebody follows, in one way or another; filled by `wiki.app`."""

unseen: list[Callable[[User], ColumnElement[bool]]] = []
"""SQL conditions on `Revision`: somebody has not seen it yet; filled by `wiki.app`."""

Number = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


@dataclass(frozen=True, slots=True)
class Subject:
    """Pages on which changes are wanted: the numbers of a few, else a query for all of them."""

    pages: Select[int]
    few: tuple[int, ...] | None

    @classmethod
    def of(cls, pages: Select[int]) -> "Subject":
        """The pages that `pages`, a query for their numbers, gives."""
        found = session.scalars(pages.limit(FEW_PAGES + 1)).all()
        return cls(pages, tuple(found) if len(found) <= FEW_PAGES else None)

    def holds(self, page: Number) -> ColumnElement[bool]:
        """SQL: the column `page` holds the number of one of them."""
        if self.few is not None:
            return page.in_(self.few)
        return self.pages.where(self.pages.selected_columns[0] == page).exists()


def in_namespace(namespace: int) -> Select[int]:
    """Pages of a namespace."""
    page = aliased(Page)
    return select(page.id).where(page.namespace == namespace)


def in_category(name: str, *, below: bool) -> Select[int]:
    """Pages of a category, and where `below` says so of what is narrower than its term."""
    names = session.scalars(names_within(name)).all() if below else ()
    return select(PageCategory.page_id).where(PageCategory.name.in_({name, *names}))


def for_profile(number: int) -> Select[int]:
    """Pages for a profile."""
    return select(PageProfile.page_id).where(PageProfile.profile_id == number)


def linked_from(title: Title) -> Select[int]:
    """Pages to which the page at `title` links."""
    source, target = aliased(Page), aliased(Page)
    at = (source.namespace == int(title.namespace), source.name == title.name, source.deleted_at.is_(None))
    return (
        select(target.id)
        .join(PageLink, and_(PageLink.namespace == target.namespace, PageLink.name == target.name))
        .join(source, source.id == PageLink.from_page_id)
        .where(*at, PageLink.kind == "link")
    )


def linking_to(title: Title) -> Select[int]:
    """Pages that link to `title`."""
    return select(PageLink.from_page_id).where(
        PageLink.namespace == int(title.namespace), PageLink.name == title.name, PageLink.kind == "link"
    )
