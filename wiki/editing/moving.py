"""Moving pages: a new title for a page, its talk page and its subpages, in one transaction.

Rule: the page keeps its number and its history; the old title leads to the new one unless the mover may and wants
to leave nothing there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wiki.database import session, transaction
from wiki.editing.deriving import derive, forget
from wiki.editing.preparing import MAX_SUMMARY, one_line, refuse_elsewhere
from wiki.editing.saving import wake_workers
from wiki.errors import N_, InvalidInput, NotFound, WikiError
from wiki.links import recording as links
from wiki.logs import writing as logs
from wiki.logs.models import LogEntry
from wiki.messages import translate
from wiki.pages import finding, protection, rendering
from wiki.pages.figures import subpages
from wiki.pages.models import Page
from wiki.pages.revisions import hide_page, insert_revision, open_page, touch
from wiki.pages.visibility import standing_pages
from wiki.patrol import marking as patrol
from wiki.permissions import throttling
from wiki.permissions.authority import Authority
from wiki.permissions.blocks import networks
from wiki.titles import Namespace, Title
from wiki.watchlist import watching

MAX_SUBPAGES = 100
"""Subpages moved in one go."""


class TitleTaken(WikiError):
    """A page stands at the new title."""

    status = 409
    code = "title-taken"
    message = N_("A page already stands at “%(title)s”. Choose another title, or merge the two texts by hand.")


class CannotMove(InvalidInput):
    """The title or its new one cannot take part in a move."""

    code = "cannot-move"
    message = N_("“%(title)s” cannot be moved there: choose the title of a page, different from the present one.")


class TooManySubpages(InvalidInput):
    """More subpages than one move takes."""

    code = "too-many-subpages"
    message = N_("This page has more than %(limit)s subpages. Move them in parts, or move the page alone.")


class NoSuchMove(NotFound):
    """The log has no such move to this title."""

    code = "no-such-move"
    message = N_("The log holds no move %(number)s to “%(title)s”.")


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: (old title, new title) of each page, the page itself first."""

    titles: tuple[tuple[Title, Title], ...]
    #: Pages that were left where they are: something stands at their new title, or they are kept from the mover.
    left: tuple[Title, ...]
    #: Number of the log entry that tells all of it.
    entry: int


def move_page(
    authority: Authority,
    *,
    title: Title,
    target: Title,
    reason: str = "",
    with_talk: bool = True,
    with_subpages: bool = True,
    leave_redirect: bool = True,
    watch: bool = False,
) -> Moved:
    """Give the page at `title` the title `target`.

    Needs `move`; `move-subpages` and `suppressredirect` for what they say. Raises `NoSuchPage`, `TitleTaken`,
    `CannotMove`, `TooManySubpages`, `PermissionDenied`, `RateLimited`.
    """
    _authorize(authority, title, target, leave_redirect=leave_redirect)
    reason = one_line(reason)
    finding.get_page(title)
    pairs = _followers(authority, title, target, with_talk=with_talk, with_subpages=with_subpages)
    refused = _refused(authority, pairs)
    with transaction():
        if not _has_room(title, target):
            raise TitleTaken(title=target.full_name)
        networks.note(authority.account, authority.address)
        done: list[tuple[Title, Title, Page]] = []
        left: list[Title] = []
        for old, new in [(title, target), *pairs]:
            if old in refused or not _has_room(old, new):
                left.append(old)
                continue
            _make_room(new)
            page = _move_one(authority, old, new, reason, leave_redirect=leave_redirect)
            protection.carry(old, new, leave=leave_redirect)
            watching.carry_over(old, new)
            done.append((old, new, page))
        entry = _log(authority, done, left, reason, leave_redirect=leave_redirect)
        if watch and authority.user is not None:
            watching.add(authority.user, target)
    wake_workers()
    return Moved(tuple((old, new) for old, new, _page in done), tuple(left), entry.id)


def _authorize(authority: Authority, title: Title, target: Title, *, leave_redirect: bool) -> None:
    authority.require("move", title)
    authority.require("move", target)
    if not leave_redirect:
        authority.require("suppressredirect")
    refuse_elsewhere(target)
    special = Namespace.SPECIAL in (title.namespace, target.namespace)
    if special or title == target or title.is_talk != target.is_talk:
        raise CannotMove(title=title.full_name)
    if not authority.may("noratelimit"):
        action = "move" if "autoconfirmed" in authority.groups else "move-newcomer"
        throttling.hit(action, f"user {authority.account.id}")


