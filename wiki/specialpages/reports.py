"""Maintenance reports: what on the wiki waits for somebody's care.

Rule: a report reads the derived tables and nothing else; it lists live pages only, in an order that is always the
same, and at most `MAX_ROWS` of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, null, or_, select, tuple_
from sqlalchemy.orm import aliased

from wiki.database import session
from wiki.errors import N_
from wiki.links.models import PageLink
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import live_pages
from wiki.taxonomy.models import PageCategory, Profile, Term
from wiki.titles import Namespace, Title

MAX_ROWS = 10_000

READ_NAMESPACES = (int(Namespace.MAIN), int(Namespace.HELP), int(Namespace.PROFILE))
"""Kinds of pages through which readers come to an article; a link from a talk page does not count."""

HOME = Title(Namespace.MAIN, "Accueil")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of a report."""

    title: Title
    #: What the report counts: references, or bytes.
    number: int | None = None
    #: When the page was last changed.
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report: how to make it, and what to do about it."""

    key: str
    #: Gives (namespace, name, number, moment), ordered.
    rows: Callable[[], Select[Any]]
    advice: str
    #: What `ReportRow.number` counts: "references", "members", "bytes" or nothing.
    unit: str = ""
    #: Whether the titles listed have a page.
    existing: bool = True


def load(report: Report, *, limit: int, offset: int) -> list[ReportRow]:
    """A part of a report. One query."""
    room = max(0, min(limit, MAX_ROWS - offset))
    found = session.execute(report.rows().limit(room).offset(offset))
    return [ReportRow(Title(Namespace(namespace), name), number, moment) for namespace, name, number, moment in found]


def count(report: Report) -> int:
    """How many lines a report has, counted up to `MAX_ROWS`."""
    bounded = report.rows().order_by(None).limit(MAX_ROWS).subquery()
    return session.scalar(select(func.count()).select_from(bounded)) or 0


def wanted_pages() -> Select[Any]:
    """Titles that links name and that have no page; categories and profiles have reports of their own."""
    own_report = (int(Namespace.SPECIAL), int(Namespace.CATEGORY), int(Namespace.PROFILE))
    return _wanted(PageLink.kind == "link", PageLink.namespace.not_in(own_report))


def wanted_templates() -> Select[Any]:
    """Templates that pages include and that have no page."""
    return _wanted(PageLink.kind == "template")


def wanted_categories() -> Select[Any]:
    """Categories with members, without a page and without a place on an axis."""
    named = (
        select(PageCategory.name, func.count().label("number"))
        .where(PageCategory.name.not_in(select(Term.name)))
        .group_by(PageCategory.name)
        .subquery()
    )
    page = select(Page.id).where(Page.namespace == int(Namespace.CATEGORY), Page.name == named.c.name, live_pages())
    return (
        select(literal(int(Namespace.CATEGORY)), named.c.name, named.c.number, null())
        .where(~page.exists())
        .order_by(named.c.number.desc(), named.c.name)
    )


def _wanted(*conditions: ColumnElement[bool]) -> Select[Any]:
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


def _articles(number: ColumnElement[Any] | None = None) -> Select[Any]:
    """Live pages of the main namespace that are no redirects."""
    return select(Page.namespace, Page.name, null() if number is None else number, null()).where(
        Page.namespace == int(Namespace.MAIN), Page.is_redirect.is_(False), live_pages()
    )


def orphaned_pages() -> Select[Any]:
    """Articles that no other page for readers refers to, neither directly nor through a redirect."""
    source, redirect, to_redirect = aliased(Page), aliased(Page), aliased(PageLink)
    from_readers = (source.namespace.in_(READ_NAMESPACES), source.is_redirect.is_(False), source.deleted_at.is_(None))
    here = (PageLink.namespace == Page.namespace, PageLink.name == Page.name)
    direct = (
        select(PageLink.from_page_id)
        .join(source, source.id == PageLink.from_page_id)
        .where(*here, PageLink.kind.in_(("link", "template")), *from_readers, source.id != Page.id)
    )
    indirect = (
        select(PageLink.from_page_id)
        .join(redirect, (redirect.id == PageLink.from_page_id) & redirect.deleted_at.is_(None))
        .join(to_redirect, (to_redirect.namespace == redirect.namespace) & (to_redirect.name == redirect.name))
        .join(source, source.id == to_redirect.from_page_id)
        .where(*here, PageLink.kind == "redirect", to_redirect.kind.in_(("link", "template")))
        .where(*from_readers, source.id != Page.id)
    )
    return (
        _articles()
        .where(Page.name != HOME.name, ~direct.correlate(Page).exists(), ~indirect.correlate(Page).exists())
        .order_by(Page.name)
    )


def dead_end_pages() -> Select[Any]:
    """Articles without a link to another page."""
    link = select(PageLink.name).where(PageLink.from_page_id == Page.id, PageLink.kind == "link")
    return _articles().where(~link.exists()).order_by(Page.name)


def uncategorized_pages() -> Select[Any]:
    """Articles that belong to no category."""
    membership = select(PageCategory.name).where(PageCategory.page_id == Page.id)
    return _articles().where(~membership.exists()).order_by(Page.name)


def uncategorized_categories() -> Select[Any]:
    """Pages of categories that belong to no category and have no place on an axis."""
    membership = select(PageCategory.name).where(PageCategory.page_id == Page.id)
    return (
        select(Page.namespace, Page.name, null(), null())
        .where(Page.namespace == int(Namespace.CATEGORY), Page.is_redirect.is_(False), live_pages())
        .where(~membership.exists(), Page.name.not_in(select(Term.name)))
        .order_by(Page.name)
    )


def double_redirects() -> Select[Any]:
    """Redirects whose target is a redirect."""
    target = aliased(Page)
    return (
        _redirects()
        .join(target, (target.namespace == PageLink.namespace) & (target.name == PageLink.name))
        .where(target.is_redirect, target.deleted_at.is_(None))
    )


def broken_redirects() -> Select[Any]:
    """Redirects whose target has no page; categories and profiles of the vocabulary need none."""
    target = aliased(Page)
    page = select(target.id).where(
        target.namespace == PageLink.namespace, target.name == PageLink.name, target.deleted_at.is_(None)
    )
    term = (PageLink.namespace == int(Namespace.CATEGORY)) & PageLink.name.in_(select(Term.name))
    profile = (PageLink.namespace == int(Namespace.PROFILE)) & PageLink.name.in_(select(Profile.name))
    special = PageLink.namespace == int(Namespace.SPECIAL)
    return _redirects().where(~page.exists(), ~or_(term, profile, special))


def _redirects() -> Select[Any]:
    """Live redirects, each joined with the row of its target."""
    return (
        select(Page.namespace, Page.name, null(), null())
        .join(PageLink, (PageLink.from_page_id == Page.id) & (PageLink.kind == "redirect"))
        .where(Page.is_redirect, live_pages())
        .order_by(Page.namespace, Page.name)
    )


def long_pages() -> Select[Any]:
    """Articles by length, the longest first."""
    return _articles(Page.size).order_by(Page.size.desc(), Page.name)


def short_pages() -> Select[Any]:
    """Articles by length, the shortest first."""
    return _articles(Page.size).order_by(Page.size, Page.name)


def ancient_pages() -> Select[Any]:
    """Articles by the moment of their last change, the oldest first."""
    return (
        select(Page.namespace, Page.name, null(), Revision.created_at)
        .join(Revision, Revision.id == Page.latest_revision_id)
        .where(Page.namespace == int(Namespace.MAIN), Page.is_redirect.is_(False), live_pages())
        .order_by(Revision.created_at, Revision.id)
    )


MAX_HOPS = 10


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a redirect leads, step by step. `target` is what it should name; None where it goes round or nowhere."""

    steps: tuple[Title, ...]
    target: Title | None


