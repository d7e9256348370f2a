"""The one table of who may do what, and the counters that slow abuse down."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class GroupRight(Base):
    """A right that members of a group have. Filled from `wiki.rights`, then changed by whoever runs the wiki."""

    __tablename__ = "group_right"

    group: Mapped[str] = mapped_column(String(64), primary_key=True)
    right: Mapped[str] = mapped_column(String(64), primary_key=True)


class Throttle(Base):
    """How often something was done in a window of time. Keys are keyed hashes: they tell no address."""

    __tablename__ = "throttle"

    #: HMAC-SHA-256 of what is counted, hexadecimal.
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    #: End of the window; the row means nothing afterwards.
    expires_at: Mapped[datetime] = mapped_column(index=True)
