"""Recording what a page refers to, and telling pages that refer to a title. Rule: derived from the text alone."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, delete, insert, select, update

from wiki.database import Base, begins_with, session
from wiki.errors import N_
from wiki.links.models import ExternalLink, PageAnchor, PageLink, SectionLink
from wiki.pages.attribution import author_changed
from wiki.pages.models import Page, RefreshOutbox
from wiki.pages.rendering import Rendering
from wiki.pages.visibility import live_pages
from wiki.taxonomy.models import PageCategory
from wiki.titles import Namespace, Title

KINDS: dict[str, str] = {
    "link": N_("Link"),
    "template": N_("Inclusion"),
    "redirect": N_("Redirect"),
    "file": N_("File"),
    "category": N_("Category"),
    "existence": N_("Test of existence"),
}
"""Kinds of reference, in words."""

MAX_URL = 2000

Row = tuple[str | int, ...]


def rows_of(rendering: Rendering) -> set[Row]:
    """What a rendered page refers to: (kind, namespace, name)."""
    output = rendering.output
    named: dict[str, Iterable[Title]] = {
        "link": output.links,
        "template": (*output.templates, *rendering.followed),
        "redirect": (output.redirect,) if output.redirect is not None else (),
        "file": output.files,
        "category": [Title(Namespace.CATEGORY, name) for name, _key in output.categories],
        "existence": set(output.existence) - set(output.links),
    }
    return {(kind, int(title.namespace), title.name) for kind, titles in named.items() for title in titles}


def external_rows_of(rendering: Rendering) -> set[Row]:
    """Addresses outside the wiki that a rendered page refers to: (address, host)."""
    urls = (url[:MAX_URL] for url in rendering.output.external_links)
    return {(url, (urlsplit(url).hostname or "")[:255]) for url in urls}


def anchor_rows_of(rendering: Rendering) -> set[Row]:
    """Sections that a rendered page has: (anchor,)."""
    return {(heading.anchor,) for heading in rendering.output.headings}


def section_rows_of(rendering: Rendering) -> set[Row]:
    """Sections that a rendered page refers to: (namespace, name, anchor)."""
    return {(int(title.namespace), title.name, anchor) for title, anchor in rendering.output.section_links}


RECORDED: dict[type[Base], Callable[[Rendering], set[Row]]] = {
    PageLink: rows_of,
    ExternalLink: external_rows_of,
    PageAnchor: anchor_rows_of,
    SectionLink: section_rows_of,
}
"""What is recorded of a page: for each table, the values of its columns after the first."""


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    return Base.metadata.tables[model.__tablename__]


def _rows_in(table: Table) -> Select[Any]:
    owner, *columns = table.columns
    return select(*columns).where(owner == bindparam("page"))


_STORED = {model: _rows_in(table_of(model)) for model in RECORDED}


def recorded(page: Page, model: type[Base]) -> set[Row]:
    """The rows of `page` in the table of `model`, without the page."""
    return {tuple(row) for row in session.execute(_STORED[model], {"page": page.id})}


def record(page: Page, rendering: Rendering) -> None:
    """Make the rows of `page` equal what its text says. Call inside a transaction."""
    for model, rows_from in RECORDED.items():
        table, wanted, stored = table_of(model), rows_from(rendering), recorded(page, model)
        if gone := stored - wanted:
            same = [column == bindparam(column.name) for column in table.columns]
            session.execute(delete(table).where(*same), _values(table, page, gone))
        if new := wanted - stored:
            session.execute(insert(table), _values(table, page, new))


def forget(page: Page) -> None:
    """Remove the rows of a page that is being deleted."""
    for model in RECORDED:
        owner = table_of(model).columns[0]
        session.execute(delete(table_of(model)).where(owner == page.id))


def touch_users(title: Title) -> None:
    """The text of `title` changed: renderings that include it are out of date, and so may their derived rows be.

    The text of a category says whether its name is hidden on the pages that belong to it.
    """
    touch_members(title)
    users = select(PageLink.from_page_id).where(_refers_to(title), PageLink.kind == "template")
    # Few pages are included anywhere: one question spares the others their updates.
    if not session.scalar(select(users.exists())):
        return
    _raise_stamps(Page.id.in_(users))
    refresh(Page.id.in_(users))
    names = select(Page.name).where(Page.namespace == int(Namespace.CATEGORY), Page.id.in_(users), live_pages())
    _touch_members(PageCategory.name.in_(names))


def touch_members(title: Title) -> None:
    """What a category's page says changed: pages that belong to it may have to hide or show its name."""
    if title.namespace is Namespace.CATEGORY:
        _touch_members(PageCategory.name == title.name)


def refresh_members(names: Collection[str]) -> None:
    """What these names of categories mean changed: derive anew the pages whose texts name one."""
    named = select(PageLink.from_page_id).where(
        PageLink.kind == "category", PageLink.namespace == int(Namespace.CATEGORY), PageLink.name.in_(names)
    )
    refresh(Page.id.in_(named))


def refresh(condition: ColumnElement[bool]) -> None:
    """Have the live pages that `condition` says derived anew; until then no rendering of theirs is kept."""
    waiting = select(RefreshOutbox.page_id)
    pages = select(Page.id).where(condition, live_pages(), Page.id.not_in(waiting))
    session.execute(insert(RefreshOutbox).from_select(["page_id"], pages))


def touch_linking(title: Title) -> None:
    """`title` appeared or vanished: renderings that link to it or include it are out of date.

    So are the tabs of its talk page, the way upwards that its subpages show, and for a user's page what they wrote.
    """
    _touch(_refers_to(title))
    touch_users(title)
    if title.namespace is Namespace.USER:
        author_changed(title.name)
    beside = title.subject if title.is_talk else title.talk
    counterpart = and_(Page.namespace == int(beside.namespace), Page.name == beside.name)
    subpages = and_(Page.namespace == int(title.namespace), begins_with(Page.name, f"{title.name}/"))
    for around in (counterpart, subpages):
        _raise_stamps(around)


def _values(table: Table, page: Page, rows: Iterable[Row]) -> list[dict[str, str | int]]:
    return [dict(zip(table.columns.keys(), (page.id, *row), strict=True)) for row in sorted(rows)]


def _refers_to(title: Title) -> ColumnElement[bool]:
    return and_(PageLink.namespace == int(title.namespace), PageLink.name == title.name)


def _touch(condition: ColumnElement[bool]) -> None:
    _raise_stamps(Page.id.in_(select(PageLink.from_page_id).where(condition)))


def _touch_members(condition: ColumnElement[bool]) -> None:
    _raise_stamps(Page.id.in_(select(PageCategory.page_id).where(condition)))


def _raise_stamps(condition: ColumnElement[bool]) -> None:
    session.execute(
        update(Page).where(condition, live_pages()).values(stamp=Page.stamp + 1),
        execution_options={"synchronize_session": False},
    )
