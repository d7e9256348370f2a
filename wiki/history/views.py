"""A page's past: its revisions, one of them as it was, and what changed between two."""

from collections.abc import Callable

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from wiki.diffs import compare
from wiki.history.walking import around, bars
from wiki.pages import figures, finding, rendering
from wiki.pages.changes import Change, load_changes
from wiki.pages.framing import render_page
from wiki.pages.models import Revision
from wiki.pages.views import asked_number
from wiki.pages.visibility import Detail, Hidden, visible
from wiki.titles import Title
from wiki.web.context import authority, language
from wiki.web.pagination import newest_first
from wiki.web.redirects import with_query

blueprint = Blueprint("history", __name__)

row_links: list[Callable[[Change], dict[str, str] | None]] = []
"""What rooms above offer beside a change: a link {label, url}, or None; filled by `wiki.app`."""


def history(title: Title) -> ResponseReturnValue:
    """The revisions of a page, newest first, two of which can be chosen for a comparison."""
    found = finding.get_page(title)
    query = select(Revision).where(Revision.page_id == found.id, visible(authority(), Detail.EXISTENCE))
    revisions, pages = newest_first(query, Revision.id, lambda revision: revision.id)
    return render_page(
        "history/history.html",
        title,
        current="history",
        page_title=_("History of %(title)s", title=title.full_name),
        changes=load_changes(authority(), revisions, language()),
        pagination=pages,
        page=found,
        may_hide=authority().may("deleterevision", title),
        noindex=True,
    )


def revision(title: Title) -> ResponseReturnValue:
    """An old revision, with what tells it from the latest."""
    revision = finding.get_revision(authority(), asked_number("oldid"))
    owner = finding.page_of(revision)
    if owner.title != title:
        return redirect(with_query(owner.title.path))
    text = finding.revision_text(revision)
    rendered = rendering.render(text, title, language=language(), revision_id=revision.id, editable=False)
    older, newer = finding.neighbours(revision)
    return render_page(
        "history/revision.html",
        title,
        current="view",
        page_title=title.full_name,
        change=load_changes(authority(), [revision], language())[0],
        output=rendered.output,
        older=older,
        newer=newer,
        noindex=True,
    )


def difference(title: Title) -> ResponseReturnValue:
    """What changed between two revisions, of one page or of two."""
    old, new = asked_pair(title)
    if title not in {finding.page_of(revision).title for revision in (old or new, new)}:
        return redirect(with_query(finding.page_of(new).title.path))
    walked = around(authority(), old or new, new)
    changes = {change.revision.id: change for change in load_changes(authority(), walked, language())}
    before = finding.revision_text(old) if old is not None else ""
    steps, authors = figures.between(old, new)
    return render_page(
        "history/diff.html",
        title,
        current="history",
        page_title=_("Difference between revisions of %(title)s", title=title.full_name),
        old=changes[old.id] if old is not None else None,
        new=changes[new.id],
        walk=list(changes.values()),
        bars=bars(walked),
        diff=compare(before, finding.revision_text(new)),
        between=steps,
        authors=authors,
        older=finding.neighbours(old)[0] if old is not None else None,
        newer=finding.neighbours(new)[1],
        noindex=True,
    )


def asked_pair(title: Title) -> tuple[Revision | None, Revision]:
    """The two revisions that `oldid=` and `diff=` name: numbers, or prev, next, cur. Older first within a page."""
    word = request.args.get("diff", "")
    oldid = asked_number("oldid") if "oldid" in request.args else None
    if word in ("prev", "next", "cur", "") and oldid is None:
        anchor = finding.latest_revision(finding.get_page(title))
        word = "prev"
    else:
        anchor = finding.get_revision(authority(), oldid if oldid is not None else asked_number("diff"))
    if word == "prev" or oldid is None:
        older = finding.neighbours(anchor)[0]
        return (finding.get_revision(authority(), older) if older is not None else None), anchor
    if word == "next":
        other = finding.neighbours(anchor)[1] or anchor.id
    elif word in ("cur", ""):
        other = finding.page_of(anchor).latest_revision_id or anchor.id
    else:
        other = asked_number("diff")
    second = finding.get_revision(authority(), other)
    swapped = second.page_id == anchor.page_id and second.id < anchor.id
    return (second, anchor) if swapped else (anchor, second)


