"""Following pages, and what changed on them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.moving import move_page
from wiki.editing.preparing import Change
from wiki.editing.saving import save_revision
from wiki.moderation.deletion import delete_page
from wiki.pages import finding
from wiki.permissions.authority import Authority, PermissionDenied, UltimateAuthority
from wiki.titles import Namespace, Title
from wiki.users.models import User
from wiki.watchlist import watching
from wiki.watchlist.checking import check
from wiki.watchlist.models import Watch

DAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def alice(app: Flask, user: Callable[..., User]) -> User:
    return user("Alice")


@pytest.fixture
def browser(alice: User, as_user: Callable[[User], FlaskClient]) -> FlaskClient:
    return as_user(alice)


def follow(account: User, *names: str) -> None:
    with transaction():
        for name in names:
            watching.add(account, Title.parse(name))


def followed(account: User) -> set[str]:
    session.rollback()
    rows = session.scalars(select(Watch).where(Watch.user_id == account.id))
    return {Title(Namespace(row.namespace), row.name).full_name for row in rows}


def rows(client: FlaskClient, query: str = "") -> list[str]:
    html = client.get(f"/special/watchlist{query}").get_data(as_text=True)
    return html.split("<main")[1].split("</main>")[0].split('<li class="row')[1:]


def test_each_page_once_by_its_latest_change(
    browser: FlaskClient, alice: User, page: Callable[..., object]
) -> None:
    follow(alice, "Puits", "Source")
    with clock.freeze(DAY):
        page("Puits", "Un.", summary="premier")
        page("Puits", "Un, deux.", summary="second")
        page("Discussion:Source", "Bonjour.", summary="à côté")
        page("Ailleurs", "Rien.", summary="ailleurs")
        lines = rows(browser)
    assert len(lines) == 2
    assert "à côté" in lines[0]
    assert "second" in lines[1]


def test_a_hidden_minor_edit_leaves_the_change_before_it(
    browser: FlaskClient, alice: User, page: Callable[..., object], maintenance: UltimateAuthority
) -> None:
    follow(alice, "Puits")
    page("Puits", "Un.", summary="de fond")
    base = finding.get_page(Title.parse("Puits")).latest_revision_id
    change = Change("Un !", base=base, summary="de forme", minor=True)
    save_revision(maintenance, title=Title.parse("Puits"), change=change)
    assert "de forme" in rows(browser)[0]
    assert "de fond" in rows(browser, "?hideminor=y")[0]


def test_filters_of_the_watchlist(browser: FlaskClient, alice: User, page: Callable[..., object]) -> None:
    follow(alice, "Puits", "Source")
    with clock.freeze(DAY - timedelta(days=20)):
        page("Source", "Une.", summary="il y a longtemps")
    with clock.freeze(DAY):
        page("Puits", "Un.", author=alice, summary="de moi")
        page("Discussion:Puits", "Un.", summary="en discussion")
        assert len(rows(browser)) == 2
        assert len(rows(browser, "?days=30")) == 3
        assert len(rows(browser, "?namespace=1")) == 1
        assert len(rows(browser, "?author=others&days=30")) == 2


def test_acts_on_followed_pages(
    browser: FlaskClient, alice: User, page: Callable[..., object], maintenance: UltimateAuthority
) -> None:
    follow(alice, "Puits")
    page("Puits", "Un.")
    page("Ailleurs", "Rien.")
    for name in ("Puits", "Ailleurs"):
        delete_page(maintenance, title=Title.parse(name), reason=f"essai {name}")
    lines = rows(browser)
    assert len(lines) == 1
    assert "essai Puits" in lines[0]


def test_a_visitor_has_no_watchlist(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/special/watchlist").status_code == 403
    assert client.get("/special/watchlist/edit").status_code == 403
    assert client.post("/special/watchlist/edit").status_code == 403


def test_an_empty_watchlist_says_how_to_fill_it(browser: FlaskClient) -> None:
    html = browser.get("/special/watchlist").get_data(as_text=True)
    assert "empty-state" in html
    assert "/special/recent-changes" in html


def test_asking_changes_nothing_and_answering_does(
    browser: FlaskClient, alice: User, page: Callable[..., object]
) -> None:
    page("Puits", "Un.")
    asked = browser.get("/wiki/Puits?action=watch")
    assert asked.status_code == 200
    assert 'action="/wiki/Puits?action=watch"' in asked.get_data(as_text=True)
    assert followed(alice) == set()
    answered = browser.post("/wiki/Puits?action=watch")
    assert (answered.status_code, answered.location) == (303, "/wiki/Puits")
    assert followed(alice) == {"Puits"}
    assert 'action="/wiki/Puits?action=unwatch"' in browser.get("/wiki/Puits?action=watch").get_data(as_text=True)
    assert browser.post("/wiki/Discussion:Puits?action=unwatch").status_code == 303
    assert followed(alice) == set()


def test_removing_the_chosen_titles(browser: FlaskClient, alice: User, page: Callable[..., object]) -> None:
    follow(alice, "Puits", "Source", "Catégorie:Eau")
    page("Puits", "Un.")
    html = browser.get("/special/watchlist/edit").get_data(as_text=True)
    assert 'value="Catégorie:Eau"' in html
    sent = browser.post("/special/watchlist/edit", data={"title": ["Puits", "Catégorie:Eau", "{{", "Inconnu"]})
    assert sent.status_code == 303
    assert followed(alice) == {"Source"}


def test_nobody_removes_without_the_right(app: Flask) -> None:
    with pytest.raises(PermissionDenied):
        watching.unwatch_all(Authority(), titles=[Title.parse("Puits")])


def test_a_move_carries_the_watchers_along(
    alice: User, user: Callable[..., User], page: Callable[..., object], maintenance: UltimateAuthority
) -> None:
    bob = user("Bob")
    page("Puits", "Un.")
    follow(alice, "Puits")
    follow(bob, "Puits", "Fontaine")
    move_page(maintenance, title=Title.parse("Puits"), target=Title.parse("Fontaine"))
    assert followed(alice) == followed(bob) == {"Puits", "Fontaine"}


def test_the_check_of_watchlists(app: Flask, alice: User) -> None:
    follow(alice, "Puits")
    assert list(check()) == []
    with transaction() as current:
        current.execute(text("PRAGMA defer_foreign_keys=ON"))
        current.add(Watch(user_id=alice.id, namespace=1, name="Puits", created_at=clock.now()))
        current.add(Watch(user_id=999, namespace=0, name="Puits", created_at=clock.now()))
        current.flush()
        assert len(list(check())) == 2
        current.execute(delete(Watch))
