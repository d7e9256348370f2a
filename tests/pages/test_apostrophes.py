"""Titles and terms are typed with ', and read with ’: the address, the source and the forms keep what was typed."""

import pytest

from tests.reading import read, wiki_text
from wiki.titles import Title, shown


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Risque d'inondation", "Risque d’inondation"),
        ("L'eau de l'Aulne", "L’eau de l’Aulne"),
        ("Bain à 5' d'ici", "Bain à 5' d’ici"),
        ("Rock 'n' roll", "Rock 'n' roll"),
        ("Les amis'", "Les amis'"),
    ],
)
def test_an_apostrophe_between_letters_is_shown_as_typography_writes_it(name, seen):
    assert shown(name) == seen
    assert Title.parse(name).shown == seen
    assert Title.parse(name).full_name == name


def test_a_person_s_name_stays_as_it_was_chosen():
    assert Title.parse("Utilisateur:O'Brien").shown == "Utilisateur:O'Brien"


def test_readers_see_it_wherever_a_page_is_named(client, page):
    name, seen = "Risque d'inondation", "Risque d’inondation"
    page(name, "Texte. [[Catégorie:Aménager et s'adapter]]")
    page(f"{name}/L'Aulne", "Texte.")
    page("Voir", f"[[{name}]], [[{name}|le risque d'ici]], [[:Catégorie:Modes d'ici]], [[Rien d'écrit]]")
    shown_page = read(client.get("/wiki/Risque_d%27inondation").text)
    assert shown_page.one("h1").words == seen
    assert shown_page.one("title").words.startswith(seen)
    assert shown_page.one("nav", class_="category-bar").one("a").words == "Aménager et s’adapter"
    below = read(client.get("/wiki/Risque_d%27inondation/L%27Aulne").text)
    assert [item.words for item in below.one("nav", class_="breadcrumb").all("li")] == [seen, "L’Aulne"]
    links = {link.label: link["href"] for link in wiki_text(client.get("/wiki/Voir").text).all("a")}
    assert links[seen] == "/wiki/Risque_d%27inondation"
    assert "le risque d'ici" in links, "what somebody wrote as the words of a link stays"
    assert {"Catégorie:Modes d’ici", "Rien d’écrit"} <= set(links)
    listed = read(client.get("/wiki/Catégorie:Aménager_et_s%27adapter").text)
    assert listed.one("h1").words == "Catégorie:Aménager et s’adapter"
    assert seen in listed.one("section", class_="members").links()
    facets = read(client.get("/special/browse").text)
    assert "Modes d’action" in [heading.words for heading in facets.one("nav", class_="facets").all("h2")]
    assert seen in facets.one("ol", class_="results").links()
    assert f"[[{name}]]" in client.get("/wiki/Voir?action=raw").text
    assert f"[[{name}]]" in read(client.get("/wiki/Voir?action=edit").text).one("textarea", name="text").text
