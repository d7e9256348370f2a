"""What can wait is done by a process of its own: it follows saves, is started anew, and goes with its parent."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bench.browser import Browser
from tests.server import WIKI, Server
from wiki import background

PASSWORD = "Sept chemins vers la rivière 42"
PATIENCE = 60


def eventually(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "wiki")
    assert server.wiki("init").returncode == 0
    assert server.wiki("user", "create", "Plume", "--password-stdin", text=PASSWORD).returncode == 0
    yield server
    server.stop()


def is_attended(server: Server) -> bool:
    """Whether a process waits at the bell."""
    try:
        os.close(os.open(server.folder / "bell", os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


def background_processes(server: Server) -> list[int]:
    return [int(pid) for pid in re.findall(r"the background process is (\d+)", server.log.read_text())]


def test_a_saved_page_is_found_also_after_the_background_process_died(server: Server) -> None:
    server.start()
    browser = Browser(server.url)
    browser.log_in("Plume", PASSWORD)
    eventually(lambda: is_attended(server))
    browser.edit("/wiki/Mare", lambda _text: "Des grenouilles rousses.")
    eventually(lambda: "results__title" in browser.get("/special/search?q=grenouilles")[1])

    [pid] = background_processes(server)
    os.kill(pid, signal.SIGKILL)
    browser.edit("/wiki/Haie", lambda _text: "Des mésanges bleues.")
    eventually(lambda: "results__title" in browser.get("/special/search?q=m%C3%A9sanges")[1])
    assert len(background_processes(server)) == 2


def test_it_hears_the_bell_and_ends_with_its_parent(server: Server) -> None:
    process = subprocess.Popen([WIKI, "work"], env=server.environment, stdin=subprocess.PIPE)
    eventually(lambda: is_attended(server))
    for _turn in range(3):
        background.wake(server.folder)
    os.kill(process.pid, signal.SIGINT)
    assert process.poll() is None, "an interrupted server ends it, not the interrupt"
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert not is_attended(server)
    background.wake(server.folder)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_server_processes_end_with_their_main_process_and_free_the_port(server: Server) -> None:
    server.start()
    server.kill_main_process()
    eventually(lambda: is_free(server.port))
    eventually(lambda: not is_attended(server))
    server.start()
    assert Browser(server.url).get("/healthz")[0] == 200
