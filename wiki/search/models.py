"""The outbox of the search index. Rule: a row is written in the transaction of what it tells of."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class SearchOutbox(Base):
    """A page whose entry in the index may be out of date. Taken in the order of ids, removed once indexed."""

    __tablename__ = "search_outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    queued_at: Mapped[datetime]
