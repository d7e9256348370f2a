"""Accounts. Rule: nothing here tells where somebody wrote from; an address of a network is never stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki import clock
from wiki.database import Base
from wiki.titles import Namespace, Title


class User(Base):
    """Somebody who can be named as the author of a revision: registered, temporary, or the wiki itself."""

    __tablename__ = "user"
    __table_args__ = (Index("ix_user_expires_at", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Shown name, a legal title of the namespace Utilisateur.
    name: Mapped[str] = mapped_column(String(255), unique=True)
    #: The name case-folded and without accents, so that nobody passes for somebody else.
    name_key: Mapped[str] = mapped_column(String(255), unique=True)
    #: Address for resets and notices; None when none was given.
    email: Mapped[str | None] = mapped_column(String(320), index=True)
    email_confirmed_at: Mapped[datetime | None]
    #: argon2id; None for temporary and system accounts, which cannot log in.
    password_hash: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]
    #: A temporary account lives on one device until then; None for lasting accounts.
    expires_at: Mapped[datetime | None]
    #: Counted up to end all of the account's sessions.
    session_epoch: Mapped[int] = mapped_column(default=0)
    #: Number of revisions written.
    edit_count: Mapped[int] = mapped_column(default=0)
    #: Chosen interface language; None: that of the site or the browser.
    language: Mapped[str | None] = mapped_column(String(8))
    #: IANA name of the zone in which times are shown; None: that of the site.
    timezone: Mapped[str | None] = mapped_column(String(64))
    #: Whether pages that the person edits join the watchlist.
    watch_edits: Mapped[bool] = mapped_column(default=True)
    is_system: Mapped[bool] = mapped_column(default=False)

    @property
    def is_temporary(self) -> bool:
        """Whether the account was made by an edit without logging in."""
        return self.expires_at is not None

    @property
    def is_expired(self) -> bool:
        """Whether this was a temporary account whose time is over; it can no longer act."""
        return self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def title(self) -> Title:
        """The title of the person's page."""
        return Title(Namespace.USER, self.name)

    # What the log-in library asks of an account.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether somebody may act under this account."""
        return not (self.is_system or self.is_expired)

    def get_id(self) -> str:
        """What a session keeps of the account: its id and its epoch; raising the epoch ends the session."""
        return f"{self.id}:{self.session_epoch}"


class UserGroup(Base):
    """Membership of a group that is granted by somebody (implicit groups have no row)."""

    __tablename__ = "user_group"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    group: Mapped[str] = mapped_column(String(64), primary_key=True)


class TemporaryNumber(Base):
    """How many temporary accounts a year has had, so that no name is ever given twice."""

    __tablename__ = "temporary_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
