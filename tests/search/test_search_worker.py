"""From the outbox to the index: nothing is skipped, whatever dies in between."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from wiki.database import session, transaction
from wiki.lease import lease
from wiki.pages.finding import find_page
from wiki.search import documents, outbox, rebuild, worker
from wiki.search.checking import check
from wiki.search.index import IndexUnavailable, SearchIndex
from wiki.search.models import SearchOutbox
from wiki.search.query import search
from wiki.search.schema import IndexDocument
from wiki.settings import Settings
from wiki.titles import Title

PageMaker = Callable[..., object]
Indexed = Callable[[dict[str, str]], None]


def found(words: str) -> list[str]:
    return sorted(hit.title.full_name for hit in search(words).hits)


def waiting() -> int:
    session.commit()
    return session.scalar(select(func.count()).select_from(SearchOutbox)) or 0


def eventually(condition: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        session.commit()
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def running(wiki_database: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A worker in this process."""
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    monkeypatch.setattr(worker, "POLL", 0.05)
    worker.start(wiki_database)
    yield wiki_database
    worker.stop()


def test_a_saved_page_waits_then_is_found(search_index: SearchIndex, page: PageMaker) -> None:
    page("Eau potable", "Une **source** vive.")
    assert outbox.lag() >= 1
    worker.catch_up()
    assert outbox.lag() == 0
    assert found("sources") == ["Eau potable"]
    page("Eau potable", "Une rivière.")
    worker.catch_up()
    assert found("source") == []
    assert found("rivières") == ["Eau potable"]


def test_the_thread_builds_the_index_and_follows(running: Settings, page: PageMaker) -> None:
    page("Eau potable", "Une source vive.")
    worker.wake()
    eventually(lambda: _quietly("source") and not waiting())
    assert found("source") == ["Eau potable"]


def _quietly(words: str) -> list[str]:
    try:
        return found(words)
    except IndexUnavailable:
        return []


def test_the_thread_rebuilds_a_damaged_index(running: Settings, page: PageMaker) -> None:
    page("Eau potable", "Une source vive.")
    eventually(lambda: _quietly("source") == ["Eau potable"] and not waiting())
    for path in running.index_path.glob("v*/*.seg"):
        os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(IndexUnavailable):
        search("source")
    eventually(lambda: _quietly("source") == ["Eau potable"])


def test_the_site_answers_while_a_lost_index_is_rebuilt(
    running: Settings, app: Flask, client: FlaskClient, page: PageMaker
) -> None:
    page("Source vive", "Une eau claire.")
    eventually(lambda: _quietly("claire") == ["Source vive"] and not waiting())
    assert b'class="results__title"' in client.get("/special/search?q=claire").data
    # In one step: the thread may be writing into it.
    running.index_path.rename(running.index_path.with_name("lost"))
    statuses: list[int] = []

    def found_again() -> bool:
        answer = client.get("/special/search?q=source")
        statuses.append(answer.status_code)
        assert b"/wiki/Source_vive" in answer.data, "by its title at least"
        return answer.status_code == 200 and b'class="results__title"' in answer.data

    eventually(found_again)
    assert set(statuses) <= {200, 503}


