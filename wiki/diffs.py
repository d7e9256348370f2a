"""What changed between two texts, line by line and word by word, as values that a view can draw.

The rules guarded here: a diff is lossless (the old sides of its rows, gaps filled in, are the old text; the new
sides the new one), and bounded: whatever two texts within the page size limit, it answers in about a second, with
coarser marks where exact ones would cost more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from wiki.alignment import Alignment, Step, align
from wiki.words import Budget, gaps, matching_blocks, tokens, without_islands

#: Characters of changed lines in which words are compared, in one line (after its common ends) and in all.
_LINE_CHARACTERS, _ALL_CHARACTERS = 100_000, 400_000
#: Rows after which a comparison with little context stops: nobody reads so far, and drawing them costs.
MOST_ROWS = 3000
#: Cells (old words × new words) of exact matching in one diff.
_CELLS = 20_000_000


class Span(NamedTuple):
    """A run of characters of one line: the same on both sides, deleted from the old or inserted in the new."""

    text: str
    kind: Literal["same", "del", "ins"]


class Row(NamedTuple):
    """One line of the comparison.

    kind       old  new   the line
    context     ✓    ✓    is the same on both sides
    changed     ✓    ✓    changed, the spans say where
    removed     ✓         is only in the old text
    added            ✓    is only in the new text
    moved-from  ✓         stands elsewhere in the new text: in the "moved-to" row with the same `anchor`
    moved-to         ✓    stood elsewhere; the spans mark the words that changed on the way
    gap                   stands for `hidden` unchanged lines, the first of which has the row's numbers

    Numbers count from 1. An empty line has the sides `()`, a missing side is None.
    """

    kind: Literal["context", "changed", "removed", "added", "moved-from", "moved-to", "gap"]
    old_number: int | None
    new_number: int | None
    old: tuple[Span, ...] | None
    new: tuple[Span, ...] | None
    anchor: str | None = None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Diff:
    """A comparison: `added` and `removed` count characters, line ends and moved text not included.

    `whitespace_only`: the texts differ, but only in spaces and line ends.
    """

    rows: tuple[Row, ...]
    identical: bool
    whitespace_only: bool
    added: int
    removed: int
    #: Lines of changes that are not among the rows, because there are too many to be read.
    cut: int = 0


def compare(old: str, new: str, *, context: int | None = 2) -> Diff:
    """The changes from `old` to `new`, with `context` unchanged lines around each; None shows every line.

    With a context, rows stop soon after `MOST_ROWS`; `cut` then tells how many lines are left, and `added` and
    `removed` count what the rows show.

    Both texts have "\\n" as line end. A text that ends with "\\n" has an empty last line here.
    """
    old_lines, new_lines = _lines(old), _lines(new)
    comparison = _Comparison(old_lines, new_lines, align(old_lines, new_lines))
    rows = comparison.rows(context)
    changed = old != new
    return Diff(
        rows=tuple(rows),
        identical=not changed,
        whitespace_only=changed and "".join(old.split()) == "".join(new.split()),
        added=_length(rows, "ins"),
        removed=_length(rows, "del"),
        cut=comparison.cut,
    )


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _length(rows: Sequence[Row], kind: Literal["del", "ins"]) -> int:
    sides = ((row.old if kind == "del" else row.new) for row in rows if row.kind not in ("context", "gap"))
    return sum(len(span.text) for side in sides for span in side or () if span.kind == kind)


def _whole(line: str, kind: Literal["same", "del", "ins"]) -> tuple[Span, ...]:
    return (Span(line, kind),) if line else ()


class _Comparison:
    """Rows from aligned lines, within one budget for the comparison of words."""

    def __init__(self, old: list[str], new: list[str], alignment: Alignment) -> None:
        self.old, self.new, self.alignment = old, new, alignment
        self.characters = Budget(_ALL_CHARACTERS)
        self.cells = Budget(_CELLS)
        self.anchors = {i: f"moved-{n}" for n, i in enumerate(sorted(alignment.moves), start=1)}
        self.came_from = {j: i for i, j in alignment.moves.items()}
        # Both rows of a moved paragraph need its spans; they are computed at the first.
        self.moved: dict[int, tuple[tuple[Span, ...], tuple[Span, ...]]] = {}
        self.cut = 0

    def rows(self, context: int | None) -> list[Row]:
        rows: list[Row] = []
        steps = self.alignment.steps
        for n, step in enumerate(steps):
            if context is not None and len(rows) >= MOST_ROWS:
                self.cut = sum(rest.length for rest in steps[n:] if rest.kind != "equal")
                break
            if step.kind == "equal":
                rows += self._unchanged(step, context, first=n == 0, last=n == len(steps) - 1)
            else:
                rows += self._changed(step)
        return rows

    def _unchanged(self, step: Step, context: int | None, *, first: bool, last: bool) -> list[Row]:
        before = 0 if first or context is None else context
        after = 0 if last or context is None else context
        hidden = step.length - before - after
        # Hiding one line would take as much room as the line.
        if context is None or hidden <= 1:
            before, hidden, after = step.length, 0, 0
        rows = [self._context(step, n) for n in range(before)]
        if hidden:
            start = before + 1
            rows.append(Row("gap", step.old + start, step.new + start, None, None, hidden=hidden))
        return rows + [self._context(step, n) for n in range(step.length - after, step.length)]

    def _context(self, step: Step, n: int) -> Row:
        side = _whole(self.old[step.old + n], "same")
        return Row("context", step.old + n + 1, step.new + n + 1, side, side)

    def _changed(self, step: Step) -> list[Row]:
        i, j = step.old, step.new
        if step.kind == "removed":
            lines = self.old[i : i + step.length]
            return [Row("removed", i + n, None, _whole(line, "del"), None) for n, line in enumerate(lines, 1)]
        if step.kind == "added":
            lines = self.new[j : j + step.length]
            return [Row("added", None, j + n, None, _whole(line, "ins")) for n, line in enumerate(lines, 1)]
        if step.kind == "moved-from":
            return [Row("moved-from", i + 1, None, self._moved_spans(i)[0], None, self.anchors[i])]
        if step.kind == "moved-to":
            i = self.came_from[j]
            return [Row("moved-to", None, j + 1, None, self._moved_spans(i)[1], self.anchors[i])]
        old, new = self._spans(self.old[i], self.new[j])
        return [Row("changed", i + 1, j + 1, old, new)]

    def _moved_spans(self, i: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        if i not in self.moved:
            self.moved[i] = self._spans(self.old[i], self.new[self.alignment.moves[i]])
        return self.moved[i]

    def _spans(self, old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The two sides of a changed line."""
        head = _common_head(old, new)
        tail = _common_tail(old, new, head)
        old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
        length = len(old_middle) + len(new_middle)
        if length <= _LINE_CHARACTERS and self.characters.take(length):
            old_spans, new_spans = self._word_spans(tokens(old_middle), tokens(new_middle))
        else:
            old_spans, new_spans = [Span(old_middle, "del")], [Span(new_middle, "ins")]
        around = (Span(old[:head], "same"), Span(old[len(old) - tail :], "same"))
        return _fused(around[0], old_spans, around[1]), _fused(around[0], new_spans, around[1])

    def _word_spans(self, old: list[str], new: list[str]) -> tuple[list[Span], list[Span]]:
        blocks = without_islands(matching_blocks(old, new, self.cells), old, new)
        old_spans: list[Span] = []
        new_spans: list[Span] = []
        for gap in gaps(blocks, len(old), len(new)):
            same = Span("".join(old[gap.block.old : gap.block.old + gap.block.length]), "same")
            old_spans += [Span("".join(old[gap.old : gap.old_end]), "del"), same]
            new_spans += [Span("".join(new[gap.new : gap.new_end]), "ins"), same]
        return old_spans, new_spans


