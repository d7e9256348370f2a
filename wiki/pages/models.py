"""Pages, revisions and texts. Rule: a revision is only ever added; nothing but its visibility changes later."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base
from wiki.faults import Damaged
from wiki.titles import Namespace, Title


class Content(Base):
    """A text, stored once however many revisions carry it."""

    __tablename__ = "content"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of the text in UTF-8, hexadecimal.
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    #: Length of the text in bytes of UTF-8.
    size: Mapped[int]
    #: The text in UTF-8, compressed with zstandard.
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Page(Base):
    """A title and its chain of revisions. It keeps its id when it is moved, deleted and restored."""

    __tablename__ = "page"
    __table_args__ = (
        Index(
            "uq_page_live_title",
            "namespace",
            "name",
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index("ix_page_namespace_name", "namespace", "name"),
        Index("ix_page_random", "random"),
        Index("ix_page_shown_revision_id", "shown_revision_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Number of the namespace, see `wiki.titles.Namespace`.
    namespace: Mapped[int]
    #: Title without its namespace.
    name: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    #: Set while the page is deleted; its revisions are then hidden, not gone.
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)
    #: Newest revision, the base of the next edit. No foreign key: page and revision would need each other first.
    latest_revision_id: Mapped[int | None]
    #: The revision that readers see; None while no text of the page has been accepted.
    shown_revision_id: Mapped[int | None]
    #: Length in bytes of the text that readers see.
    size: Mapped[int] = mapped_column(default=0)
    is_redirect: Mapped[bool] = mapped_column(default=False)
    has_footnotes: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Whether there are words before the first heading.
    has_introduction: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Raised whenever anything that the rendering depends on changes; caches compare it.
    stamp: Mapped[int] = mapped_column(default=0)
    #: Uniform in [0, 1), for the random page.
    random: Mapped[float]

    @property
    def title(self) -> Title:
        """The page's title. Raises `Damaged` where its namespace does not exist."""
        try:
            return Title(Namespace(self.namespace), self.name)
        except ValueError as error:
            raise Damaged(f"page {self.id} ({self.name}) is in the unknown namespace {self.namespace}") from error

    @property
    def is_live(self) -> bool:
        """Whether readers find a text here; the twin of `visibility.live_pages`."""
        return self.deleted_at is None and self.shown_revision_id is not None

    @property
    def is_settled(self) -> bool:
        """Whether readers see the latest revision."""
        return self.latest_revision_id == self.shown_revision_id


class Revision(Base):
    """A text at a moment, by somebody. Its parent is the revision written just before it on the same page."""

    __tablename__ = "revision"
    __table_args__ = (
        Index("ix_revision_page_id_id", "page_id", "id"),
        Index("ix_revision_user_id_id", "user_id", "id"),
        Index("ix_revision_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    #: Unique, so that the database itself keeps each history a chain.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"), unique=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    #: Why, in the author's words; may hold [[links]].
    summary: Mapped[str] = mapped_column(String(500), default="")
    minor: Mapped[bool] = mapped_column(default=False)
    #: Length in bytes of the text.
    size: Mapped[int]
    #: Change of length in bytes against the revision that was latest before.
    size_change: Mapped[int]
    #: Bits of `wiki.pages.visibility.Hidden`.
    hidden: Mapped[int] = mapped_column(default=0)


class RevisionTag(Base):
    """What the software noticed about a revision: `undo`, `restore`, `merged`, `move`, `manual-revert`, `reverted`."""

    __tablename__ = "revision_tag"
    __table_args__ = (Index("ix_revision_tag_tag_revision_id", "tag", "revision_id"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(32), primary_key=True)


class PageProtection(Base):
    """An action on a title is kept for some. By title, so that one without a page can be protected too."""

    __tablename__ = "page_protection"
    __table_args__ = (UniqueConstraint("namespace", "name", "action"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    namespace: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    #: A key of `wiki.pages.protection.ACTIONS`.
    action: Mapped[str] = mapped_column(String(16))
    #: A key of `wiki.pages.protection.LEVELS`.
    level: Mapped[str] = mapped_column(String(32))
    #: From then on the row counts as none; None: never.
    expires_at: Mapped[datetime | None]
    #: Whether the pages that this one includes are protected with it.
    cascade: Mapped[bool] = mapped_column(default=False, index=True)
    #: The entry of the log that says who decided it, and why.
    entry_id: Mapped[int] = mapped_column(ForeignKey("log_entry.id"), index=True)

    @property
    def title(self) -> Title:
        """What is protected."""
        return Title(Namespace(self.namespace), self.name)


class RefreshOutbox(Base):
    """A page whose derived rows may be out of date since a template that it uses changed.

    Written in the transaction of that change, removed once `wiki.editing.refreshing` has derived the page anew. Until
    then nobody can tell which changes concern the page, so that its rendering is not kept.
    """

    __tablename__ = "refresh_outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), unique=True)
