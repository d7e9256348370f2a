"""Rate limits, counted in the database so that all processes share them.

Rule: what is counted is stored as a keyed hash only; without the wiki's secret it tells nothing about anybody.
The figures follow MediaWiki's defaults (`$wgRateLimits`, `$wgPasswordAttemptThrottle`).
"""

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_network

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from wiki import clock
from wiki.database import session, transaction
from wiki.errors import N_, WikiError
from wiki.permissions.models import Throttle


class RateLimited(WikiError):
    """Done too often; `params["seconds"]` tells how long to wait."""

    status = 429
    code = "rate-limited"
    message = N_("That was done too often. Please wait %(seconds)s seconds and try again.")

    def __init__(self, *, seconds: int) -> None:
        minutes = -(-seconds // 60)
        message = None
        if seconds > 2 * 3600:
            message = N_("That was done too often. Please wait %(hours)s hours and try again.")
        elif seconds > 120:
            message = N_("That was done too often. Please wait %(minutes)s minutes and try again.")
        super().__init__(message, seconds=seconds, minutes=minutes, hours=-(-minutes // 60))


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` times in `seconds`."""

    count: int
    seconds: int


LIMITS: dict[str, tuple[Limit, ...]] = {
    "edit-newcomer": (Limit(8, 60),),
    "edit": (Limit(90, 60),),
    "rollback": (Limit(10, 60),),
    "rollback-newcomer": (Limit(5, 120),),
    "preview": (Limit(120, 60),),
    "move-newcomer": (Limit(2, 120),),
    "move": (Limit(8, 60),),
    "register": (Limit(6, 3600),),
    "log-in": (Limit(5, 300), Limit(150, 48 * 3600)),
    "log-in-address": (Limit(30, 300),),
    "log-in-device": (Limit(10, 300),),
    "mail": (Limit(5, 3600),),
}
"""What is limited, and how. Every window of a tuple must hold.

`log-in` counts by account and address together, `log-in-address` what one address tries on all accounts,
`log-in-device` tries from a device where that account has been used before. Nothing counts by account alone:
strangers cannot lock anybody out.
"""

#: Windows that are over and are removed when a new one begins.
SWEPT = 50

_secret = b""


def configure(secret_key: str) -> None:
    """Set the key that hides what is counted."""
    global _secret
    _secret = hashlib.sha256(b"throttle" + secret_key.encode()).digest()


def hit(action: str, subject: str, limits: tuple[Limit, ...] = ()) -> None:
    """Count `action` by `subject` once more; raise `RateLimited` where a limit of `LIMITS`, or one given, is passed.

    Call it before the transaction of what is counted: a count that is rolled back with it slows nobody down.
    """
    moment = clock.now()
    with transaction():
        for limit in limits or LIMITS[action]:
            row = _counter(_key(action, subject, limit), moment)
            if row.expires_at <= moment:
                row.count, row.expires_at = 0, moment + timedelta(seconds=limit.seconds)
            if row.count >= limit.count:
                raise RateLimited(seconds=_wait(row, moment))
            row.count += 1


def check(action: str, subject: str, limits: tuple[Limit, ...] = ()) -> None:
    """Raise `RateLimited` where `subject` has no try left, without counting one."""
    moment = clock.now()
    for limit in limits or LIMITS[action]:
        row = session.get(Throttle, _key(action, subject, limit), populate_existing=True)
        if row is not None and row.expires_at > moment and row.count >= limit.count:
            raise RateLimited(seconds=_wait(row, moment))


def forget(action: str, subject: str) -> None:
    """Start counting anew, as after a right password."""
    keys = [_key(action, subject, limit) for limit in LIMITS[action]]
    with transaction() as current:
        current.execute(delete(Throttle).where(Throttle.key.in_(keys)))


def _counter(key: str, moment: datetime) -> Throttle:
    """The row under `key`, locked until the transaction ends; a new one is already over."""
    row = session.get(Throttle, key, with_for_update=True)
    if row is None:
        _sweep(moment)
        try:
            with session.begin_nested():
                row = Throttle(key=key, count=0, expires_at=moment)
                session.add(row)
        except IntegrityError:
            # Another process, on a database with several writers, counted the first time at the same moment.
            row = session.get_one(Throttle, key, with_for_update=True)
    return row


def _sweep(moment: datetime) -> None:
    """Remove some windows that are over, so that the table stays as small as what is going on."""
    stale = select(Throttle.key).where(Throttle.expires_at <= moment).limit(SWEPT)
    # Rows that another process holds are left to it: waiting for one another is how writers lock up.
    session.execute(delete(Throttle).where(Throttle.key.in_(stale.with_for_update(skip_locked=True))))


def _wait(row: Throttle, moment: datetime) -> int:
    """Whole seconds until the window of `row` is over."""
    return max(1, math.ceil((row.expires_at - moment).total_seconds()))


def _network(subject: str) -> str:
    """An IPv6 address as the /64 that one household or machine has to itself; anything else as it is."""
    if ":" not in subject:
        return subject
    try:
        return str(ip_network((IPv6Address(subject.partition("%")[0]), 64), strict=False))
    except ValueError:
        return subject


def _key(action: str, subject: str, limit: Limit) -> str:
    message = f"{action}\0{limit.seconds}\0{_network(subject)}".encode()
    return hmac.new(_secret, message, hashlib.sha256).hexdigest()
