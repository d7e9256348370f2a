"""Diffs: what a reader sees, that nothing is lost, and that nothing takes long."""

import random
import time
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wiki.diffs import Diff, Row, Span, compare
from wiki.words import Budget, longest_common, matching_blocks, patience, tokens

LINES = st.lists(
    st.sampled_from(
        ["", "a", "b", "- eau", "- air", "| x | y |", "le chat noir dort sur le vieux toit rouge de la ferme"]
    )
    | st.text("ab c'\t\r\x0b\u2028é.", max_size=12),
    max_size=12,
).map("\n".join)
SENTENCE = "Chaque commune tient une liste des lieux où l’eau potable reste disponible pendant une coupure."


def sides(rows: tuple[Row, ...]) -> tuple[str, str]:
    old = "\n".join("".join(span.text for span in row.old) for row in rows if row.old is not None)
    new = "\n".join("".join(span.text for span in row.new) for row in rows if row.new is not None)
    return old, new


def kinds(diff: Diff) -> list[str]:
    return [row.kind for row in diff.rows]


def marked(side: tuple[Span, ...] | None, kind: str) -> list[str]:
    return [span.text for span in side or () if span.kind == kind]


def test_words_inside_a_changed_line_are_marked() -> None:
    (row,) = compare("Un forage donne de l’eau claire.", "Un forage donne de l’eau potable et claire.").rows
    assert (row.kind, row.old_number, row.new_number) == ("changed", 1, 1)
    assert marked(row.old, "del") == []
    assert marked(row.new, "ins") == ["potable et "]


def test_an_elision_is_apart_from_its_word() -> None:
    (row,) = compare("la source de l’eau coule", "la source de l’air coule").rows
    assert (marked(row.old, "del"), marked(row.new, "ins")) == (["eau"], ["air"])


def test_rewritten_passages_are_not_chopped_by_small_words() -> None:
    (row,) = compare(
        "On y trouve la maison de la rivière et le grand moulin rénové.",
        "On y trouve un atelier et la cantine et le grand moulin rénové.",
    ).rows
    assert marked(row.old, "del") == ["la maison de la rivière"]
    assert marked(row.new, "ins") == ["un atelier et la cantine"]


def test_unchanged_lines_are_counted_in_gaps_and_numbered() -> None:
    old = [f"ligne {n}" for n in range(1, 21)]
    new = [*old[:9], "toute autre chose", *old[9:]]
    diff = compare("\n".join(old), "\n".join(new))
    assert kinds(diff) == ["gap", "context", "context", "added", "context", "context", "gap"]
    assert [(row.old_number, row.new_number) for row in diff.rows] == [
        (1, 1), (8, 8), (9, 9), (None, 10), (10, 11), (11, 12), (12, 13)]  # fmt: skip
    assert [diff.rows[0].hidden, diff.rows[-1].hidden] == [7, 9]
    assert (diff.added, diff.removed) == (len("toute autre chose"), 0)


def test_one_line_is_not_worth_a_gap() -> None:
    assert kinds(compare("a\nb\nc\nd", "a\nb\nc\nxxxx yyyy")) == ["context"] * 3 + ["removed", "added"]


def test_similar_lines_are_paired_inside_a_rewritten_block() -> None:
    old = "- puits communal à remettre en état\n- citerne de la gare\n- lavoir"
    new = "- borne neuve\n- puits communal remis en état\n- citerne de la vieille gare\n- lavoir"
    assert [(row.kind, row.old_number, row.new_number) for row in compare(old, new).rows] == [
        ("added", None, 1), ("changed", 1, 2), ("changed", 2, 3), ("context", 3, 4)]  # fmt: skip


