"""Rollback: all the latest edits of one person on a page, taken back at once."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.reading import read
from wiki.database import session
from wiki.moderation import hiding
from wiki.pages import finding
from wiki.pages.models import RevisionTag
from wiki.pages.visibility import Hidden
from wiki.titles import Title

EAU = Title.parse("Eau")


@pytest.fixture
def reviewer(as_user, user) -> FlaskClient:
    return as_user(user("Relectrice", groups=("reviewer",)))


@pytest.fixture
def edited(page, user) -> dict[str, list[int]]:
    """A page by Alice, then two edits by Bob; numbers of revisions by name."""
    alice, bob = user("Alice"), user("Bob")
    numbers = {"Alice": [page("Eau", "Un.", author=alice).revision.id]}
    numbers["Bob"] = [page("Eau", f"Un. Pub {turn}", author=bob).revision.id for turn in range(2)]
    return numbers


def text() -> str:
    session.remove()
    return finding.latest_text(finding.get_page(EAU))


def tags(number: int) -> set[str]:
    return set(session.scalars(select(RevisionTag.tag).where(RevisionTag.revision_id == number)))


def roll_back(client: FlaskClient, name: str = "Bob"):
    return client.post("/wiki/Eau?action=rollback", data={"from": name})


def test_all_the_edits_of_the_last_author_are_taken_back(reviewer: FlaskClient, edited) -> None:
    shown = read(reviewer.get("/wiki/Eau?action=rollback&from=Bob").text).one("main").words
    assert "2 modifications seraient révoquées" in shown
    assert text() == "Un. Pub 1"
    answer = roll_back(reviewer)
    assert answer.status_code == 303
    assert text() == "Un."
    latest = finding.latest_revision(finding.get_page(EAU))
    assert latest.minor
    assert "Révocation des dernières modifications (2) de [[Utilisateur:Bob|Bob]]" in latest.summary
    assert "[[Utilisateur:Alice|Alice]]" in latest.summary
    assert "rollback" in tags(latest.id)
    assert all("reverted" in tags(number) for number in edited["Bob"])
    assert "2 modifications de Bob ont été révoquées" in reviewer.get(answer.location).text


def test_the_person_is_told(reviewer: FlaskClient, as_user, user, page) -> None:
    bob = user("Bob")
    page("Eau", "Un.", author=user("Alice"))
    page("Eau", "Pub.", author=bob)
    roll_back(reviewer)
    told = read(as_user(bob).get("/special/notifications").text).one("main").words
    assert "Relectrice" in told
    assert "Eau" in told


def test_the_link_stands_beside_the_latest_edit_only(reviewer: FlaskClient, client: FlaskClient, edited) -> None:
    for address in ("/wiki/Eau?action=history", "/special/recent-changes", "/special/contributions?user=Bob"):
        links = [link for link in read(reviewer.get(address).text).one("main").all("a") if "rollback" in link["href"]]
        assert [link["href"] for link in links] == ["/wiki/Eau?action=rollback&from=Bob"], address
        assert "action=rollback" not in client.get(address).text


def test_it_takes_the_right_to_do_it(client: FlaskClient, as_user, user, edited) -> None:
    for browser in (client, as_user(user("Camille"))):
        assert browser.get("/wiki/Eau?action=rollback&from=Bob").status_code == 403
        assert roll_back(browser).status_code == 403
    assert text() == "Un. Pub 1"


def test_it_is_refused_where_somebody_else_wrote_meanwhile(reviewer: FlaskClient, edited, page, user) -> None:
    page("Eau", "Un. Pub 1. Deux.", author=user("Camille"))
    assert roll_back(reviewer).status_code == 409
    assert text() == "Un. Pub 1. Deux."


def test_a_second_moderator_is_told_that_it_is_done(reviewer: FlaskClient, edited) -> None:
    assert roll_back(reviewer).status_code == 303
    answer = roll_back(reviewer)
    assert answer.status_code == 409
    assert "n’est plus de Bob" in answer.text


def test_it_is_refused_where_nobody_else_wrote(reviewer: FlaskClient, page, user) -> None:
    bob = user("Bob")
    page("Eau", "Un.", author=bob)
    page("Eau", "Deux.", author=bob)
    answer = roll_back(reviewer)
    assert answer.status_code == 409
    assert "Personne d’autre que Bob" in answer.text
    assert text() == "Deux."


def test_it_is_refused_where_the_text_to_go_back_to_is_hidden(reviewer: FlaskClient, edited, maintenance) -> None:
    hiding.hide(
        maintenance, title=EAU, numbers=edited["Alice"], hidden=Hidden.TEXT, shown=Hidden(0), reason="vie privée"
    )
    answer = roll_back(reviewer)
    assert answer.status_code == 409
    assert "texte masqué" in answer.text
    assert text() == "Un. Pub 1"


def test_whoever_does_it_too_often_waits(reviewer: FlaskClient, edited, page, user, as_user) -> None:
    busy = as_user(user("Pressée", groups=("reviewer",)))
    alice, bob = user("Alice 2"), user("Bob 2")
    for turn in range(6):
        page(f"Page {turn}", "Un.", author=alice)
        page(f"Page {turn}", "Deux.", author=bob)
    codes = [busy.post(f"/wiki/Page_{turn}?action=rollback", data={"from": "Bob 2"}).status_code for turn in range(6)]
    assert codes == [303] * 5 + [429]
