"""Merging: what is joined, what a person settles, and that nothing typed is ever lost or doubled."""

import random
import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.merging import Choice, ConflictUnsettled, Merge, merge, resolve, undo

MEETING = "Une réunion publique a lieu chaque année au mois de mars."
PAGE = f"""# Eau

La commune tient une liste des sources. Chaque été les habitants la relisent ensemble.

- puits de la place
- fontaine du lavoir
- citerne de la gare

{MEETING}
"""


def words_of(text: str) -> list[str]:
    """The numbered words of the generated texts, also where an edit has glued two."""
    return re.findall(r"(?:base|mine|theirs)\d+", text)


def shown_as_mine(merged: Merge) -> str:
    return "".join(chunk.text + chunk.mine for chunk in merged.chunks)


def shown_as_theirs(merged: Merge) -> str:
    return "".join(chunk.text + chunk.theirs for chunk in merged.chunks)


def changed(*pairs: tuple[str, str]) -> str:
    text = PAGE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


# --- What merges ---


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        pytest.param(("# Eau", "# L’eau"), ("au mois de mars", "au mois d’avril"), id="paragraphs"),
        pytest.param(("puits de", "grand puits de"), ("fontaine du", "petite fontaine du"), id="adjacent lines"),
        pytest.param(("tient une", "tient à jour une"), ("relisent", "vérifient"), id="sentences"),
        pytest.param(
            ("des sources.", "des lieux."), ("Chaque été", "Au printemps"), id="end of one, start of the next"
        ),
        pytest.param(("La commune", "La mairie"), ("des sources", "des points"), id="far apart in a sentence"),
        pytest.param(("# Eau\n", "# Eau\n\nUn chapeau.\n"), ("- citerne de la gare\n", ""), id="new and removed"),
        pytest.param(
            ("- fontaine du lavoir\n", "- borne neuve\n- fontaine du lavoir\n"),
            ("fontaine du lavoir", "fontaine du vieux lavoir"),
            id="line before a changed line",
        ),
        pytest.param(
            ("- fontaine du lavoir\n", "- fontaine du lavoir\n- borne neuve\n"),
            ("fontaine du lavoir", "fontaine du vieux lavoir"),
            id="line after a changed line",
        ),
        pytest.param(
            ("- fontaine du lavoir\n", ""),
            ("puits de la place", "puits de la grande place"),
            id="removed line after a changed one",
        ),
        pytest.param(("- fontaine du lavoir\n", ""), ("# Eau", "# Les eaux"), id="removed line"),
    ],
)
def test_changes_at_different_places_merge(mine: tuple[str, str], theirs: tuple[str, str]) -> None:
    assert merge(PAGE, changed(mine), changed(theirs)).text == changed(mine, theirs)


def test_the_same_change_by_both_is_made_once() -> None:
    both = ("puits de la place\n", "puits de la place\n- borne neuve\n")
    merged = merge(PAGE, changed(both, ("# Eau", "# Eaux")), changed(both, ("mars", "avril")))
    assert merged.text == changed(both, ("# Eau", "# Eaux"), ("mars", "avril"))


def test_cells_of_a_table_row_merge() -> None:
    row = "| Puits | 12 m | ouvert |"
    merged = merge(row, "| Puits | 13 m | ouvert |", "| Puits | 12 m | fermé |")
    assert merged.text == "| Puits | 13 m | fermé |"


def test_fields_of_a_front_block_merge() -> None:
    front = "---\ntype: commune\nlieu: Crest\nlicence: CC BY-SA\n---\n\nTexte."
    merged = merge(front, front.replace("commune", "lieu"), front.replace("Crest", "Die"))
    assert merged.text == front.replace("commune", "lieu").replace("Crest", "Die")


