"""Blocking and unblocking in the browser.

Rule: what another moderator decided meanwhile is shown before anything is done.
"""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import WikiError
from wiki.moderation.blocks import autoblocking, blocking
from wiki.moderation.blocks.blocking import RIGHT, CannotBlock, DecidedMeanwhile, blocks_of, last_decision
from wiki.moderation.blocks.forms import BlockForm, BlocksForm, LiftForm, UnblockForm
from wiki.moderation.blocks.listing import Row, automatic, decisions, load_rows, matching
from wiki.permissions.authority import PermissionDenied
from wiki.permissions.blocks.models import Autoblock, Block
from wiki.permissions.blocks.networks import last_networks
from wiki.permissions.blocks.standing import Blocked
from wiki.users.finding import NoSuchUser, find, names, require
from wiki.users.models import User
from wiki.web.context import authority, language
from wiki.web.languages import translated
from wiki.web.numbers import asked_id, number_in
from wiki.web.pagination import newest_first

blueprint = Blueprint("blocks", __name__)

FIELDS = {
    "no-length": "until",
    "no-neighbourhood": "reach",
    "nothing-stopped": "extent",
    "no-such-page": "pages",
    "invalid-title": "pages",
    "no-such-category": "categories",
}
"""Codes of refusals → the field of the form that shows each; any other is about the reason."""


@blueprint.get("/special/block")
def block_whom() -> ResponseReturnValue:
    """Lead to the form about the person that is named."""
    return to_person("blocks.block_person")


@blueprint.get("/special/unblock")
def unblock_whom() -> ResponseReturnValue:
    """Lead to the form about the person that is named."""
    return to_person("blocks.unblock_person")


def to_person(endpoint: str) -> ResponseReturnValue:
    """The page at `endpoint` about `user=` of the address; the list of blocks where nobody is named."""
    name = request.args.get("user", "").strip()
    return redirect(url_for(endpoint, name=require(name).name) if name else url_for("blocks.blocks"))


@blueprint.route("/special/block/<name>", methods=["GET", "POST"])
def block_person(name: str) -> ResponseReturnValue:
    """Block somebody, or with `change=` give a block other terms."""
    authority().require(RIGHT)
    user = require(name)
    blocking.refuse_person(authority(), user)
    rows = load_rows(authority(), blocks_of(user), language())
    changed = chosen_row(rows, user)
    form = block_form(user, changed)
    if form.validate_on_submit():
        try:
            decided(form, user, changed)
        except DecidedMeanwhile as error:
            form.seen.data = str(error.entry)
            return show_form(form, user, changed=changed, error=error)
        except (CannotBlock, Blocked, PermissionDenied):
            raise
        except WikiError as error:
            field = form[FIELDS.get(error.code, "reason")]
            field.errors = [*field.errors, translated(error)]
        else:
            return redirect(url_for("blocks.blocks", user=user.name), 303)
    return show_form(form, user, changed=changed)


def chosen_row(rows: list[Row], user: User) -> Row | None:
    """The block that `change=` of the address names; None where it names none. Raises `NoSuchBlock`."""
    if "change" not in request.args:
        return None
    found = next((row for row in rows if row.block.id == asked_id("change")), None)
    if found is None:
        raise blocking.NoSuchBlock(name=user.name)
    return found


def block_form(user: User, changed: Row | None) -> BlockForm:
    """The form about `user`, with what the block says that is to be changed."""
    data = said(changed) if changed is not None else {}
    form = BlockForm(data={"seen": str(last_decision(user)), **data})
    neighbourhood = user.is_temporary and last_networks(user) is not None
    form.offer(neighbourhood=neighbourhood, changed=changed.block if changed is not None else None)
    return form


def said(row: Row) -> dict[str, object]:
    """The terms of a block, as the form holds them."""
    block, targets = row.block, row.line.entry.details.get("targets") or {}
    return {
        "length": "same",
        "reach": block.reach,
        "extent": "sitewide" if block.sitewide else "partial",
        "pages": "\n".join(targets.get("page", ())),
        "categories": "\n".join(targets.get("category", ())),
        "namespaces": [str(number) for number in targets.get("namespace", ())],
        "actions": targets.get("action", []),
        "creation": block.creation,
        "autoblock": block.autoblock,
        "talk_closed": block.talk_closed,
        "reason": block.reason,
    }


def decided(form: BlockForm, user: User, changed: Row | None) -> None:
    """Do what the form asks for, and say so."""
    terms, seen = form.terms(changed.block if changed is not None else None), number_in(form.seen.data) or 0
    if changed is None:
        blocking.block(authority(), user=user, terms=terms, seen=seen)
        flash(_("“%(name)s” is blocked.", name=user.name), "success")
    else:
        blocking.change(authority(), user=user, number=changed.block.id, terms=terms, seen=seen)
        flash(_("The block of “%(name)s” is changed.", name=user.name), "success")