def chains(titles: list[Title]) -> dict[Title, Chain]:
    """The chain of redirects from each of `titles`. One query for each step, however many chains there are."""
    steps: dict[Title, list[Title]] = {title: [title] for title in titles}
    open_ends = dict(steps)
    round_trips: set[Title] = set()
    for _hop in range(MAX_HOPS):
        targets = _redirect_targets({way[-1] for way in open_ends.values()})
        for start, way in list(open_ends.items()):
            target = targets.get(way[-1])
            if target is None:
                del open_ends[start]
                continue
            if target in way:
                round_trips.add(start)
                del open_ends[start]
            way.append(target)
        if not open_ends:
            break
    unfinished = round_trips | set(open_ends)
    return {start: Chain(tuple(way), None if start in unfinished else way[-1]) for start, way in steps.items()}


def _redirect_targets(titles: set[Title]) -> dict[Title, Title]:
    """For those of `titles` that are redirects: the title that each names."""
    if not titles:
        return {}
    pairs = [(int(title.namespace), title.name) for title in titles]
    query = (
        select(Page.namespace, Page.name, PageLink.namespace, PageLink.name)
        .join(PageLink, (PageLink.from_page_id == Page.id) & (PageLink.kind == "redirect"))
        .where(tuple_(Page.namespace, Page.name).in_(pairs), Page.is_redirect, live_pages())
    )
    return {_title(row[0], row[1]): _title(row[2], row[3]) for row in session.execute(query)}


def _title(namespace: int, name: str) -> Title:
    return Title(Namespace(namespace), name)


REPORTS: dict[str, Report] = {
    report.key: report
    for report in (
        Report(
            "wanted-pages", wanted_pages,
            N_("Write the page, or change the links to the title of a page that treats the subject."),
            unit="references", existing=False,
        ),
        Report(
            "wanted-templates", wanted_templates,
            N_("Write the template, or correct its name in the pages that include it."),
            unit="references", existing=False,
        ),
        Report(
            "wanted-categories", wanted_categories,
            N_("Describe the category in a few words, or put its pages into a category that exists."),
            unit="members", existing=False,
        ),
        Report(
            "orphaned-pages", orphaned_pages,
            N_("Link to these articles from pages on near subjects, so that readers come across them."),
        ),
        Report(
            "dead-end-pages", dead_end_pages,
            N_("Add links to the pages that explain what these articles speak of."),
        ),
        Report(
            "uncategorized-pages", uncategorized_pages,
            N_("Say where the article belongs: a territory, a subject, a way to act."),
        ),
        Report(
            "uncategorized-categories", uncategorized_categories,
            N_("Put the category into a broader one, by a link in its page."),
        ),
        Report(
            "double-redirects", double_redirects,
            N_("Change the redirect so that it names the last page of the chain."),
        ),
        Report(
            "broken-redirects", broken_redirects,
            N_("Let the redirect name a page that exists, or have it deleted."),
        ),
        Report(
            "long-pages", long_pages,
            N_("A long article is easier to read in parts: give its sections pages of their own."), unit="bytes",
        ),
        Report(
            "short-pages", short_pages,
            N_("Complete these articles, or join them to a larger one by a redirect."), unit="bytes",
        ),
        Report(
            "ancient-pages", ancient_pages,
            N_("Check whether what is written is still right, sources and figures first."),
        ),
    )
}  # fmt: skip
"""Every report by its key, which is its address below `/special/`."""
