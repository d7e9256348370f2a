"""Operators that the database answers, as a reader meets them in the address."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import PageMaker, UserMaker
from wiki import clock
from wiki.database import session, transaction
from wiki.pages.finding import get_page
from wiki.pages.models import Revision
from wiki.pages.visibility import Hidden
from wiki.search import worker
from wiki.search.periods import period
from wiki.search.query import Shown, search
from wiki.titles import Title
from wiki.users.accounts import system_user

#: (title, text, day of its last update)
PAGES = (
    ("Crue", "L'eau monte. [[Catégorie:Inondation]] [[Catégorie:Finistère]] [[Profil:Citoyen]]", (2025, 3, 12)),
    ("Canicule en ville", "L'eau manque. [[Catégorie:Canicule]] [[Profil:Professionnel]]", (2026, 3, 12)),
    ("Voiture partagée", "Un trajet. [[Catégorie:Autopartage]] [[Catégorie:Ille-et-Vilaine]]", (2026, 3, 31)),
    ("Fête du pain", "Un four. [[Catégorie:Four à pain]] [[Profil:Citoyen]]", (2026, 12, 31)),
)


@pytest.fixture
def reader(app: Flask, page: PageMaker, user: UserMaker, client: FlaskClient) -> FlaskClient:
    """A browser before a wiki with four pages, two of them by Jeanne Martin."""
    jeanne = user("Jeanne Martin")
    with transaction():
        wiki_itself = system_user()
    for number, (title, text, day) in enumerate(PAGES):
        with clock.freeze(datetime(*day, 12, tzinfo=UTC)):
            page(title, text, author=jeanne if number < 2 else wiki_itself)
    worker.catch_up()
    return client


def found(reader: FlaskClient, query: str) -> list[str]:
    """Titles of the results, in their order."""
    answer = reader.get("/special/search", query_string={"q": query, "ns": "0"})
    assert answer.status_code == 200
    page = answer.get_data(as_text=True).split('<h2>Pages qui contiennent')[0]
    return [part.split("</a>")[0].rpartition(">")[2] for part in page.split('<h2 class="results__title">')[1:]]


CRUE, CANICULE, VOITURE, FETE = (title for title, _text, _day in PAGES)

QUERIES: list[tuple[str, list[str]]] = [
    ('auteur:"Jeanne Martin"', [CANICULE, CRUE]),
    ("author:Jeanne_Martin", [CANICULE, CRUE]),
    ('auteur:"jeanne martin" ville', [CANICULE]),
    ('-auteur:"Jeanne Martin"', [FETE, VOITURE]),
    ("catégorie:inondation", [CRUE]),
    ("categorie:INONDATION", [CRUE]),
    ("category:inondation eau", [CRUE]),
    ('catégorie:"four à pain"', [FETE]),
    ("catégorie : « Four a pain »", [FETE]),
    ("catégorie:bretagne", [VOITURE, CRUE]),
    ("territoire:bretagne", [VOITURE, CRUE]),
    ("territoire:bretagne -catégorie:inondation", [VOITURE]),
    ("territory:finistere", [CRUE]),
    ("enjeu:canicule", [CANICULE]),
    ("action:autopartage trajet", [VOITURE]),
    ("profil:citoyen", [FETE, CRUE]),
    ("profile:collectivite-locale", []),
    ("-profil:citoyen", [VOITURE, CANICULE]),
    ("avant:2026", [CRUE]),
    ("avant:2026-03-12", [CRUE]),
    ("after:2025", [FETE, VOITURE, CANICULE]),
    ("après:12/03/2026", [FETE, VOITURE]),
    ("apres:2026-03", [FETE]),
    ("après:2025 avant:2026-04", [VOITURE, CANICULE]),
    ("-après:2025", [CRUE]),
    ("après:2026", []),
    ("titre:crue territoire:bretagne", [CRUE]),
    ('"L\'eau monte" profil:citoyen avant:2026 catégorie:inondation auteur:"Jeanne Martin"', [CRUE]),
    ("eau -territoire:bretagne", [CANICULE]),
    ("profil:citoyen -four", [CRUE]),
]


def test_operators_alone_and_together(reader: FlaskClient) -> None:
    for query, titles in QUERIES:
        assert found(reader, query) == titles, query


def test_the_address_holds_the_query(reader: FlaskClient) -> None:
    page = reader.get("/special/search?q=territoire:bretagne+-cat%C3%A9gorie:inondation").get_data(as_text=True)
    assert 'value="territoire:bretagne -catégorie:inondation"' in page


UNKNOWN: list[tuple[str, str, str | None]] = [
    ("catégorie:inondatoin", "Aucune catégorie ne s’appelle «\u00a0inondatoin\u00a0».", "catégorie:Inondation"),
    ("profil:citoyn eau", "Aucun profil ne s’appelle «\u00a0citoyn\u00a0».", "profil:Citoyen eau"),
    ("auteur:Jeanne_Martn", "Personne ici ne s’appelle «\u00a0Jeanne_Martn\u00a0».", 'auteur:"Jeanne Martin"'),
    ('territoire:"four à pain"', "Aucun territoire ne s’appelle «\u00a0four à pain\u00a0».", None),
    ("enjeu:xyzzy", "Aucun enjeu ne s’appelle «\u00a0xyzzy\u00a0».", None),
    ("action:xyzzy", "Aucun mode d’action ne s’appelle «\u00a0xyzzy\u00a0».", None),
]


def test_what_is_unknown_is_said_with_the_nearest_that_exists(reader: FlaskClient) -> None:
    for query, words, corrected in UNKNOWN:
        page = reader.get("/special/search", query_string={"q": query}).get_data(as_text=True)
        assert "cdx-message--warning" in page, query
        assert words in page, query
        assert found(reader, query) == [], query
        proposed = search(query).remarks[0].corrected
        assert proposed == corrected, query
        if corrected is not None:
            assert found(reader, corrected) != [], query


def test_a_date_that_is_none_is_left_aside(reader: FlaskClient) -> None:
    page = reader.get("/special/search?q=monte+avant:hier").get_data(as_text=True)
    assert "n’est pas une date" in page
    assert found(reader, "monte avant:hier") == [CRUE]
    assert found(reader, "-catégorie:xyzzy eau") == found(reader, "eau")


def test_days_begin_where_the_reader_is(reader: FlaskClient, page: PageMaker) -> None:
    with clock.freeze(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        page("Minuit passé à Paris", "Un texte.")
    worker.catch_up()
    assert "Minuit passé à Paris" in found(reader, "après:2026-06-30")


def test_an_author_whose_revision_is_hidden_is_not_betrayed(reader: FlaskClient) -> None:
    with transaction():
        page = get_page(Title.parse(CRUE))
        for revision in session.scalars(select(Revision).where(Revision.page_id == page.id)):
            revision.hidden = Hidden.DELETED
    assert found(reader, 'auteur:"Jeanne Martin"') == [CANICULE]


def test_pages_with_some_of_the_words_come_after(reader: FlaskClient) -> None:
    page = reader.get("/special/search?q=eau+monte+xyzzy&ns=0").get_data(as_text=True)
    assert "Aucune page ne répond" in page
    assert f">{CRUE}</a></h3>" in page.split("<h2>Pages qui contiennent une partie de ces mots")[1]
    assert "une partie de ces mots" not in reader.get("/special/search?q=xyzzy").get_data(as_text=True)


def test_no_page_is_proposed_for_operators(reader: FlaskClient) -> None:
    assert "action=edit" not in reader.get("/special/search?q=auteur:xyzzy").get_data(as_text=True).split("<main")[1]


def test_a_selection_narrows_and_all_that_is_found_is_known(reader: FlaskClient) -> None:
    everything = search("eau", limit=1)
    assert len(everything.hits) == 1
    assert len(everything.page_ids) == everything.total == 2
    one = get_page(Title.parse(CRUE)).id
    assert one in everything.page_ids
    assert search("eau", choose=lambda found: Shown(found & {one})).page_ids == {one}
    assert search("profil:citoyen", choose=lambda _found: Shown(())).total == 0
    (last,) = everything.page_ids - {hit.page_id for hit in everything.hits}
    first = search("eau", choose=lambda found: Shown(found, first={last}))
    assert [hit.page_id for hit in first.hits][:1] == [last]
    assert first.page_ids == everything.page_ids


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026", ("2026-01-01", "2026-12-31")),
        ("2026-02", ("2026-02-01", "2026-02-28")),
        ("02/2024", ("2024-02-01", "2024-02-29")),
        ("2026-12", ("2026-12-01", "2026-12-31")),
        ("2026-3-2", ("2026-03-02", "2026-03-02")),
        ("12/03/2026", ("2026-03-12", "2026-03-12")),
        ("31/02/2026", None),
        ("2026-13", None),
        ("0000", None),
        ("9999", None),
        ("hier", None),
        ("26", None),
    ],
)
def test_periods(text: str, days: tuple[str, str] | None) -> None:
    named = period(text)
    assert (named and tuple(day.isoformat() for day in named)) == days


def test_rare_slips_are_corrected_too(indexed_words: Callable[[], None]) -> None:
    indexed_words()
    results = search("covoiturrage")
    assert (results.total, results.corrected) == (1, "covoiturage")
    assert search("covoiturage").corrected is None


@pytest.fixture
def indexed_words(app: Flask, page: PageMaker) -> Callable[[], None]:
    def save() -> None:
        page("Faute", "Du covoiturrage.")
        for number in range(12):
            page(f"Trajet {number}", "Du covoiturage.")
        worker.catch_up()

    return save
