"""Two changes of one text brought together: three-way merge by paragraph, then line, then word.

The rules guarded here: nothing that either side typed is lost (it is in the merged text or in a conflict that a
person settles), nothing that one side typed is doubled, and nothing is joined that nobody wrote: two changes in
one sentence meet only with `_APART` unchanged words between them, and paragraphs put in the same place by both
are never set one after the other unasked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from wiki.errors import N_, InvalidInput
from wiki.regions import Region, Versions, by_line, by_paragraph, by_word
from wiki.words import Budget

#: Unchanged words that two changes of different people in one sentence must have between them.
_APART = 3
#: Share of a passage's words that each side may have changed for the passage to be merged word by word.
_CHANGED = 0.5
#: Characters (of the three texts together) up to which a colliding passage is merged word by word, one and all.
_PASSAGE_CHARACTERS, _ALL_CHARACTERS = 100_000, 300_000
#: From this length a line without a full stop may be one of many that an editor has wrapped.
_WRAPPED_LINE = 50

_SENTENCE_ENDS = ".!?…;"
_LIST_LIKE = re.compile(r"\s*(?:[-*+|>#:;]|\d+[.)]|[\w-]+:(?:\s|$))")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole lines, each with its line end: merged (`text`), or in conflict (`base`, `mine`, `theirs`)."""

    kind: Literal["merged", "conflict"]
    text: str = ""
    base: str = ""
    mine: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome of a merge: chunks in the order of the text; the last line end belongs to no text."""

    chunks: tuple[Chunk, ...]

    @property
    def conflicts(self) -> tuple[Chunk, ...]:
        """What a person must settle, in the order of the text; a choice is named by its place here, from 0."""
        return tuple(chunk for chunk in self.chunks if chunk.kind == "conflict")

    @property
    def text(self) -> str | None:
        """The merged text, or None when a conflict is left."""
        return None if self.conflicts else _without_last_line_end([chunk.text for chunk in self.chunks])


@dataclass(frozen=True, slots=True)
class Choice:
    """How a conflict is settled: "both" puts theirs, which was saved first, before mine; "other" writes `text`."""

    kind: Literal["mine", "theirs", "both", "other"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """What came of undoing an edit.

    applied: `merge.text` is the text without the edit; nothing: the edit changed nothing or is undone already;
    conflict: later edits touch the same words, `merge` has them ("mine" is the text before the edit).
    """

    outcome: Literal["applied", "nothing", "conflict"]
    merge: Merge


class ConflictUnsettled(InvalidInput):
    """A conflict has no choice; `params["number"]` is its number, from 1."""

    status = 409
    code = "conflict-unsettled"
    message = N_("Choose a version for conflict %(number)d before saving.")


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Bring together the changes that `mine` and `theirs` each made to `base`; line ends are "\\n"."""
    if theirs in (mine, base):
        return Merge((Chunk("merged", mine + "\n"),))
    if mine == base:
        return Merge((Chunk("merged", theirs + "\n"),))
    # With a line end after each, a last paragraph and one that has another after it are the same paragraph.
    versions = Versions(base + "\n", mine + "\n", theirs + "\n")
    return Merge(_gathered(_by_paragraph(versions, Budget(_ALL_CHARACTERS))))


def passages(old: str, new: str) -> Merge:
    """The paragraphs that differ, each as a choice between `theirs`, the old one, and `mine`, the new one."""
    regions = by_paragraph(Versions(old + "\n", new + "\n", old + "\n"))
    return Merge(
        _gathered(
            Chunk("merged", region.merged)
            if region.changed_by == "nobody"
            else Chunk("conflict", "", *region.versions)
            for region in regions
        )
    )


def resolve(merge: Merge, choices: Mapping[int, Choice]) -> str:
    """The text of `merge` with each conflict settled as `choices` says, by its place in `merge.conflicts`.

    Raises `ConflictUnsettled` when one is missing.
    """
    parts: list[str] = []
    number = 0
    for chunk in merge.chunks:
        if chunk.kind == "merged":
            parts.append(chunk.text)
            continue
        if number not in choices:
            raise ConflictUnsettled(number=number + 1)
        parts.append(_settled(chunk, choices[number]))
        number += 1
    return _without_last_line_end(parts)


def undo(undone: str, parent: str, latest: str) -> Undo:
    """Take out of `latest` what the edit from `parent` to `undone` did, keeping every later edit."""
    result = merge(base=undone, mine=parent, theirs=latest)
    if result.conflicts:
        return Undo("conflict", result)
    return Undo("nothing" if undone == parent or result.text == latest else "applied", result)


def _by_paragraph(versions: Versions, budget: Budget) -> Iterator[Chunk]:
    for region in by_paragraph(versions):
        if region.changed_by == "conflict":
            yield from _by_line(region.versions, budget)
        else:
            yield _chunk(region)


def _by_line(versions: Versions, budget: Budget) -> Iterator[Chunk]:
    for region in by_line(versions):
        if region.changed_by == "conflict":
            yield from _by_word(region, budget)
        else:
            yield _chunk(region)


