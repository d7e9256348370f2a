"""The list of special pages, and their names."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.specialpages.names import path_of, simplified
from wiki.specialpages.registry import GROUPS, PAGES

UNLISTED = {"suggest"}
"""Addresses that only scripts ask."""


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Modifications récentes", "/special/recent-changes"),
        ("modifications_recentes", "/special/recent-changes"),
        ("RecentChanges", "/special/recent-changes"),
        ("recent-changes", "/special/recent-changes"),
        ("Contributions/Alice Dupont", "/special/contributions?user=Alice%20Dupont"),
        ("Contributions/", "/special/contributions"),
        ("Pages liées/Aide:Accueil/Début", "/special/what-links-here?page=Aide%3AAccueil%2FD%C3%A9but"),
        ("Journal/move", "/special/logs?type=move"),
        ("Lien permanent/12", "/special/permanent-link/12"),
        ("Diff/3/4", "/special/diff/3/4"),
        ("Diff//exemple.org", None),
        ("Lien permanent/../3", None),
        ("Pages spéciales", "/special/"),
        ("watchlist/edit", "/special/watchlist/edit"),
        ("Nimporte quoi", None),
        ("Statistiques/3", None),
        ("", None),
        ("/", None),
    ],
)
def test_names_lead_to_addresses(name: str, path: str | None) -> None:
    assert path_of(name) == path


def test_no_name_means_two_pages() -> None:
    owner: dict[str, str] = {}
    for page in PAGES:
        for name in {simplified(name) for name in (page.key, *page.names) if name}:
            assert owner.setdefault(name, page.key) == page.key


def test_every_page_has_a_group_and_a_sentence() -> None:
    for page in PAGES:
        assert page.group in GROUPS
        assert page.description.endswith(".")


def test_the_list_is_what_is_served(app: Flask) -> None:
    served = {
        rule.rule.removeprefix("/special/")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/special/") and "GET" in (rule.methods or ()) and "<" not in rule.rule
    }
    listed = {page.key for page in PAGES if page.argument != "/" or page.listed}
    assert listed - served == set(), "listed but not served"
    assert served - listed - UNLISTED == set(), "served but not listed"


def test_the_index_lists_them(client: FlaskClient) -> None:
    html = client.get("/special/").get_data(as_text=True)
    assert [page.path for page in PAGES if page.listed and f'href="{page.path}"' not in html] == []


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/special/RecentChanges?days=3", "/special/recent-changes?days=3"),
        ("/special/Contributions/Alice?limit=20", "/special/contributions?user=Alice&limit=20"),
        ("/special/modifications-récentes", "/special/recent-changes"),
    ],
)
def test_other_names_lead_on(client: FlaskClient, address: str, leads_to: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.location) == (302, leads_to)


@pytest.mark.parametrize("address", ["/special/nothing", "/special/permanent-link", "/special/permanent-link/x"])
def test_an_unknown_name_gets_the_list(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "/special/recent-changes" in response.get_data(as_text=True)


def test_a_wiki_link_reaches_a_special_page(client: FlaskClient) -> None:
    response = client.get("/wiki/Sp%C3%A9cial:Modifications_r%C3%A9centes", follow_redirects=True)
    assert response.status_code == 200
    assert response.request.path == "/special/recent-changes"