def _followers(
    authority: Authority, title: Title, target: Title, *, with_talk: bool, with_subpages: bool
) -> list[tuple[Title, Title]]:
    """Pages that go along: the talk page, the subpages, and their talk pages."""
    pairs = [(title.talk, target.talk)] if with_talk and not title.is_talk else []
    if with_subpages and authority.may("move-subpages"):
        below = subpages(title, limit=MAX_SUBPAGES + 1)
        if len(below) > MAX_SUBPAGES:
            raise TooManySubpages(limit=MAX_SUBPAGES)
        for old in below:
            new = Title.parse(f"{target.full_name}{old.name[len(title.name) :]}")
            pairs.append((old, new))
            if with_talk and not title.is_talk:
                pairs.append((old.talk, new.talk))
    present = finding.taken({old for old, _new in pairs})
    return [(old, new) for old, new in pairs if old in present]


def _refused(authority: Authority, pairs: Sequence[tuple[Title, Title]]) -> set[Title]:
    """Those of the pages that would go along which this person may not move, or not to there."""
    authority.foresee("move", [title for pair in pairs for title in pair])
    return {pair[0] for pair in pairs if any(authority.refusal("move", title) for title in pair)}


def _has_room(old: Title, new: Title) -> bool:
    """Whether nothing stands at `new`, or only a redirect with a single revision that leads back to `old`."""
    standing = finding.find_page(new)
    if standing is None:
        return True
    alone = standing.is_redirect and finding.latest_revision(standing).parent_id is None
    return alone and rendering.parse_page(standing).redirect == old


def _make_room(new: Title) -> None:
    """Let a redirect that leads back give way."""
    standing = finding.find_page(new)
    if standing is not None:
        hide_page(standing)
        forget(standing)


def _move_one(authority: Authority, old: Title, new: Title, reason: str, *, leave_redirect: bool) -> Page:
    """Move one page: its title, a revision that says so, the redirect, and what is derived."""
    page = session.scalars(
        select(Page)
        .where(Page.namespace == int(old.namespace), Page.name == old.name, standing_pages())
        .with_for_update()
    ).one()
    page.namespace, page.name = int(new.namespace), new.name
    session.flush()
    summary = _summary(old, new, reason)
    text, shown = finding.latest_text(page), page.is_settled
    revision = insert_revision(
        page, text=text, author=authority.account, summary=summary, minor=True, tags=("move",), shown=shown
    )
    patrol.note(authority, revision)
    if page.is_live:
        derive(page, rendering.render_to_derive(finding.shown_text(page), new))
    touch([page.id])
    if leave_redirect:
        _leave_redirect(authority, old, new, summary)
    links.touch_linking(old)
    links.touch_linking(new)
    return page


def _log(
    authority: Authority,
    done: list[tuple[Title, Title, Page]],
    left: list[Title],
    reason: str,
    *,
    leave_redirect: bool,
) -> LogEntry:
    """A row for each page; the first, which is given, names those that went along or were left too."""
    also = [[old.full_name, new.full_name] for old, new, _page in done[1:]]
    whole = {"also": also, "left": [title.full_name for title in left]}
    entries = [
        logs.add(
            authority,
            type="move",
            action="move" if leave_redirect else "move-no-redirect",
            title=old,
            page_id=page.id,
            revision_id=page.latest_revision_id,
            reason=reason,
            details={"target": new.full_name, **({} if number else whole)},
        )
        for number, (old, new, page) in enumerate(done)
    ]
    return entries[0]


def _summary(old: Title, new: Title, reason: str) -> str:
    words = N_("Moved from [[%(old)s]] to [[%(new)s]]")
    text = translate(words, rendering.site().language, old=f":{old.full_name}", new=f":{new.full_name}")
    return f"{text} : {reason}"[:MAX_SUMMARY] if reason else text[:MAX_SUMMARY]


def _leave_redirect(authority: Authority, old: Title, new: Title, summary: str) -> None:
    page = open_page(old, expected=None)
    colon = ":" if new.namespace in (Namespace.CATEGORY, Namespace.FILE) else ""
    text = f"#REDIRECTION [[{colon}{new.full_name}]]\n"
    revision = insert_revision(page, text=text, author=authority.account, summary=summary, minor=False, tags=("move",))
    patrol.note(authority, revision)
    derive(page, rendering.render_to_derive(text, old))
