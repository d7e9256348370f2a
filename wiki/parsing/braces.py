"""Templates, parser functions and parameters as a tree: `{{name|value|key=value}}` and `{{{key|default}}}`.

Rule: one pass over the text with a stack. What is not closed, or nests too deeply, stays the text that it was.
"""

import re
from dataclasses import dataclass, field

from wiki.parsing.limits import MAX_BRACE_NESTING

_TOKEN = re.compile(r"\{{2,}+|\}{2,}+|\[\[|\]\]|[|=]|\n\n")
#: Longer runs of braces mean nothing in any wiki; what is beyond is text.
_LONGEST_RUN = 9


@dataclass(slots=True)
class Part:
    """What stands between two pipes; `name` is what comes before the first "=", None without one."""

    value: "list[Node]" = field(default_factory=list)
    name: "list[Node] | None" = None


@dataclass(slots=True)
class Call:
    """`{{…}}` (braces 2) or `{{{…}}}` (braces 3); the first part is the name."""

    braces: int
    parts: list[Part]


Node = str | Call


@dataclass(slots=True)
class _Frame:
    """An opening run of braces that waits for its end."""

    braces: int
    start: int
    parts: list[Part] = field(default_factory=lambda: [Part()])
    #: Open `[[`, in which pipes belong to the link.
    links: int = 0


@dataclass(slots=True)
class Tree:
    """The nodes of a text, the spans of its outermost calls, and whether braces nested too deeply."""

    nodes: list[Node] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    too_deep: bool = False


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = Tree()
        self.stack: list[_Frame] = []

    def current(self) -> list[Node]:
        return self.stack[-1].parts[-1].value if self.stack else self.tree.nodes

    def add(self, piece: str) -> None:
        if piece:
            self.current().append(piece)

    def open(self, run: str, position: int) -> None:
        extra = max(0, len(run) - _LONGEST_RUN)
        self.add("{" * extra)
        if len(self.stack) >= MAX_BRACE_NESTING:
            self.tree.too_deep = True
            self.add(run[extra:])
            return
        self.stack.append(_Frame(len(run) - extra, position + extra))

    def close(self, run: str, position: int) -> None:
        left = len(run)
        while left >= 2 and self.stack:
            frame = self.stack[-1]
            count = 3 if left >= 3 and frame.braces >= 3 else 2
            call = Call(count, frame.parts)
            left -= count
            frame.braces -= count
            if frame.braces >= 2:
                frame.parts, frame.links = [Part([call])], 0
                continue
            self.stack.pop()
            if frame.braces == 1:
                self.add("{")
            self.current().append(call)
            if not self.stack:
                end = position + len(run) - left
                self.tree.spans.append((frame.start + frame.braces, end))
        self.add("}" * left)

    def inside(self, sign: str) -> None:
        """A sign that means something only within braces."""
        frame = self.stack[-1]
        part = frame.parts[-1]
        if sign == "[[":
            frame.links += 1
        elif sign == "]]":
            frame.links = max(0, frame.links - 1)
        elif sign == "\n\n":
            frame.links = 0
        elif frame.links == 0 and sign == "|":
            frame.parts.append(Part())
            return
        elif frame.links == 0 and sign == "=" and part.name is None and len(frame.parts) > 1:
            part.name, part.value = part.value, []
            return
        part.value.append(sign)

    def finish(self) -> Tree:
        """Give the unclosed runs back as text, from the outermost, so that nothing is copied twice."""
        nodes = self.tree.nodes
        for frame in self.stack:
            nodes.append("{" * frame.braces)
            for index, part in enumerate(frame.parts):
                if index:
                    nodes.append("|")
                if part.name is not None:
                    nodes.extend([*part.name, "="])
                nodes.extend(part.value)
        return self.tree


def parse_braces(text: str) -> Tree:
    """The tree of `text`, whose opaque parts must be masked or stashed. Time grows with the text's length."""
    if "{{" not in text:
        return Tree([text] if text else [])
    builder, position = _Builder(text), 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if not builder.stack and token[0] != "{":
            continue
        builder.add(text[position : match.start()])
        position = match.end()
        if token[0] == "{":
            builder.open(token, match.start())
        elif token[0] == "}":
            builder.close(token, match.start())
        else:
            builder.inside(token)
    builder.add(text[position:])
    return builder.finish()
