"""What people type finds what they look for: a frozen set of queries over the demonstration content."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import settings_in
from wiki import database, migrating, seeding
from wiki.app import connect
from wiki.database import session
from wiki.editing import rebuilding
from wiki.search import worker
from wiki.search.query import search
from wiki.seeding import read_yaml

QUERIES: dict[str, list[str]] = read_yaml(Path(__file__).with_name("queries.yaml"))
FIRST = 5
ENOUGH = 0.9


@pytest.fixture(scope="module")
def _demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The wiki as `wiki init --demo` leaves it."""
    connect(settings_in(tmp_path_factory.mktemp("demonstration")))
    migrating.upgrade()
    seeding.fill_foundations()
    seeding.load_demonstration(lambda _done, _total: None)
    rebuilding.catch_up()
    worker.catch_up()
    yield
    session.remove()
    database.disconnect()


def first_pages(query: str) -> list[str]:
    """The pages shown first, of the correction that is offered where nothing is found."""
    found = search(query, limit=FIRST)
    if not found.total and found.corrected:
        return first_pages(found.corrected)
    return [hit.title.full_name for hit in (*found.hits, *found.near)][:FIRST]


@pytest.mark.usefixtures("_demonstration")
def test_nine_queries_in_ten_find_a_page_that_answers_them() -> None:
    assert len(QUERIES) >= 50
    shown = {query: first_pages(query) for query in QUERIES}
    missed = {query: pages for query, pages in shown.items() if not set(pages) & set(QUERIES[query])}
    for query, pages in missed.items():
        print(f"{query!r} shows {pages}, expected {QUERIES[query]}")
    assert 1 - len(missed) / len(QUERIES) >= ENOUGH


@pytest.mark.usefixtures("_demonstration")
def test_spellings_find_the_same_pages() -> None:
    for spellings in (
        ("résilience", "resilience", "résiliences", "RÉSILIENCES"),
        ("l’eau", "l'eau", "eau", "eaux"),
        ("auto-partage", "autopartage", "auto‑partages"),
        ("tiers-lieu", "tiers-lieux", "tierslieux"),
        ("titre:tiers-lieu", "titre:tiers-lieux"),
        ("feu", "feux"),
        ("titre:feu", "titre:feux"),
        ("enjeu", "enjeux"),
        ("milieu", "milieux"),
        ("tuyau", "tuyaux"),
    ):
        sets = {search(spelling).page_ids for spelling in spellings}
        assert len(sets) == 1, spellings
        assert sets.pop()
