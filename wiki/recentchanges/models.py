"""What lists of changes keep of their own: how an edit changed a page's categories, and filters that people keep."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class Categorisation(Base):
    """A revision put its page into a category, or took it out."""

    __tablename__ = "categorisation"
    __table_args__ = (Index("ix_categorisation_name_revision_id", "name", "revision_id"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True, autoincrement=False)
    #: Name of the category.
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    #: Whether the page came into it; else it left it.
    into: Mapped[bool]


class SavedFilter(Base):
    """A question about the recent changes that somebody asks again and again, under a name of her own."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    #: What follows the `?` in the address of the list.
    query: Mapped[str] = mapped_column(String(2000))
    #: Whether the list is shown like this to who asks for nothing.
    is_default: Mapped[bool] = mapped_column(default=False)
