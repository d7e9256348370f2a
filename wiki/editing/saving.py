"""The one door in: every change of a page's text passes through `save_revision`, whoever asks for it.

What happens when a page is saved is written here in order, in straight lines. Everything that follows from a save
is done in its transaction, so that it is kept with it or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wiki.accounts.trust import promoting
from wiki.database import transaction
from wiki.editing import guarding, reverting
from wiki.editing.guarding import Attempt, Passed
from wiki.editing.preparing import (
    Change,
    follow_move,
    merge_onto,
    needs_a_name,
    refuse_bad_change,
    tidied,
    whole_text,
)
from wiki.editing.publishing import publish
from wiki.editing.tagging import noticed
from wiki.errors import N_, WikiError
from wiki.logs import writing as logs
from wiki.merging import Merge
from wiki.notifications import telling as notifications
from wiki.notifications.mentions import names_added
from wiki.pages import finding, rendering
from wiki.pages.models import Page, Revision
from wiki.pages.revisions import StaleBase, insert_revision, open_page
from wiki.parsing.output import ParserOutput
from wiki.patrol import marking as patrol
from wiki.permissions import throttling
from wiki.permissions.authority import Authority
from wiki.permissions.blocks import networks
from wiki.recentchanges import categorising
from wiki.review import waiting as reviews
from wiki.review.models import State
from wiki.titles import Title
from wiki.users.models import User
from wiki.users.temporary import temporary_account
from wiki.watchlist import watching

TRIES = 8
"""How often a save starts anew because somebody else saved in between."""


class EditConflict(WikiError):
    """Somebody else changed the same words; `merge` holds both versions for the author to choose from.

    `mine` is the author's whole text, `base` what it was written from, `theirs` the newest revision.
    """

    status = 409
    code = "edit-conflict"
    message = N_("Somebody else changed the same passage while you were writing. Nothing is lost: choose below.")

    def __init__(self, merge: Merge, mine: str, base: Revision | None, theirs: Revision | None) -> None:
        super().__init__()
        self.merge = merge
        self.mine = mine
        self.base = base
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did. `revision` is the page's latest; `unchanged` when the text was the same already."""

    title: Title
    revision: Revision
    author: User | None
    created: bool = False
    unchanged: bool = False
    merged: bool = False
    #: Whether readers see it only after a review.
    waits: bool = False
    #: What the new text was rendered to; None where nothing was written.
    output: ParserOutput | None = None


def save_revision(
    authority: Authority, *, title: Title, change: Change, then: Callable[[Revision], None] | None = None
) -> Saved:
    """Save `change` as the new text of `title`. `then` is called with the new revision in its transaction.

    Raises `PermissionDenied`, `RateLimited`, what `refuse_bad_change` and the guards raise, and `EditConflict` when
    the page changed since the base of the change in the same words. A visitor gets a temporary account with the first
    save, in its transaction; one who signs has it in `authority` even where the save is then refused, and so has one
    whose text a guard keeps.
    """
    change = tidied(change)
    title, page = follow_move(authority, title, change)
    authority.require("edit", title)
    if page is None:
        authority.require("createtalk" if title.is_talk else "createpage", title)
    refuse_bad_change(title, page, change)
    _slow_down(authority)
    for _attempt in range(TRIES):
        latest = finding.latest_revision(page) if page else None
        if needs_a_name(title, change):
            _name_author(authority)
        merged = merge_onto(authority, latest, whole_text(authority, title, page, change), change)
        if merged.conflict is not None:
            raise EditConflict(merged.conflict, merged.text, merged.base, latest)
        before = finding.revision_text(latest) if latest is not None else ""
        if latest is not None and merged.text == before:
            return Saved(title, latest, authority.user, unchanged=True)
        rendered = rendering.render_to_derive(merged.text, title)
        attempt = Attempt(title, latest, before, merged.text, rendered, change)
        passed = guarding.ask(authority, attempt)
        try:
            return _write(authority, attempt, passed, merged=merged.happened, then=then)
        except StaleBase:
            page = finding.find_page(title)
    raise StaleBase


