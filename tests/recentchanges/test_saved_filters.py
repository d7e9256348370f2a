"""Filters that people keep under a name, share, and see when they open the list."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.reading import read
from wiki.checking import CHECKS
from wiki.database import session
from wiki.recentchanges.kept import keeping
from wiki.recentchanges.models import SavedFilter
from wiki.users.models import User

LIST = "/special/recent-changes"
KEPT = "/special/saved-filters"


@pytest.fixture
def alice(user) -> User:
    account: User = user("Alice")
    return account


@pytest.fixture
def client(as_user, alice) -> FlaskClient:
    browser: FlaskClient = as_user(alice)
    return browser


def keep(client: FlaskClient, name: str, query: str, **more: str):
    return client.post(KEPT, data={"name": name, "query": query, **more})


def number_of(name: str) -> int:
    session.remove()
    return int(session.query(SavedFilter).filter(SavedFilter.name == name).one().id)


def names(client: FlaskClient) -> list[str]:
    return [heading.one("a").words for heading in read(client.get(KEPT).text).one("main").all("h2")]


def test_filters_are_kept_opened_renamed_and_deleted(client: FlaskClient) -> None:
    form = read(client.get(f"{LIST}?days=30&type=new&before=1-0-1").text).one("form", action=KEPT)
    query = form.one("input", name="query")["value"]
    assert query == "days=30&type=new"
    answer = keep(client, "Pages neuves", query)
    assert answer.location == f"{LIST}?days=30&type=new"
    shown = read(client.get(answer.location).text).one("nav", class_="kept-filters")
    assert shown.links()["Pages neuves"] == answer.location
    number = number_of("Pages neuves")
    client.post(f"{KEPT}/rename", data={"number": str(number), "name": "Tout neuf"})
    assert names(client) == ["Tout neuf"]
    assert f"{LIST}?days=30&amp;type=new" in client.get(KEPT).text
    client.post(f"{KEPT}/delete", data={"number": str(number)})
    assert names(client) == []


def test_one_of_them_is_shown_to_who_asks_for_nothing(client: FlaskClient, app: Flask) -> None:
    keep(client, "Robots", "days=30&robots=bot", default="y")
    assert client.get(LIST).location == f"{LIST}?days=30&robots=bot"
    assert client.get(f"{LIST}?days=7").status_code == 200
    assert app.test_client().get(LIST).status_code == 200
    keep(client, "Moi", "days=7&whose=mine", default="y")
    assert client.get(LIST).location == f"{LIST}?days=7&whose=mine"
    client.post(f"{KEPT}/choose", data={"number": str(number_of("Robots"))})
    assert client.get(LIST).location == f"{LIST}?days=30&robots=bot"
    client.post(f"{KEPT}/forget", data={"number": str(number_of("Robots"))})
    assert client.get(LIST).status_code == 200
    assert list(CHECKS["recent changes"]()) == []


def test_taking_all_filters_away_does_not_bring_the_default_back(client: FlaskClient) -> None:
    keep(client, "Robots", "robots=bot", default="y")
    page = read(client.get(f"{LIST}?robots=bot").text)
    for chip in page.one("ul", class_="chips").all("a"):
        assert client.get(chip["href"]).status_code == 200


def test_what_is_refused_says_why_and_keeps_the_name(client: FlaskClient, app: Flask) -> None:
    assert keep(client, "Neuves", "type=new").status_code == 303
    answer = keep(client, " Neuves ", "type=edit")
    assert answer.status_code == 400
    form = read(answer.text).one("form", action=KEPT)
    assert "Vous gardez déjà des filtres sous le nom « Neuves »" in form.words
    assert form.one("input", name="query")["value"] == "type=edit"
    assert keep(client, "", "type=edit").status_code == keep(client, "x" * 81, "type=edit").status_code == 400
    assert keep(client, "Longs", "tag=" + "x" * 3000).status_code == 400
    assert keep(app.test_client(), "Visite", "type=edit").status_code == 403
    assert app.test_client().get(KEPT).status_code == 403


def test_twenty_at_most(alice, authority_of) -> None:
    for number in range(keeping.MOST):
        keeping.keep(authority_of(alice), name=f"Filtre {number}", query="type=new")
    with pytest.raises(keeping.TooManyFilters):
        keeping.keep(authority_of(alice), name="Un de trop", query="type=new")


def test_nobody_sees_or_changes_those_of_others(client: FlaskClient, as_user, user) -> None:
    keep(client, "À moi", "type=new", default="y")
    number, other = number_of("À moi"), as_user(user("Bob"))
    assert "À moi" not in other.get(f"{LIST}?days=7").text + other.get(KEPT).text
    for act in ("rename", "delete", "choose"):
        assert other.post(f"{KEPT}/{act}", data={"number": str(number), "name": "À lui"}).status_code == 404
    assert names(client) == ["À moi"]
    assert other.get(LIST).status_code == 200
