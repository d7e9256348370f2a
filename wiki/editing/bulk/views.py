"""Undoing chosen edits in the browser: what it would do, then one confirmation.

Rule: nothing is lost from sight; what could not be undone is shown again, with its reason.
"""

from collections.abc import Collection, Sequence
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.diffs import compare
from wiki.editing.bulk.undoing import Outcome, Step, plan, undo_edits
from wiki.editing.forms import ReasonForm
from wiki.editing.summaries import summary_of_undoing
from wiki.editing.views import greet_author
from wiki.pages.changes import load_changes
from wiki.recentchanges.contributions import MOST_CHOSEN
from wiki.web.context import authority, language
from wiki.web.languages import translated
from wiki.web.numbers import number_in

blueprint = Blueprint("bulk", __name__)

ADDRESS = "/special/undo-edits"


@blueprint.route(ADDRESS, methods=["GET", "POST"])
def undo_chosen() -> ResponseReturnValue:
    """Show what undoing the chosen edits would do; once confirmed, do it."""
    authority().require("read")
    authority().require("edit")
    chosen = asked_numbers()
    numbers = chosen[:MOST_CHOSEN]
    form = ReasonForm()
    if numbers and form.validate_on_submit():
        summary = partial(summary_of_undoing, reason=(form.summary.data or "").strip())
        return after_undoing(chosen, undo_edits(authority(), numbers, summary))
    steps = plan(authority(), numbers)
    content = render_template(
        "editing/undo-edits.html",
        page_title=_("Undo several edits"),
        form=form,
        steps=[(step, *shown) for step, shown in zip(steps, details(steps), strict=True)],
        clean=sum(step.refusal is None for step in steps),
        later=chosen[MOST_CHOSEN:],
        noindex=True,
    )
    return make_response(content, 400 if form.errors else 200)


def asked_numbers() -> list[int]:
    """Numbers of the chosen revisions, the newest first; what is no number is passed over."""
    numbers = {number_in(text) for text in request.values.getlist("revision")}
    return sorted((number for number in numbers if number is not None), reverse=True)


def details(steps: Sequence[Step]) -> list[tuple[object, object]]:
    """For each step the revision as lists show it, and what undoing it changes; None where there is none."""
    known = [step.revision for step in steps if step.revision is not None]
    changes = {change.revision.id: change for change in load_changes(authority(), known, language())}
    return [
        (changes.get(step.number), compare(step.before, step.after) if step.refusal is None else None)
        for step in steps
    ]


def after_undoing(chosen: Collection[int], outcome: Outcome) -> ResponseReturnValue:
    """Say what was undone, and show what is left; where nothing is, what was written to undo it."""
    if outcome.saved:
        greet_author()
    done = len(outcome.undone)
    if done:
        flash(ngettext("%(num)s edit was undone.", "%(num)s edits were undone.", done), "success")
    left = [number for number in chosen if number not in outcome.undone]
    for reason in dict.fromkeys(translated(refusal) for refusal in outcome.refusals):
        flash(reason, "error")
    if outcome.stopped is not None:
        flash(translated(outcome.stopped), "error")
    if left:
        flash(
            ngettext(
                "%(num)s edit is left: see below what can be done.",
                "%(num)s edits are left: see below what can be done.",
                len(left),
            ),
            "warning",
        )
        return redirect(f"{ADDRESS}?{urlencode([('revision', number) for number in left])}", 303)
    name = authority().account.name
    return redirect(f"/special/contributions?{urlencode({'user': name, 'tag': 'undo'})}", 303)
