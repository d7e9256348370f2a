"""Adding a revision to a page's chain. Rule: compare and swap; whoever comes second is told, never overwrites."""

import random

from sqlalchemy import Select, func, select, update

from wiki import clock
from wiki.database import session
from wiki.errors import N_, WikiError
from wiki.pages import contents
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.pages.visibility import Hidden, live_revisions, standing_pages
from wiki.titles import Title
from wiki.users.models import User


class StaleBase(WikiError):
    """The page changed between reading and writing; read it again."""

    status = 409
    code = "stale-base"
    message = N_("The page has just been changed by somebody else. Please try again.")


def open_page(title: Title, *, expected: int | None) -> Page:
    """The page at `title`, locked for this transaction; made where there is none.

    `expected` is the number of the latest revision that the caller decided on, None for no page. Raises
    `StaleBase` when it is no longer that one.
    """
    query = select(Page).where(Page.namespace == int(title.namespace), Page.name == title.name, standing_pages())
    page = session.scalar(query.with_for_update())
    if (page.latest_revision_id if page else None) != expected:
        raise StaleBase
    if page is None:
        page = Page(
            namespace=int(title.namespace), name=title.name, created_at=clock.now(), random=random.random(), size=0
        )
        session.add(page)
        session.flush()
    return page


def insert_revision(
    page: Page, *, text: str, author: User, summary: str, minor: bool, tags: tuple[str, ...] = (), shown: bool = True
) -> Revision:
    """Add a revision with `text` to the chain of `page` (from `open_page`); readers see it, where `shown`."""
    content = contents.store(text)
    before = page.size if page.is_settled else session.get_one(Revision, page.latest_revision_id).size
    revision = Revision(
        page_id=page.id,
        parent_id=session.scalar(select(func.max(Revision.id)).where(Revision.page_id == page.id)),
        content_id=content.id,
        user_id=author.id,
        created_at=clock.now(),
        summary=summary,
        minor=minor,
        size=content.size,
        size_change=content.size - before,
        hidden=0,
    )
    session.add(revision)
    session.flush()
    session.add_all(RevisionTag(revision_id=revision.id, tag=tag) for tag in tags)
    page.latest_revision_id = revision.id
    if shown:
        show_revision(page, revision)
    else:
        page.stamp += 1
        session.flush()
    session.execute(update(User).where(User.id == author.id).values(edit_count=User.edit_count + 1))
    return revision


def show_revision(page: Page, revision: Revision) -> None:
    """Make `revision` what readers of `page` see."""
    page.shown_revision_id = revision.id
    page.size = revision.size
    session.flush()


def hide_page(page: Page) -> int:
    """Delete `page`: its live revisions are marked, nothing is lost. Gives how many. Inside a transaction."""
    page.deleted_at = clock.now()
    count = _mark(page, hidden=Hidden.DELETED, among=select(Revision.id).where(Revision.page_id == page.id))
    page.stamp += 1
    session.flush()
    return count


def bring_back(page: Page, numbers: list[int] | None = None) -> int:
    """Restore deleted revisions of `page`, all or those named; gives how many. Inside a transaction.

    The page then shows the newest of its live revisions.
    """
    among = select(Revision.id).where(Revision.page_id == page.id)
    if numbers is not None:
        among = among.where(Revision.id.in_(numbers))
    count = _mark(page, hidden=Hidden(0), among=among)
    newest = select(Revision).where(Revision.page_id == page.id, live_revisions()).order_by(Revision.id.desc())
    revision = session.scalars(newest.limit(1).execution_options(populate_existing=True)).first()
    if revision is not None:
        page.deleted_at = None
        page.stamp += 1
        page.latest_revision_id = revision.id
        show_revision(page, revision)
    return count


def _mark(page: Page, *, hidden: Hidden, among: Select[int]) -> int:
    """Set or clear the bit of deletion; gives how many revisions changed."""
    bit = int(Hidden.DELETED)
    flag = Revision.hidden.bitwise_and(bit)
    value = Revision.hidden.bitwise_or(bit) if hidden else Revision.hidden.bitwise_and(~bit)
    condition = flag == 0 if hidden else flag != 0
    result = session.execute(
        update(Revision).where(Revision.id.in_(among), condition).values(hidden=value),
        execution_options={"synchronize_session": False},
    )
    return int(getattr(result, "rowcount", 0))


def touch(page_ids: list[int]) -> None:
    """Make every cached rendering of these pages out of date."""
    session.execute(
        update(Page).where(Page.id.in_(page_ids)).values(stamp=Page.stamp + 1),
        execution_options={"synchronize_session": "fetch"},
    )
