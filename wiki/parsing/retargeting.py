"""Links to one title made into links to another, in the source of a page, after a page was moved.

Rule: readers go on seeing the same words, and nothing is changed but where these links lead; what stands in code,
nowiki or comments is no link. A link that cannot be changed for sure stays as it is: too few rather than one too
many.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from wiki.parsing import addresses
from wiki.parsing.braces import parse_braces
from wiki.parsing.frontnames import Edit, renamed_in_front
from wiki.parsing.functions import FUNCTIONS
from wiki.parsing.magicwords import WORDS
from wiki.parsing.opaque import masked
from wiki.parsing.sections import REDIRECT, front_end
from wiki.parsing.tokens import DESTINATION, Token, Tokeniser
from wiki.parsing.wikilinks import pipe_trick, title_of
from wiki.titles import Namespace, Title, TitleError

_CALL = re.compile(
    r"(?<!\{)\{\{(?!\{)\s*+(?:(?:safe)?subst:\s*+)?(?P<name>[^\s{}|\[\]<>\x1a][^{}|\[\]<>\x1a\n]{0,300}+)"
    r"\s*+(?P<after>\||\}\})",
    re.IGNORECASE,
)
_GAP = re.compile(r"\n[ \t]*+\n")
_INDENTS = ("    ", "\t", " \t", "  \t", "   \t")
_LINE = re.compile(r"[^\n]*\n?")
#: A line whose further lines are indented without being code.
_HOLDS_MORE = re.compile(r"[ ]{0,3}(?:[-*+]|\d{1,9}[.)]|:|!!!|\[\^[^\[\]\s]{1,100}\]:)(?:\s|$)|!!!|\[\^")
#: What means something in a label and meant nothing in a target.
_MARKUP = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w+;)|:(?=//)")
#: Kinds of page to which a link does more than lead, unless a colon stands before.
_EFFECTIVE = (Namespace.CATEGORY, Namespace.FILE, Namespace.PROFILE)
_UNFIT_FOR_TARGET = {"`": "&#96;", "\\": "&#92;", "^": "&#94;"}


@dataclass(frozen=True, slots=True)
class _Move:
    """What is asked: on the page `here`, links to `old` shall lead to `new`."""

    here: Title
    old: Title
    new: Title

    @property
    def leaves_its_kind(self) -> bool:
        """Whether the page left the categories, files or profiles: what belonged to it cannot follow."""
        return self.old.namespace in _EFFECTIVE and self.new.namespace is not self.old.namespace

    def written(self, *, plain: bool) -> str:
        """The new title as a target; `plain` where the old one had the effect of its kind, as joining a category."""
        name = self.new.full_name
        if unescape(name) != name:
            name = name.replace("&", "&amp;")
        for sign, reference in _UNFIT_FOR_TARGET.items():
            name = name.replace(sign, reference)
        same_effect = plain and self.old.namespace is self.new.namespace
        colon = name.startswith("/") or (self.new.namespace in _EFFECTIVE and not same_effect)
        return f":{name}" if colon else name


def retargeted(text: str, *, here: Title, old: Title, new: Title) -> str:
    """`text`, the source of the page `here`, with its links to `old` leading to `new`.

    Links, inclusions, the target of a redirect, memberships of a category and the names in the front block. A
    section named in a link is kept, else that of `new`, if any, is named. Doing it again changes nothing.
    """
    move = _Move(here, Title(old.namespace, old.name), new)
    if move.old == new:
        return text
    start = front_end(text)
    edits = list(renamed_in_front(text, move.old, new))
    if redirect := REDIRECT.match(text, start):
        edits += _in_redirect(redirect, move)
        start = redirect.end()
    hidden = "\n" * start + masked(text)[start:]
    edits += _inclusions(hidden, move)
    edits += _links(text, _without_indented_code(hidden), move)
    pieces, position = list[str](), 0
    for edit in sorted(edits):
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])


def _in_redirect(match: re.Match[str], move: _Move) -> Iterator[Edit]:
    try:
        target = Title.parse(match[1].strip())
    except TitleError:
        return
    if target == move.old:
        colon = ":" if move.new.namespace in (Namespace.CATEGORY, Namespace.FILE) else ""
        section = target.fragment or move.new.fragment
        yield Edit(*match.span(1), f"{colon}{move.new.full_name}{'#' if section else ''}{section}")


def _inclusions(hidden: str, move: _Move) -> Iterator[Edit]:
    """`{{Old}}` and `{{Old|…}}`, in whatever they are nested."""
    spans = parse_braces(hidden).spans
    starts = [start for start, _end in spans]
    for match in _CALL.finditer(hidden):
        name = match["name"].rstrip()
        function, colon, _rest = name.partition(":")
        if (colon and function.strip().casefold() in FUNCTIONS) or (name in WORDS and match["after"] == "}}"):
            continue
        outer = bisect_right(starts, match.start()) - 1
        if outer < 0 or match.start() >= spans[outer][1]:
            continue
        try:
            same = Title.parse(name, default=Namespace.TEMPLATE) == move.old
        except TitleError:
            continue
        if same:
            place = match.start("name")
            yield Edit(place, place + len(name), _template_name(move.new, long=":" in name))


def _template_name(title: Title, *, long: bool) -> str:
    """What to write between braces to include `title`: without the namespace where that is sure."""
    if title.namespace is Namespace.MAIN:
        return f":{title.name}"
    taken = title.name in WORDS or ":" in title.name or title.name.startswith("#")
    short = title.namespace is Namespace.TEMPLATE and not long and not taken
    return title.name if short else title.full_name


def _without_indented_code(hidden: str) -> str:
    """`hidden` with the lines that four spaces make code blanked too, offsets kept."""
    pieces, held, code, ended = list[str](), False, False, True
    for line in _LINE.findall(hidden):
        blank, indented = not line.strip(), line.startswith(_INDENTS)
        code = indented and not blank and not held and (ended or code)
        pieces.append("\x1a" * (len(line) - 1) + line[-1] if code else line)
        holds_more = _HOLDS_MORE.match(line) is not None
        fresh = blank or line.startswith("#")
        if not blank and not indented and (holds_more or ended or fresh):
            held = holds_more
        ended = fresh
    return "".join(pieces)


def _links(text: str, hidden: str, move: _Move) -> Iterator[Edit]:
    """`[[…]]` and `[…](…)`, paragraph by paragraph; a link within a link's label is text."""
    for first, paragraph in _paragraphs(hidden):
        tokens, label_end = Tokeniser(paragraph, {}).tokenise(), -1
        for index, token in enumerate(tokens):
            if token.partner < 0 or index < label_end or token.kind not in {"wiki", "link", "tag"}:
                continue
            end = tokens[token.partner]
            holds_links = token.kind == "tag" and token.value != "a"
            if token.kind == "wiki":
                inside = paragraph[token.start + 2 : end.start]
                edit, holds_links = _wiki_link(inside, first + token.start + 2, move)
            else:
                edit = _address(text, first + end.start + 1, token, move) if token.kind == "link" else None
            if edit is not None:
                yield edit
            label_end = label_end if holds_links else token.partner


