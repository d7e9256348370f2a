"""Numbers of things, as forms and addresses carry them. Rule: what no database could hold is none."""

from flask import request


def number_in(text: str | None) -> int | None:
    """The number that `text` is; None where it is empty or none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 18 else None


def asked_id(name: str) -> int | None:
    """The id that a parameter of the address names; None where there is none."""
    return number_in(request.args.get(name))
