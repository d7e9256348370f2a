"""Notifications, and the kinds of them that somebody does not want."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class Notification(Base):
    """Somebody is told of a revision that concerns them, or of an act in the log.

    The one shows as long as everybody may see that revision, the other as long as the log has no secret of it.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("revision_id", "user_id", "kind"),
        UniqueConstraint("entry_id", "user_id", "kind"),
        Index("ix_notification_user_id_id", "user_id", "id"),
        Index("ix_notification_user_id_read_at", "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Who is told.
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: A key of `wiki.notifications.kinds.KINDS`.
    kind: Mapped[str] = mapped_column(String(32))
    #: Who did it.
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    #: The revision by which it was done; None where it is an act, and then there is no page either.
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    #: The entry of the log that tells of the act; None where it is a revision.
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("log_entry.id"))
    created_at: Mapped[datetime]
    #: When its reader marked it; None: not yet.
    read_at: Mapped[datetime | None] = mapped_column(index=True)


class NotificationMute(Base):
    """Somebody is not told of one kind of thing."""

    __tablename__ = "notification_mute"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
