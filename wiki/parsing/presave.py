"""What a text becomes at the moment it is saved: signatures, `{{subst:…}}`, the pipe trick, line ends.

Rule: only what means "now" is replaced; saving the result again changes nothing.
"""

import re
from collections.abc import Callable
from datetime import datetime

from wiki.parsing.characters import Stash, normalised
from wiki.parsing.expansion import Expansion
from wiki.parsing.opaque import opaque_spans, protected
from wiki.parsing.resolver import Resolver
from wiki.parsing.wikilinks import pipe_trick
from wiki.titles import Namespace, Title, TitleError

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_SIGNATURE = re.compile(r"(?<!~)~{3,5}(?!~)")
_PIPE_TRICK = re.compile(r"\[\[([^\[\]|{}<>\n\x02\x03]{1,300})\|\]\]")
#: A line of three to five tildes alone is a signature on a talk page, and opens no fence.
_LONE = re.compile(r"[ ]{0,3}~{3,5}[ \t]*\n?")


def signature_date(when: datetime) -> str:
    """`when` as a signature writes it, in French, with its zone: "23 novembre 2026 à 21:09 (CET)"."""
    day = "1er" if when.day == 1 else str(when.day)
    zone = when.tzname() or "UTC"
    return f"{day} {_MONTHS[when.month - 1]} {when.year} à {when:%H:%M} ({zone})"


def signature(user_name: str) -> str:
    """The links that sign for `user_name`."""
    try:
        user = Title.parse(user_name, default=Namespace.USER)
    except TitleError:
        return user_name
    return f"[[{user.full_name}|{user.name}]] ([[{user.talk.full_name}|discussion]])"


def prepare_for_save(text: str, *, title: Title, user_name: str, resolver: Resolver, when: datetime) -> str:
    """`text` as it will be stored. `when` is aware, in the zone that signatures show; never raises.

    Signatures are replaced on talk pages; `{{subst:…}}` is carried out wholly, the templates within it included.
    """
    text = normalised(text)
    if "subst:" in text.casefold():
        text = Expansion(title, resolver, Stash(), raw=True).substituted(text)
    signs = title.is_talk and "~~~" in text
    stash = Stash()
    if signs:
        text = _without_lone_fences(text)
    if signs or "|]]" in text:
        shown = protected(text, stash, raw=True).replace("\x01", "~")
        if signs:
            shown = _SIGNATURE.sub(_signer(user_name, when), shown)
        text = stash.restored(_PIPE_TRICK.sub(_labelled, shown), ("code",))
    text = text.replace("\x01", "~")
    return text.rstrip()


def _without_lone_fences(text: str) -> str:
    """`text` in which the tildes of fences that open without a language are \\x01, a character no text has."""
    for _ in range(8):
        pieces, position = list[str](), 0
        for span in opaque_spans(text):
            if span.kind == "fence" and _LONE.fullmatch(text[span.start : span.inner]):
                pieces += [text[position : span.start], text[span.start : span.inner].replace("~", "\x01")]
                pieces += [text[span.inner : span.inner_end], text[span.inner_end : span.end].replace("~", "\x01")]
                position = span.end
        if not pieces:
            break
        text = "".join([*pieces, text[position:]])
    return text


def _signer(user_name: str, when: datetime) -> Callable[[re.Match[str]], str]:
    def sign(match: re.Match[str]) -> str:
        tildes = len(match[0])
        if tildes == 5:
            return signature_date(when)
        return signature(user_name) + (f" {signature_date(when)}" if tildes == 4 else "")

    return sign


def _labelled(match: re.Match[str]) -> str:
    label = pipe_trick(match[1])
    return f"[[{match[1]}|{label}]]" if label and "|" not in label else match[0]
