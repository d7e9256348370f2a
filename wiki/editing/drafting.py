"""What an edit form begins with: the text of a page, of a section, of an old revision, or of an undone one."""

from dataclasses import dataclass

from sqlalchemy import select

from wiki.database import session
from wiki.editing.preparing import NEW_SECTION
from wiki.errors import N_, WikiError
from wiki.merging import Merge, undo
from wiki.pages import finding
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import live_revisions
from wiki.parsing.sections import section_text
from wiki.permissions.authority import Authority

MOST_UNDONE = 200
"""Revisions whose authors are looked for when an old state comes back."""


class NothingToUndo(WikiError):
    """What is to be undone is no longer on the page."""

    status = 409
    code = "nothing-to-undo"
    message = N_("This edit has already been undone: the page no longer holds what it changed.")


class BeganThePage(WikiError):
    """The first revision of a page has no text before it."""

    code = "began-the-page"
    message = N_("This edit began the page: there is no text before it to go back to.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to start from. `base` is the number of the revision that a save will be compared with."""

    text: str
    base: int | None
    section: int | None = None
    #: The revision shown, where it is not the latest: saving it would go back to it.
    old: Revision | None = None


def draft_of(authority: Authority, page: Page | None, *, oldid: int | None, section: int | None) -> Draft:
    """What the edit form of `page` shows. Raises `NoSuchRevision` and `UnknownSection`."""
    if page is None:
        return Draft("", None)
    latest = finding.latest_revision(page)
    if section == NEW_SECTION:
        return Draft("", latest.id, NEW_SECTION)
    shown = latest if oldid is None else finding.get_revision(authority, oldid)
    if shown.page_id != page.id:
        raise finding.NoSuchRevision(number=shown.id)
    text = finding.revision_text(shown)
    if section is not None:
        text = section_text(text, section)
    return Draft(text, latest.id, section, old=shown if shown.id != latest.id else None)


def numbers_after(revision: Revision) -> tuple[int, ...]:
    """Numbers of the revisions of the same page that going back to `revision` undoes: the newest, if they are many."""
    later = select(Revision.id).where(
        Revision.page_id == revision.page_id, Revision.id > revision.id, live_revisions()
    )
    return tuple(session.scalars(later.order_by(Revision.id.desc()).limit(MOST_UNDONE)))


@dataclass(frozen=True, slots=True)
class Undone:
    """The latest text of a page without what one revision changed; `merge.text` is None where that collides."""

    revision: Revision
    latest: Revision
    before: str
    merge: Merge

    @property
    def text(self) -> str:
        """What the form begins with: the page without the edit, or in a collision the state before the edit."""
        return self.merge.text if self.merge.text is not None else self.before


def undo_of(authority: Authority, page: Page, number: int, *, text: str | None = None) -> Undone:
    """Undo revision `number` of `page`: a reverse three-way merge. Raises `BeganThePage`, `NothingToUndo`.

    It is taken out of `text`, where others were taken out of the latest text before; else out of that.
    """
    revision = finding.get_revision(authority, number)
    if revision.page_id != page.id:
        raise finding.NoSuchRevision(number=number)
    if revision.parent_id is None:
        raise BeganThePage
    latest = finding.latest_revision(page)
    before = finding.revision_text(finding.get_revision(authority, revision.parent_id))
    now = text if text is not None else finding.revision_text(latest)
    result = undo(finding.revision_text(revision), before, now)
    if result.outcome == "nothing":
        raise NothingToUndo
    return Undone(revision, latest, before, result.merge)