@blueprint.app_template_global()
def diff_side(change: Change | None, step: int | None, *, forward: bool) -> dict[str, object] | None:
    """What the head of a comparison says about one side."""
    if change is None:
        return None
    revision, title = change.revision, change.title
    actions_here = [{"label": _("view"), "url": f"{title.path}?oldid={revision.id}"}]
    if authority().may("edit", title):
        actions_here.append({"label": _("edit"), "url": f"{title.path}?action=edit&oldid={revision.id}"})
        if forward and change.has_live_parent:
            actions_here.append({"label": _("undo"), "url": f"{title.path}?action=undo&oldid={revision.id}"})
        if not change.is_current:
            actions_here.append({"label": _("restore"), "url": f"{title.path}?action=restore&oldid={revision.id}"})
    actions_here += [link for offer in row_links if forward and (link := offer(change)) is not None]
    here = f"{title.path}?diff={'next' if forward else 'prev'}&oldid={revision.id}"
    return {
        "url": f"{title.path}?oldid={revision.id}",
        "when": revision.created_at,
        "user": change.user,
        "summary": change.summary,
        "minor": revision.minor,
        "step_url": here if step is not None else None,
        "actions": actions_here,
    }


@blueprint.app_template_global()
def revision_line(change: Change, *, position: int) -> dict[str, object]:
    """A row of the history."""
    revision, title = change.revision, change.title
    links = []
    if change.has_live_parent and change.is_readable:
        links.append({"label": _("diff"), "url": f"{title.path}?diff=prev&oldid={revision.id}"})
    if authority().may("edit", title) and change.is_readable:
        if change.has_live_parent:
            links.append({"label": _("undo"), "url": f"{title.path}?action=undo&oldid={revision.id}"})
        if not change.is_current:
            links.append({"label": _("restore"), "url": f"{title.path}?action=restore&oldid={revision.id}"})
    links += [link for offer in row_links if (link := offer(change)) is not None]
    return {
        "id": revision.id,
        "url": f"{title.path}?oldid={revision.id}" if change.is_readable else None,
        "when": revision.created_at,
        "user": change.user,
        "minor": revision.minor,
        "size": revision.size,
        "change": revision.size_change,
        "summary": change.summary,
        "tags": [*(tag_label(tag) for tag in change.tags), *states(revision.hidden)],
        "current": change.is_current,
        "hidden": bool(revision.hidden),
        "compare": change.is_readable,
        "choice": authority().may("deleterevision", title),
        "checked_new": position == 0,
        "checked_old": position == 1,
        "links": links,
    }


def states(hidden: int) -> list[str]:
    """What is hidden of a revision, in words."""
    words = {Hidden.DELETED: _("deleted"), Hidden.TEXT: _("text hidden")}
    return [said for bit, said in words.items() if hidden & bit]


@blueprint.app_template_filter()
def tag_label(tag: str) -> str:
    """What a tag says in the reader's language."""
    labels = {
        "undo": _("undoing"),
        "restore": _("back to an exact earlier state"),
        "rollback": _("rollback"),
        "blank": _("emptied"),
        "replace": _("nearly all replaced"),
        "new-redirect": _("became a redirect"),
        "removed-redirect": _("no redirect any more"),
        "changed-redirect": _("redirect changed"),
        "review": _("reviewed before publication"),
        "rejection": _("edits rejected by a reviewer"),
        "partly": _("accepted in part"),
        "merged": _("merged automatically"),
        "move": _("move"),
        "links-updated": _("links updated after a move"),
        "manual-revert": _("back to an earlier text"),
        "reverted": _("undone since"),
    }
    return str(labels.get(tag, tag))