def _fused(head: Span, spans: list[Span], tail: Span) -> tuple[Span, ...]:
    """The spans without empty ones, neighbours of one kind made one."""
    result: list[Span] = []
    for span in (head, *spans, tail):
        if not span.text:
            continue
        if result and result[-1].kind == span.kind:
            result[-1] = Span(result[-1].text + span.text, span.kind)
        else:
            result.append(span)
    return tuple(result)


def _common_head(old: str, new: str) -> int:
    """How many characters both lines begin with, up to and including a blank: words stay whole."""
    low, high = 0, min(len(old), len(new))
    if old[:high] != new[:high]:
        while low < high - 1:
            middle = (low + high) // 2
            if old[low:middle] == new[low:middle]:
                low = middle
            else:
                high = middle
        high = low
    return max(old.rfind(" ", 0, high), old.rfind("\t", 0, high)) + 1


def _common_tail(old: str, new: str, head: int) -> int:
    """How many characters both lines end with after `head`, from a blank on."""
    low, high = 0, min(len(old), len(new)) - head
    if old[len(old) - high :] != new[len(new) - high :]:
        while low < high - 1:
            middle = (low + high) // 2
            if old[len(old) - middle :] == new[len(new) - middle :]:
                low = middle
            else:
                high = middle
        high = low
    found = old.find(" ", len(old) - high)
    return len(old) - found if found >= 0 else 0
