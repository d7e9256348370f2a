"""What a save takes back is told: the save is tagged, and so is what it took back."""

import pytest

from tests.reading import read
from wiki.database import session
from wiki.editing.reverting import SEARCHED
from wiki.pages import finding
from wiki.pages.models import RevisionTag
from wiki.titles import Title


def tags(number: int) -> set[str]:
    return {tag.tag for tag in session.query(RevisionTag).filter_by(revision_id=number)}


def send(browser, title: str, text: str, **more: object):
    base = finding.get_page(Title.parse(title)).latest_revision_id
    session.remove()
    return browser.post(f"/wiki/{title}?action=edit", data={"text": text, "base": base, "save": "1", **more})


def latest(title: str) -> int:
    session.remove()
    return finding.get_page(Title.parse(title)).latest_revision_id or 0


@pytest.fixture
def alice(user, as_user):
    return as_user(user("Alice"))


def test_writing_an_earlier_text_again_takes_back_what_came_between(alice, page):
    good = page("Eau", "bon").revision.id
    bad = [page("Eau", f"mauvais {number}").revision.id for number in range(3)]
    assert send(alice, "Eau", "bon").status_code == 303
    assert tags(latest("Eau")) == {"manual-revert"}
    assert [tags(number) for number in (good, *bad)] == [set(), *[{"reverted"}] * 3]
    rows = read(alice.get("/wiki/Eau?action=history").text).all("li", class_="row")
    assert [[chip.words for chip in row.all(class_="cdx-info-chip__text")] for row in rows] == [
        ["retour à un texte antérieur"],
        *[["annulée depuis"]] * 3,
        [],
    ]


def test_an_earlier_text_is_not_looked_for_without_end(alice, page):
    page("Eau", "bon")
    far = [page("Eau", f"autre {number}").revision.id for number in range(SEARCHED)]
    send(alice, "Eau", "bon")
    assert tags(latest("Eau")) == set()
    assert all(tags(number) == set() for number in far)
    send(alice, "Eau", f"autre {SEARCHED - 1}")
    assert tags(latest("Eau")) == {"manual-revert"}
    assert [number for number in far if tags(number)] == []


def test_the_nearest_of_equal_texts_counts(alice, page):
    first = [page("Eau", text).revision.id for text in ("bon", "mauvais", "bon", "pire")]
    send(alice, "Eau", "bon")
    assert [tags(number) for number in first] == [set(), {"reverted"}, {"manual-revert"}, {"reverted"}]


def test_restoring_is_not_tagged_twice(alice, page):
    good = page("Eau", "bon").revision.id
    bad = page("Eau", "mauvais").revision.id
    alice.post(f"/wiki/Eau?action=restore&oldid={good}", data={})
    assert tags(latest("Eau")) == {"restore"}
    assert tags(bad) == {"reverted"}


def test_an_undoing_that_is_saved_as_proposed_tags_what_it_undid(alice, page):
    page("Eau", "un\n\ndeux\n\ntrois\n")
    middle = page("Eau", "un\n\ndeux bis\n\ntrois\n").revision.id
    after = page("Eau", "un\n\ndeux bis\n\ntrois bis\n").revision.id
    send(alice, "Eau", "un\r\n\r\ndeux\r\n\r\ntrois bis", undo=middle)
    assert tags(latest("Eau")) == {"undo"}
    assert (tags(middle), tags(after)) == ({"reverted"}, set())


def test_nobody_is_marked_as_undone_by_a_mere_claim(alice, page):
    page("Eau", "un\n\ndeux\n")
    mine = page("Eau", "un\n\ndeux bis\n").revision.id
    elsewhere = page("Sol", "sable").revision.id
    for claimed in (mine, elsewhere, 999999):
        send(alice, "Eau", f"un\n\ntout autre chose {claimed}\n", undo=claimed)
        assert tags(claimed) == set()


def test_a_move_between_is_not_taken_back(alice, page):
    page("Eau", "bon")
    bad = page("Eau", "mauvais").revision.id
    alice.post("/wiki/Eau?action=move", data={"target": "Onde", "redirect": "y"})
    moved = latest("Onde")
    send(alice, "Onde", "bon")
    assert (tags(bad), tags(moved)) == ({"reverted"}, {"move"})
