"""What must be true of batches; `wiki check` prints what is not."""

from collections.abc import Iterator

from sqlalchemy import and_, or_, select

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.moderation.batches.models import Batch, BatchItem
from wiki.moderation.batches.shapes import ACTS, FATES, STATES
from wiki.pages.models import Revision


def check() -> Iterator[str]:
    """One English sentence for each row that breaks a rule."""
    logged = select(LogEntry.id).where(LogEntry.id == Batch.entry_id, LogEntry.type == "batch").exists()
    waits = BatchItem.batch_id == Batch.id, BatchItem.state == "waiting"
    waiting = select(BatchItem.id).where(*waits).exists()
    faults = (
        (Batch.state.not_in(STATES), "there is no such state"),
        (Batch.reason == "", "has no reason"),
        (~logged, "no entry of the log tells of it"),
        (and_(Batch.state == "done", waiting), "is carried out, yet pages wait"),
        (and_(Batch.state.in_(("undoing", "undone")), Batch.undoer_id.is_(None)), "is undone by nobody"),
    )
    for condition, words in faults:
        for number in session.scalars(select(Batch.id).where(condition).order_by(Batch.id)):
            yield f"batch {number}: {words}"
    yield from _check_items()


def _check_items() -> Iterator[str]:
    elsewhere = select(Revision.id).where(
        Revision.id.in_((BatchItem.before_id, BatchItem.after_id)), Revision.page_id != BatchItem.page_id
    )
    done = BatchItem.state.in_(("done", "restored", "kept"))
    trace = or_(and_(BatchItem.act == "delete", BatchItem.entry_id.is_not(None)), BatchItem.after_id.is_not(None))
    faults = (
        (or_(BatchItem.planned.not_in(ACTS), BatchItem.act.not_in(ACTS), BatchItem.state.not_in(FATES)),
         "there is no such act or fate"),
        (and_(done, or_(BatchItem.act.is_(None), BatchItem.before_id.is_(None), ~trace)),
         "it is done, yet not told what was done"),
        (elsewhere.exists(), "its revisions are of another page"),
    )  # fmt: skip
    for condition, words in faults:
        rows = select(BatchItem.batch_id, BatchItem.page_id).where(condition).order_by(BatchItem.id)
        for number, page_id in session.execute(rows):
            yield f"batch {number}, page {page_id}: {words}"
