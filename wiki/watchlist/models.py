"""Who follows which page."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class Watch(Base):
    """Somebody follows a title and its talk page; the row names the subject page, existing or not."""

    __tablename__ = "watch"
    __table_args__ = (Index("ix_watch_title", "namespace", "name"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    namespace: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    created_at: Mapped[datetime]
