"""`make bench`: the wiki on generated pages, beside a bare Flask route on the same server. Ratios are what counts:
both are measured in the same run, in turn, several times, and the median is printed.

Usage: python -m tests.bench [--pages 2000] [--search-pages 5000] [--corpus FOLDER] [--seconds 4] [--rounds 3]
"""

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench import load
from tests.bench.browser import Browser
from tests.bench.content import RARE, WORDS
from tests.server import ROOT, Server, free_port

RESULTS = ROOT / "bench" / "results"
PASSWORD = "Sept chemins vers la rivière 42"
SAVES = 60
ALONE = 1000
"""Requests to the bare route, one after the other."""

WARM_UP = 10.0
"""Seconds of requests before those that are measured, so that each process has seen each address."""

VOCABULARY = [*WORDS, *RARE[:200]]
"""What is searched: frequent and less frequent words."""

TARGETS = {"view": 0.5, "view, logged in": 0.25}
"""Least ratio of requests per second to the bare route."""

LONGEST = {"save": ("p50", 30.0), "search": ("p95", 40.0)}
"""Greatest time in milliseconds."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--search-pages", type=int, default=5000)
    parser.add_argument("--corpus", type=Path, help="folder of Markdown files to search in, instead of generated pages")
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), options)
    report(found)


def measure(folder: Path, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Every figure by name."""
    server = Server(folder / "wiki", WORKERS="2", THREADS="4")
    fill(server, options.pages, None)
    bare_port = free_port()
    bare = start_bare(bare_port)
    server.start()
    try:
        found = measure_views(server, bare_port, options)
        found["save"] = beside_bare(measure_saves(server), bare_port)
        server.stop()
        searched = Server(folder / "search", WORKERS="2", THREADS="4")
        fill(searched, options.search_pages, options.corpus)
        searched.start()
        try:
            found["search"] = beside_bare(measure_search(searched), bare_port)
        finally:
            searched.stop()
    finally:
        server.stop()
        bare.terminate()
        bare.wait(timeout=10)
    found["diff of 10 KB"] = measure_diff()
    return found


def fill(server: Server, pages: int, corpus: Path | None) -> None:
    """Make a wiki with `pages` generated pages, or the files of `corpus`."""
    for arguments in (["init"], ["user", "create", "Mesure", "--group", "bot", "--password-stdin"]):
        done = server.wiki(*arguments, text=PASSWORD)
        if done.returncode:
            raise SystemExit(done.stderr)
    command = [sys.executable, "-m", "tests.bench.fill", str(pages), *([str(corpus)] if corpus else [])]
    subprocess.run(command, env=server.environment, cwd=ROOT, check=True)


