"""Blocked domains. Rule: a row is kept when its block is over, so that its hits stay explained."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class BlockedDomain(Base):
    """No new link may lead to this domain or below it, until `expires_at`, without anybody ending it."""

    __tablename__ = "blocked_domain"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: In ASCII and small letters, see `wiki.links.hosts`.
    domain: Mapped[str] = mapped_column(String(253), unique=True)
    #: When it ends; None: when somebody lifts it.
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    #: The entry of the log that says who decided it, when and why.
    entry_id: Mapped[int] = mapped_column(ForeignKey("log_entry.id"), index=True)
