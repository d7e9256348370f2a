"""Maintenance reports: what each finds, and what it leaves alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from wiki import clock
from wiki.database import transaction
from wiki.editing import refreshing
from wiki.links.checking import check
from wiki.moderation.deletion import delete_page
from wiki.pages.models import Page
from wiki.permissions.authority import UltimateAuthority
from wiki.specialpages.chains import Chain, chains
from wiki.specialpages.registry import PAGES
from wiki.specialpages.reports import REPORTS, count, load
from wiki.taxonomy.models import Axis, Term
from wiki.titles import Title

DAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)

PageMaker = Callable[..., object]


def found(key: str) -> list[tuple[str, int | None]]:
    rows = load(REPORTS[key], limit=100, offset=0)
    assert len(rows) == count(REPORTS[key])
    return [(row.title.full_name, row.number) for row in rows]


def titles(key: str) -> set[str]:
    return {name for name, _number in found(key)}


def test_wanted_pages_by_how_many_pages_link(app: Flask, page: PageMaker, maintenance: UltimateAuthority) -> None:
    page("A", "[[Absente]] [[Absente]] [[B]] [[Peu voulue]]")
    page("B", "[[Absente]] [[:Catégorie:Sans page]] [[Profil:Personne]] [[Spécial:Journaux]]")
    page("C", "[[Absente]]")
    delete_page(maintenance, title=Title.parse("C"), reason="essai")
    assert found("wanted-pages") == [("Absente", 2), ("Peu voulue", 1)]


def test_wanted_templates(app: Flask, page: PageMaker) -> None:
    page("A", "{{Manquant}}")
    page("B", "{{Présent}}")
    page("Modèle:Présent", "Ici.")
    assert found("wanted-templates") == [("Modèle:Manquant", 1)]


def test_wanted_categories_leave_the_vocabulary_alone(app: Flask, page: PageMaker) -> None:
    with transaction() as current:
        axis = Axis(slug="essai", name="Essai", position=99)
        current.add(axis)
        current.flush()
        current.add(Term(axis_id=axis.id, slug="du-vocabulaire", name="Du vocabulaire", position=1))
    page("A", "[[Catégorie:Libre]] [[Catégorie:Décrite]] [[Catégorie:Du vocabulaire]]")
    page("Catégorie:Décrite", "Une catégorie.")
    assert found("wanted-categories") == [("Catégorie:Libre", 1)]


def test_orphans(app: Flask, page: PageMaker) -> None:
    page("Accueil", "[[Reliée]]")
    page("Reliée", "[[Reliée]] elle-même")
    page("Seule", "[[Seule]] ne compte pas")
    page("Par redirection", "Texte. [[Incluse]]")
    page("Ancien nom", "#REDIRECTION [[Par redirection]]")
    page("Aide:Guide", "[[Ancien nom]]")
    page("Redirigée sans lien", "Texte. {{:Incluse}}")
    page("Nom oublié", "#REDIRECTION [[Redirigée sans lien]]")
    page("Discussion:Seule", "[[Seule]] en parle-t-on ?")
    page("Incluse", "Texte.")
    assert titles("orphaned-pages") == {"Seule", "Redirigée sans lien"}


def test_an_orphan_again_once_the_link_is_gone(
    app: Flask, page: PageMaker, maintenance: UltimateAuthority
) -> None:
    page("Reliée", "Texte.")
    page("Lien", "[[Reliée]]")
    assert titles("orphaned-pages") == {"Lien"}
    delete_page(maintenance, title=Title.parse("Lien"), reason="essai")
    assert titles("orphaned-pages") == {"Reliée"}


def test_dead_ends(app: Flask, page: PageMaker) -> None:
    page("Impasse", "Aucun lien. [ailleurs](https://exemple.org/) [[Catégorie:Eau]]")
    page("Passage", "[[Impasse]]")
    page("Redirection", "#REDIRECTION [[Impasse]]")
    page("Aide:Impasse", "Aucun lien.")
    assert titles("dead-end-pages") == {"Impasse"}


def test_articles_without_a_source(app: Flask, page: PageMaker, maintenance: UltimateAuthority) -> None:
    page("Affirmée", "C’est ainsi. [[Notée]]")
    page("Notée", "C’est ainsi[^1].\n\n[^1]: Archives, 1910.")
    page("Liée", "C’est [ainsi](https://exemple.org/).")
    page("Modèle:Source", "[site](https://exemple.org/)")
    page("Par modèle", "{{Source}}")
    page("Aide:Affirmée", "C’est ainsi.")
    page("Redirection", "#REDIRECTION [[Notée]]")
    assert titles("unsourced-pages") == {"Affirmée"}
    page("Notée", "C’est ainsi.")
    page("Affirmée", "C’est ainsi[^1].\n\n[^1]: Archives, 1910.")
    assert titles("unsourced-pages") == {"Notée"}


def test_articles_without_a_summary(app: Flask, page: PageMaker) -> None:
    page("Introduite", "Un puits est un trou.\n\n## Usages\n\nBoire.")
    page("Sans titre", "Un puits est un trou.")
    page("Abrupte", "## Usages\n\nBoire.")
    page("Avertie", '!!! note "Ébauche"\n    À compléter.\n\n## Usages\n\nBoire.')
    page("Vide", "[[Catégorie:Eau]]")
    page("Redirection", "#REDIRECTION [[Introduite]]")
    assert titles("unintroduced-pages") == {"Abrupte", "Avertie", "Vide"}
    page("Abrupte", "Un usage est un emploi.\n\n## Usages\n\nBoire.")
    assert titles("unintroduced-pages") == {"Avertie", "Vide"}


def test_the_check_knows_what_the_texts_lack(app: Flask, page: PageMaker) -> None:
    page("Puits", "Un puits[^1].\n\n[^1]: Archives.")
    assert list(check()) == []
    with transaction() as current:
        current.execute(update(Page).values(has_footnotes=False, has_introduction=False))
    footnotes, introduction = check()
    assert "has_footnotes is False" in footnotes
    assert "has_introduction is False" in introduction


def test_uncategorised(app: Flask, page: PageMaker) -> None:
    page("Classée", "Texte. [[Catégorie:Eau]]")
    page("Sans place", "Texte.")
    page("Catégorie:Eau", "[[Catégorie:Milieux]]")
    page("Catégorie:Milieux", "Tout en haut.")
    assert titles("uncategorized-pages") == {"Sans place"}
    assert titles("uncategorized-categories") == {"Catégorie:Milieux"}


@pytest.fixture
def redirects(app: Flask, page: PageMaker) -> None:
    """Three to a page, one to nothing, two in a circle, one to itself's neighbour."""
    page("Puits", "Un puits.")
    page("Direct", "#REDIRECTION [[Puits]]")
    page("Double", "#REDIRECTION [[Direct]]")
    page("Triple", "#REDIRECTION [[Double]]")
    page("Rond", "#REDIRECTION [[Carré]]")
    page("Carré", "#REDIRECTION [[Rond]]")
    page("Cassée", "#REDIRECTION [[Nulle part]]")


