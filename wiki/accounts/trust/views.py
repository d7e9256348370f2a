"""Trust in the browser. Rule: everybody reads its conditions, each person her own figures, and those of others who
changes groups."""

from urllib.parse import quote

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.trust import deciding
from wiki.accounts.trust.conditions import NAMES, Rules, conditions, rules
from wiki.accounts.trust.forms import ConditionsForm, WithholdForm
from wiki.accounts.trust.promoting import is_trusted
from wiki.errors import InvalidInput
from wiki.logs.days import day_ends
from wiki.users.finding import require
from wiki.users.models import User
from wiki.web.context import authority
from wiki.web.languages import reader_zone, translated

blueprint = Blueprint("trust", __name__)


@blueprint.get("/special/my-standing")
def my_standing() -> ResponseReturnValue:
    """Whether the wiki trusts the reader, and how she stands to each condition."""
    authority().require("editpreferences")
    known = shown(authority().account)
    return render_template(
        "accounts/trust/standing.html", page_title=_("My standing"), own=True, noindex=True, **known
    )


@blueprint.route("/special/trust", methods=["GET", "POST"])
def of_somebody() -> ResponseReturnValue:
    """How somebody stands to the conditions; trust is withheld from her for a time, or no more."""
    authority().require("userrights")
    name = request.args.get("user", "").strip()
    if not name:
        return redirect("/special/user-rights")
    user = require(name)
    form = WithholdForm()
    if form.validate_on_submit() and decided(form, user):
        flash(_("The trust of %(name)s is decided.", name=user.name), "success")
        return redirect(user_path(user), 303)
    content = render_template(
        "accounts/trust/standing.html",
        page_title=_("Trust of %(name)s", name=user.name),
        own=False,
        form=form,
        noindex=True,
        **shown(user),
    )
    return make_response(content, 400 if form.errors else 200)


@blueprint.route("/special/trust-conditions", methods=["GET", "POST"])
def show_conditions() -> ResponseReturnValue:
    """The conditions of trust; changed by who may."""
    authority().require("read")
    present = rules()
    form = ConditionsForm(data={"days": present.days, "edits": present.edits, "clean_days": present.clean_days})
    if form.is_submitted():
        authority().require("editrights")
    if form.validate_on_submit() and changed(form):
        flash(_("The conditions of trust are changed."), "success")
        return redirect("/special/trust-conditions", 303)
    content = render_template(
        "accounts/trust/conditions.html",
        page_title=_("Conditions of trust"),
        form=form,
        rules=present,
        may_change=authority().may("editrights"),
    )
    return make_response(content, 400 if form.errors else 200)


def shown(user: User) -> dict[str, object]:
    """What the page of a person's standing shows."""
    found = {condition.key: condition for condition in conditions(user, exact=True)}
    return {"user": user, "trusted": is_trusted(user.id), "conditions": [found[key] for key in NAMES], "names": NAMES}


def user_path(user: User) -> str:
    """Address of the page about somebody's trust."""
    return f"/special/trust?user={quote(user.name, safe='')}"


def decided(form: WithholdForm, user: User) -> bool:
    """Do what the form says; False, with the error on its field, where that cannot be."""
    reason = form.reason.data or ""
    try:
        if form.until.data is None:
            deciding.release(authority(), user, reason=reason)
        else:
            deciding.withhold(authority(), user, until=day_ends(form.until.data, reader_zone()), reason=reason)
    except InvalidInput as error:
        form.until.errors = [translated(error)]
        return False
    return True


def changed(form: ConditionsForm) -> bool:
    """Make the figures of the form the conditions; False, with the error on a field, where that cannot be."""
    wanted = Rules(form.days.data or 0, form.edits.data or 0, form.clean_days.data or 0)
    try:
        deciding.change_rules(authority(), wanted, reason=form.reason.data or "")
    except InvalidInput as error:
        form.days.errors = [translated(error)]
        return False
    return True