def test_a_moved_paragraph_is_shown_as_moved() -> None:
    old = f"{SENTENCE}\n\nDeux.\n\nTrois."
    diff = compare(old, f"Deux.\n\nTrois.\n\n{SENTENCE}")
    (gone,) = [row for row in diff.rows if row.kind == "moved-from"]
    (come,) = [row for row in diff.rows if row.kind == "moved-to"]
    assert gone.anchor == come.anchor is not None
    assert (gone.old, come.new) == ((Span(SENTENCE, "same"),), (Span(SENTENCE, "same"),))
    assert (diff.added, diff.removed) == (0, 0)


def test_a_moved_paragraph_with_one_changed_word_is_moved_and_the_word() -> None:
    changed = SENTENCE.replace("coupure", "sécheresse")
    diff = compare(f"{SENTENCE}\n\nDeux.\n\nTrois.", f"Deux.\n\nTrois.\n\n{changed}")
    (gone,) = [row for row in diff.rows if row.kind == "moved-from"]
    (come,) = [row for row in diff.rows if row.kind == "moved-to"]
    assert gone.anchor == come.anchor
    assert (marked(gone.old, "del"), marked(come.new, "ins")) == (["coupure"], ["sécheresse"])


def test_paragraphs_that_moved_together_take_their_blank_line_along() -> None:
    other = "La réserve de la mairie garde trente bidons de vingt litres, vérifiés chaque printemps."
    rest = "\n\n".join(f"Paragraphe {n} qui ne bouge pas d’ici." for n in range(4))
    diff = compare(f"{SENTENCE}\n\n{other}\n\n{rest}", f"{rest}\n\n{SENTENCE}\n\n{other}")
    assert Counter(kinds(diff))["moved-to"] == 3


def test_two_different_paragraphs_each_keep_their_own_anchor() -> None:
    other = "La réserve de la mairie garde trente bidons de vingt litres, vérifiés chaque printemps."
    diff = compare(f"{SENTENCE}\n{other}\nun\ndeux\ntrois", f"un\ndeux\ntrois\n{other}\n{SENTENCE}")
    anchors = {
        row.anchor: "".join(span.text for span in row.old or ()) for row in diff.rows if row.kind == "moved-from"
    }
    for row in diff.rows:
        if row.kind == "moved-to":
            assert anchors[row.anchor] == "".join(span.text for span in row.new or ())
    assert len(anchors) == 2


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a b", "a  b", True),
        ("a\n\nb\n", "a\nb", True),
        ("ab", "a b", True),
        ("a\u00a0!", "a !", True),
        ("a", "a", False),
        ("a b", "a c", False),
    ],
)
def test_whitespace_only_changes_are_named(old: str, new: str, expected: bool) -> None:
    assert compare(old, new).whitespace_only is expected


def test_identical_texts_have_nothing_but_a_gap() -> None:
    diff = compare("a\nb\nc", "a\nb\nc")
    assert diff.identical
    assert kinds(diff) == ["gap"]
    assert compare("", "").rows == ()


def test_empty_texts_and_last_line_ends() -> None:
    assert kinds(compare("", "a")) == ["added"]
    assert kinds(compare("a", "")) == ["removed"]
    assert [row[:3] for row in compare("a", "a\n").rows] == [("context", 1, 1), ("added", None, 2)]


@settings(max_examples=300, deadline=None)
@given(LINES, LINES)
@example("a b", "a  b")
@example("\n", "")
@example("e\u0301 a", "e a")
def test_a_diff_loses_nothing(old: str, new: str) -> None:
    whole = compare(old, new, context=None)
    assert sides(whole.rows) == (old, new)
    assert whole.identical == (old == new)
    assert [row.old_number for row in whole.rows if row.old is not None] == list(
        range(1, len(old.split("\n")) + 1 if old else 1)
    )
    assert [row.new_number for row in whole.rows if row.new is not None] == list(
        range(1, len(new.split("\n")) + 1 if new else 1)
    )
    for row in whole.rows:
        assert all(span.text and span.kind != "ins" for span in row.old or ())
        assert all(span.text and span.kind != "del" for span in row.new or ())


