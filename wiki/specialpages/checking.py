"""What must hold of the reports' counts and caretakers; `wiki check` prints what does not."""

from collections.abc import Iterator

from sqlalchemy import select

from wiki.database import session
from wiki.specialpages.models import ReportCaretaker, ReportCount
from wiki.specialpages.reports import MAX_ROWS, REPORTS
from wiki.users.models import User


def check() -> Iterator[str]:
    """One English sentence for each caretaker of no report or without a lasting account, each impossible count."""
    query = select(ReportCaretaker.report, ReportCaretaker.user_id, User).outerjoin(
        User, User.id == ReportCaretaker.user_id
    )
    for key, number, user in session.execute(query.order_by(ReportCaretaker.report)):
        if key not in REPORTS:
            yield f"account {number} takes care of “{key}”: there is no such report"
        if user is None or user.is_temporary or user.is_system:
            yield f"account {number}, which takes care of the report {key}, is no registered account"
    wrong = ~ReportCount.number.between(0, MAX_ROWS)
    for row in session.scalars(select(ReportCount).where(wrong).order_by(ReportCount.report, ReportCount.day)):
        yield f"the report {row.report} has {row.number} lines on {row.day}: there cannot be as many"
