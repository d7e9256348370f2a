"""Which pages refer to a title, counted by kind and listed."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.links import inbound
from wiki.links.counting import counts
from wiki.moderation.deletion import delete_page
from wiki.permissions.authority import UltimateAuthority
from wiki.titles import Title


@pytest.fixture
def web(app: Flask, page: Callable[..., object]) -> None:
    """A page with references of every kind."""
    page("Puits", "Un puits.")
    page("Lien", "Voir [[Puits]] et encore [[puits]].")
    page("Aide:Lien", "Voir [[Puits]].")
    page("Inclusion", "{{:Puits}}")
    page("Les deux", "{{:Puits}} et [[Puits]]")
    page("Vieux puits", "#REDIRECTION [[Puits]]")
    page("Par le détour", "Voir [[Vieux puits]].")
    page("Membre", "Texte. [[Catégorie:Eau]]")


def rows(client: FlaskClient, query: str) -> list[str]:
    response = client.get(f"/special/what-links-here?{query}")
    assert response.status_code == 200
    main = response.get_data(as_text=True).split("<main")[1].split("</main>")[0]
    return main.split('<li class="row">')[1:]


def names(client: FlaskClient, query: str) -> set[str]:
    found = set()
    for row in rows(client, query):
        title = row.split('class="row__title"')[1].split("</a>")[0]
        found.add(title.rsplit(">", 1)[1])
    return found


def test_counts_by_kind(web: None) -> None:
    assert counts(Title.parse("Puits")) == {"link": 3, "template": 2, "redirect": 1}
    assert counts(Title.parse("Catégorie:Eau")) == {"category": 1}
    assert counts(Title.parse("Nulle part")) == {}


def test_deleted_pages_do_not_count(web: None, maintenance: UltimateAuthority) -> None:
    delete_page(maintenance, title=Title.parse("Lien"), reason="essai")
    assert counts(Title.parse("Puits"))["link"] == 2


def test_rows_say_how_each_page_refers(client: FlaskClient, web: None) -> None:
    lines = {row.split("</a>")[0].rsplit(">", 1)[1]: row for row in rows(client, "page=Puits")}
    assert set(lines) == {"Lien", "Aide:Lien", "Inclusion", "Les deux", "Vieux puits"}
    assert lines["Les deux"].count("cdx-info-chip__text") == 2
    assert lines["Vieux puits"].count("cdx-info-chip__text") == 1


def test_who_comes_through_a_redirect_stands_under_it(client: FlaskClient, web: None) -> None:
    redirect = next(row for row in rows(client, "page=Puits") if "Vieux puits" in row)
    assert "Par le détour" in redirect.split("<ul")[1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("page=Puits&namespace=12", {"Aide:Lien"}),
        ("page=Puits&kind=template", {"Inclusion", "Les deux"}),
        ("page=Puits&kind=link", {"Lien", "Aide:Lien", "Les deux"}),
        ("page=Puits&kind=redirect", {"Vieux puits"}),
        ("page=puits&namespace=0&kind=link", {"Lien", "Les deux"}),
        ("page=Catégorie:Eau", {"Membre"}),
        ("page=Catégorie:Eau&kind=link", set()),
    ],
)
def test_filters_of_references(client: FlaskClient, web: None, query: str, expected: set[str]) -> None:
    assert names(client, query) == expected


def test_a_missing_page_has_references_too(client: FlaskClient, page: Callable[..., object]) -> None:
    page("Lien", "Voir [[Page à écrire]].")
    assert names(client, "page=Page à écrire") == {"Lien"}


def test_many_pages_through_one_redirect_are_cut(
    client: FlaskClient, page: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "THROUGH", 2)
    page("Puits", "Un puits.")
    page("Vieux puits", "#REDIRECTION [[Puits]]")
    for number in range(3):
        page(f"Lien {number}", "Voir [[Vieux puits]].")
    (redirect,) = rows(client, "page=Puits")
    shown = [number for number in range(3) if f"Lien {number}" in redirect]
    assert shown == [1, 2]
    assert "what-links-here?page=Vieux%20puits" in redirect.split("Lien 1")[-1]


def test_paging_through_references(client: FlaskClient, page: Callable[..., object]) -> None:
    page("Puits", "Un puits.")
    for number in range(22):
        page(f"Lien {number:02}", "Voir [[Puits]].")
    first = client.get("/special/what-links-here?page=Puits&limit=20").get_data(as_text=True)
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = client.get(following).get_data(as_text=True)
    assert "Lien 01" in second
    assert "Lien 02" not in second
    assert "Lien 02" in first


def test_without_a_title_only_the_form(client: FlaskClient) -> None:
    html = client.get("/special/what-links-here").get_data(as_text=True)
    assert "empty-state" in html
    assert 'name="page"' in html


def test_a_title_that_cannot_be(client: FlaskClient) -> None:
    assert client.get("/special/what-links-here?page=a%7Cb").status_code == 400
