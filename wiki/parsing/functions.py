"""Parser functions: `#if`, `#ifeq`, `#ifexist`, `#switch`, `#expr`, and those that change letters or forms of
words.

Rule: a function gets its arguments unevaluated and evaluates only the branch that it shows, so that a page
depends on nothing that it does not use.
"""

import re
from collections.abc import Callable, Sequence
from typing import Protocol
from urllib.parse import quote, quote_plus

from wiki.errors import N_
from wiki.parsing.arithmetic import ExpressionError, evaluate
from wiki.parsing.braces import Part
from wiki.parsing.characters import MARK
from wiki.titles import Title, TitleError


class Caller(Protocol):
    """What a function may ask of the expansion that calls it."""

    def value(self, part: Part) -> str: ...
    def whole(self, part: Part) -> str: ...
    def named(self, part: Part) -> tuple[str | None, str]: ...
    def exists(self, title: Title) -> bool: ...
    def warn(self, code: str, message: str, **params: object) -> None: ...
    def unstashed(self, text: str) -> str: ...


Function = Callable[[Caller, str, Sequence[Part]], str]


def _argument(caller: Caller, parts: Sequence[Part], index: int) -> str:
    """The trimmed text of argument `index`, an "=" in it being just text; "" when it is not given."""
    return caller.whole(parts[index]).strip() if 0 <= index < len(parts) else ""


def _if(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    return _argument(caller, parts, 0 if first else 1)


def _same(left: str, right: str) -> bool:
    """Equal as numbers where both are numbers, else as texts."""
    if left == right:
        return True
    try:
        return len(left) < 40 and len(right) < 40 and float(left) == float(right)
    except ValueError:
        return False


def _ifeq(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    return _argument(caller, parts, 1 if _same(first, _argument(caller, parts, 0)) else 2)


def _ifexist(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    try:
        found = caller.exists(Title.parse(first))
    except TitleError:
        found = False
    return _argument(caller, parts, 0 if found else 1)


def _switch(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    """The first case equal to `first`; cases without "=" fall through to the next; `#default` or the last one."""
    falling, default = False, ""
    for index, part in enumerate(parts):
        name, text = caller.named(part)
        if name is None:
            if index == len(parts) - 1:
                return text
            falling = falling or _same(first, text)
            if text == "#default":
                default = "\0"
            continue
        if falling or _same(first, name):
            return caller.value(part).strip()
        if name == "#default" or default == "\0":
            default = caller.value(part).strip()
    return default.replace("\0", "")


def _expr(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    try:
        return evaluate(first)
    except ExpressionError as problem:
        caller.warn("expression", N_("An expression cannot be computed: %(reason)s."), reason=str(problem))
        return f'<strong class="error">{first[:200]}</strong>'


def outside_marks(change: Callable[[str], str], text: str) -> str:
    """`change` applied to what stands between marks."""
    pieces, position = list[str](), 0
    for match in MARK.finditer(text):
        pieces += [change(text[position : match.start()]), match[0]]
        position = match.end()
    return "".join([*pieces, change(text[position:])])


def _lc(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    return outside_marks(str.lower, first)


def _uc(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    return outside_marks(str.upper, first)


def _ucfirst(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    return first[:1].upper() + first[1:]


def _lcfirst(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    return first[:1].lower() + first[1:]


def _urlencode(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    style = _argument(caller, parts, 0).casefold()
    text = caller.unstashed(first)
    if style == "wiki":
        return quote(text.replace(" ", "_"), safe="/:;@$!*(),~")
    return quote(text, safe="") if style == "path" else quote_plus(text)


_NUMBER = re.compile(r"[-+−]?\d[\d  \s]*(?:[.,]\d+)?")


def _plural(caller: Caller, first: str, parts: Sequence[Part]) -> str:
    """French agreement: the first form from −2 (excluded) to 2 (excluded), as for 0, 1 and 1,5; else the last."""
    text = first.strip()
    singular = False
    if len(text) < 40 and _NUMBER.fullmatch(text):
        digits = re.sub(r"\s", "", text).replace(",", ".").replace("−", "-")
        singular = abs(float(digits)) < 2
    return _argument(caller, parts, 0 if singular else min(1, len(parts) - 1))


FUNCTIONS: dict[str, Function] = {
    "#if": _if,
    "#ifeq": _ifeq,
    "#ifexist": _ifexist,
    "#switch": _switch,
    "#expr": _expr,
    "lc": _lc,
    "uc": _uc,
    "lcfirst": _lcfirst,
    "ucfirst": _ucfirst,
    "urlencode": _urlencode,
    "plural": _plural,
}
