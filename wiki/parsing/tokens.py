"""Running text cut into tokens, with every bracket and tag already paired.

Rule: one pass from left to right that never looks back over what it has read: each opener is found again through a
stack, each failed search is remembered. Whatever has no partner is text.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from wiki.parsing import tags
from wiki.parsing.limits import MAX_INLINE_DEPTH

#: The look ahead spares most places the alternatives.
_SPECIAL = re.compile(
    r"(?=[\\`*_~\[!\]<\x02 h])"
    r"(?:(?P<escape>\\[!-/:-@\[-`{-~\n])"
    r"|(?P<code>`++)"
    r"|(?P<run>\*++|_++|~~(?!~))"
    r"|(?P<note>\[\^[^\[\]\s\x02]{1,100}\])"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\])"
    r"|(?P<tag><)"
    r"|(?P<mark>\x02\d++\x03)"
    r"|(?P<break>(?<! )[ ]{2,}+\n)"
    r"|(?P<url>(?<![^\W_])https?://(?=\w)[^\s<>\"\x02\]|`]{1,2000}+))",
)
_RUN = re.compile("`++")
_TITLE = r"\s++(?:\"(?P<q1>[^\"\n]*+)\"|'(?P<q2>[^'\n]*+)'|\((?P<q3>[^()\n]*+)\))"
#: `(address "title")` after a link's text.
DESTINATION = re.compile(
    r"\([ \n]*+(?:<(?P<angle>[^<>\n]*+)>"
    rf"|(?P<bare>(?:[^\s()<>\x02\\]|\\.|\([^\s()<>\x02]*+\)){{0,2000}}+))(?:{_TITLE})?\s*+\)"
)
_REFERENCE = re.compile(r"\[(?P<label>[^\[\]]{0,300}+)\]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000}+|[\w.+-]{1,64}+@[\w.-]{1,200}+)>", re.IGNORECASE)
_TRAILING = ".,;:!?'’*_~»”"
_LETTERS = re.compile(r"[^\W\d_]++")


@dataclass(slots=True)
class Token:
    """A piece of the source [start, end).

    Kinds: text, escape, code, run, note, mark, break, url, autolink, void (an element without content); link,
    wiki, image and tag, which are paired with a close.
    """

    kind: str
    start: int
    end: int
    value: str = ""
    title: str = ""
    #: Index of the token that ends a link, wiki link, image or tag.
    partner: int = -1


@dataclass(slots=True)
class _Opener:
    kind: str
    token: int
    name: str = ""
    alive: bool = True


class Tokeniser:
    """One run of text. `references` are the addresses and titles of `[label]: address` lines, by folded label."""

    def __init__(self, text: str, references: Mapping[str, tuple[str, str]]) -> None:
        self.text = text
        self.references = references
        self.tokens: list[Token] = []
        self.stack: list[_Opener] = []
        self.brackets: list[int] = []
        self.inactive = 0
        self.runs: dict[int, list[int]] | None = None
        self.open_tags: list[int] = []

    def tokenise(self) -> list[Token]:
        """The tokens, in order and without gaps. Time grows with the text's length."""
        text, position = self.text, 0
        while match := _SPECIAL.search(text, position):
            if match.start() > position:
                self.tokens.append(Token("text", position, match.start()))
            position = self._token(match)
        if position < len(text):
            self.tokens.append(Token("text", position, len(text)))
        return self.tokens

    def _token(self, match: re.Match[str]) -> int:
        kind, start, end = str(match.lastgroup), match.start(), match.end()
        if kind == "code":
            return self._code(start, end)
        if kind == "open":
            self.brackets.append(len(self.stack))
            self.stack.append(_Opener("[", len(self.tokens), match[0]))
            self.tokens.append(Token("text", start, end))
            return end
        if kind == "close":
            return self._close(start)
        if kind == "tag":
            return self._tag(start)
        if kind == "url":
            end = start + len(_trimmed(match[0]))
        self.tokens.append(Token(kind, start, end, self.text[start:end]))
        return end

    def _code(self, start: int, end: int) -> int:
        if self.runs is None:
            self.runs = {}
            for run in _RUN.finditer(self.text):
                self.runs.setdefault(run.end() - run.start(), []).append(run.start())
        starts = self.runs.get(end - start, [])
        index = bisect_left(starts, end)
        if index == len(starts):
            self.tokens.append(Token("text", start, end))
            return end
        inner = self.text[end : starts[index]].replace("\n", " ")
        if len(inner) > 2 and inner[0] == inner[-1] == " " and inner.strip():
            inner = inner[1:-1]
        closing = starts[index] + end - start
        self.tokens.append(Token("code", start, closing, inner))
        return closing

    def _close(self, start: int) -> int:
        """A `]`: the end of a link, or text."""
        end = start + 1
        index = self.brackets.pop() if self.brackets else -1
        opener = self.stack[index] if index >= 0 else None
        if opener is not None:
            opener.alive = False
            opening = self.tokens[opener.token]
            active = opener.name == "![" or index >= self.inactive
            wiki = self._wiki_end(index, start) if opener.name == "[" else 0
            if wiki:
                outer = self.brackets.pop()
                self._link(self.tokens[self.stack[outer].token], outer, "wiki", start, wiki)
                return wiki
            if active and (found := self._target(opening, start)) is not None:
                opening.value, opening.title, end = found
                kind = "image" if opener.name == "![" else "link"
                self._link(opening, index, kind, start, end)
                return end
            self._prune()
        self.tokens.append(Token("text", start, end))
        return end

    def _wiki_end(self, index: int, start: int) -> int:
        """End of the wiki link that the `]` at `start` closes; 0 when it closes none."""
        if not self.brackets or self.text[start + 1 : start + 2] != "]":
            return 0
        outer = self.stack[self.brackets[-1]]
        inner = self.tokens[self.stack[index].token]
        first = self.tokens[outer.token]
        if outer.name != "[" or first.end != inner.start or inner.end == start:
            return 0
        letters = _LETTERS.match(self.text, start + 2)
        return letters.end() if letters else start + 2

    def _link(self, opening: Token, floor: int, kind: str, start: int, end: int) -> None:
        """Pair `opening` with the end [start, end); what was opened inside and not closed is text."""
        while self.open_tags and self.open_tags[-1] >= floor:
            self.open_tags.pop()
        while self.brackets and self.brackets[-1] >= floor:
            self.brackets.pop()
        del self.stack[floor:]
        opening.kind, opening.partner = kind, len(self.tokens)
        self.tokens.append(Token("close", start, end))
        # A link holds no link: what was opened before this one can no longer become one.
        self.inactive = len(self.stack) if kind == "link" else min(self.inactive, len(self.stack))

    def _prune(self) -> None:
        while self.stack and not self.stack[-1].alive:
            self.stack.pop()
        self.inactive = min(self.inactive, len(self.stack))

    def _target(self, opening: Token, close: int) -> tuple[str, str, int] | None:
        """Address, title and end of the link whose text ends at `close`."""
        if match := DESTINATION.match(self.text, close + 1):
            address = (
                match["angle"] if match["angle"] is not None else re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", match["bare"])
            )
            return address, match["q1"] or match["q2"] or match["q3"] or "", match.end()
        if not self.references:
            return None
        end = close + 1
        label = self.text[opening.end : close] if close - opening.end <= 300 else ""
        if match := _REFERENCE.match(self.text, close + 1):
            label, end = match["label"] or label, match.end()
        found = self.references.get(folded(label))
        return None if found is None else (*found, end)

    def _tag(self, start: int) -> int:
        text = self.text
        if link := _AUTOLINK.match(text, start):
            address = link[1] if ":" in link[1] else "mailto:" + link[1]
            self.tokens.append(Token("autolink", start, link.end(), address, link[1]))
            return link.end()
        match = tags.TAG.match(text, start)
        name = match["name"].lower() if match else ""
        if match is None or (name not in tags.INLINE and name not in {"br", "wbr"}):
            self.tokens.append(Token("text", start, start + 1))
            return start + 1
        end, token = match.end(), Token("text", start, match.end())
        if name in tags.VOID:
            token.kind, token.value = "void", name
        elif not match["close"] and not match["attributes"].endswith("/"):
            if len(self.open_tags) < MAX_INLINE_DEPTH:
                self.open_tags.append(len(self.stack))
                self.stack.append(_Opener("<", len(self.tokens), name))
                token.value, token.title = name, match["attributes"]
        elif match["close"]:
            self._close_tag(name, start, end)
            return end
        self.tokens.append(token)
        return end

    def _close_tag(self, name: str, start: int, end: int) -> None:
        """Pair the tag with the nearest one of its name; at most `MAX_INLINE_DEPTH` tags are open."""
        for place in reversed(self.open_tags):
            opener = self.stack[place]
            if opener.name == name:
                self._link(self.tokens[opener.token], place, "tag", start, end)
                return
        self.tokens.append(Token("text", start, end))


def folded(label: str) -> str:
    """`label` as references compare: spaces and case do not matter."""
    return " ".join(label.split()).casefold()


def _trimmed(url: str) -> str:
    """`url` without the punctuation that ends the sentence around it."""
    extra = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in _TRAILING or (url[end - 1] == ")" and extra > 0)):
        extra -= url[end - 1] == ")"
        end -= 1
    return url[:end]
