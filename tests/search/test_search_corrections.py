"""What is proposed instead of a slip: pieces of compounds, words as they are written most, likely slips first."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.reading import read

PAGES = {
    "Tiers-lieu": "Un tiers-lieu accueille des associations.",
    "Autopartage": "L'autopartage est une voiture pour plusieurs foyers.",
    "Covoiturage": "Le covoiturage est un trajet à plusieurs.",
    "Eau potable": "Une eau potable pour tous.",
    "Adresses": "Voir mobilite et encore mobilite, sans accent. Une œuvre.",
    "Déplacements": "La mobilité, la mobilité, toujours la mobilité.",
    "Recul du trait de côte": "La mer avance.",
    "Voisins": "À côté, de l'autre côté, à côté encore. On le dit, on va dire, il faut dire.",
    "Digues": "Une digue retient la mer.",
    "Vies": "Un vécu, des vécus.",
}


@pytest.fixture
def reader(client: FlaskClient, indexed: Callable[[dict[str, str]], None]) -> FlaskClient:
    """A browser before pages that have these words."""
    indexed(PAGES)
    return client


def proposed(client: FlaskClient, typed: str) -> list[str]:
    main = read(client.get(f"/special/search?q={quote(typed)}").text).one("main")
    return [link.text for link in main.all("a") if link.all("strong") and "q=" in link["href"]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tier-lieu", ["tiers-lieu"]),
        ("tiers-leiu", ["tiers-lieu"]),
        ("un tier-lieu", ["un tiers-lieu"]),
        ("auto-partge", ["autopartage"]),
        ("auto‑partge", ["autopartage"]),
        ("co-voiturge", ["covoiturage"]),
        ("eau-potble", ["eau-potable"]),
        ("zzzz-yyyy", []),
        ("moblité", ["mobilité"]),
        ("mobilte", ["mobilité"]),
        ("trait de cotte", ["trait de côte"]),
        ("dige", ["digue"]),
        ("sécu", []),
        ("ovuvre", ["œuvre"]),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(reader: FlaskClient, typed: str, meant: list[str]) -> None:
    assert proposed(reader, typed) == meant


def test_words_of_the_vocabulary_come_before_others(reader: FlaskClient, indexed: Callable[..., None]) -> None:
    indexed({"Bruits": "Une brotagne, une brotagne.", "Autres bruits": "Une brotagne.", "Ouest": "En Bretagne."})
    assert proposed(reader, "bratagne") == ["bretagne"]
