"""Deleting and restoring in the browser. Rule: GET shows what would happen, POST does it."""

from urllib.parse import quote

from flask import Blueprint, abort, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.diffs import compare
from wiki.errors import WikiError
from wiki.links.counting import counts
from wiki.moderation import hiding
from wiki.moderation.deletion import delete_page, deleted_pages, deleted_revisions, undelete_page
from wiki.moderation.forms import DeleteForm, HidingForm, UndeleteForm
from wiki.moderation.rollback import plan, roll_back
from wiki.moderation.suppression.suppressing import OnlyHides, suppress
from wiki.pages import figures, finding
from wiki.pages.changes import Change, load_changes
from wiki.pages.framing import render_page
from wiki.pages.visibility import Hidden
from wiki.titles import Title
from wiki.web.context import authority, language
from wiki.web.forms import Form

blueprint = Blueprint("moderation", __name__)

MAX_REVISIONS = 500
"""Deleted revisions shown for a choice at once."""


def delete(title: Title) -> ResponseReturnValue:
    """`?action=delete`: what would go, and why."""
    authority().require("delete", title)
    page = finding.get_page(title)
    form = DeleteForm()
    if form.validate_on_submit():
        delete_page(authority(), title=title, reason=form.reason.data or "")
        flash(_("“%(title)s” was deleted. It can be restored.", title=title.full_name), "success")
        return redirect(title.path, 303)
    content = render_page(
        "moderation/delete.html",
        title,
        current="delete",
        page_title=_("Delete %(title)s", title=title.full_name),
        form=form,
        figures=figures.figures_of(authority(), page),
        inbound=counts(title),
        noindex=True,
    )
    return make_response(content, 400 if form.errors else 200)


def undelete(title: Title) -> ResponseReturnValue:
    """`?action=undelete`: the deleted revisions at a title, to restore all or some of them."""
    authority().require("undelete", title)
    form = UndeleteForm()
    if form.validate_on_submit():
        restored = undelete_page(
            authority(), page_id=chosen_page(), reason=form.reason.data or "", revisions=chosen_revisions()
        )
        flash(_("“%(title)s” was restored.", title=restored.full_name), "success")
        return redirect(restored.path, 303)
    deleted = [
        (page, load_changes(authority(), deleted_revisions(authority(), page, limit=MAX_REVISIONS), language()))
        for page in deleted_pages(title)[:10]
    ]
    content = render_page(
        "moderation/undelete.html",
        title,
        current="undelete",
        page_title=_("Restore %(title)s", title=title.full_name),
        form=form,
        deleted=deleted,
        noindex=True,
    )
    return make_response(content, 400 if form.errors else 200)


def hide(title: Title) -> ResponseReturnValue:
    """`?action=hide&revision=…`: what readers see of some revisions."""
    numbers = chosen_revisions() or []
    revisions = hiding.chosen(authority(), title=title, numbers=numbers)
    form = HidingForm()
    if not authority().may("suppress"):
        del form.suppressed
    refusal = None
    if form.validate_on_submit():
        try:
            hide_as_asked(title, numbers, form)
        except WikiError as error:
            refusal = error
        else:
            flash(_("What readers see of these revisions was changed."), "success")
            return redirect(f"{title.path}?action=history", 303)
    content = render_page(
        "moderation/hide.html",
        title,
        current="history",
        page_title=_("Hide or show details of revisions of %(title)s", title=title.full_name),
        form=form,
        refusal=refusal,
        changes=load_changes(authority(), revisions, language()),
        hidden={one.id: [name for name, bit in hiding.BITS.items() if one.hidden & bit] for one in revisions},
        noindex=True,
    )
    return make_response(content, refusal.status if refusal else 400 if form.errors else 200)


def hide_as_asked(title: Title, numbers: list[int], form: HidingForm) -> None:
    """Hide and show what the form says, from moderators too where it asks for that."""
    hidden, shown, reason = asked_bits(form, "hide"), asked_bits(form, "show"), form.reason.data or ""
    if form.suppressed is None or not form.suppressed.data:
        hiding.hide(authority(), title=title, numbers=numbers, hidden=hidden, shown=shown, reason=reason)
    elif shown:
        raise OnlyHides
    else:
        suppress(authority(), title=title, numbers=numbers, hidden=hidden, reason=reason)


def rollback(title: Title) -> ResponseReturnValue:
    """`?action=rollback&from=…`: take back all the latest edits of one person; GET shows what would go."""
    name = request.values.get("from", "")
    form = Form()
    if form.validate_on_submit():
        planned = roll_back(authority(), title=title, name=name)
        said = ngettext(
            "%(num)s edit by %(name)s was taken back.",
            "%(num)s edits by %(name)s were taken back.",
            planned.count,
            name=name,
        )
        flash(said, "success")
        return redirect(f"{title.path}?diff=cur&oldid={planned.latest.id}", 303)
    planned = plan(authority(), title=title, name=name)
    return render_page(
        "moderation/rollback.html",
        title,
        current="history",
        page_title=_("Roll back the edits of %(name)s on %(title)s", name=name, title=title.full_name),
        form=form,
        planned=planned,
        diff=compare(finding.revision_text(planned.latest), finding.revision_text(planned.target)),
        noindex=True,
    )


def rollback_link(change: Change) -> dict[str, str] | None:
    """The way to a rollback, beside a page's latest edit."""
    title, author = change.title, change.user
    offered = change.is_current and not change.is_new and change.page.deleted_at is None
    if author is None or not offered or not authority().may("rollback", title):
        return None
    return {
        "label": _("roll back"),
        "title": _("roll back the edits of %(name)s on %(title)s", name=author.name, title=title.full_name),
        "url": f"{title.path}?action=rollback&from={quote(author.name, safe='')}",
    }


def asked_bits(form: HidingForm, what: str) -> Hidden:
    """The details for which the form says `what`."""
    bits = Hidden(0)
    for name, bit in hiding.BITS.items():
        if form[name].data == what:
            bits |= bit
    return bits


def chosen_page() -> int:
    """The number of the page that the form is about."""
    number = request.form.get("page", 0, type=int)
    if not 0 < number < 2**63:
        abort(400)
    return number


def chosen_revisions() -> list[int] | None:
    """The revisions that are ticked; None for all of them."""
    if "all" in request.form:
        return None
    given = request.values.getlist("revision")[:MAX_REVISIONS]
    return [int(text) for text in given if text.isascii() and text.isdigit() and len(text) <= 18]
