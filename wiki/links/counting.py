"""How many pages refer to a title, by kind. Rule: only live pages count, each once for each kind."""

from sqlalchemy import func, select

from wiki.database import session
from wiki.links.models import PageLink
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.taxonomy.models import PageCategory
from wiki.titles import Namespace, Title

SHOWN_KINDS = ("link", "template", "redirect", "file", "category")
"""Kinds of reference that readers are told about, in this order; a mere test of existence is none."""


def counts(title: Title) -> dict[str, int]:
    """How many live pages refer to `title`, by kind; kinds without any are left out.

    A redirect is counted as such, not as a link too. Two queries at most.
    """
    query = (
        select(PageLink.kind, func.count())
        .join(Page, Page.id == PageLink.from_page_id)
        .where(PageLink.namespace == int(title.namespace), PageLink.name == title.name, live_pages())
        .where(PageLink.kind.in_(SHOWN_KINDS), (PageLink.kind != "link") | Page.is_redirect.is_(False))
        .group_by(PageLink.kind)
    )
    found = dict(session.execute(query).all())
    if title.namespace is Namespace.CATEGORY:
        members = select(func.count()).select_from(PageCategory).join(Page, Page.id == PageCategory.page_id)
        number = session.scalar(members.where(PageCategory.name == title.name, live_pages()))
        found |= {"category": number} if number else {}
    return {kind: found[kind] for kind in SHOWN_KINDS if kind in found}
