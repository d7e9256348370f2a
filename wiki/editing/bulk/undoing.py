"""Undoing many edits in one go. Rule: only what comes out cleanly is done, as an edit like any other, and of
everything else it is said why not.

The edits of one page are taken out of its text one after the other, the newest first, and saved together.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import select

from wiki.database import session
from wiki.editing.drafting import BeganThePage, NothingToUndo, Undone, undo_of
from wiki.editing.preparing import Change
from wiki.editing.saving import Saved, save_revision
from wiki.errors import N_, WikiError
from wiki.pages import finding
from wiki.pages.models import Content, Page, Revision
from wiki.pages.visibility import Detail, may_see
from wiki.permissions.authority import Authority
from wiki.permissions.throttling import RateLimited
from wiki.titles import Title

MOST_BYTES = 8 * 1024 * 1024
"""Length of the texts that are brought together in one go; the rest is left for the next one."""


class PageIsDeleted(WikiError):
    """The page of the edit is deleted."""

    status = 409
    code = "page-is-deleted"
    message = N_("The page was deleted: there is nothing left to undo.")


class ChangedAgain(WikiError):
    """Later edits touch the same words, so that a person has to choose."""

    status = 409
    code = "changed-again"
    message = N_("What this edit changed was changed again since: undo it alone, to choose for each passage.")


class TooMuchText(WikiError):
    """The texts are too long to bring them all together at once."""

    status = 413
    code = "too-much-text"
    message = N_("These pages are long: undo the other edits first, then this one.")


@dataclass(frozen=True, slots=True)
class Step:
    """What undoing one edit would do: turn the text `before` into `after`, or be refused."""

    number: int
    #: None where the reader may not know of it, or where it does not exist.
    revision: Revision | None = None
    page: Page | None = None
    refusal: WikiError | None = None
    #: Number of the revision that is the page's latest.
    base: int | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of undoing: the edits that are undone, the saves that did it, and why others were not saved."""

    undone: tuple[int, ...] = ()
    saved: tuple[Saved, ...] = ()
    refusals: tuple[WikiError, ...] = ()
    #: The rate limit that stopped it before its end.
    stopped: RateLimited | None = None


Row = TypeVar("Row", Revision, Page, Content)


def plan(authority: Authority, numbers: Collection[int]) -> list[Step]:
    """What undoing the revisions with these numbers would do, the newest first. As many queries for many as for one."""
    chosen = _fetched(Revision, numbers)
    pages = _fetched(Page, {revision.page_id for revision in chosen.values()})
    parents = {revision.parent_id for revision in chosen.values()}
    near = chosen | _fetched(Revision, parents | {page.latest_revision_id for page in pages.values()})
    needed = {number: _needed(near, revision, pages[revision.page_id]) for number, revision in chosen.items()}
    contents = _fetched(Content, _affordable(needed))
    authority.foresee("edit", [page.title for page in pages.values()])
    now: dict[int, str] = {}
    steps: list[Step] = []
    for number in sorted(numbers, reverse=True):
        revision = chosen.get(number)
        if revision is None:
            steps.append(Step(number, refusal=finding.NoSuchRevision(number=number)))
            continue
        page = pages[revision.page_id]
        long = any(other.content_id not in contents for other in needed[number])
        step = _step(authority, revision, page, text=now.get(page.id), refusal=TooMuchText() if long else None)
        steps.append(step)
        if step.refusal is None:
            now[page.id] = step.after
    return _without_idle(steps, now)


def undo_edits(authority: Authority, numbers: Collection[int], summary: Callable[[Sequence[Revision]], str]) -> Outcome:
    """Undo what comes out cleanly among these revisions: one save for each page, until a rate limit says stop.

    `summary` gives the words that go with the revisions of one page.
    """
    authority.require("edit")
    undone: list[int] = []
    saved: list[Saved] = []
    refusals: list[WikiError] = []
    clean = [step for step in plan(authority, numbers) if step.refusal is None]
    for title, change in _changes(clean, summary):
        try:
            saved.append(save_revision(authority, title=title, change=change))
        except RateLimited as stopped:
            return Outcome(tuple(undone), tuple(saved), tuple(refusals), stopped)
        except WikiError as refusal:
            refusals.append(refusal)
        else:
            undone += change.undoes
    return Outcome(tuple(undone), tuple(saved), tuple(refusals))


