"""Three versions of a text cut into regions: where nobody, one side, or both changed the common base.

The rule guarded here: regions partition all three versions (each piece of each version is in exactly one region,
in order), so that whatever is kept of the regions neither loses nor doubles a piece.
"""

import re
from collections.abc import Callable, Sequence
from itertools import chain, groupby
from typing import Literal, NamedTuple

from merge3 import Merge3

from wiki.words import Block, Budget, matching_blocks, tokens, without_islands

#: Cells of exact matching in one comparison of two lists of pieces.
_CELLS = 4_000_000

_LINE = re.compile(r"[^\n]*\n")


class Versions(NamedTuple):
    """One passage as it was and as each side made it: whole lines, each with its line end."""

    base: str
    mine: str
    theirs: str


class Region(NamedTuple):
    """Runs of pieces in the three versions that stand at one place, and who changed them there.

    "both": alike; "conflict": each differently, or each put new lines at places that are hardly apart.
    """

    changed_by: Literal["nobody", "mine", "theirs", "both", "conflict"]
    base: Sequence[str]
    mine: Sequence[str]
    theirs: Sequence[str]

    @property
    def versions(self) -> Versions:
        return Versions("".join(self.base), "".join(self.mine), "".join(self.theirs))

    @property
    def merged(self) -> str:
        """What stays of a region without conflict."""
        return "".join(self.theirs if self.changed_by == "theirs" else self.mine)


class _PieceMatcher:
    """What merge3 asks to find equal runs of lines or paragraphs."""

    def __init__(
        self,
        isjunk: object = None,
        a: Sequence[str] = (),
        b: Sequence[str] = (),
        autojunk: bool = True,
    ) -> None:
        self._a, self._b = a, b

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        blocks = self._kept(matching_blocks(self._a, self._b, Budget(_CELLS)))
        return [*_on_line_starts(blocks, self._a, self._b), (len(self._a), len(self._b), 0)]

    def _kept(self, blocks: list[Block]) -> list[Block]:
        """`blocks` without blank lines and rules between changes: they are everywhere, and anchor nothing."""
        return [
            block
            for block in blocks
            if _has_words(self._a[block.old : block.old + block.length])
            or block.old == block.new == 0
            or (block.old + block.length, block.new + block.length) == (len(self._a), len(self._b))
        ]


class _WordMatcher(_PieceMatcher):
    """As above for words: what two rewritten sentences share by chance anchors nothing."""

    def _kept(self, blocks: list[Block]) -> list[Block]:
        return without_islands(blocks, self._a, self._b)


def _has_words(pieces: Sequence[str]) -> bool:
    return any(map(str.isalnum, chain.from_iterable(pieces)))


def _on_line_starts(blocks: list[Block], old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """`blocks` with each piece of text that only came or only went placed as a person would say it was.

    When "- b" is put before "- c", it may as well be "b, line end, -" put before "c". Of the places that give the
    same text the last one that starts a line is taken, else the last one: so both sides name one place alike.
    """
    moved = [Block(0, 0, 0), *blocks, Block(len(old), len(new), 0)]
    for n in range(len(moved) - 1):
        before, after = moved[n], moved[n + 1]
        i, j = before.old + before.length, before.new + before.length
        if (i == after.old) == (j == after.new):
            continue
        pieces, start, end = (new, j, after.new) if i == after.old else (old, i, after.old)
        slide = 0
        while slide < after.length and pieces[start + slide] == pieces[end + slide]:
            slide += 1
        # A block may vanish only at an end of the text, else two changes would become one.
        lowest = -before.length + (not before.old == before.new == 0)
        if slide == after.length and (after.old + slide, after.new + slide) != (len(old), len(new)):
            slide -= 1
        last = slide
        while slide > lowest and not _starts_line(pieces, start + slide):
            if slide <= 0 and pieces[start + slide - 1] != pieces[end + slide - 1]:
                break
            slide -= 1
        if not _starts_line(pieces, start + slide):
            slide = last
        moved[n] = before._replace(length=before.length + slide)
        moved[n + 1] = Block(after.old + slide, after.new + slide, after.length - slide)
    return [block for block in moved if block.length]


def _starts_line(pieces: Sequence[str], at: int) -> bool:
    return at == 0 or pieces[at - 1].endswith("\n")


def by_paragraph(versions: Versions) -> list[Region]:
    """Regions of paragraphs and of the blank lines between them."""
    return _with_neighbours_joined(_regions([_paragraphs(text) for text in versions], _PieceMatcher), _written)


def by_line(versions: Versions) -> list[Region]:
    """Regions of lines."""
    return _with_neighbours_joined(_regions([_LINE.findall(text) for text in versions], _PieceMatcher), _written)


def by_word(versions: Versions) -> list[Region]:
    """Regions of words, signs and blanks, line ends being pieces of their own."""
    return _with_neighbours_joined(_regions([tokens(text) for text in versions], _WordMatcher), _line_ends)


def _paragraphs(text: str) -> list[str]:
    return ["".join(run) for _, run in groupby(_LINE.findall(text), str.isspace)]


def _regions(pieces: list[list[str]], matcher: type[_PieceMatcher]) -> list[Region]:
    base, mine, theirs = pieces
    regions: list[Region] = []
    i = m = t = 0
    for i1, i2, m1, m2, t1, t2 in Merge3(base, mine, theirs, sequence_matcher=matcher).find_sync_regions():
        if i < i1 or m < m1 or t < t1:
            regions.append(_changed(base[i:i1], mine[m:m1], theirs[t:t1]))
        if i1 < i2:
            regions.append(Region("nobody", base[i1:i2], mine[m1:m2], theirs[t1:t2]))
        i, m, t = i2, m2, t2
    return regions


def _changed(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Region:
    if mine == theirs:
        return Region("both", base, mine, theirs)
    if mine == base:
        return Region("theirs", base, mine, theirs)
    if theirs == base:
        return Region("mine", base, mine, theirs)
    return Region("conflict", base, mine, theirs)


def _written(pieces: Sequence[str]) -> int:
    return sum(not piece.isspace() for piece in pieces)


def _line_ends(pieces: Sequence[str]) -> int:
    return sum(piece == "\n" for piece in pieces)


def _with_neighbours_joined(regions: list[Region], size: Callable[[Sequence[str]], int]) -> list[Region]:
    """`regions`, where the sides put new lines each on another side of a blank line, as one region to be ordered.

    Which side of a blank line (or of signs alone) new text is found on is chance, so that this is one place.
    `size` says how much a run of pieces holds, to tell new text from changed text.
    """

    def grew(region: Region, side: Sequence[str]) -> bool:
        return region.changed_by not in ("nobody", "both") and size(side) > size(region.base)

    result: list[Region] = []
    for region in regions:
        result.append(region)
        if len(result) < 3:
            continue
        before, between, after = result[-3:]
        if (
            between.changed_by == "nobody"
            and ((grew(before, before.mine) and grew(after, after.theirs))
                 or (grew(before, before.theirs) and grew(after, after.mine)))
            and not _has_words(between.base)
        ):  # fmt: skip
            result[-3:] = [
                Region(
                    "conflict",
                    [*before.base, *between.base, *after.base],
                    [*before.mine, *between.mine, *after.mine],
                    [*before.theirs, *between.theirs, *after.theirs],
                )
            ]
    return result
