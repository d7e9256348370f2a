"""Recording to which categories and profiles a page belongs. Rule: derived from the text alone."""

from collections.abc import Set
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, update

from wiki.database import session
from wiki.pages.finding import HOME
from wiki.pages.models import Page
from wiki.parsing.output import ParserOutput
from wiki.taxonomy.changes import page_changed
from wiki.taxonomy.models import Article, PageCategory, PageProfile
from wiki.taxonomy.naming import known_profiles, present_names, profile_key
from wiki.titles import Namespace, Title, sort_key

CategoryRow = tuple[str, str, bytes]
ProfileRow = tuple[int, bytes]
ArticleRow = tuple[int, bytes]
Derived = PageCategory | PageProfile | Article


@dataclass(frozen=True, slots=True)
class Moves:
    """Names of the categories into which a page came, and of those that it left."""

    into: frozenset[str] = frozenset()
    out_of: frozenset[str] = frozenset()


COLUMNS: dict[type[Derived], tuple[str, ...]] = {
    PageCategory: ("name", "sort_key", "sort"),
    PageProfile: ("profile_id", "sort"),
    Article: ("page_id", "sort"),
}
"""What a row says, the first of it being to what the page belongs."""

_STORED = {
    model: select(*(getattr(model, name) for name in names)).where(model.page_id == bindparam("page"))
    for model, names in COLUMNS.items()
}


def category_rows(title: Title, output: ParserOutput) -> set[CategoryRow]:
    """Categories of a rendered page: (name, sort key as written, collation key); a synonym counts as its term."""
    default = output.properties.get("defaultsort", "")
    rows: dict[str, CategoryRow] = {}
    present = present_names([name for name, _key in output.categories])
    for named, key in output.categories:
        name = present.get(named, named)
        written = key or default
        rows[name] = (name, written[:255], _collation(written, title))
    return set(rows.values())


def _collation(written: str, title: Title) -> bytes:
    """Where a page stands in a list: by its sort key if it has one, then by its name."""
    return sort_key(written) + b"\0" + sort_key(title.name) if written else sort_key(title.name)


def profile_rows(title: Title, output: ParserOutput) -> set[ProfileRow]:
    """Profiles of a rendered page: (number, collation key)."""
    sort = _collation(output.properties.get("defaultsort", ""), title)
    return {(number, sort) for number in profile_ids(output)}


def profile_ids(output: ParserOutput) -> set[int]:
    """Profiles of a rendered page that exist, by their number; a profile is named by its name or its slug."""
    if not output.profiles:
        return set()
    known = known_profiles()
    return {known[key] for name in output.profiles if (key := profile_key(name)) in known}


def article_rows(page: Page) -> set[ArticleRow]:
    """Whether a page is an article, as one row or none: (number, collation key). The home page is a way in to them."""
    live = page.is_live and not page.is_redirect and page.title != HOME
    return {(page.id, sort_key(page.name))} if live and page.namespace == int(Namespace.MAIN) else set()


def record(page: Page, output: ParserOutput) -> Moves:
    """Make the rows of `page` equal what its text says, and give how its categories changed. Inside a transaction."""
    moved = [
        _replace(page, PageCategory, category_rows(page.title, output)),
        _replace(page, PageProfile, profile_rows(page.title, output)),
        _replace(page, Article, article_rows(page)),
    ]
    if any(into or out_of for into, out_of in moved):
        page_changed(page.id)
    into, out_of = moved[0]
    return Moves(frozenset(map(str, into)), frozenset(map(str, out_of)))


def forget(page: Page) -> None:
    """Remove the rows of a page that is being deleted."""
    left = [_replace(page, model, set()) for model in COLUMNS]
    if any(out_of for _into, out_of in left):
        page_changed(page.id)


def _replace(
    page: Page, model: type[Derived], wanted: Set[tuple[object, ...]]
) -> tuple[set[object], set[object]]:
    """Make the rows of `page` those `wanted`; gives to what it belongs now and did not, and to what no more."""
    names = COLUMNS[model]
    stored = {tuple(row) for row in session.execute(_STORED[model], {"page": page.id})}
    if stored == wanted:
        return set(), set()
    session.execute(delete(model).where(model.page_id == page.id))
    if wanted:
        values = [{"page_id": page.id, **dict(zip(names, row, strict=True))} for row in sorted(wanted)]
        session.execute(insert(model), values)
    before, now = {row[0] for row in stored}, {row[0] for row in wanted}
    return now - before, before - now


def rename_category(old: str, new: str) -> None:
    """Let the members of `old` be members of `new` at once; what their texts say is derived after."""
    both = select(PageCategory.page_id).where(PageCategory.name == new)
    session.execute(
        delete(PageCategory).where(PageCategory.name == old, PageCategory.page_id.in_(both)),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(PageCategory).where(PageCategory.name == old).values(name=new),
        execution_options={"synchronize_session": False},
    )
