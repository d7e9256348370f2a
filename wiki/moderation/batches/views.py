"""Taking back somebody's work in the browser. Rule: first a dry run; what is shown there is what is done, or less."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from wiki import clock
from wiki.errors import WikiError
from wiki.logs.days import day_begins
from wiki.logs.reading import Line
from wiki.moderation.batches import deciding
from wiki.moderation.batches.deciding import Choice
from wiki.moderation.batches.forms import BatchForm, ScopeForm
from wiki.moderation.batches.listing import find, rows_of
from wiki.moderation.batches.planning import Planned, plan
from wiki.moderation.batches.shapes import (
    ACTS,
    AT_ONCE,
    DONE,
    FATES,
    FURTHEST,
    MOST,
    RIGHT,
    STATES,
    NothingChosen,
    Scope,
)
from wiki.permissions.authority import Authority
from wiki.users.finding import NoSuchUser
from wiki.users.finding import find as find_person
from wiki.users.models import User
from wiki.web.context import authority
from wiki.web.languages import reader_zone, translated
from wiki.web.numbers import number_in

blueprint = Blueprint("batches", __name__)

ADDRESS = "/special/mass-revert"


@blueprint.route(ADDRESS, methods=["GET", "POST"])
def take_back() -> ResponseReturnValue:
    """What taking back somebody's work would do; once confirmed, do it."""
    authority().require(RIGHT)
    asked, form = ScopeForm(formdata=request.args), BatchForm()
    scope = asked_scope(asked) if asked.validate() else None
    error: WikiError | None = None
    if scope is not None and form.validate_on_submit():
        try:
            number = deciding.begin(authority(), scope, chosen=chosen(), reason=form.reason.data or "")
        except NothingChosen as refusal:
            error = refusal
        else:
            return redirect(f"{ADDRESS}/{number}", 303)
    planned = plan(authority(), scope) if scope is not None else Planned((), more=False)
    content = render_template(
        "moderation/batches/plan.html",
        page_title=_("Take back somebody’s work"),
        asked=asked,
        form=form,
        scope=scope,
        planned=[one for one in planned.plans if one.act != "hand"],
        by_hand=[one for one in planned.plans if one.act == "hand"],
        more=planned.more,
        ticked=set(request.form.getlist("page")) if form.is_submitted() else None,
        error=error,
        limits={"most": MOST, "at_once": AT_ONCE, "days": FURTHEST.days},
        acts=ACTS,
        noindex=True,
    )
    missing = 404 if "user" in asked.errors else 400
    return make_response(content, error.status if error else 400 if form.errors else missing if asked.errors else 200)


def asked_scope(form: ScopeForm) -> Scope | None:
    """What a valid form asks for; None where it names nobody, with the error on its field."""
    name = (form.user.data or "").strip()
    user = find_person(name) if name else None
    if user is None:
        if name:
            form.user.errors = [*form.user.errors, translated(NoSuchUser(name=name))]
        return None
    return Scope(user, asked_since(form), tuple(int(number) for number in form.namespace.data or ()))


def asked_since(form: ScopeForm) -> datetime:
    """From when on, never longer ago than a batch reaches."""
    furthest = clock.now() - FURTHEST
    return max(day_begins(form.since.data, reader_zone()), furthest) if form.since.data else furthest


def chosen() -> list[Choice]:
    """The ticked pages, with what the dry run showed of each: `page=12:revert:345`."""
    found = []
    for value in request.form.getlist("page"):
        page_id, _colon, more = value.partition(":")
        act, _colon, seen = more.partition(":")
        numbers = number_in(page_id), number_in(seen)
        if numbers[0] is not None and numbers[1] is not None and act in ACTS:
            found.append(Choice(numbers[0], act, numbers[1]))
    return found


@blueprint.get(f"{ADDRESS}/<int:number>")
def batch(number: int) -> ResponseReturnValue:
    """How far a batch is, what it did to each page, and the way to undo all of it."""
    authority().require("read")
    progress = find(authority(), number)
    return render_template(
        "moderation/batches/batch.html",
        page_title=_("Batch %(number)s: work of %(name)s", number=number, name=progress.person.name),
        progress=progress,
        rows=rows_of(authority(), progress.batch),
        states=STATES,
        fates=FATES,
        done=DONE,
        may_act=authority().may(RIGHT),
        noindex=True,
    )


@blueprint.post(f"{ADDRESS}/<int:number>/undo")
def undo(number: int) -> ResponseReturnValue:
    """Bring back what the batch took, where nobody has edited since."""
    return decide(deciding.undo, number)


@blueprint.post(f"{ADDRESS}/<int:number>/stop")
def stop(number: int) -> ResponseReturnValue:
    """Do no further page."""
    return decide(deciding.stop, number)


@blueprint.post(f"{ADDRESS}/<int:number>/resume")
def resume(number: int) -> ResponseReturnValue:
    """Go on with a batch that was stopped."""
    return decide(deciding.resume, number)


def decide(act: Callable[[Authority, int], None], number: int) -> ResponseReturnValue:
    """Do it, and show the batch."""
    act(authority(), number)
    restored = find(authority(), number).fates.get("restored", 0)
    if restored:
        flash(
            ngettext("%(num)s page is as before the batch.", "%(num)s pages are as before the batch.", restored),
            "success",
        )
    return redirect(f"{ADDRESS}/{number}", 303)


def about_person(user: User) -> Markup:
    """Above what somebody wrote: the way to take it back, for who may."""
    if user.is_system or not authority().may(RIGHT):
        return Markup()
    return Markup(render_template("moderation/batches/offer.html", user=user))


def log_link(line: Line) -> dict[str, str] | None:
    """The way from an entry of the log to its batch."""
    number = line.entry.details.get("number")
    if line.entry.type != "batch" or not authority().may(RIGHT):
        return None
    return {"label": _("see the batch"), "url": f"{ADDRESS}/{number}"}
