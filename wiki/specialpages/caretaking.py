"""Who takes care of a maintenance report. Rule: one registered person at most; nobody takes a report from another.

Whoever may assign reports names and relieves others. Each act is logged.
"""

from collections.abc import Collection

from sqlalchemy import select

from wiki import clock
from wiki.database import session, transaction
from wiki.errors import N_, InvalidInput, WikiError
from wiki.logs import writing as logs
from wiki.permissions.authority import Authority
from wiki.specialpages.models import ReportCaretaker
from wiki.titles import Namespace, Title
from wiki.users.models import User


class NoCaretaker(InvalidInput):
    """The account cannot take care of a report."""

    code = "no-caretaker"
    message = N_("“%(name)s” is not a registered account: it cannot take care of a report.")


class TakenAlready(WikiError):
    """Somebody else was quicker."""

    status = 409
    code = "taken-already"
    message = N_("Somebody else takes care of this report already. Ask that person, or choose another report.")


def caretakers(reports: Collection[str]) -> dict[str, User]:
    """Who takes care of each of `reports`; those that nobody cares for are left out. One query."""
    query = select(ReportCaretaker.report, User).join(User, User.id == ReportCaretaker.user_id)
    rows = session.execute(query.where(ReportCaretaker.report.in_(reports)))
    return {row.report: row.User for row in rows}


def take(authority: Authority, *, report: str) -> None:
    """Take care of `report` oneself. Raises `PermissionDenied`, `NoCaretaker`, `TakenAlready`."""
    authority.require("maintain")
    user = authority.account
    _refuse_fleeting(user)
    with transaction() as current:
        row = current.get(ReportCaretaker, report)
        if row is not None and row.user_id != user.id:
            raise TakenAlready
        if row is None:
            current.add(ReportCaretaker(report=report, user_id=user.id, since=clock.now()))
            logs.add(authority, type="reports", action="take", title=log_title(report))


def leave(authority: Authority, *, report: str) -> None:
    """Leave `report` to others; does nothing where it is not one's own."""
    user = authority.account
    with transaction() as current:
        row = current.get(ReportCaretaker, report)
        if row is not None and row.user_id == user.id:
            current.delete(row)
            logs.add(authority, type="reports", action="leave", title=log_title(report))


def assign(authority: Authority, *, report: str, user: User | None, reason: str = "") -> None:
    """Make `user` take care of `report`, None for nobody. Raises `PermissionDenied`, `NoCaretaker`."""
    authority.require("assignreports")
    if user is not None:
        _refuse_fleeting(user)
    with transaction() as current:
        row = current.get(ReportCaretaker, report)
        before = current.get_one(User, row.user_id) if row is not None else None
        if (before and before.id) == (user and user.id):
            return
        if row is not None:
            current.delete(row)
            current.flush()
        if user is not None:
            current.add(ReportCaretaker(report=report, user_id=user.id, since=clock.now()))
        concerned = user or before
        details = {"target": concerned.title.full_name} if concerned else {}
        action = "assign" if user is not None else "relieve"
        title = log_title(report)
        logs.add(authority, type="reports", action=action, title=title, reason=reason, details=details)


def log_title(report: str) -> Title:
    """What the log says that an act was done to: the report's page."""
    return Title(Namespace.SPECIAL, report[:1].upper() + report[1:])


def _refuse_fleeting(user: User) -> None:
    if user.is_temporary or user.is_system:
        raise NoCaretaker(name=user.name)
