"""Articles that facets leave, as a list shows them: in order, a part at a time, those for the reader's profile first.

Rule: a lens puts last, it never leaves out.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Select, select

from wiki.database import session
from wiki.pages import contents
from wiki.pages.models import Content, Page, Revision
from wiki.pages.visibility import Detail, live_pages, public
from wiki.parsing.beginning import beginning
from wiki.taxonomy.facets.bitsets import Bits, is_marked, marks_of, numbers_of
from wiki.taxonomy.models import Article, PageProfile, Profile
from wiki.titles import Title

SORTED = 5_000
"""Pages that are asked for by their numbers at most: SQLite takes 32,766 values in a question."""

BY_TITLE, BY_UPDATE = "title", "update"

_ORDERS: dict[str, Select[int]] = {
    BY_TITLE: select(Article.page_id).order_by(Article.sort, Article.page_id),
    BY_UPDATE: select(Page.id).order_by(Page.shown_revision_id.desc()),
}
_COLUMNS = {BY_TITLE: Article.page_id, BY_UPDATE: Page.id}


@dataclass(frozen=True, slots=True)
class Listed:
    """An article of a list."""

    title: Title
    #: The first words of its text.
    beginning: str
    #: Slug and name of each profile that it is for, in their order.
    profiles: tuple[tuple[str, str], ...]
    updated: datetime

    def is_for(self, slug: str | None) -> bool:
        """Whether the article is for this profile."""
        return any(slug == own for own, _name in self.profiles)


def part(bits: Bits, *, first: Bits, order: str, limit: int, offset: int, of: int) -> list[int]:
    """Numbers of a part of the pages in `bits`, those also in `first` before the others, each in `order`.

    `of` is how many articles there are.
    """
    ahead = bits & first
    size = ahead.bit_count()
    found = _in_order(ahead, order, limit, offset, of) if offset < size else []
    if len(found) < limit:
        found += _in_order(bits ^ ahead, order, limit - len(found), max(0, offset - size), of)
    return found


def _in_order(bits: Bits, order: str, limit: int, offset: int, of: int) -> list[int]:
    """A few pages are sorted; for many, the list of all is gone through until enough of them came by."""
    query, size = _ORDERS[order], bits.bit_count()
    if not size:
        return []
    if size <= SORTED and size * size <= (offset + limit) * of:
        wanted = query.where(_COLUMNS[order].in_(list(numbers_of(bits))))
        return list(session.scalars(wanted.limit(limit).offset(offset)))
    marks = marks_of(bits)
    with session.scalars(query.execution_options(yield_per=500)) as numbers:
        found = (number for number in numbers if is_marked(marks, number))
        return list(islice(found, offset, offset + limit))


def listed(page_ids: Sequence[int]) -> list[Listed]:
    """These articles, in the same order. Two queries."""
    query = (
        select(Page, Revision.created_at, Content)
        .join(Revision, Revision.id == Page.shown_revision_id)
        .outerjoin(Content, (Content.id == Revision.content_id) & public(Detail.TEXT))
        .where(Page.id.in_(page_ids), live_pages())
    )
    rows = {page.id: (page, updated, content) for page, updated, content in session.execute(query)}
    profiles: dict[int, list[tuple[str, str]]] = defaultdict(list)
    people = (
        select(PageProfile.page_id, Profile.slug, Profile.name)
        .join(Profile, Profile.id == PageProfile.profile_id)
        .where(PageProfile.page_id.in_(page_ids))
        .order_by(Profile.position)
    )
    for page_id, slug, name in session.execute(people):
        profiles[page_id].append((slug, name))
    return [
        Listed(page.title, beginning(contents.read(content)) if content else "", tuple(profiles[page.id]), updated)
        for page_id in page_ids
        if page_id in rows
        for page, updated, content in [rows[page_id]]
    ]
