"""Terms and profiles answer by their names, in suggestions and above the results; pages are created last."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.reading import read
from wiki.titles import Title

Indexed = Callable[[dict[str, str]], None]


@pytest.fixture
def reader(client: FlaskClient, indexed: Indexed) -> FlaskClient:
    """A browser before a few pages and the vocabulary that every wiki has."""
    indexed(
        {
            "Autopartage": "Une voiture pour plusieurs foyers. [[Catégorie:Bretagne]] [[Profil:Citoyen]]",
            "Covoiturage": "Un trajet à plusieurs. [[Profil:Citoyen]] [[Profil:Professionnel]]",
            "Jardin partagé": "On y cultive la résilience.",
            "La Roche-Bernard": "Une commune.",
            "Roche": "Une pierre.",
            "Partage de l'eau": "Une règle.",
        }
    )
    return client


def suggested(client: FlaskClient, typed: str) -> dict[str, str]:
    return {one["title"]: one["excerpt"] for one in client.get(f"/special/suggest?q={quote(typed)}").get_json()}


def main(client: FlaskClient, query: str) -> str:
    answer = client.get(f"/special/search?q={quote(query)}")
    assert answer.status_code == 200
    return read(answer.text).one("main").text


def test_terms_and_profiles_are_suggested_and_say_what_they_are(reader: FlaskClient) -> None:
    assert suggested(reader, "ardech") == {"Catégorie:Ardèche": "Catégorie"}
    assert suggested(reader, "la bretagne") == {"Catégorie:Bretagne": "Catégorie"}
    assert suggested(reader, "bretange") == {"Catégorie:Bretagne": "Catégorie"}
    assert suggested(reader, "Catégorie:ardèche") == {"Catégorie:Ardèche": "Catégorie"}
    assert suggested(reader, "citoyen")["Profil:Citoyen"] == "Profil"
    assert next(iter(suggested(reader, "autopart"))) == "Autopartage"
    assert suggested(reader, "Aide:ardech") == {}


def test_another_name_of_a_term_suggests_the_term(reader: FlaskClient) -> None:
    found = suggested(reader, "déplacement")
    assert found["Catégorie:Mobilité"] == "Catégorie, aussi appelée «\u00a0Déplacements\u00a0»"


def test_few_of_the_vocabulary_stand_among_the_pages(reader: FlaskClient) -> None:
    found = suggested(reader, "c")
    assert "Covoiturage" in found
    assert sum(Title.parse(title).namespace != 0 and excerpt != "" for title, excerpt in found.items()) == 3
    assert len(suggested(reader, "Catégorie:")) == 10


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("l'autopartage", "Autopartage"),
        ("l’autopart", "Autopartage"),
        ("les jardins", "Jardin partagé"),
        ("le covoiturage", "Covoiturage"),
        ("d'autopartage", "Autopartage"),
        ("la roche", "Roche"),
        ("la roche b", "La Roche-Bernard"),
        ("le covoitrage", "Covoiturage"),
        ("partage de l'eau", "Partage de l'eau"),
    ],
)
def test_an_article_before_the_first_word_does_not_matter(reader: FlaskClient, typed: str, first: str) -> None:
    assert next(iter(suggested(reader, typed))) == first


def test_the_results_lead_to_what_is_called_so(reader: FlaskClient) -> None:
    shown = main(reader, "bretagne")
    assert "Aller à la catégorie Bretagne (1 page)." in shown
    assert "créer la page" not in shown
    assert "Aller à la catégorie Ardèche (0 page)." in main(reader, "l'Ardèche")
    assert "Aller au profil Citoyen (2 pages)." in main(reader, "citoyen")
    assert "Aller à la catégorie Mobilité" in main(reader, "déplacements")
    assert "Aller à la catégorie Ardèche" in main(reader, "Catégorie:Ardèche")
    assert "Aller à la page Covoiturage." in main(reader, "le covoiturage")


def test_a_correction_comes_first_and_instead_of_creating_the_page(reader: FlaskClient) -> None:
    shown = main(reader, "resiliense")
    assert "Vouliez-vous dire" in shown
    assert "créer la page" not in shown


def test_creating_the_page_is_offered_after_what_was_found(reader: FlaskClient) -> None:
    shown = main(reader, "trajet commun")
    assert 0 < shown.index("Pages qui contiennent une partie de ces mots") < shown.index("créer la page")
    shown = main(reader, "trajet")
    assert 0 < shown.index("Un trajet") < shown.index("créer la page")


@pytest.mark.parametrize("query", ["Le", "a", "-eau", "Titre:", "Catégorie:Inexistante", "Profil:Citoyenn", "?!"])
def test_no_page_is_called_like_operators_or_common_words(reader: FlaskClient, query: str) -> None:
    assert "créer la page" not in main(reader, query)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("le", "Ce mot est trop courant pour être cherché seul."),
        ("dans le", "Ces mots sont trop courants pour être cherchés seuls."),
        ("-eau", "Ajoutez un mot à trouver."),
        ("-eau le", "Ajoutez un mot à trouver."),
        ("?", "Ajoutez un mot à trouver."),
    ],
)
def test_a_query_that_seeks_nothing_says_what_it_lacks(reader: FlaskClient, query: str, reason: str) -> None:
    assert reason in main(reader, query)
    assert reason not in main(reader, f"zzzz {query}")


def test_results_say_for_whom_and_when(reader: FlaskClient) -> None:
    answer = reader.get("/special/search?q=plusieurs")
    metas = [meta.text for meta in read(answer.text).all("p", class_="results__meta")]
    assert sum(meta.startswith("Pour Citoyen · Professionnel · Mis à jour le ") for meta in metas) == 1
    assert sum(meta.startswith("Pour Citoyen · Mis à jour le ") for meta in metas) == 1
    assert "octet" not in read(answer.text).one("main").text
