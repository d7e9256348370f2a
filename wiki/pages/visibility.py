"""Who sees what of a page's history. Rule: every outlet asks here; nothing else decides.

One table of states × details gives the right that shows a detail of a revision in a state: the answer about a value,
and its twin as an SQL condition.
"""

from enum import Enum, IntFlag

from sqlalchemy import ColumnElement, and_, true

from wiki.pages.models import Page, Revision
from wiki.permissions.authority import Authority


class Hidden(IntFlag):
    """Bits of `Revision.hidden`: what is kept from readers."""

    #: The whole revision, with its page.
    DELETED = 1
    TEXT = 2
    SUMMARY = 4
    AUTHOR = 8
    #: From moderators too; the bit above goes with it.
    SUPPRESSED_TEXT = 16
    SUPPRESSED_SUMMARY = 32
    SUPPRESSED_AUTHOR = 64


class Detail(Enum):
    """What there is to see of a revision."""

    EXISTENCE = "existence"
    TEXT = "text"
    SUMMARY = "summary"
    AUTHOR = "author"


#: For each state, the details that it hides and the right that shows them.
RIGHTS: dict[Hidden, dict[Detail, str]] = {
    Hidden.DELETED: {
        Detail.EXISTENCE: "deletedhistory",
        Detail.TEXT: "deletedtext",
        Detail.SUMMARY: "deletedhistory",
        Detail.AUTHOR: "deletedhistory",
    },
    Hidden.TEXT: {Detail.TEXT: "deletedtext"},
    Hidden.SUMMARY: {Detail.SUMMARY: "deletedhistory"},
    Hidden.AUTHOR: {Detail.AUTHOR: "deletedhistory"},
    Hidden.SUPPRESSED_TEXT: {Detail.TEXT: "suppress"},
    Hidden.SUPPRESSED_SUMMARY: {Detail.SUMMARY: "suppress"},
    Hidden.SUPPRESSED_AUTHOR: {Detail.AUTHOR: "suppress"},
}

#: What hides a detail from readers, and what hides it from moderators too.
SUPPRESSING = {
    Hidden.TEXT: Hidden.SUPPRESSED_TEXT,
    Hidden.SUMMARY: Hidden.SUPPRESSED_SUMMARY,
    Hidden.AUTHOR: Hidden.SUPPRESSED_AUTHOR,
}
SUPPRESSED = Hidden.SUPPRESSED_TEXT | Hidden.SUPPRESSED_SUMMARY | Hidden.SUPPRESSED_AUTHOR


def _concealing(authority: Authority, detail: Detail) -> int:
    """The bits each of which keeps `detail` from this reader."""
    bits = (state for state, rights in RIGHTS.items() if detail in rights and not authority.may(rights[detail]))
    return sum(int(state) for state in bits)


def may_see(authority: Authority, revision: Revision, detail: Detail) -> bool:
    """Whether the reader may see `detail` of `revision`."""
    return revision.hidden == 0 or not revision.hidden & _concealing(authority, detail)


def visible(authority: Authority, detail: Detail) -> ColumnElement[bool]:
    """SQL condition on `Revision`: `may_see` this detail for this reader."""
    bits = _concealing(authority, detail)
    return Revision.hidden.bitwise_and(bits) == 0 if bits else true()


def kept_from(authority: Authority, detail: Detail) -> ColumnElement[bool]:
    """SQL condition on `Revision`: this reader may not see `detail`, whatever becomes of the page."""
    return Revision.hidden.bitwise_and(_concealing(authority, detail) & ~int(Hidden.DELETED)) != 0


def live_revisions() -> ColumnElement[bool]:
    """SQL condition on `Revision`: part of its page's history, whatever of it is hidden."""
    return Revision.hidden.bitwise_and(int(Hidden.DELETED)) == 0


def _hiding(detail: Detail) -> int:
    """The bits each of which keeps `detail` from those who have no right to more than reading."""
    return sum(int(state) for state, rights in RIGHTS.items() if detail in rights)


def is_public(revision: Revision, detail: Detail) -> bool:
    """Whether everybody who reads the wiki sees `detail` of `revision`."""
    return not revision.hidden & _hiding(detail)


def public(detail: Detail) -> ColumnElement[bool]:
    """SQL condition on `Revision`: `is_public`."""
    return Revision.hidden.bitwise_and(_hiding(detail)) == 0


def standing_pages() -> ColumnElement[bool]:
    """SQL condition on `Page`: its title is taken, whether or not readers see a text there already."""
    return Page.deleted_at.is_(None)


def live_pages() -> ColumnElement[bool]:
    """SQL condition on `Page`: readers find a text there, as it is not deleted, and some of it was accepted."""
    return and_(Page.deleted_at.is_(None), Page.shown_revision_id.is_not(None))
