"""Editing a page in the browser: write, preview, compare, save, undo, restore.

Rule: whatever refuses a save, the form comes back with every word that was typed.
"""

from urllib.parse import quote

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.sessions import log_in
from wiki.diffs import compare
from wiki.editing.drafting import Draft, draft_of, numbers_after, undo_of
from wiki.editing.forms import EditForm, ReasonForm
from wiki.editing.guarding import Disallowed, Warned
from wiki.editing.preparing import (
    NEW_SECTION,
    Change,
    DeletedMeanwhile,
    one_line,
    prepared,
    refuse_elsewhere,
    whole_text,
)
from wiki.editing.remarks import remarks
from wiki.editing.resolving import asked_again, conflict_of, given_choices, resolution, resolved_text
from wiki.editing.saving import EditConflict, Saved, save_revision
from wiki.editing.summaries import summary_of_restoring, summary_of_undoing
from wiki.errors import N_, WikiError
from wiki.pages import finding, rendering
from wiki.pages.framing import render_page
from wiki.pages.panels import draw_panels
from wiki.pages.protection import PageProtected
from wiki.pages.views import asked_number
from wiki.parsing.limits import MAX_TEXT_BYTES
from wiki.parsing.output import ParserOutput, ParserWarning
from wiki.parsing.sections import UnknownSection
from wiki.permissions import throttling
from wiki.permissions.authority import Authority, PermissionDenied
from wiki.permissions.blocks.standing import Blocked
from wiki.taxonomy.finding import profiles_with
from wiki.taxonomy.recording import profile_ids
from wiki.titles import Namespace, Title
from wiki.watchlist.watching import is_watched
from wiki.web.context import authority, forget_authority, language
from wiki.web.errors import texts_of_collisions, told_when
from wiki.web.languages import translated
from wiki.web.numbers import number_in

blueprint = Blueprint("editing", __name__)

MOST_REMARKS = 3
"""Remarks on a text (a note that is called but not written, …) that are told after saving it."""

YOURSELF = N_("You saved another text of this passage meanwhile, in another window. Nothing is lost: choose below.")

MAX_TOPIC = 100
"""Characters of a heading that an address gives."""

REVIEWED_BY_READING = (Namespace.CATEGORY, Namespace.PROFILE)
"""Kinds of page that show something even before anybody wrote them."""


def edit(title: Title) -> ResponseReturnValue:
    """`?action=edit`: the form; what its buttons send comes here too."""
    if request.method == "POST":
        return submitted(title)
    if "undo" in request.args:
        return redirect(f"{title.path}?action=undo&oldid={quote(request.args['undo'], safe='')}")
    found = finding.find_page(title)
    if "redlink" in request.args and (found is not None or title.namespace in REVIEWED_BY_READING):
        return redirect(title.path)
    authority().require("edit", title)
    if found is None:
        authority().require("createtalk" if title.is_talk else "createpage", title)
        refuse_elsewhere(title)
    draft = draft_of(authority(), found, oldid=asked_oldid(), section=asked_section())
    watching = is_watched(authority().user, title)
    watch = watching or bool(authority().user and authority().account.watch_edits)
    text, section = draft.text or asked_topic(), section_field(draft.section)
    form = EditForm(formdata=None, text=text, base=draft.base or "", section=section, watch=watch)
    return show_form(title, form, draft=draft)


def asked_oldid() -> int | None:
    """`oldid=` of the address, where it names a revision to start from."""
    return asked_number("oldid") if "oldid" in request.args else None


def asked_section() -> int | None:
    """`section=` of the address: a number, or `new`."""
    text = request.values.get("section", "")
    if text == "new":
        return NEW_SECTION
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise UnknownSection(section=text[:20])
    return int(text)


def asked_topic() -> str:
    """The heading that `topic=` of the address gives to a new section, and where to write and to sign below it."""
    topic = one_line(request.args.get("topic", ""))[:MAX_TOPIC]
    return f"## {topic}\n\n\n\n~~~~\n" if topic else ""


def section_field(section: int | None) -> str:
    """What the form carries for a section."""
    return "new" if section == NEW_SECTION else "" if section is None else str(section)


def submitted(title: Title) -> ResponseReturnValue:
    """A form came back: preview it, show its changes, or save it."""
    form = EditForm()
    try:
        authority().require("edit", title)
        change = change_of(form)
        looks_only = "preview" in request.form or "changes" in request.form
        if looks_only and not authority().may("noratelimit"):
            throttling.hit("preview", authority().subject)
        if "preview" in request.form:
            return show_preview(title, form, change)
        if "changes" in request.form:
            return show_form(title, form, diff=changes_of(title, change))
        if not form.validate():
            return show_refused(title, form)
        saved = saved_by(authority(), title, change)
    except EditConflict as conflict:
        return show_conflict(title, form, conflict)
    except (Blocked, PageProtected, PermissionDenied, Disallowed):
        # Their own pages give the text back too, and say how to go on.
        raise
    except WikiError as error:
        return show_refused(title, form, error)
    return after_saving(saved, change)


