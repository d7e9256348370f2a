"""On what trust rests. Rule: membership itself is a row of `user_group`, so that nothing more is asked at a request."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class TrustRule(Base):
    """One row once somebody changed the conditions; without it they are those of `conditions.DEFAULT`."""

    __tablename__ = "trust_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Age of an account, in days.
    days: Mapped[int]
    #: Edits that nobody undid.
    edits: Mapped[int]
    #: Days in which no edit of the person may have been undone by somebody else.
    clean_days: Mapped[int]


class Standing(Base):
    """What is remembered of a person for it. Most people have no row."""

    __tablename__ = "standing"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    #: When somebody else last undid an edit of hers.
    reverted_at: Mapped[datetime | None]
    #: Trust does not come by itself before that moment.
    withheld_until: Mapped[datetime | None]
