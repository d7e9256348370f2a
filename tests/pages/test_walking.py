"""Walking along the revisions of a page from one comparison to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import Element, read
from wiki.history.walking import MOST, _nearest
from wiki.moderation.deletion import delete_page, deleted_pages, undelete_page
from wiki.pages.models import Revision
from wiki.titles import Title


@pytest.fixture
def numbers(page, user) -> list[int]:
    people = user("Alice"), user("Bob")
    return [page("Eau", f"état {number}\n", author=people[number % 2]).revision.id for number in range(6)]


def walk(client, query: str, *, path: str = "/wiki/Eau") -> list[Element]:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200
    return read(answer.text).all("form", class_="walk")


def offered(form: Element, name: str) -> list[int]:
    return [int(option["value"]) for option in form.one("select", name=name).all("option")]


def chosen(form: Element, name: str) -> int:
    (option,) = (option for option in form.one("select", name=name).all("option") if "selected" in option.attributes)
    return int(option["value"])


def test_both_sides_are_chosen_among_the_revisions(client, numbers):
    (form,) = walk(client, f"oldid={numbers[1]}&diff={numbers[3]}")
    assert (form["method"], form["action"]) == ("get", "/wiki/Eau")
    assert offered(form, "oldid") == offered(form, "diff") == numbers
    assert (chosen(form, "oldid"), chosen(form, "diff")) == (numbers[1], numbers[3])
    labels = [option.words for option in form.one("select", name="oldid").all("option")]
    assert all(("Alice", "Bob")[number % 2] in label for number, label in enumerate(labels))
    assert "+7" in labels[0]


def test_a_choice_leads_to_its_comparison_in_whatever_order(client, numbers):
    for older, newer in ((0, 4), (4, 0)):
        (form,) = walk(client, f"oldid={numbers[older]}&diff={numbers[newer]}")
        assert (chosen(form, "oldid"), chosen(form, "diff")) == (numbers[0], numbers[4])


def test_the_first_revision_has_itself_before(client, numbers):
    (form,) = walk(client, f"oldid={numbers[0]}&diff=prev")
    assert chosen(form, "oldid") == chosen(form, "diff") == numbers[0]


def test_there_is_nowhere_to_walk_with_one_revision_or_between_two_pages(client, page, numbers):
    alone = page("Sol", "sable").revision.id
    assert walk(client, "diff=prev", path="/wiki/Sol") == []
    assert walk(client, f"oldid={alone}&diff={numbers[0]}") == []


def test_deleted_revisions_are_offered_to_those_who_may_see_them(client, numbers, maintenance, user, as_user):
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    page_id = deleted_pages(Title.parse("Eau"))[0].id
    left = [number for number in numbers if number != numbers[2]]
    undelete_page(maintenance, page_id=page_id, reason="essai", revisions=left)
    query = f"oldid={numbers[0]}&diff={numbers[5]}"
    assert offered(walk(client, query)[0], "oldid") == left
    moderator = as_user(user("Mod", groups=("moderator",)))
    assert offered(walk(moderator, query)[0], "oldid") == numbers


def test_a_long_history_offers_a_part_of_it_around_the_two(client, page):
    numbers = [page("Eau", f"état {number}\n").revision.id for number in range(MOST + 10)]
    cases = {(0, 1): (0, MOST), (30, 31): (6, MOST + 6), (MOST + 8, MOST + 9): (10, MOST + 10)}
    for (older, newer), (first, end) in cases.items():
        (form,) = walk(client, f"oldid={numbers[older]}&diff={numbers[newer]}")
        assert offered(form, "diff") == numbers[first:end]
        assert form.one("a")["href"] == "/wiki/Eau?action=history"
    (form,) = walk(client, f"oldid={numbers[0]}&diff={numbers[-1]}")
    assert offered(form, "diff") == numbers[: MOST // 2] + numbers[-MOST // 2 :]


@given(st.integers(1, 200), st.data())
def test_what_is_offered_is_bounded_full_in_order_and_holds_the_two(count: int, data: st.DataObject):
    older = data.draw(st.integers(0, count - 1))
    newer = data.draw(st.integers(older, count - 1))
    found = [Revision(id=number) for number in range(count)]
    offered = [revision.id for revision in _nearest(found, found[older], found[newer])]
    assert len(offered) == min(count, MOST)
    assert offered == sorted(set(offered))
    assert {older, newer} <= set(offered)