class SessionChanged(WikiError):
    """The form was opened in a session that is over: somebody logged in or out since, in another window."""

    code = "csrf"
    message = N_("Your session has changed since you opened this form. Your text is kept, not saved: save again.")


def expired(title: Title) -> ResponseReturnValue:
    """A form whose token is no longer right comes back with a new one; nothing else is done."""
    authority().require("read")
    return show_refused(title, EditForm(), SessionChanged())


def change_of(form: EditForm) -> Change:
    """The change that a form sends; in a conflict, its text is put together from the choices."""
    text = typed(form)
    base, section = number_in(form.base.data), asked_section()
    theirs, undone = number_in(form.theirs.data), number_in(request.form.get("undo"))
    if theirs is not None:
        text = resolved_text(resolution(authority(), text, base, theirs), request.form)
        base, section = theirs, None
    return Change(
        text=text,
        base=base,
        section=section,
        summary=(form.summary.data or "").strip(),
        minor=bool(form.minor.data),
        watch=bool(form.watch.data) if authority().may("editwatchlist") else None,
        accepts=bool(form.accepts.data),
        tags=("undo",) if undone is not None else (),
        undoes=(undone,) if undone is not None else (),
        confirmed=frozenset((form.confirmed.data or "").split()),
    )


def typed(form: EditForm) -> str:
    """The text in the form, with the line ends that are stored."""
    return (form.text.data or "").replace("\r\n", "\n")


def changes_of(title: Title, change: Change) -> object:
    """What saving now would change: the latest text against the text in the form."""
    found = finding.find_page(title)
    now = finding.latest_text(found) if found is not None else ""
    return compare(now, whole_text(authority(), title, found, change))


def show_preview(title: Title, form: EditForm, change: Change) -> ResponseReturnValue:
    """The text as it would be read: alone for the script, above the form otherwise."""
    text = prepared(authority(), title, change.text)
    output = rendering.render(text, title, language=language(), editable=False).output
    told, profiles = remarks(title, output), profiles_with(profile_ids(output))
    if request.headers.get("X-Requested-With") == "fetch":
        fragment = render_template("editing/_preview.html", preview=output, remarks=told, profiles=profiles)
        return Response(fragment, mimetype="text/html")
    return show_form(title, form, preview=output, remarks=told, profiles=profiles)


def show_form(
    title: Title, form: EditForm, *, status: int = 200, draft: Draft | None = None, **more: object
) -> Response:
    """The edit form, with what it is about."""
    found = finding.find_page(title)
    error = more.pop("error", None)
    heading = _("Edit %(title)s", title=title.full_name) if found else _("Create %(title)s", title=title.full_name)
    content = render_page(
        "editing/edit.html",
        title,
        current="edit",
        page_title=heading,
        form=form,
        draft=draft,
        message=translated(error) if isinstance(error, WikiError) else None,
        is_talk=title.is_talk,
        may_write=authority().may("edit", title),
        max_bytes=MAX_TEXT_BYTES,
        panels=draw_panels("edit", title, found, None),
        can_accept=found is not None and not found.is_settled and authority().may("review", title),
        noindex=True,
        **{"undo": number_in(request.form.get("undo")), **options_allowed(), **more},
    )
    return make_response(content, status)


def options_allowed() -> dict[str, bool]:
    """Which options of the edit form this person has."""
    return {"can_mark_minor": authority().may("minoredit"), "can_watch": authority().may("editwatchlist")}


def show_refused(title: Title, form: EditForm, error: WikiError | None = None) -> Response:
    """What was sent comes back, with why it was refused; a collision that was being settled, with its choices.

    Where the page went away meanwhile, sending it once more writes it anew.
    """
    again = None
    if theirs := number_in(form.theirs.data):
        try:
            again = asked_again(authority(), typed(form), number_in(form.base.data), theirs)
        except finding.NoSuchRevision:
            form.theirs.data = ""
            if form.base.data and finding.find_page(title) is None:
                error = DeletedMeanwhile()
    if isinstance(error, DeletedMeanwhile):
        form.base.data = ""
    if isinstance(error, Warned):
        form.confirmed.data = error.confirmation
    status = error.status if error is not None else 400
    if again is not None:
        message, choices = translated(error or again), given_choices(request.form)
        response = show_conflict(title, form, again, status=status, message=message, choices=choices)
    else:
        response = show_form(title, form, error=error, status=status, kept=texts_of_collisions())
    return told_when(response, error)


