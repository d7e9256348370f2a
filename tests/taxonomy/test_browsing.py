"""Finding one's way: combining facets, sharing the address, reading as a profile, entering from the home page."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import Element, read
from wiki.database import session
from wiki.moderation.deletion import delete_page
from wiki.parsing.beginning import beginning
from wiki.taxonomy.facets import listing, membership
from wiki.taxonomy.facets.bitsets import bits_of
from wiki.taxonomy.facets.counting import narrow
from wiki.taxonomy.facets.selection import query_of, toggled_within
from wiki.titles import Title, sort_key

pytestmark = pytest.mark.usefixtures("app")

BROWSE = "/special/browse"


@pytest.fixture
def wiki(page) -> None:
    """Seven articles and what is none."""
    page("Crue", "Une crue. [[Catégorie:Inondation]] [[Catégorie:Littoral]] [[Profil:Citoyen]]")
    page("École", "Une école. [[Catégorie:Littoral]] [[Profil:Chercheur, professeur, étudiant, institut]]")
    page("Digue", "Une digue. [[Catégorie:Inondation]] [[Profil:Citoyen]] [[Profil:Professionnel]]")
    page("Eau", "De l’eau. [[Catégorie:Sécheresse]] [[Profil:Professionnel]]")
    page("Rien", "Sans rien.")
    page("Aide:Crue", "[[Catégorie:Inondation]] [[Profil:Citoyen]]")
    page("Ancienne crue", "#REDIRECTION [[Crue]] [[Catégorie:Inondation]]")


def main(client, address: str) -> Element:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    return read(answer.text).one("main")


def titles(shown: Element) -> list[str]:
    return [heading.one("a").words for heading in shown.all("h3", class_="results__title")]


def said(shown: Element) -> str:
    """What is announced about the list."""
    return shown.one("p", role="status").words


def count_beside(shown: Element, name: str) -> int:
    """The figure beside a value in the facets."""
    facets = shown.one("nav", class_="facets")
    (item,) = [item for item in facets.all("li") if any(name == own for own in own_words(item))]
    return int(next(child for child in item.children if isinstance(child, Element) and "count" in child.classes).words)


def own_words(item: Element) -> list[str]:
    parts = [child for child in item.children if isinstance(child, Element) and child.tag in ("a", "span")]
    return [part.label.removeprefix("✓").strip() for part in parts]


def test_values_of_a_facet_are_alternatives_and_facets_are_conditions(client, wiki) -> None:
    assert titles(main(client, BROWSE)) == ["Crue", "Digue", "Eau", "École", "Rien"]
    assert titles(main(client, f"{BROWSE}?enjeux=inondation")) == ["Crue", "Digue"]
    assert titles(main(client, f"{BROWSE}?enjeux=inondation&enjeux=secheresse")) == ["Crue", "Digue", "Eau"]
    shown = main(client, f"{BROWSE}?enjeux=inondation&profil=professionnel&profil=chercheur")
    assert titles(shown) == ["Digue"]
    assert said(shown) == "1 page trouvée"
    assert count_beside(shown, "Citoyen") == 2
    assert count_beside(shown, "Inondation") == 1


def test_the_home_page_is_a_way_in_and_no_article(client, wiki, page) -> None:
    page("Accueil", "Bienvenue. [[Catégorie:Inondation]]")
    assert "Accueil" not in titles(main(client, BROWSE))
    assert set(titles(main(client, BROWSE + "?enjeux=inondation"))) == {"Crue", "Digue"}


def test_an_address_of_its_own_for_each_selection(client, wiki) -> None:
    canonical = f"{BROWSE}?enjeux=inondation&enjeux=secheresse&profil=citoyen"
    for query in (
        "profil=citoyen&enjeux=secheresse&enjeux=inondation",
        "enjeux=secheresse&profil=citoyen&enjeux=inondation",
        "enjeux=inondation&enjeux=secheresse&profil=citoyen&profil=citoyen&profil=&utm_source=lettre&offset=0",
    ):
        answer = client.get(f"{BROWSE}?{query}")
        assert (answer.status_code, answer.location) == (302, canonical), query
    answer = client.get(canonical)
    assert answer.status_code == 200
    assert read(answer.text).one("link", rel="canonical")["href"].endswith(canonical)


def test_each_choice_is_a_link_that_makes_it_or_gives_it_up(client, wiki) -> None:
    shown = main(client, BROWSE)
    shown = main(client, shown.one("nav", class_="facets").links()["Citoyen"])
    assert titles(shown) == ["Crue", "Digue"]
    shown = main(client, shown.one("nav", class_="facets").links()["Types de territoire"])
    assert titles(shown) == ["Crue"]
    chips = shown.one(class_="given-up")
    assert set(chips.links()) == {"Citoyen ×", "Types de territoire ×", "Retirer tous les choix"}
    assert titles(main(client, chips.links()["Types de territoire ×"])) == ["Crue", "Digue"]
    assert len(titles(main(client, chips.links()["Retirer tous les choix"]))) == 5


def test_choosing_what_is_narrower_takes_the_place_of_what_is_wider(client, wiki) -> None:
    shown = main(client, f"{BROWSE}?enjeux=risques-et-aleas")
    way = shown.one("nav", class_="facets").links()["Risques naturels"]
    assert way == f"{BROWSE}?enjeux=risques-naturels"
    shape = membership.present().hierarchy
    chosen = {"enjeux": frozenset({"inondation", "secheresse"})}
    wide = shape.find("enjeux", "risques-naturels")
    assert wide is not None
    assert toggled_within(shape, chosen, wide) == {"risques-naturels"}


def test_a_value_without_a_page_is_shown_with_its_zero_and_leads_nowhere(client, wiki) -> None:
    shown = main(client, f"{BROWSE}?territoires=littoral")
    assert count_beside(shown, "Régions de France") == 0
    assert "Régions de France" not in shown.one("nav", class_="facets").links()
    shown = main(client, f"{BROWSE}?enjeux=secheresse&territoires=littoral")
    assert said(shown) == "0 page trouvée"
    assert titles(shown) == []


def test_what_does_not_exist_is_said(client, wiki) -> None:
    answer = client.get(f"{BROWSE}?enjeux=inondation&enjeux=l%27eau%20%26&territoires=atlantide&zzz=1&lens=martien")
    shown = main(client, answer.location)
    warning = shown.one(class_="cdx-message--warning").words
    assert "« l'eau & »" in warning
    assert "« atlantide »" in warning
    assert titles(shown) == ["Crue", "Digue"]
    for query in ("sort=x", "limit=x&offset=-4", f"offset={10**30}", "enjeux=" + "a" * 3000, "%FF=%FF"):
        assert client.get(f"{BROWSE}?{query}", follow_redirects=True).status_code == 200, query


def test_an_article_is_listed_with_its_beginning_its_profiles_and_its_date(client, wiki) -> None:
    digue = main(client, f"{BROWSE}?profil=professionnel").one("ol", class_="results").all("li")[0].words
    assert "Une digue." in digue
    assert "Pour Citoyen · Professionnel ·" in digue


def test_the_latest_changes_first(client, wiki, page) -> None:
    page("Eau", "Autre. [[Catégorie:Sécheresse]]")
    assert titles(main(client, f"{BROWSE}?sort=update"))[:2] == ["Eau", "Rien"]


def test_a_long_list_is_paged_without_gaps_and_keeps_the_selection(client, page) -> None:
    names = [f"Page {number}" for number in range(45)]
    for name in names:
        page(name, "[[Catégorie:Inondation]] [[Catégorie:Littoral]] [[Profil:Citoyen]]")
    seen, address = [], f"{BROWSE}?enjeux=inondation&profil=citoyen&profil=chercheur"
    while address:
        shown = main(client, address)
        seen += titles(shown)
        after = shown.one("ul", class_="pager__steps").all("a", rel="next")
        address = after[0]["href"] if after else ""
    assert seen == names


def test_a_lens_puts_first_and_marks_and_hides_nothing(client, wiki) -> None:
    before = titles(main(client, BROWSE))
    answer = client.post("/special/lens", data={"profile": "professionnel", "returnto": f"{BROWSE}?lens=citoyen"})
    assert (answer.status_code, answer.location) == (303, BROWSE)
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    shown = main(client, BROWSE)
    assert titles(shown) == ["Digue", "Eau", "Crue", "École", "Rien"]
    assert sorted(titles(shown)) == sorted(before)
    marked = [item.one("a").words for item in shown.all("h3") if "Pour vous" in item.words]
    assert marked == ["Digue", "Eau"]
    assert shown.one(class_="lens-note").words.startswith("3 pages qui ne sont pas écrites pour ce profil")
    assert "Vous lisez comme : Professionnel" in shown.one("form", class_="lens").words
    assert titles(main(client, f"{BROWSE}?sort=title")) == before
    client.post("/special/lens", data={"profile": "", "returnto": BROWSE})
    assert titles(main(client, BROWSE)) == before


def test_an_address_may_name_the_lens(client, wiki) -> None:
    shown = main(client, f"{BROWSE}?lens=professionnel")
    assert titles(shown)[:2] == ["Digue", "Eau"]
    assert shown.one("nav", class_="facets").links()["Citoyen"] == f"{BROWSE}?profil=citoyen&lens=professionnel"
    assert titles(main(client, BROWSE))[0] == "Crue"


def test_a_lens_that_is_none_is_not_kept_and_nobody_is_led_away(client) -> None:
    answer = client.post("/special/lens", data={"profile": "martien", "returnto": "https://ailleurs.example/"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/wiki/Catégorie:Inondation", "/profil/citoyen"])
def test_members_of_a_page_stand_in_the_order_of_the_lens(client, wiki, address: str) -> None:
    members = main(client, address).one(class_="members")
    assert members.words.index("Crue") < members.words.index("Aide:Crue") < members.words.index("Digue")
    client.post("/special/lens", data={"profile": "professionnel"})
    shown = main(client, address)
    members = shown.one(class_="members")
    assert members.words.index("Digue") < members.words.index("Autres pages") < members.words.index("Aide:Crue")
    assert f"{3 if 'Cat' in address else 2} pages qui ne sont pas écrites pour ce profil" in members.words


def test_a_researcher_goes_on_from_the_page_of_a_category(client, wiki) -> None:
    shown = main(client, "/wiki/Catégorie:Inondation")
    way = shown.one("nav", class_="facets").links()["Professionnel"]
    assert way == f"{BROWSE}?enjeux=inondation&profil=professionnel"
    assert titles(main(client, way)) == ["Digue"]


def test_the_path_that_was_used_comes_first(client) -> None:
    shape = membership.present().hierarchy
    drought = shape.find("enjeux", "secheresse")
    assert drought is not None
    for parent in drought.broader:
        shown = main(client, f"/wiki/Catégorie:Sécheresse?via={parent}")
        way = shown.all("nav", class_="breadcrumb")[0].all("li")
        above = shape.find("enjeux", parent)
        assert above is not None
        assert way[-2].words == above.name
        down = main(client, f"/wiki/Catégorie:{above.name}").one(class_="members__narrower").links()["Sécheresse"]
        assert down.endswith(f"?via={parent}")


def test_the_home_page_leads_on_and_its_counts_are_never_old(app, page, maintenance) -> None:
    page("Accueil", "Bienvenue")
    visitor = app.test_client(use_cookies=False)

    def figures() -> dict[str, str]:
        shown = main(visitor, "/")
        cards = {card.one("a").words: card.words for card in shown.all("li", class_="cdx-card")}
        assert len(cards) == 5
        entry = next(item for item in shown.all("li") if item.words.startswith("Risques et aléas"))
        return {"citizens": cards["Citoyen"].split(". ")[-1], "risks": entry.words}

    assert figures() == figures() == {"citizens": "0 page", "risks": "Risques et aléas"}
    page("Crue", "[[Profil:Citoyen]] [[Catégorie:Inondation]]")
    assert figures() == figures() == {"citizens": "1 page", "risks": "Risques et aléas 1"}
    delete_page(maintenance, title=Title.parse("Crue"), reason="essai")
    assert figures() == {"citizens": "0 page", "risks": "Risques et aléas"}


def test_the_home_page_leaves_out_what_leads_nowhere_and_tells_where_all_of_it_is(client, page) -> None:
    page("Accueil", "Bienvenue")
    page("Brest", "[[Catégorie:Bretagne]]")
    page("Rennes", "[[Catégorie:Bretagne]] [[Catégorie:Inondation]]")
    kinds = main(client, "/").one("section", **{"aria-labelledby": "axis-territoires"})
    assert "Corse" not in kinds.words
    assert "Bretagne 2" in kinds.words
    whole = next(link["href"] for link in kinds.all("a") if link.words == "Tout voir (18) Régions de France")
    assert len(main(client, whole).one("ul", class_="members__narrower").all("li")) == 18
    subjects = main(client, "/").one("section", **{"aria-labelledby": "axis-enjeux"})
    assert " 0" not in subjects.words
    assert subjects.links()["Risques et aléas"] == f"{BROWSE}?enjeux=risques-et-aleas"
    assert main(client, "/special/categories").one("h2", id="axis-enjeux")


def test_a_category_has_one_figure_wherever_it_is_named(client, wiki) -> None:
    shown = main(client, "/wiki/Catégorie:Risques_naturels")
    assert count_beside(shown, "Risques naturels") == 3
    members = shown.one(class_="members")
    assert "3 pages, catégories plus précises comprises" in members.words
    assert {"Crue", "Digue", "Eau"} <= set(members.links()), "those of what is narrower, since it has none of its own"
    assert "?in=" not in members.links()["Crue"]
    for address, tag in (("/special/categories", "li"), ("/special/vocabulary?path=risques-et-aleas", "li")):
        entry = next(item for item in main(client, address).all(tag) if item.words.startswith("Risques naturels"))
        assert entry.all(class_="count")[0 if "categories" in address else -1].words.startswith("3"), address
    shown = main(client, "/special/browse").one("nav", class_="facets")
    assert "Risques naturels 3" in shown.words
    first = main(client, "/wiki/Catégorie:Risques_naturels?limit=20").one(class_="members")
    assert first.all("h3")


def test_a_category_tells_its_own_pages_from_those_below(client, wiki, page) -> None:
    page("Plan", "[[Catégorie:Risques naturels]]")
    members = main(client, "/wiki/Catégorie:Risques_naturels").one(class_="members")
    assert "4 pages, catégories plus précises comprises · 1 dans cette catégorie même" in members.words
    assert "Croiser ces 4 pages" in members.words
    assert "Crue" not in members.links()
    page("Plan", "Rien.")


def test_the_pages_below_a_broad_category_are_paged_and_follow_the_lens(client, page) -> None:
    names = [f"Page {number}" for number in range(45)]
    for number, name in enumerate(names):
        page(name, f"[[Catégorie:Inondation]] {'[[Profil:Citoyen]]' if number == 44 else ''}")
    seen, address = [], "/wiki/Catégorie:Risques_naturels?limit=20"
    while address:
        shown = main(client, address)
        seen += [label for label in shown.one(class_="members").links() if label.startswith("Page ")]
        after = shown.one("ul", class_="pager__steps").all("a", rel="next")
        address = after[0]["href"] if after else ""
    assert seen == names
    client.post("/special/lens", data={"profile": "citoyen"})
    members = main(client, "/wiki/Catégorie:Risques_naturels").one(class_="members")
    assert members.words.index("Page 44") < members.words.index("Page 0")


def test_a_category_without_a_page_leads_on(client, page) -> None:
    page("Lyon", "[[Catégorie:Auvergne-Rhône-Alpes]]")
    page("Grenoble", "[[Catégorie:Auvergne-Rhône-Alpes]]")
    shown = main(client, "/wiki/Catégorie:Ardèche")
    assert "Aucune page sur « Ardèche » pour l’instant" in shown.words.replace("\xa0", " ")
    links = {label.replace("\xa0", " "): to for label, to in shown.links().items()}
    assert links["Voir « Auvergne-Rhône-Alpes » (2 pages)"] == "/wiki/Cat%C3%A9gorie:Auvergne-Rh%C3%B4ne-Alpes"
    assert links["Chercher une page, ou l’écrire"] == "/special/search?q=Ard%C3%A8che"
    assert "[[Catégorie:Ardèche]]" in shown.words
    assert shown.one("p", class_="form-note").one("a")["href"] == "/wiki/Cat%C3%A9gorie:Ard%C3%A8che?action=edit"
    assert "Il n’y a pas encore de page" not in shown.words
    assert not shown.all("nav", class_="facets"), "a column of zeros helps nobody"
    shown = main(client, "/profil/citoyen")
    assert "Aucune page pour « Citoyen » pour l’instant" in shown.words.replace("\xa0", " ")


def test_what_can_be_combined_with_a_profile_is_said(client, wiki) -> None:
    shown = main(client, "/profil/citoyen")
    assert "Croiser ces 2 pages avec un lieu, un sujet, un mode d’action" in shown.links()
    assert shown.one("form", class_="lens").one("button").words == "Appliquer"


def test_the_home_page_says_what_this_is_before_its_ways_in(client, page) -> None:
    assert "Citoyen" in client.get("/").text, "there is no page yet"
    page("Accueil", "Ce que chacun sait.\n\n## Contribuer\nEn deux minutes.")
    words = main(client, "/").words
    places = [words.index(said) for said in ("Ce que chacun sait.", "Citoyen", "Contribuer", "En deux minutes.")]
    assert places == sorted(places)


def test_few_and_many_pages_come_in_the_same_order(page) -> None:
    chance = random.Random(4)
    names = ["École", "Eau", "Étang", "10 idées", "9 idées", "Œuvre", "Cote", "Côté", *(f"Page {n}" for n in range(50))]
    chance.shuffle(names)
    ids = {name: page(name, "Texte").revision.page_id for name in names}
    in_order = [ids[name] for name in sorted(names, key=lambda name: (sort_key(name), ids[name]))]
    for size in (0, 1, 3, 20, len(names)):
        chosen = set(chance.sample(in_order, k=size))
        first = set(chance.sample(sorted(chosen), k=size // 3))
        expected = [n for n in in_order if n in first] + [n for n in in_order if n in chosen - first]
        for limit, offset in ((2, 0), (20, 0), (5, 4), (20, 15), (100, 0)):
            found = listing.part(
                bits_of(chosen),
                first=bits_of(first),
                order=listing.BY_TITLE,
                limit=limit,
                offset=offset,
                of=len(names),
            )
            assert found == expected[offset : offset + limit]
    assert session.info.get("writing") is not True


def test_a_search_can_ask_for_the_counts_of_what_it_found(wiki, page) -> None:
    ids = [page(name, f"{name} [[Profil:Citoyen]]").revision.page_id for name in ("Zoé", "Anne", "Marc")]
    narrowed = narrow({"profil": {"citoyen"}}, among=ids)
    assert narrowed.total == 3
    assert narrowed.kept([ids[2], 10**6, ids[0]]) == [ids[2], ids[0]]
    inondation = narrowed.membership.hierarchy.find("enjeux", "inondation")
    assert inondation is not None
    assert narrowed.count(inondation) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\na: x\n---\n# T\n\n{{A|{{x}}}}\n**Un** [[Deux|mot]] et [trois](https://a.b).", "Un mot et trois."),
        ("[[Catégorie:X]] [[Profil:Citoyen]]\n\n- liste\n\n| a | b |\n", ""),
        ("<!-- rien -->Une phrase[^1] [[simple]].\n\n[^1]: note", "Une phrase simple."),
        ("> Une citation\n\nLe texte `vient`.", "Le texte vient."),
        ("mot " * 100, "mot " * 49 + "mot …"),
        ("{{" * 4000, ""),
    ],
)  # fmt: skip
def test_the_beginning_of_a_text(text: str, words: str) -> None:
    assert beginning(text) == words


@given(st.text(alphabet="[]{}|*_`<>!-#\n ab:^", max_size=200))
def test_any_text_has_a_beginning(text: str) -> None:
    assert len(beginning(text)) <= 203


@given(st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from(["1", "10", "é&="]), min_size=1), max_size=3))
def test_the_order_of_choices_does_not_matter(chosen: dict[str, list[str]]) -> None:
    turned = {key: list(reversed(slugs)) for key, slugs in reversed(chosen.items())}
    assert query_of({k: set(v) for k, v in chosen.items()}, {}) == query_of({k: set(v) for k, v in turned.items()}, {})


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", ["Citoyen", "Territoires"]),
        ("/special/profiles", ["Citoyen"]),
        ("/special/categories", ["Territoires", "Inondation"]),
        (BROWSE, ["Citoyen", "Territoires", "Crue"]),
        (f"{BROWSE}?profils=citoyen", ["Citoyen", "Crue"]),
        ("/profil/citoyen", ["Crue"]),
        ("/special/recent-changes", ["Crue"]),
    ],
)
def test_words_of_the_content_say_their_language_to_those_who_read_in_another(client, wiki, page, address, words):
    page("Accueil", "Bienvenue")
    client.set_cookie("wiki-language", "fr")
    assert not languages_of(main(client, address))
    client.set_cookie("wiki-language", "en")
    spoken = languages_of(main(client, address))
    assert set(spoken.values()) == {"fr"}
    assert set(words) <= set(spoken)


def languages_of(shown: Element) -> dict[str, str]:
    """What is said to be in a language of its own, the text of pages left out."""
    return {
        part.words: element["lang"]
        for element in shown.walk()
        if element.attributes.get("lang") and "wiki-text" not in element.classes
        for part in element.walk()
    }
