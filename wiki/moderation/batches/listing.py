"""Batches as they are shown. Rule: moderators see them, and of each the person whose work it is about."""

from dataclasses import dataclass

from sqlalchemy import func, select

from wiki.database import session
from wiki.moderation.batches.models import Batch, BatchItem
from wiki.moderation.batches.shapes import ACTS, RIGHT, NoSuchBatch
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, kept_from
from wiki.permissions.authority import Authority
from wiki.titles import Title
from wiki.users.models import User


@dataclass(frozen=True, slots=True)
class Row:
    """A page of a batch."""

    item: BatchItem
    page: Page

    @property
    def title(self) -> Title:
        return self.page.title

    @property
    def differs(self) -> bool:
        """Whether something else was done, or on another text, than the dry run showed."""
        acted = self.item.act is not None
        return acted and (self.item.act != self.item.planned or self.item.before_id != self.item.seen)

    @property
    def planned(self) -> str:
        """What the dry run showed, in words of the catalogue."""
        return ACTS[self.item.planned]


@dataclass(frozen=True, slots=True)
class Progress:
    """A batch, whose work it is about, who decided, and how many of its pages there are in each fate."""

    batch: Batch
    person: User
    actor: User
    fates: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.fates.values())

    @property
    def finished(self) -> int:
        """How many pages nothing is to be done about any more."""
        waiting = {"running": ("waiting",), "undoing": ("done",)}.get(self.batch.state, ())
        return self.total - sum(self.fates.get(fate, 0) for fate in waiting)

    @property
    def can_be_undone(self) -> bool:
        return self.batch.undoer_id is None and self.fates.get("done", 0) > 0


def find(authority: Authority, number: int) -> Progress:
    """The batch with this number. Raises `NoSuchBatch` for those whom it does not concern."""
    batch = session.get(Batch, number, populate_existing=True) if 0 < number < 2**63 else None
    own = batch is not None and authority.user is not None and authority.user.id == batch.user_id
    if batch is None or not (own or authority.may(RIGHT)):
        raise NoSuchBatch(number=number)
    counted = select(BatchItem.state, func.count()).where(BatchItem.batch_id == number).group_by(BatchItem.state)
    fates = {row[0]: row[1] for row in session.execute(counted)}
    return Progress(batch, session.get_one(User, batch.user_id), session.get_one(User, batch.actor_id), fates)


def rows_of(authority: Authority, batch: Batch) -> list[Row]:
    """The pages of a batch, in the order in which they were chosen: `shapes.MOST` at most.

    Left out are pages on which the reader may not see, somewhere, that it was this person who wrote.
    """
    untold = select(Revision.id).where(
        Revision.page_id == BatchItem.page_id, Revision.user_id == batch.user_id, kept_from(authority, Detail.AUTHOR)
    )
    query = select(BatchItem, Page).join(Page, Page.id == BatchItem.page_id)
    query = query.where(BatchItem.batch_id == batch.id, ~untold.exists())
    found = session.execute(query.order_by(BatchItem.id), execution_options={"populate_existing": True})
    return [Row(item, page) for item, page in found]
