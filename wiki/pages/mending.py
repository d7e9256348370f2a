"""Making what a page says of itself agree with its chain of revisions.

Rule: only where the chain leaves no doubt. A page whose latest revision is lost is left as it is: showing an older
one would hide the loss.
"""

from sqlalchemy import select

from wiki.database import session, transaction
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Hidden, live_revisions


def latest_by_chain(page: Page, latest: Revision | None, newest: Revision | None) -> Revision | None:
    """The revision that `page` ought to call its latest; None where the chain does not tell.

    `latest` is the one that it names, `newest` the newest of its live ones.
    """
    if page.deleted_at is not None:
        return latest if latest is not None and latest.page_id == page.id else None
    lost = page.latest_revision_id is not None and latest is None
    return None if lost else newest


def can_be_shown(page: Page, revision: Revision | None) -> bool:
    """Whether `revision` is one of `page`, and live where the page is."""
    if revision is None or revision.page_id != page.id:
        return False
    return page.deleted_at is not None or not revision.hidden & Hidden.DELETED


def mend(page_id: int) -> None:
    """Put right which revisions a page calls its latest and its shown one, and its length."""
    with transaction():
        page = session.get(Page, page_id, with_for_update=True)
        if page is None:
            return
        live = select(Revision).where(Revision.page_id == page_id, live_revisions())
        newest = session.scalar(live.order_by(Revision.id.desc()).limit(1))
        wanted = latest_by_chain(page, session.get(Revision, page.latest_revision_id or 0), newest)
        if wanted is None:
            return
        nothing_accepted = page.latest_revision_id is not None and page.shown_revision_id is None
        page.latest_revision_id = wanted.id
        if nothing_accepted:
            return
        shown = session.get(Revision, page.shown_revision_id or 0)
        if shown is None or not can_be_shown(page, shown):
            shown = wanted
            page.shown_revision_id = wanted.id
            page.stamp += 1
        page.size = shown.size
