"""What waits to be checked, and what was.

Rule: a revision has a row where its author was not trusted when it was written; one without a row counts as checked
automatically. A row is never removed, and once somebody stands in it, nobody else does.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class Patrol(Base):
    """A revision that somebody has to look at, or had to."""

    __tablename__ = "patrol"
    __table_args__ = (Index("ix_patrol_at_revision_id", "at", "revision_id"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True, autoincrement=False)
    #: Who checked it, or took it back; None while it waits.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    #: When; None while it waits.
    at: Mapped[datetime | None]