def _fetched(model: type[Row], numbers: Collection[int | None]) -> dict[int, Row]:
    """The rows of `model` with these numbers. Who holds them spares those who ask for one a query."""
    rows = session.scalars(select(model).where(model.id.in_(set(numbers) - {None})))
    return {row.id: row for row in rows}


def _needed(near: Mapping[int, Revision], revision: Revision, page: Page) -> list[Revision]:
    """The revisions whose texts undoing `revision` brings together."""
    wanted = (revision.id, revision.parent_id, page.latest_revision_id)
    return [near[number] for number in wanted if number is not None and number in near]


def _affordable(needed: Mapping[int, Sequence[Revision]]) -> set[int]:
    """Numbers of the contents that are read, from the newest edit on, as far as `MOST_BYTES` goes."""
    wanted: set[int] = set()
    total = 0
    for number in sorted(needed, reverse=True):
        total += sum(revision.size for revision in needed[number])
        if total > MOST_BYTES:
            break
        wanted.update(revision.content_id for revision in needed[number])
    return wanted


def _step(
    authority: Authority, revision: Revision, page: Page, *, text: str | None, refusal: WikiError | None
) -> Step:
    """What undoing `revision` would do to `text`, or to the latest one; `refusal`: why not to look at the texts."""
    known = revision if may_see(authority, revision, Detail.EXISTENCE) else None
    try:
        undone = _undone(authority, revision, page, text=text, refusal=refusal)
    except WikiError as error:
        return Step(revision.id, known, page if known else None, error)
    before = text if text is not None else finding.revision_text(undone.latest)
    return Step(revision.id, known, page, base=undone.latest.id, before=before, after=undone.text)


def _undone(
    authority: Authority, revision: Revision, page: Page, *, text: str | None, refusal: WikiError | None
) -> Undone:
    if page.deleted_at is not None:
        raise PageIsDeleted
    finding.get_revision(authority, revision.id)
    authority.require("edit", page.title)
    if revision.parent_id is None:
        raise BeganThePage
    if refusal is not None:
        raise refusal
    undone = undo_of(authority, page, revision.id, text=text)
    if undone.merge.text is None:
        raise ChangedAgain
    return undone


def _without_idle(steps: list[Step], now: Mapping[int, str]) -> list[Step]:
    """`steps`, those of a page refused where all of them together leave its text as it is."""
    first: dict[int, str] = {}
    for step in steps:
        if step.page is not None and step.refusal is None:
            first.setdefault(step.page.id, step.before)
    idle = {number for number, text in first.items() if now[number] == text}
    return [
        replace(step, refusal=NothingToUndo()) if step.page and not step.refusal and step.page.id in idle else step
        for step in steps
    ]


def _changes(clean: Sequence[Step], summary: Callable[[Sequence[Revision]], str]) -> list[tuple[Title, Change]]:
    """One change for each page, that undoes all its steps."""
    of_pages: dict[Title, list[Step]] = defaultdict(list)
    for step in clean:
        if step.page is not None:
            of_pages[step.page.title].append(step)
    return [(title, _change(steps, summary)) for title, steps in of_pages.items()]


def _change(steps: Sequence[Step], summary: Callable[[Sequence[Revision]], str]) -> Change:
    """The change that `steps` of one page, the newest first, come to."""
    return Change(
        steps[-1].after,
        base=steps[0].base,
        summary=summary([step.revision for step in steps if step.revision is not None]),
        tags=("undo",),
        undoes=tuple(step.number for step in steps),
    )
