"""What a page refers to is recorded from its text, and told to whom it concerns."""

import pytest
from sqlalchemy import select

from tests.test_statements import counted
from wiki.database import session
from wiki.editing import refreshing
from wiki.links.models import ExternalLink, PageAnchor, PageLink, SectionLink
from wiki.pages import finding
from wiki.pages.models import Page, RefreshOutbox
from wiki.titles import Namespace, Title

pytestmark = pytest.mark.usefixtures("app")


def rows(name: str) -> set[tuple[str, str]]:
    """What a page refers to: (kind, full name)."""
    number = finding.get_page(Title.parse(name)).id
    links = session.scalars(select(PageLink).where(PageLink.from_page_id == number))
    return {(link.kind, Title(Namespace(link.namespace), link.name).full_name) for link in links}


def stamps() -> dict[str, int]:
    session.expire_all()
    return {page.title.full_name: page.stamp for page in session.scalars(select(Page).where(Page.deleted_at.is_(None)))}


def queued() -> set[str]:
    return {session.get_one(Page, number).name for number in session.scalars(select(RefreshOutbox.page_id))}


def test_each_kind_of_reference(page):
    page("Modèle:Avis", "avis")
    page("Modèle:Annonce", "#REDIRECTION [[Modèle:Avis]]")
    page(
        "Eau",
        "[[Sol]] [[:Catégorie:Terre]] [[Catégorie:Inondation]] {{Annonce}} {{#ifexist:Ciel|oui|non}} [[Fichier:a.png]]",
    )
    assert rows("Eau") == {
        ("link", "Sol"),
        ("link", "Catégorie:Terre"),
        ("category", "Catégorie:Inondation"),
        ("template", "Modèle:Annonce"),
        ("template", "Modèle:Avis"),
        ("existence", "Ciel"),
        ("file", "Fichier:A.png"),
    } | {row for row in rows("Eau") if row[0] == "existence"}
    assert ("redirect", "Modèle:Avis") in rows("Modèle:Annonce")


def test_an_edit_changes_only_what_differs(page):
    page("Eau", "[[Un]] [[Deux]] [a](https://a.example/) [b](https://b.example/)")
    page("Eau", "[[Deux]] [[Trois]] [b](https://b.example/) [c](https://c.example/)")
    assert rows("Eau") == {("link", "Deux"), ("link", "Trois")}
    hosts = set(session.execute(select(ExternalLink.url, ExternalLink.host)).all())
    assert {(url, host) for url, host in hosts} == {
        ("https://b.example/", "b.example"),
        ("https://c.example/", "c.example"),
    }


def test_sections_that_a_page_has_and_names(page):
    page("Eau", "[[Sol#Argile]] [[#Prix]]\n\n## Prix\n\n### Prix")
    page("Eau", "[[Sol#Argile]] [[Sol#argile]] [[Sol#Sable]] [[Sol]]\n\n## Prix\n\n## Coût")
    assert set(session.scalars(select(PageAnchor.anchor))) == {"Prix", "Coût"}
    named = session.execute(select(SectionLink.namespace, SectionLink.name, SectionLink.anchor)).all()
    assert set(map(tuple, named)) == {(0, "Sol", "Argile"), (0, "Sol", "Sable")}


def test_a_save_asks_as_much_for_many_rows_as_for_few(page):
    counts, text = [], "mot " * 1000
    for number in (3, 60):
        links = " ".join(f"[[Page {n}#Partie {n}]] [a](https://{n}.example/)" for n in range(number))
        sections = "\n\n".join(f"## Section {n}" for n in range(number))
        page(f"Eau {number}", f"{text}{links}\n\n{sections}")
        with counted() as statements:
            page(f"Eau {number}", f"{text}{number} [[Autre#Partie]]\n\n## Autre")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 37


def test_the_same_target_twice_is_one_row(page):
    page("Eau", "[[Sol]] [[sol|le sol]] [[Sol#Partie]] [a](https://a.example/) [a](https://a.example/)")
    assert rows("Eau") == {("link", "Sol")}
    assert len(session.scalars(select(ExternalLink)).all()) == 1


def test_no_address_is_longer_than_a_row(page):
    for length in (1900, 1990, 2000, 2050, 3000):
        long = "https://exemple.org/".ljust(length, "a")
        page("Eau", f"[a]({long}) [b]({long}b) [c](https://c.example/)")
        urls = session.scalars(select(ExternalLink.url)).all()
        assert "https://c.example/" in urls
        assert all(len(url) <= 2000 for url in urls)


def test_only_pages_that_are_concerned_are_told(page):
    page("Modèle:Avis", "avis")
    page("Avec", "{{Avis}}")
    page("Sans", "rien")
    page("Lien", "[[Modèle:Avis]]")
    before = stamps()
    page("Modèle:Avis", "autre avis")
    after = stamps()
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"Avec"}
    assert queued() == {"Avec"}


def test_a_page_waits_only_once_however_often_its_template_changes(page):
    page("Modèle:Avis", "avis")
    page("Eau", "{{Avis}}")
    for number in range(3):
        page("Modèle:Avis", f"avis {number} [[Catégorie:C{number}]]")
    assert queued() == {"Eau"}
    refreshing.catch_up()
    assert queued() == set()
    assert ("category", "Catégorie:C2") in rows("Eau")


def test_a_page_that_appears_concerns_those_that_name_it_its_talk_page_and_its_subpages(page):
    for name, text in (
        ("Discussion:Eau", "Bonjour"),
        ("Eau/Prix", "texte"),
        ("EAU/Prix", "texte"),
        ("Lien", "[[Eau]]"),
        ("Question", "{{#ifexist:Eau|oui|non}}"),
        ("Inclusion", "{{:Eau}}"),
        ("Autre", "[[Eaux]]"),
    ):
        page(name, text)
    before = stamps()
    page("Eau", "texte")
    after = stamps()
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"Discussion:Eau", "Eau/Prix", "Lien", "Question", "Inclusion"}
