"""The one clock. Every time that the wiki stores or compares comes from here, so that tests can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_frozen: datetime | None = None


def now() -> datetime:
    """The present moment: aware, UTC, microseconds."""
    return _frozen or datetime.now(UTC)


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` (aware) for the length of the block."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
