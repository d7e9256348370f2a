"""Days as a reader counts them. Rule: a day begins at midnight of the reader's zone, also when clocks change."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

Row = TypeVar("Row")

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""Days further away than these stand for them: near the ends of the calendar no zone can be converted."""


def by_day(
    rows: Iterable[Row], zone: ZoneInfo, moment_of: Callable[[Row], datetime]
) -> list[tuple[datetime, list[Row]]]:
    """`rows` under the days in which they happened, in the same order: (a moment of that day, its rows)."""
    days: list[tuple[datetime, list[Row]]] = []
    for row in rows:
        moment = moment_of(row)
        if not days or days[-1][0].astimezone(zone).date() != moment.astimezone(zone).date():
            days.append((moment, []))
        days[-1][1].append(row)
    return days


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of `day`."""
    return datetime.combine(max(FIRST_DAY, min(day, LAST_DAY)), time(), tzinfo=zone)


def day_ends(day: date, zone: ZoneInfo) -> datetime:
    """The first moment that is no longer `day`."""
    return day_begins(min(day, LAST_DAY) + timedelta(days=1), zone)
