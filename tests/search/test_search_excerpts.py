"""Excerpts show the words that were sought, and nothing that is not in the text."""

from hypothesis import given
from hypothesis import strategies as st

from wiki.search.analysis import tidy, units
from wiki.search.excerpts import LENGTH, Excerpt, excerpt


def terms_of(text: str) -> set[str]:
    return {
        term for placed in units(text) for term in (*placed.unit.terms, placed.unit.joined) if term is not None
    }


def marked(found: Excerpt) -> list[str]:
    return [text for text, is_marked in found if is_marked]


def test_words_are_marked_in_all_their_forms() -> None:
    text = (
        "La résilience des territoires. Une RESILIENCE locale, des résiliences ; l’auto-partage et l'autopartage."
    )
    assert marked(excerpt(text, terms_of("resilience"))) == ["résilience", "RESILIENCE", "résiliences"]
    assert marked(excerpt(text, {"autopartag"})) == ["auto-partage", "autopartage"]


def test_elided_articles_stay_outside_the_mark() -> None:
    assert marked(excerpt("Qualité de l'eau et d’Eau-de-vie", {"eau"})) == ["eau", "Eau-de-vie"]


def test_words_with_ligatures_are_found() -> None:
    assert marked(excerpt("Au cœur de l’œuvre, le cœur.", terms_of("coeur oeuvre"))) == ["cœur", "œuvre", "cœur"]


def test_without_the_words_the_text_begins() -> None:
    found = excerpt("Un texte. " * 100, {"absent"})
    assert found[0][0].startswith("Un texte. Un texte.")
    assert found[-1][0].endswith("…")
    assert excerpt("", {"absent"}) == ()


def test_a_passage_far_inside_is_shown_between_ellipses() -> None:
    text = "avant " * 500 + "la source vive " + "après " * 500
    shown = "".join(piece for piece, _marked in excerpt(text, terms_of("source")))
    assert "la source vive" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_words_far_apart_give_two_passages() -> None:
    text = "La source est ici. " + "rien " * 300 + "La rivière est là."
    found = excerpt(text, terms_of("source rivière"))
    assert marked(found) == ["source", "rivière"]
    assert sum(len(piece) for piece, _marked in found) < 2 * LENGTH


def test_the_passage_with_most_of_the_words_wins() -> None:
    text = "eau. " + "rien " * 100 + "eau seule " + "rien " * 100 + "eau potable propre " + "rien " * 100
    assert {"eau", "potable", "propre"} <= set(marked(excerpt(text, terms_of("eau potable propre"))))


@given(st.text(max_size=600) | st.text("eau lœÉ'-. \n", max_size=900), st.text("eaul oe", max_size=12))
def test_an_excerpt_is_a_part_of_the_text(text: str, words: str) -> None:
    text = tidy(text)
    wanted = terms_of(words)
    found = excerpt(text, wanted)
    plain = " ".join(text.split())
    for piece, is_marked in found:
        if is_marked:
            assert terms_of(piece) & wanted
        for part in piece.replace("…", "\n").split("\n"):
            assert "…" in text or " ".join(part.split()) in plain
    assert sum(len(piece) for piece, _marked in found) < 2 * LENGTH + 200
