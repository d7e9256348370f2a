"""Temporary accounts: the names under which devices write whose owners have not registered.

Rule: a number is never given twice, and nothing ties an account to an address or a person but its session and, as
long as `permissions.blocks.networks` says, keyed hashes of the networks that it last wrote from.
"""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from wiki import clock
from wiki.database import session, transaction
from wiki.users.models import TemporaryNumber, User
from wiki.users.names import TEMPORARY_PREFIX, name_key

#: How long a device may write under the same temporary name.
TEMPORARY_DAYS = 90


def temporary_account() -> User:
    """A new account for a device whose owner writes without having registered: `~2026-1042`, for 90 days.

    It has no password and no address; whoever holds its session writes under its name.
    """
    moment = clock.now()
    with transaction() as current:
        name = f"{TEMPORARY_PREFIX}{moment.year}-{_next_number(moment.year)}"
        user = User(
            name=name,
            name_key=name_key(name),
            created_at=moment,
            expires_at=moment + timedelta(days=TEMPORARY_DAYS),
        )
        current.add(user)
        current.flush()
    return user


def behind() -> list[tuple[int, int]]:
    """(year, highest number that a name has) where the count of temporary names is below it."""
    highest: dict[int, int] = {}
    for name in session.scalars(select(User.name).where(User.name.startswith(TEMPORARY_PREFIX, autoescape=True))):
        year, _dash, number = name.removeprefix(TEMPORARY_PREFIX).partition("-")
        if year.isdecimal() and number.isdecimal():
            highest[int(year)] = max(highest.get(int(year), 0), int(number))
    counted = {row.year: row.last for row in session.scalars(select(TemporaryNumber))}
    return sorted((year, last) for year, last in highest.items() if counted.get(year, 0) < last)


def recount() -> None:
    """Count on from the highest number that a name has."""
    for year, last in behind():
        with transaction() as current:
            current.merge(TemporaryNumber(year=year, last=last))


def _next_number(year: int) -> int:
    """The next number of `year`; the row that counts is locked until the transaction ends."""
    count_up = (
        update(TemporaryNumber)
        .where(TemporaryNumber.year == year)
        .values(last=TemporaryNumber.last + 1)
        .returning(TemporaryNumber.last)
        .execution_options(synchronize_session=False)
    )
    number = session.scalar(count_up)
    if number is None:
        try:
            with session.begin_nested():
                session.add(TemporaryNumber(year=year, last=1))
            return 1
        except IntegrityError:
            # Another process wrote the year's first name at the same moment.
            number = session.scalar(count_up)
    assert number is not None
    return number
