"""Deciding about batches: beginning one, stopping it, going on, undoing it. Rule: one entry of the log for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.preparing import one_line
from wiki.editing.saving import wake_workers
from wiki.logs import writing as logs
from wiki.moderation.batches import carrying
from wiki.moderation.batches.models import Batch, BatchItem
from wiki.moderation.batches.shapes import (
    ACTS,
    AT_ONCE,
    AT_WORK,
    GRACE,
    MOST,
    RIGHT,
    NoSuchBatch,
    NothingChosen,
    NotUndoable,
    Scope,
)
from wiki.moderation.deletion import ReasonMissing
from wiki.notifications import telling as notifications
from wiki.pages.models import Page
from wiki.permissions.authority import Authority
from wiki.users.models import User


@dataclass(frozen=True, slots=True)
class Choice:
    """A page as it was ticked: what the dry run showed for it, and its latest revision then."""

    page_id: int
    act: str
    seen: int


def begin(authority: Authority, scope: Scope, *, chosen: Sequence[Choice], reason: str) -> int:
    """Take back the work of `scope` on these pages, at most `MOST`; gives the number of the batch.

    Few pages are done when it returns, many are left to the background process. Needs `massrevert`, and for each
    page what editing or deleting it needs. Raises `ReasonMissing`, `NothingChosen`, `NotUndoable`,
    `PermissionDenied`.
    """
    authority.require(RIGHT)
    if scope.user.is_system:
        raise NotUndoable(name=scope.user.name)
    reason = one_line(reason)
    if not reason:
        raise ReasonMissing
    wanted = {one.page_id: one for one in chosen[:MOST] if one.act in ACTS and one.act != "hand"}
    with transaction():
        known = session.scalars(select(Page.id).where(Page.id.in_(wanted))).all()
        if not known:
            raise NothingChosen
        number = _written(authority, scope, [one for one in wanted.values() if one.page_id in known], reason)
    _set_to_work(number, len(known))
    return number


def _written(authority: Authority, scope: Scope, chosen: Sequence[Choice], reason: str) -> int:
    """The batch with its pages, its entry of the log and what its person is told; inside a transaction."""
    batch = Batch(
        user_id=scope.user.id,
        actor_id=authority.account.id,
        since=scope.since,
        reason=reason,
        created_at=clock.now(),
        state="running",
        due_at=_due(len(chosen)),
    )
    entry = logs.add(
        authority, type="batch", action="begin", title=scope.user.title, reason=reason, details={"count": len(chosen)}
    )
    batch.entry_id = entry.id
    session.add(batch)
    session.flush()
    entry.details = {**entry.details, "number": batch.id}
    session.add_all(
        BatchItem(batch_id=batch.id, page_id=one.page_id, planned=one.act, seen=one.seen, state="waiting", revisions=[])
        for one in chosen
    )
    notifications.tell_act("batch", entry, scope.user.id)
    return batch.id


def undo(authority: Authority, number: int) -> None:
    """Bring the pages of a batch back to what they were before, where nobody edited them since. Needs `massrevert`.

    Raises `NoSuchBatch` where there is nothing to undo, and `PermissionDenied`.
    """
    authority.require(RIGHT)
    with transaction():
        batch = _locked(number, ("running", "done", "stopped"))
        if batch.undoer_id is not None:
            raise NoSuchBatch(number=number)
        own = BatchItem.batch_id == number
        count = session.scalar(select(func.count()).where(own, BatchItem.state == "done")) or 0
        session.execute(update(BatchItem).where(own, BatchItem.state == "waiting").values(state="left"))
        batch.state, batch.undoer_id, batch.due_at, batch.note = "undoing", authority.account.id, _due(count), ""
        person = session.get_one(User, batch.user_id)
        entry = logs.add(
            authority,
            type="batch",
            action="undo",
            title=person.title,
            details={"number": number, "count": count},
        )
        for reader in {batch.user_id, batch.actor_id}:
            notifications.tell_act("batch-undone", entry, reader)
    _set_to_work(number, count)


def stop(authority: Authority, number: int) -> None:
    """Have a batch do no further page. Needs `massrevert`."""
    authority.require(RIGHT)
    with transaction():
        _locked(number, tuple(AT_WORK)).state = "stopped"


def resume(authority: Authority, number: int) -> None:
    """Have a stopped batch go on, with the rights of who says so. Needs `massrevert`."""
    authority.require(RIGHT)
    with transaction():
        batch = _locked(number, ("stopped",))
        if batch.undoer_id is None:
            batch.state, batch.actor_id = "running", authority.account.id
        else:
            batch.state, batch.undoer_id = "undoing", authority.account.id
        batch.note, batch.due_at = "", clock.now()
    wake_workers()


def _locked(number: int, states: Sequence[str]) -> Batch:
    """The batch, for this transaction, where it is in one of these states. Raises `NoSuchBatch`."""
    found = session.get(Batch, number, with_for_update=True) if 0 < number < 2**63 else None
    if found is None or found.state not in states:
        raise NoSuchBatch(number=number)
    return found


def _due(count: int) -> datetime:
    """When the background process takes a batch up: at once, or where its maker seems to have died on it."""
    return clock.now() + GRACE if count <= AT_ONCE else clock.now()


def _set_to_work(number: int, count: int) -> None:
    """Do a small batch now; of a large one tell the background process."""
    if count <= AT_ONCE:
        carrying.go_on(number, most=AT_ONCE)
    else:
        wake_workers()
