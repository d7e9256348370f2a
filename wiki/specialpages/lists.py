"""Pages by title. Rule: live pages only, and never all of them at once."""

from dataclasses import dataclass

from sqlalchemy import select

from wiki.database import begins_with, session
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.titles import Namespace

LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class PageList:
    """A part of the pages by title. `previous` and `next`: names from which the parts around begin."""

    pages: list[Page]
    previous: str | None
    next: str | None


def all_pages(
    *, namespace: Namespace, start: str = "", prefix: str = "", hide_redirects: bool = False, limit: int
) -> PageList:
    """Pages of `namespace` by name, from the name `start` on, those that begin with `prefix`.

    Two queries, each bounded by the limit. Names are compared as the database orders them.
    """
    query = select(Page).where(Page.namespace == int(namespace), live_pages(), begins_with(Page.name, prefix))
    if hide_redirects:
        query = query.where(Page.is_redirect.is_(False))
    here = query.where(Page.name >= start) if start else query
    pages = list(session.scalars(here.order_by(Page.name).limit(limit + 1)))
    above = query.where(Page.name < start).order_by(Page.name.desc()).limit(limit) if start else None
    before = list(session.scalars(above)) if above is not None else []
    return PageList(
        pages[:limit],
        previous=before[-1].name if before else None,
        next=pages[limit].name if len(pages) > limit else None,
    )
