"""Moving a page in the browser, what a move did, and the links that still name an old title."""

from flask import flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from wiki.database import session
from wiki.editing import moving
from wiki.editing.renaming import relinking
from wiki.editing.renaming.forms import MoveForm
from wiki.editing.views import greet_author
from wiki.errors import WikiError
from wiki.links.counting import counts
from wiki.logs.models import LogEntry
from wiki.logs.reading import load_lines, visible_entries
from wiki.pages import finding
from wiki.pages.framing import render_page
from wiki.pages.protection import PageProtected
from wiki.permissions.authority import PermissionDenied
from wiki.permissions.blocks.standing import Blocked
from wiki.permissions.throttling import RateLimited
from wiki.titles import Title
from wiki.watchlist.views import chosen_titles
from wiki.web.context import authority, language
from wiki.web.languages import translated
from wiki.web.numbers import asked_id
from wiki.web.pagination import address

MOST_NAMED = 3
"""Pages named in one message: messages travel in a cookie."""


def move(title: Title) -> ResponseReturnValue:
    """Give a page another title."""
    authority().require("move", title)
    finding.get_page(title)
    form = MoveForm(target=title.full_name)
    if form.validate_on_submit():
        try:
            done = moved_as_asked(title, form)
        except (Blocked, PageProtected, PermissionDenied, RateLimited):
            raise
        except WikiError as error:
            form.target.errors = [*form.target.errors, translated(error)]
        else:
            return redirect(f"{done.titles[0][1].path}?action=moved&entry={done.entry}", 303)
    content = render_page(
        "editing/move.html",
        title,
        current="move",
        page_title=_("Move %(title)s", title=title.full_name),
        form=form,
        may_leave_nothing=authority().may("suppressredirect"),
        may_move_subpages=authority().may("move-subpages"),
        noindex=True,
    )
    return make_response(content, 400 if form.errors else 200)


def moved_as_asked(title: Title, form: MoveForm) -> moving.Moved:
    """The move that the form asks for."""
    return moving.move_page(
        authority(),
        title=title,
        target=Title.parse(form.target.data or ""),
        reason=(form.reason.data or "").strip(),
        with_talk=form.talk.data,
        with_subpages=form.subpages.data,
        leave_redirect=form.redirect.data or not authority().may("suppressredirect"),
        watch=form.watch.data,
    )


def moved(title: Title) -> ResponseReturnValue:
    """What a move did, from its entry in the log, and the links that still name the old title."""
    entry = entry_of(title)
    line = load_lines(authority(), [entry], language())[0]
    try:
        links = links_to(line.title, relinking.destination(authority(), line.title))
    except relinking.LeadsNowhere:
        links = {}
    return render_page(
        "editing/moved.html",
        title,
        current="move",
        page_title=_("The page was moved"),
        line=line,
        pairs=[(Title.parse(old), Title.parse(new)) for old, new in entry.details.get("also", ())],
        left=[Title.parse(name) for name in entry.details.get("left", ())],
        noindex=True,
        **links,
    )


def entry_of(title: Title) -> LogEntry:
    """The entry of the log that the address names; 404 unless it is of a move to `title` that the reader may see."""
    number = asked_id("entry")
    query = select(LogEntry).where(LogEntry.id == number, LogEntry.type == "move", visible_entries(authority()))
    entry = session.scalar(query)
    if entry is None or entry.details["target"] != title.full_name:
        raise moving.NoSuchMove(number=request.args.get("entry", "")[:20], title=title.full_name)
    return entry


def links_to(old: Title, new: Title) -> dict[str, object]:
    """What `editing/_links.html` shows of the pages that refer to an old title."""
    found = relinking.candidates(authority(), old=old, new=new, before=asked_id("before"))
    return {
        "old": old,
        "new": new,
        "found": found,
        "references": sum(counts(old).values()),
        "next_url": address(before=found.after) if found.after is not None else None,
    }


def update_links(title: Title) -> ResponseReturnValue:
    """Show the pages that refer to an old title, and make the links of the chosen ones lead to the new one."""
    authority().require("edit")
    if request.method == "POST":
        chosen = chosen_titles(request.form.getlist("title"))
        updated = relinking.update_links(authority(), old=title, titles=chosen)
        greet_author()  # First: a new session forgets the messages of the one before.
        tell(updated)
        return redirect(f"{title.path}?action=update-links", 303)
    return render_page(
        "editing/update-links.html",
        title,
        current="move",
        page_title=_("Links to %(title)s", title=title.full_name),
        noindex=True,
        **links_to(title, relinking.destination(authority(), title)),
    )


def tell(updated: relinking.Updated) -> None:
    """Say how many pages were changed, and what refused the others."""
    if not updated.done and not updated.refused:
        flash(_("Nothing was changed: tick at least one page."), "notice")
    if number := len(updated.done):
        words = ngettext("The links of %(num)s page were updated.", "The links of %(num)s pages were updated.", number)
        flash(words, "success")
    reasons: dict[str, list[str]] = {}
    for title, error in updated.refused:
        reasons.setdefault(translated(error), []).append(title.full_name)
    for reason, names in reasons.items():
        shown = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
        count = ngettext("%(num)s page was not changed", "%(num)s pages were not changed", len(names))
        flash(_("%(count)s (%(names)s): %(reason)s", count=count, names=shown, reason=reason), "error")
