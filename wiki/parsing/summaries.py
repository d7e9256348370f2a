"""Edit summaries: one line of plain text in which only `[[links]]` live.

Rule: everything else is escaped; no summary, however long or hostile, becomes anything but text and links.
"""

import re
from html import escape, unescape

from wiki.parsing.characters import normalised
from wiki.parsing.colouring import bare, opening
from wiki.parsing.draft import LABELS
from wiki.parsing.resolver import Resolver
from wiki.parsing.wikilinks import pipe_trick
from wiki.titles import Namespace, Title, TitleError

#: Characters of a summary that are shown.
MAX_LENGTH = 1000

_LINK = re.compile(r"\[\[([^\[\]|]{1,300})(\|[^\[\]]{0,300})?\]\]")
_NOWHERE = Title(Namespace.MAIN, "")


def render_summary(text: str, *, resolver: Resolver) -> str:
    """`text` as safe HTML for inside a line; asks `resolver.existing` once at most."""
    text = " ".join(normalised(text[:MAX_LENGTH]).split())
    targets: dict[str, Title] = {}
    for match in _LINK.finditer(text):
        try:
            targets[match[1]] = Title.parse(unescape(match[1]).strip())
        except TitleError:
            continue
    wanted = sorted({bare(title) for title in targets.values() if title.namespace is not Namespace.SPECIAL})
    existing = resolver.existing(wanted) if wanted else set()
    labels = {"missing": resolver.message(LABELS["missing"], title="%(title)s")}

    def link(match: re.Match[str]) -> str:
        title = targets.get(match[1])
        if title is None:
            return escape(match[0])
        label = (match[2] or "|")[1:].strip() or title.displayed(
            pipe_trick(match[1]) if match[2] else match[1].strip().removeprefix(":")
        )
        known = title.namespace is Namespace.SPECIAL or bare(title) in existing
        return opening(title, known, here=_NOWHERE, labels=labels) + escape(label) + "</a>"

    pieces, position = list[str](), 0
    for match in _LINK.finditer(text):
        pieces += [escape(text[position : match.start()]), link(match)]
        position = match.end()
    return "".join([*pieces, escape(text[position:])])
