"""Merging kinds of events into one list: order, and paging that neither doubles nor skips."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from wiki.database import session, transaction
from wiki.logs.models import LogEntry
from wiki.pages.models import Content, Page, Revision
from wiki.recentchanges.streams import Part, Position, Streams
from wiki.settings import Settings
from wiki.users.accounts import system_user

START = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

EVERYTHING = Streams(select(Revision), select(LogEntry))


def add_events(ticks: list[tuple[str, int]]) -> None:
    """Revisions ("r") and log entries ("l") at so many seconds after `START`."""
    with transaction() as current:
        author = system_user()
        content = session.scalar(select(Content)) or Content(sha256="0" * 64, size=0, data=b"")
        current.add(content)
        page = session.scalar(select(Page)) or Page(namespace=0, name="Page", created_at=START, random=0.5)
        current.add(page)
        current.flush()
        for kind, seconds in ticks:
            moment = START + timedelta(seconds=seconds)
            common = {"created_at": moment}
            if kind == "r":
                values = {"page_id": page.id, "content_id": content.id, "user_id": author.id}
                current.execute(insert(Revision).values(**values, **common, size=0, size_change=0))
            else:
                values = {"type": "move", "action": "move", "actor_id": author.id, "namespace": 0, "name": "Page"}
                current.execute(insert(LogEntry).values(**values, **common))


def walk(streams: Streams, limit: int) -> list[Position]:
    """Every event in the order in which a reader who pages towards the past meets it."""
    met: list[Position] = []
    part = streams.part(before=None, after=None, limit=limit)
    while part.events:
        met += [Position.of(event) for event in part.events]
        part = streams.part(before=met[-1], after=None, limit=limit)
    return met


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_paging_meets_each_event_once_in_order(wiki_database: Settings, limit: int) -> None:
    add_events([("r", 0), ("l", 0), ("r", 0), ("l", 5), ("l", 5), ("r", 5), ("r", 9), ("l", 9), ("r", 10)])
    met = walk(EVERYTHING, limit)
    assert met == sorted(met, reverse=True)
    assert len(met) == len(set(met)) == 9


def test_what_is_written_meanwhile_neither_doubles_nor_skips(wiki_database: Settings) -> None:
    add_events([(kind, second) for second in range(6) for kind in "rl"])
    before = set(walk(EVERYTHING, 100))
    met: list[Position] = []
    part = EVERYTHING.part(before=None, after=None, limit=3)
    while part.events:
        met += [Position.of(event) for event in part.events]
        add_events([("r", 100), ("l", 100)])
        part = EVERYTHING.part(before=met[-1], after=None, limit=3)
    assert set(met) == before
    assert len(met) == len(before)


def test_going_back_shows_the_same_part_again(wiki_database: Settings) -> None:
    add_events([(kind, second) for second in range(5) for kind in "rlr"])
    first = EVERYTHING.part(before=None, after=None, limit=4)
    second = EVERYTHING.part(before=Position.of(first.events[-1]), after=None, limit=4)
    again = EVERYTHING.part(before=None, after=Position.of(second.events[0]), limit=4)
    assert again.events == first.events
    assert (first.newer, first.older) == (False, True)
    assert (second.newer, again.newer, again.older) == (True, False, True)


def test_one_kind_alone(wiki_database: Settings) -> None:
    add_events([("r", 1), ("l", 2), ("r", 3)])
    part: Part = Streams(select(Revision)).part(before=None, after=None, limit=10)
    assert [type(event) for event in part.events] == [Revision, Revision]
    assert Streams().part(before=None, after=None, limit=10).events == []


def test_an_act_stands_above_the_revision_that_it_made(wiki_database: Settings) -> None:
    add_events([("l", 1), ("r", 1)])
    part = EVERYTHING.part(before=None, after=None, limit=10)
    assert [type(event) for event in part.events] == [LogEntry, Revision]


def test_a_position_survives_an_address() -> None:
    position = Position(START + timedelta(microseconds=123_457), 1, 42)
    assert Position.read(str(position)) == position


@pytest.mark.parametrize(
    "text", [None, "", "12", "1-2", "a-b-c", "-1-0-1", "1-0-1-1", "9" * 18 + "-0-1", "1" * 30 + "-0-1", "²-0-1"]
)
def test_what_is_no_position_is_none(text: str | None) -> None:
    assert Position.read(text) is None
