"""Lists of pages, figures, and short addresses of revisions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki import clock
from wiki.database import transaction
from wiki.editing.saving import Saved
from wiki.moderation.deletion import delete_page
from wiki.permissions.authority import UltimateAuthority
from wiki.specialpages.figures import statistics
from wiki.specialpages.lists import all_pages
from wiki.titles import Namespace, Title
from wiki.users.models import User
from wiki.users.temporary import temporary_account

DAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)

PageMaker = Callable[..., Saved]


@pytest.fixture
def shelf(app: Flask, page: PageMaker, maintenance: UltimateAuthority) -> None:
    for name in ("Eau", "Eau potable", "Eau/Source", "EAU DE PLUIE", "Énergie", "Forêt", "Aide:Eau"):
        page(name, "Un texte.")
    page("Eau vive", "#REDIRECTION [[Eau]]")
    page("Eau morte", "Un texte.")
    delete_page(maintenance, title=Title.parse("Eau morte"), reason="essai")


def listed(client: FlaskClient, query: str, key: str = "all-pages") -> list[str]:
    response = client.get(f"/special/{key}?{query}")
    assert response.status_code == 200
    parts = response.get_data(as_text=True).split('class="alpha-list"')
    if len(parts) == 1:
        return []
    items = parts[1].split("</ul>")[0].split("<li>")[1:]
    return [item.split("</a>")[0].rsplit(">", 1)[1] for item in items]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("prefix=Eau", ["Eau", "Eau potable", "Eau vive", "Eau/Source"]),
        ("prefix=eau", ["Eau", "Eau potable", "Eau vive", "Eau/Source"]),
        ("prefix=Eau&hideredirects=y", ["Eau", "Eau potable", "Eau/Source"]),
        ("prefix=Eau&from=Eau+v", ["Eau vive", "Eau/Source"]),
        ("prefix=Eau/", ["Eau/Source"]),
        ("prefix=Aide:E", ["Aide:Eau"]),
        ("namespace=12", ["Aide:Eau"]),
        ("from=F", ["Forêt", "Énergie"]),
        ("prefix=Rien", []),
    ],
)
def test_pages_by_title(client: FlaskClient, shelf: None, query: str, expected: list[str]) -> None:
    assert listed(client, query) == expected


def test_both_names_of_the_list(client: FlaskClient, shelf: None) -> None:
    assert listed(client, "prefix=Eau+p", key="prefix-index") == ["Eau potable"]


def test_going_forth_and_back_by_title(app: Flask, page: PageMaker) -> None:
    for number in range(7):
        page(f"Page {number}", "Un texte.")
    first = all_pages(namespace=Namespace.MAIN, limit=3)
    assert ([page.name for page in first.pages], first.previous, first.next) == (
        ["Page 0", "Page 1", "Page 2"], None, "Page 3",
    )  # fmt: skip
    last = all_pages(namespace=Namespace.MAIN, start="Page 5", limit=3)
    assert ([page.name for page in last.pages], last.previous, last.next) == (["Page 5", "Page 6"], "Page 2", None)


def test_a_beginning_that_cannot_be_a_title(client: FlaskClient) -> None:
    assert client.get("/special/all-pages?from=%5B").status_code == 400


def test_new_pages_as_they_stand_now(client: FlaskClient, page: PageMaker, maintenance: UltimateAuthority) -> None:
    with clock.freeze(DAY):
        page("Première", "Un.")
        page("Supprimée", "Un.")
        page("Discussion:Première", "Un.")
    with clock.freeze(DAY + timedelta(days=1)):
        page("Première", "Deux.", summary="plus tard")
        page("Raccourci", "#REDIRECTION [[Première]]")
    delete_page(maintenance, title=Title.parse("Supprimée"), reason="essai")
    html = client.get("/special/new-pages").get_data(as_text=True).split("<main")[1]
    assert html.count('class="row"') == 2
    assert "Supprimée" not in html
    assert "plus tard" not in html
    assert "Raccourci<" not in html
    assert "Raccourci<" in client.get("/special/new-pages?redirects=y").get_data(as_text=True)
    talk = client.get("/special/new-pages?namespace=1").get_data(as_text=True).split("<main")[1]
    assert talk.count('class="row"') == 1


def test_a_random_page_is_an_article(client: FlaskClient, page: PageMaker) -> None:
    assert client.get("/special/random").location == "/"
    page("Aide:Guide", "Un texte.")
    page("Article", "Un texte.")
    page("Raccourci", "#REDIRECTION [[Article]]")
    response = client.get("/special/random")
    assert (response.status_code, response.location) == (302, "/wiki/Article")
    assert response.headers["Cache-Control"] == "no-store"


def test_figures(client: FlaskClient, page: PageMaker, user: Callable[..., User]) -> None:
    alice, old = user("Alice"), user("Ancienne")
    user("Muette")
    with transaction():
        visitor = temporary_account()
    with clock.freeze(DAY - timedelta(days=60)):
        page("Ancienne page", "Un texte.", author=old)
    with clock.freeze(DAY):
        page("Article", "Un texte.", author=alice)
        page("Article", "Un autre texte.", author=visitor)
        page("Raccourci", "#REDIRECTION [[Article]]", author=alice)
        page("Aide:Guide", "Un texte.", author=alice)
        figures = statistics()
        html = client.get("/special/statistics").get_data(as_text=True)
    assert (figures.pages, figures.articles, figures.redirects, figures.revisions) == (4, 2, 1, 5)
    assert (figures.accounts, figures.active, figures.active_temporary) == (3, 1, 1)
    assert "<td>5</td>" in html


def test_short_addresses_of_revisions(client: FlaskClient, page: PageMaker) -> None:
    first = page("Eau potable", "Un.").revision.id
    second = page("Eau potable", "Deux.").revision.id
    path = "/wiki/Eau_potable"
    assert client.get(f"/special/permanent-link/{first}").location == f"{path}?oldid={first}"
    assert client.get(f"/special/diff/{first}/{second}").location == f"{path}?oldid={first}&diff={second}"
    assert client.get(f"/special/diff/{second}").location == f"{path}?diff=prev&oldid={second}"
    for address in ("permanent-link/999", "diff/999", f"permanent-link/{10**30}", f"diff/{first}/{10**30}"):
        assert client.get(f"/special/{address}").status_code == 404


def test_a_deleted_revision_is_not_found_by_its_number(
    client: FlaskClient, page: PageMaker, maintenance: UltimateAuthority
) -> None:
    number = page("Secret", "Un.").revision.id
    delete_page(maintenance, title=Title.parse("Secret"), reason="essai")
    assert client.get(f"/special/permanent-link/{number}").status_code == 404
