"""The chain that seals the log: what is changed behind the wiki's back is found."""

import pytest
from sqlalchemy import delete, insert, select, update

from tests.reading import read
from wiki.database import session, transaction
from wiki.logs import writing as logs
from wiki.logs.checking import check
from wiki.logs.models import LogEntry, LogHead
from wiki.logs.sealing import head
from wiki.moderation.deletion import delete_page
from wiki.titles import Title


@pytest.fixture
def entries(page, maintenance) -> list[int]:
    """Four sealed entries: three creations and a deletion."""
    for name in ("Eau", "Feu", "Air"):
        page(name, "Un.")
    delete_page(maintenance, title=Title.parse("Air"), reason="essai")
    return list(session.scalars(select(LogEntry.id).where(LogEntry.number.is_not(None)).order_by(LogEntry.number)))


def behind(statement) -> list[str]:
    """What the check finds after somebody changed the database itself."""
    with transaction() as current:
        current.execute(statement, execution_options={"synchronize_session": False})
    session.remove()
    return list(check())


def test_the_chain_holds_and_has_no_gap(entries: list[int]) -> None:
    assert list(check()) == []
    assert list(session.scalars(select(LogEntry.number).order_by(LogEntry.number))) == [1, 2, 3, 4]
    assert head().number == 4
    assert head().hash == session.get_one(LogEntry, entries[-1]).hash


@pytest.mark.parametrize(
    "change",
    [{"reason": "autre"}, {"actor_id": 2}, {"name": "Terre"}, {"action": "restore"}, {"details": {"count": 7}}],
    ids=lambda change: next(iter(change)),
)
def test_an_entry_that_was_changed(entries: list[int], change: dict[str, object], user) -> None:
    user("Bob")
    found = behind(update(LogEntry).where(LogEntry.id == entries[-1]).values(**change))
    assert f"log entry {entries[-1]}: it is not what was sealed" in found


def test_an_entry_that_was_removed(entries: list[int]) -> None:
    assert behind(delete(LogEntry).where(LogEntry.id == entries[1])) == [
        f"log entry {entries[2]}: entries sealed just before it are gone (1)"
    ]


def test_the_newest_entry_removed(entries: list[int]) -> None:
    assert behind(delete(LogEntry).where(LogEntry.id == entries[-1])) == [
        "the log ends with sealed entry 3, while 4 were sealed"
    ]


def test_an_entry_slipped_in(entries: list[int]) -> None:
    copied = ("type", "action", "actor_id", "created_at", "namespace", "name", "reason", "details")
    row = {name: getattr(session.get_one(LogEntry, entries[0]), name) for name in copied}
    assert behind(insert(LogEntry).values(row)) == [f"log entry {entries[-1] + 1}: it was never sealed"]


def test_another_history_written_whole_does_not_have_the_seal_that_was_noted(entries: list[int], page) -> None:
    noted = head().hash
    behind(delete(LogEntry).where(LogEntry.id == entries[-1]))
    before = session.get_one(LogEntry, entries[-2]).hash
    assert behind(update(LogHead).values(number=3, hash=before)) == []
    page("Terre", "Un.")
    assert head().number == 4
    assert head().hash != noted


def add_and_fail(maintenance) -> None:
    with transaction():
        logs.add(maintenance, type="create", action="create", title=Title.parse("Vent"))
        raise LookupError


def test_an_act_that_is_rolled_back_leaves_no_gap(entries: list[int], maintenance, page) -> None:
    with pytest.raises(LookupError):
        add_and_fail(maintenance)
    assert head().number == 4
    page("Terre", "Un.")
    assert list(check()) == []


def test_readers_see_the_newest_seal(client, entries: list[int]) -> None:
    assert read(client.get("/special/logs").text).one("code", class_="seal").words == head().hash
