"""Profiles, axes and terms: how the vocabulary is filled, and how a reader goes through it."""

import copy

import pytest
from sqlalchemy import func, insert, select

from tests.reading import read
from wiki.database import session, transaction
from wiki.seeding import SEEDS, read_yaml
from wiki.taxonomy import finding
from wiki.taxonomy.checking import check
from wiki.taxonomy.facets import membership
from wiki.taxonomy.facets.trees import trees
from wiki.taxonomy.loading import BadVocabulary, load_vocabulary
from wiki.taxonomy.models import Axis, PageProfile, Profile, Term, TermParent, TermSynonym

pytestmark = pytest.mark.usefixtures("app")

TABLES = (Profile, Axis, Term, TermParent, TermSynonym)

SMALL = {
    "profiles": [{"slug": "lecteur", "name": "Lecteur", "description": "Qui lit."}],
    "axes": [
        {
            "slug": "essai",
            "name": "Essai",
            "terms": [
                {"slug": "eau-essai", "name": "Eau d’essai", "synonyms": ["Flotte"]},
                {"slug": "crue-essai", "name": "Crue d’essai"},
                {
                    "slug": "digue-essai",
                    "name": "Digue d’essai",
                    "description": "Un mur contre l’eau.",
                    "broader": ["eau-essai", "crue-essai"],
                },
                {"slug": "porte-essai", "name": "Porte d’essai", "broader": ["digue-essai"]},
            ],
        },
        {"slug": "autre", "name": "Autre", "terms": [{"slug": "autre-terme", "name": "Autre terme"}]},
    ],
}


def load(data) -> int:
    with transaction():
        return load_vocabulary(data)


def everything() -> list[list[tuple]]:
    return [sorted(session.execute(select(table.__table__)).all(), key=str) for table in TABLES]


def test_the_seeds_make_five_profiles_and_three_axes(page):
    assert len(finding.profiles()) == 5
    axes = trees(membership.present())
    assert len(axes) == 3
    assert all(branches for _axis, branches in axes)
    assert list(check()) == []


def test_loading_twice_changes_nothing():
    before = everything()
    assert load(read_yaml(SEEDS / "taxonomy.yaml")) == 0
    assert everything() == before


def test_what_is_new_in_the_file_is_added_beside_what_exists():
    before = len(session.scalars(select(Term)).all())
    assert load(SMALL) == 8
    assert len(session.scalars(select(Term)).all()) == before + 5
    more = copy.deepcopy(SMALL)
    more["axes"][0]["terms"].append({"slug": "pont-essai", "name": "Pont d’essai", "broader": ["eau-essai"]})
    assert load(more) == 1
    assert list(check()) == []


@pytest.mark.parametrize(
    ("term", "why"),
    [
        ({"slug": "x", "name": "X", "broader": ["n-existe-pas"]}, "a parent that is not described"),
        ({"slug": "x", "name": "X", "broader": ["x"]}, "itself"),
        ({"slug": "x", "name": "X", "broader": ["autre-terme"]}, "a term of another axis"),
        ({"slug": "x", "name": "Autre terme"}, "a name that another term has"),
        ({"slug": "x", "name": "a|b"}, "a name that no category can have"),
        ({"slug": "x", "name": "eau"}, "a name that its category would write otherwise"),
    ],
)
def test_a_vocabulary_that_makes_no_trees_is_refused_as_a_whole(term, why):
    load(SMALL)
    before = everything()
    more = copy.deepcopy(SMALL)
    more["axes"][0]["terms"] += [{"slug": "nouveau", "name": "Nouveau"}, term]
    with pytest.raises(BadVocabulary):
        load(more)
    assert everything() == before, why


