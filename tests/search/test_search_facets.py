"""Facets beside the results of a search, and the lens: narrowed, counted over everything found, nothing hidden."""

import pytest

from tests.reading import read


@pytest.fixture
def found(client, indexed):
    indexed(
        {
            "Crue": "L’eau monte. [[Catégorie:Inondation]] [[Catégorie:Bretagne]] [[Profil:Citoyen]]",
            "Digue": "L’eau est retenue. [[Catégorie:Inondation]] [[Profil:Collectivité locale]]",
            "Marché": "L’eau du marché. [[Catégorie:Bretagne]]",
            "Musée": "Sans elle. [[Catégorie:Bretagne]] [[Profil:Citoyen]]",
        }
    )
    return client


def titles(answer) -> list[str]:
    lists = read(answer.text).all("ol", class_="results")
    return [link.text for item in lists for head in item.all("h2") for link in head.all("a")]


def choice(answer, name: str) -> tuple[str, str]:
    """(address, count) of a value offered."""
    for item in read(answer.text).one("nav", class_="facets").all("li"):
        links = item.all("a")
        if links and links[0].label == name:
            return links[0]["href"], item.all("span", class_="count")[0].text
    raise LookupError(name)


def test_counts_are_those_of_everything_found(found):
    answer = found.get("/special/search?q=eau")
    assert set(titles(answer)) == {"Crue", "Digue", "Marché"}
    assert choice(answer, "Régions de France")[1] == "2"
    assert choice(answer, "Citoyen")[1] == "1"


def test_a_choice_narrows_and_keeps_the_words(found):
    url, _count = choice(found.get("/special/search?q=eau"), "Citoyen")
    assert "q=eau" in url
    answer = found.get(url)
    assert titles(answer) == ["Crue"]
    assert choice(answer, "Collectivité locale")[1] == "1", "values of one facet are alternatives"
    both = found.get(choice(answer, "Collectivité locale")[0])
    assert set(titles(both)) == {"Crue", "Digue"}


def test_what_leaves_nothing_says_so_and_how_to_go_on(found):
    answer = found.get("/special/search?q=mus%C3%A9e&profil=chercheur")
    assert "Aucune page ne répond à tous ces choix" in answer.text
    assert read(answer.text).one("div", class_="given-up").all("a")[-1]["href"] == "/special/search?q=mus%C3%A9e"


def test_an_unknown_choice_is_named_and_left_out(found):
    answer = found.get("/special/search?q=eau&profil=martien")
    assert "martien" in read(answer.text).one("main").text
    assert len(titles(answer)) == 3


def test_the_lens_puts_pages_first_marks_them_and_hides_none(found):
    answer = found.get("/special/search?q=eau&lens=collectivite-locale")
    assert titles(answer)[0] == "Digue"
    assert set(titles(answer)) == {"Crue", "Digue", "Marché"}
    assert "2 pages" in read(answer.text).one("p", class_="lens-note").text
    parts = [titles(found.get(f"/special/search?q=eau&lens=citoyen&limit=20&offset={n}")) for n in (0, 1)]
    assert parts[0][1:] == parts[1]