def show_form(
    form: BlockForm, user: User, *, changed: Row | None, error: WikiError | None = None
) -> ResponseReturnValue:
    """The form, with the blocks that hold and what was decided before."""
    heading = _("Change a block of %(name)s", name=user.name) if changed else _("Block %(name)s", name=user.name)
    content = render_template(
        "moderation/blocks/block.html",
        page_title=heading,
        form=form,
        user=user,
        changed=changed,
        rows=load_rows(authority(), blocks_of(user), language()),
        log=decisions(authority(), user, language()),
        message=translated(error) if error is not None else None,
        noindex=True,
    )
    status = error.status if error is not None else 400 if form.errors else 200
    return make_response(content, status)


@blueprint.route("/special/unblock/<name>", methods=["GET", "POST"])
def unblock_person(name: str) -> ResponseReturnValue:
    """Lift one or several blocks of somebody."""
    authority().require(RIGHT)
    user = require(name)
    rows = load_rows(authority(), blocks_of(user), language())
    form = UnblockForm(data={"seen": str(last_decision(user)), "blocks": [str(row.block.id) for row in rows]})
    form.blocks.choices = [(str(row.block.id), f"{row.block.id}. {row.block.reason}") for row in rows]
    error = lifted(form, user) if form.validate_on_submit() else None
    if form.is_submitted() and not form.errors and error is None:
        flash(_("“%(name)s” is unblocked.", name=user.name), "success")
        return redirect(url_for("blocks.blocks", user=user.name, state="all"), 303)
    content = render_template(
        "moderation/blocks/unblock.html",
        page_title=_("Unblock %(name)s", name=user.name),
        form=form,
        user=user,
        rows=rows,
        log=decisions(authority(), user, language()),
        message=translated(error) if error is not None else None,
        noindex=True,
    )
    return make_response(content, error.status if error is not None else 400 if form.errors else 200)


def lifted(form: UnblockForm, user: User) -> WikiError | None:
    """Lift what the form says; why not, where another moderator decided meanwhile or nothing holds any more."""
    numbers = {int(number) for number in form.blocks.data or ()}
    seen = number_in(form.seen.data) or 0
    try:
        blocking.unblock(authority(), user=user, numbers=numbers, reason=form.reason.data or "", seen=seen)
    except DecidedMeanwhile as error:
        form.seen.data = str(error.entry)
        return error
    except blocking.NoSuchBlock as error:
        return error
    return None


@blueprint.get("/special/blocks")
def blocks() -> ResponseReturnValue:
    """The blocks that the filters want, newest first; everybody may read them."""
    authority().require("read")
    form = BlocksForm(formdata=request.args)
    form.validate()
    user = asked_person(form)
    content = render_template(
        "moderation/blocks/blocks.html",
        page_title=_("Blocks"),
        form=form,
        may_block=authority().may(RIGHT),
        noindex=True,
        **({} if form.errors else asked_rows(form, user)),
    )
    return make_response(content, 400 if form.errors else 200)


def asked_person(form: BlocksForm) -> User | None:
    """The account named in the form, if any; nobody's name is an error of the field."""
    name = (form.user.data or "").strip()
    user = find(name) if name else None
    if name and user is None:
        form.user.errors = [*form.user.errors, translated(NoSuchUser(name=name))]
    return user


def asked_rows(form: BlocksForm, user: User | None) -> dict[str, object]:
    """The part of the list that the form asks for."""
    if form.kind.data == "automatic":
        # When they end would tell others whose network it is.
        authority().require(RIGHT)
        autoblocks, pages = newest_first(automatic(), Autoblock.id, lambda row: row.id)
        return {"autoblocks": autoblocks, "pagination": pages}
    query = matching(user=user, kind=form.kind.data or "", state=form.state.data or "")
    found, pages = newest_first(query, Block.id, lambda row: row.id)
    people = names(row.user_id for row in found)
    return {"rows": load_rows(authority(), found, language()), "people": people, "pagination": pages}


@blueprint.route("/special/blocks/automatic/<int:number>", methods=["GET", "POST"])
def lift(number: int) -> ResponseReturnValue:
    """Lift an automatic block that stops somebody who has nothing to do with it."""
    authority().require(RIGHT)
    autoblocking.require(number)
    form = LiftForm()
    if form.validate_on_submit():
        autoblocking.lift(authority(), number=number, reason=form.reason.data or "")
        flash(_("The automatic block A%(number)s is lifted.", number=number), "success")
        return redirect(url_for("blocks.blocks", kind="automatic"), 303)
    heading = _("Lift the automatic block A%(number)s", number=number)
    content = render_template("moderation/blocks/lift.html", page_title=heading, form=form, noindex=True)
    return make_response(content, 400 if form.errors else 200)