def test_a_circle_or_a_foreign_parent_is_named_by_the_check():
    load(SMALL)
    numbers = {term.slug: term.id for term in session.scalars(select(Term))}
    with transaction() as current:
        rows = [("eau-essai", "porte-essai"), ("autre-terme", "eau-essai")]
        current.execute(
            insert(TermParent), [{"term_id": numbers[term], "parent_id": numbers[parent]} for term, parent in rows]
        )
    said = " ".join(check())
    assert "its own ancestor" in said
    assert "another axis" in said
    membership.configure()
    assert trees(membership.present())
    assert finding.paths_above(session.get(Term, numbers["porte-essai"]))


def test_a_term_with_two_parents_shows_both_ways(client):
    load(SMALL)
    shown = read(client.get("/wiki/Catégorie:Digue_d’essai").text)
    ways = [[item.words for item in nav.all("li")] for nav in shown.all("nav", class_="breadcrumb")]
    assert ways == [["Eau d’essai", "Digue d’essai"], ["Crue d’essai", "Digue d’essai"]]
    assert len({nav["aria-label"] for nav in shown.all("nav", class_="breadcrumb")}) == 2
    assert "Un mur contre l’eau." in shown.one("main").words
    assert "/wiki/Cat%C3%A9gorie:Porte_d%E2%80%99essai?via=digue-essai" in shown.one("main").links().values()


def test_a_term_is_in_the_tree_below_each_of_its_parents(client):
    load(SMALL)
    axis = next(branches for axis, branches in trees(membership.present()) if axis.slug == "essai")
    below = {branch.value.name: [child.value.name for child in branch.narrower] for branch in axis}
    assert below == {"Eau d’essai": ["Digue d’essai"], "Crue d’essai": ["Digue d’essai"]}
    shown = read(client.get("/special/categories").text)
    assert len([link for link in shown.all("a") if link.words == "Porte d’essai"]) == 2


def test_a_category_with_a_term_is_a_blue_link_and_shows_what_it_is(client, page):
    load(SMALL)
    page("Sol", "[[:Catégorie:Crue d’essai]] et [[:Catégorie:Inconnue]] et [[Profil:Lecteur]]")
    links = {link.label: link for link in read(client.get("/wiki/Sol").text).one(class_="wiki-text").all("a")}
    assert [("new" in link.classes) for link in links.values()] == [False, True, False]
    assert client.get("/wiki/Catégorie:Crue_d’essai").status_code == 200
    assert client.get("/wiki/Catégorie:Inconnue").status_code == 404


def test_each_profile_has_a_short_address(client, page):
    page("Eau", "Pour tous. [[Profil:Citoyen]]")
    for profile, _count in finding.profiles():
        answer = client.get(f"/profil/{profile.slug}")
        assert answer.status_code == 200
        shown = read(answer.text)
        assert profile.name in shown.one("h1").words
        assert ("Eau" in shown.one("main").links()) == (profile.slug == "citoyen")


def test_an_unknown_profile_is_not_found(client):
    for slug in ("inconnu", "Citoyen", "a|b", "x" * 300):
        assert client.get(f"/profil/{slug}").status_code == 404
    assert client.get("/wiki/Profil:Inconnu").status_code == 404


def test_a_profile_page_that_was_written_shows_text_and_members(client, page):
    page("Profil:Citoyen", "Bienvenue aux citoyens.")
    page("Eau", "[[Profil:Citoyen]]")
    for address in ("/profil/citoyen", "/wiki/Profil:Citoyen"):
        shown = read(client.get(address).text).one("main")
        assert "Bienvenue aux citoyens." in shown.words
        assert "Eau" in shown.links()


def test_the_profiles_are_listed_with_how_many_pages_they_have(client, page, maintenance):
    page("Eau", "[[Profil:Citoyen]]")
    page("Sol", "[[Profil:Citoyen]] [[Profil:Chercheur]]")
    counts = {profile.slug: count for profile, count in finding.profiles()}
    assert (counts["citoyen"], sum(counts.values())) == (2, 3)
    shown = read(client.get("/special/profiles").text).one("main")
    assert {f"/profil/{slug}" for slug in counts} <= set(shown.links().values())
    assert session.scalar(select(func.count()).select_from(PageProfile)) == 3