def test_the_thread_notices_at_its_start_what_happened_while_it_was_away(
    wiki_database: Settings, indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed({"Eau potable": "Une source vive."})
    segment = next(wiki_database.index_path.glob("v*/*.seg"))
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 0xFF
    segment.write_bytes(content)
    monkeypatch.setattr(worker, "POLL", 0.05)
    worker.start(wiki_database)
    try:
        eventually(lambda: not segment.exists() and _quietly("source") != [])
        assert found("source") == ["Eau potable"]
    finally:
        worker.stop()


def overwrite(segment: Path) -> None:
    """Damage that keeps the length, and that nobody meets as an error."""
    content = bytearray(segment.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 400] = bytes(400)
    segment.write_bytes(content)


def test_damage_of_the_same_length_is_noticed_while_the_site_runs(
    running: Settings, page: PageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    page("Eau potable", "Une source vive.")
    eventually(lambda: _quietly("source") == ["Eau potable"] and not waiting())
    segment = next(running.index_path.glob("v*/*.seg"))
    monkeypatch.setattr(worker, "INSPECT", 0.05)
    worker.start(running)
    eventually(lambda: waiting() == 0)
    overwrite(segment)
    eventually(lambda: not segment.exists() and _quietly("source") == ["Eau potable"])


def test_inspecting_leaves_most_of_the_time_to_other_work(
    search_index: SearchIndex, indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed({"Eau potable": "Une source vive."})
    looks: list[Path] = []

    def sound(folder: Path) -> bool:
        looks.append(folder)
        return True

    monkeypatch.setattr(worker, "is_sound", sound)
    one = worker.Worker(search_index, documents.document_of)
    for _turn in range(5):
        one._turn()
    assert len(looks) == 1


def test_a_crash_between_commit_and_removal_repeats_the_work(
    search_index: SearchIndex, page: PageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.catch_up()
    page("Eau potable", "Une source vive.")
    rows = waiting()

    def die(row_ids: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "done", die)
        with pytest.raises(KeyboardInterrupt):
            worker.catch_up()
    assert found("source") == ["Eau potable"]
    assert waiting() == rows
    worker.catch_up()
    assert waiting() == 0
    assert found("source") == ["Eau potable"]
    assert search("source").total == 1


def test_a_row_written_while_its_page_is_indexed_stays(search_index: SearchIndex, page: PageMaker) -> None:
    worker.catch_up()
    page("Eau potable", "Une source vive.")

    def edited_meanwhile(page_id: int) -> IndexDocument | None:
        before = documents.document_of(page_id)
        session.commit()
        page("Eau potable", "Une rivière.")
        return before

    with lease(search_index.path, wait=True):
        worker.index_batch(search_index, edited_meanwhile)
    assert waiting() >= 1
    worker.catch_up()
    assert found("rivière") == ["Eau potable"]
    assert found("source") == []


def test_a_page_that_breaks_the_parser_does_not_hold_up_the_others(
    search_index: SearchIndex, page: PageMaker, caplog: pytest.LogCaptureFixture
) -> None:
    worker.catch_up()
    page("Poison", "Un texte.")
    page("Eau potable", "Une source vive.")
    poison = find_page(Title.parse("Poison"))
    assert poison is not None
    poison_id = poison.id

    def breaking(page_id: int) -> IndexDocument | None:
        if page_id == poison_id:
            raise RecursionError("too deep")
        return documents.document_of(page_id)

    worker.catch_up(breaking)
    assert waiting() == 0
    assert found("source") == ["Eau potable"]
    assert found("poison") == ["Poison"]
    assert "could not be read" in caplog.text
    assert any("Poison" in line for line in check())


def test_who_does_not_hold_the_lease_writes_nothing(search_index: SearchIndex, page: PageMaker) -> None:
    page("Eau potable", "Une source vive.")
    with lease(search_index.path, wait=True):
        assert worker.turn(search_index, documents.document_of) is False
    assert waiting() >= 1
    assert worker.turn(search_index, documents.document_of) is True


def test_rows_queued_during_a_rebuild_are_kept(search_index: SearchIndex, page: PageMaker) -> None:
    for number in range(3):
        page(f"Eau {number}", "Une source vive.")
    told: list[tuple[int, int]] = []

    def late_edit(page_id: int) -> IndexDocument | None:
        read = documents.document_of(page_id)
        if not told and read is not None and read.title.name == "Eau 0":
            told.append((0, 0))
            session.commit()
            page("Eau 0", "Une rivière.")
        return read

    count = rebuild.reindex(lambda done, total: told.append((done, total)), document_of=late_edit)
    assert told[-1] == (count, count)
    assert "Eau 0" in found("source")
    worker.catch_up()
    assert found("rivière") == ["Eau 0"]
    assert [line for line in check() if "search index" in line] == []


def test_searches_are_answered_during_a_rebuild(search_index: SearchIndex, indexed: Indexed) -> None:
    indexed({"Eau potable": "Une source vive."})
    during: list[list[str]] = []

    def slow(page_id: int) -> IndexDocument | None:
        during.append(found("source"))
        return documents.document_of(page_id)

    rebuild.reindex(lambda _done, _total: None, document_of=slow)
    assert during
    assert all(titles == ["Eau potable"] for titles in during)


def test_deleted_pages_and_redirects_leave_the_index(search_index: SearchIndex, indexed: Indexed) -> None:
    indexed({"Eau potable": "Une source vive."})
    indexed({"Adduction": "#REDIRECTION [[Eau potable]]"})
    assert found("adduction") == ["Eau potable"]
    assert search_index.leading_from([_id("Adduction")]) == {_id("Eau potable")}
    indexed({"Adduction": "Un article sur les conduites."})
    assert found("adduction") == ["Adduction"]
    with transaction():
        gone = find_page(Title.parse("Eau potable"))
        assert gone is not None
        gone.deleted_at = gone.created_at
        outbox.enqueue(gone)
    assert found("source") == [], "not shown even before the index knows"
    worker.catch_up()
    assert gone.id not in search_index.revisions()


def _id(title: str) -> int:
    page = find_page(Title.parse(title))
    assert page is not None
    return page.id


def test_workers_of_two_threads_share_the_work(
    search_index: SearchIndex, page: PageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL", 0.02)
    monkeypatch.setattr(worker, "PAUSE", 0.0)
    workers = [worker.Worker(search_index, documents.document_of) for _number in range(2)]
    for one in workers:
        one.start()
    for number in range(12):
        page(f"Eau {number}", f"Source {number}.")
    eventually(lambda: not waiting() and search_index.is_usable())
    for one in workers:
        one.stop()
        assert not one.is_alive()
    assert len(search("source").hits) == 12
    assert threading.active_count() < 20


KILLED = """
import sys, time
from pathlib import Path
from wiki import database
from wiki.pages import rendering
from wiki.search import documents, worker
from wiki.settings import load
settings = load({"WIKI_DATA": sys.argv[1], "SECRET_KEY": "a-key-for-tests-0123456789-abcdefghij"})
database.connect(settings.database_url)
rendering.configure(settings)
worker.BATCH, worker.PAUSE = 3, 0.0
def slowly(page_id):
    time.sleep(0.01)
    return documents.document_of(page_id)
print("ready", flush=True)
worker.start(settings, slowly)
time.sleep(60)
"""


@pytest.mark.parametrize("after", [0.05, 0.35])
def test_killing_the_worker_loses_nothing(
    wiki_database: Settings, search_index: SearchIndex, page: PageMaker, after: float
) -> None:
    for number in range(20):
        page(f"Eau {number}", f"Source numéro {number}.")
    root = Path(worker.__file__).parents[2]
    victim = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(wiki_database.data)], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert victim.stdout is not None
    assert victim.stdout.readline() == "ready\n"
    time.sleep(after)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    victim.stdout.close()
    worker.catch_up()
    assert search("source", limit=50).total == 20
    assert [line for line in check() if "search index" in line] == []
