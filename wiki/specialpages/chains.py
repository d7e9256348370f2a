"""Where redirects lead, step by step. Rule: a chain that goes round is told as such, never followed for ever."""

from dataclasses import dataclass

from sqlalchemy import select, tuple_

from wiki.database import session
from wiki.links.models import PageLink
from wiki.pages.models import Page
from wiki.pages.visibility import live_pages
from wiki.titles import Namespace, Title

MAX_HOPS = 10


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a redirect leads, step by step. `target` is what it should name; None where it goes round."""

    steps: tuple[Title, ...]
    target: Title | None


def chains(titles: list[Title]) -> dict[Title, Chain]:
    """The chain of redirects from each of `titles`. One query for each step, however many chains there are."""
    steps: dict[Title, list[Title]] = {title: [title] for title in titles}
    open_ends = dict(steps)
    round_trips: set[Title] = set()
    for _hop in range(MAX_HOPS):
        targets = _redirect_targets({way[-1] for way in open_ends.values()})
        for start, way in list(open_ends.items()):
            target = targets.get(way[-1])
            if target is None:
                del open_ends[start]
                continue
            if target in way:
                round_trips.add(start)
                del open_ends[start]
            way.append(target)
        if not open_ends:
            break
    unfinished = round_trips | set(open_ends)
    return {start: Chain(tuple(way), None if start in unfinished else way[-1]) for start, way in steps.items()}


def _redirect_targets(titles: set[Title]) -> dict[Title, Title]:
    """For those of `titles` that are redirects: the title that each names."""
    if not titles:
        return {}
    pairs = [(int(title.namespace), title.name) for title in titles]
    query = (
        select(Page.namespace, Page.name, PageLink.namespace, PageLink.name)
        .join(PageLink, (PageLink.from_page_id == Page.id) & (PageLink.kind == "redirect"))
        .where(tuple_(Page.namespace, Page.name).in_(pairs), Page.is_redirect, live_pages())
    )
    return {_title(row[0], row[1]): _title(row[2], row[3]) for row in session.execute(query)}


def _title(namespace: int, name: str) -> Title:
    return Title(Namespace(namespace), name)
