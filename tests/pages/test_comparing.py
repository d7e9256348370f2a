"""Comparing revisions: any two, of one page or of two, in the order in which they were written."""

import pytest

from tests.reading import Element, read
from wiki.moderation.deletion import delete_page, deleted_pages, undelete_page
from wiki.titles import Title

EAU = Title.parse("Eau")


@pytest.fixture
def numbers(page, user) -> list[int]:
    """Five revisions of one page by two people."""
    alice, bob = user("Alice"), user("Bob")
    authors = (alice, bob, bob, alice, bob)
    return [page("Eau", f"état {number}\n", author=author).revision.id for number, author in enumerate(authors)]


def words(shown: Element, tag: str) -> str:
    table = shown.one("table", class_="diff")
    return " ".join(element.words for element in table.all(tag))


def compared(client, query: str, *, path: str = "/wiki/Eau") -> tuple[str, str]:
    """What a comparison shows as taken away and as added."""
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, query
    shown = read(answer.text)
    return words(shown, "del"), words(shown, "ins")


def test_the_words_of_an_address(client, numbers):
    _first, second, third, fourth, fifth = numbers
    assert compared(client, f"diff=prev&oldid={third}") == ("1", "2")
    assert compared(client, f"diff=next&oldid={third}") == ("2", "3")
    assert compared(client, f"diff=cur&oldid={second}") == ("1", "4")
    assert compared(client, f"diff={fourth}") == ("2", "3")
    assert compared(client, "diff=prev") == ("3", "4")
    assert compared(client, f"oldid={second}&diff={fourth}") == ("1", "3")
    assert compared(client, f"oldid={fifth}&diff=prev") == ("3", "4")


def test_the_older_one_stands_first_whatever_the_address_says(client, numbers):
    assert compared(client, f"oldid={numbers[3]}&diff={numbers[1]}") == ("1", "3")


def test_the_steps_between_and_their_authors_are_counted(client, numbers):
    shown = read(client.get(f"/wiki/Eau?oldid={numbers[0]}&diff={numbers[4]}").text)
    note = shown.all("p", class_="diff-note")[0].words
    assert "3" in note
    assert "2" in note
    assert read(client.get(f"/wiki/Eau?oldid={numbers[0]}&diff={numbers[1]}").text).all("p", class_="diff-note") == []


def test_a_comparison_leads_to_the_steps_before_and_after(client, numbers):
    shown = read(client.get(f"/wiki/Eau?oldid={numbers[1]}&diff={numbers[2]}").text)
    before, after = shown.one("a", rel="prev")["href"], shown.one("a", rel="next")["href"]
    assert compared(client, before.partition("?")[2]) == ("0", "1")
    assert compared(client, after.partition("?")[2]) == ("2", "3")
    ends = read(client.get(f"/wiki/Eau?oldid={numbers[0]}&diff={numbers[4]}").text)
    assert ends.all("a", rel="prev") == ends.all("a", rel="next") == []


def test_the_first_revision_is_compared_with_nothing(client, numbers):
    assert compared(client, f"diff=prev&oldid={numbers[0]}") == ("", "état 0")


def test_the_last_revision_has_nothing_after_it(client, numbers):
    for word in ("next", "cur"):
        shown = read(client.get(f"/wiki/Eau?diff={word}&oldid={numbers[4]}").text)
        assert shown.all("table", class_="diff") == []
        assert shown.one("p", class_="diff-note").words


def test_two_pages_are_compared_and_both_are_named(client, page, numbers):
    other = page("Sol", "état du sol\n").revision.id
    answer = client.get(f"/wiki/Sol?oldid={other}&diff={numbers[4]}")
    note = read(answer.text).one("p", class_="diff-note").words
    assert "Sol" in note
    assert "Eau" in note
    assert words(read(answer.text), "del") == "du sol"


def test_a_comparison_under_the_title_of_another_page_moves_to_the_right_one(client, page, numbers):
    page("Sol", "état du sol\n")
    answer = client.get(f"/wiki/Sol?oldid={numbers[1]}&diff=prev")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/wiki/Eau?oldid={numbers[1]}&diff=prev")


