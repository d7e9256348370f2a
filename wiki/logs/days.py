"""Days as a reader counts them. Rule: a day begins at midnight of the reader's zone, also when clocks change."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

Row = TypeVar("Row")


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
    return datetime.combine(day, time(), tzinfo=zone)


def day_ends(day: date, zone: ZoneInfo) -> datetime:
    """The first moment that is no longer `day`."""
    return day_begins(day + timedelta(days=1), zone) if day < date.max else datetime.max.replace(tzinfo=zone)
