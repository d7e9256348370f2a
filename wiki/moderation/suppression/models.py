"""Suppressions: who hid what from moderators too, and what a second person said. Rule: rows are never removed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class Suppression(Base):
    """Details of some revisions of one page were suppressed together; another person confirms it or lifts it."""

    __tablename__ = "suppression"
    __table_args__ = (Index("ix_suppression_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), index=True)
    #: Who decided it alone, since it was urgent.
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    #: A key of `wiki.moderation.suppression.suppressing.STATES`.
    state: Mapped[str] = mapped_column(String(16))
    #: Who confirmed it, and who lifted it.
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: The entry of the private log that says why.
    entry_id: Mapped[int] = mapped_column(ForeignKey("log_entry.id"), index=True)


class SuppressedRevision(Base):
    """What of a revision is suppressed by one suppression."""

    __tablename__ = "suppressed_revision"

    suppression_id: Mapped[int] = mapped_column(ForeignKey("suppression.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True, index=True)
    #: Bits of `wiki.pages.visibility.Hidden` that it set and that were not set before: lifting clears them again.
    bits: Mapped[int]
