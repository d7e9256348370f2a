"""What only rooms above `permissions` know of a block: whether a page is one of its pages or in its categories."""

from sqlalchemy import select

from wiki.database import session
from wiki.errors import WikiError
from wiki.pages import finding
from wiki.pages.models import Page
from wiki.permissions.authority import Authority
from wiki.permissions.blocks.standing import Blocked, Held, is_own_talk, standing
from wiki.taxonomy.finding import pages_within
from wiki.titles import Title


def check(authority: Authority, right: str, title: Title | None) -> WikiError | None:
    """The partial block that refuses `right` on the page at `title`."""
    if title is None or is_own_talk(authority, right, title):
        return None
    return next((Blocked(held) for held in standing(authority, right) if _covers(held, title)), None)


def _covers(held: Held, title: Title) -> bool:
    pages = {value for kind, value in held.targets if kind == "page"}
    categories = [value for kind, value in held.targets if kind == "category"]
    page = finding.find_page(title) if pages or categories else None
    if page is None:
        return False
    return str(page.id) in pages or any(_belongs(page, name) for name in categories)


def _belongs(page: Page, category: str) -> bool:
    """Whether `page` is in that category, or in one that is narrower."""
    return session.scalar(select(Page.id).where(Page.id == page.id, Page.id.in_(pages_within(category)))) is not None
