"""Checking changes in the browser: one after the other, or from a list. Rule: GET shows, POST marks."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wiki.logs.reading import Line
from wiki.pages import finding
from wiki.pages.changes import Change
from wiki.patrol.marking import Mark, mark
from wiki.patrol.reading import oldest_waiting, states
from wiki.web.context import authority
from wiki.web.languages import when
from wiki.web.numbers import asked_id, number_in
from wiki.web.redirects import local_url

blueprint = Blueprint("patrol", __name__)

ADDRESS = "/special/patrol"


@blueprint.get(ADDRESS)
def next_unpatrolled() -> ResponseReturnValue:
    """The oldest change that waits, later than the revision `after=`: its comparison, or that nothing waits."""
    authority().require("patrol")
    after = asked_id("after") or 0
    revision = oldest_waiting(authority(), after=after)
    if revision is None:
        return render_template("patrol/nothing.html", page_title=_("Changes to check"), after=after, noindex=True)
    return redirect(f"{finding.page_of(revision).title.path}?diff=prev&oldid={revision.id}")


@blueprint.post(ADDRESS)
def check() -> ResponseReturnValue:
    """Mark a revision as checked, then go back to the list, or on to the next change that waits."""
    number = number_in(request.form.get("revision"))
    if number is None:
        raise finding.NoSuchRevision(number=request.form.get("revision", "")[:18])
    done = mark(authority(), number=number)
    flash(said(done), "success" if done.happened else "notice")
    back = request.form.get("back")
    return redirect(local_url(back) if back else f"{ADDRESS}?after={number}", 303)


def said(done: Mark) -> str:
    """What came of marking a revision."""
    number = done.revision.id
    if done.happened:
        return str(_("Revision %(number)s is marked as checked.", number=number))
    if done.user is None or done.at is None:
        return str(_("Revision %(number)s needed no check: its author is trusted.", number=number))
    words = _(
        "%(name)s was first: revision %(number)s was checked on %(moment)s.",
        name=done.user.name,
        number=number,
        moment=when(done.at).striptags(),
    )
    return str(words)


def beside_comparison(old: Change | None, new: Change) -> Markup | str:
    """Where a change stands, with the ways to check it and to go on, for who may check."""
    if not authority().may("patrol") or not _is_one_step(old, new):
        return ""
    state = states([new.revision.id]).get(new.revision.id)
    return Markup(render_template("patrol/bar.html", revision=new.revision, state=state))


def _is_one_step(old: Change | None, new: Change) -> bool:
    """Whether the comparison shows what one revision changed, and nothing besides."""
    return (old.revision.id if old is not None else None) == finding.neighbours(new.revision)[0]


def log_link(line: Line) -> dict[str, str] | None:
    """The way to the change that an entry says was checked."""
    if line.entry.type != "patrol":
        return None
    return {"label": _("diff"), "url": f"/special/diff/{line.entry.details['number']}"}
