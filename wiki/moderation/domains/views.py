"""Blocked domains in the browser. Rule: everybody may read which they are, and why."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select, select

from wiki.errors import WikiError
from wiki.links.hosts import NoDomain
from wiki.moderation.blocks.terms import NoLength
from wiki.moderation.deletion import ReasonMissing
from wiki.moderation.domains import blocking
from wiki.moderation.domains.blocking import RIGHT, AlreadyBlocked, in_force
from wiki.moderation.domains.forms import AllowForm, DomainForm, DomainsForm
from wiki.moderation.domains.models import BlockedDomain
from wiki.web.context import authority, language
from wiki.web.languages import translated
from wiki.web.pagination import newest_first

blueprint = Blueprint("domains", __name__)

FIELDS: dict[type[WikiError], str] = {
    NoDomain: "domain", AlreadyBlocked: "domain", NoLength: "until", ReasonMissing: "reason",
}  # fmt: skip
"""Refusals → the field of the form that shows each."""


@blueprint.get("/special/blocked-domains")
def domains() -> ResponseReturnValue:
    """The blocked domains, newest first."""
    authority().require("read")
    form = DomainsForm(formdata=request.args)
    form.validate()
    found, pages = newest_first(asked(form.state.data or ""), BlockedDomain.id, lambda row: row.id)
    content = render_template(
        "moderation/domains/domains.html",
        page_title=_("Blocked domains"),
        form=form,
        rows=blocking.domain_rows(authority(), found, language()),
        may_block=authority().may(RIGHT),
        pagination=pages,
        noindex=True,
    )
    return make_response(content, 400 if form.errors else 200)


def asked(state: str) -> Select[BlockedDomain]:
    """The blocked domains in a state."""
    query = select(BlockedDomain)
    if state == "all":
        return query
    return query.where(~in_force()) if state == "ended" else query.where(in_force())


@blueprint.route("/special/blocked-domains/block", methods=["GET", "POST"])
def block() -> ResponseReturnValue:
    """Let no new link lead to a domain."""
    authority().require(RIGHT)
    form = DomainForm()
    if form.validate_on_submit():
        length, until = form.end()
        try:
            row = blocking.block(
                authority(),
                domain=form.domain.data or "",
                length=length,
                until=until,
                reason=form.reason.data or "",
            )
        except tuple(FIELDS) as error:
            field = form[FIELDS[type(error)]]
            field.errors = [*field.errors, translated(error)]
        else:
            flash(_("No new link may lead to %(domain)s.", domain=row.domain), "success")
            return redirect(url_for("domains.domains"), 303)
    content = render_template(
        "moderation/domains/block.html", page_title=_("Block a domain"), form=form, noindex=True
    )
    return make_response(content, 400 if form.errors else 200)


@blueprint.route("/special/blocked-domains/<int:number>/lift", methods=["GET", "POST"])
def lift(number: int) -> ResponseReturnValue:
    """Let links lead to a domain again."""
    authority().require(RIGHT)
    row = blocking.get_holding(number)
    form = AllowForm()
    if form.validate_on_submit():
        domain = blocking.lift(authority(), number=number, reason=form.reason.data or "")
        flash(_("Links may lead to %(domain)s again.", domain=domain), "success")
        return redirect(url_for("domains.domains"), 303)
    heading = _("Allow links to %(domain)s again", domain=row.domain)
    content = render_template("moderation/domains/lift.html", page_title=heading, form=form, noindex=True)
    return make_response(content, 400 if form.errors else 200)
