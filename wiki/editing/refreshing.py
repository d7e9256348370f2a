"""Deriving pages anew after a template that they use changed.

Rule: readers never wait for this, since a page's rendering follows the stamps; it brings the rows of links,
categories and search up to date. Doing it twice does no harm, so that no lock is needed between processes.
"""

import logging

from sqlalchemy import delete, select

from wiki.database import session, transaction
from wiki.editing.deriving import derive, forget
from wiki.faults import Damaged
from wiki.links import recording as links
from wiki.pages import finding, rendering
from wiki.pages.models import Page, RefreshOutbox

logger = logging.getLogger(__name__)

BATCH = 20


def turn() -> bool:
    """Derive the pages that have waited longest; whether there were any. One that cannot be read waits no longer."""
    page_ids = list(session.scalars(select(RefreshOutbox.page_id).order_by(RefreshOutbox.id).limit(BATCH)))
    for page_id in page_ids:
        try:
            refresh(page_id)
        except Damaged as damage:
            logger.warning("page %d cannot be derived anew: %s", page_id, damage)
            with transaction():
                _take_off(page_id)
    return bool(page_ids)


def catch_up() -> None:
    """Derive all that waits, in this thread: for commands and tests."""
    while turn():
        pass


def refresh(page_id: int) -> bool:
    """Derive one page and take it off the outbox; left there when it changed while it was rendered.

    Gives False where the machine is too busy for it. Raises `Damaged` for a page that cannot be read. Nothing is
    derived from a deleted page: what may have been left of it goes.
    """
    session.expire_all()
    page = session.get(Page, page_id)
    seen = (page.shown_revision_id, page.stamp, page.deleted_at) if page is not None else None
    live = page is not None and page.is_live
    try:
        rendered = rendering.render_to_derive(finding.shown_text(page), page.title) if page and live else None
    except rendering.RenderingBusy:
        return False
    with transaction():
        page = session.get(Page, page_id)
        if page is not None and seen != (page.shown_revision_id, page.stamp, page.deleted_at):
            return True
        if page is not None and rendered is not None:
            derive(page, rendered)
            page.stamp += 1
            links.touch_members(page.title)
        elif page is not None:
            forget(page)
        _take_off(page_id)
    return True


def _take_off(page_id: int) -> None:
    session.execute(delete(RefreshOutbox).where(RefreshOutbox.page_id == page_id))
