"""Suppressing details of revisions, confirming that, and lifting it.

Rule: it takes effect at once, and stays on the list until a second person has confirmed or lifted it; only those with
the right `suppress` see what it hides, and read its log. Nothing is destroyed.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select, update

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.preparing import one_line
from wiki.errors import N_, InvalidInput, NotFound, WikiError
from wiki.logs import writing as logs
from wiki.logs.models import LogEntry
from wiki.moderation.deletion import ReasonMissing
from wiki.moderation.hiding import NoneChosen, chosen, names_of, refuse_shown_now
from wiki.moderation.suppression.models import SuppressedRevision, Suppression
from wiki.pages import finding
from wiki.pages.models import Page, Revision
from wiki.pages.revisions import open_page
from wiki.pages.visibility import SUPPRESSED, SUPPRESSING, Hidden
from wiki.permissions.authority import Authority
from wiki.titles import Title

RIGHT = "suppress"

PROMISED = timedelta(hours=72)
"""Within this time a second person should have looked at a suppression."""

STATES: dict[str, str] = {
    "open": N_("to be confirmed"),
    "confirmed": N_("confirmed"),
    "lifted": N_("lifted"),
}
"""What became of a suppression."""


class OnlyHides(InvalidInput):
    """Suppressing shows nothing to anybody."""

    code = "only-hides"
    message = N_("What is hidden from moderators too is only hidden here: show the other details in a step of its own.")


class NoSuchSuppression(NotFound):
    """There is no suppression with this number."""

    code = "no-such-suppression"
    message = N_("There is no suppression %(number)s.")


class DecidedAlready(WikiError):
    """Somebody else confirmed or lifted it meanwhile."""

    status = 409
    code = "decided-already"
    message = N_("Somebody else has decided about this suppression meanwhile: read below what.")


class NeedsAnother(WikiError):
    """Who suppressed cannot confirm it."""

    status = 403
    code = "needs-another"
    message = N_("This suppression is yours: another person has to confirm it.")


def suppress(authority: Authority, *, title: Title, numbers: Sequence[int], hidden: Hidden, reason: str) -> int:
    """Hide the details `hidden` of these revisions from readers and moderators; gives the suppression's number.

    Needs `suppress` and `deleterevision`. Raises `NoSuchPage`, `NoneChosen`, `ReasonMissing`, `ShownNow`,
    `PermissionDenied`, and `StaleBase` where somebody saves at the same moment.
    """
    authority.require(RIGHT, title)
    revisions = chosen(authority, title=title, numbers=numbers)
    reason = _reason(reason)
    if not hidden:
        raise NoneChosen
    expected = finding.get_page(title).latest_revision_id
    with transaction():
        page = open_page(title, expected=expected)
        refuse_shown_now(page, revisions, hidden)
        wanted = _with_suppression(hidden)
        added = {one.id: int(wanted) & ~one.hidden for one in revisions if wanted & SUPPRESSED & ~one.hidden}
        if not added:
            raise NoneChosen
        details = {"numbers": ", ".join(map(str, sorted(added))), "hidden": names_of(hidden)}
        row = Suppression(
            page_id=page.id, actor_id=authority.account.id, created_at=clock.now(), state="open", entry_id=0
        )
        entry = _log(authority, "suppress", page, reason, details)
        row.entry_id = entry.id
        session.add(row)
        session.flush()
        entry.details = {**details, "number": row.id}
        for number, bits in added.items():
            session.add(SuppressedRevision(suppression_id=row.id, revision_id=number, bits=bits))
            _write_bits(number, Revision.hidden.bitwise_or(bits))
        page.stamp += 1
        session.flush()
        return row.id


def confirm(authority: Authority, number: int, *, reason: str) -> None:
    """Say as a second person that a suppression is right. Needs `suppress`.

    Raises `NeedsAnother`, `DecidedAlready`, `NoSuchSuppression`, `ReasonMissing`, `PermissionDenied`.
    """
    authority.require(RIGHT)
    reason = _reason(reason)
    with transaction():
        row = _locked(number, ("open",))
        if row.actor_id == authority.account.id:
            raise NeedsAnother
        row.state, row.confirmed_by = "confirmed", authority.account.id
        _log(authority, "confirm", session.get_one(Page, row.page_id), reason, {"number": number})


def lift(authority: Authority, number: int, *, reason: str) -> None:
    """Make the revisions seen as they were before a suppression. Needs `suppress`.

    Raises `DecidedAlready`, `NoSuchSuppression`, `ReasonMissing`, `PermissionDenied`.
    """
    authority.require(RIGHT)
    reason = _reason(reason)
    with transaction():
        row = _locked(number, ("open", "confirmed"))
        row.state, row.lifted_by = "lifted", authority.account.id
        page = session.get_one(Page, row.page_id, with_for_update=True)
        parts = session.scalars(select(SuppressedRevision).where(SuppressedRevision.suppression_id == number))
        for part in parts.all():
            _write_bits(part.revision_id, Revision.hidden.bitwise_and(~part.bits))
        page.stamp += 1
        _log(authority, "lift", page, reason, {"number": number})


def _with_suppression(hidden: Hidden) -> Hidden:
    bits = hidden
    for bit, beyond in SUPPRESSING.items():
        if hidden & bit:
            bits |= beyond
    return bits


def _write_bits(number: int, value: object) -> None:
    session.execute(update(Revision).where(Revision.id == number).values(hidden=value))


def _locked(number: int, states: Sequence[str]) -> Suppression:
    found = session.get(Suppression, number, with_for_update=True) if 0 < number < 2**63 else None
    if found is None:
        raise NoSuchSuppression(number=number)
    if found.state not in states:
        raise DecidedAlready
    return found


def _reason(text: str) -> str:
    text = one_line(text)
    if not text:
        raise ReasonMissing
    return text


def _log(authority: Authority, action: str, page: Page, reason: str, details: Mapping[str, object]) -> LogEntry:
    return logs.add(
        authority, type="suppress", action=action, title=page.title, page_id=page.id, reason=reason, details={**details}
    )
