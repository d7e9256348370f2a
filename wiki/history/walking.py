"""The revisions among which a reader walks from one comparison to the next. Rule: those that the reader may read."""

import math
from collections.abc import Sequence

from sqlalchemy import or_, select

from wiki.database import session
from wiki.pages.models import Revision
from wiki.pages.visibility import Detail, visible
from wiki.permissions.authority import Authority

MOST = 50
"""Revisions that are offered at once."""


def around(authority: Authority, older: Revision, newer: Revision) -> list[Revision]:
    """The two revisions and those of their page nearest to them, oldest first, at most `MOST`. One query.

    Between two pages nobody walks: then only the two.
    What lies between comes first, from both ends; then as many before as after, or more where one side has few.
    """
    if older.page_id != newer.page_id:
        return [older, newer]
    same_page = select(Revision.id).where(Revision.page_id == older.page_id, visible(authority, Detail.TEXT))
    inside = same_page.where(Revision.id > older.id, Revision.id < newer.id)
    parts = (
        same_page.where(Revision.id < older.id).order_by(Revision.id.desc()).limit(MOST),
        inside.order_by(Revision.id).limit(MOST // 2),
        inside.order_by(Revision.id.desc()).limit(MOST // 2),
        same_page.where(Revision.id > newer.id).order_by(Revision.id).limit(MOST),
    )
    near = or_(Revision.id.in_((older.id, newer.id)), *(Revision.id.in_(part) for part in parts))
    return _nearest(session.scalars(select(Revision).where(near).order_by(Revision.id)).all(), older, newer)


def _nearest(found: Sequence[Revision], older: Revision, newer: Revision) -> list[Revision]:
    """`MOST` of `found`, the two and what is between them for sure, as far as there is room."""
    before = [revision for revision in found if revision.id < older.id]
    after = [revision for revision in found if revision.id > newer.id]
    inside = [revision for revision in found if older.id <= revision.id <= newer.id]
    if len(inside) > MOST:
        inside = inside[: MOST // 2] + inside[-MOST // 2 :]
    room = MOST - len(inside)
    taken_before = min(len(before), max(room // 2, room - len(after)))
    taken_after = min(len(after), room - taken_before)
    return before[len(before) - taken_before :] + inside + after[:taken_after]


def bars(revisions: Sequence[Revision]) -> list[float]:
    """How much each revision changed the length, from -1 to 1, by the logarithm: small edits are seen beside large."""
    largest = max((math.log1p(abs(revision.size_change)) for revision in revisions), default=0.0) or 1.0
    return [
        math.copysign(math.log1p(abs(revision.size_change)) / largest, revision.size_change) for revision in revisions
    ]
