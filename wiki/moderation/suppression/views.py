"""Suppressions in the browser: the list of those to confirm, and the decision about one.

Rule: who may not suppress does not learn that anything stands here.
"""

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import WikiError
from wiki.logs.reading import Line
from wiki.moderation.suppression import suppressing
from wiki.moderation.suppression.forms import DecisionForm, SuppressionsForm
from wiki.moderation.suppression.listing import find, load_rows, matching
from wiki.moderation.suppression.models import Suppression
from wiki.moderation.suppression.suppressing import PROMISED, RIGHT
from wiki.permissions.authority import PermissionDenied
from wiki.web.context import authority, language
from wiki.web.pagination import newest_first

blueprint = Blueprint("suppression", __name__)

ADDRESS = "/special/suppressions"


@blueprint.get(ADDRESS)
def suppressions() -> ResponseReturnValue:
    """What was hidden from moderators too, newest first: what waits for a second person, or all of it."""
    authority().require(RIGHT)
    form = SuppressionsForm(formdata=request.args if "state" in request.args else None)
    query = matching(authority(), form.state.data or "")
    found, pages = newest_first(query, Suppression.id, lambda row: row.id)
    return render_template(
        "moderation/suppression/suppressions.html",
        page_title=_("Suppressions"),
        form=form,
        rows=load_rows(authority(), found, language()),
        hours=PROMISED.days * 24,
        pagination=pages,
        noindex=True,
    )


@blueprint.route(f"{ADDRESS}/<int:number>", methods=["GET", "POST"])
def decide(number: int) -> ResponseReturnValue:
    """Confirm a suppression as a second person, or lift it."""
    authority().require(RIGHT)
    find(authority(), number, language())
    form, refusal = DecisionForm(), None
    if form.validate_on_submit():
        act = suppressing.lift if "lift" in request.form else suppressing.confirm
        try:
            act(authority(), number, reason=form.reason.data or "")
        except PermissionDenied:
            raise
        except WikiError as error:
            refusal = error
        else:
            flash(_("Your decision about suppression %(number)s is kept.", number=number), "success")
            return redirect(ADDRESS, 303)
    content = render_template(
        "moderation/suppression/decide.html",
        page_title=_("Suppression %(number)s", number=number),
        row=find(authority(), number, language()),
        own=authority().account.id,
        form=form,
        refusal=refusal,
        noindex=True,
    )
    return make_response(content, refusal.status if refusal else 400 if form.errors else 200)


def log_link(line: Line) -> dict[str, str] | None:
    """The way from an entry of the private log to its suppression."""
    if line.entry.type != "suppress":
        return None
    return {"label": _("see the suppression"), "url": f"{ADDRESS}/{line.entry.details.get('number')}"}
