"""Suggestions while typing."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.database import transaction
from wiki.pages.finding import get_page
from wiki.search import titles
from wiki.search.suggest import begins_nearly, page_called, suggest
from wiki.search.titles import folded
from wiki.titles import Title

TITLES = (
    "Eau potable",
    "Eau",
    "Économie circulaire",
    "Espace partagé",
    "Jardin partagé",
    "Partage",
    "L'Île-de-France",
    "Catégorie:Eau",
    "Modèle:Eau",
    "Résilience des territoires",
)


@pytest.fixture
def known(page: Callable[..., object]) -> None:
    for title in TITLES:
        page(title, "Un texte.")
    page("Adduction", "#REDIRECTION [[Eau potable]]")
    page("Vers rien", "#REDIRECTION [[Personne ne l'a écrite]]")
    with transaction():
        for title in (*TITLES, "Adduction", "Vers rien"):
            titles.record(get_page(Title.parse(title)))


def names(text: str, limit: int = 20) -> list[str]:
    """Titles suggested, without those that every new wiki has."""
    found = [one.title.full_name for one in suggest(text, limit)]
    return [name for name in found if name in (*TITLES, "Adduction", "Vers rien", "Mise en commun")]


BEGINNINGS: list[tuple[str, list[str]]] = [
    ("eau", ["Eau", "Catégorie:Eau", "Eau potable"]),
    ("EAU P", ["Eau potable"]),
    ("eco", ["Économie circulaire"]),
    ("économie c", ["Économie circulaire"]),
    ("partag", ["Partage", "Espace partagé", "Jardin partagé"]),
    ("circ", ["Économie circulaire"]),
    ("ile de", ["L'Île-de-France"]),
    ("l’île", ["L'Île-de-France"]),
    ("Catégorie:e", ["Catégorie:Eau"]),
    ("modele:", ["Modèle:Eau"]),
    (":eau p", ["Eau potable"]),
    ("addu", ["Eau potable"]),
    ("vers", ["Vers rien"]),
    ("", []),
    ("  -' ", []),
    ("zzzz", []),
]


@pytest.mark.usefixtures("known")
def test_beginnings() -> None:
    for typed, expected in BEGINNINGS:
        assert names(typed) == expected, typed


@pytest.mark.usefixtures("known")
def test_one_letter_wrong_still_proposes_the_title() -> None:
    for typed in (
        "resiliance",
        "rexilience",
        "resilence",
        "ressilience",
        "ersilience",
        "resileince",
        "xesilience",
    ):
        assert names(typed) == ["Résilience des territoires"], typed


@pytest.mark.usefixtures("known")
def test_every_single_error_in_a_title_is_forgiven() -> None:
    title = folded("Jardin partagé")
    for place in range(len(title)):
        for wrong in (title[:place] + title[place + 1 :], title[:place] + "w" + title[place + 1 :]):
            assert "Jardin partagé" in names(wrong), wrong


@pytest.mark.usefixtures("known")
def test_redirects_say_where_they_come_from() -> None:
    found = suggest("addu")[0]
    assert found.redirected_from == Title.parse("Adduction")
    assert found.url == "/wiki/Eau_potable"


@pytest.mark.usefixtures("known")
def test_the_number_is_bounded() -> None:
    assert len(suggest("p", 1)) == 1
    assert len(suggest("e", -5)) == 1
    assert len(suggest("e", 10**6)) <= 20


@pytest.mark.usefixtures("known")
def test_deleted_pages_never_appear() -> None:
    with transaction():
        get_page(Title.parse("Eau potable")).deleted_at = get_page(Title.parse("Eau")).created_at
    assert names("eau") == ["Eau", "Catégorie:Eau"]
    assert names("addu") == ["Adduction"]


@pytest.mark.usefixtures("known")
def test_keys_follow_the_title() -> None:
    with transaction():
        page = get_page(Title.parse("Partage"))
        page.name = "Mise en commun"
        titles.record(page)
    assert names("commun") == ["Mise en commun"]
    assert "Mise en commun" not in names("partag")
    with transaction():
        page.deleted_at = page.created_at
        titles.record(page)
    assert titles.rows_of(page) == []


CALLED: list[tuple[str, str | None]] = [
    ("Eau potable", "Eau potable"),
    ("eau potable", "Eau potable"),
    ("economie circulaire", "Économie circulaire"),
    ("l ile de france", "L'Île-de-France"),
    ("categorie:eau", "Catégorie:Eau"),
    ("eau potabl", None),
    ("[[", None),
    ("", None),
]


@pytest.mark.usefixtures("known")
def test_page_called() -> None:
    for text, title in CALLED:
        assert page_called(text) == (Title.parse(title) if title else None), text


@pytest.mark.usefixtures("wiki_database")
def test_nothing_typed_is_an_error() -> None:
    for text in ("%", "_", "\0", "\U0010ffff", "a" * 5000, "é" * 300, "eau:" * 50, "'\";--", "\n\t"):
        assert suggest(text) == (), text
        assert page_called(text) is None, text


@given(st.text("abc ", min_size=1, max_size=8), st.text("abc ", max_size=8))
def test_a_beginning_begins_nearly(start: str, rest: str) -> None:
    assert begins_nearly(start + rest, start)
