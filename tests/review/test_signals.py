"""The signals of an edit: each found where it is, absent where it is not, and their sum the same at any time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.database import transaction
from wiki.review import policy, waiting
from wiki.review.signals import SIGNALS, Edit, risk, signals, words_of
from wiki.titles import Title

TEXT = "La digue de 1856 mesure 12 km.[^1]\n\nElle protège 300 maisons.\n\n[^1]: https://www.exemple.fr/digue"


def names(before: str, after: str, **more: object) -> set[str]:
    return {signal.name for signal in signals(Edit(before, after, age=400, edits=50, **more))}


@pytest.mark.parametrize(
    ("name", "after", "more"),
    [
        ("new-host", f"{TEXT}\n\nVoir https://pompes.example/.", {}),
        ("sources-removed", "La digue de 1856 mesure 12 km.\n\nElle protège 300 maisons.", {}),
        ("figure-changed", TEXT.replace("300", "900"), {}),
        ("deleted", "La digue.", {}),
        ("capitals", f"{TEXT}\n\nCECI EST UN SCANDALE NATIONAL", {}),
        ("watched-word", f"{TEXT}\n\nLe casino ouvre.", {"watched": frozenset({"casino"})}),
        ("like-reverted", f"{TEXT}\n\nnos belles pompes à chaleur pas chères",
         {"taken_back": (words_of("nos belles pompes à chaleur sont pas chères"),)}),
        ("temporary", f"{TEXT}\n\nPoint.", {"temporary": True}),
        ("past-reverts", f"{TEXT}\n\nPoint.", {"reverted": 20}),
    ],
)  # fmt: skip
def test_each_signal(name, after, more):
    assert name in names(TEXT, after, **more)
    assert name not in names(TEXT, f"{TEXT}\n\nUn point de plus.")


def test_what_is_known_or_sourced_is_no_signal():
    assert "new-host" not in names(TEXT, f"{TEXT}\n\nhttps://exemple.org/", known_hosts=frozenset({"exemple.org"}))
    assert "figure-changed" not in names(TEXT, TEXT.replace("300 maisons", "900 maisons[^2]"))
    assert "new-account" in {signal.name for signal in signals(Edit("a", "b", age=1))}


@given(st.text(max_size=300), st.text(max_size=300))
def test_the_risk_is_the_sum_and_always_the_same(before, after):
    found = signals(Edit(before, after, temporary=True, watched=frozenset({"casino"})))
    assert found == signals(Edit(before, after, temporary=True, watched=frozenset({"casino"})))
    assert risk(found) == sum(SIGNALS[signal.name].weight for signal in found)


def test_the_words_to_watch_for_are_the_items_of_lists(page, user, as_user):
    page("Wikipartage:Mots à surveiller", "Ces mots comptent :\n\n- casino\n* loterie\n\nMerci.")
    with transaction():
        policy.change(newcomers=True, namespaces=frozenset(), types=frozenset(), promise=48)
    base = page("Eau", "Une source.").revision.id
    browser = as_user(user("Nouvelle"))
    data = {"text": "Une source. Merci au Casino.", "base": str(base), "save": "1"}
    browser.post("/wiki/Eau?action=edit", data=data)
    [row] = waiting.pending(waiting.finding.get_page(Title.parse("Eau")))
    assert [signal for signal in row.signals if signal[0] == "watched-word"] == [["watched-word", 35, "casino"]]