def start_bare(port: int) -> subprocess.Popen[bytes]:
    command = [
        Path(sys.executable).with_name("granian"),
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    options = ["--workers", "2", "--blocking-threads", "4", "--no-access-log", "--log-level", "error"]
    process = subprocess.Popen([*command, *options, "tests.bench.bare:app"], cwd=ROOT)
    time.sleep(3)
    return process


def measure_views(server: Server, bare_port: int, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Requests per second of what people read, each beside the bare route in the same round."""
    browser = Browser(server.url)
    browser.log_in("Mesure", PASSWORD)
    titles = [f"/wiki/Page_{number * options.pages // 100}" for number in range(100)]
    kinds: dict[str, list[bytes]] = {
        "view": [load.request_bytes(server.url + path) for path in titles],
        "view, logged in": [load.request_bytes(server.url + path, browser.cookie) for path in titles],
        "history": [load.request_bytes(f"{server.url}{path}?action=history") for path in titles],
        "diff": [
            load.request_bytes(f"{server.url}{path}?diff=prev&oldid={number}")
            for path, number in diffs(browser, titles)
        ],
    }
    bare = [load.request_bytes(f"http://127.0.0.1:{bare_port}/")]
    found = {}
    for name, requests in kinds.items():
        load.run(requests, ("127.0.0.1", server.port), seconds=WARM_UP)
        rounds = []
        for _number in range(options.rounds):
            base = load.run(bare, ("127.0.0.1", bare_port), seconds=options.seconds)
            figures = load.run(requests, ("127.0.0.1", server.port), seconds=options.seconds)
            rounds.append({**asdict(figures), "bare": base.per_second, "ratio": figures.per_second / base.per_second})
        found[name] = medians(rounds)
        print(f"{name}: {found[name]}", flush=True)
    return found


def diffs(browser: Browser, titles: list[str]) -> list[tuple[str, int]]:
    """Ten pages with a second revision, and its number."""
    found = []
    for path in titles[:10]:
        browser.edit(path, lambda text: text.replace("eau", "onde", 3))
        page = browser.get(f"{path}?action=info")[1]
        found.append((path, int(re.search(r"oldid=(\d+)", page)[1])))
    return found


def measure_saves(server: Server) -> dict[str, float]:
    """Time from sending a form to the answer that it was saved, one after the other."""
    browser = Browser(server.url)
    browser.log_in("Mesure", PASSWORD)
    times = []
    for number in range(SAVES):
        times.append(browser.edit(f"/wiki/Page_{number}", partial(_with_word, word=f"mot{number}")))
    return asdict(load.figures(times, sum(times)))


def _with_word(text: str, word: str) -> str:
    return f"{text}\n\n{word}\n"


def measure_search(server: Server) -> dict[str, float]:
    """Time of searches for one, two and three words."""
    browser = Browser(server.url)
    times = []
    for number in range(200):
        words = " ".join(VOCABULARY[(number * 7 + step * 31) % len(VOCABULARY)] for step in range(1 + number % 3))
        begin = time.perf_counter()
        status, _page = browser.get(f"/special/search?q={urllib.parse.quote(words)}")
        times.append(time.perf_counter() - begin)
        if status != 200:
            raise SystemExit(f"search answered {status}")
    return asdict(load.figures(times[20:], sum(times[20:])))


def beside_bare(figures: dict[str, float], bare_port: int) -> dict[str, float]:
    """`figures` of requests that were sent one after the other, with their ratio to the bare route asked like this."""
    browser = Browser(f"http://127.0.0.1:{bare_port}")
    begin = time.perf_counter()
    for _number in range(ALONE):
        browser.get("/")
    bare = ALONE / (time.perf_counter() - begin)
    return {**figures, "bare": bare, "ratio": figures["per_second"] / bare}


def measure_diff() -> dict[str, float]:
    """Time to compare two texts of 10 KB, without the server."""
    command = [sys.executable, "-m", "tests.bench.difftime"]
    return dict(json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout))


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(median(one[key] for one in rounds), 3) for key in rounds[0]}


def report(found: dict[str, dict[str, float]]) -> None:
    """Print a table and keep the figures."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    path = RESULTS / f"{moment:%Y%m%dT%H%M%S}.json"
    path.write_text(
        json.dumps({"at": moment.isoformat(), **machine, "figures": found}, indent=2, ensure_ascii=False) + "\n"
    )
    print(f"\n{'':18}{'req/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'ratio':>8}  target")
    for name, row in found.items():
        ratio = f"{row['ratio']:8.3f}" if "ratio" in row else " " * 8
        print(
            f"{name:18}{row['per_second']:9.0f}{row['p50']:9.1f}{row['p95']:9.1f}{row['p99']:9.1f}{ratio}"
            f"  {verdict(name, row)}"
        )
    print(f"\nKept in {path.relative_to(ROOT)}")


def verdict(name: str, row: dict[str, float]) -> str:
    if name in TARGETS:
        return f"≥ {TARGETS[name]} {'met' if row['ratio'] >= TARGETS[name] else 'MISSED'}"
    if name in LONGEST:
        key, most = LONGEST[name]
        return f"{key} ≤ {most} ms {'met' if row[key] <= most else 'MISSED'}"
    return ""


if __name__ == "__main__":
    main()
