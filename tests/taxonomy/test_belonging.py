"""Which pages belong to a category or a profile, and in which order they are listed."""

import pytest
from sqlalchemy import select

from tests.reading import read
from wiki.database import session
from wiki.editing.moving import move_page
from wiki.pages import finding as pages
from wiki.taxonomy import finding
from wiki.taxonomy.checking import check
from wiki.taxonomy.models import PageCategory, PageProfile, Profile
from wiki.titles import Namespace, Title

pytestmark = pytest.mark.usefixtures("app")


def categories_of(name: str) -> set[tuple[str, str]]:
    number = pages.get_page(Title.parse(name)).id
    query = select(PageCategory.name, PageCategory.sort_key).where(PageCategory.page_id == number)
    return {(name, key) for name, key in session.execute(query)}


def profiles_of(name: str) -> set[str]:
    number = pages.get_page(Title.parse(name)).id
    query = select(Profile.slug).join(PageProfile, PageProfile.profile_id == Profile.id)
    return set(session.scalars(query.where(PageProfile.page_id == number)))


def listed(client, address: str) -> list[str]:
    """Members that a category or profile page lists, in order."""
    section = read(client.get(address).text).one("section", class_="members")
    lists = [child for child in section.children if not isinstance(child, str) and child.tag == "ul"]
    return [item.label for group in lists if "members__narrower" not in group.classes for item in group.all("li")]


def test_a_category_is_the_same_by_link_and_by_front_block(page):
    page("Lien", "Texte [[Catégorie:Eau potable]] [[category:sol]]")
    page("Bloc", "---\ncatégories: [Eau potable, sol]\n---\nTexte")
    page("Modèle:Gabarit", "[[Catégorie:Eau potable]][[Catégorie:sol]]")
    page("Gabarit", "Texte {{Gabarit}}")
    assert categories_of("Lien") == categories_of("Bloc") == categories_of("Gabarit")
    assert categories_of("Lien") == {("Eau potable", ""), ("Sol", "")}


def test_a_profile_is_named_by_its_name_or_its_slug(page):
    page("A", "[[Profil:Collectivité locale]]")
    page("B", "---\nprofils: [collectivite-locale]\n---\nTexte")
    page("C", "---\nprofils: [Collectivité locale]\n---\nTexte")
    page("D", "[[profil:collectivité locale|les élus]]")
    for name in "ABCD":
        assert profiles_of(name) == {"collectivite-locale"}, name


def test_a_profile_that_does_not_exist_has_no_members(page):
    page("Eau", "[[Profil:Martien]]")
    assert profiles_of("Eau") == set()
    assert list(check()) == []


def test_a_link_to_a_category_is_no_membership(page):
    page("Eau", "[[:Catégorie:Eau]]")
    assert categories_of("Eau") == set()


def test_members_stand_in_the_order_of_a_french_list(client, page):
    names = ["Zone", "École", "Eau", "Étang", "eau potable", "10 idées", "9 idées", "Œuvre", "Ôter", "Cote", "Côté",
             "Coté", "Côte", "La Rochelle", "Île", "Ilot"]  # fmt: skip
    for name in names:
        key = "|Rochelle" if name == "La Rochelle" else ""
        page(name, f"[[Catégorie:Liste{key}]] [[Profil:Citoyen]]")
    by_title = [
        "9 idées",
        "10 idées",
        "Cote",
        "Coté",
        "Côte",
        "Côté",
        "Eau",
        "Eau potable",
        "École",
        "Étang",
        "Île",
        "Ilot",
    ]
    by_title += ["Œuvre", "Ôter"]
    assert listed(client, "/wiki/Catégorie:Liste") == [*by_title, "La Rochelle", "Zone"]
    by_name = [*by_title[:12], "La Rochelle", *by_title[12:], "Zone"]
    assert listed(client, "/wiki/Profil:Citoyen") == by_name


