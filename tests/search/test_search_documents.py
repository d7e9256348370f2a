"""What is indexed of a page is what a reader sees."""

from collections.abc import Callable

import pytest

from wiki.pages.finding import get_page
from wiki.search.documents import document_of, plain_text
from wiki.settings import Settings
from wiki.titles import Title

TEXT = """---
licence: CC BY-SA 4.0
---
Un **puits**, [[Source|une source]] et une note[^1] ; `a < b`.

__TOC__

## La *fontaine*

| Lieu | Débit |
|------|-------|
| Bourg | 12 |

- premier
- second

[[Catégorie:Eau]]

[^1]: Le texte de la note.
"""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un <b>puits</b> pro<i>fond</i>.</p><p>Deux</p>", "Un puits profond.\nDeux"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<p>a &lt; b &amp;amp; c&nbsp;!</p>", "a < b &amp; c\xa0!"),
        ('<p title="a > b" lang=\'"\'>x</p>', "x"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<p>cou\u00adpé, de\u0301ja\u0300</p>", "coupé, déjà"),
        ("", ""),
    ],
)
def test_tags_are_cut_out(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_a_long_page_takes_no_time() -> None:
    html = "<p>eau <b>potable</b></p>\n" * 50_000
    assert plain_text(html).count("\n") == 49_999


def test_an_entry_holds_no_markup(wiki_database: Settings, page: Callable[..., object]) -> None:
    page("Puits", TEXT)
    found = get_page(Title.parse("Puits"))
    document = document_of(found.id)
    assert document is not None
    assert document.title == Title.parse("Puits")
    assert document.revision_id == found.shown_revision_id
    assert document.headings == ("La fontaine",)
    lines = document.text.split("\n")
    assert lines[0].replace("\u202f", " ").replace("\xa0", " ") == "Un puits, une source et une note ; a < b."
    assert lines[1:3] == ["La fontaine", "Lieu"]
    assert lines[-1].strip() == "Le texte de la note."
    for unseen in ("licence", "Catégorie", "__TOC__", "[", "|", "*", "↩", "action=edit"):
        assert unseen not in document.text


def test_redirects_lend_their_name(wiki_database: Settings, page: Callable[..., object]) -> None:
    page("Puits", "Un trou.")
    page("Forage", "#REDIRECTION [[Puits]]")
    page("Fontaine", "#REDIRECTION [[Forage]]")
    document = document_of(get_page(Title.parse("Puits")).id)
    assert document is not None
    assert {name for _page_id, name in document.aliases} == {"Forage", "Fontaine"}
    assert document_of(get_page(Title.parse("Forage")).id) is None
    assert document_of(10**9) is None
