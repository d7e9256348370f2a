"""The search as a reader meets it."""

from collections.abc import Callable
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.database import transaction
from wiki.pages.finding import get_page
from wiki.search import index, titles, worker
from wiki.titles import Title

PAGES = {
    "Qualité de l'eau": "La <b>source</b> est surveillée ; l'eau & son goût.",
    "Source vive": "Une autre source.",
    "Adduction": "#REDIRECTION [[Qualité de l'eau]]",
    "Discussion:Source vive": "Une source de débats.",
}


@pytest.fixture
def reader(app: Flask, page: Callable[..., object], client: FlaskClient) -> FlaskClient:
    """A browser before a wiki whose pages are in the index."""
    for title, text in PAGES.items():
        page(title, text)
        with transaction():
            titles.record(get_page(Title.parse(title)))
    worker.catch_up()
    return client


def body(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_results_show_pages_with_the_words_marked(reader: FlaskClient) -> None:
    page = body(reader, "/special/search?q=sources")
    assert page.count("<mark>source</mark>") == 2
    assert 'href="/wiki/Qualit%C3%A9_de_l%27eau"' in page
    assert 'value="sources"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Discussion:" not in page.split('class="results"')[1].split("</ol>")[0]


def test_namespaces_are_chosen_in_the_address(reader: FlaskClient) -> None:
    page = body(reader, "/special/search?q=source&ns=1")
    assert "/wiki/Discussion:Source_vive" in page
    assert "/wiki/Source_vive" not in page.split('class="results"')[1].split("</ol>")[0]
    assert body(reader, "/special/search?q=source&ns=all").count("results__title") == 3
    assert body(reader, "/special/search?q=source&ns=zz&ns=-1&ns=9999").count("results__title") == 2


def test_results_come_in_parts(reader: FlaskClient) -> None:
    page = body(reader, "/special/search?q=source&limit=20&offset=1")
    assert page.count("results__title") == 1
    assert 'start="2"' in page
    for odd in ("offset=-3", "offset=zz", "limit=0", "limit=100000", f"offset={10**30}"):
        body(reader, f"/special/search?q=source&{odd}")


def test_what_was_typed_is_text(reader: FlaskClient) -> None:
    page = body(reader, '/special/search?q="><script>alert(1)</script>')
    assert "<script>alert" not in page
    assert body(reader, "/special/search?q=%ff%22-")
    assert body(reader, "/special/search?q=" + "a" * 5000)


def test_without_words_there_is_the_form(reader: FlaskClient) -> None:
    page = body(reader, "/special/search")
    assert page.count('name="q"') == 2
    assert "results__count" not in page


def test_the_page_of_that_name_is_offered(reader: FlaskClient) -> None:
    assert 'href="/wiki/Source_vive"><strong>' in body(reader, "/special/search?q=SOURCE+VIVE")


def test_a_page_can_be_created_where_there_is_none(reader: FlaskClient) -> None:
    assert 'href="/wiki/Puits?action=edit"' in body(reader, "/special/search?q=puits")
    assert "action=edit" not in body(reader, "/special/search?q=%5B%5B").split('id="content"')[1]


@pytest.mark.parametrize("query", ["titre:puits", "puits -eau", '"puits profond"'])
def test_no_page_is_called_as_a_query_with_operators(reader: FlaskClient, query: str) -> None:
    assert "action=edit" not in body(reader, f"/special/search?q={quote(query)}").split('id="content"')[1]


def test_a_correction_is_a_link(reader: FlaskClient) -> None:
    page = body(reader, "/special/search?q=surveill%C3%A9z&ns=0&offset=0")
    assert page.count("results__title") in (0, 1)
    page = body(reader, "/special/search?q=suorce&ns=0&limit=50")
    assert '?q=source&amp;ns=0&amp;limit=50"><strong>source</strong>' in page


def test_while_the_index_is_rebuilt_titles_answer(reader: FlaskClient) -> None:
    (index.current().path / "current").unlink()
    answer = reader.get("/special/search?q=source")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    page = answer.get_data(as_text=True)
    assert 'href="/wiki/Source_vive"' in page
    assert "results__count" not in page
    worker.catch_up()
    assert body(reader, "/special/search?q=source").count("results__title") == 2


def test_suggestions_are_json(reader: FlaskClient) -> None:
    answer = reader.get("/special/suggest?q=adduc")
    assert answer.is_json
    found = answer.get_json()
    assert [(one["title"], one["url"]) for one in found] == [("Qualité de l'eau", "/wiki/Qualit%C3%A9_de_l%27eau")]
    assert "Adduction" in found[0]["excerpt"]
    assert reader.get("/special/suggest").get_json() == []
    assert len(reader.get("/special/suggest?q=s&limit=1").get_json()) == 1


def test_browsers_can_add_the_search(reader: FlaskClient) -> None:
    answer = reader.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(answer.get_data())
    namespace = "{http://a9.com/-/spec/opensearch/1.1/}"
    url = root.find(f"{namespace}Url")
    assert url is not None
    assert url.get("template", "").endswith("/special/search?q={searchTerms}")


def test_reading_changes_nothing(reader: FlaskClient) -> None:
    for address in ("/special/search?q=source", "/special/suggest?q=so", "/opensearch.xml"):
        assert reader.post(address).status_code == 405
