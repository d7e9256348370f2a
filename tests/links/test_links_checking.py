"""The check of the links tables against the texts."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import delete, insert, update

from wiki import clock
from wiki.database import transaction
from wiki.links.checking import check
from wiki.links.models import ExternalLink, PageAnchor, PageLink, SectionLink
from wiki.pages import finding
from wiki.pages.models import Page, RefreshOutbox
from wiki.titles import Title


def test_a_sound_wiki_says_nothing(app: Flask, page: Callable[..., object]) -> None:
    page("Modèle:Renvoi", "[[{{{1}}}]]")
    page("Puits", "{{Renvoi|Source}} [eau](https://exemple.org/eau) [[Catégorie:Eau]] [[Source#Débit]]\n\n## Prix")
    page("Vieux puits", "#REDIRECTION [[Puits]]")
    assert list(check()) == []


def test_a_row_too_few_and_a_row_too_many_are_named(app: Flask, page: Callable[..., object]) -> None:
    page("Puits", "[[Source]] [eau](https://exemple.org/eau)")
    number = finding.get_page(Title.parse("Puits")).id
    with transaction() as current:
        current.execute(delete(PageLink).where(PageLink.from_page_id == number))
        row = {"from_page_id": number, "url": "https://exemple.net/", "host": "exemple.net"}
        current.execute(insert(ExternalLink).values(**row))
    links, external = list(check())
    assert "Puits" in links
    assert "Source" in links
    assert "exemple.net" in external


def test_sections_too_few_and_too_many_are_named(app: Flask, page: Callable[..., object]) -> None:
    page("Puits", "[[Source#Débit]]\n\n## Forage")
    with transaction() as current:
        current.execute(update(PageAnchor).values(anchor="Usages"))
        current.execute(update(SectionLink).values(anchor="Prix"))
    anchors, links = check()
    assert "missing: [('Forage',)], too many: [('Usages',)]" in anchors
    assert "'Débit')], too many:" in links


def test_rows_of_a_deleted_page_are_named(app: Flask, page: Callable[..., object]) -> None:
    page("Puits", "[[Source]]")
    with transaction() as current:
        current.execute(update(Page).values(deleted_at=clock.now()))
    (said,) = check()
    assert "deleted" in said
    assert "page_link" in said


def test_pages_that_wait_for_their_derivation_are_left_out(app: Flask, page: Callable[..., object]) -> None:
    page("Puits", "[[Source]]")
    number = finding.get_page(Title.parse("Puits")).id
    with transaction() as current:
        current.execute(delete(PageLink))
        current.execute(insert(RefreshOutbox).values(page_id=number))
    assert list(check()) == []
