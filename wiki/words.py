"""Texts as sequences, and what two sequences have in common; shared by diff and merge.

The rule guarded here: cutting is lossless (the pieces joined are the text) and matching is bounded, whatever the
text. Patience diff anchors on what occurs once on both sides, in nearly linear time; only small gaps between
anchors get the exact answer, and a `Budget` ends the search for more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from patiencediff import PatienceSequenceMatcher

# A word, an elision with its apostrophe ("l'", "qu'") apart from what it leans on; a number; a line end, since
# merging cuts there; a run of blanks; a run of one sign ("[[", "**" stay whole). Nothing here backtracks.
_TOKEN = re.compile(
    r"[^\W\d_]++['’](?=\w)|\d++(?:[.,]\d++)*+|[\w\u0300-\u036f]++|\n|[^\S\n]++|([^\w\s])\1*+", re.DOTALL
)
_WORD = re.compile(r"\w+")

#: Characters of unchanged text at most between two changes that a reader sees as one.
_ISLAND = 20


class Block(NamedTuple):
    """`length` equal pieces: from `old` on one side, from `new` on the other."""

    old: int
    new: int
    length: int


class Gap(NamedTuple):
    """Pieces `old` to `old_end` against `new` to `new_end`, maybe none, and the equal `block` after them."""

    old: int
    old_end: int
    new: int
    new_end: int
    block: Block

    @property
    def cells(self) -> int:
        """What comparing each with each costs."""
        return (self.old_end - self.old) * (self.new_end - self.new)


@dataclass(slots=True)
class Budget:
    """What may still be spent; steps that would cost more are left out and the result is coarser, never wrong."""

    left: int

    def take(self, cost: int) -> bool:
        """Spend `cost` and say whether there was enough."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


def tokens(text: str) -> list[str]:
    """`text` cut into words, blanks and signs; joined they are `text`."""
    return [match[0] for match in _TOKEN.finditer(text)]


def word_set(text: str) -> frozenset[str]:
    """The distinct words of `text` in small letters; of a text without words, its pieces."""
    return frozenset(_WORD.findall(text.lower())) or frozenset(text.split())


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets share, from 0 (nothing) to 1 (they are equal); two empty sets share nothing."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def patience(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Equal runs in order, anchored on pieces that occur once on both sides; nearly linear, sometimes coarse."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    blocks = [Block(0, 0, head)] if head else []
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    if old_middle and new_middle:
        matcher = PatienceSequenceMatcher(None, old_middle, new_middle)
        blocks += [Block(a + head, b + head, size) for a, b, size in matcher.get_matching_blocks() if size]
    if tail:
        blocks.append(Block(len(old) - tail, len(new) - tail, tail))
    return _joined(blocks)


def longest_common(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """The longest common subsequence, exactly (Hyyrö's bit-parallel rows): len(old) × len(new) bits of memory."""
    places: dict[str, int] = {}
    for column, piece in enumerate(new):
        places[piece] = places.get(piece, 0) | 1 << column
    full = row = (1 << len(new)) - 1
    rows: list[int] = []
    for piece in old:
        matched = row & places.get(piece, 0)
        row = ((row + matched) | (row - matched)) & full
        rows.append(row)
    pairs: list[Block] = []
    i, j = len(old), len(new)
    while i and j:
        if rows[i - 1] >> (j - 1) & 1:
            j -= 1
        else:
            i -= 1
            if not i or rows[i - 1] >> (j - 1) & 1:
                j -= 1
                pairs.append(Block(i, j, 1))
    return _joined(pairs[::-1])


def matching_blocks(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Block]:
    """Equal runs in order: patience, then exactly inside each gap that `budget` (in cells, old × new) allows."""
    blocks: list[Block] = []
    for gap in gaps(patience(old, new), len(old), len(new)):
        if gap.cells and budget.take(gap.cells):
            blocks += common_inside(gap, old, new)
        if gap.block.length:
            blocks.append(gap.block)
    return _joined(blocks)


def common_inside(gap: Gap, old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """The longest common subsequence inside `gap`, in places of the whole sequences."""
    inside = longest_common(old[gap.old : gap.old_end], new[gap.new : gap.new_end])
    return [Block(found.old + gap.old, found.new + gap.new, found.length) for found in inside]


def gaps(blocks: list[Block], old_length: int, new_length: int) -> list[Gap]:
    """What lies between the blocks, each gap with the block after it; an empty block ends the last."""
    found: list[Gap] = []
    i = j = 0
    for block in [*blocks, Block(old_length, new_length, 0)]:
        found.append(Gap(i, block.old, j, block.new, block))
        i, j = block.old + block.length, block.new + block.length
    return found


def without_islands(blocks: list[Block], old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """`blocks` without the few letters that two rewritten passages happen to share.

    A short block no longer than the changes on both its sides says nothing to a reader, and nothing can be
    merged on it.
    """
    old_at = [0, *accumulate(map(len, old))]
    new_at = [0, *accumulate(map(len, new))]

    def change(before: Block, after: Block) -> int:
        return max(
            old_at[after.old] - old_at[before.old + before.length],
            new_at[after.new] - new_at[before.new + before.length],
        )

    kept = [Block(0, 0, 0)]
    for block in [*blocks, Block(len(old), len(new), 0)]:
        while len(kept) > 1:
            last = kept[-1]
            size = old_at[last.old + last.length] - old_at[last.old]
            if size > _ISLAND or size > change(kept[-2], last) or size > change(last, block):
                break
            kept.pop()
        kept.append(block)
    return kept[1:-1]


def _joined(blocks: list[Block]) -> list[Block]:
    """`blocks` with neighbours that touch on both sides made one."""
    result: list[Block] = []
    for block in blocks:
        if result:
            last = result[-1]
            if last.old + last.length == block.old and last.new + last.length == block.new:
                result[-1] = Block(last.old, last.new, last.length + block.length)
                continue
        result.append(block)
    return result
