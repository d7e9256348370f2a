"""Finding pages and revisions by title and by number. Rule: a deleted page is not found unless asked for."""

import random
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select

from wiki.database import session
from wiki.errors import N_, NotFound, WikiError
from wiki.faults import Damaged
from wiki.pages.contents import read, text_of
from wiki.pages.models import Content, Page, Revision
from wiki.pages.visibility import Detail, Hidden, live_pages, live_revisions, may_see, standing_pages
from wiki.permissions.authority import Authority
from wiki.titles import Namespace, Title

HOME = Title(Namespace.MAIN, "Accueil")
"""The page shown at the root of the site."""

BATCH = 500
"""Names asked about in one query: SQLite takes at most 32,766 values, planners prefer fewer."""


class NoSuchPage(NotFound):
    """No page has this title."""

    code = "no-such-page"
    message = N_("There is no page “%(title)s”.")


class NoSuchRevision(NotFound):
    """No revision that this reader may see has this number."""

    code = "no-such-revision"
    message = N_("There is no revision %(number)s.")


class TextHidden(WikiError):
    """The revision exists, and its text is kept from this reader."""

    status = 403
    code = "text-hidden"
    message = N_("The text of revision %(number)s has been hidden. The log of its page says by whom and why.")


def find_page(title: Title) -> Page | None:
    """The page at `title`, or None. Readers may see nothing of it yet: see `find_shown_page`."""
    return session.scalar(
        select(Page).where(Page.namespace == int(title.namespace), Page.name == title.name, standing_pages())
    )


def find_shown_page(title: Title) -> Page | None:
    """The page at `title` where readers find a text, or None."""
    page = find_page(title)
    return page if page is not None and page.is_live else None


def get_page(title: Title) -> Page:
    """The page at `title`. Raises `NoSuchPage`."""
    page = find_page(title)
    if page is None:
        raise NoSuchPage(title=title.full_name)
    return page


def get_shown_page(title: Title) -> Page:
    """The page at `title` where readers find a text. Raises `NoSuchPage`."""
    page = find_shown_page(title)
    if page is None:
        raise NoSuchPage(title=title.full_name)
    return page


def existing(titles: Collection[Title]) -> set[Title]:
    """Those of `titles` where readers find a text. One query for each 500 names of a namespace."""
    return _those(titles, live_pages())


def taken(titles: Collection[Title]) -> set[Title]:
    """Those of `titles` where a page stands, whether or not readers see a text there already."""
    return _those(titles, standing_pages())


def _those(titles: Collection[Title], condition: ColumnElement[bool]) -> set[Title]:
    names: dict[Namespace, set[str]] = defaultdict(set)
    for title in titles:
        names[title.namespace].add(title.name)
    found: set[Title] = set()
    for namespace, wanted in names.items():
        ordered = sorted(wanted)
        for start in range(0, len(ordered), BATCH):
            named = Page.name.in_(ordered[start : start + BATCH])
            query = select(Page.name).where(Page.namespace == int(namespace), named, condition)
            found.update(Title(namespace, name) for name in session.scalars(query))
    return found


def get_revision(authority: Authority, number: int) -> Revision:
    """The revision with this number, text included in what may be seen. Raises `NoSuchRevision`, `TextHidden`."""
    revision = session.get(Revision, number) if 0 < number < 2**63 else None
    if revision is None or not may_see(authority, revision, Detail.EXISTENCE):
        raise NoSuchRevision(number=number)
    if not may_see(authority, revision, Detail.TEXT):
        # Of a deleted revision nobody is told more than of one that never was.
        raise NoSuchRevision(number=number) if revision.hidden & Hidden.DELETED else TextHidden(number=number)
    return revision


def revision_text(revision: Revision) -> str:
    """The text of a revision whose sight was granted."""
    return text_of(revision.content_id)


def latest_revision(page: Page) -> Revision:
    """The newest revision of a live page."""
    revision = session.get(Revision, page.latest_revision_id or 0)
    if revision is None:
        raise Damaged(f"page {page.id} has no latest revision")
    return revision


def shown_revision(page: Page) -> Revision:
    """The revision of a live page that readers see."""
    revision = session.get(Revision, page.shown_revision_id or 0)
    if revision is None:
        raise Damaged(f"page {page.id} shows no revision")
    return revision


def latest_text(page: Page) -> str:
    """The newest text of a live page: what the next edit starts from."""
    return revision_text(latest_revision(page))


def shown_text(page: Page) -> str:
    """The text of a live page that readers see."""
    return revision_text(shown_revision(page))


def latest_texts(pages: Collection[Page]) -> dict[int, str]:
    """The newest texts of some live pages, by the pages' numbers. Two queries."""
    numbers = [page.latest_revision_id for page in pages]
    revisions = list(session.scalars(select(Revision).where(Revision.id.in_(numbers))))
    wanted = {revision.content_id for revision in revisions}
    contents = {content.id: content for content in session.scalars(select(Content).where(Content.id.in_(wanted)))}
    return {revision.page_id: read(contents[revision.content_id]) for revision in revisions}


def random_page() -> Page | None:
    """A page of the main namespace, no redirect, each about as likely as another."""
    query = select(Page).where(Page.namespace == int(Namespace.MAIN), Page.is_redirect.is_(False), live_pages())
    point = random.random()
    after = session.scalar(query.where(Page.random >= point).order_by(Page.random).limit(1))
    return after or session.scalar(query.order_by(Page.random).limit(1))


def number_of_articles() -> int:
    """How many pages the main namespace holds, redirects left out."""
    query = select(func.count()).select_from(Page)
    return (
        session.scalar(query.where(Page.namespace == int(Namespace.MAIN), Page.is_redirect.is_(False), live_pages()))
        or 0
    )


def neighbours(revision: Revision) -> tuple[int | None, int | None]:
    """Numbers of the live revisions just before and just after this one on its page."""
    same_page = select(Revision.id).where(Revision.page_id == revision.page_id, live_revisions())
    older = session.scalar(same_page.where(Revision.id < revision.id).order_by(Revision.id.desc()).limit(1))
    newer = session.scalar(same_page.where(Revision.id > revision.id).order_by(Revision.id).limit(1))
    return older, newer


def page_of(revision: Revision) -> Page:
    """The page of a revision."""
    found = session.get(Page, revision.page_id)
    if found is None:
        raise Damaged(f"revision {revision.id} has no page")
    return found


def any_page() -> bool:
    """Whether the wiki holds a page, or ever did."""
    return session.scalar(select(Page.id).limit(1)) is not None
