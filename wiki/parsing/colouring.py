"""The colours of links: which page exists, which does not, which lies in another wiki.

Rule: one question about existence for the whole page. Only marks that our own serialiser wrote are replaced, and
with values escaped here; the sanitiser still comes after.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from wiki.parsing.addresses import external
from wiki.parsing.anchors import anchor_of
from wiki.parsing.draft import Link
from wiki.parsing.resolver import Resolver
from wiki.titles import Namespace, Title

_MARK = re.compile(r'<a data-link="(\d+)">')


@dataclass(slots=True)
class Coloured:
    """The HTML with its links, and what they lead to."""

    html: str
    links: set[Title] = field(default_factory=set)
    sections: tuple[tuple[Title, str], ...] = ()
    files: set[Title] = field(default_factory=set)
    interwiki: dict[tuple[str, str], None] = field(default_factory=dict)


def bare(title: Title) -> Title:
    """`title` without its fragment."""
    return Title(title.namespace, title.name) if title.fragment else title


def sections_named(titles: Iterable[Title | None]) -> tuple[tuple[Title, str], ...]:
    """(page, anchor) of those of `titles` that name a section of a page; sorted and unique."""
    named = [title for title in titles if title and title.fragment and title.namespace is not Namespace.SPECIAL]
    return tuple(sorted({(bare(title), anchor_of(title.fragment)) for title in named}))


def coloured(
    html: str, links: Sequence[Link], *, here: Title, resolver: Resolver, labels: Mapping[str, str],
    files: Collection[Title] = (),
) -> Coloured:  # fmt: skip
    """`html` whose `<a data-link="N">` have become links; asks `resolver.existing` once, if at all."""
    result = Coloured(html, files=set(files))
    opened: list[str] = []
    pending: list[Title | None] = []
    for link in links:
        url = resolver.interwiki_url(link.prefix, link.name) if link.prefix else None
        address = external(url) if url else None
        if address is not None:
            result.interwiki.setdefault((link.prefix, link.name))
            opened.append(f'<a class="extiw" href="{escape(address)}" rel="nofollow ugc noopener">')
            pending.append(None)
            continue
        opened.append("")
        pending.append(link.title)
        if link.title is not None and link.title.namespace is not Namespace.SPECIAL:
            (result.files if bare(link.title) in files else result.links).add(bare(link.title))
    result.sections = sections_named(pending)
    wanted = sorted(result.links | result.files)
    existing = resolver.existing(wanted) if wanted else set()
    for number, title in enumerate(pending):
        if title is not None:
            known = title.namespace is Namespace.SPECIAL or bare(title) in existing
            opened[number] = opening(title, known, here=here, labels=labels)
    result.html = _MARK.sub(lambda match: opened[int(match[1])], html)
    return result


def opening(title: Title, exists: bool, *, here: Title, labels: Mapping[str, str]) -> str:
    """The start tag of a link to `title`."""
    fragment = "#" + quote(anchor_of(title.fragment)) if title.fragment else ""
    if title == here:
        return f'<a class="selflink" href="{fragment}">' if fragment else '<a aria-current="page" class="selflink">'
    if exists:
        return f'<a href="{escape(title.path + fragment)}">'
    hint = escape(labels["missing"] % {"title": title.full_name})
    return f'<a class="new" href="{escape(title.path)}?action=edit&amp;redlink=1" title="{hint}">'
