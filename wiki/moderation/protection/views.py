"""Protections in the browser: deciding them, what they refuse, where they show. Rule: who is kept out learns why."""

from flask import Blueprint, Response, flash, get_template_attribute, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from wiki.database import session
from wiki.errors import WikiError
from wiki.logs.models import LogEntry
from wiki.logs.reading import Line, LogFilters, load_lines, matching
from wiki.moderation.protection.forms import (
    LABELS,
    ProtectedPagesForm,
    ProtectForm,
    ProtectMissingForm,
    ProtectPageForm,
)
from wiki.moderation.protection.listing import load_listed, matching_protections
from wiki.moderation.protection.protecting import CannotCascade, ProtectionChanged, protect
from wiki.moderation.protection.refusing import Standing, standing
from wiki.pages import finding
from wiki.pages.framing import render_page
from wiki.pages.models import Page, PageProtection
from wiki.pages.protection import Limit, PageProtected, limit_in_words, protections, version_of
from wiki.parsing.output import ParserOutput
from wiki.permissions.authority import PermissionDenied
from wiki.rights import AUTOCONFIRMED_DAYS, AUTOCONFIRMED_EDITS
from wiki.titles import Title
from wiki.web.context import authority, language
from wiki.web.errors import typed_text, ways_in
from wiki.web.languages import translated, when
from wiki.web.namespaces import chosen_namespace
from wiki.web.pagination import newest_first
from wiki.web.vouching import holds_until

blueprint = Blueprint("protection", __name__)

MOST_LINES = 5
"""Entries of the log that are shown with a title."""


def change(title: Title) -> ResponseReturnValue:
    """`?action=protect`: for whom each action on the title is kept, until when, and why."""
    authority().require("protect", title)
    found = finding.find_page(title)
    present = protections(title)
    form: ProtectForm = ProtectPageForm() if found is not None else ProtectMissingForm()
    form.show(present)
    if form.validate_on_submit():
        try:
            entry = protected_as_asked(title, form)
        except PermissionDenied:
            raise
        except WikiError as error:
            return show_form(title, form, error)
        flash(told_of(entry), "success")
        return redirect(title.path, 303)
    return show_form(title, form)


def protected_as_asked(title: Title, form: ProtectForm) -> LogEntry:
    """Do what the form asks for."""
    return protect(
        authority(),
        title=title,
        limits=form.limits,
        cascade="cascade" in form and bool(form["cascade"].data),
        reason=form.reason.data or "",
        seen=form.seen_version,
    )


def told_of(entry: LogEntry) -> str:
    """What was done, for who did it."""
    if entry.action == "unprotect":
        return str(_("The protection was lifted."))
    return str(_("The protection was changed.") if entry.action == "modify" else _("The title is protected now."))


def show_form(title: Title, form: ProtectForm, error: WikiError | None = None) -> Response:
    """The form, with what holds now; where that has changed, sending it again decides anew."""
    present = protections(title)
    if isinstance(error, ProtectionChanged):
        form.seen.data = str(version_of(present))
    if isinstance(error, CannotCascade):
        form["cascade"].errors = [translated(error)]
        error = None
    content = render_page(
        "moderation/protect.html",
        title,
        current="protect",
        page_title=_("Protect %(title)s", title=title.full_name),
        form=form,
        message=translated(error) if error is not None else None,
        labels=LABELS,
        present=present,
        lines=lines_about(title),
        noindex=True,
    )
    return make_response(content, error.status if error is not None else 400 if form.errors else 200)


def lines_about(title: Title, *also: int) -> list[Line]:
    """The latest entries of the log of protections about `title`, and those with the numbers `also`."""
    query = matching(authority(), LogFilters(type="protect", title=title))
    entries = {entry.id: entry for entry in session.scalars(query.order_by(LogEntry.id.desc()).limit(MOST_LINES))}
    missing = [number for number in also if number not in entries]
    if missing:
        found = session.scalars(matching(authority(), LogFilters(type="protect")).where(LogEntry.id.in_(missing)))
        entries |= {entry.id: entry for entry in found}
    return load_lines(authority(), sorted(entries.values(), key=lambda entry: entry.id, reverse=True), language())


@blueprint.app_errorhandler(PageProtected)
def show_refusal(error: PageProtected) -> ResponseReturnValue:
    """Why somebody is kept from an action, until when and by whom; the source to copy, and the ways on."""
    title = Title.parse(str(error.params["title"]))
    found = finding.find_page(title)
    earned = error.params["group"] == "autoconfirmed"
    shows_source = request.method == "GET" and found is not None and request.args.get("action") == "edit"
    content = render_page(
        "moderation/protected.html",
        title,
        current="edit" if request.args.get("action") == "edit" else "",
        page_title=_("“%(title)s” is protected", title=title.full_name),
        reason=translated(error),
        code=error.code,
        waits=(AUTOCONFIRMED_DAYS, AUTOCONFIRMED_EDITS) if earned else None,
        lines=lines_about(title, int(str(error.params["entry"]))),
        source=finding.latest_text(found) if found is not None and shows_source else None,
        kept=typed_text(),
        # A new account helps only where time gives it what is missing.
        ways=ways_in() if earned else ways_in()[:1],
        noindex=True,
    )
    return make_response(content, error.status)


def indicator(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """Beside the heading of what is protected: that it is, for whom the actions are kept and until when."""
    present = protections(title)
    holds_until(min((row.expires_at for row in present if row.expires_at is not None), default=None))
    if not present:
        return ""
    draw = get_template_attribute("moderation/protections.html", "indicator")
    return Markup(draw(title, page is not None, present))


def notice(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """Above the edit form of somebody whom no protection keeps out: that it keeps others out, and why."""
    rows = standing([title], ["edit"] if page is not None else ["edit", "create"])
    if not rows:
        return ""
    entries = session.scalars(select(LogEntry).where(LogEntry.id.in_({row.entry for row in rows}))).all()
    draw = get_template_attribute("moderation/protections.html", "editor_notice")
    return Markup(draw(rows, load_lines(authority(), entries, language())))


def information(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """A part of the page's information: its own protections, and those through pages that include it."""
    through = [found for found in standing([title], ["edit"]) if found.source is not None]
    draw = get_template_attribute("moderation/protections.html", "information")
    return Markup(draw(title, protections(title), through))


@blueprint.get("/special/protected-pages")
def protected_pages() -> ResponseReturnValue:
    """Titles on which actions are kept for some, the latest decisions first."""
    authority().require("read")
    form = ProtectedPagesForm(formdata=request.args)
    valid = form.validate()
    query = matching_protections(
        namespace=chosen_namespace(form.namespace),
        action=form.protected.data if valid else "",
        level=form.level.data if valid else "",
        cascading=form.cascade.data,
    )
    rows, pagination = newest_first(query, PageProtection.id, lambda row: row.id)
    content = render_template(
        "moderation/protected-pages.html",
        page_title=_("Protected pages"),
        form=form,
        rows=load_listed(authority(), rows, language()),
        pagination=pagination,
        noindex=True,
    )
    return make_response(content, 200 if valid else 400)


@blueprint.app_template_filter()
def protection_in_words(row: PageProtection | Standing) -> Markup:
    """For whom an action is kept, and until when, in the reader's language."""
    return limit_in_words(row.action, Limit(row.level, row.expires_at), language(), when)