def test_an_old_revision_under_the_title_of_another_page_moves_to_the_right_one(client, page, numbers):
    page("Sol", "état du sol\n")
    answer = client.get(f"/wiki/Sol?oldid={numbers[1]}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/wiki/Eau?oldid={numbers[1]}")


def test_an_old_revision_tells_what_it_is_and_where_the_others_are(client, numbers):
    shown = read(client.get(f"/wiki/Eau?oldid={numbers[1]}").text)
    assert shown.one(class_="wiki-text").words == "état 1"
    assert shown.one("a", rel="prev")["href"] == f"/wiki/Eau?oldid={numbers[0]}"
    assert shown.one("a", rel="next")["href"] == f"/wiki/Eau?oldid={numbers[2]}"
    assert shown.one("meta", name="robots")["content"] == "noindex"


UNKNOWN = ("0", "999999", str(2**63 - 1), str(2**63), "9" * 400, "9" * 5000)
NO_NUMBERS = ("-1", "1.5", "abc", "１２", "²", "1 OR 1=1", "1%00", "")


def test_what_is_no_revision_is_refused(client, numbers):
    for number in (*UNKNOWN, *NO_NUMBERS):
        status = 404 if number in UNKNOWN else 400
        queries = [f"oldid={number}", f"action=raw&oldid={number}", f"diff=prev&oldid={number}"]
        queries += [f"diff={number}", f"oldid={numbers[0]}&diff={number}"] if number else []
        queries += [f"action={action}&oldid={number}" for action in ("edit", "undo", "restore")]
        for query in queries:
            assert client.get(f"/wiki/Eau?{query}").status_code == status, query


class TestDeleted:
    """Only those who may see deleted texts see them, in every outlet of the page."""

    @pytest.fixture
    def hidden(self, numbers, maintenance, page) -> list[int]:
        """The third and the fourth of the five revisions are deleted."""
        page_id = delete_and_number(maintenance)
        keep = [number for number in numbers if number not in numbers[2:4]]
        undelete_page(maintenance, page_id=page_id, reason="essai", revisions=keep)
        return numbers[2:4]

    def test_readers_do_not_know_of_them(self, client, numbers, hidden):
        for number in hidden:
            for query in (f"oldid={number}", f"diff={number}", f"oldid={numbers[0]}&diff={number}"):
                assert client.get(f"/wiki/Eau?{query}").status_code == 404
            assert client.get(f"/wiki/Eau?action=raw&oldid={number}").status_code == 404
            assert client.get(f"/wiki/Eau?action=edit&oldid={number}").status_code == 404
            assert client.get(f"/wiki/Eau?action=restore&oldid={number}").status_code == 404
        assert compared(client, f"diff=next&oldid={numbers[1]}") == ("1", "4")
        history = client.get("/wiki/Eau?action=history").text
        assert not any(f"oldid={number}" in history for number in hidden)
        shown = read(client.get(f"/wiki/Eau?oldid={numbers[0]}&diff={numbers[4]}").text)
        assert "1" in shown.all("p", class_="diff-note")[0].words

    def test_moderators_see_them_and_that_they_are_deleted(self, hidden, user, as_user):
        moderator = as_user(user("Mod", groups=("moderator",)))
        for number in hidden:
            assert moderator.get(f"/wiki/Eau?oldid={number}").status_code == 200
            assert moderator.get(f"/wiki/Eau?action=raw&oldid={number}").status_code == 200
            assert moderator.get(f"/wiki/Eau?diff=prev&oldid={number}").status_code == 200
        rows = read(moderator.get("/wiki/Eau?action=history").text).all("li", class_="row--hidden")
        assert len(rows) == len(hidden)

    def test_a_deleted_page_is_read_by_moderators_only(self, client, numbers, maintenance, user, as_user):
        delete_page(maintenance, title=EAU, reason="essai")
        moderator = as_user(user("Mod", groups=("moderator",)))
        for query in ("oldid={}", "diff=prev&oldid={}", "action=raw&oldid={}"):
            address = "/wiki/Eau?" + query.format(numbers[1])
            assert (client.get(address).status_code, moderator.get(address).status_code) == (404, 200)


def delete_and_number(maintenance) -> int:
    delete_page(maintenance, title=EAU, reason="essai")
    return deleted_pages(EAU)[0].id