def test_pages_are_grouped_under_the_initial_of_their_sort_key(client, page):
    for name in ("Eau", "École", "Étang", "La Rochelle"):
        key = "|Rochelle" if name == "La Rochelle" else ""
        page(name, f"[[Catégorie:Liste{key}]] [[Profil:Citoyen]]")
    for address, initials in (("/wiki/Catégorie:Liste", ["E", "R"]), ("/profil/citoyen", ["E", "L"])):
        section = read(client.get(address).text).one("section", class_="members")
        assert [heading.words for heading in section.all("h3")] == initials


def test_a_default_sort_key_serves_where_a_membership_has_none(page):
    page("Marie Curie", "{{DEFAULTSORT:Curie, Marie}} [[Catégorie:Gens]] [[Catégorie:Prix|1903]]")
    assert categories_of("Marie Curie") == {("Gens", "Curie, Marie"), ("Prix", "1903")}


def test_sort_keys_of_the_same_words_leave_the_order_to_the_title(client, page):
    for name in ("Beta", "Alpha", "Gamma"):
        page(name, "[[Catégorie:Liste|même clé]]")
    assert listed(client, "/wiki/Catégorie:Liste") == ["Alpha", "Beta", "Gamma"]


def test_a_long_sort_key_is_no_harm(client, page):
    page("Eau", f"[[Catégorie:Liste|{'é' * 5000}]]")
    page("Sol", "[[Catégorie:Liste]]")
    assert listed(client, "/wiki/Catégorie:Liste") == ["Eau", "Sol"]
    assert list(check()) == []


def test_a_long_category_is_paged_without_gaps(client, page):
    names = [f"Page {number}" for number in range(45)]
    for name in names:
        page(name, "[[Catégorie:Liste]]")
    seen, address = [], "/wiki/Catégorie:Liste?limit=20"
    while address is not None:
        answer = client.get(address)
        seen += listed(client, address)
        older = read(answer.text).one("ul", class_="pager__steps").all("a", rel="next")
        address = older[0]["href"] if older else None
    assert seen == names
    assert finding.category_size("Liste") == 45
    for query in ("offset=-5", f"offset={10**30}", "offset=abc", "limit=abc", "limit=-1"):
        assert client.get(f"/wiki/Catégorie:Liste?{query}").status_code == 200


def test_a_moved_page_is_sorted_by_its_new_title(client, page, maintenance):
    page("Alpha", "[[Catégorie:Liste]]")
    page("Beta", "[[Catégorie:Liste]]")
    move_page(maintenance, title=Title.parse("Alpha"), target=Title.parse("Zeta"))
    assert listed(client, "/wiki/Catégorie:Liste") == ["Beta", "Zeta"]
    assert list(check()) == []


def test_the_foot_of_a_page_names_what_it_belongs_to(client, page):
    page("Catégorie:Suivi", "__HIDDENCAT__")
    page("Eau", "[[Catégorie:Inondation]] [[Catégorie:Libre]] [[Catégorie:Suivi]] [[Profil:Citoyen]]")
    foot = read(client.get("/wiki/Eau").text).one("main")
    bars = foot.all("nav", class_="category-bar")
    assert [link["href"] for link in bars[0].all("a")] == ["/profil/citoyen"]
    links = {link.label: "new" in link.classes for link in bars[1].all("a")}
    assert links == {"Inondation": False, "Libre": True, "Suivi": False}
    assert [link.words for link in bars[1].one(class_="category-bar__hidden").all("a")] == ["Suivi"]


def test_categories_without_a_place_on_an_axis_are_listed_apart(client, page):
    page("Eau", "[[Catégorie:Zone libre]] [[Catégorie:École libre]] [[Catégorie:Inondation]]")
    free = [title.name for title, _count in finding.free_categories()]
    assert free == ["École libre", "Zone libre"]
    assert {"École libre", "Zone libre"} <= read(client.get("/special/categories").text).links().keys()


def test_more_categories_are_asked_about_than_a_database_takes_values():
    titles = {Title(Namespace.CATEGORY, f"C{number}") for number in range(40_000)}
    term = Title(Namespace.CATEGORY, "Inondation")
    assert finding.existing_terms({*titles, term}) == {term}
    assert finding.category_pages([title.name for title in titles]) == []
