"""Hiding the text, the summary or the author of revisions, in the browser."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.reading import read
from wiki.checking import CHECKS
from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.pages.models import Revision
from wiki.pages.visibility import Hidden
from wiki.search import worker


@pytest.fixture
def moderator(as_user, user) -> FlaskClient:
    return as_user(user("Modératrice", groups=("moderator",)))


@pytest.fixture
def numbers(page, user) -> list[int]:
    """Three revisions of one page, oldest first, by one author; a fourth is the latest."""
    author = user("Alice")
    return [page("Eau", f"Texte {turn}", author=author, summary=f"motif {turn}").revision.id for turn in range(4)][:3]


def send(client: FlaskClient, *numbers: int, **fields: str):
    data = {"text": "", "summary": "", "author": "", "reason": "vie privée", **fields}
    return client.post("/wiki/Eau?action=hide", data={**data, "revision": [str(number) for number in numbers]})


def problems() -> list[str]:
    worker.catch_up()
    return [str(problem) for check in CHECKS.values() for problem in check()]


def hidden(number: int) -> int:
    session.expire_all()
    return session.scalars(select(Revision.hidden).where(Revision.id == number)).one()


def test_three_bits_are_set_and_cleared_one_by_one(moderator: FlaskClient, numbers: list[int]) -> None:
    first, second, _third = numbers
    assert send(moderator, first, second, text="hide", author="hide").status_code == 303
    assert hidden(first) == hidden(second) == Hidden.TEXT | Hidden.AUTHOR
    send(moderator, first, author="show", summary="hide")
    assert hidden(first) == Hidden.TEXT | Hidden.SUMMARY
    assert hidden(second) == Hidden.TEXT | Hidden.AUTHOR
    assert problems() == []


def test_readers_see_that_something_is_hidden_and_the_rest(
    client: FlaskClient, moderator: FlaskClient, numbers: list[int]
) -> None:
    first, second, third = numbers
    send(moderator, second, text="hide", summary="hide", author="hide")
    rows = read(client.get("/wiki/Eau?action=history").text).one("main").all("li", class_="row")
    assert ["Alice" in row.words for row in rows] == [True, True, False, True]
    history = rows[2].words
    assert "(nom masqué)" in history
    assert "résumé masqué" in history
    assert "texte masqué" in history
    assert "motif 1" not in history
    assert client.get(f"/wiki/Eau?oldid={second}").status_code == 403
    assert client.get(f"/wiki/Eau?diff=prev&oldid={third}").status_code == 403
    assert client.get(f"/wiki/Eau?diff={third}&oldid={first}").status_code == 200
    assert "Texte 1" in moderator.get(f"/wiki/Eau?oldid={second}").text


def test_what_is_seen_now_cannot_lose_its_text(moderator: FlaskClient, numbers: list[int], page) -> None:
    latest = page("Eau", "Texte nouveau").revision.id
    answer = send(moderator, latest, text="hide", reason="une raison à garder")
    assert answer.status_code == 409
    assert "une raison à garder" in answer.text
    assert hidden(latest) == 0
    assert send(moderator, latest, author="hide").status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"reason": " ", "text": "hide"}, "obligatoire"), ({}, "masquer"), ({"text": "burn"}, "choix")],
)
def test_what_is_incomplete_is_refused(moderator: FlaskClient, numbers: list[int], fields, said: str) -> None:
    answer = send(moderator, numbers[0], **fields)
    assert answer.status_code == 400
    assert said in read(answer.text).one("main").words
    assert hidden(numbers[0]) == 0


def test_only_revisions_of_the_page_are_touched(moderator: FlaskClient, numbers: list[int], page) -> None:
    page("Feu", "Un.")
    page("Feu", "Deux.")
    other = session.scalars(select(Revision.id).order_by(Revision.id.desc()).offset(1)).first()
    assert send(moderator, other, text="hide").status_code == 400
    assert hidden(other) == 0


def test_it_takes_the_right_to_do_it(client: FlaskClient, as_user, user, numbers: list[int]) -> None:
    for browser in (client, as_user(user("Bob"))):
        assert browser.get(f"/wiki/Eau?action=hide&revision={numbers[0]}").status_code == 403
        assert send(browser, numbers[0], text="hide").status_code == 403
        assert "action=hide" not in browser.get("/wiki/Eau?action=history").text
    assert hidden(numbers[0]) == 0


def test_the_log_says_what_was_hidden_by_whom_and_why(
    client: FlaskClient, moderator: FlaskClient, numbers: list[int]
) -> None:
    send(moderator, *numbers[:2], text="hide", summary="hide")
    entry = session.scalars(select(LogEntry).where(LogEntry.action == "revision")).one()
    assert entry.details["hidden"] == "text, summary"
    said = read(client.get("/special/logs?type=delete").text).one("main").words
    assert "Modératrice" in said
    assert "vie privée" in said
    assert f"versions {numbers[0]}, {numbers[1]} (masqué : texte, résumé" in said.replace("\xa0", " ")


def test_the_names_below_a_page_follow_at_once(client: FlaskClient, moderator: FlaskClient, page, user) -> None:
    first = page("Eau", "Un.", author=user("Alice")).revision.id
    page("Eau", "Deux.", author=user("Bob"))
    for _turn in range(3):
        assert "Alice" in read(client.get("/wiki/Eau").text).one("footer").words
    send(moderator, first, author="hide")
    assert "Alice" not in read(client.get("/wiki/Eau").text).one("footer").words


def test_undoing_names_nobody_who_is_hidden(moderator: FlaskClient, page, user) -> None:
    page("Eau", "Un.\n\nDeux.\n\nTrois.")
    number = page("Eau", "Un.\n\nDeux fois.\n\nTrois.", author=user("Alice")).revision.id
    page("Eau", "Un.\n\nDeux fois.\n\nTrois, quatre.")
    send(moderator, number, author="hide")
    form = read(moderator.get(f"/wiki/Eau?action=undo&oldid={number}").text)
    assert "Alice" not in form.one("input", name="summary")["value"]


def test_a_deleted_page_keeps_what_is_hidden_when_it_comes_back(
    app: Flask, moderator: FlaskClient, numbers: list[int]
) -> None:
    send(moderator, numbers[1], text="hide", author="hide")
    moderator.post("/wiki/Eau?action=delete", data={"reason": "essai"})
    page_id = session.scalars(select(Revision.page_id).where(Revision.id == numbers[1])).one()
    moderator.post("/wiki/Eau?action=undelete", data={"reason": "essai", "page": page_id, "all": "1"})
    assert hidden(numbers[1]) == Hidden.TEXT | Hidden.AUTHOR
    assert app.test_client().get(f"/wiki/Eau?oldid={numbers[1]}").status_code == 403


def test_a_page_does_not_come_back_showing_a_hidden_text(moderator: FlaskClient, numbers: list[int]) -> None:
    send(moderator, numbers[2], text="hide")
    moderator.post("/wiki/Eau?action=delete", data={"reason": "essai"})
    page_id = session.scalars(select(Revision.page_id).where(Revision.id == numbers[2])).one()
    chosen = {"reason": "essai", "page": page_id, "chosen": "1", "revision": [str(number) for number in numbers]}
    answer = moderator.post("/wiki/Eau?action=undelete", data=chosen)
    assert answer.status_code == 409
    assert moderator.get("/wiki/Eau").status_code == 404
    assert problems() == []
