"""Who is here, who may do what, in the browser. Rule: everybody may read it; `granting` alone changes it."""

import csv
import io

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.rights.forms import GroupsForm, RightsForm
from wiki.accounts.rights.granting import (
    CannotGrant,
    LastKeeper,
    OutOfReach,
    ReasonMissing,
    UnknownGroup,
    change_groups,
    change_rights,
    changeable_groups,
)
from wiki.errors import WikiError
from wiki.permissions.groups import GRANTABLE_GROUPS, granted_to, matrix
from wiki.rights import AUTOCONFIRMED_DAYS, AUTOCONFIRMED_EDITS, GROUPS, RIGHTS
from wiki.users.finding import listed, require
from wiki.users.models import User
from wiki.web.context import authority
from wiki.web.languages import translated
from wiki.web.pagination import asked_limit, asked_offset, by_offset

blueprint = Blueprint("rights", __name__)

REFUSALS: tuple[type[WikiError], ...] = (CannotGrant, LastKeeper, OutOfReach, ReasonMissing, UnknownGroup)


@blueprint.get("/special/users")
def users() -> ResponseReturnValue:
    """Registered people by name, from a prefix on, of one group or of all."""
    authority().require("read")
    limit, offset = asked_limit(), asked_offset()
    prefix, group = request.args.get("prefix", "")[:255], request.args.get("group", "")
    people = listed(prefix=prefix, group=group or None, limit=limit + 1, offset=offset)
    return render_template(
        "accounts/users.html",
        people=people[:limit],
        prefix=prefix,
        group=group,
        groups=GRANTABLE_GROUPS,
        pagination=by_offset(offset + len(people), limit=limit, offset=offset),
        may_change=authority().may("userrights"),
    )


@blueprint.route("/special/user-rights", methods=["GET", "POST"])
def user_rights() -> ResponseReturnValue:
    """Who somebody is in the wiki; changed by who may."""
    authority().require("read")
    name = request.args.get("user", "").strip()
    if not name:
        return render_template("accounts/find-user.html")
    user = require(name)
    granted = granted_to(user.id)
    form, kept = groups_form(user, granted)
    if form.is_submitted():
        authority().require("userrights")
    if form.validate_on_submit():
        groups = {*(form.groups.data or ()), *kept}
        try:
            change_groups(authority(), user=user, groups=groups, reason=form.reason.data or "")
        except REFUSALS as error:
            form.groups.errors = [translated(error)]
        else:
            flash(_("The groups of %(name)s are changed.", name=user.name), "success")
            return redirect(url_for("rights.user_rights", user=user.name), 303)
    page = render_template(
        "accounts/user-rights.html",
        form=form,
        user=user,
        groups=[group for group in GRANTABLE_GROUPS if group in granted],
        kept=kept,
        may_change=authority().may("userrights") and not (user.is_temporary or user.is_system),
    )
    return page, 400 if form.errors else 200


def groups_form(user: User, granted: frozenset[str]) -> tuple[GroupsForm, list[str]]:
    """The form of the groups that the reader may give to `user` or take, and those of `granted` that stay."""
    who = authority()
    own = who.user is not None and who.user.id == user.id
    offered = changeable_groups(who, own=own) | (granted if own else frozenset())
    form = GroupsForm(data={"groups": sorted(granted)})
    form.groups.choices = [(group, _(GROUPS[group])) for group in GRANTABLE_GROUPS if group in offered]
    return form, sorted(granted - offered)


@blueprint.get("/special/group-rights")
def group_rights() -> ResponseReturnValue:
    """The table of groups and rights, as a page or, with `format=csv`, as a file."""
    rights = matrix()
    if request.args.get("format") == "csv":
        return as_csv(rights)
    return render_template(
        "accounts/group-rights.html",
        groups=GROUPS,
        rights=RIGHTS,
        matrix=rights,
        days=AUTOCONFIRMED_DAYS,
        edits=AUTOCONFIRMED_EDITS,
        may_change=authority().may("editrights"),
    )


@blueprint.route("/special/group-rights/<group>", methods=["GET", "POST"])
def change_group(group: str) -> ResponseReturnValue:
    """Change what a group may do."""
    who = authority()
    who.require("editrights")
    if group not in GROUPS:
        raise UnknownGroup(group=group)
    given = matrix()[group]
    form = RightsForm(data={"rights": sorted(given)})
    form.rights.choices = [
        (right, f"{_(words)} ({right})") for right, words in RIGHTS.items() if right in who.rights
    ]
    if form.validate_on_submit():
        rights = {*(form.rights.data or ()), *(given - who.rights)}
        try:
            change_rights(who, group=group, rights=rights, reason=form.reason.data or "")
        except REFUSALS as error:
            form.rights.errors = [translated(error)]
        else:
            flash(_("The rights of the group “%(group)s” are changed.", group=_(GROUPS[group])), "success")
            return redirect("/special/group-rights", 303)
    kept = sorted(given - who.rights)
    page = render_template("accounts/change-group.html", form=form, group=group, kept=kept, words=RIGHTS)
    return page, 400 if form.errors else 200


def as_csv(rights: dict[str, frozenset[str]]) -> Response:
    """One line a right, one column a group, for who keeps an account of who may do what."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["right", *rights])
    for right in RIGHTS:
        writer.writerow([right, *(int(right in given) for given in rights.values())])
    headers = {"Content-Disposition": 'attachment; filename="group-rights.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)
