"""The log: each act that is no edit. Rule: rows are only added."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class LogEntry(Base):
    """Somebody did something to a page or an account, with a reason."""

    __tablename__ = "log_entry"
    __table_args__ = (
        Index("ix_log_entry_created_at", "created_at"),
        Index("ix_log_entry_type_id", "type", "id"),
        Index("ix_log_entry_target", "namespace", "name", "id"),
        Index("ix_log_entry_actor_id_id", "actor_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Kind of log, a key of `wiki.logs.writing.TYPES`.
    type: Mapped[str] = mapped_column(String(32))
    #: What was done, within the kind.
    action: Mapped[str] = mapped_column(String(32))
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    #: Title that it was done to, as it was then.
    namespace: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), index=True)
    #: The revision that the act wrote, if it did: who may not see its author or its summary sees none here.
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    #: What the kind of act needs beside: a new title, counts, names of groups.
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Place in the chain of `wiki.logs.sealing`, from 1 without gaps; None for entries older than it.
    number: Mapped[int | None] = mapped_column(unique=True)
    #: SHA-256 of the entry and of the hash before it, hexadecimal.
    hash: Mapped[str | None] = mapped_column(String(64))


class LogHead(Base):
    """One row: the end of the chain."""

    __tablename__ = "log_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: How many entries are sealed.
    number: Mapped[int] = mapped_column(default=0)
    #: Hash of the newest, empty before the first.
    hash: Mapped[str] = mapped_column(String(64), default="")
