"""The order of French lists."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.titles import sort_initial, sort_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["Eau", "Eau potable", "Eaubonne", "École", "Économie", "Effort"],
        ["Été", "Œuvre", "Zone"],
        ["cote", "Cote", "coté", "côte", "côté", "cotée"],
        ["Article 2", "Article 02 bis", "Article 9", "Article 10", "Article 10 000", "Articles"],
        ["coeur", "cœur", "coexister"],
        ["Auto-partage", "Autopartage", "Autoroute"],
        ["l'eau", "leau", "l’eau", "leçon"],
        ["€ local", "2030", "Abeille", "Ωmega", "Ярость"],
        ["Eau", "« Eau »", "Eaux"],
        ["ecole", "Ecole", "école", "École"],
        ["a" * 20 + "9" * 300, "b"],
        ["", "A"],
        ["Łódź", "Lola"],
    ],
)
def test_french_order(in_order: list[str]) -> None:
    backwards = in_order[::-1]
    assert sorted(backwards, key=sort_key) == in_order


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_ordered_and_only_equal_ones_tie(one: str, other: str) -> None:
    from_first, from_second = sort_key(one), sort_key(other)
    assert len(from_first) <= 1500
    # Two ways of writing one accented letter are one text.
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (from_first == from_second) == same


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_sort_by_value(one: int, other: int) -> None:
    assert (sort_key(f"x{one}") < sort_key(f"x{other}")) == (one < other)


@pytest.mark.parametrize(
    ("text", "heading"),
    [("Église", "E"), ("œuf", "O"), ("« Eau »", "E"), ("2030", "0–9"), ("€", "€"), ("…", "…"), ("Ярость", "Я")],
)
def test_heading_in_a_list(text: str, heading: str) -> None:
    assert sort_initial(text) == heading
