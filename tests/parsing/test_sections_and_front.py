"""Sections for editing, anchors, the front block, redirects, notes, categories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_safety import text_of
from parsing_wiki import render

from wiki.messages import catalogue
from wiki.parsing import page
from wiki.parsing.anchors import anchor_of, unique
from wiki.parsing.sections import UnknownSection, replace_section, scan, section_text
from wiki.titles import Title

TEXT = """---
type: fiche
---
Chapeau.

# Un
a

### Un point un
```
## pas un titre
```
<!--
## ni ceci
-->

Souligné
---
{{M|
## ni cela
}}
## Fin ##
z
"""


def test_sections_know_code_comments_templates_and_front_block() -> None:
    assert [section_text(TEXT, i).split("\n", 1)[0] for i in range(1, 5)] == [
        "# Un",
        "### Un point un",
        "Souligné",
        "## Fin ##",
    ]
    assert section_text(TEXT, 0).endswith("Chapeau.\n\n")
    assert [section.level for section in scan(TEXT)] == [2, 3, 2, 2]
    assert section_text(TEXT, 1).endswith("-->\n\n")


def test_replacing_a_section_keeps_the_next_heading_on_its_own_line() -> None:
    text = "## A\na\n## B\nb\n"
    assert replace_section(text, 1, "## A\nneuf") == "## A\nneuf\n\n## B\nb\n"
    assert replace_section(text, 2, "## B\nneuf") == "## A\na\n## B\nneuf"
    assert replace_section(text, 0, "Chapeau") == "Chapeau\n\n" + text


@pytest.mark.parametrize("index", [-1, 3, 99])
def test_unknown_sections(index: int) -> None:
    with pytest.raises(UnknownSection):
        section_text("## A\n## B\n", index)


def test_links_to_sections_carry_their_anchors() -> None:
    text = "[[A#Sec tion]] [[a#sec tion|b]] [c](A#Autre%20section) [[#Ici]] [[A]] [[Spécial:Journaux#Rien]] [[w:B#C]]"
    output = render(text, {"A": "a"})
    a, here = Title.parse("A"), Title.parse("Page")
    assert output.section_links == ((a, "Autre_section"), (a, "Sec_tion"), (here, "Ici"))
    assert output.links == (a, here)


def test_a_redirect_and_a_template_name_sections_too() -> None:
    pages = {"Modèle:Renvoi": "[[#Notes]] [[{{{1}}}#Prix]]"}
    output = render("#REDIRECTION [[Eau#Prix]]\n{{Renvoi|Sol}}", pages)
    named = [(title.name, anchor) for title, anchor in output.section_links]
    assert named == [("Eau", "Prix"), ("Page", "Notes"), ("Sol", "Prix")]


@given(st.text(st.characters(categories=("L", "N", "M")) | st.sampled_from(" -'’.,:;!?()«»"), max_size=150))
def test_a_link_in_the_words_of_a_heading_finds_it(words: str) -> None:
    output = render(f"## {words}\n\n[[#{words}]]")
    assert {anchor for _title, anchor in output.section_links} <= {heading.anchor for heading in output.headings}


def test_a_text_too_complex_still_redirects_to_its_section(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MAX_ELEMENTS", 10)
    output = render("#REDIRECTION [[Eau#Prix]]\n" + "*a* <b>& [[x]] " * 10)
    assert output.properties["fallback"] == "limits"
    assert output.section_links == ((Title.parse("Eau"), "Prix"),)


def test_headings_carry_their_sections() -> None:
    output = render(TEXT, {"Modèle:M": "x"}, edit=True)
    assert [(h.level, h.text, h.anchor, h.section) for h in output.headings] == [
        (2, "Un", "Un", 1),
        (3, "Un point un", "Un_point_un", 2),
        (2, "Souligné", "Souligné", 3),
        (2, "Fin", "Fin", 4),
    ]
    assert [TEXT[h.start :].split("\n", maxsplit=1)[0] for h in output.headings] == [
        "# Un",
        "### Un point un",
        "Souligné",
        "## Fin ##",
    ]
    assert (
        '<a aria-label="Edit section: Fin" class="edit-section"'
        ' href="/wiki/Page?action=edit&amp;section=4">Edit</a>' in output.html
    )


def test_a_section_keeps_its_number_when_an_earlier_one_is_hidden() -> None:
    output = render("<includeonly>\n## A\n</includeonly>\n## B\n", edit=True)
    assert [(h.text, h.section) for h in output.headings] == [("B", 2)]


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Eau potable", "Eau_potable"),
        ("L’eau, à Orléans ?", "L_eau_à_Orléans"),
        ("eau", "Eau"),
        ("12 idées", "12_idées"),
        ("???", "Section"),
        ("école", "école"),
        ("fn-1", "Fn-1"),
    ],
)
def test_anchors(text: str, anchor: str) -> None:
    assert anchor_of(text) == anchor


def test_anchors_are_unique_and_depend_on_same_named_headings_only() -> None:
    assert unique(["A", "B", "A", "B", "A"]) == ["A", "B", "A_2", "B_2", "A_3"]
    assert unique(["A", "C", "A", "C", "A"]) == ["A", "C", "A_2", "C_2", "A_3"]
    assert unique(["A", "A_2", "A"]) == ["A", "A_2", "A_3"]


def test_a_link_to_a_section_meets_its_anchor() -> None:
    output = render("[[#L'eau à boire]]\n\n## L'eau à boire\n")
    assert output.headings[0].anchor == "L_eau_à_boire"
    assert 'href="#L_eau_%C3%A0_boire"' in output.html


def test_contents_are_a_labelled_nav() -> None:
    html = render("__TOC__\n\n## A *b*\n### C\n## D[^1]\n\n[^1]: x\n").html
    assert html.startswith(
        '<nav aria-label="Contents" class="toc"><p class="toc-title">Contents</p><ul><li><a href="#A_b">A b</a>'
        '<ul><li><a href="#C">C</a></li></ul></li><li><a href="#D">D</a></li></ul></nav>'
    )


def test_front_block() -> None:
    output = render(
        "---\nType: fiche\nprofils: [Citoyen, 'Profil:Élu']\ncategories: Eau, Air\nlicence: CC BY 4.0\n"
        "insee: 01004\npopulation: 12\nouvert: true\ndate: 2026-11-23\nliste:\n- a\n- 2\n---\nTexte"
    )
    assert output.front == {
        "type": "fiche",
        "licence": "CC BY 4.0",
        "insee": "01004",
        "population": 12,
        "ouvert": True,
        "date": "2026-11-23",
        "liste": ["a", 2],
    }
    assert output.categories == (("Eau", ""), ("Air", ""))
    assert output.profiles == ("Citoyen", "Élu")
    assert text_of(output.html).strip() == "Texte"


@pytest.mark.parametrize(
    "block",
    [
        "a: [1",
        "a: &x 1\nb: *x",
        "a: !!python/object:os.system 1",
        "- a\n- b",
        "juste du texte",
        "a: 1\na: 2",
        "a: [[[[[[[[[[[[1]]]]]]]]]]]]",
        "x: " + "y" * 20_000,
        "? [a]\n: b",
        "a: b: c",
        "lol: &a [x,x]\nlol2: &b [*a,*a]",
        "\t- x",
    ],
)
def test_a_bad_front_block_is_shown_with_a_warning(block: str) -> None:
    output = render(f"---\n{block}\n---\nTexte")
    assert output.front == {}
    assert output.warnings[0].code == "front-unreadable"
    assert block.split("\n", maxsplit=1)[0][:50].strip() in text_of(output.html)
    assert "Texte" in output.html


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ("a: b: c", "look at line 2."),
        ("a: 1\nb: [", "look at line 3."),
        ("juste du texte", "it is not a list of fields."),
        ("a: 1\na: 2", "“a” is given twice."),
        ("a: &x 1", "it holds an anchor, an alias or a tag."),
    ],
)
def test_what_is_wrong_with_a_front_block_is_one_whole_message(block: str, says: str) -> None:
    warning = render(f"---\n{block}\n---\nTexte").warnings[0]
    assert str(warning) == f"The block at the top of the page cannot be read: {says}"
    french = catalogue("fr").gettext(warning.message)
    assert french != warning.message
    assert french % warning.params


def test_what_is_nested_in_a_front_block_is_named() -> None:
    output = render("---\na:\n  b: 1\nc: 2\n---\n")
    assert output.front == {"c": 2}
    assert [str(warning) for warning in output.warnings] == ["The field “a” holds more than values: it is not read."]


def test_no_front_block_without_its_end_or_elsewhere() -> None:
    assert render("---\ntype: x\n").front == {}
    assert render("\n---\ntype: x\n---\n").front == {}
    assert "<hr>" in render("texte\n\n---\n\ntype: x\n").html


@pytest.mark.parametrize(
    ("text", "target", "fragment"),
    [
        ("#REDIRECTION [[Eau]]", "Eau", ""),
        ("#redirect: [[Aide:Eau#Source vive|x]]\n[[Catégorie:R]]", "Aide:Eau", "Source vive"),
        ("\n#REDIRECTION[[Eau]]", "Eau", ""),
    ],
)
def test_redirects(text: str, target: str, fragment: str) -> None:
    output = render(text)
    assert output.redirect is not None
    assert (output.redirect.full_name, output.redirect.fragment) == (target, fragment)
    assert target in [title.full_name for title in output.links]
    assert "→" in output.html
    assert output.headings == ()


@pytest.mark.parametrize("text", ["x #REDIRECTION [[A]]", "#REDIRECTION A", "#REDIRECTION [[<>]]", "## REDIRECT [[A]]"])
def test_no_redirects(text: str) -> None:
    assert render(text).redirect is None


def test_readers_are_not_sent_on_to_another_wiki_but_shown_the_way() -> None:
    output = render("#REDIRECTION [[w:fr:Eau#Prix]]\nSuite")
    assert output.redirect is None
    assert output.links == output.section_links == ()
    assert 'class="extiw"' in output.html
    assert "→" in output.html
    assert ">w:fr:Eau#Prix</a>" in output.html


def test_a_prefix_that_is_no_wiki_stays_a_redirect() -> None:
    output = render("#REDIRECTION [[zz:Eau]]")
    assert output.redirect is not None
    assert output.redirect.full_name == "Zz:Eau"


def test_categories_take_the_default_sort_key_and_the_last_own_one() -> None:
    output = render("[[Catégorie:A]] [[Category:b|clé]] [[Catégorie:A|autre]] {{DEFAULTSORT:défaut}} [[Catégorie:C]]")
    assert output.categories == (("A", "autre"), ("B", "clé"), ("C", "défaut"))
    assert output.html == ""


def test_footnotes_are_numbered_by_first_mention() -> None:
    output = render("a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X\n")
    assert output.footnotes == 2
    assert output.html.count('href="#fn-1"') == 2
    assert 'id="fnref-1-2"' in output.html
    assert output.html.index(">X ") < output.html.index(">Y ")


def test_broken_and_unused_footnotes_are_told_and_shown() -> None:
    output = render("a[^x]\n\n[^z]: jamais citée\n")
    assert [warning.code for warning in output.warnings] == ["footnote-undefined", "footnote-unused"]
    assert "[^x]" in text_of(output.html)
    assert "jamais citée" in text_of(output.html)


def test_everything_linked_is_noted() -> None:
    output = render(
        "[[A#b]] [[:Catégorie:C]] [[Profil:Élu]] [[w:x]] [[Fichier:f.png|vignette|voir [[D]]]]"
        " https://e.example/ [[Spécial:S]]"
    )
    assert [title.full_name for title in output.links] == ["A", "D", "Catégorie:C", "Profil:Élu"]
    assert all(not title.fragment for title in output.links)
    assert [title.full_name for title in output.files] == ["Fichier:F.png"]
    assert output.profiles == ("Élu",)
    assert output.interwiki_links == (("w", "x"),)
    assert output.external_links == ("https://e.example/",)
