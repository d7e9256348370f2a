"""Profiles, axes and terms (the vocabulary), and which pages belong to them (derived from the texts)."""

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class Profile(Base):
    """Whom a page is for."""

    __tablename__ = "profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    #: Name of its page in the namespace Profil.
    name: Mapped[str] = mapped_column(String(255), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]


class Axis(Base):
    """One of the three trees of categories."""

    __tablename__ = "axis"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(255), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]


class Term(Base):
    """A category that has its place on an axis; a category without one is a free category."""

    __tablename__ = "term"

    id: Mapped[int] = mapped_column(primary_key=True)
    axis_id: Mapped[int] = mapped_column(ForeignKey("axis.id"), index=True)
    slug: Mapped[str] = mapped_column(String(255), unique=True)
    #: Name of its page in the namespace Catégorie.
    name: Mapped[str] = mapped_column(String(255), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    #: INSEE codes of a territory: R53, D29, or both; empty otherwise.
    code: Mapped[str] = mapped_column(String(16), default="")
    position: Mapped[int]


class TermParent(Base):
    """A term is narrower than another; several parents are allowed, circles are not."""

    __tablename__ = "term_parent"

    term_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"), primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"), primary_key=True, index=True)


class TermSynonym(Base):
    """Another name of a term: a page that names it belongs to the term."""

    __tablename__ = "term_synonym"

    term_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"), primary_key=True)
    #: Written as the name of a category is, so that it can be compared with one.
    name: Mapped[str] = mapped_column(String(255), primary_key=True, index=True, unique=True)


class ProfileSynonym(Base):
    """Another name of a profile, a former slug among them: a page that names it is for the profile."""

    __tablename__ = "profile_synonym"

    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), primary_key=True)
    #: Written as the title of a profile's page is.
    name: Mapped[str] = mapped_column(String(255), primary_key=True, index=True, unique=True)


class PageCategory(Base):
    """A page belongs to a category, by the category's name: the category need not have a page or a term.

    Where the text names a synonym, the name is the term's present one.
    """

    __tablename__ = "page_category"
    __table_args__ = (Index("ix_page_category_order", "name", "sort", "page_id"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    #: Sort key as written; empty: the page's title.
    sort_key: Mapped[str] = mapped_column(String(255), default="")
    #: Collation key (`wiki.titles.sort_key`) of the sort key and the title.
    sort: Mapped[bytes] = mapped_column(LargeBinary)


class PageProfile(Base):
    """A page is for a profile."""

    __tablename__ = "page_profile"
    __table_args__ = (Index("ix_page_profile_order", "profile_id", "sort", "page_id"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), primary_key=True)
    #: Collation key (`wiki.titles.sort_key`) of the default sort key and the title.
    sort: Mapped[bytes] = mapped_column(LargeBinary)


class Article(Base):
    """A live page of the main namespace that is no redirect: what facets count and lists are made of."""

    __tablename__ = "article"
    __table_args__ = (Index("ix_article_order", "sort", "page_id"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    #: Collation key (`wiki.titles.sort_key`) of the title.
    sort: Mapped[bytes] = mapped_column(LargeBinary)


class FacetClock(Base):
    """One row: the number of the last change of who belongs where."""

    __tablename__ = "facet_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)


class FacetChange(Base):
    """A change of who belongs where, so that each process can follow; the oldest go after a while."""

    __tablename__ = "facet_change"

    #: Without gaps, in the order of the commits.
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The page whose rows changed; None: anything may have. No foreign key: the row stays when the page goes.
    page_id: Mapped[int | None]
