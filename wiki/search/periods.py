"""Days, months and years as people write them. Pure."""

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_FRENCH = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})")

Period = tuple[date, date]


def period(text: str) -> Period | None:
    """First and last day of what `text` names: 2026, 2026-03, 2026-03-12, 12/03/2026, 03/2026; else None."""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _FRENCH.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        if day:
            return first, first
        # The 28th of any month and four days more is a day of the next.
        following = date(first.year, first.month if month else 12, 28) + timedelta(days=4)
    except (ValueError, OverflowError):
        return None
    return first, following - timedelta(days=following.day)
