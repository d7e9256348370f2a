"""Batches of pages on which somebody's work is taken back. Rule: what was done to a page is kept with what did it."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class Batch(Base):
    """A moderator has the work of one person taken back on many pages, or has that undone again."""

    __tablename__ = "batch"
    __table_args__ = (Index("ix_batch_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Whose work it is.
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    #: Who decided it, and with whose rights it is carried out.
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    #: Who has it undone, with whose rights; None: nobody yet.
    undoer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: What was written from then on is taken back.
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
    #: A key of `wiki.moderation.batches.shapes.STATES`.
    state: Mapped[str] = mapped_column(String(16))
    #: From when on the background process goes on with it.
    due_at: Mapped[datetime]
    #: Why it stopped before its end, in the wiki's language.
    note: Mapped[str] = mapped_column(String(500), default="")
    #: The entry of the log that tells of it.
    entry_id: Mapped[int] = mapped_column(ForeignKey("log_entry.id"), index=True)


class BatchItem(Base):
    """A page of a batch: what was planned, what was done, between which revisions."""

    __tablename__ = "batch_item"
    __table_args__ = (
        UniqueConstraint("batch_id", "page_id"),
        Index("ix_batch_item_batch_id_state", "batch_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), index=True)
    #: What the dry run showed, a key of `wiki.moderation.batches.shapes.ACTS`.
    planned: Mapped[str] = mapped_column(String(16))
    #: Number of the page's latest revision in the dry run.
    seen: Mapped[int]
    #: A key of `wiki.moderation.batches.shapes.FATES`.
    state: Mapped[str] = mapped_column(String(16))
    #: What was done in the end; None: nothing.
    act: Mapped[str | None] = mapped_column(String(16))
    #: The latest revision before it.
    before_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    #: The revision that it wrote; None for a deletion.
    after_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    #: The entry of the log that tells of the deletion.
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("log_entry.id"))
    #: Numbers of the revisions that were undone, or deleted.
    revisions: Mapped[list[int]] = mapped_column(JSON, default=list)
    #: How many of the person's edits are left for somebody to undo by hand.
    left: Mapped[int] = mapped_column(default=0)
    #: Why it was left as it is, in the wiki's language.
    note: Mapped[str] = mapped_column(String(500), default="")
