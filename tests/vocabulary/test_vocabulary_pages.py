"""Stories of people who keep the vocabulary, in a browser without scripts."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.reading import Element, read, wiki_text
from wiki import seeding
from wiki.checking import CHECKS
from wiki.database import session
from wiki.editing.refreshing import catch_up
from wiki.logs.models import LogEntry
from wiki.pages import finding as pages
from wiki.search import worker
from wiki.taxonomy import finding
from wiki.taxonomy.facets import membership
from wiki.taxonomy.models import Axis, Profile, Term, TermParent, TermSynonym
from wiki.titles import Title

ROOT = "/special/vocabulary"


@pytest.fixture
def keeper(user, as_user) -> FlaskClient:
    """Somebody who may change the vocabulary."""
    return as_user(user("Mona", groups=("moderator",)))


def form_of(browser: FlaskClient, path: str) -> dict[str, list[str] | str]:
    """What the form at `path` holds, as a browser would send it back unchanged."""
    shown = read(browser.get(path).text).one("main").all("form", method="post")[-1]
    sent: dict[str, list[str] | str] = {}
    for item in shown.walk():
        if item.tag == "textarea":
            sent[item["name"]] = item.text.strip("\r\n")
        elif item.tag == "input" and item["name"]:
            sent[item["name"]] = item["value"]
        elif item.tag == "select":
            chosen = [option["value"] for option in item.all("option") if "selected" in option.attributes]
            sent[item["name"]] = chosen[0] if chosen else item.all("option")[0]["value"]
    return sent


def send(browser: FlaskClient, path: str, **fields: str):
    """Open a form, change some fields, send it."""
    return browser.post(path, data=form_of(browser, path) | fields)


def sent(browser: FlaskClient, path: str, **fields: str) -> None:
    """As `send`, and it was done."""
    answer = send(browser, path, **fields)
    assert answer.status_code == 303, read(answer.text).one("main").words


def last_entry() -> LogEntry:
    return session.scalars(select(LogEntry).where(LogEntry.type == "vocabulary").order_by(LogEntry.id.desc())).first()


def undo(browser: FlaskClient, entry: LogEntry):
    return send(browser, f"{ROOT}/changes/{entry.id}", reason="erreur")


def members(browser: FlaskClient, path: str) -> set[str]:
    section = read(browser.get(path).text).all("section", class_="members")
    return {item.label for part in section for group in part.all("ul") for item in group.all("li")}


def bar(browser: FlaskClient, path: str) -> list[str]:
    """Categories named under a page."""
    main: Element = read(browser.get(path).text).one("main")
    bars = [nav for nav in main.all("nav", class_="category-bar") if "category-bar--profiles" not in nav.classes]
    return [link.label for nav in bars for link in nav.all("a")]


def red_links(browser: FlaskClient, path: str) -> list[str]:
    return [link.label for link in wiki_text(browser.get(path).text).all("a", class_="new")]


def below(name: str) -> list[str]:
    """Names of the terms just below one."""
    shape = membership.present().hierarchy
    value = shape.terms[name]
    return [shape.facets[value.key[0]].values[slug].name for slug in value.narrower]


def faults() -> list[str]:
    worker.catch_up()
    return [f"{name}: {line}" for name, check in CHECKS.items() for line in check()]


def refusal(answer) -> str:
    assert answer.status_code in (400, 409)
    return read(answer.text).one("main").words


def test_only_who_has_the_right_changes_it(app, client, user, as_user):
    reader = as_user(user("Lectrice"))
    for browser in (client, reader):
        shown = read(browser.get(ROOT).text).one("main")
        assert "Inondation" not in shown.links()
        assert not [link for link in shown.all("a") if "new-term" in link["href"] or "/terms/" in link["href"]]
        for path in ("new-term", "new-profile", "terms/inondation", "profiles/citoyen", "axes/territoires",
                     "terms/inondation/remove", "profiles/citoyen/remove"):  # fmt: skip
            assert browser.get(f"{ROOT}/{path}").status_code == 403
            assert browser.post(f"{ROOT}/{path}", data={"name": "X"}).status_code == 403
    assert session.scalar(select(LogEntry.id).where(LogEntry.type == "vocabulary")) is None


def test_a_term_is_added_below_two_others(keeper, client, page):
    page("Mare", "[[Catégorie:Mare pédagogique]] [[:Catégorie:Petite mare]]")
    assert len(red_links(client, "/wiki/Mare")) == 1
    sent(
        keeper, f"{ROOT}/new-term?below=inondation",
        name="mare pédagogique", description="Une mare.", synonyms="petite mare\n\npetite  mare",
        **{"broader-1": "zone humide" if finding.find_term("Zone humide") else "Sécheresse"}, reason="demandé",
    )  # fmt: skip
    term = finding.find_term("Mare pédagogique")
    assert (term.slug, finding.synonyms(term)) == ("mare-pedagogique", ["Petite mare"])
    assert len(finding.paths_above(term)) >= 2
    shown = read(client.get("/wiki/Catégorie:Mare_pédagogique").text).one("main")
    assert len(shown.all("nav", class_="breadcrumb")) == len(finding.paths_above(term))
    assert "Une mare." in shown.words
    assert "Mare" in members(client, "/wiki/Catégorie:Mare_pédagogique")
    assert red_links(client, "/wiki/Mare") == []
    assert faults() == []


def test_refusals_keep_what_was_typed_and_say_why(keeper):
    cases = (
        ({"name": "Inondation"}, "“Inondation”|« Inondation »"),
        ({"name": "a|b"}, "a|b"),
        ({"name": "Neuf", "synonyms": "Inondation"}, "Inondation"),
        ({"name": "Neuf", "slug": "Pas Bon"}, "pas-bon"),
        ({"name": "Neuf", "slug": "inondation"}, "inondation"),
        ({"name": "Neuf", "broader-0": "Nulle part"}, "Nulle part"),
        ({"name": "Neuf", "code": "X99"}, "R53"),
        ({"name": "Neuf", "position": "-1"}, "1000000"),
        ({"name": "Neuf", "description": "x" * 1001}, "1000"),
        ({"name": "Neuf", "synonyms": "\n".join(f"nom {n}" for n in range(31))}, "30"),
        ({"name": ""}, ""),
    )
    for fields, words in cases:
        answer = send(keeper, f"{ROOT}/new-term?axis=problematiques", **({"reason": "ma raison"} | fields))
        assert any(part in refusal(answer) for part in words.split("|")), fields
        shown = read(answer.text).one("main")
        assert shown.one("input", name="reason")["value"] == "ma raison"
        for name, value in fields.items():
            item = next(item for item in shown.walk() if item["name"] == name)
            assert value in (item["value"], item.text.strip())
    assert finding.find_term("Neuf") is None


def test_a_circle_is_refused_with_its_path(keeper):
    sent(keeper, f"{ROOT}/new-term?axis=territoires", name="Haut")
    sent(keeper, f"{ROOT}/new-term?below=haut", name="Milieu")
    sent(keeper, f"{ROOT}/new-term?below=milieu", name="Bas")
    answer = send(keeper, f"{ROOT}/terms/haut", **{"broader-0": "Bas"})
    assert "Haut → Bas → Milieu → Haut" in refusal(answer)
    assert "Haut → Haut" in refusal(send(keeper, f"{ROOT}/terms/haut", **{"broader-0": "Haut"}))
    assert refusal(send(keeper, f"{ROOT}/terms/haut", axis="modes-action"))
    assert faults() == []


def test_renaming_keeps_every_member_and_the_page(keeper, client, page):
    page("Catégorie:Inondation", "Ce qu’il faut savoir.")
    page("Crue", "Par lien. [[Catégorie:Inondation|Clef]]")
    page("Digue", "---\ncatégories: [Inondation]\n---\nPar l’en-tête.")
    page("Voir", "[[:Catégorie:Inondation]] et [[:Catégorie:Inondations et crues]]")
    for path in ("/wiki/Crue", "/wiki/Digue", "/wiki/Voir"):
        client.get(path)
        client.get(path)
    sent(keeper, f"{ROOT}/terms/inondation", name="Inondations et crues", reason="plus clair")
    # Before any worker came by:
    assert {"Crue", "Digue"} <= members(client, "/wiki/Catégorie:Inondations_et_crues")
    assert bar(client, "/wiki/Crue") == bar(client, "/wiki/Digue") == ["Inondations et crues"]
    assert red_links(client, "/wiki/Voir") == []
    old = client.get("/wiki/Catégorie:Inondation")
    assert (old.status_code, "Inondations_et_crues" in old.location) == (301, True)
    assert "Ce qu’il faut savoir." in client.get("/wiki/Catégorie:Inondations_et_crues").text
    assert pages.find_page(Title.parse("Catégorie:Inondation")).is_redirect
    catch_up()
    assert {"Crue", "Digue"} <= members(client, "/wiki/Catégorie:Inondations_et_crues")
    page("Plus tard", "[[Catégorie:Inondation]]")
    assert "Plus tard" in members(client, "/wiki/Catégorie:Inondations_et_crues")
    assert finding.category_size("Inondation") == 0
    assert faults() == []


def test_a_page_that_names_both_names_belongs_once(keeper, client, page):
    page("Crue", "[[Catégorie:Inondation]] [[Catégorie:Déluge]]")
    sent(keeper, f"{ROOT}/terms/inondation", name="Déluge")
    assert members(client, "/wiki/Catégorie:Déluge") >= {"Crue"}
    catch_up()
    assert (finding.category_size("Déluge"), bar(client, "/wiki/Crue")) == (1, ["Déluge"])
    assert faults() == []


def test_a_rename_is_refused_where_a_page_stands(keeper, page):
    page("Catégorie:Inondation", "Un texte.")
    page("Catégorie:Déluge", "Un autre texte.")
    assert "Déluge" in refusal(send(keeper, f"{ROOT}/terms/inondation", name="Déluge"))
    assert finding.find_term("Inondation") is not None
    assert last_entry() is None


def test_a_synonym_leads_to_its_term_and_its_pages_follow(keeper, client, page):
    page("Pluie", "[[Catégorie:Flotte]]")
    assert finding.category_size("Flotte") == 1
    sent(keeper, f"{ROOT}/terms/inondation", synonyms="flotte")
    catch_up()
    assert bar(client, "/wiki/Pluie") == ["Inondation"]
    assert "Pluie" in members(client, "/wiki/Catégorie:Inondation")
    answer = client.get("/wiki/Catégorie:Flotte")
    assert (answer.status_code, "Inondation" in answer.location) == (301, True)
    page("Catégorie:Flotte", "Une page à elle.")
    shown = read(client.get("/wiki/Catégorie:Flotte").text).one("main")
    assert shown.links()["Catégorie:Inondation"] == "/wiki/Cat%C3%A9gorie:Inondation"
    sent(keeper, f"{ROOT}/terms/inondation", synonyms="")
    catch_up()
    assert bar(client, "/wiki/Pluie") == ["Flotte"]
    assert faults() == []


def test_removing_a_term_tells_what_becomes_of_what_is_below(keeper, client, page):
    sent(keeper, f"{ROOT}/new-term?axis=territoires", name="Haut")
    sent(keeper, f"{ROOT}/new-term?below=haut", name="Milieu")
    sent(keeper, f"{ROOT}/new-term?below=milieu", name="Bas")
    page("Eau", "[[Catégorie:Milieu]]")
    asked = read(keeper.get(f"{ROOT}/terms/milieu/remove").text).one("main")
    assert [table.one("caption").words for table in asked.all("table")] == ["Bas"]
    assert "Haut" in asked.one("table").words
    assert finding.find_term("Milieu") is not None
    sent(keeper, f"{ROOT}/terms/milieu/remove", reason="inutile")
    assert below("Haut") == ["Bas"]
    assert bar(client, "/wiki/Eau") == ["Milieu"]
    assert ("Milieu", 1) in [(title.name, count) for title, count in finding.free_categories()]
    assert faults() == []
    removed = last_entry()
    assert undo(keeper, removed).status_code == 303
    assert below("Haut") == ["Milieu"]
    assert below("Milieu") == ["Bas"]
    assert faults() == []


def test_every_kind_of_change_is_logged_and_undone(keeper, client):
    def everything():
        session.expire_all()
        names = dict(session.execute(select(Term.id, Term.slug)).all())
        parents = sorted((names[link.term_id], names[link.parent_id]) for link in session.scalars(select(TermParent)))
        synonyms = sorted((names[other.term_id], other.name) for other in session.scalars(select(TermSynonym)))
        whole = (Term.slug, Term.name, Term.description, Term.code, Term.position)
        terms = sorted(map(tuple, session.execute(select(*whole))))
        profiles = (Profile.slug, Profile.name, Profile.description, Profile.position)
        listed = [sorted(map(tuple, session.execute(select(*columns))))
                  for columns in (profiles, (Axis.name, Axis.description))]  # fmt: skip
        return parents, synonyms, terms, listed

    acts = (
        lambda: sent(keeper, f"{ROOT}/new-term?below=inondation", name="Neuf", synonyms="Nouveau"),
        lambda: sent(keeper, f"{ROOT}/terms/inondation", description="Autre.", code="R53", position="3"),
        lambda: sent(keeper, f"{ROOT}/terms/inondation", name="Crues", slug="crues"),
        lambda: sent(keeper, f"{ROOT}/terms/secheresse/remove"),
        lambda: sent(keeper, f"{ROOT}/new-profile", name="Élève", description="Qui apprend."),
        lambda: sent(keeper, f"{ROOT}/profiles/citoyen", description="Autre.", position="9"),
        lambda: sent(keeper, f"{ROOT}/axes/territoires", name="Lieux", description="Où ?"),
        lambda: sent(keeper, f"{ROOT}/profiles/chercheur/remove"),
    )
    for act in acts:
        before = everything()
        act()
        changed = everything()
        assert changed != before
        entry = last_entry()
        log = client.get("/special/logs?type=vocabulary").text
        assert f"{ROOT}/changes/{entry.id}" in log
        assert "%(" not in log
        assert f"{ROOT}/changes/{entry.id}" in client.get("/special/recent-changes").text
        details = read(client.get(f"{ROOT}/changes/{entry.id}").text).one("main")
        assert details.all("table")
        assert not details.all("form", method="post"), "a reader sees what was changed, and no way to undo it"
        assert client.post(f"{ROOT}/changes/{entry.id}").status_code == 403
        preview = read(keeper.get(f"{ROOT}/changes/{entry.id}").text).one("main")
        assert len(preview.all("table")) >= 2
        assert everything() == changed
        assert undo(keeper, entry).status_code == 303
        assert everything() == before
        assert keeper.post(f"{ROOT}/changes/{entry.id}", data={}).status_code == 409, "once is enough"
        assert undone_twice_brings_back(keeper, everything, changed)
        assert undo(keeper, last_entry()).status_code == 303
    assert faults() == []


def undone_twice_brings_back(keeper, everything: Callable, changed) -> bool:
    """Undoing an undoing does the first thing again."""
    assert undo(keeper, last_entry()).status_code == 303
    return everything() == changed


def test_undoing_leaves_what_others_changed_since(keeper):
    sent(keeper, f"{ROOT}/terms/inondation", description="Première.")
    first = last_entry()
    sent(keeper, f"{ROOT}/terms/inondation", synonyms="Flotte", code="D29")
    assert undo(keeper, first).status_code == 303
    term = finding.find_term("Inondation")
    assert (term.description != "Première.", term.code, finding.synonyms(term)) == (True, "D29", ["Flotte"])


def test_undoing_is_refused_where_the_same_was_changed_since(keeper):
    sent(keeper, f"{ROOT}/terms/inondation", description="Première.")
    first = last_entry()
    sent(keeper, f"{ROOT}/terms/inondation", description="Seconde.")
    shown = read(keeper.get(f"{ROOT}/changes/{first.id}").text).one("main")
    assert "Seconde." in shown.words
    answer = keeper.post(f"{ROOT}/changes/{first.id}", data={"reason": "retour"})
    assert "Seconde." in refusal(answer)
    assert read(answer.text).one("input", name="reason")["value"] == "retour"
    assert finding.find_term("Inondation").description == "Seconde."
    sent(keeper, f"{ROOT}/terms/inondation/remove")
    assert keeper.post(f"{ROOT}/changes/{first.id}").status_code == 409
    assert keeper.get(f"{ROOT}/changes/999999").status_code == 404


def test_undoing_a_new_term_waits_for_its_narrower_ones(keeper):
    sent(keeper, f"{ROOT}/new-term?axis=territoires", name="Haut")
    added = last_entry()
    sent(keeper, f"{ROOT}/new-term?below=haut", name="Bas")
    assert "Bas" in refusal(keeper.post(f"{ROOT}/changes/{added.id}"))
    assert finding.find_term("Haut") is not None


def test_a_name_that_pages_use_survives_the_undoing_of_a_rename(keeper, client, page):
    page("Catégorie:Inondation", "Un texte.")
    sent(keeper, f"{ROOT}/terms/inondation", name="Crues")
    renamed = last_entry()
    page("Digue", "[[Catégorie:Crues]]")
    assert undo(keeper, renamed).status_code == 303
    catch_up()
    assert bar(client, "/wiki/Digue") == ["Inondation"]
    assert "Digue" in members(client, "/wiki/Catégorie:Inondation")
    assert not pages.find_page(Title.parse("Catégorie:Inondation")).is_redirect
    assert faults() == []


def test_two_people_at_one_form_do_not_overwrite_each_other(keeper, user, as_user):
    other = as_user(user("Omar", groups=("administrator",)))
    path = f"{ROOT}/terms/inondation"
    mine, theirs = form_of(keeper, path), form_of(other, path)
    assert other.post(path, data=theirs | {"description": "La leur."}).status_code == 303
    answer = keeper.post(path, data=mine | {"description": "La mienne."})
    assert answer.status_code == 409
    shown = read(answer.text).one("main")
    assert {"La leur.", "La mienne."} <= {cell.words for cell in shown.all("td")}
    assert shown.one("textarea", name="description").text.strip() == "La mienne."
    assert finding.find_term("Inondation").description == "La leur."
    again = mine | {"description": "La mienne.", "version": shown.one("input", name="version")["value"]}
    assert keeper.post(path, data=again).status_code == 303
    stale = form_of(keeper, f"{path}/remove")
    sent(other, path, description="Encore.")
    assert keeper.post(f"{path}/remove", data=stale).status_code == 409
    assert finding.find_term("Inondation") is not None


def test_a_profile_is_renamed_without_losing_anybody(keeper, client, page):
    page("Profil:Citoyen", "Bienvenue.")
    page("A", "[[Profil:Citoyen]]")
    page("B", "---\nprofils: [citoyen]\n---\nTexte")
    client.get("/wiki/A")
    sent(keeper, f"{ROOT}/profiles/citoyen", name="Habitante, habitant", slug="habitants")
    assert read(client.get("/wiki/A").text).one(class_="category-bar--profiles").links() == {
        "Habitante, habitant": "/profil/habitants"
    }
    catch_up()
    assert {"A", "B"} <= members(client, "/profil/habitants")
    assert client.get("/profil/citoyen").location == "/profil/habitants"
    assert "Bienvenue." in client.get("/profil/habitants").text
    page("C", "[[Profil:Citoyen]]")
    assert "C" in members(client, "/profil/habitants")
    assert faults() == []


def test_a_profile_goes_only_when_no_page_is_for_it(keeper, page):
    page("A", "[[Profil:Citoyen]]")
    path = f"{ROOT}/profiles/citoyen/remove"
    assert "1 page" in read(keeper.get(path).text).one("main").words
    assert "(1)" in refusal(send(keeper, path))
    page("A", "Rien.")
    sent(keeper, path)
    assert finding.find_profile(slug="citoyen") is None
    assert faults() == []


def test_pages_that_named_a_profile_before_it_was_there_are_for_it(keeper, client, page):
    page("A", "---\nprofils: [Élève]\n---\nTexte")
    sent(keeper, f"{ROOT}/new-profile", name="Élève")
    catch_up()
    assert "A" in members(client, "/profil/eleve")
    assert len(finding.profiles()) == 6
    assert faults() == []


def test_what_was_renamed_or_removed_does_not_come_back_with_the_next_init(keeper):
    sent(keeper, f"{ROOT}/terms/inondation", name="Crues", slug="crues")
    sent(keeper, f"{ROOT}/terms/secheresse/remove")
    seeding.fill_foundations()
    assert finding.find_term("Inondation") is finding.find_term("Sécheresse") is None


def test_the_tree_is_gone_through_level_by_level_and_by_name(keeper, client):
    for name in ("Haut", "Autre haut"):
        sent(keeper, f"{ROOT}/new-term?axis=territoires", name=name)
    sent(keeper, f"{ROOT}/new-term?below=haut", name="Milieu", **{"broader-1": "Autre haut"}, synonyms="Mi-chemin")
    sent(keeper, f"{ROOT}/new-term?below=milieu", name="Bas")
    for above in ("haut", "autre-haut"):
        shown = read(client.get(f"{ROOT}?path={above}/milieu").text).one("main")
        way = shown.one("nav", class_="breadcrumb").links()
        assert f"{ROOT}?path={above}" in way.values(), "the breadcrumb shows the way that was gone"
        assert [name.words for name in shown.all(class_="vocabulary__name")] == ["Bas"]
    for path in ("bas/haut", "haut/bas", "nulle-part", "haut/", "x" * 5000):
        assert client.get(f"{ROOT}?path={path}").status_code == 404
    assert "Milieu" in read(client.get(f"{ROOT}?q=MÏ-CHEM").text).one("ul", class_="vocabulary").words
    assert not read(client.get(f"{ROOT}?q=100%25").text).all("ul", class_="vocabulary")
    assert read(client.get(f"{ROOT}?axis=territoires&limit=20").text).one("ul", class_="vocabulary")
    assert client.get(f"{ROOT}?axis=rien").status_code == 404
    assert keeper.get(f"{ROOT}/terms/rien").status_code == 404
    assert "Haut" in read(client.get(ROOT).text).one("main").links()


def test_the_former_address_of_a_profile_leads_to_it_with_all_that_it_says(keeper, client, page):
    page("A", "[[Profil:Citoyen]]")
    page("B", "Pour tous.")
    client.post("/special/lens", data={"profile": "citoyen"})
    sent(keeper, f"{ROOT}/profiles/citoyen", name="Habitant", slug="habitant")
    led = client.get("/profil/citoyen?feed=atom&lens=professionnel&offset=20")
    assert (led.status_code, led.location) == (302, "/profil/habitant?feed=atom&lens=professionnel&offset=20")
    assert "<title>A</title>" in client.get("/wiki/Profil:Citoyen?feed=atom").text, "the old address of the feed too"
    led = client.get("/special/browse?lens=citoyen&profil=citoyen&sort=update")
    assert (led.status_code, led.location) == (302, "/special/browse?profil=habitant&lens=habitant&sort=update")
    shown = read(client.get(led.location).text).one("main")
    assert [heading.one("a").words for heading in shown.all("h3", class_="results__title")] == ["A"]
    assert "Vous lisez comme : Habitant" in read(client.get("/special/browse").text).one("main").words, "by its cookie"
    client.post("/special/lens", data={"profile": "citoyen"})
    assert client.get_cookie("lens").value == "habitant"
    assert client.get("/profil/personne").status_code == 404


def test_the_former_address_of_a_term_leads_to_it(keeper, client, page):
    page("A", "De l’eau. [[Catégorie:Inondation]]")
    page("B", "De l’eau.")
    worker.catch_up()
    sent(keeper, f"{ROOT}/terms/inondation", slug="crues")
    former = "/special/browse?enjeux=inondation&limit=50"
    assert client.get(former).location == "/special/browse?enjeux=crues&limit=50", "its name is as it was"
    sent(keeper, f"{ROOT}/terms/crues", name="Débordement", slug="debordement")
    assert client.get(former).location == "/special/browse?enjeux=debordement&limit=50"
    found = client.get("/special/search?q=eau&enjeux=inondation&feed=atom").text
    assert "<title>A</title>" in found
    assert "<title>B</title>" not in found
    sent(keeper, f"{ROOT}/new-term?below=debordement", name="Neuf", slug="inondation")
    assert client.get(former).status_code == 200, "a slug that is somebody's means them alone"
    assert client.get("/special/browse?enjeux=rien").status_code == 200


def test_two_terms_that_mean_the_same_become_one(keeper, client, page):
    sent(keeper, f"{ROOT}/new-term?axis=problematiques", axis="enjeux", name="Sport")
    sent(keeper, f"{ROOT}/new-term?below=sport", name="Vélo sportif")
    sent(keeper, f"{ROOT}/new-term?axis=enjeux", name="Activités sportives", synonyms="Gymnastique")
    sent(keeper, f"{ROOT}/terms/sport", synonyms="Athlétisme")
    page("Stade", "[[Catégorie:Sport]]")
    page("Piste", "[[Catégorie:Athlétisme]] [[Catégorie:Activités sportives]]")
    page("Voir", "[[:Catégorie:Sport]]")
    page("Catégorie:Sport", "Ce qu’on en dit.")
    asked = read(keeper.get(f"{ROOT}/terms/sport/merge").text).one("main")
    for words in ("2 pages", "Athlétisme", "Vélo sportif", "Catégorie:Sport"):
        assert words in asked.words
    sent(keeper, f"{ROOT}/terms/sport/merge", into="gymnastique", reason="doublon")
    merged = last_entry()
    assert (merged.action, merged.reason) == ("merge-term", "doublon")
    # Before any worker came by:
    kept = "/wiki/Catégorie:Activités_sportives"
    assert {"Stade", "Piste"} <= members(client, kept)
    assert below("Activités sportives") == ["Vélo sportif"]
    assert finding.find_term("Sport") is None
    assert set(finding.synonyms(finding.find_term("Activités sportives"))) == {"Athlétisme", "Gymnastique", "Sport"}
    catch_up()
    assert {"Stade", "Piste"} <= members(client, kept)
    assert bar(client, "/wiki/Stade") == bar(client, "/wiki/Piste") == ["Activités sportives"]
    own = read(client.get("/wiki/Catégorie:Sport").text).one("main")
    assert "Ce qu’on en dit." in own.words, "its text is nobody's to throw away"
    assert "Catégorie:Activités sportives" in own.links()
    assert faults() == []
    log = read(client.get("/special/logs?type=vocabulary").text).one("main").words
    assert "« Sport »" in log.replace("\xa0", " ")
    assert undo(keeper, merged).status_code == 303
    catch_up()
    assert bar(client, "/wiki/Stade") == ["Sport"]
    assert set(bar(client, "/wiki/Piste")) == {"Sport", "Activités sportives"}
    assert (below("Sport"), below("Activités sportives")) == (["Vélo sportif"], [])
    assert faults() == []


def test_terms_that_cannot_be_merged(keeper):
    cases = (
        ("Nulle part", "« Nulle part »"),
        ("Inondation", "elle-même|lui-même"),
        ("Bretagne", "un autre axe"),
        ("Déluge local", "sous"),
    )
    sent(keeper, f"{ROOT}/new-term?below=inondation", name="Grande crue")
    sent(keeper, f"{ROOT}/new-term?below=grande-crue", name="Déluge local")
    path = f"{ROOT}/terms/inondation/merge"
    for into, words in cases:
        answer = send(keeper, path, into=into, reason="ma raison")
        assert any(part in refusal(answer).replace("\xa0", " ") for part in words.split("|")), into
        shown = read(answer.text).one("main")
        assert (shown.one("input", name="into")["value"], shown.one("input", name="reason")["value"]) == (
            into, "ma raison",
        )  # fmt: skip
    stale = form_of(keeper, path)
    sent(keeper, f"{ROOT}/terms/inondation", description="Autre.")
    answer = keeper.post(path, data=stale | {"into": "Sécheresse"})
    assert answer.status_code == 409
    assert not [item for item in read(answer.text).one("main").walk() if item["aria-invalid"]]
    assert finding.find_term("Inondation") is not None
    sent(keeper, f"{ROOT}/terms/deluge-local/merge", into="Inondation")
    assert faults() == []


def test_only_who_has_the_right_merges(client):
    assert client.get(f"{ROOT}/terms/inondation/merge").status_code == 403
    assert client.post(f"{ROOT}/terms/inondation/merge", data={"into": "Sécheresse"}).status_code == 403


def test_what_is_gone_is_still_called_by_its_name(keeper):
    sent(keeper, f"{ROOT}/new-term?below=inondation", name="Grande crue")
    added = last_entry()
    sent(keeper, f"{ROOT}/terms/inondation/remove")
    for entry in (added, last_entry()):
        cells = [cell.words for cell in read(keeper.get(f"{ROOT}/changes/{entry.id}").text).one("main").all("td")]
        assert "Inondation" in " ".join(cells)
        assert "inondation" not in cells or entry is not added


def test_a_broader_term_of_another_axis_is_called_by_its_name(keeper):
    answer = send(keeper, f"{ROOT}/new-term?axis=enjeux", name="Neuf", **{"broader-0": "Bretagne"})
    assert "« Bretagne » n’est pas sur l’axe" in refusal(answer).replace("\xa0", " ")


def test_a_change_that_is_undone_says_so_in_the_log(keeper):
    def labels() -> list[str]:
        shown = read(keeper.get("/special/logs?type=vocabulary").text).one("main")
        return [link.words for link in shown.all("a") if "/changes/" in link["href"]]

    sent(keeper, f"{ROOT}/terms/inondation", description="Autre.")
    first = last_entry()
    assert labels() == ["Annuler ce changement"]
    undo(keeper, first)
    assert labels() == ["Annuler ce changement", "Annulé depuis"]
    undo(keeper, last_entry())
    assert labels() == ["Annuler ce changement", "Annulé depuis", "Annuler ce changement"]


def test_a_form_that_is_out_of_date_blames_no_field(keeper):
    path = f"{ROOT}/terms/inondation"
    stale = form_of(keeper, path)
    sent(keeper, path, description="Autre.")
    answer = keeper.post(path, data=stale | {"description": "La mienne."})
    shown = read(answer.text).one("main")
    assert "Quelqu’un d’autre" in shown.one(role="alert").words
    assert not [item for item in shown.walk() if item["aria-invalid"]]
