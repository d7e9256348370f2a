"""Each condition of a rule, on edits as values; patterns against Python's own matcher."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.moderation.rules.conditions import BY_NAME, CONDITIONS
from wiki.moderation.rules.definitions import Definition
from wiki.moderation.rules.edits import MAX_EXAMINED, Author, Edit
from wiki.moderation.rules.patterns import BadPattern, pattern_of
from wiki.titles import Title


def edit(before: str | None = None, after: str = "", *, title: str = "Eau", summary: str = "", **author) -> Edit:
    belongs, lately = author.pop("belongs", lambda _name: False), author.pop("lately", lambda _minutes: 0)
    who = {"groups": frozenset({"*", "user"}), "temporary": False, "age": timedelta(hours=5), "edits": 7, **author}
    return Edit(Title.parse(title), before, after, summary, Author(**who), belongs, lately)


def holds(name: str, value: object, done: Edit, **style: bool) -> bool:
    return Definition("Essai", conditions={name: value}, **style).matches(done)


CASES = [
    ("acts", "create", edit(None, "a"), edit("", "a")),
    ("acts", "edit", edit("", "a"), edit(None, "a")),
    ("namespaces", ["1", "4"], edit(title="Discussion:Eau"), edit(title="Eau")),
    ("who", "temporary", edit(temporary=True), edit()),
    ("who", "registered", edit(), edit(temporary=True)),
    ("groups", ["reviewer", "user"], edit(), edit(groups=frozenset({"*"}))),
    ("outside", ["autoconfirmed"], edit(), edit(groups=frozenset({"autoconfirmed"}))),
    ("age", 6, edit(), edit(age=timedelta(hours=6))),
    ("edits", 8, edit(), edit(edits=8)),
    ("title", "eau", edit(title="Eau de pluie"), edit(title="Nouveau")),
    ("title", "discussion", edit(title="Discussion:Eau"), edit()),
    ("summary", "pub*", edit(summary="une publicité"), edit(summary="rien")),
    ("grown", 4, edit("a", "a été"), edit("a", "aoui")),
    ("shrunk", 3, edit("aété", "a"), edit("abc", "a")),
    ("removed_share", 50, edit("un deux trois quatre", "quatre un"), edit("un deux trois quatre", "deux trois un")),
    ("capitals", 80, edit("", "VENEZ TOUS AU CASINO vite"), edit("", "VENEZ")),
    ("links", 2, edit("", "http://a.org http://b.org"), edit("http://a.org", "http://a.org et http://b.org")),
    ("domains", ["a.org"], edit("", "[x](https://www.A.org/b)"), edit("", "https://ba.org")),
    ("added", "casino", edit("x", "x\nun Casino"), edit("un casino", "un casino de plus")),
    ("removed", "casino", edit("x\nun Casino", "x"), edit("un casino", "un casino de moins")),
    ("category", "Eau", edit(belongs=lambda name: name == "Eau"), edit()),
    ("rate", [3, 10], edit(lately=lambda minutes: 2 if minutes == 10 else 0), edit(lately=lambda _minutes: 1)),
]


@pytest.mark.parametrize(("name", "value", "met", "not_met"), CASES, ids=[case[0] for case in CASES])
def test_a_condition_tells_edits_apart(name, value, met, not_met):
    assert holds(name, value, met)
    assert not holds(name, value, not_met)


def test_every_condition_is_tried_here():
    assert {case[0] for case in CASES} == {condition.name for condition in CONDITIONS} == set(BY_NAME)


def test_all_conditions_must_hold():
    both = Definition("Essai", conditions={"added": "casino", "who": "temporary"})
    assert both.matches(edit("", "casino", temporary=True))
    assert not both.matches(edit("", "casino"))


def test_lines_that_move_are_neither_added_nor_removed():
    moved = edit("un\ndeux\ndeux\ntrois", "trois\nun\ndeux")
    assert (moved.added, moved.removed) == ("", "deux")


def test_only_so_much_of_an_addition_is_looked_at():
    assert not holds("added", "casino", edit("", "mot " * (MAX_EXAMINED // 4) + "casino"))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("casino", "Un CASINO."),
        ("casino", "ca\u00adsi\u200bno"),
        ("éte", "l’ete"),
        ("gros   lot", "le gros\nlot"),
        ("lot*", "loterie"),
        ("*terie", "loterie"),
        ("100 %", "à 100 % !"),
        ("c++", "le c++ ici"),
        ("l’eau\nsol", "au sol"),
    ],
)
def test_words_are_found(pattern, text):
    assert pattern_of(pattern, regular=False, folded=True).found_in(text)


@pytest.mark.parametrize(("pattern", "text"), [("lot", "loterie"), ("lot", "pilot"), ("lo*t", "lo-t"), ("c+", "cc")])
def test_other_words_are_not(pattern, text):
    assert not pattern_of(pattern, regular=False, folded=True).found_in(text)


def test_capitals_and_accents_can_make_a_difference():
    pattern = pattern_of("Été", regular=False, folded=False)
    assert pattern.found_in("un E\u0301te\u0301")
    assert not pattern.found_in("un été")
    assert not pattern.found_in("un Ete")


@pytest.mark.parametrize("written", ["(", "a**", "(?<=a)b", r"(a)\1", "a{1001}", "", "()", "x|"])
def test_expressions_that_cannot_be_used_are_refused(written):
    with pytest.raises(BadPattern):
        pattern_of(written or "(?:)", regular=True, folded=True)


EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", "1"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from("*+?")).map(lambda two: f"(?:{two[0]}){two[1]}"),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS, st.text("ab1 ", max_size=12))
def test_expressions_mean_what_python_says(expression, text):
    written = f"a{expression}"
    assert pattern_of(written, regular=True, folded=False).found_in(text) == bool(re.search(written, text))


def test_an_expression_that_would_never_end_elsewhere_ends():
    pattern = pattern_of("(x+x+)+y", regular=True, folded=True)
    assert not pattern.found_in("x" * MAX_EXAMINED)


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_kept_of_a_rule_reads_back_the_same(name, text):
    asked = {"added": text, "rate": [2, 3]}
    definition = Definition(name, {"fr": text}, asked, regular=True, actions=("tag",), tag="x")
    again = Definition.read(definition.data())
    assert again == definition
    assert again.fingerprint == definition.fingerprint
