"""Pages that are in the search, in one line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wiki.database import transaction
from wiki.pages.finding import get_page
from wiki.search import index, titles, worker
from wiki.search.index import SearchIndex
from wiki.search.schema import IndexDocument
from wiki.settings import Settings
from wiki.titles import Title


@pytest.fixture
def search_index(wiki_database: Settings) -> SearchIndex:
    """The index of the fresh wiki: there is none yet."""
    return index.configure(wiki_database.index_path)


@pytest.fixture
def bare_index(tmp_path: Path) -> SearchIndex:
    """An index without any wiki."""
    return SearchIndex(tmp_path / "index")


@pytest.fixture
def indexed(search_index: SearchIndex, page: Callable[..., object]) -> Callable[..., None]:
    """`indexed({"Titre": "texte"})`: save pages and bring them to the index."""

    def save(texts: dict[str, str]) -> None:
        for title, text in texts.items():
            page(title, text)
            with transaction():
                titles.record(get_page(Title.parse(title)))
        worker.catch_up()

    return save


@pytest.fixture
def document() -> Callable[..., IndexDocument]:
    """`document(7, "Titre", "texte")`: an entry of the index, without a page behind it."""

    def make(page_id: int, title: str, text: str, *, revision: int = 1, **more: object) -> IndexDocument:
        headings = more.get("headings", ())
        aliases = more.get("aliases", ())
        return IndexDocument(page_id, revision, Title.parse(title), headings, text, aliases)  # type: ignore[arg-type]

    return make
