"""The conditions of trust, and how a person stands to each. Rule: the same figures decide and are shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from wiki import clock
from wiki.accounts.trust.models import Standing, TrustRule
from wiki.database import session
from wiki.errors import N_
from wiki.pages.models import Revision, RevisionTag
from wiki.pages.visibility import live_revisions
from wiki.permissions.blocks.models import Block
from wiki.users.models import User

GROUP = "trusted"
RULE = 1
"""Number of the one row of `TrustRule`."""


@dataclass(frozen=True, slots=True)
class Rules:
    """From when on somebody is trusted: days, edits that stand, days without one undone."""

    days: int
    edits: int
    clean_days: int


DEFAULT = Rules(days=30, edits=50, clean_days=30)
FEWEST = 10
"""No rule asks for fewer edits, so that a save of somebody new costs nothing here."""

NAMES: dict[str, str] = {
    "age": N_("The account is %(needed)s days old at least"),
    "edits": N_("%(needed)s edits at least that nobody undid"),
    "clean": N_("No edit undone by somebody else in the last %(needed)s days"),
    "block": N_("No block holds"),
    "withheld": N_("Nobody withholds it"),
}
"""The conditions, in the order in which people read them."""

FAILED: dict[str, str] = {
    "age": N_("the account is not old enough"),
    "edits": N_("too few edits stand"),
    "clean": N_("an edit was undone lately"),
    "block": N_("a block holds"),
    "withheld": N_("somebody withholds it for a time"),
}
"""Why trust is lost."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of `NAMES`, whether it is met, what it asks for, and the person's own figure or moment."""

    key: str
    met: bool
    needed: int = 0
    number: int | None = None
    moment: datetime | None = None


def rules() -> Rules:
    """The conditions of now."""
    row = session.get(TrustRule, RULE)
    return Rules(row.days, row.edits, row.clean_days) if row is not None else DEFAULT


def conditions(user: User, *, exact: bool = False) -> Iterator[Condition]:
    """How `user` stands to each condition, what is cheap to find out first.

    Edits are counted only as far as needed, unless `exact`.
    """
    now, asked = clock.now(), rules()
    age = now - user.created_at
    yield Condition("age", age >= timedelta(days=asked.days), asked.days, age.days)
    row = session.get(Standing, user.id)
    reverted = row.reverted_at if row is not None else None
    clean = reverted is None or now - reverted >= timedelta(days=asked.clean_days)
    yield Condition("clean", clean, asked.clean_days, moment=reverted)
    until = row.withheld_until if row is not None else None
    yield Condition("withheld", until is None or until <= now, moment=until)
    held = select(Block.id).where(Block.user_id == user.id, or_(Block.expires_at.is_(None), Block.expires_at > now))
    yield Condition("block", session.scalar(held.limit(1)) is None)
    counted = _standing_edits(user, None if exact else asked.edits) if user.edit_count >= asked.edits or exact else 0
    yield Condition("edits", counted >= asked.edits, asked.edits, counted)


def failed(user: User) -> Condition | None:
    """The first condition that `user` does not meet; None where all are met."""
    return next((condition for condition in conditions(user) if not condition.met), None)


def _standing_edits(user: User, most: int | None) -> int:
    """How many live edits of `user` nobody undid, counted up to `most`."""
    undone = select(RevisionTag.tag).where(RevisionTag.revision_id == Revision.id, RevisionTag.tag == "reverted")
    query = select(Revision.id).where(Revision.user_id == user.id, live_revisions(), ~undone.exists())
    if most is not None:
        query = query.order_by(Revision.id.desc()).limit(most)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0