# --- What a person settles ---


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        pytest.param(("mars", "avril"), ("mars", "mai"), id="same word"),
        pytest.param(("mois de", "mois doux de"), ("mars", "mai"), id="adjacent words"),
        pytest.param(("réunion publique", "assemblée publique"), ("a lieu", "se tient"), id="near words"),
        pytest.param((f"{MEETING}\n", ""), ("mars", "mai"), id="removed and changed"),
        pytest.param(
            (MEETING, "Tout a changé ici depuis peu."), ("publique", "ouverte"), id="rewritten and changed"
        ),
    ],
)
def test_changes_that_meet_are_a_conflict_of_that_paragraph_alone(
    mine: tuple[str, str], theirs: tuple[str, str]
) -> None:
    elsewhere = ("# Eau", "# Les eaux")
    merged = merge(PAGE, changed(mine, elsewhere), changed(theirs))
    (conflict,) = merged.conflicts
    assert merged.text is None
    assert conflict.base == MEETING + "\n"
    assert resolve(merged, {0: Choice("mine")}) == changed(mine, elsewhere)
    assert resolve(merged, {0: Choice("theirs")}) == changed(theirs, elsewhere)


def test_adjacent_words_over_a_wrapped_line_are_a_conflict() -> None:
    base = "Une phrase que son auteur a coupée à la main après le petit\nchat noir qui dort depuis ce matin.\n"
    assert merge(base, base.replace("petit", "grand"), base.replace("chat", "chien")).conflicts


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_sections_that_both_append_are_a_conflict_and_both_gives_both(end: str) -> None:
    base = "# Eau\n\nTexte." + end
    merged = merge(base, base.rstrip("\n") + "\n\n## Mien\n\nUn.", base.rstrip("\n") + "\n\n## Leur\n\nDeux.")
    assert len(merged.conflicts) == 1
    text = resolve(merged, {0: Choice("both")})
    assert re.sub("\n+", " ", text) == "# Eau Texte. ## Leur Deux. ## Mien Un."


def test_paragraphs_put_around_one_blank_line_are_a_conflict() -> None:
    base = "Premier paragraphe.\n\nSecond paragraphe."
    mine = "Premier paragraphe.\n\nMien.\n\nSecond paragraphe."
    theirs = "Premier grand paragraphe.\n\nLeur.\n\nSecond paragraphe."
    assert len(merge(base, mine, theirs).conflicts) == 1
    assert len(merge(base, theirs, mine).conflicts) == 1


def test_an_edited_last_paragraph_stays_out_of_the_conflict_of_what_follows_it() -> None:
    base = "La commune tient une liste des sources d’eau potable."
    merged = merge(base, base.replace("tient", "publie") + "\n\nMien.", base + "\n\nLeur.")
    assert resolve(merged, {0: Choice("both")}) == base.replace("tient", "publie") + "\n\nLeur.\n\nMien."


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("Un.", "Deux.", "Trois.", "Trois.\n\nDeux."),
        ("- un", "- deux", "- trois", "- trois\n- deux"),
        ("x\n- un\ny", "x\n- deux\ny", "x\n- trois\ny", "x\n- trois\n- deux\ny"),
        ("", "Deux.", "Trois.", "Trois.\n\nDeux."),
    ],
)
def test_both_puts_one_after_the_other_as_two_blocks(base: str, mine: str, theirs: str, both: str) -> None:
    assert resolve(merge(base, mine, theirs), {0: Choice("both")}) == both


def test_resolving_asks_for_every_choice_and_takes_written_text() -> None:
    merged = merge("Un.\n\nmilieu\n\nDeux.", "Un A.\n\nmilieu\n\nDeux A.", "Un B.\n\nmilieu\n\nDeux B.")
    assert len(merged.conflicts) == 2
    with pytest.raises(ConflictUnsettled) as refusal:
        resolve(merged, {0: Choice("mine")})
    assert refusal.value.params == {"number": 2}
    written = {0: Choice("other", "Un C."), 1: Choice("other", "")}
    assert resolve(merged, written) == "Un C.\n\nmilieu\n"


# --- Undo ---


def test_undo_takes_out_one_edit_and_keeps_later_ones() -> None:
    edited = changed(("mars", "avril"))
    latest = edited.replace("# Eau", "# Les eaux")
    result = undo(undone=edited, parent=PAGE, latest=latest)
    assert (result.outcome, result.merge.text) == ("applied", changed(("# Eau", "# Les eaux")))
    assert undo(undone=edited, parent=PAGE, latest=edited).merge.text == PAGE


