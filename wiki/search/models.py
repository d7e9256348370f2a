"""The tables of the search: its outbox and the beginnings of titles.

Rule: a row is written in the transaction of what it tells of.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base

MAX_KEY = 255
"""Characters of a key; nobody types more of a title before choosing."""


class SearchOutbox(Base):
    """A page whose entry in the index may be out of date. Taken in the order of ids, removed once indexed."""

    __tablename__ = "search_outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    queued_at: Mapped[datetime]


class TitleKey(Base):
    """A live page's title from one of its words on, folded, so that what somebody types is the beginning of a key.

    Derived from the page's title, for suggestions: "Espace partagé" has the keys "espace partage" and "partage".
    """

    __tablename__ = "title_key"
    __table_args__ = (Index("ix_title_key_key_namespace", "key", "namespace"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    #: Which word it begins with; 0 is the whole title.
    word: Mapped[int] = mapped_column(primary_key=True)
    #: Compared byte by byte on every engine, so that a beginning is a range.
    key: Mapped[str] = mapped_column(String(MAX_KEY).with_variant(String(MAX_KEY, collation="C"), "postgresql"))
    #: Number of the page's namespace.
    namespace: Mapped[int]
