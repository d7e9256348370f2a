"""Links made to lead to a new title: the same words are read, only these links change, and once is enough."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsing_safety import text_of
from parsing_wiki import render

from tests.parsing.test_parser_properties import TEXTS
from wiki.parsing.characters import normalised
from wiki.parsing.retargeting import retargeted
from wiki.titles import Title


def change(text: str, old: str = "Eau", new: str = "Eau potable", here: str = "Page") -> str:
    return retargeted(text, here=Title.parse(here), old=Title.parse(old), new=Title.parse(new))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[Eau]]", "[[Eau potable|Eau]]"),
        ("[[eau]]x", "[[Eau potable|eau]]x"),
        ("[[ Eau ]]", "[[ Eau potable|Eau ]]"),
        ("[[:Eau]]", "[[Eau potable|Eau]]"),
        ("[[Eau|l’*eau*]]", "[[Eau potable|l’*eau*]]"),
        ("[[Eau#Prix]]", "[[Eau potable#Prix|Eau#Prix]]"),
        ("[[Eau#Prix|le prix]]", "[[Eau potable#Prix|le prix]]"),
        ("[[Eau|\n]]", "[[Eau potable|Eau]]"),
        ("[l’eau](Eau)", "[l’eau](Eau_potable)"),
        ("[l’eau](/wiki/Eau#Prix)", "[l’eau](/wiki/Eau_potable#Prix)"),
        ('[l’eau](<Eau#Prix> "Eau")', '[l’eau](<Eau_potable#Prix> "Eau")'),
        ("{{:Eau}}", "{{:Eau potable}}"),
        ("[[Fichier:x.jpg|vignette|sur l’[[Eau]]]]", "[[Fichier:x.jpg|vignette|sur l’[[Eau potable|Eau]]]]"),
        ("|a|b|\n|-|-|\n|[[Eau]]|c|", "|a|b|\n|-|-|\n|[[Eau potable|Eau]]|c|"),
        ("{{M|x=[[Eau]]}}", "{{M|x=[[Eau potable|Eau]]}}"),
        ("- a\n\n    - [[Eau]]", "- a\n\n    - [[Eau potable|Eau]]"),
        ("#REDIRECTION [[Eau#Prix]]\n[[Eau]]", "#REDIRECTION [[Eau potable#Prix]]\n[[Eau potable|Eau]]"),
        ("---\ntype: fiche\n---\n#REDIRECT [[eau]]", "---\ntype: fiche\n---\n#REDIRECT [[Eau potable]]"),
    ],
)
def test_links_and_redirects(before: str, after: str) -> None:
    assert change(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "`[[Eau]]`", "```\n[[Eau]]\n```", "<nowiki>[[Eau]]</nowiki>", "<!-- [[Eau]] -->", "    [[Eau]]",
        "a\n\n\t[[Eau]]", "## T\n    [[Eau]]", r"\[[Eau]]", "![[Eau]]", "[[Eau potable]]", "[[Eaux]]", "[[Aide:Eau]]",
        "[[Eau", "[[Eau|x\n\ny]]", "[[#Eau]]", "[[/Eau]]", "[[Sol|voir [[Eau]] ici]]", "{{Eau}}", "{{M|Eau}}",
        "[x](/wiki/Eau?action=history)", "[x](https://e.org/Eau)",
        "#REDIRECTION [[Sol]]", "---\ncatégories: Eau\n---\n", "Eau",
    ],
)  # fmt: skip
def test_what_is_no_link_stays(text: str) -> None:
    assert change(text) == text


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("Modèle:A", "Modèle:B", "{{A}} {{a|x|y={{A}}}} {{Modèle:A}} [[Modèle:A]]",
         "{{B}} {{B|x|y={{B}}}} {{Modèle:B}} [[Modèle:B|Modèle:A]]"),
        ("Modèle:A", "Modèle:B", "{{A\n|x}} {{{A}}} {{A:b}} {{subst:A}}", "{{B\n|x}} {{{A}}} {{A:b}} {{subst:B}}"),
        ("Modèle:A", "Modèle:PAGENAME", "{{A}}", "{{Modèle:PAGENAME}}"),
        ("Modèle:PAGENAME", "Modèle:B", "{{PAGENAME}} {{PAGENAME|x}}", "{{PAGENAME}} {{B|x}}"),
        ("Modèle:A", "Aide:B", "{{A}}", "{{Aide:B}}"),
        ("Catégorie:A", "Catégorie:B", "[[Catégorie:A|clé]] [[category:a]] [[:Catégorie:A]]",
         "[[Catégorie:B|clé]] [[Catégorie:B]] [[:Catégorie:B|Catégorie:A]]"),
        ("Catégorie:A", "B", "[[Catégorie:A]] [[:Catégorie:A|a]]", "[[Catégorie:A]] [[B|a]]"),
        ("A", "Catégorie:B", "[[A]]", "[[:Catégorie:B|A]]"),
        ("Fichier:A.jpg", "Fichier:B.jpg", "[[Fichier:A.jpg|vignette|a [[b]]]] [[:Fichier:A.jpg]]",
         "[[Fichier:B.jpg|vignette|a [[b]]]] [[:Fichier:B.jpg|Fichier:A.jpg]]"),
        ("Profil:A", "Profil:B", "[[Profil:A]] [[:Profil:A|a]]", "[[Profil:B|Profil:A]] [[:Profil:B|a]]"),
        ("Page/A", "B", "[[/A]] [[/A/|a]]", "[[B|/A]] [[B|a]]"),
        ("A", "/B", "[[A]] [a](A)", "[[:/B|A]] [a](%2FB)"),
        ("A", "B#S", "[[A]] [[A#T|a]] [a](A)", "[[B#S|A]] [[B#T|a]] [a](B#S)"),
        ("Catégorie:A", "Catégorie:B",
         "---\ncategories: [a, 'A', \"C\", Catégorie:A] # A\ntitre: A\nprofils: A\n---\nA",
         "---\ncategories: [B, \"B\", \"C\", B] # A\ntitre: A\nprofils: A\n---\nA"),
        ("Catégorie:A", "Catégorie:B, C", "---\ncatégories:\n- A\n- A, d\n---\n",
         "---\ncatégories:\n- \"B, C\"\n- A, d\n---\n"),
        ("Catégorie:A", "Catégorie:B", "---\ncatégories: C, A ,D\n---\n", "---\ncatégories: C, B ,D\n---\n"),
        ("Catégorie:A", "Catégorie:B, C", "---\ncatégories: A\n---\n", "---\ncatégories: A\n---\n"),
        ("Profil:A", "Profil:2026", "---\nprofils: A\ncatégories: A\n---\n",
         "---\nprofils: \"2026\"\ncatégories: A\n---\n"),
        ("Catégorie:A", "Catégorie:B", "---\ncatégories: [A\n---\n[[Catégorie:A]]",
         "---\ncatégories: [A\n---\n[[Catégorie:B]]"),
    ],
)  # fmt: skip
def test_every_kind_of_page(old: str, new: str, before: str, after: str) -> None:
    assert change(before, old, new) == after


TITLES = (
    "Eau", "L’eau *potable*", "A_b _c_", "Sel & poivre", "C`est", "Fin\\", "Mes ~~idées~~", "Que faire ?", "A^2", "^b",
)  # fmt: skip
LINKS = st.sampled_from(TITLES).flatmap(
    lambda name: st.sampled_from(
        [f"[[{name}]]", f"[[{name}|un *mot*]]", f"[[{name}#S]]", f"[[{name}]]s", f"[[{name}|]]"]
    )
)
AROUND = st.sampled_from(
    ["mot ", "\n\n", "**", "- ", "> ", "`", "\n", "    ", "<b>", "</b>", "|", "[", "]", "[[", "]]", "\\", "!", "{{",
     "}}", "[[Sol|", "[[Fichier:x.jpg|", "\n```\n", "<nowiki>", "</nowiki>", "<!--", "-->", "## ", "|-|-|\n", "{{M|"]
)  # fmt: skip
PAGES = st.lists(LINKS | AROUND, max_size=14).map("".join)


def seen(html: str) -> str:
    return " ".join(text_of(html).split())


@settings(max_examples=600, deadline=None)
@given(PAGES, st.sampled_from(TITLES), st.sampled_from([*TITLES, "/Sous", "Aide:Eau", "R&ampli"]))
def test_readers_see_the_same_words_and_the_links_lead_to_the_new_title(text: str, old: str, new: str) -> None:
    changed = change(text, old, new)
    before, after = render(text), render(changed)
    assert seen(after.html) == seen(before.html)
    one, other = Title.parse(old), Title.parse(new)
    assert {*after.links} - {one, other} == {*before.links} - {one, other}
    assert one not in before.links or {one, other} & {*after.links}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(LINKS | st.sampled_from(["mot ", "\n\n", "- ", "> ", "## ", "*", "l’"]), max_size=12).map(" ".join),
    st.sampled_from(TITLES),
    st.sampled_from(["Autre", "/Sous", "Aide:Eau", "R&ampli", "^x `y` \\"]),
)
def test_no_link_is_left_behind_in_an_ordinary_text(text: str, old: str, new: str) -> None:
    one, other = Title.parse(old), Title.parse(new)
    expected = {other if link == one else link for link in render(text).links}
    assert {*render(change(text, old, new)).links} == expected


@settings(max_examples=400, deadline=None)
@given(PAGES | TEXTS.map(normalised), st.sampled_from(TITLES), st.sampled_from(TITLES))
def test_once_is_enough_and_other_texts_stay(text: str, old: str, new: str) -> None:
    changed = change(text, old, new)
    assert change(changed, old, new) == changed
    assert change(text, "Un titre que nul ne nomme", new) == text
    if old not in text and "%" not in text and "&" not in text and old != "Eau":
        assert changed == text


@pytest.mark.parametrize(
    "sign", ["[[", "[[Eau|", "{{Eau|", " ", "\n", "[[Eau]]", "[a](", "- a\n    ", "`", "[[Eau\n\n"], ids=repr
)
def test_long_texts_take_one_pass(sign: str) -> None:
    assert len(change(sign * 20_000)) >= 20_000