def test_double_redirects_and_their_chains(redirects: None) -> None:
    assert titles("double-redirects") == {"Double", "Triple", "Rond", "Carré"}
    parsed = {name: Title.parse(name) for name in ("Puits", "Direct", "Double", "Triple", "Rond", "Carré")}
    ways = chains([parsed["Triple"], parsed["Rond"], parsed["Puits"]])
    triple = (parsed["Triple"], parsed["Double"], parsed["Direct"], parsed["Puits"])
    assert ways[parsed["Triple"]] == Chain(triple, parsed["Puits"])
    assert ways[parsed["Rond"]] == Chain((parsed["Rond"], parsed["Carré"], parsed["Rond"]), None)
    assert ways[parsed["Puits"]].steps == (parsed["Puits"],)


def test_broken_redirects(redirects: None, page: PageMaker) -> None:
    page("Vers l’aide", "#REDIRECTION [[Spécial:Journaux]]")
    assert titles("broken-redirects") == {"Cassée"}


def test_the_double_redirects_page_proposes_the_target(client: FlaskClient, redirects: None) -> None:
    html = client.get("/special/double-redirects").get_data(as_text=True)
    row = next(row for row in html.split('<li class="row">') if "/wiki/Triple?redirect=no" in row)
    assert row.index("Double") < row.index("Direct") < row.index("<strong>")
    assert "Puits" in row.split("<strong>")[1]


@pytest.fixture
def sections(app: Flask, page: PageMaker) -> None:
    """A page with sections, one of them from a template; a redirect to it; and pages that name some."""
    page("Modèle:Usages", "[[#Usages]]\n\n## Usages\n\nBoire. [[Puits#Prix]]")
    page("Puits", "[[#Forage]] [[#Usages]]\n\n## Forage\n\nCreuser.\n\n{{Usages}}")
    page("Vieux puits", "#REDIRECTION [[Puits]]")
    page("Vers le forage", "#REDIRECTION [[Puits#Forage]]")
    page("Juste", "[[Puits#Forage]] [a](Puits#Usages) [[Vieux puits#forage]] [[puits#Forage|b]] [[Puits#top]]")
    page("Ailleurs", "[[Absente#Rien]] [[Spécial:Journaux#Rien]] [[Catégorie:Eau#Rien]] [[:Catégorie:Eau#Rien]]")
    page("Double", "#REDIRECTION [[Vieux puits]]")
    page("Trop loin", "[[Double#Rien]]")


def broken() -> list[tuple[str, str]]:
    """(page, where its broken link leads)."""
    rows = load(REPORTS["broken-section-links"], limit=100, offset=0)
    assert len(rows) == count(REPORTS["broken-section-links"])
    return [(row.title.full_name, f"{row.target}#{row.target.fragment}") for row in rows if row.target]


FROM_THE_TEMPLATE = [("Puits", "Puits#Prix"), ("Modèle:Usages", "Puits#Prix")]
"""What the page that includes the template, and the template itself, name and is not there."""


