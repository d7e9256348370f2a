"""Whom a message names. Rule: a link to somebody's page calls once, when it is written; no later save calls again."""

import re
from collections import Counter
from collections.abc import Iterable

from wiki.titles import Namespace, Title, TitleError

_TARGET = re.compile(r"\[\[([^\[\]|#\n]{1,300})")


def names_added(before: str, after: str, links: Iterable[Title]) -> set[str]:
    """Names of the people to whose pages the text `after` links more often than `before` did.

    `links` are the links that `after` really has: what merely looks like one, in code for example, is none of them.
    """
    linked = {title.name for title in links if title.namespace is Namespace.USER}
    if not linked:
        return set()
    return set(_named(after) - _named(before)) & linked


def _named(text: str) -> Counter[str]:
    """How often `text` links to the page of each person."""
    names: Counter[str] = Counter()
    for target in _TARGET.findall(text):
        prefix, colon, _name = target.strip().removeprefix(":").partition(":")
        if not colon or Namespace.named(prefix) is not Namespace.USER:
            continue
        try:
            names[Title.parse(target.strip().removeprefix(":")).name] += 1
        except TitleError:
            continue
    return names
