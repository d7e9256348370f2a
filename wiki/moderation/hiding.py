"""Hiding the text, the summary or the author of revisions. Rule: hiding changes what is seen, never what is kept.

The text that readers see now cannot be hidden: it is replaced by an edit first.
"""

from collections.abc import Sequence

from sqlalchemy import select, update

from wiki.database import session, transaction
from wiki.editing.preparing import one_line
from wiki.errors import N_, InvalidInput, WikiError
from wiki.logs import writing as logs
from wiki.moderation.deletion import ReasonMissing
from wiki.pages import finding
from wiki.pages.models import Page, Revision
from wiki.pages.revisions import open_page
from wiki.pages.visibility import SUPPRESSING, Detail, Hidden, visible
from wiki.permissions.authority import Authority
from wiki.titles import Title

MOST = 50
"""Revisions that are hidden at once."""

BITS = {"text": Hidden.TEXT, "summary": Hidden.SUMMARY, "author": Hidden.AUTHOR}
"""What can be hidden of a revision, by the names that forms and the log use."""


class NoneChosen(InvalidInput):
    """No revision of the page is named, or nothing that is to change about it."""

    code = "nothing-to-hide"
    message = N_("Choose at least one revision, and what to hide or to show of it.")


class IsSuppressed(WikiError):
    """A detail that would be shown is hidden from moderators too."""

    status = 409
    code = "is-suppressed"
    message = N_(
        "A detail of revision %(number)s is suppressed: hidden from moderators too. Oversighters lift it first, from "
        "the list of suppressions."
    )


class ShownNow(WikiError):
    """The text is the one that readers see."""

    status = 409
    code = "shown-now"
    message = N_(
        "Revision %(number)s is what readers see now: its text cannot be hidden. Remove the passage by an edit, "
        "then hide the revisions that held it."
    )


def chosen(authority: Authority, *, title: Title, numbers: Sequence[int]) -> list[Revision]:
    """The revisions of the page at `title` with these numbers, at most `MOST`, newest first. Needs `deleterevision`.

    Raises `NoSuchPage`, `NoneChosen`, `PermissionDenied`.
    """
    authority.require("deleterevision", title)
    page = finding.get_page(title)
    query = select(Revision).where(
        Revision.page_id == page.id, Revision.id.in_(numbers[:MOST]), visible(authority, Detail.EXISTENCE)
    )
    found = list(session.scalars(query.order_by(Revision.id.desc())))
    if not found:
        raise NoneChosen
    return found


def hide(
    authority: Authority, *, title: Title, numbers: Sequence[int], hidden: Hidden, shown: Hidden, reason: str
) -> None:
    """Hide the details `hidden` of these revisions from readers, and show those in `shown`. Needs `deleterevision`.

    Raises `NoSuchPage`, `NoneChosen`, `ReasonMissing`, `ShownNow`, `PermissionDenied`, and `StaleBase`
    where somebody saves at the same moment.
    """
    revisions = chosen(authority, title=title, numbers=numbers)
    reason = one_line(reason)
    if not reason:
        raise ReasonMissing
    if not hidden | shown:
        raise NoneChosen
    expected = finding.get_page(title).latest_revision_id
    with transaction():
        page = open_page(title, expected=expected)
        refuse_shown_now(page, revisions, hidden)
        for revision in revisions:
            if any(shown & bit and revision.hidden & beyond for bit, beyond in SUPPRESSING.items()):
                raise IsSuppressed(number=revision.id)
        ids = [revision.id for revision in revisions]
        bits = Revision.hidden.bitwise_or(int(hidden)).bitwise_and(~int(shown))
        session.execute(update(Revision).where(Revision.id.in_(ids)).values(hidden=bits))
        page.stamp += 1
        logs.add(
            authority,
            type="delete",
            action="revision",
            title=title,
            page_id=page.id,
            reason=reason,
            details={
                "numbers": ", ".join(map(str, sorted(ids))),
                "hidden": names_of(hidden),
                "shown": names_of(shown),
            },
        )


def refuse_shown_now(page: Page, revisions: Sequence[Revision], hidden: Hidden) -> None:
    """Raise `ShownNow` where `hidden` takes the text that readers see from them."""
    for revision in revisions:
        if hidden & Hidden.TEXT and revision.id in (page.latest_revision_id, page.shown_revision_id):
            raise ShownNow(number=revision.id)


def names_of(bits: Hidden) -> str:
    """The details that `bits` hide, as the log keeps them."""
    return ", ".join(name for name, bit in BITS.items() if bits & bit)