def _write(
    authority: Authority,
    attempt: Attempt,
    passed: Passed,
    *,
    merged: bool,
    then: Callable[[Revision], None] | None = None,
) -> Saved:
    """The transaction of a save: the revision, and each thing that follows from it, one line each."""
    title, latest, change = attempt.title, attempt.latest, attempt.change
    before, text, rendered = attempt.before, attempt.text, attempt.rendered
    undone = reverting.proved_undone(authority, title, text, change)
    expected = latest.id if latest else None
    with transaction():
        page = open_page(title, expected=expected)
        author = authority.user or temporary_account()
        tags = (*change.tags, *(("merged",) if merged else ()), *noticed(before, text), *passed.tags)
        networks.note(author, authority.address)
        minor = change.minor and latest is not None and authority.may("minoredit")
        decided = _decided(authority, page, text, change)
        waits = decided is None and reviews.must_wait(authority, page, rendered.output)
        waited, appears = ([] if page.is_settled else reviews.pending(page)), not page.is_live
        revision = insert_revision(
            page, text=text, author=author, summary=change.summary, minor=minor, tags=tags, shown=not waits
        )
        for note in passed.notes:
            note(revision)
        patrol.note(authority, revision)
        reverted: list[int] = []
        if waits:
            reviews.queue(page, revision, before=before, after=text, author=author)
        else:
            reverted = reverting.mark(revision, tags=tags, undone=undone)
            patrol.settle(author, reverted)
            reviews.close(waited, decided or State.ACCEPTED, by=author)
            reviews.answered(page, revision)
            categorising.note(revision, publish(page, rendered, appears=appears))
        if latest is None:
            _log_creation(authority, page, revision, author)
        if change.watch is True and authority.may("editwatchlist"):
            watching.add(author, title)
        elif change.watch is False:
            watching.remove(author, title)
        promoting.after_reverting(reverted, author)
        promoting.after_save(author)
        if not waits:
            _tell(attempt, revision, reverted)
        if then is not None:
            then(revision)
    authority.user = author
    wake_workers()
    created = latest is None
    return Saved(title, revision, author, created=created, merged=merged, waits=waits, output=rendered.output)


def _log_creation(authority: Authority, page: Page, revision: Revision, author: User) -> None:
    number, title = page.id, page.title
    logs.add(
        authority, type="create", action="create", title=title, page_id=number, revision_id=revision.id, actor=author
    )


def _tell(attempt: Attempt, revision: Revision, reverted: list[int]) -> None:
    """Tell people of what `revision` shows to everybody: whom it undid, whom it addresses, whom it names."""
    title, change = attempt.title, attempt.change
    if "mass-revert" not in change.tags:
        # Of a batch its people are told once, not once for each page.
        notifications.tell_reverted(revision, {*reverted, *(change.undoes if "undo" in change.tags else ())})
    notifications.tell_talk(revision, title)
    if needs_a_name(title, change):
        added = names_added(attempt.before, attempt.text, attempt.rendered.output.links)
        notifications.tell_mentioned(revision, added)


def _decided(authority: Authority, page: Page, text: str, change: Change) -> State | None:
    """What this save decides about the edits that wait on `page`: a reviewer accepts them with it, or somebody who may
    leaves nothing of them; None where it decides nothing."""
    if page.is_settled:
        return None
    if change.accepts and authority.may("review", page.title):
        return State.ACCEPTED
    goes_back = page.is_live and text == finding.shown_text(page)
    return State.WITHDRAWN if goes_back and reviews.may_withdraw(authority, page) else None


after_commit: list[Callable[[], None]] = []
"""What is told that there is work in an outbox; filled by `wiki.app`."""


def wake_workers() -> None:
    """Tell whoever works off the outboxes that something was committed."""
    for wake in after_commit:
        wake()


def _name_author(authority: Authority) -> None:
    """Give a visitor who signs a temporary account before anything is written: `authority` keeps it for her."""
    if authority.user is None:
        with transaction():
            authority.user = temporary_account()


def _slow_down(authority: Authority) -> None:
    if not authority.may("noratelimit"):
        standing = "edit" if "autoconfirmed" in authority.groups else "edit-newcomer"
        throttling.hit(standing, authority.subject)
