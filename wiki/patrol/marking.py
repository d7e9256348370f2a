"""Writing down what waits and what was checked. Rule: the first one counts; the second is told, and changes nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, update

from wiki import clock
from wiki.database import session, transaction
from wiki.errors import N_, WikiError
from wiki.logs import writing as logs
from wiki.pages import finding
from wiki.pages.models import Revision
from wiki.pages.revisions import touch
from wiki.patrol.models import Patrol
from wiki.permissions.authority import Authority
from wiki.users.finding import by_id
from wiki.users.models import User


class OwnEdit(WikiError):
    """Nobody checks an edit of her own, unless her edits need no check."""

    status = 403
    code = "own-edit"
    message = N_("Revision %(number)s is yours: somebody else has to check it.")


@dataclass(frozen=True, slots=True)
class Mark:
    """What came of marking a revision. `happened`: it waited until now. `user` and `at`: who was first, and when.

    Without a user it needed no check: its author is trusted.
    """

    revision: Revision
    happened: bool
    user: User | None
    at: datetime | None


def note(authority: Authority, revision: Revision) -> None:
    """Have `revision`, just written, wait for a check unless its author is trusted; in its transaction."""
    if not authority.may("autopatrol"):
        session.add(Patrol(revision_id=revision.id))


def settle(author: User, numbers: Collection[int]) -> None:
    """Count what waits among these revisions as checked by `author`, who took them back; in that transaction."""
    if numbers:
        _check(author, Patrol.revision_id.in_(numbers))


def mark(authority: Authority, *, number: int) -> Mark:
    """Say that somebody has looked at the revision with this number. Needs `patrol`.

    Twice changes nothing, and of two at once the second learns who was first. Raises `NoSuchRevision`, `TextHidden`,
    `OwnEdit`, `PermissionDenied`.
    """
    authority.require("patrol")
    revision = finding.get_revision(authority, number)
    if revision.user_id == authority.account.id and not authority.may("autopatrol"):
        raise OwnEdit(number=number)
    with transaction():
        happened = _check(authority.account, Patrol.revision_id == number)
        if happened:
            _tell(authority, session.get_one(Revision, number))
    row = session.get(Patrol, number)
    user = by_id(row.user_id) if row is not None and row.user_id is not None else None
    return Mark(revision, happened, user, row.at if row is not None else None)


def _check(user: User, condition: ColumnElement[bool]) -> bool:
    """Put `user` into the rows of `condition` that wait; whether there was one."""
    waiting = update(Patrol).where(condition, Patrol.at.is_(None)).values(user_id=user.id, at=clock.now())
    result = session.execute(waiting, execution_options={"synchronize_session": False})
    return bool(getattr(result, "rowcount", 0))


def _tell(authority: Authority, revision: Revision) -> None:
    """Log that `revision` was checked; a page whose beginning was is shown to search engines from now on."""
    page = finding.page_of(revision)
    logs.add(
        authority,
        type="patrol",
        action="patrol",
        title=page.title,
        page_id=page.id,
        details={"number": revision.id},
    )
    if revision.parent_id is None:
        touch([page.id])
