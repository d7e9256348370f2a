"""Blocks, and the networks that they reach. Rule: what tells of a network is a keyed hash, and is forgotten in time."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class Block(Base):
    """Somebody may not act, everywhere or in some places. It holds until `expires_at`, without anybody ending it."""

    __tablename__ = "block"

    #: The number by which people cite it.
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    #: Whom it stops: the account alone, or also who writes without an account in a network around it; a key of
    #: `networks.REACHES`.
    reach: Mapped[str] = mapped_column(String(8), default="account")
    #: Keyed hash of that network; None for the account alone.
    network: Mapped[str | None] = mapped_column(String(64), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    #: When it ends; None: when somebody lifts it.
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(String(500))
    #: Number of the entry of the log that tells its present terms; the log stands on a floor above.
    entry: Mapped[int]
    #: Everywhere; else only what its targets say.
    sitewide: Mapped[bool] = mapped_column(default=True)
    #: Whether no account can be created.
    creation: Mapped[bool] = mapped_column(default=True)
    #: Whether the person's own talk page is closed too.
    talk_closed: Mapped[bool] = mapped_column(default=False)
    #: Whether the network from which the person acts is stopped for a while.
    autoblock: Mapped[bool] = mapped_column(default=True)


class BlockTarget(Base):
    """A place or an act that a partial block stops."""

    __tablename__ = "block_target"

    block_id: Mapped[int] = mapped_column(ForeignKey("block.id", ondelete="CASCADE"), primary_key=True)
    #: page, namespace, category or action.
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    #: Number of the page, number of the namespace, name of the category, or the act: create, move.
    value: Mapped[str] = mapped_column(String(255), primary_key=True)


class Autoblock(Base):
    """The network from which somebody blocked has acted: for a day, nobody writes from it without an account."""

    __tablename__ = "autoblock"
    # A number is never given twice: people cite it.
    __table_args__ = (UniqueConstraint("address", "block_id"), {"sqlite_autoincrement": True})

    #: The number by which people cite it; it does not lead them to the account.
    id: Mapped[int] = mapped_column(primary_key=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id", ondelete="CASCADE"), index=True)
    #: Keyed hash of the address.
    address: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LastNetwork(Base):
    """Where an account last wrote from, as keyed hashes of the address and of the networks around it."""

    __tablename__ = "last_network"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: An IPv4 address, or the /64 that an IPv6 household has to itself.
    address: Mapped[str] = mapped_column(String(64))
    small: Mapped[str] = mapped_column(String(64))
    medium: Mapped[str] = mapped_column(String(64))
    large: Mapped[str] = mapped_column(String(64))
    #: The row is removed `networks.KEPT` later.
    seen_at: Mapped[datetime] = mapped_column(index=True)