def test_undo_of_what_is_undone_already_has_nothing_to_do() -> None:
    edited = changed(("mars", "avril"))
    latest = changed(("# Eau", "# Les eaux"))
    result = undo(undone=edited, parent=PAGE, latest=latest)
    assert (result.outcome, result.merge.text) == ("nothing", latest)
    assert undo(undone=PAGE, parent=PAGE, latest=latest).outcome == "nothing"


def test_undo_of_words_changed_again_is_a_conflict() -> None:
    result = undo(undone=changed(("mars", "avril")), parent=PAGE, latest=changed(("mars", "mai")))
    (conflict,) = result.merge.conflicts
    assert result.outcome == "conflict"
    assert "mars" in conflict.mine
    assert "mai" in conflict.theirs


# --- What holds for any three texts ---

SEPARATORS = st.sampled_from([" ", " ", " ", ". ", "\n", "\n- ", "\n\n"])
EDITS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["insert", "replace", "remove", "line"])), max_size=6
)
ANY_TEXT = st.lists(
    st.sampled_from(["a", "b", "c", " ", " ", "\n", "\n\n", ". ", "- ", "\r\n", "\x0b"]), max_size=30
).map("".join)


@st.composite
def three_versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A base of words that each occur once, and two sides whose new words are their own."""
    base = [
        piece
        for n, after in enumerate(draw(st.lists(SEPARATORS, min_size=1, max_size=30)))
        for piece in (f"base{n}", after)
    ]

    def side(name: str) -> str:
        pieces = list(base)
        for number, (place, kind) in enumerate(draw(EDITS)):
            if kind == "insert":
                pieces[place:place] = [f"{name}{number}", draw(SEPARATORS)]
            elif kind == "line":
                pieces[place:place] = ["\n", f"{name}{number}", "\n\n"]
            elif kind == "replace":
                pieces[place : place + 1] = [f"{name}{number}", " "]
            else:
                del pieces[place : place + 3]
        return "".join(pieces)

    return "".join(base), side("mine"), side("theirs")


@settings(max_examples=400, deadline=None)
@given(three_versions())
def test_no_word_is_lost_and_no_new_word_doubled(versions: tuple[str, str, str]) -> None:
    base, mine, theirs = versions
    merged = merge(base, mine, theirs)
    as_mine, as_theirs = Counter(words_of(shown_as_mine(merged))), Counter(words_of(shown_as_theirs(merged)))
    settled = Counter(words_of("".join(chunk.text for chunk in merged.chunks)))
    in_mine, in_theirs = Counter(words_of(mine)), Counter(words_of(theirs))
    for word in in_mine | in_theirs:
        if word.startswith("mine"):
            assert as_mine[word] == in_mine[word]
            assert as_theirs[word] == settled[word]
        elif word.startswith("theirs"):
            assert as_theirs[word] == in_theirs[word]
            assert as_mine[word] == settled[word]
        elif in_mine[word] and in_theirs[word]:
            assert as_mine[word]
            assert as_theirs[word]


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_what_a_side_inserted_into_any_text_is_visible(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)
    before, after_mine, after_theirs = Counter(base), Counter(mine), Counter(theirs)
    as_mine, as_theirs = Counter(shown_as_mine(merged)), Counter(shown_as_theirs(merged))
    for character in "abc.-\r\n\x0b ":
        assert as_mine[character] >= after_mine[character] - before[character]
        assert as_theirs[character] >= after_theirs[character] - before[character]


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT | three_versions().map("\n".join), ANY_TEXT)
def test_one_side_alone_is_that_side(base: str, other: str) -> None:
    assert merge(base, base, other).text == other
    assert merge(base, other, base).text == other
    assert merge(base, other, other).text == other
    assert undo(undone=other, parent=base, latest=other).merge.text == base


@settings(max_examples=300, deadline=None)
@given(three_versions() | st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT))
def test_merging_is_the_same_seen_from_either_side(versions: tuple[str, str, str]) -> None:
    base, mine, theirs = versions
    seen = merge(base, mine, theirs)
    mirrored = merge(base, theirs, mine)
    assert [(chunk.kind, chunk.text, chunk.base, chunk.mine, chunk.theirs) for chunk in seen.chunks] == [
        (chunk.kind, chunk.text, chunk.base, chunk.theirs, chunk.mine) for chunk in mirrored.chunks
    ]


@settings(max_examples=200, deadline=None)
@given(three_versions())
def test_chunks_are_whole_lines_and_both_keeps_every_word(versions: tuple[str, str, str]) -> None:
    base, mine, theirs = versions
    merged = merge(base, mine, theirs)
    for chunk in merged.chunks:
        for text in (chunk.text, chunk.base, chunk.mine, chunk.theirs):
            assert text == "" or text.endswith("\n")
    text = resolve(merged, dict.fromkeys(range(len(merged.conflicts)), Choice("both")))
    new_words = {word for word in words_of(mine + " " + theirs) if not word.startswith("base")}
    assert new_words <= set(words_of(text))


@settings(max_examples=200, deadline=None)
@given(
    count=st.integers(1, 5),
    mine_at=st.integers(0, 5),
    theirs_at=st.integers(0, 5),
    edited=st.sets(st.tuples(st.sampled_from(["mine", "theirs"]), st.integers(0, 4)), max_size=3),
    end=st.sampled_from(["", "\n"]),
)
def test_new_paragraphs_meet_only_at_one_place(
    count: int, mine_at: int, theirs_at: int, edited: set[tuple[str, int]], end: str
) -> None:
    """Each side puts in one paragraph and perhaps changes a word (another one each) in those around it."""
    sentence = "Le paragraphe {n} dit que la {mine} du village se trouve encore assez loin de la {theirs} voisine."

    def version(*sides: str) -> str:
        paragraphs = [
            sentence.format(
                n=n,
                mine="mairie" if "mine" in sides and ("mine", n) in edited else "commune",
                theirs="rivière" if "theirs" in sides and ("theirs", n) in edited else "source",
            )
            for n in range(count)
        ]
        new = {"mine": (min(mine_at, count), "Mien."), "theirs": (min(theirs_at, count), "Leur.")}
        for at, text in sorted((new[name] for name in sides), reverse=True):
            paragraphs.insert(at, text)
        return "\n\n".join(paragraphs) + end

    merged = merge(version(), version("mine"), version("theirs"))
    if min(mine_at, count) == min(theirs_at, count):
        assert len(merged.conflicts) == 1
    else:
        assert merged.text == version("mine", "theirs")


# --- Time ---


def hostile_triples() -> list[tuple[str, list[str], list[str], list[str]]]:
    chance = random.Random(1)
    lines = [f"ligne {n} de texte assez longue, numéro {n * 7}" for n in range(20_000)]
    letters = [[chance.choice("abcdefghij") for _ in range(100_000)] for _ in range(3)]
    words = [chance.choice(["de", "la", "un", ",", "."]) for _ in range(300_000)]
    sides = [[" ".join(word if chance.random() < 0.999 else new for word in words)] for new in ("zz", "yy")]
    return [
        ("identical lines", ["x"] * 20_000, ["y"] + ["x"] * 20_000, ["x"] * 19_000 + ["z"]),
        ("two permutations", lines, chance.sample(lines, 20_000), chance.sample(lines, 20_000)),
        ("nothing shared", lines, [f"k{n}" for n in range(20_000)], [f"j{n}" for n in range(20_000)]),
        ("a word in each line", lines, [line.replace("assez", "très") for line in lines],
         [line.replace("texte", "mots") for line in lines]),
        ("100,000 short lines", *letters),
        ("one line of 1 MB", [" ".join(words)], *sides),
        ("1 MB without a blank", ["a" * 1_000_000], ["a" * 999_999 + "b"], ["c" + "a" * 999_999]),
        ("blank lines", [""] * 100_000, [""] * 99_000 + ["x"] + [""] * 2000, ["y"] + [""] * 100_000),
    ]  # fmt: skip


@pytest.mark.parametrize("texts", [pytest.param(texts, id=name) for name, *texts in hostile_triples()])
def test_hostile_texts_are_merged_soon(texts: list[list[str]]) -> None:
    base, mine, theirs = ("\n".join(lines) for lines in texts)
    started = time.process_time()
    merged = merge(base, mine, theirs)
    # Under a second or so each; quadratic work would take minutes.
    assert time.process_time() - started < 5
    text = resolve(merged, dict.fromkeys(range(len(merged.conflicts)), Choice("mine")))
    assert len(text) > 0
