"""What is kept about maintenance reports: how long each was, day by day, and who takes care of it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base


class ReportCount(Base):
    """How many lines a report had on a day. The key keeps it to one row a day, however many processes count."""

    __tablename__ = "report_count"

    #: Key of the report, see `wiki.specialpages.reports.REPORTS`.
    report: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: Day in UTC.
    day: Mapped[date] = mapped_column(primary_key=True)
    #: Lines, counted up to `wiki.specialpages.reports.MAX_ROWS`.
    number: Mapped[int]
    counted_at: Mapped[datetime]


class ReportCaretaker(Base):
    """Somebody takes care of a report; one person at most."""

    __tablename__ = "report_caretaker"

    #: Key of the report, see `wiki.specialpages.reports.REPORTS`.
    report: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime]
