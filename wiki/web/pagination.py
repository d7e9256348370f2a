"""Paging through lists that grow: by position of an id, so that nothing is doubled while people edit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from flask import request
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from wiki.database import session
from wiki.web.numbers import asked_id

LIMITS = (20, 50, 100, 250, 500)
DEFAULT_LIMIT = 50
MAX_OFFSET = 10_000

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Pagination:
    """Links around a part of a list; None where there is nothing that way."""

    limit: int
    limits: tuple[tuple[int, str], ...]
    first: str | None
    previous: str | None
    next: str | None
    last: str | None


def asked_limit(default: int = DEFAULT_LIMIT) -> int:
    """How many rows the reader asked for, one of `LIMITS`."""
    limit = request.args.get("limit", default, type=int)
    return limit if limit in LIMITS else default


def asked_offset() -> int:
    """How many rows to pass over, for lists ordered by something else than an id; at most `MAX_OFFSET`."""
    return max(0, min(request.args.get("offset", 0, type=int), MAX_OFFSET))


def address(**changes: str | int | list[str] | None) -> str:
    """The request's own address with some parameters changed, or removed where None."""
    arguments: dict[str, Sequence[str | int | None]] = {**request.args.to_dict(flat=False)}
    arguments |= {key: value if isinstance(value, list) else [value] for key, value in changes.items()}
    query = "&".join(
        f"{quote(key, safe='')}={quote(str(value), safe='')}"
        for key, values in arguments.items()
        for value in values
        if value is not None
    )
    return f"{quote(request.path, safe='/:')}?{query}" if query else quote(request.path, safe="/:")


def newest_first(
    query: Select[Row], column: InstrumentedAttribute[int], identify: Callable[[Row], int]
) -> tuple[list[Row], Pagination]:
    """A part of `query` ordered by `column` (an id) downwards, as `before=` / `after=` of the request ask.

    `identify` gives the id of a row. Two queries at most, each bounded by the limit.
    """
    limit = asked_limit()
    before, after = asked_id("before"), asked_id("after")
    if after is not None:
        rows = list(session.scalars(query.where(column > after).order_by(column.asc()).limit(limit + 1)))
        newer, rows = len(rows) > limit, rows[:limit][::-1]
        older = session.scalars(query.where(column <= after).limit(1)).first() is not None
    else:
        bounded = query if before is None else query.where(column < before)
        rows = list(session.scalars(bounded.order_by(column.desc()).limit(limit + 1)))
        older, rows = len(rows) > limit, rows[:limit]
        newer = before is not None and session.scalars(query.where(column >= before).limit(1)).first() is not None
    return rows, around(rows, identify, limit=limit, newer=newer, older=older)


def around(rows: Sequence[Row], identify: Callable[[Row], int], *, limit: int, newer: bool, older: bool) -> Pagination:
    """Links from `rows` (newest first) to what is newer and older."""
    first = identify(rows[0]) if rows else 0
    last = identify(rows[-1]) if rows else 0
    return Pagination(
        limit=limit,
        limits=tuple((size, address(limit=size, before=None, after=None)) for size in LIMITS),
        first=address(before=None, after=None) if newer else None,
        previous=address(after=first, before=None) if newer and rows else None,
        next=address(before=last, after=None) if older and rows else None,
        last=address(after=0, before=None) if older else None,
    )


def by_offset(total_or_more: int, *, limit: int, offset: int, limits: Sequence[int] = LIMITS) -> Pagination:
    """Links around a list paged by offset; `total_or_more` is how many rows exist as far as is known."""
    more = total_or_more > offset + limit and offset + limit <= MAX_OFFSET
    return Pagination(
        limit=limit,
        limits=tuple((size, address(limit=size, offset=None)) for size in limits),
        first=address(offset=None) if offset else None,
        previous=address(offset=max(0, offset - limit) or None) if offset else None,
        next=address(offset=offset + limit) if more else None,
        last=None,
    )