def _paragraphs(hidden: str) -> Iterator[tuple[int, str]]:
    """Those that hold a bracket, with their places."""
    position = 0
    for start, end in [*(gap.span() for gap in _GAP.finditer(hidden)), (len(hidden), 0)]:
        if "[" in (paragraph := hidden[position:start]):
            yield position, paragraph
        position = end


def _wiki_link(inside: str, start: int, move: _Move) -> tuple[Edit | None, bool]:
    """What changes in a link that holds `inside` from `start` on; and whether links may stand in it."""
    raw, pipe, label = inside.partition("|")
    target = unescape(raw).strip()
    try:
        title = title_of(target, move.here)
    except TitleError:
        return None, False
    effective = not target.startswith(":")
    is_file = title.namespace is Namespace.FILE and effective
    fragment = target.partition("#")[2]
    unsure = "&" in raw and re.search(r"[\[\]|{}<>&\n]", fragment)
    if title != move.old or target.startswith("#") or unsure or (effective and move.leaves_its_kind):
        return None, is_file
    section = fragment or move.new.fragment
    new = move.written(plain=effective) + (f"#{section}" if section else "")
    before, after = raw[: len(raw) - len(raw.lstrip())], raw[len(raw.rstrip()) :]
    joins = is_file or (title.namespace is Namespace.CATEGORY and effective)
    if joins or (pipe and label.strip()):
        return Edit(start, start + len(raw), before + new + after), is_file
    shown = pipe_trick(target) if pipe else target.removeprefix(":")
    return Edit(start, start + len(inside), f"{before}{new}|{_MARKUP.sub(_escaped, shown)}{after}"), False


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]


def _address(text: str, start: int, token: Token, move: _Move) -> Edit | None:
    """What changes in the `(…)` of a link, from `start` on."""
    match = DESTINATION.match(text, start)
    elsewhere = addresses.external(token.value) is not None or addresses.local(token.value) is not None
    if match is None or elsewhere or addresses.page(token.value) != move.old:
        return None
    group = "angle" if match["angle"] is not None else "bare"
    section = match[group].partition("#")[2] or quote(move.new.fragment)
    name = quote(move.new.url_name, safe="/")
    root = addresses.PAGES if match[group].startswith(addresses.PAGES) else ""
    first = "%2F" + name[1:] if name.startswith("/") else name
    return Edit(*match.span(group), root + first + (f"#{section}" if section else ""))
