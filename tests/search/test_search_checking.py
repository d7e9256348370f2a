"""`wiki check` names what differs in the search."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, update

from wiki.database import session, transaction
from wiki.pages.finding import get_page
from wiki.pages.models import Page
from wiki.search.checking import check
from wiki.search.index import SearchIndex
from wiki.search.models import SearchOutbox, TitleKey
from wiki.titles import Title


@pytest.fixture
def eau(indexed: Callable[[dict[str, str]], None]) -> Page:
    indexed({"Forêt": "Des chênes.", "Bois": "#REDIRECTION [[Forêt]]", "Eau potable": "Une source vive."})
    return get_page(Title.parse("Eau potable"))


def problems() -> list[str]:
    session.commit()
    return [line for line in check() if "title keys" not in line or "Eau" in line]


def test_a_sound_search_has_no_problem(eau: Page) -> None:
    assert problems() == []


def test_without_an_index(eau: Page, search_index: SearchIndex) -> None:
    (search_index.path / "current").unlink()
    assert problems() == ["there is no search index that can be read"]


def test_entries_that_miss_or_are_too_many(eau: Page, search_index: SearchIndex) -> None:
    search_index.write([], [eau.id])
    assert problems() == [f"page {eau.id} (Eau potable) is not in the search index"]
    with transaction():
        forest = get_page(Title.parse("Forêt"))
        forest.deleted_at = forest.created_at
    assert (
        f"the search index holds page {forest.id}, which readers do not see or which is a redirect" in problems()
    )


def test_an_entry_of_another_revision(eau: Page) -> None:
    with transaction():
        session.execute(
            update(Page).where(Page.id == eau.id).values(shown_revision_id=Page.shown_revision_id + 100)
        )
    session.expire_all()
    assert len(problems()) == 1
    assert "readers see" in problems()[0]


def test_the_index_is_not_compared_while_something_waits(eau: Page, search_index: SearchIndex) -> None:
    search_index.write([], [eau.id])
    with transaction() as current:
        current.add(SearchOutbox(page_id=eau.id, queued_at=eau.created_at))
    assert problems() == []


def test_title_keys_that_differ(eau: Page) -> None:
    with transaction():
        session.execute(delete(TitleKey).where(TitleKey.page_id == eau.id, TitleKey.word == 1))
    assert problems() == [f"title keys of page {eau.id} (Eau potable) are not those of its title"]
