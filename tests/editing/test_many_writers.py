"""Eight people edit twenty pages at once over HTTP; then again, with the server killed in the middle."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.server import Server
from wiki import database
from wiki.app import connect
from wiki.database import session
from wiki.pages import finding
from wiki.pages.models import Revision
from wiki.settings import load
from wiki.titles import Title

HERE = Path(__file__).parent
WRITERS, EDITS, PAGES = 8, 200, 20
SAVES_BEFORE_DEATH = 10
PASSWORD = "Sept chemins vers la rivière 42"
TEXT = "\n\n".join(f"Paragraphe {number}. Fin du paragraphe {number}." for number in range(WRITERS))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "wiki")
    assert server.wiki("init").returncode == 0
    subprocess.run(
        [sys.executable, HERE / "commons.py", str(PAGES), str(WRITERS), PASSWORD],
        input=TEXT,
        env=server.environment,
        text=True,
        check=True,
        timeout=120,
    )
    yield server
    server.stop()


def writers(server: Server, edits: int) -> list[subprocess.Popen[str]]:
    return [
        subprocess.Popen(
            [
                sys.executable,
                HERE / "writer.py",
                server.url,
                f"Plume {number}",
                PASSWORD,
                str(number),
                str(edits),
                str(PAGES),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]


def saved_words(output: str) -> list[tuple[int, str]]:
    return [(int(line.split()[0]), line.split()[1]) for line in output.splitlines() if line.count(" ") == 1]


def texts_and_summaries(server: Server) -> tuple[dict[int, str], Counter[str]]:
    connect(load(server.environment))
    texts = {number: finding.latest_text(finding.get_page(Title.parse(f"Commune {number}"))) for number in range(PAGES)}
    summaries = Counter(session.scalars(select(Revision.summary)))
    database.disconnect()
    return texts, summaries


def test_nothing_is_lost_nor_doubled_when_eight_people_write_at_once(server: Server) -> None:
    server.start()
    processes = writers(server, EDITS)
    outcomes = [process.communicate(timeout=500) for process in processes]
    assert [process.returncode for process in processes] == [0] * WRITERS, [error for _out, error in outcomes if error][
        :1
    ]
    server.stop()
    texts, summaries = texts_and_summaries(server)
    words = [pair for output, _error in outcomes for pair in saved_words(output)]
    assert len(words) == WRITERS * EDITS
    for number, word in words:
        assert texts[number].count(word) == 1, f"{word} stands {texts[number].count(word)} times on page {number}"
        assert summaries[word] == 1, f"{word} was saved {summaries[word]} times"
    checked = server.wiki("check")
    assert checked.returncode == 0, checked.stdout


def test_what_was_answered_as_saved_survives_a_killed_server(server: Server) -> None:
    server.start()
    processes = writers(server, 10_000)
    first = [[process.stdout.readline() for _number in range(SAVES_BEFORE_DEATH)] for process in processes]
    server.kill()
    outcomes = [
        "".join(lines) + process.communicate(timeout=60)[0] for lines, process in zip(first, processes, strict=True)
    ]
    server.start()
    server.stop()
    texts, _summaries = texts_and_summaries(server)
    words = [pair for output in outcomes for pair in saved_words(output)]
    assert len(words) >= WRITERS * SAVES_BEFORE_DEATH
    for number, word in words:
        assert word in texts[number]
    checked = server.wiki("check")
    assert checked.returncode == 0, checked.stdout
