"""Who sees what of a page's history. Rule: every outlet asks here; nothing else decides.

One table of states × rights gives both the answer about a value and its twin as an SQL condition.
"""

from enum import IntFlag

from sqlalchemy import ColumnElement, true

from wiki.pages.models import Page, Revision
from wiki.permissions.authority import Authority


class Hidden(IntFlag):
    """Bits of `Revision.hidden`."""

    DELETED = 1


#: Right that shows the existence, summary and author of a revision in a state, and the one that shows its text.
RIGHTS: dict[Hidden, tuple[str, str]] = {Hidden.DELETED: ("deletedhistory", "deletedtext")}


def may_see_revision(authority: Authority, revision: Revision) -> bool:
    """Whether the reader may know that this revision exists, who wrote it, and why."""
    return all(authority.may(RIGHTS[state][0]) for state in Hidden if revision.hidden & state)


def may_see_text(authority: Authority, revision: Revision) -> bool:
    """Whether the reader may read the text of this revision."""
    return all(authority.may(RIGHTS[state][1]) for state in Hidden if revision.hidden & state)


def live_revisions() -> ColumnElement[bool]:
    """SQL condition on `Revision`: seen by everybody who reads the wiki."""
    return Revision.hidden == 0


def visible_revisions(authority: Authority) -> ColumnElement[bool]:
    """SQL condition on `Revision`: `may_see_revision` for this reader."""
    concealed = 0
    for state in Hidden:
        if not authority.may(RIGHTS[state][0]):
            concealed |= state
    return Revision.hidden.bitwise_and(int(concealed)) == 0 if concealed else true()


def live_pages() -> ColumnElement[bool]:
    """SQL condition on `Page`: not deleted."""
    return Page.deleted_at.is_(None)
