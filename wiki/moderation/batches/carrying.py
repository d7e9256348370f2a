"""Carrying a batch out, and undoing it: page by page, each in a transaction of its own with what is noted of it.

Rule: every page is planned anew just before it is done. Nothing is deleted that the dry run did not show as deleted,
and nothing is brought back over what somebody wrote since. Whoever dies in the middle leaves a batch that the
background process goes on with.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select

from wiki import clock
from wiki.accounts.trust import promoting
from wiki.database import session, transaction
from wiki.editing.drafting import MOST_UNDONE, NothingToUndo, numbers_after
from wiki.editing.preparing import MAX_SUMMARY, Change
from wiki.editing.saving import save_revision
from wiki.errors import N_, WikiError
from wiki.faults import Damaged
from wiki.logs.models import LogEntry
from wiki.messages import translate
from wiki.moderation.batches.models import Batch, BatchItem
from wiki.moderation.batches.planning import Plan, hers, plan, standing
from wiki.moderation.batches.shapes import AT_WORK, RIGHT, ChangedMeanwhile, EditedSince, Scope, in_words
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.moderation.rollback import TargetHidden
from wiki.pages import finding
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.pages.rendering import RenderingBusy, site
from wiki.pages.revisions import StaleBase
from wiki.pages.visibility import Detail, Hidden, is_public, live_revisions
from wiki.permissions.authority import Authority
from wiki.permissions.throttling import RateLimited
from wiki.users.finding import by_id
from wiki.users.models import User

PART = 5
"""Pages that the background process does before it looks after other things."""

TRIES = 3
BUSY = timedelta(seconds=30)


class Taken(Exception):
    """Another process has done this page meanwhile, or the batch was stopped."""


def turn() -> bool:
    """Do a part of the batch that has waited longest; whether there was any."""
    due = select(Batch.id).where(Batch.state.in_(AT_WORK), Batch.due_at <= clock.now())
    number = session.scalar(due.order_by(Batch.due_at, Batch.id).limit(1))
    if number is None:
        return False
    go_on(number, most=PART)
    return True


def go_on(number: int, *, most: int) -> None:
    """Do at most `most` pages of a batch, in the order in which they were chosen."""
    batch = session.get_one(Batch, number, populate_existing=True)
    if batch.state not in AT_WORK:
        return
    waiting = select(BatchItem.id).where(BatchItem.batch_id == number, BatchItem.state == AT_WORK[batch.state])
    for item_id in session.scalars(waiting.order_by(BatchItem.id).limit(most)).all():
        # Rights and blocks are asked about anew for each page.
        who = Authority(_who(batch))
        if (refusal := who.refusal(RIGHT)) is not None:
            _halt(number, in_words(refusal))
            return
        try:
            _do(who, batch, item_id)
        except Taken:
            return
        except RateLimited as limit:
            _put_off(number, timedelta(seconds=int(str(limit.params["seconds"]))))
            return
        except RenderingBusy:
            _put_off(number, BUSY)
            return
    _finish(number)


def scope_of(batch: Batch) -> Scope:
    """What the batch takes back."""
    return Scope(session.get_one(User, batch.user_id), batch.since)


def _who(batch: Batch) -> User:
    number = batch.undoer_id if batch.state == "undoing" and batch.undoer_id is not None else batch.actor_id
    found = by_id(number)
    assert found is not None
    return found


def _do(who: Authority, batch: Batch, item_id: int) -> None:
    """Do what is to be done about one page, or note why not."""
    act = _undo if batch.state == "undoing" else _take_back
    for attempt in range(TRIES):
        item = session.get_one(BatchItem, item_id, populate_existing=True)
        page = session.get_one(Page, item.page_id, populate_existing=True)
        try:
            act(who, batch, item, page)
        except (RateLimited, RenderingBusy):
            raise
        except Damaged as damage:
            _leave(item_id, batch.state, str(damage)[:500])
            return
        except StaleBase as error:
            if attempt + 1 == TRIES:
                _leave(item_id, batch.state, in_words(error))
        except WikiError as error:
            _leave(item_id, batch.state, in_words(error))
            return
        else:
            return


def _take_back(who: Authority, batch: Batch, item: BatchItem, page: Page) -> None:
    scope = scope_of(batch)
    plans = plan(who, scope, page_ids=[page.id]).plans
    if not plans:
        raise finding.NoSuchPage(title=page.title.full_name) if page.deleted_at is not None else NothingToUndo
    planned = plans[0]
    otherwise = (planned.act == "delete") is not (item.planned == "delete")
    if planned.refusal is not None and not (otherwise and planned.latest != item.seen):
        raise planned.refusal
    if otherwise:
        raise ChangedMeanwhile
    if planned.act == "delete":
        _delete(who, batch, item.id, planned)
        return
    numbers = _undone(who, scope, planned)

    def note(revision: Revision) -> None:
        if revision.parent_id != planned.latest:
            raise StaleBase
        _note(item.id, planned.act, before=planned.latest, after=revision.id, revisions=numbers, left=planned.left)

    _save(who, page, _change(who, batch, planned, numbers), note)


def _undone(who: Authority, scope: Scope, planned: Plan) -> list[int]:
    """Numbers of her edits that are gone from the page after what is planned."""
    query = select(Revision.id).where(*standing(who, scope), Revision.page_id == planned.page.id)
    after = query.where(Revision.id > (planned.target or 0)).order_by(Revision.id.desc()).limit(MOST_UNDONE)
    return [*session.scalars(after), *planned.undone]


def _change(who: Authority, batch: Batch, planned: Plan, numbers: list[int]) -> Change:
    """The edit that does what is planned."""
    target = session.get_one(Revision, planned.target or 0)
    reverted = planned.act == "revert"
    return Change(
        planned.text if planned.text is not None else finding.revision_text(target),
        base=planned.latest,
        summary=_summary(who, batch, planned.page),
        minor=True,
        tags=("rollback" if reverted else "undo", "mass-revert"),
        undoes=numbers_after(target) if reverted else tuple(numbers),
    )


def _summary(who: Authority, batch: Batch, page: Page) -> str:
    """Why the page changes; it names the author only where everybody sees her name in the history."""
    own = select(Revision.id).where(*hers(who, scope_of(batch)), Revision.page_id == page.id)
    hidden = session.scalar(own.where(Revision.hidden.bitwise_and(int(Hidden.AUTHOR)) != 0).limit(1)) is not None
    author = session.get_one(User, batch.user_id)
    words = N_("Take back the edits of [[User:%(name)s|%(name)s]] (batch %(number)s): %(reason)s")
    if hidden:
        words = N_("Take back edits: %(reason)s")
    told = {"name": author.name, "number": batch.id, "reason": batch.reason}
    return translate(words, site().language, **told)[:MAX_SUMMARY]


def _delete(who: Authority, batch: Batch, item_id: int, planned: Plan) -> None:
    with transaction():
        page = finding.get_page(planned.page.title)
        if page.id != planned.page.id or page.latest_revision_id != planned.latest:
            raise StaleBase
        live = select(Revision.id).where(Revision.page_id == page.id, live_revisions())
        revisions = list(session.scalars(live.order_by(Revision.id)))
        entry = delete_page(who, title=page.title, reason=batch.reason)
        _note(item_id, "delete", before=planned.latest, entry=entry, revisions=revisions)


def _undo(who: Authority, batch: Batch, item: BatchItem, page: Page) -> None:
    """Bring a page back to what it was before the batch."""
    if item.act == "delete":
        _undelete(who, batch, item, page)
        return
    if page.deleted_at is not None or page.latest_revision_id != item.after_id:
        raise EditedSince
    before = session.get_one(Revision, item.before_id or 0)
    if not is_public(before, Detail.TEXT):
        raise TargetHidden(number=before.id)

    def note(revision: Revision) -> None:
        if revision.parent_id != item.after_id:
            raise EditedSince
        again = RevisionTag.revision_id.in_(item.revisions), RevisionTag.tag == "reverted"
        session.execute(delete(RevisionTag).where(*again))
        promoting.after_unreverting(batch.user_id)
        _fate(item.id, "undoing", "restored")

    change = Change(
        finding.revision_text(before),
        base=item.after_id,
        summary=_reason_of_undoing(batch),
        minor=True,
        tags=("restore", "mass-revert"),
    )
    _save(who, page, change, note)


def _undelete(who: Authority, batch: Batch, item: BatchItem, page: Page) -> None:
    with transaction():
        about = select(LogEntry.id).where(LogEntry.page_id == page.id, LogEntry.type == "delete")
        last = session.scalar(about.where(LogEntry.action != "revision").order_by(LogEntry.id.desc()).limit(1))
        if last != item.entry_id:
            raise EditedSince
        undelete_page(who, page_id=page.id, reason=_reason_of_undoing(batch), revisions=list(item.revisions))
        _fate(item.id, "undoing", "restored")


def _reason_of_undoing(batch: Batch) -> str:
    return translate(N_("Batch %(number)s is undone"), site().language, number=batch.id)


def _save(who: Authority, page: Page, change: Change, note: Callable[[Revision], None]) -> None:
    if save_revision(who, title=page.title, change=change, then=note).unchanged:
        raise NothingToUndo


def _note(
    item_id: int,
    act: str,
    *,
    before: int,
    after: int | None = None,
    entry: int | None = None,
    revisions: list[int],
    left: int = 0,
) -> None:
    """Note what was done to a page, in the transaction that does it."""
    item = _fate(item_id, "running", "done")
    item.act, item.before_id, item.after_id, item.entry_id = act, before, after, entry
    item.revisions, item.left = revisions, left
    session.flush()


def _fate(item_id: int, state: str, fate: str, note: str = "") -> BatchItem:
    """Note what became of a page; inside a transaction. Raises `Taken` where somebody else was first."""
    item = session.get_one(BatchItem, item_id, with_for_update=True, populate_existing=True)
    batch = session.get_one(Batch, item.batch_id, populate_existing=True)
    if batch.state != state or item.state != AT_WORK[state]:
        raise Taken
    item.state, item.note = fate, note
    session.flush()
    return item


def _leave(item_id: int, state: str, note: str) -> None:
    with transaction():
        _fate(item_id, state, "kept" if state == "undoing" else "left", note)


def _halt(number: int, note: str) -> None:
    with transaction():
        batch = session.get_one(Batch, number, with_for_update=True)
        if batch.state in AT_WORK:
            batch.state, batch.note = "stopped", note


def _put_off(number: int, time: timedelta) -> None:
    with transaction():
        session.get_one(Batch, number).due_at = clock.now() + time


def _finish(number: int) -> None:
    """Say that a batch is done, once no page waits any more."""
    with transaction():
        batch = session.get_one(Batch, number, with_for_update=True)
        waiting = select(BatchItem.id).where(
            BatchItem.batch_id == number, BatchItem.state == AT_WORK.get(batch.state, "")
        )
        if batch.state in AT_WORK and session.scalar(waiting.limit(1)) is None:
            batch.state = "done" if batch.state == "running" else "undone"
