"""Links sent to people, and sessions that were ended. Rule: only hashes are stored; a link works once, briefly."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class OneTimeLink(Base):
    """A secret sent to somebody, which stands for a right to do one thing once."""

    __tablename__ = "one_time_link"

    #: SHA-256 of the secret, hexadecimal.
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: What it permits: `reset-password`, `confirm-email`, `become-administrator`.
    purpose: Mapped[str] = mapped_column(String(32))
    #: Whom it was sent to; None when it makes the account (the first administrator), or was sent to nobody.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    #: E-mail address that a confirmation is about; empty otherwise.
    subject: Mapped[str] = mapped_column(String(320), default="")
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class EndedSession(Base):
    """A session whose owner logged out. Its cookie may live on in a copy, and is worth nothing."""

    __tablename__ = "ended_session"

    #: SHA-256 of the session's own secret, hexadecimal.
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: When the cookie would be refused anyway, and the row can go.
    expires_at: Mapped[datetime] = mapped_column(index=True)
