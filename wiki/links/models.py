"""Which page refers to which title, and to which section of it. Derived: rebuilt from the texts at any time.

Rule: the first column of each table is the page whose text gives the row.
"""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class PageLink(Base):
    """A page refers to a title, which may have no page. Kinds are those of `wiki.links.recording.KINDS`."""

    __tablename__ = "page_link"
    __table_args__ = (Index("ix_page_link_target", "namespace", "name", "kind", "from_page_id"),)

    from_page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    namespace: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)


class ExternalLink(Base):
    """A page refers to an address outside the wiki."""

    __tablename__ = "external_link"

    from_page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    url: Mapped[str] = mapped_column(String(2000), primary_key=True)
    #: Host name, for questions about a site.
    host: Mapped[str] = mapped_column(String(255), index=True)


class PageAnchor(Base):
    """A page has a section that links can name."""

    __tablename__ = "page_anchor"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    #: Id of the heading, see `wiki.parsing.anchors`.
    anchor: Mapped[str] = mapped_column(String(150), primary_key=True)


class SectionLink(Base):
    """A page refers to a section of a page, which may lack it or not exist."""

    __tablename__ = "section_link"

    from_page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    namespace: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    #: What `wiki.parsing.anchors.anchor_of` makes of the section's name.
    anchor: Mapped[str] = mapped_column(String(150), primary_key=True)
