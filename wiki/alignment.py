"""Which line of a text became which line of another: equal, changed, removed, added or moved.

The rule guarded here: every line of either side appears exactly once in the steps, in its own order, so that each
side can be rebuilt; what cannot be paired within the budget is removed and added, never lost.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from wiki.words import Block, Budget, Gap, common_inside, gaps, likeness, patience, word_set

#: Likeness of words, or of letters in short lines, from which two lines at the same place are one line, changed.
_SAME_LINE, _SAME_LETTERS = 0.35, 0.5
#: Likeness from which a line that went and one that came elsewhere are one paragraph, moved.
_SAME_PARAGRAPH = 0.6
#: Distinct words and characters that a line needs to be called moved: short lines recur by chance.
_MOVED_WORDS, _MOVED_CHARACTERS = 5, 30
#: Lines looked at on each side for changed paragraphs that moved, and lines that one word may point to.
_MOVED_LINES, _MOVED_POSTINGS = 1000, 8
#: Pairs of lines compared in one gap and in one alignment; cells of exact matching in large gaps.
_GAP_PAIRS, _ALL_PAIRS, _CELLS = 2_500, 24_000, 20_000_000
#: In gaps too large for all pairs, how far ahead a line is looked for.
_WINDOW = 4
#: Characters of a line that are looked at for likeness; below the second, letters count as well as words.
_LINE_LOOKED_AT, _SHORT_LINE = 4_000, 60


class Step(NamedTuple):
    """What happened to `length` lines; `old` and `new` are the first line's index, or where it would stand.

    "moved-from" and "moved-to" have length 1, like "changed"; `Alignment.moves` pairs them.
    """

    kind: Literal["equal", "changed", "removed", "added", "moved-from", "moved-to"]
    old: int
    new: int
    length: int


class Alignment(NamedTuple):
    """The steps from one text to the other, and the moved lines: index in the old text → in the new one."""

    steps: list[Step]
    moves: dict[int, int]


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """How the lines `old` became the lines `new`."""
    likenesses = _Likenesses(old, new)
    blocks = _line_blocks(old, new)
    apart = gaps(blocks, len(old), len(new))
    moves = _exact_moves(
        old,
        new,
        [i for gap in apart for i in range(gap.old, gap.old_end)],
        [j for gap in apart for j in range(gap.new, gap.new_end)],
    )
    arrived = set(moves.values())
    pairs_of_gaps: list[list[tuple[int, int]]] = []
    left_old: list[int] = []
    left_new: list[int] = []
    for gap in apart:
        old_rows = [i for i in range(gap.old, gap.old_end) if i not in moves]
        new_rows = [j for j in range(gap.new, gap.new_end) if j not in arrived]
        pairs = _pairs(old_rows, new_rows, likenesses)
        pairs_of_gaps.append(pairs)
        paired_old, paired_new = {i for i, _ in pairs}, {j for _, j in pairs}
        left_old += [i for i in old_rows if i not in paired_old]
        left_new += [j for j in new_rows if j not in paired_new]
    moves |= _changed_moves(left_old, left_new, likenesses)
    _carry_blank_lines(moves, {i for i in left_old if not old[i]}, {j for j in left_new if not new[j]})
    return Alignment(_steps(apart, pairs_of_gaps, moves, old, new), moves)


class _Likenesses:
    """How alike lines of the two texts are, each line's words being gathered once."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        self.budget = Budget(_ALL_PAIRS)
        self._words: dict[str, frozenset[str]] = {}
        self._letters: dict[str, frozenset[str]] = {}

    def words(self, line: str) -> frozenset[str]:
        if line not in self._words:
            self._words[line] = word_set(line[:_LINE_LOOKED_AT])
        return self._words[line]

    def letters(self, line: str) -> frozenset[str]:
        if line not in self._letters:
            self._letters[line] = frozenset(map("".join, pairwise(line)))
        return self._letters[line]

    def of(self, i: int, j: int) -> float:
        """From 0 to 1; equal lines 1, equal blank lines hardly more than nothing, as they pair by chance."""
        one, other = self.old[i], self.new[j]
        if one == other:
            return 1.0 if one and not one.isspace() else 0.05
        alike = likeness(self.words(one), self.words(other))
        if alike >= _SAME_LINE:
            return alike
        if len(one) <= _SHORT_LINE and len(other) <= _SHORT_LINE:
            alike = likeness(self.letters(one), self.letters(other))
        return alike if alike >= _SAME_LETTERS else 0.0


