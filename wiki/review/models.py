"""What waits for a review, what was decided about it, who has it in hand, and when edits wait at all.

Rule: a row is never removed, so that nothing that waits can drop out, and every decision can be explained later.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class State(StrEnum):
    """What became of an edit that waited."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    #: Taken back by a reviewer, with a reason.
    REJECTED = "rejected"
    #: Some passages of it were kept.
    PARTLY = "partly"
    #: Taken back by an edit, so that nothing of it was left to decide.
    WITHDRAWN = "withdrawn"


class Review(Base):
    """An edit that did not show at once."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_state_alert_at", "state", "alert_at"),
        Index("ix_review_page_id_state", "page_id", "state"),
    )

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True, autoincrement=False)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    #: A value of `State`.
    state: Mapped[str] = mapped_column(String(16))
    queued_at: Mapped[datetime]
    #: When it will have waited as long as was promised.
    due_at: Mapped[datetime]
    #: When four fifths of that time are over: from then on it comes first.
    alert_at: Mapped[datetime]
    #: Sum of the weights of `signals`.
    risk: Mapped[int]
    #: What a reviewer should look at: [name, weight, what was seen] each, see `wiki.review.signals`.
    signals: Mapped[list[list[object]]] = mapped_column(JSON)
    #: When its author was asked for a change that she has not made yet; the promise rests meanwhile.
    asked_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    #: The revision with which a rejected edit is gone from the page; None while there is none.
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    #: What the reviewer wrote to the author.
    reason: Mapped[str] = mapped_column(String(500), default="")


class ReviewHold(Base):
    """A reviewer has a page in hand, so that others take another one first."""

    __tablename__ = "review_hold"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]


class ReviewPolicy(Base):
    """Which edits wait. One row; none means that no edit does."""

    __tablename__ = "review_policy"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Edits by people without an account, and by registered ones of little standing.
    newcomers: Mapped[bool]
    #: Numbers of the namespaces all of whose edits wait.
    namespaces: Mapped[list[int]] = mapped_column(JSON)
    #: Types of card (the front block's `type`) all of whose edits wait.
    types: Mapped[list[str]] = mapped_column(JSON)
    #: Hours within which a decision is promised.
    promise: Mapped[int]


class ReviewedPage(Base):
    """A page all of whose edits wait."""

    __tablename__ = "reviewed_page"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
