"""What must be true of suppressions; `wiki check` prints what is not, and nothing of what they hide."""

from collections.abc import Iterator

from sqlalchemy import and_, or_, select

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.moderation.suppression.models import SuppressedRevision, Suppression
from wiki.moderation.suppression.suppressing import STATES
from wiki.pages.models import Revision
from wiki.pages.visibility import SUPPRESSED, SUPPRESSING


def check() -> Iterator[str]:
    """One English sentence for each row that breaks a rule."""
    logged = select(LogEntry.id).where(LogEntry.id == Suppression.entry_id, LogEntry.type == "suppress").exists()
    confirmed, lifted = Suppression.state == "confirmed", Suppression.state == "lifted"
    faults = (
        (Suppression.state.not_in(STATES), "there is no such state"),
        (~logged, "no entry of the private log says why"),
        (Suppression.confirmed_by == Suppression.actor_id, "nobody but who decided it confirmed it"),
        (or_(and_(confirmed, Suppression.confirmed_by.is_(None)), lifted != Suppression.lifted_by.is_not(None)),
         "its state and who decided do not go together"),
    )  # fmt: skip
    for condition, words in faults:
        for number in session.scalars(select(Suppression.id).where(condition).order_by(Suppression.id)):
            yield f"suppression {number}: {words}"
    yield from _check_bits()


def _check_bits() -> Iterator[str]:
    standing = Suppression.state != "lifted"
    parts = select(SuppressedRevision.revision_id, SuppressedRevision.bits, Suppression.id).join(
        Suppression, Suppression.id == SuppressedRevision.suppression_id
    )
    meant: dict[int, int] = {}
    for revision_id, bits, _number in session.execute(parts.where(standing)):
        meant[revision_id] = meant.get(revision_id, 0) | (bits & int(SUPPRESSED))
    suppressed = select(Revision.id, Revision.hidden).where(
        or_(Revision.hidden.bitwise_and(int(SUPPRESSED)) != 0, Revision.id.in_(meant))
    )
    for number, hidden in session.execute(suppressed.order_by(Revision.id)):
        if hidden & int(SUPPRESSED) != meant.get(number, 0):
            yield f"revision {number}: what is suppressed of it is not what its suppressions say"
        elif any(hidden & beyond and not hidden & bit for bit, beyond in SUPPRESSING.items()):
            yield f"revision {number}: hidden from moderators, yet not from readers"