def _line_blocks(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Equal runs of lines; gaps too large to compare line with line are cut further by exact matching."""
    budget = Budget(_CELLS)
    blocks: list[Block] = []
    for gap in gaps(patience(old, new), len(old), len(new)):
        if gap.cells > _GAP_PAIRS and budget.take(gap.cells):
            blocks += common_inside(gap, old, new)
        if gap.block.length:
            blocks.append(gap.block)
    return blocks


def _exact_moves(
    old: Sequence[str], new: Sequence[str], left_old: list[int], left_new: list[int]
) -> dict[int, int]:
    """Lines that went from one place and came, the same, to another; only where there is no doubt which."""
    gone, come = Counter(old[i] for i in left_old), Counter(new[j] for j in left_new)
    place = {new[j]: j for j in left_new}
    return {
        i: place[line]
        for i in left_old
        if gone[line := old[i]] == 1 == come[line] and len(line) >= _MOVED_CHARACTERS and _wordy(word_set(line))
    }


def _wordy(words: frozenset[str]) -> bool:
    return len(words) >= _MOVED_WORDS


def _pairs(old_rows: list[int], new_rows: list[int], likenesses: _Likenesses) -> list[tuple[int, int]]:
    """Lines of one gap that are one line, changed: in order, as alike in sum as can be."""
    if not old_rows or not new_rows:
        return []
    cells = len(old_rows) * len(new_rows)
    if cells > _GAP_PAIRS or not likenesses.budget.take(cells):
        return _pairs_nearby(old_rows, new_rows, likenesses)
    # best[n][m]: the sum for the first n old and m new lines.
    best = [[0.0] * (len(new_rows) + 1)]
    table: list[list[float]] = []
    for i in old_rows:
        above, row = best[-1], [0.0]
        table.append([likenesses.of(i, j) for j in new_rows])
        for m, alike in enumerate(table[-1]):
            row.append(max(above[m] + alike, above[m + 1], row[m]))
        best.append(row)
    pairs: list[tuple[int, int]] = []
    n, m = len(old_rows), len(new_rows)
    while n and m:
        if best[n][m] == best[n - 1][m]:
            n -= 1
        elif best[n][m] == best[n][m - 1]:
            m -= 1
        else:
            n, m = n - 1, m - 1
            pairs.append((old_rows[n], new_rows[m]))
    return pairs[::-1]


def _pairs_nearby(old_rows: list[int], new_rows: list[int], likenesses: _Likenesses) -> list[tuple[int, int]]:
    """As `_pairs`, but each line is only looked for a few lines on: linear."""
    pairs: list[tuple[int, int]] = []
    start = 0
    for i in old_rows:
        for m in range(start, min(start + _WINDOW, len(new_rows))):
            if likenesses.budget.take(1) and likenesses.of(i, new_rows[m]):
                pairs.append((i, new_rows[m]))
                start = m + 1
                break
    return pairs


def _changed_moves(left_old: list[int], left_new: list[int], likenesses: _Likenesses) -> dict[int, int]:
    """Paragraphs that moved and changed a little on the way, the most alike first."""
    postings: dict[str, list[int]] = defaultdict(list)
    for j in left_new[:_MOVED_LINES]:
        words = likenesses.words(likenesses.new[j])
        if _wordy(words):
            for word in words:
                postings[word].append(j)
    candidates: list[tuple[float, int, int]] = []
    for i in left_old[:_MOVED_LINES]:
        words = likenesses.words(likenesses.old[i])
        if not _wordy(words) or len(likenesses.old[i]) < _MOVED_CHARACTERS:
            continue
        # A word that stands in many lines says little about any of them.
        shared = Counter(
            j for word in words if len(found := postings.get(word, [])) <= _MOVED_POSTINGS for j in found
        )
        for j, _ in shared.most_common(2):
            alike = likeness(words, likenesses.words(likenesses.new[j]))
            if alike >= _SAME_PARAGRAPH:
                candidates.append((-alike, i, j))
    moves: dict[int, int] = {}
    arrived: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in moves and j not in arrived:
            moves[i] = j
            arrived.add(j)
    return moves


def _carry_blank_lines(moves: dict[int, int], blank_old: set[int], blank_new: set[int]) -> None:
    """Let the blank line between two paragraphs that moved together move with them."""
    for i, j in list(moves.items()):
        if i + 1 in blank_old and j + 1 in blank_new and moves.get(i + 2) == j + 2:
            moves[i + 1] = j + 1


def _steps(
    apart: list[Gap],
    pairs_of_gaps: list[list[tuple[int, int]]],
    moves: dict[int, int],
    old: Sequence[str],
    new: Sequence[str],
) -> list[Step]:
    """Everything in the order of both texts; runs of one kind are one step where the kind allows it."""
    arrived = set(moves.values())
    steps: list[Step] = []
    for gap, pairs in zip(apart, pairs_of_gaps, strict=True):
        i, j = gap.old, gap.new
        for pair_old, pair_new in [*pairs, (gap.old_end, gap.new_end)]:
            for moved, run in groupby(range(i, pair_old), moves.__contains__):
                lines = list(run)
                if moved:
                    steps += [Step("moved-from", line, j, 1) for line in lines]
                else:
                    steps.append(Step("removed", lines[0], j, len(lines)))
            for moved, run in groupby(range(j, pair_new), arrived.__contains__):
                lines = list(run)
                if moved:
                    steps += [Step("moved-to", pair_old, line, 1) for line in lines]
                else:
                    steps.append(Step("added", pair_old, lines[0], len(lines)))
            if pair_old < gap.old_end and pair_new < gap.new_end:
                kind: Literal["equal", "changed"] = "equal" if old[pair_old] == new[pair_new] else "changed"
                steps.append(Step(kind, pair_old, pair_new, 1))
            i, j = pair_old + 1, pair_new + 1
        if gap.block.length:
            steps.append(Step("equal", gap.block.old, gap.block.new, gap.block.length))
    return _in_runs(steps)


def _in_runs(steps: list[Step]) -> list[Step]:
    runs: list[Step] = []
    for step in steps:
        if runs and runs[-1].kind == step.kind and step.kind in ("equal", "removed", "added"):
            runs[-1] = runs[-1]._replace(length=runs[-1].length + step.length)
        else:
            runs.append(step)
    return runs