def show_conflict(
    title: Title, form: EditForm, conflict: EditConflict, *, status: int | None = None, **more: object
) -> Response:
    """Both versions side by side; nothing is chosen beforehand."""
    theirs, me = conflict.theirs, authority().user
    own = theirs is not None and me is not None and theirs.user_id == me.id
    content = render_page(
        "editing/conflict.html",
        title,
        current="edit",
        page_title=_("Choose between two versions of %(title)s", title=title.full_name),
        form=form,
        merge=conflict.merge,
        mine=conflict.mine,
        base=conflict.base.id if conflict.base else "",
        theirs=conflict.theirs.id if conflict.theirs else "",
        noindex=True,
        **{
            "message": _(YOURSELF) if own else translated(conflict),
            "own": own,
            "undo": number_in(request.form.get("undo")),
            **options_allowed(),
            **more,
        },
    )
    return make_response(content, status or conflict.status)


def after_saving(saved: Saved, change: Change) -> ResponseReturnValue:
    """Say what was saved and show it, at the section that was edited."""
    if saved.waits:
        words = _("Your edit was saved and waits for a review: you see it here, readers see it once it is accepted.")
        flash(words, "success")
    elif saved.unchanged:
        flash(_("Nothing was changed: your text is the same as the page."), "notice")
    elif saved.merged:
        flash(_("Saved, together with what somebody else changed meanwhile in other places."), "success")
    elif saved.created:
        flash(_("The page was created."), "success")
    else:
        flash(_("Your edit was saved."), "success")
    output = saved.output or rendering.render(finding.revision_text(saved.revision), saved.title).output
    for warning in remarks(saved.title, output)[:MOST_REMARKS]:
        flash(translated_warning(warning), "warning")
    query = "?redirect=no" if output.redirect is not None else ""
    return redirect(f"{saved.title.path}{query}{anchor_of_edit(output, change, merged=saved.merged)}", 303)


def anchor_of_edit(output: ParserOutput, change: Change, *, merged: bool) -> str:
    """Where the section that was edited is on the page; empty for an edit of the whole page.

    Where somebody else's changes came in, sections may have other numbers: then the page is shown from its top.
    """
    if merged and change.section != NEW_SECTION:
        return ""
    headings = [item for item in output.headings if item.section >= 0]
    chosen = headings[-1:] if change.section == NEW_SECTION else [i for i in headings if i.section == change.section]
    return f"#{chosen[0].anchor}" if chosen and change.section else ""


def translated_warning(warning: ParserWarning) -> str:
    """A remark on the text, in the reader's language."""
    return str(_(warning.message, **warning.params) if warning.params else _(warning.message))


def saved_by(who: Authority, title: Title, change: Change) -> Saved:
    """Save; a visitor who got a temporary account on the way keeps it, even where the save is refused."""
    try:
        return save_revision(who, title=title, change=change)
    finally:
        greet_author()


def greet_author() -> None:
    """Keep the temporary account that a visitor's first edit made on this device, and tell what it is."""
    author = authority().user
    if author is None or not author.is_temporary:
        return
    if log_in(author, remember=True):
        forget_authority()
        flash(
            _(
                "You wrote as %(name)s, a temporary name on this device. Your address is not shown.",
                name=author.name,
            ),
            "notice",
        )


def undo(title: Title) -> ResponseReturnValue:
    """Propose the page without what one revision changed; publishing goes through the edit form."""
    authority().require("edit", title)
    number = asked_number("oldid")
    undone = undo_of(authority(), finding.get_page(title), number)
    summary = summary_of_undoing([undone.revision])
    form = EditForm(formdata=None, text=undone.text, base=undone.latest.id, summary=summary)
    if undone.merge.text is None:
        message = _("What this edit changed was changed again since. Choose for each passage below; then save.")
        return show_conflict(title, form, conflict_of(undone), message=message, undo=number)
    diff = compare(finding.revision_text(undone.latest), undone.merge.text)
    notice = _("Below is what undoing this edit changes. Check it, then save.")
    return show_form(title, form, diff=diff, notice=notice, undo=number)


def restore(title: Title) -> ResponseReturnValue:
    """Make an old revision the page's text again, by a new revision."""
    authority().require("edit", title)
    found = finding.get_page(title)
    old = draft_of(authority(), found, oldid=asked_number("oldid"), section=None)
    form = ReasonForm()
    if not form.validate_on_submit():
        diff = compare(finding.latest_text(found), old.text)
        heading = _("Restore a revision of %(title)s", title=title.full_name)
        return render_page(
            "editing/restore.html",
            title,
            current="history",
            page_title=heading,
            form=form,
            diff=diff,
            old=old,
            noindex=True,
        )
    summary = summary_of_restoring(asked_number("oldid"), (form.summary.data or "").strip())
    undoes = numbers_after(old.old) if old.old is not None else ()
    change = Change(old.text, base=old.base, summary=summary, tags=("restore",), undoes=undoes)
    return after_saving(saved_by(authority(), title, change), change)
