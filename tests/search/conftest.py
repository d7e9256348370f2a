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
def indexed(search_index: SearchIndex, page: Callable[..., object]) -> Callable[[str, str], Title]:
    """`indexed("Titre", "texte")`: save a page and bring it to the index."""

    def save(title: str, text: str) -> Title:
        page(title, text)
        found = get_page(Title.parse(title))
        with transaction():
            titles.record(found)
        worker.catch_up()
        return found.title

    return save


@pytest.fixture
def document() -> Callable[..., IndexDocument]:
    """`document(7, "Titre", "texte")`: an entry of the index, without a page behind it."""

    def make(page_id: int, title: str, text: str, *, revision: int = 1, **more: object) -> IndexDocument:
        headings = more.get("headings", ())
        aliases = more.get("aliases", ())
        return IndexDocument(page_id, revision, Title.parse(title), headings, text, aliases)  # type: ignore[arg-type]

    return make