@settings(max_examples=200, deadline=None)
@given(LINES, LINES, st.integers(0, 3))
def test_gaps_stand_for_exactly_the_lines_they_hide(old: str, new: str, context: int) -> None:
    whole = compare(old, new, context=None).rows
    rows: list[Row] = []
    for row in compare(old, new, context=context).rows:
        if row.kind != "gap":
            rows.append(row)
            continue
        start = next(n for n, shown in enumerate(whole) if shown.old_number == row.old_number)
        assert whole[start].new_number == row.new_number
        rows += whole[start : start + row.hidden]
    assert tuple(rows) == whole


@given(st.text() | LINES)
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


def test_tokens_are_words_signs_and_blanks() -> None:
    assert tokens("[[l'eau]]  3,5 km") == ["[[", "l'", "eau", "]]", "  ", "3,5", " ", "km"]


@given(st.lists(st.sampled_from("abcde"), max_size=40), st.lists(st.sampled_from("abcde"), max_size=40))
def test_blocks_are_equal_in_order_and_the_exact_ones_longest(old: list[str], new: list[str]) -> None:
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, piece in enumerate(old):
        for j, other in enumerate(new):
            longer = max(lengths[i][j + 1], lengths[i + 1][j])
            lengths[i + 1][j + 1] = lengths[i][j] + 1 if piece == other else longer
    assert sum(block.length for block in longest_common(old, new)) == lengths[-1][-1]
    for blocks in (longest_common(old, new), patience(old, new), matching_blocks(old, new, Budget(500))):
        i = j = 0
        for block in blocks:
            assert block.old >= i
            assert block.new >= j
            i, j = block.old + block.length, block.new + block.length
            assert old[block.old : i] == new[block.new : j]


def hostile_pairs() -> list[tuple[str, list[str], list[str]]]:
    chance = random.Random(1)
    lines = [f"ligne {n} de texte assez longue, numéro {n * 7}" for n in range(20_000)]
    shuffled = chance.sample(lines, len(lines))
    letters = [[chance.choice("abcdefghij") for _ in range(100_000)] for _ in range(2)]
    words = [chance.choice(["de", "la", "un", ",", "."]) for _ in range(300_000)]
    changed = [word if chance.random() < 0.99 else "zz" for word in words]
    paragraphs = [" ".join(str(chance.randrange(5000)) for _ in range(100)) for _ in range(3000)]
    edited = [line.replace("1", "x", 1) for line in paragraphs]
    return [
        ("identical lines", ["x"] * 20_000, ["y"] + ["x"] * 20_000 + ["z"]),
        ("permutation", lines, shuffled),
        ("reversed", lines, lines[::-1]),
        ("nothing shared", lines, [f"k{n}" for n in range(20_000)]),
        ("one word in each line", lines, [line.replace("assez", "très") for line in lines]),
        ("100,000 short lines", *letters),
        ("100,000 numbers", [str(n) for n in range(100_000)], [str(n) for n in range(100_000, 200_000)]),
        ("alternating", ["a", "b"] * 20_000, ["b", "a"] * 20_000 + ["c"]),
        ("one line of 1 MB", [" ".join(words)], [" ".join(changed)]),
        ("1 MB without a blank", ["a" * 1_000_000], ["a" * 500_000 + "b" + "a" * 500_000]),
        ("1 MB of signs", ["[(" * 500_000], ["(" + "[(" * 500_000]),
        ("numbers with points", ["1." * 500_000 + "a"], ["1." * 500_000 + "b"]),
        ("each of 3,000 paragraphs", paragraphs, edited),
        ("shuffled and changed", paragraphs, chance.sample(edited, len(edited))),
        ("all new", [], paragraphs),
    ]


@pytest.mark.parametrize(("old", "new"), [pytest.param(a, b, id=name) for name, a, b in hostile_pairs()])
def test_hostile_texts_are_compared_whole_and_soon(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    started = time.process_time()
    diff = compare(before, after, context=None)
    # About a second on the slowest; quadratic work would take minutes.
    assert time.process_time() - started < 5
    assert sides(diff.rows) == (before, after)
