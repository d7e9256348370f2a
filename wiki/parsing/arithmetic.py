"""`#expr`: arithmetic on numbers, by a small parser of its own.

Rule: exact on whole numbers, bounded everywhere: no expression can be long, nest deeply or make a number that is
costly to hold. French decimal commas are not read: a comma would be ambiguous in a list.
"""

import math
import operator
import re
from collections.abc import Callable

from wiki.errors import N_, InvalidInput

Number = int | float

MAX_CHARACTERS = 1000
MAX_NESTING = 16
#: Bits that a whole number may have; about three hundred digits.
MAX_BITS = 1024

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?|\.\d+)|([a-zA-Z]+)|(<>|!=|<=|>=|[-+*/^%()=<>−×÷]))")
_SAME = {"−": "-", "×": "*", "÷": "/", "!=": "<>", "div": "/", "%": "mod"}


class ExpressionError(InvalidInput):
    """The expression cannot be computed; the message says why."""

    code = "bad-expression"
    message = N_("this is not an expression")


def _whole(value: float) -> int:
    if not math.isfinite(value):
        raise ExpressionError(N_("the number is too large"))
    return int(value)


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(base, int) and isinstance(exponent, int) and exponent >= 0:
        if abs(base) > 1 and exponent * base.bit_length() > MAX_BITS:
            raise ExpressionError(N_("the number is too large"))
        power: int = base**exponent
        return power
    result: float | complex = float(base) ** float(exponent)
    if isinstance(result, complex):
        raise ExpressionError(N_("this power has no real value"))
    return result


def _divide(left: Number, right: Number) -> Number:
    if right == 0:
        raise ExpressionError(N_("division by zero"))
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return left // right
    return left / right


def _modulo(left: Number, right: Number) -> Number:
    divided, divisor = _whole(left), _whole(right)
    if divisor == 0:
        raise ExpressionError(N_("division by zero"))
    return int(math.copysign(abs(divided) % abs(divisor), divided))


def _round(value: Number, digits: Number) -> Number:
    places = max(-300, min(300, _whole(digits)))
    shifted = abs(value) * 10**places if places <= 15 else abs(value)
    if places > 15 or not math.isfinite(shifted):
        return value
    rounded = math.copysign(math.floor(shifted + 0.5), value)
    return _whole(rounded / 10**places) if places <= 0 else rounded / 10**places


def _truth(test: Callable[[Number, Number], bool]) -> Callable[[Number, Number], Number]:
    return lambda left, right: int(test(left, right))


#: Operators by how loosely they bind, the loosest first.
_LEVELS: tuple[dict[str, Callable[[Number, Number], Number]], ...] = (
    {"or": _truth(lambda a, b: bool(a or b))},
    {"and": _truth(lambda a, b: bool(a and b))},
    {"=": _truth(operator.eq), "<>": _truth(operator.ne), "<": _truth(operator.lt), ">": _truth(operator.gt),
     "<=": _truth(operator.le), ">=": _truth(operator.ge)},
    {"round": _round},
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": _divide, "mod": _modulo},
    {"^": _power},
)  # fmt: skip
_FUNCTIONS: dict[str, Callable[[Number], Number]] = {
    "abs": abs,
    "ceil": lambda value: _whole(math.ceil(value)),
    "floor": lambda value: _whole(math.floor(value)),
    "trunc": _whole,
    "sqrt": math.sqrt,
    "not": lambda value: int(not value),
    "ln": math.log,
    "exp": math.exp,
}
_CONSTANTS = {"pi": math.pi, "e": math.e}
_UNARY: dict[str, Callable[[Number], Number]] = {"-": operator.neg, "+": operator.pos}


class _Reader:
    """Recursive descent over the tokens; `depth` counts brackets and unary operators."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.position = 0
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.position += 1
        return token

    def level(self, index: int) -> Number:
        if index == len(_LEVELS):
            return self.operand()
        value = self.level(index + 1)
        while (operation := _LEVELS[index].get(self.peek())) is not None:
            self.take()
            value = operation(value, self.level(index + 1))
            if isinstance(value, int) and value.bit_length() > MAX_BITS:
                raise ExpressionError(N_("the number is too large"))
        return value

    def operand(self) -> Number:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise ExpressionError(N_("the expression nests too deeply"))
        word = self.take()
        if word == "(":
            value = self.level(0)
            if self.take() != ")":
                raise ExpressionError(N_("a bracket is not closed"))
        elif word in _UNARY:
            value = _UNARY[word](self.level(len(_LEVELS) - 1))
        elif word in _FUNCTIONS:
            value = _FUNCTIONS[word](self.operand())
        elif word in _CONSTANTS:
            value = _CONSTANTS[word]
        elif word[:1].isdigit() or word[:1] == ".":
            value = int(word) if word.isdigit() else float(word)
        else:
            raise ExpressionError()
        self.depth -= 1
        return value


def _tokens(text: str) -> list[str]:
    tokens, position = list[str](), 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or len(match[0]) > 320:
            raise ExpressionError()
        token = match[0].strip().casefold()
        tokens.append(_SAME.get(token, token))
        position = match.end()
    return tokens


def evaluate(text: str) -> str:
    """The value of the expression `text` as written in a page; "" for an empty one. Raises `ExpressionError`."""
    if not text.strip():
        return ""
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError(N_("the expression is too long"))
    reader = _Reader(text)
    try:
        value = reader.level(0)
    except (OverflowError, ZeroDivisionError, ValueError):
        raise ExpressionError(N_("the number is too large or has no value")) from None
    if reader.peek():
        raise ExpressionError()
    return written(value)


def written(value: Number) -> str:
    """`value` without a useless decimal part."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise ExpressionError(N_("the number is too large"))
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}"
