"""The recent changes of a wiki with a million revisions, by each filter and by the dearest combinations of them.

Usage: WIKI_DATA=FOLDER python -m tests.bench.changes [--revisions 1000000] [--days 90] [--rounds 5]
Fills the folder where it holds no wiki yet. Prints the median time of a whole request in milliseconds; 300 of work at
most.
"""

import argparse
import time
from statistics import median

from flask.testing import FlaskClient

from tests.bench.many import fill
from wiki.app import create_app
from wiki.database import session
from wiki.settings import load
from wiki.users.models import User

MOST = 300.0
ADDRESS = "/special/recent-changes?days=90"

QUESTIONS = (
    "", "limit=500", "whose=mine", "whose=others", "experience=newcomer", "experience=experienced",
    "experience=temporary", "robots=bot", "robots=human", "importance=minor", "watch=watched", "watch=unwatched",
    "patrol=unpatrolled", "patrol=hand", "patrol=automatic", "type=new", "type=category", "type=log", "latest=y",
    "tag=undo", "tag=rollback", "namespace=4", "namespace=12", "namespace=10", "profile=citoyen",
    "category=Grande%201", "category=Petite%207", "category=Petite%207&below=y", "linkedfrom=Page%201",
    "linkedto=Page%201", "linkedto=Page%2090000", "log=protect&type=log",
    "patrol=unpatrolled&experience=newcomer&namespace=4", "tag=undo&importance=minor&latest=y",
    "type=new&type=category&experience=temporary&category=Grande%203&watch=watched",
    "robots=bot&importance=minor&experience=temporary&latest=y&patrol=hand",
    "category=Grande%201&profile=citoyen&linkedto=Page%201&importance=minor&latest=y&robots=bot&tag=undo",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--revisions", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    settings = load()
    if not (settings.data / "wiki.sqlite").exists():
        fill(options.revisions, days=options.days)
    app = create_app(settings)
    client = app.test_client()
    log_in(client)
    for question in QUESTIONS:
        took, worked = measure(client, f"{ADDRESS}&{question}", options.rounds)
        verdict = "met" if worked <= MOST else "MISSED"
        print(f"{took:8.1f} ms, {worked:7.1f} ms of work {verdict:6} {question or '(no filter)'}", flush=True)


def log_in(client: FlaskClient) -> None:
    """Act as somebody who follows many pages and may check changes."""
    with client.session_transaction() as cookie:
        cookie["_user_id"] = session.get_one(User, 2).get_id()
        cookie["_fresh"] = True


def measure(client: FlaskClient, path: str, rounds: int) -> tuple[float, float]:
    """Median milliseconds of a request, and of the processor's work for it: what it takes on a machine of its own."""
    times = []
    for _number in range(rounds + 1):
        begin = time.perf_counter(), time.process_time()
        status = client.get(path).status_code
        times.append((time.perf_counter() - begin[0], time.process_time() - begin[1]))
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
    return 1000 * median(one[0] for one in times[1:]), 1000 * median(one[1] for one in times[1:])


if __name__ == "__main__":
    main()
