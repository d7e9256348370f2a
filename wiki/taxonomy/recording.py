"""Recording to which categories and profiles a page belongs. Rule: derived from the text alone."""

from sqlalchemy import delete, insert, select, update

from wiki.database import session
from wiki.pages.models import Page
from wiki.parsing.output import ParserOutput
from wiki.taxonomy.models import PageCategory, PageProfile
from wiki.taxonomy.naming import known_profiles, present_names, profile_key
from wiki.titles import Title, sort_key

CategoryRow = tuple[str, str, bytes]
ProfileRow = tuple[int, bytes]


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


def record(page: Page, output: ParserOutput) -> None:
    """Make the rows of `page` equal what its text says. Call inside a transaction."""
    wanted = category_rows(page.title, output)
    rows = session.scalars(select(PageCategory).where(PageCategory.page_id == page.id)).all()
    if {(row.name, row.sort_key, row.sort) for row in rows} != wanted:
        session.execute(delete(PageCategory).where(PageCategory.page_id == page.id))
        if wanted:
            values = [{"page_id": page.id, "name": n, "sort_key": k, "sort": s} for n, k, s in sorted(wanted)]
            session.execute(insert(PageCategory), values)
    profiles = profile_rows(page.title, output)
    stored = session.scalars(select(PageProfile).where(PageProfile.page_id == page.id)).all()
    if {(row.profile_id, row.sort) for row in stored} != profiles:
        session.execute(delete(PageProfile).where(PageProfile.page_id == page.id))
        if profiles:
            values = [{"page_id": page.id, "profile_id": i, "sort": s} for i, s in sorted(profiles)]
            session.execute(insert(PageProfile), values)


def forget(page: Page) -> None:
    """Remove the rows of a page that is being deleted."""
    session.execute(delete(PageCategory).where(PageCategory.page_id == page.id))
    session.execute(delete(PageProfile).where(PageProfile.page_id == page.id))


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
