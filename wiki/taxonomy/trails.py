"""Walking through a category: what stands before and after a page in it, and the way down to it.

Rule: only a page that belongs to the category has a place in it; the order is that of the category's own list.
"""

from dataclasses import dataclass

from sqlalchemy import select, tuple_

from wiki.database import session
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.taxonomy.finding import find_term, paths_above
from wiki.taxonomy.models import PageCategory, Term
from wiki.titles import Namespace, Title


@dataclass(frozen=True, slots=True)
class Trail:
    """A page's place in a category. `above` are the terms on one way down to it, the broadest first.

    `via` is the slug of the last of them where that way was asked for; empty otherwise.
    """

    category: Title
    above: tuple[Term, ...]
    via: str
    previous: Title | None
    next: Title | None


def trail(page: Page, category: str, via: str = "") -> Trail | None:
    """The place of `page` in the category called `category`; None where it does not belong there.

    The way down goes through the term just above with the slug `via`, where there is one.
    """
    own = session.get(PageCategory, (page.id, category))
    if own is None:
        return None
    term = find_term(category)
    ways = paths_above(term, via) if term is not None else []
    above = tuple(ways[0]) if ways else ()
    place = tuple_(PageCategory.sort, PageCategory.page_id)
    members = (
        select(Page)
        .join(PageCategory, PageCategory.page_id == Page.id)
        .where(PageCategory.name == category, live_pages())
        .limit(1)
    )
    upwards = (PageCategory.sort, PageCategory.page_id)
    downwards = (PageCategory.sort.desc(), PageCategory.page_id.desc())
    before = session.scalar(members.where(place < (own.sort, own.page_id)).order_by(*downwards))
    after = session.scalar(members.where(place > (own.sort, own.page_id)).order_by(*upwards))
    return Trail(
        Title(Namespace.CATEGORY, category),
        above,
        via if above and above[-1].slug == via else "",
        before.title if before is not None else None,
        after.title if after is not None else None,
    )