def test_links_to_sections_that_are_there_and_to_pages_that_are_not(sections: None) -> None:
    assert broken() == FROM_THE_TEMPLATE


def test_links_to_sections_that_are_not_there(sections: None, page: PageMaker) -> None:
    page("Faux", "[[Puits#Pompe]] [[Puits#Pompe|encore]] [b](Puits#Ancien%20nom) [[Vieux puits#Margelle]] [[#Ici]]")
    page("Vers la pompe", "#REDIRECTION [[Puits#Pompe]]")
    assert broken() == [
        ("Faux", "Faux#Ici"),
        ("Faux", "Puits#Ancien_nom"),
        ("Faux", "Puits#Pompe"),
        ("Faux", "Vieux puits#Margelle"),
        FROM_THE_TEMPLATE[0],
        ("Vers la pompe", "Puits#Pompe"),
        FROM_THE_TEMPLATE[1],
    ]
    page("Puits", "## Pompe\n\n## Margelle\n\n## Ancien nom\n\n## Forage\n\n## Usages\n\n## Prix")
    assert broken() == [("Faux", "Faux#Ici")]


def test_a_section_renamed_breaks_its_links_and_so_does_one_that_a_template_loses(
    sections: None, page: PageMaker
) -> None:
    page("Puits", "## Creusement\n\n{{Usages}}")
    assert set(broken()) == {("Juste", "Puits#Forage"), ("Juste", "Vieux puits#Forage"), *FROM_THE_TEMPLATE} | {
        ("Vers le forage", "Puits#Forage")
    }
    page("Modèle:Usages", "Boire.")
    assert not {target for _name, target in broken()} & {"Puits#Usages", "Puits#Forage"}, "the page is not derived yet"
    refreshing.catch_up()
    assert ("Juste", "Puits#Usages") in broken()


def test_pages_that_are_gone_break_nothing_and_have_no_broken_links(
    sections: None, page: PageMaker, maintenance: UltimateAuthority
) -> None:
    page("Faux", "[[Puits#Pompe]]")
    for name in ("Modèle:Usages", "Puits"):
        delete_page(maintenance, title=Title.parse(name), reason="essai")
    refreshing.catch_up()
    assert broken() == []
    assert list(check()) == []


def test_the_page_of_broken_section_links_shows_which_link_and_what_to_do(
    client: FlaskClient, sections: None, page: PageMaker
) -> None:
    page("Vers la pompe", "#REDIRECTION [[Puits#Pompe à bras]]")
    html = client.get("/special/broken-section-links").get_data(as_text=True)
    assert "Nommez la section" in html
    row = next(row for row in html.split('<li class="row">') if "/wiki/Vers_la_pompe?redirect=no" in row)
    assert '<a href="/wiki/Puits#Pompe_%C3%A0_bras">Puits#Pompe à bras</a>' in row
    assert "/wiki/Vers_la_pompe?action=edit" in row


def test_length_and_age(app: Flask, page: PageMaker) -> None:
    with clock.freeze(DAY):
        page("Longue", "mot " * 100)
    with clock.freeze(DAY + timedelta(days=1)):
        page("Courte", "mot")
        page("Aide:Très courte", "m")
    with clock.freeze(DAY + timedelta(days=2)):
        page("Longue", "mot " * 101)
    assert [name for name, _size in found("long-pages")] == ["Longue", "Courte"]
    assert found("short-pages")[0] == ("Courte", 3)
    ancient = load(REPORTS["ancient-pages"], limit=10, offset=0)
    assert [(row.title.name, row.changed_at) for row in ancient] == [
        ("Courte", DAY + timedelta(days=1)),
        ("Longue", DAY + timedelta(days=2)),
    ]


def test_every_report_is_a_special_page() -> None:
    assert {*REPORTS, "reports"} == {page.key for page in PAGES if page.group == "maintenance"}


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_an_empty_report_says_so(client: FlaskClient, key: str) -> None:
    response = client.get(f"/special/{key}")
    assert response.status_code == 200
    assert "empty-state" in response.get_data(as_text=True)


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_a_report_with_lines_shows_what_to_do(
    client: FlaskClient, redirects: None, page: PageMaker, key: str
) -> None:
    page("Seule", "[[Absente]] {{Absent}} [[Catégorie:Libre]] [[#Absente]]")
    page("Impasse", "Texte.")
    page("Catégorie:Haut", "Texte.")
    html = client.get(f"/special/{key}?limit=20").get_data(as_text=True)
    assert "empty-state" not in html
    assert "cdx-message--notice" in html
    assert "?action=edit" in html.split("<ol")[1]


def test_parts_of_a_report(client: FlaskClient, page: PageMaker) -> None:
    page("Liste", " ".join(f"[[Absente {number:02}]]" for number in range(25)))
    html = client.get("/special/wanted-pages?limit=20").get_data(as_text=True)
    assert "offset=20" in html
    html = client.get("/special/wanted-pages?limit=20&offset=20").get_data(as_text=True)
    assert html.count('<li class="row">') == 5
    assert 'start="21"' in html
    assert client.get("/special/wanted-pages?offset=99999999").status_code == 200
