"""Deleting pages and bringing them back, whole or by revision. Rule: deleting hides, it never destroys."""

from sqlalchemy import select

from wiki.database import session, transaction
from wiki.editing.deriving import derive, forget
from wiki.editing.preparing import one_line
from wiki.editing.saving import wake_workers
from wiki.errors import N_, InvalidInput, WikiError
from wiki.links import recording as links
from wiki.logs import writing as logs
from wiki.pages import finding, rendering
from wiki.pages.models import Page, Revision
from wiki.pages.revisions import bring_back, hide_page, open_page
from wiki.pages.visibility import Detail, Hidden, is_public
from wiki.permissions.authority import Authority
from wiki.review import waiting
from wiki.titles import Title


class ReasonMissing(InvalidInput):
    """An act of moderation needs a reason that others can read."""

    code = "reason-missing"
    message = N_("Say why, so that others understand it later.")


class NothingDeleted(InvalidInput):
    """There is no deleted revision to restore here."""

    code = "nothing-deleted"
    message = N_("Nothing is deleted at “%(title)s”, or none of its revisions was chosen.")


class TitleInUse(WikiError):
    """A live page stands where a deleted one would come back."""

    status = 409
    code = "title-in-use"
    message = N_("Another page now stands at “%(title)s”. Move it away first, then restore the deleted one.")


class NewestHidden(WikiError):
    """Of the revisions that would come back, the newest is one whose text is hidden."""

    status = 409
    code = "newest-hidden"
    message = N_(
        "The text of the newest of these revisions is hidden, and readers would see it. Restore a newer one with "
        "them, or show its text again first."
    )


def delete_page(authority: Authority, *, title: Title, reason: str) -> int:
    """Delete the page at `title`; gives the number of its log entry. Needs `delete`.

    Raises `ReasonMissing`, `NoSuchPage`, `PermissionDenied`.
    """
    authority.require("delete", title)
    reason = one_line(reason)
    if not reason:
        raise ReasonMissing
    expected = finding.get_page(title).latest_revision_id
    with transaction():
        page = open_page(title, expected=expected)
        count = hide_page(page)
        forget(page)
        links.touch_linking(title)
        entry = logs.add(
            authority,
            type="delete",
            action="delete",
            title=title,
            page_id=page.id,
            reason=reason,
            details={"count": count},
        )
    wake_workers()
    return entry.id


def deleted_pages(title: Title) -> list[Page]:
    """Pages that stood at `title` and have deleted revisions, the live one among them, newest first."""
    has_deleted = (
        select(Revision.id)
        .where(Revision.page_id == Page.id, Revision.hidden.bitwise_and(int(Hidden.DELETED)) != 0)
        .exists()
    )
    query = select(Page).where(Page.namespace == int(title.namespace), Page.name == title.name, has_deleted)
    return list(session.scalars(query.order_by(Page.id.desc())))


def deleted_revisions(authority: Authority, page: Page, *, limit: int) -> list[Revision]:
    """The deleted revisions of `page`, newest first. Needs `deletedhistory`."""
    authority.require("deletedhistory")
    query = select(Revision).where(
        Revision.page_id == page.id, Revision.hidden.bitwise_and(int(Hidden.DELETED)) != 0
    )
    return list(session.scalars(query.order_by(Revision.id.desc()).limit(limit)))


def undelete_page(authority: Authority, *, page_id: int, reason: str, revisions: list[int] | None = None) -> Title:
    """Restore a page, or the chosen revisions of it, and everything derived from its text. Needs `undelete`.

    Raises `ReasonMissing`, `NothingDeleted`, `TitleInUse`, `NewestHidden`, `PermissionDenied`.
    """
    page = session.get(Page, page_id)
    if page is None:
        raise finding.NoSuchPage(title=str(page_id))
    title = page.title
    authority.require("undelete", title)
    reason = one_line(reason)
    if not reason:
        raise ReasonMissing
    with transaction():
        session.refresh(page, with_for_update=True)
        standing = finding.find_page(title)
        if standing is not None and standing.id != page.id:
            raise TitleInUse(title=title.full_name)
        count = bring_back(page, revisions)
        if count == 0:
            raise NothingDeleted(title=title.full_name)
        if not is_public(finding.latest_revision(page), Detail.TEXT):
            raise NewestHidden
        if waiting.show_again(page):
            derive(page, rendering.render_to_derive(finding.shown_text(page), title))
            links.touch_linking(title)
        logs.add(
            authority,
            type="delete",
            action="restore",
            title=title,
            page_id=page.id,
            reason=reason,
            details={"count": count},
        )
    wake_workers()
    return title
