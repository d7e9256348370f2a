"""From files to pages: what a file is called, where it belongs, where its links lead; the rest stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.exchange.linking import Linked, with_wiki_links
from wiki.exchange.markdown import Rules, legal_title, page_text, title_words, with_own_fields
from wiki.parsing.front import read_front
from wiki.titles import Namespace, Title

RULES = Rules(terms={"eau potable": "Eau potable", "aep": "Eau potable"})


def called(text: str, path: str = "dossier/jardin-partagé.md") -> str:
    return title_words(text, read_front(text), path, RULES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\ntitle: Jardins\ntitre: Jardin\n---\n# Autre\n", "Jardin"),
        ("---\nordre: 3\n---\nAvant.\n\n# Le *jardin* `partagé` #\n\nAprès.", "Le jardin partagé"),
        ("Le jardin\n=========\n\nTexte.", "Le jardin"),
        ("```\n# commentaire\n```\n\n## Deuxième niveau", "jardin-partagé"),
        ("---\ntitle: [un, deux]\n---\nTexte.", "jardin-partagé"),
        ("", "jardin-partagé"),
    ],
)
def test_a_file_is_called_by_its_front_block_its_heading_or_its_name(text, words):
    assert called(text) == words


@pytest.mark.parametrize(
    ("words", "title", "changed"),
    [
        ("Jardin", "Jardin", False),
        ("jardin [bis]", "Jardin (bis)", True),
        ("Aide:Jardin", "Aide:Jardin", False),
        ("Spécial:Jardin", "Spécial – Jardin", True),
        ("w:Jardin", "W – Jardin", True),
        ("C# pour tous", "C pour tous", True),
        ("<>", "‹›", True),
        ("\u200b", None, True),
    ],
)
def test_an_illegal_title_becomes_the_nearest_legal_one(words, title, changed):
    found, was_changed = legal_title(words)
    assert (found.full_name if found else None, was_changed) == (title, changed)


def own_fields(block: str) -> str:
    return with_own_fields(block, read_front(block), RULES)


def test_fields_that_say_where_a_page_belongs_become_the_wiki_s_own():
    block = (
        "---\n# une remarque\nlieu: Brest # au bout\ntags:\n  - AEP\n  - Jardins\nthemes: [Eau potable]\n"
        "usertypes: [particulier, marins]\npublic: Citoyen\ncatégorie: Ancienne\n---\n"
    )
    result = own_fields(block)
    front = read_front(result)
    assert front.categories == ("Ancienne", "Eau potable", "Jardins")
    assert front.profiles == ("Citoyen", "marins")
    assert "lieu: Brest # au bout\n" in result
    assert "# une remarque\n" in result
    assert "themes" not in result
    assert front.values["tags"] == ["AEP", "Jardins"]
    assert front.values["usertypes"] == ["particulier", "marins"]
    assert own_fields(result) == result or read_front(own_fields(result)).categories == front.categories


@pytest.mark.parametrize(
    "block",
    [
        "---\nlieu: Brest\n---\n",
        "---\ncatégories: [Eau]\nprofils: Citoyen\n---\n",
        "---\ntags: [&a x, *a]\n---\n",
        "---\n{tags: [x], lieu: Brest}\n---\n",
        "---\n---\n",
        "",
    ],
)
def test_a_block_with_nothing_to_take_over_stays_as_it_is(block):
    assert own_fields(block) == block


def test_a_heading_that_is_the_title_is_not_said_twice():
    title = Title.parse("Jardin")
    assert page_text("# Jardin\n\nTexte.\n", title, RULES) == "Texte.\n"
    for text in ("# Jardin\n", "Avant.\n\n# Jardin\n\nTexte.\n", "# Autre\n\nTexte.\n"):
        assert page_text(text, title, RULES) == text


TITLES = {
    "a/un.md": Title.parse("Un"),
    "deux trois.md": Title.parse("Deux"),
    "a/b/c.md": Title(Namespace.CATEGORY, "C"),
    "a/moi.md": Title.parse("Moi"),
}


def resolved(text: str) -> Linked:
    headings = {("deux trois.md", "une-section"): "Une section", ("a/moi.md", "plus-bas"): "Plus bas"}
    return with_wiki_links(text, "a/moi.md", TITLES.get, lambda path, anchor: headings.get((path, anchor)))


def linked(text: str) -> str:
    return resolved(text).text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("[x](un.md)", "[[Un|x]]"),
        ("[x](./un.md) et [*y*](../deux%20trois.md)", "[[Un|x]] et [[Deux|*y*]]"),
        ("[x](../deux%20trois.md#une-section)", "[[Deux#Une section|x]]"),
        ('[x](un.md#inconnue "titre")', "[[Un#inconnue|x]]"),
        ("[x](b/c.md)", "[[:Catégorie:C|x]]"),
        ("[x](#plus-bas)", "[[#Plus bas|x]]"),
        ("[lien][Réf] et [réf].\n\n[réf]: un.md \"titre\"\n\nFin.", "[[Un|lien]] et [[Un|réf]].\n\n\nFin."),
        ("[réf][]\n\n  [réf]: <../deux%20trois.md#une-section>", "[[Deux#Une section|réf]]\n\n"),
        ("[a][1] [b][2]\n\n[1]: un.md\n[2]: absent.md\n", "[[Un|a]] [b][2]\n\n[2]: absent.md\n"),
    ],
)
def test_links_between_files_become_wiki_links(text, result):
    assert linked(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://exemple.org/un.md)",
        "[x](/a/un.md)",
        "[x](absent.md)",
        "[x](#absente)",
        "![x](un.md)",
        "`[x](un.md)`",
        "```\n[x](un.md)\n```",
        "[a [b] c](un.md)",
        "[x](../../../etc/passwd)",
        "[réf]: un.md\n\nPersonne ne le nomme.",
        "[réf][autre] [[réf]] ![x][réf] `[réf]` [^réf]\n\n[autre]: https://exemple.org/",
        "[^1]: un.md",
    ],
)
def test_other_links_are_left_alone(text):
    assert linked(text) == text


def test_what_leads_nowhere_is_named_once():
    text = (
        "[rien](absent.md) [rien](absent.md) ![x](img/a.png) [dossier](../startups/) [![y](img/b.png)](un.md)\n"
        "[là](#absente) [bien](un.md) [site](https://exemple.org/) [l](//exemple.org) ![i](https://exemple.org/i.png)\n"
        "[ref][1] <img alt='' src=\"c.png\"> `[code](non.md)` [racine](/a/un.md)\n\n[1]: perdu.md\n"
    )
    found = resolved(text)
    assert found.links == ("absent.md", "../startups/", "un.md", "#absente", "/a/un.md", "perdu.md")
    assert found.images == ("img/a.png", "img/b.png", "c.png")
    assert "[[Un|bien]]" in found.text


@given(st.text(alphabet="-:#[]()\n abé'\"{}&*|=.md", max_size=120))
def test_any_text_is_taken_and_nothing_is_lost_without_links_and_fields(text):
    front = read_front(text)
    title_words(text, front, "x.md", RULES)
    result = page_text(text, Title.parse("Zzz"), RULES)
    assert result.endswith(text[front.end :])
    with_wiki_links(result, "x.md", {}.get, lambda _path, _anchor: None)
