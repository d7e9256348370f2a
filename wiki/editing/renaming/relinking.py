"""Links that still name a page's old title: which pages hold them, and changing them to the new one.

Rule: where a title leads now is what the wiki itself knows, its redirect or the log of moves, never what an address
says; each page gets one revision of its own, by the one door, in the name and with the rights of who asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wiki.database import session
from wiki.diffs import Diff, compare
from wiki.editing.preparing import MAX_SUMMARY, Change
from wiki.editing.saving import EditConflict, save_revision
from wiki.errors import N_, NotFound, WikiError
from wiki.links.inbound import referring
from wiki.logs.models import LogEntry
from wiki.logs.reading import visible_entries
from wiki.messages import translate
from wiki.pages import finding, rendering
from wiki.pages.models import Page
from wiki.pages.revisions import StaleBase
from wiki.parsing.retargeting import retargeted
from wiki.permissions.authority import Authority
from wiki.titles import Title, TitleError

MAX_UPDATED = 50
"""Pages shown at once, and changed at once."""

MOST_MOVES = 5
"""Moves that are followed from an old title on."""

TAG = "links-updated"


class LeadsNowhere(NotFound):
    """The title is that of a page, or of nothing that was ever moved: its links need no other title."""

    code = "leads-nowhere"
    message = N_("“%(title)s” does not lead to another page: there are no links to update.")


class ByHand(WikiError):
    """The page holds no link that can be changed for sure."""

    status = 409
    code = "by-hand"
    message = N_("the link comes from a template, or is written in a way that only a person can change.")


class AlreadyUpdated(WikiError):
    """The page does not refer to the old title any more."""

    status = 409
    code = "already-updated"
    message = N_("its links were updated already.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that refers to an old title: what updating it would change, or why that is refused."""

    title: Title
    #: None where the software can change nothing.
    diff: Diff | None = None
    refusal: WikiError | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Some of the pages that refer to an old title, newest first; `after` continues the list, None at its end."""

    rows: tuple[Candidate, ...]
    after: int | None

    @property
    def any_ready(self) -> bool:
        return any(row.diff is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of the chosen pages."""

    done: tuple[Title, ...]
    refused: tuple[tuple[Title, WikiError], ...]


def destination(authority: Authority, old: Title) -> Title:
    """Where links to `old` should lead: where its redirect ends, or where the page that stood there was moved.

    Raises `LeadsNowhere`.
    """
    title: Title | None = old
    for _step in range(MOST_MOVES):
        if title is None:
            break
        page = finding.find_page(title)
        if page is not None and not page.is_redirect:
            break
        title = _last_move(authority, title) if page is None else rendering.resolve_redirect(page)
    if title is None or title == old or finding.find_page(title) is None:
        raise LeadsNowhere(title=old.full_name)
    return title


def _last_move(authority: Authority, title: Title) -> Title | None:
    query = select(LogEntry).where(LogEntry.namespace == int(title.namespace), LogEntry.name == title.name)
    moves = query.where(LogEntry.type == "move", visible_entries(authority)).order_by(LogEntry.id.desc())
    entry = session.scalars(moves.limit(1)).first()
    try:
        return Title.parse(str(entry.details["target"])) if entry is not None else None
    except TitleError:
        return None


def candidates(authority: Authority, *, old: Title, new: Title, before: int | None = None) -> Candidates:
    """The pages that refer to `old`, at most `MAX_UPDATED`, from page number `before` downwards."""
    query = referring(old)
    if before is not None:
        query = query.where(Page.id < before)
    found = list(session.scalars(query.order_by(Page.id.desc()).limit(MAX_UPDATED + 1)))
    pages = found[:MAX_UPDATED]
    authority.foresee("edit", [page.title for page in pages])
    texts = finding.latest_texts(pages)
    rows = [_candidate(authority, page.title, texts[page.id], old, new) for page in pages]
    return Candidates(tuple(rows), pages[-1].id if len(found) > MAX_UPDATED else None)


def _candidate(authority: Authority, title: Title, text: str, old: Title, new: Title) -> Candidate:
    if refusal := authority.refusal("edit", title):
        return Candidate(title, refusal=refusal)
    changed = retargeted(text, here=title, old=old, new=new)
    return Candidate(title, diff=compare(text, changed) if changed != text else None)


def update_links(authority: Authority, *, old: Title, titles: Sequence[Title]) -> Updated:
    """Make the links to `old` on each of the first `MAX_UPDATED` of `titles` lead to its `destination`.

    What refuses one page is told with it, and does not keep the others. Raises `LeadsNowhere`.
    """
    new = destination(authority, old)
    done: list[Title] = []
    refused: list[tuple[Title, WikiError]] = []
    for title in titles[:MAX_UPDATED]:
        try:
            _update(authority, title, old, new)
        except EditConflict:
            refused.append((title, StaleBase()))
        except WikiError as error:
            refused.append((title, error))
        else:
            done.append(title)
    return Updated(tuple(done), tuple(refused))


def _update(authority: Authority, title: Title, old: Title, new: Title) -> None:
    page = finding.get_page(title)
    text = finding.latest_text(page)
    changed = retargeted(text, here=title, old=old, new=new)
    if changed == text:
        still = session.scalar(referring(old).where(Page.id == page.id).limit(1))
        raise AlreadyUpdated if still is None else ByHand
    change = Change(changed, base=page.latest_revision_id, summary=_summary(old, new), minor=True, tags=(TAG,))
    save_revision(authority, title=title, change=change)


def _summary(old: Title, new: Title) -> str:
    words = N_("Links to [[%(old)s]] now lead to [[%(new)s]]")
    names = {"old": f":{old.full_name}", "new": f":{new.full_name}"}
    return translate(words, rendering.site().language, **names)[:MAX_SUMMARY]
