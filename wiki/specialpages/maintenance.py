"""The questions behind the maintenance reports.

Rule: each is one query on the derived tables that gives (namespace, name, number, moment), live pages only, in an
order that is always the same; the one on links adds where they lead: (namespace, name, anchor). The caller cuts it.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

from wiki.links.models import ExternalLink, PageAnchor, PageLink, SectionLink
from wiki.pages.finding import HOME
from wiki.pages.models import Page, RefreshOutbox, Revision
from wiki.pages.visibility import live_pages
from wiki.parsing.anchors import TOP
from wiki.taxonomy.models import PageCategory, Profile, ProfileSynonym, Term, TermSynonym
from wiki.titles import Namespace

READ_NAMESPACES = (int(Namespace.MAIN), int(Namespace.HELP), int(Namespace.PROFILE))
"""Kinds of pages through which readers come to an article; a link from a talk page does not count."""


Rows = Select[*tuple[Any, ...]]
"""A query for (namespace, name, number or NULL, moment or NULL), and (namespace, name, anchor) for links."""


def wanted_pages() -> Rows:
    """Titles that links name and that have no page; categories and profiles have reports of their own."""
    own_report = (int(Namespace.SPECIAL), int(Namespace.CATEGORY), int(Namespace.PROFILE))
    return _wanted(PageLink.kind == "link", PageLink.namespace.not_in(own_report))


def wanted_templates() -> Rows:
    """Templates that pages include and that have no page."""
    return _wanted(PageLink.kind == "template")


def wanted_categories() -> Rows:
    """Categories with members, without a page and without a place on an axis."""
    named = (
        select(PageCategory.name, func.count().label("number"))
        .where(PageCategory.name.not_in(select(Term.name)))
        .group_by(PageCategory.name)
        .subquery()
    )
    category = Page.namespace == int(Namespace.CATEGORY)
    page = select(Page.id).where(category, Page.name == named.c.name, live_pages())
    return (
        select(literal(int(Namespace.CATEGORY)), named.c.name, named.c.number, null())
        .where(~page.exists())
        .order_by(named.c.number.desc(), named.c.name)
    )


def _wanted(*conditions: ColumnElement[bool]) -> Rows:
    """Titles that references of some kind name and that have no page, the most wanted first."""
    named = (
        select(PageLink.namespace, PageLink.name, func.count().label("number"))
        .where(*conditions)
        .group_by(PageLink.namespace, PageLink.name)
        .subquery()
    )
    page = select(Page.id).where(Page.namespace == named.c.namespace, Page.name == named.c.name, live_pages())
    return (
        select(named.c.namespace, named.c.name, named.c.number, null())
        .where(~page.exists())
        .order_by(named.c.number.desc(), named.c.namespace, named.c.name)
    )


def _articles(number: InstrumentedAttribute[int] | None = None) -> Rows:
    """Articles by name, with a number where one is asked for."""
    return select(Page.namespace, Page.name, null() if number is None else number, null()).where(is_article())


def is_article() -> ColumnElement[bool]:
    """SQL condition on `Page`: a live page of the main namespace that is no redirect."""
    return and_(Page.namespace == int(Namespace.MAIN), Page.is_redirect.is_(False), live_pages())


def is_orphaned() -> ColumnElement[bool]:
    """SQL condition on `Page`: no other page for readers refers to it, neither directly nor through a redirect."""
    source, redirect, to_redirect = aliased(Page), aliased(Page), aliased(PageLink)
    read = source.namespace.in_(READ_NAMESPACES) & source.is_redirect.is_(False)
    from_readers = (read, source.deleted_at.is_(None), source.id != Page.id)
    here = (PageLink.namespace == Page.namespace, PageLink.name == Page.name)
    direct = (
        select(PageLink.from_page_id)
        .join(source, source.id == PageLink.from_page_id)
        .where(*here, PageLink.kind.in_(("link", "template")), *from_readers)
    )
    indirect = (
        select(PageLink.from_page_id)
        .join(redirect, (redirect.id == PageLink.from_page_id) & redirect.deleted_at.is_(None))
        .join(to_redirect, (to_redirect.namespace == redirect.namespace) & (to_redirect.name == redirect.name))
        .join(source, source.id == to_redirect.from_page_id)
        .where(*here, PageLink.kind == "redirect", to_redirect.kind.in_(("link", "template")))
        .where(*from_readers)
    )
    return and_(Page.name != HOME.name, ~direct.correlate(Page).exists(), ~indirect.correlate(Page).exists())


def is_unsourced() -> ColumnElement[bool]:
    """SQL condition on `Page`: neither a footnote nor a link to an address outside the wiki."""
    link = select(ExternalLink.url).where(ExternalLink.from_page_id == Page.id)
    return and_(Page.has_footnotes.is_(False), ~link.exists())


def is_uncategorized() -> ColumnElement[bool]:
    """SQL condition on `Page`: it belongs to no category."""
    return ~select(PageCategory.name).where(PageCategory.page_id == Page.id).exists()


def orphaned_pages() -> Rows:
    """Articles to which nothing for readers leads."""
    return _articles().where(is_orphaned()).order_by(Page.name)


def dead_end_pages() -> Rows:
    """Articles without a link to another page."""
    link = select(PageLink.name).where(PageLink.from_page_id == Page.id, PageLink.kind == "link")
    return _articles().where(~link.exists()).order_by(Page.name)


def unsourced_pages() -> Rows:
    """Articles with neither a footnote nor a link to an address outside the wiki."""
    return _articles().where(is_unsourced()).order_by(Page.name)


def unintroduced_pages() -> Rows:
    """Articles without a word before their first heading."""
    return _articles().where(Page.has_introduction.is_(False)).order_by(Page.name)


def uncategorized_pages() -> Rows:
    """Articles that belong to no category."""
    return _articles().where(is_uncategorized()).order_by(Page.name)


def uncategorized_categories() -> Rows:
    """Pages of categories that belong to no category and have no place on an axis."""
    return (
        select(Page.namespace, Page.name, null(), null())
        .where(Page.namespace == int(Namespace.CATEGORY), Page.is_redirect.is_(False), live_pages())
        .where(is_uncategorized(), Page.name.not_in(select(Term.name)))
        .order_by(Page.name)
    )


def double_redirects() -> Rows:
    """Redirects whose target is a redirect."""
    target = aliased(Page)
    return _redirects().join(target, _stands_at(target, PageLink)).where(target.is_redirect)


def broken_redirects() -> Rows:
    """Redirects whose target has no page; categories and profiles of the vocabulary need none."""
    target = aliased(Page)
    page = select(target.id).where(_stands_at(target, PageLink))
    terms = union(select(Term.name), select(TermSynonym.name))
    profiles = union(select(Profile.name), select(ProfileSynonym.name))
    term = (PageLink.namespace == int(Namespace.CATEGORY)) & PageLink.name.in_(terms)
    profile = (PageLink.namespace == int(Namespace.PROFILE)) & PageLink.name.in_(profiles)
    special = PageLink.namespace == int(Namespace.SPECIAL)
    return _redirects().where(~page.exists(), ~or_(term, profile, special))


def _redirects() -> Rows:
    """Live redirects, each joined with the row of its target."""
    return (
        select(Page.namespace, Page.name, null(), null())
        .join(PageLink, (PageLink.from_page_id == Page.id) & (PageLink.kind == "redirect"))
        .where(Page.is_redirect, live_pages())
        .order_by(Page.namespace, Page.name)
    )


def broken_section_links() -> Rows:
    """Links to a section that the page does not have, nor the one to which it redirects.

    What a template says of its own sections is meant for the pages that include it; a page that waits to be derived
    anew may have more sections than are known.
    """
    target, redirect, behind = aliased(Page), aliased(PageLink), aliased(Page)
    read = case((target.is_redirect, behind.id), else_=target.id)
    anchor = select(PageAnchor.anchor).where(PageAnchor.page_id == read, PageAnchor.anchor == SectionLink.anchor)
    leads_to = (SectionLink.namespace, SectionLink.name, SectionLink.anchor)
    return (
        select(Page.namespace, Page.name, null(), null(), *leads_to)
        .select_from(SectionLink)
        .join(Page, Page.id == SectionLink.from_page_id)
        .join(target, _stands_at(target, SectionLink))
        .outerjoin(redirect, and_(target.is_redirect, redirect.from_page_id == target.id, redirect.kind == "redirect"))
        .outerjoin(behind, _stands_at(behind, redirect) & behind.is_redirect.is_(False))
        .where(live_pages(), SectionLink.anchor != TOP, or_(Page.namespace != int(Namespace.TEMPLATE), read != Page.id))
        .where(read.is_not(None), read.not_in(select(RefreshOutbox.page_id)), ~anchor.exists())
        .order_by(Page.namespace, Page.name, *leads_to)
    )


def _stands_at(page: type[Page], link: type[PageLink] | type[SectionLink]) -> ColumnElement[bool]:
    """Whether `page` is the live one that `link` names."""
    live = and_(page.deleted_at.is_(None), page.shown_revision_id.is_not(None))
    return and_(page.namespace == link.namespace, page.name == link.name, live)


def long_pages() -> Rows:
    """Articles by length, the longest first."""
    return _articles(Page.size).order_by(Page.size.desc(), Page.name)


def short_pages() -> Rows:
    """Articles by length, the shortest first."""
    return _articles(Page.size).order_by(Page.size, Page.name)


def ancient_pages() -> Rows:
    """Articles by the moment of their last change, the oldest first."""
    return (
        select(Page.namespace, Page.name, null(), Revision.created_at)
        .join(Revision, Revision.id == Page.shown_revision_id)
        .where(Page.namespace == int(Namespace.MAIN), Page.is_redirect.is_(False), live_pages())
        .order_by(Revision.created_at, Revision.id)
    )
