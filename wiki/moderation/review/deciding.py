"""What a reviewer decides about the edits of a page that wait. Rule: whoever decides second learns what was decided.

Each decision names the newest revision that the reviewer saw: where another came meanwhile, nothing is decided. What
is rejected stays in the history, where its author finds it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiki.database import session, transaction
from wiki.editing.drafting import undo_of
from wiki.editing.preparing import Change, one_line
from wiki.editing.publishing import publish
from wiki.editing.saving import save_revision, wake_workers
from wiki.editing.summaries import summary_of_rejecting
from wiki.errors import N_, InvalidInput, WikiError
from wiki.logs import writing as logs
from wiki.moderation.deletion import ReasonMissing
from wiki.pages import finding, rendering
from wiki.pages.models import Page, Revision
from wiki.pages.rendering import Rendering
from wiki.pages.revisions import StaleBase, open_page
from wiki.permissions.authority import Authority
from wiki.recentchanges import categorising
from wiki.review import waiting
from wiki.review.models import Review, State
from wiki.titles import Title

MAX_REASON = 400


class AlreadyDecided(WikiError):
    """Somebody else decided, or an edit came, while the reviewer was reading."""

    status = 409
    code = "already-decided"
    message = N_("What waits on “%(title)s” has changed while you were reading. Look at it again below.")


class HangTogether(WikiError):
    """An edit cannot be taken out of those that build on it."""

    status = 409
    code = "hang-together"
    message = N_("These edits hang together with others that wait: reject those too, or accept some passages only.")


class NothingChosen(InvalidInput):
    """A rejection or a request names no edit that waits."""

    code = "nothing-chosen"
    message = N_("Choose at least one of the edits that wait.")


@dataclass(frozen=True, slots=True)
class Chain:
    """What of a page waits, the oldest first, after what readers see (None: nothing yet)."""

    page: Page
    shown: Revision | None
    latest: Revision
    rows: tuple[Review, ...]


def chain_of(authority: Authority, *, title: Title) -> Chain:
    """What of the page at `title` waits. Needs `review`. Raises `NoSuchPage`."""
    authority.require("review", title)
    page = finding.get_page(title)
    shown = finding.shown_revision(page) if page.is_live else None
    return Chain(page, shown, finding.latest_revision(page), tuple(waiting.pending(page)))


def accept(authority: Authority, *, title: Title, through: int, seen: int) -> int:
    """Show readers the page with every edit up to revision `through`; gives how many edits that accepts.

    Needs `review`. Raises `AlreadyDecided` where `seen` is no longer the latest revision, or nothing waits.
    """
    authority.require("review", title)
    page = finding.get_page(title)
    revision = finding.get_revision(authority, through)
    if revision.page_id != page.id:
        raise finding.NoSuchRevision(number=through)
    rendered = rendering.render_to_derive(finding.revision_text(revision), title)
    with transaction():
        page, rows = _locked(title, seen)
        accepted = [row for row in rows if row.revision_id <= through]
        if not accepted:
            raise AlreadyDecided(title=title.full_name)
        waiting.close(accepted, State.ACCEPTED, by=authority.account)
        if len(accepted) == len(rows):
            waiting.answered(page, revision)
        _show(page, {through: rendered})
        _log(authority, "accept", page, accepted, "")
    wake_workers()
    return len(accepted)


def reject(authority: Authority, *, title: Title, numbers: Sequence[int], seen: int, reason: str) -> int:
    """Take the edits with these numbers back, with a reason that their authors are told; gives how many.

    Needs `review`. Raises `ReasonMissing`, `NothingChosen`, `AlreadyDecided`, `HangTogether`.
    """
    authority.require("review", title)
    reason = _reason(reason)
    with transaction():
        page, rows = _locked(title, seen)
        chosen = _chosen(rows, numbers)
        text = _without(authority, page, rows, chosen)
        waiting.close(chosen, State.REJECTED, by=authority.account, reason=reason)
        if text is not None:
            summary = summary_of_rejecting([row.revision_id for row in chosen], reason)
            change = Change(text, base=seen, summary=summary, tags=("rejection",))
            answer = save_revision(authority, title=title, change=change).revision
            for row in chosen:
                row.answer_id = answer.id
        page.stamp += 1
        _log(authority, "reject", page, chosen, reason)
    wake_workers()
    return len(chosen)


def ask(authority: Authority, *, title: Title, numbers: Sequence[int], seen: int, reason: str) -> int:
    """Ask the authors of these edits for a change; they go on waiting. Gives how many. Needs `review`."""
    authority.require("review", title)
    reason = _reason(reason)
    with transaction():
        page, rows = _locked(title, seen)
        chosen = _chosen(rows, numbers)
        waiting.ask(chosen, by=authority.account, reason=reason)
        page.stamp += 1
        _log(authority, "ask", page, chosen, reason)
    return len(chosen)


def accept_partly(authority: Authority, *, title: Title, text: str, seen: int, reason: str) -> int:
    """Show readers `text`, made of passages of what they see and of what waits; gives how many edits that decides.

    Needs `review`. Raises `ReasonMissing`, `AlreadyDecided`.
    """
    authority.require("review", title)
    reason = _reason(reason)
    with transaction():
        page, rows = _locked(title, seen)
        if not rows:
            raise AlreadyDecided(title=title.full_name)
        waiting.close(rows, State.PARTLY, by=authority.account, reason=reason)
        change = Change(text, base=seen, summary=reason, tags=("partly",), accepts=True)
        if save_revision(authority, title=title, change=change).unchanged:
            _show(page, {})
        _log(authority, "partly", page, rows, reason)
    wake_workers()
    return len(rows)


def _locked(title: Title, seen: int) -> tuple[Page, list[Review]]:
    """The page and what of it waits, as long as the reviewer saw all of it. Inside a transaction."""
    try:
        page = open_page(title, expected=seen)
    except StaleBase:
        raise AlreadyDecided(title=title.full_name) from None
    return page, waiting.pending(page)


def _show(page: Page, rendered: Mapping[int, Rendering]) -> None:
    """Show readers what may be shown now, with all that follows; `rendered` texts, by revision, need no rendering."""
    appears = not page.is_live
    if waiting.show_what_is_decided(page):
        shown = finding.shown_revision(page)
        ready = rendered.get(shown.id) or rendering.render_to_derive(finding.revision_text(shown), page.title)
        categorising.note(shown, publish(page, ready, appears=appears))


def _chosen(rows: Sequence[Review], numbers: Sequence[int]) -> list[Review]:
    if not numbers:
        raise NothingChosen
    chosen = [row for row in rows if row.revision_id in set(numbers)]
    if len(chosen) != len(set(numbers)):
        raise AlreadyDecided(title=session.get_one(Page, rows[0].page_id).title.full_name if rows else "")
    return chosen


def _without(authority: Authority, page: Page, rows: Sequence[Review], chosen: Sequence[Review]) -> str | None:
    """The latest text without these edits; None where nothing would be left, since they began the page."""
    if len(chosen) == len(rows):
        return finding.shown_text(page) if page.is_live else None
    text = finding.latest_text(page)
    for row in reversed(chosen):
        undone = undo_of(authority, page, row.revision_id, text=text)
        if undone.merge.text is None:
            raise HangTogether
        text = undone.merge.text
    return text


def _reason(text: str) -> str:
    reason = one_line(text)
    if not reason:
        raise ReasonMissing
    return reason[:MAX_REASON]


def _log(authority: Authority, action: str, page: Page, rows: Sequence[Review], reason: str) -> None:
    logs.add(
        authority,
        type="review",
        action=action,
        title=page.title,
        page_id=page.id,
        reason=reason,
        details={"numbers": ", ".join(str(row.revision_id) for row in rows)},
    )
