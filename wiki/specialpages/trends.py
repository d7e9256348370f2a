"""How maintenance reports grow and shrink: each is counted once a day, and compared with the days before.

Rule: the day's first look counts, one report a turn; until the next day the database is not asked again. Processes
that count at the same moment write one row: its key decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from wiki import clock
from wiki.database import session, transaction
from wiki.specialpages.models import ReportCount
from wiki.specialpages.reports import COUNTED, MAX_ROWS, Report, count

KEPT_DAYS = 400
"""Counts that are older are forgotten."""

SHOWN_DAYS = 90
"""Days whose counts a trend shows."""

COMPARED_DAYS = (7, 30)
"""How many days ago the counts are that the present one is compared with."""


class DailyCounter:
    """The background worker's chore. One for each process: it remembers the day that is done."""

    def __init__(self) -> None:
        self._done: date | None = None

    def turn(self) -> bool:
        """Count one report that has no count of today; whether there was any."""
        today = clock.now().date()
        if self._done == today:
            return False
        counted = set(session.scalars(select(ReportCount.report).where(ReportCount.day == today)))
        report = next((report for key, report in COUNTED.items() if key not in counted), None)
        if report is None:
            self._done = today
            return False
        record(report, today)
        return True


def record(report: Report, day: date) -> None:
    """Write down how many lines `report` has on `day`, and forget its counts of long ago."""
    row = ReportCount(report=report.key, day=day, number=count(report), counted_at=clock.now())
    old = delete(ReportCount).where(
        ReportCount.report == report.key, ReportCount.day < day - timedelta(days=KEPT_DAYS)
    )
    try:
        with transaction() as current:
            current.add(row)
            current.execute(old)
    except IntegrityError:
        # Another process counted at the same moment; its row is as good.
        return


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines a report had on a day."""

    day: date
    number: int
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """How many lines more (below zero: fewer) there are than at the moment `since`."""

    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Trend:
    """The counts of a report in the last `SHOWN_DAYS` days, the oldest first."""

    counts: tuple[Count, ...] = ()

    @property
    def latest(self) -> Count | None:
        """The newest count."""
        return self.counts[-1] if self.counts else None

    @property
    def least(self) -> int:
        """The smallest number counted. For a trend with counts."""
        return min(count.number for count in self.counts)

    @property
    def most(self) -> int:
        """The largest number counted. For a trend with counts."""
        return max(count.number for count in self.counts)

    def changes(self, number: int, day: date) -> tuple[Change, ...]:
        """What `number`, counted on `day`, is against a week and a month before, or the oldest count since.

        A count that stopped at `MAX_ROWS` cannot be compared with anything.
        """
        earlier = [count for count in self.counts if count.day < day]
        bases = []
        for days in COMPARED_DAYS:
            old = [count for count in earlier if count.day <= day - timedelta(days=days)]
            bases += old[-1:] or earlier[:1]
        return tuple(
            Change(number - base.number, base.counted_at)
            for base in dict.fromkeys(bases)
            if max(number, base.number) < MAX_ROWS
        )

    def points(self, width: int, height: int) -> str:
        """The counts as points of an SVG line in a box of that size, zero at its bottom. For a trend with counts."""
        first, days = self.counts[0].day, max(1, (self.counts[-1].day - self.counts[0].day).days)
        places = [
            (width * (count.day - first).days / days, height - height * count.number / max(1, self.most))
            for count in self.counts
        ]
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def trends(keys: Collection[str]) -> dict[str, Trend]:
    """The trend of each report of `keys`. One query, of `SHOWN_DAYS` rows a report at most."""
    since = clock.now().date() - timedelta(days=SHOWN_DAYS)
    rows = session.execute(
        select(ReportCount.report, ReportCount.day, ReportCount.number, ReportCount.counted_at)
        .where(ReportCount.report.in_(keys), ReportCount.day > since)
        .order_by(ReportCount.report, ReportCount.day)
    )
    found: dict[str, list[Count]] = {key: [] for key in keys}
    for key, day, number, counted_at in rows:
        found[key].append(Count(day, number, counted_at))
    return {key: Trend(tuple(counts)) for key, counts in found.items()}
