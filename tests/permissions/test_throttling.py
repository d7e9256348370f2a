"""How often is too often, and what the counters give away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from wiki import clock
from wiki.database import session, transaction
from wiki.permissions import throttling
from wiki.permissions.models import Throttle
from wiki.permissions.throttling import LIMITS, Limit, RateLimited

pytestmark = pytest.mark.usefixtures("wiki_database")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _limits(monkeypatch: pytest.MonkeyPatch) -> None:
    throttling.configure("a-key-for-tests-0123456789-abcdefghij")
    monkeypatch.setitem(LIMITS, "knock", (Limit(2, 60), Limit(3, 3600)))


def knock(subject: str = "192.0.2.7") -> None:
    throttling.hit("knock", subject)


def test_a_window_closes_and_opens_again() -> None:
    with clock.freeze(NOON):
        knock()
        knock()
        with pytest.raises(RateLimited) as refused:
            knock()
        assert refused.value.params["seconds"] == 60
        knock("192.0.2.8")
    with clock.freeze(NOON + timedelta(seconds=60)):
        knock()
        with pytest.raises(RateLimited) as refused:
            knock()
    assert refused.value.params["seconds"] == 3540
    assert "59 minutes" in str(refused.value)


def test_a_refused_try_is_not_counted() -> None:
    with clock.freeze(NOON):
        for _ in range(2):
            knock()
        for _ in range(5):
            with pytest.raises(RateLimited):
                knock()
    with clock.freeze(NOON + timedelta(seconds=61)):
        knock()


def test_looking_counts_nothing() -> None:
    with clock.freeze(NOON):
        for _ in range(5):
            throttling.check("knock", "192.0.2.7")
        knock()
        knock()
        with pytest.raises(RateLimited):
            throttling.check("knock", "192.0.2.7")
        throttling.forget("knock", "192.0.2.7")
        throttling.check("knock", "192.0.2.7")


def test_a_household_counts_as_one_address() -> None:
    with clock.freeze(NOON):
        knock("2001:db8:1:2::1")
        knock("2001:db8:1:2:aaaa::9")
        with pytest.raises(RateLimited):
            knock("2001:db8:1:2:ffff::3")
        knock("2001:db8:1:3::1")


def test_counters_tell_no_address() -> None:
    knock("192.0.2.7")
    rows = session.scalars(select(Throttle)).all()
    assert rows
    assert all(len(row.key) == 64 and "192.0.2" not in str(vars(row)) for row in rows)
    keys = {row.key for row in rows}
    throttling.configure("another-key-for-tests-0123456789-abcd")
    knock("192.0.2.7")
    assert len(set(session.scalars(select(Throttle.key))) - keys) == len(LIMITS["knock"])


def test_many_at_once_are_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "knock", (Limit(10, 3600),))

    def try_once(_: int) -> bool:
        try:
            knock()
        except RateLimited:
            return False
        finally:
            session.remove()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(try_once, range(30))) == 10


def test_a_count_stays_when_what_was_counted_fails() -> None:
    knock()
    knock()
    with pytest.raises(ZeroDivisionError), transaction():
        _ = 1 / 0
    with pytest.raises(RateLimited):
        knock()


def test_what_is_over_does_not_pile_up() -> None:
    with clock.freeze(NOON):
        for number in range(20):
            knock(f"192.0.2.{number}")
    assert session.scalar(select(func.count()).select_from(Throttle)) == 40
    with clock.freeze(NOON + timedelta(hours=2)):
        knock("203.0.113.1")
    assert session.scalar(select(func.count()).select_from(Throttle)) == 2