def _by_word(region: Region, budget: Budget) -> Iterator[Chunk]:
    """The lines on which both sides worked, as merged and conflicting passages."""
    versions = region.versions
    length = sum(map(len, versions))
    # A passage that is new, or that one side took out, has no words to meet in.
    if not all(text.strip() for text in versions) or length > _PASSAGE_CHARACTERS or not budget.take(length):
        yield _chunk(region)
        return
    for passage in _passages(by_word(versions), _soft_line_ends(versions.base)):
        if _compatible(passage):
            yield Chunk("merged", "".join(part.merged for part in passage))
        else:
            yield _conflict(*("".join(texts) for texts in zip(*(part.versions for part in passage), strict=True)))


def _chunk(region: Region) -> Chunk:
    if region.changed_by == "conflict":
        return _conflict(*region.versions)
    return Chunk("merged", region.merged)


def _conflict(base: str, mine: str, theirs: str) -> Chunk:
    """A conflict, unless the versions, seen whole, leave no doubt."""
    if theirs in (mine, base):
        return Chunk("merged", mine)
    if mine == base:
        return Chunk("merged", theirs)
    return Chunk("conflict", "", base, mine, theirs)


def _soft_line_ends(base: str) -> set[int]:
    """The line ends of `base`, counted from 0, at which an editor wrapped a sentence."""
    lines = base.split("\n")
    return {
        number
        for number, (line, following) in enumerate(pairwise(lines))
        if len(line) >= _WRAPPED_LINE
        and line[-1] not in _SENTENCE_ENDS
        and following[:1].islower()
        and not _LIST_LIKE.match(following)
    }


def _passages(regions: list[Region], soft_line_ends: set[int]) -> Iterator[list[Region]]:
    """`regions` of words in runs of whole lines, cut at the line ends that all three versions have."""
    passage: list[Region] = []
    line_end = 0
    for region in regions:
        if region.changed_by != "nobody":
            line_end += sum(piece == "\n" for piece in region.base)
            passage.append(region)
            # Whole lines that came or went are a passage of their own, apart from the words of the next line.
            if len(passage) == 1 and all(not text or text.endswith("\n") for text in region.versions):
                yield passage
                passage = []
            continue
        start = 0
        for end, piece in enumerate(region.base, start=1):
            if piece != "\n":
                continue
            if line_end not in soft_line_ends:
                yield [*passage, _unchanged(region.base[start:end])]
                passage, start = [], end
            line_end += 1
        if start < len(region.base):
            passage.append(_unchanged(region.base[start:]))
    if passage:
        yield passage


def _unchanged(pieces: Sequence[str]) -> Region:
    return Region("nobody", pieces, pieces, pieces)


def _compatible(passage: list[Region]) -> bool:
    """Whether the changes of both sides in `passage` can stand together without a person reading them."""
    changers = {region.changed_by for region in passage} - {"nobody", "both"}
    if "conflict" in changers:
        return False
    if len(changers) < 2:
        return True
    words = sum(_words(region.base) for region in passage)
    for side in changers:
        if (
            sum(_words(region.base) for region in passage if region.changed_by in (side, "both"))
            > words * _CHANGED
        ):
            return False
    last, apart = "", 0
    for region in passage:
        if region.changed_by in changers:
            if last not in ("", region.changed_by) and apart < _APART:
                return False
            last, apart = region.changed_by, 0
        else:
            apart += _APART if _ends_sentence(region.base) else _words(region.base)
    return True


def _words(pieces: Sequence[str]) -> int:
    return sum(piece[0].isalnum() for piece in pieces)


def _ends_sentence(pieces: Sequence[str]) -> bool:
    """Whether a sentence, or a table's cell, ends within these unchanged pieces."""
    return any(
        piece[0] == "|" or (piece[0] in _SENTENCE_ENDS and following.isspace())
        for piece, following in pairwise([*pieces, ""])
    )


def _gathered(chunks: Iterable[Chunk]) -> tuple[Chunk, ...]:
    """`chunks` with neighbouring merged ones made one, and none empty."""
    result: list[Chunk] = []
    for kind, run in groupby(chunks, lambda chunk: chunk.kind):
        if kind == "conflict":
            result += run
        elif text := "".join(chunk.text for chunk in run):
            result.append(Chunk("merged", text))
    return tuple(result)


def _settled(chunk: Chunk, choice: Choice) -> str:
    if choice.kind == "mine":
        return chunk.mine
    if choice.kind == "theirs":
        return chunk.theirs
    if choice.kind == "both":
        return _one_after_the_other(chunk.theirs, chunk.mine)
    return choice.text + "\n" if choice.text and not choice.text.endswith("\n") else choice.text


def _one_after_the_other(first: str, second: str) -> str:
    """Both runs of lines, with a blank line between where Markdown would else make one paragraph of two."""
    if not first or not second or first.endswith("\n\n") or second.startswith("\n") or _LIST_LIKE.match(second):
        return first + second
    return f"{first}\n{second}"


def _without_last_line_end(parts: Sequence[str]) -> str:
    return "".join(parts).removesuffix("\n")
