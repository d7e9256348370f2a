"""The review in the browser: the queue, deciding about a page, what became of an edit, which edits wait.

Rule: GET shows, POST decides; who decides on what has changed meanwhile sees what is there now, with the reason typed.
"""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy import select

from wiki.database import session
from wiki.diffs import compare
from wiki.editing.resolving import given_choices, resolved_text
from wiki.errors import WikiError
from wiki.merging import ConflictUnsettled, Merge, passages
from wiki.moderation.review import deciding, holding, listing
from wiki.moderation.review.changing import change_policy, choose_page
from wiki.moderation.review.forms import DecisionForm, PolicyForm
from wiki.pages import finding
from wiki.pages.changes import Change, load_changes
from wiki.pages.framing import render_page
from wiki.pages.models import Page, Revision
from wiki.parsing.output import ParserOutput
from wiki.permissions.authority import PermissionDenied
from wiki.review import policy, waiting
from wiki.review.models import Review, State
from wiki.review.signals import SIGNALS
from wiki.titles import Title
from wiki.users.models import User
from wiki.web.context import authority, language
from wiki.web.forms import Form
from wiki.web.languages import translated
from wiki.web.numbers import number_in
from wiki.web.pagination import asked_limit, asked_offset, by_offset

blueprint = Blueprint("review", __name__)

QUEUE = "/special/review"
MOST_SHOWN = 50
"""Edits of one page that are shown for a decision at once."""

MOST_CHOSEN = 200
"""Chosen pages that are listed."""


@blueprint.get(QUEUE)
def queue() -> ResponseReturnValue:
    """The pages of which something waits, in the order in which to look at them."""
    authority().require("review")
    limit, offset = asked_limit(), asked_offset()
    number = listing.count()
    return render_template(
        "moderation/review/queue.html",
        page_title=_("Edits that wait for a review"),
        rows=listing.waiting(limit=limit, offset=offset),
        number=number,
        form=Form(),
        policy=policy.present(),
        may_change=authority().may("reviewpolicy"),
        pagination=by_offset(number, limit=limit, offset=offset),
        noindex=True,
    )


@blueprint.post(f"{QUEUE}/next")
def go_on() -> ResponseReturnValue:
    """Take the next page of the queue in hand, and show it."""
    return to_next(after=number_in(request.form.get("after")))


def to_next(*, after: int | None = None) -> ResponseReturnValue:
    """The next page that waits, or the queue where there is none."""
    page = holding.take_next(authority(), after=after)
    return redirect(f"{page.title.path}?action=review" if page is not None else QUEUE, 303)


def review(title: Title) -> ResponseReturnValue:
    """`?action=review`: what of the page waits, why it deserves a look, and what is decided about it."""
    authority().require("review", title)
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            said = decided(title, form)
        except PermissionDenied:
            raise
        except WikiError as error:
            return show_review(title, form, error)
        flash(said, "success")
        page = finding.find_page(title)
        return to_next(after=page.id if page is not None else None)
    return show_review(title, form)


def decided(title: Title, form: DecisionForm) -> str:
    """Do what the button that was pressed says; gives what was done in words."""
    seen, reason = number_in(form.seen.data) or 0, form.reason.data or ""
    numbers = [number for text in request.form.getlist("edit") if (number := number_in(text)) is not None]
    if "reject" in request.form:
        done = deciding.reject(authority(), title=title, numbers=numbers, seen=seen, reason=reason)
        return str(ngettext("%(num)s edit was rejected.", "%(num)s edits were rejected.", done))
    if "ask" in request.form:
        done = deciding.ask(authority(), title=title, numbers=numbers, seen=seen, reason=reason)
        return str(ngettext("A change was asked of %(num)s edit.", "A change was asked of %(num)s edits.", done))
    if "partly" in request.form:
        chain = deciding.chain_of(authority(), title=title)
        text = resolved_text(passages_of(chain), request.form)
        done = deciding.accept_partly(authority(), title=title, text=text, seen=seen, reason=reason)
        return str(ngettext("%(num)s edit was accepted in part.", "%(num)s edits were accepted in part.", done))
    through = number_in(request.form.get("through")) or seen
    done = deciding.accept(authority(), title=title, through=through, seen=seen)
    return str(ngettext("%(num)s edit was accepted.", "%(num)s edits were accepted.", done))


def passages_of(chain: deciding.Chain) -> Merge:
    """What readers see against what waits, paragraph by paragraph."""
    before = finding.revision_text(chain.shown) if chain.shown is not None else ""
    return passages(before, finding.revision_text(chain.latest))


def show_review(title: Title, form: DecisionForm, error: WikiError | None = None) -> ResponseReturnValue:
    """What waits, and the form; refused decisions come back with what was typed and with what is there now."""
    chain = deciding.chain_of(authority(), title=title)
    form.seen.data = str(chain.latest.id)
    rows = chain.rows[:MOST_SHOWN]
    wanted = select(Revision).where(Revision.id.in_([row.revision_id for row in rows])).order_by(Revision.id)
    changes = load_changes(authority(), session.scalars(wanted).all(), language())
    before = finding.revision_text(chain.shown) if chain.shown is not None else ""
    apart = "apart" in request.args or isinstance(error, ConflictUnsettled)
    content = render_page(
        "moderation/review/page.html",
        title,
        current="review",
        page_title=_("Review of %(title)s", title=title.full_name),
        form=form,
        message=translated(error) if error is not None else None,
        chain=chain,
        edits=[
            (row, change, listing.signals_of(row) if change.is_readable else ())
            for row, change in zip(rows, changes, strict=True)
        ],
        diff=compare(before, finding.revision_text(chain.latest)) if rows else None,
        passages=passages_of(chain) if apart and rows else None,
        choices=given_choices(request.form),
        chosen=request.form.getlist("edit"),
        holder=listing.holder(chain.page),
        me=authority().user,
        last=last_decision(chain.page) if not rows or error is not None else None,
        noindex=True,
    )
    return make_response(content, error.status if error is not None else 400 if form.errors else 200)


def last_decision(page: Page) -> tuple[Review, User | None] | None:
    """The latest decision about the page, and who took it."""
    row = waiting.last_decided(page)
    return (row, session.get(User, row.decided_by) if row.decided_by else None) if row is not None else None


@blueprint.get(f"{QUEUE}/edit/<int:number>")
def fate(number: int) -> ResponseReturnValue:
    """What became of an edit that waited: everybody may know, with the reason."""
    authority().require("read")
    revision = finding.get_revision(authority(), number)
    row = session.get(Review, number)
    if row is None:
        raise finding.NoSuchRevision(number=number)
    page = finding.page_of(revision)
    return render_template(
        "moderation/review/fate.html",
        page_title=_("What became of an edit of %(title)s", title=page.title.full_name),
        page=page,
        row=row,
        change=load_changes(authority(), [revision], language())[0],
        signals_found=listing.signals_of(row),
        decider=session.get(User, row.decided_by) if row.decided_by else None,
        place=waiting.place_of(page) if row.state == State.PENDING else None,
        noindex=True,
    )


@blueprint.route(f"{QUEUE}/policy", methods=["GET", "POST"])
def rules() -> ResponseReturnValue:
    """Which edits wait, for whom it may concern to read, and for some to change."""
    authority().require("reviewpolicy")
    now = policy.present()
    form = PolicyForm(
        newcomers=now.newcomers,
        namespaces=sorted(now.namespaces),
        types=", ".join(sorted(now.types)),
        promise=now.promise,
    )
    if form.validate_on_submit():
        change_policy(
            authority(),
            newcomers=bool(form.newcomers.data),
            namespaces=frozenset(form.namespaces.data or ()),
            types=frozenset(one.strip() for one in (form.types.data or "").split(",") if one.strip()),
            promise=form.promise.data or policy.PROMISE,
            reason=form.reason.data or "",
        )
        flash(_("It was changed which edits wait. Edits that wait already go on waiting."), "success")
        return redirect(QUEUE, 303)
    content = render_template(
        "moderation/review/policy.html",
        page_title=_("Which edits wait for a review"),
        form=form,
        pages=policy.chosen_pages(MOST_CHOSEN),
        noindex=True,
    )
    return make_response(content, 400 if form.errors else 200)


@blueprint.post(f"{QUEUE}/pages")
def choose() -> ResponseReturnValue:
    """Have all edits of a page wait, or no longer."""
    authority().require("reviewpolicy")
    title = Title.parse(request.form.get("title", ""))
    chosen = request.form.get("chosen") == "1"
    choose_page(authority(), title=title, chosen=chosen, reason=request.form.get("reason", ""))
    words = _("All edits of “%(title)s” wait for a review now.", title=title.full_name)
    if not chosen:
        words = _("Edits of “%(title)s” wait no longer for being edits of this page.", title=title.full_name)
    flash(words, "success")
    return redirect(f"{QUEUE}/policy", 303)


def banner(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """Above a page of which something waits: for readers what they see, for whoever wrote what of hers waits."""
    if page is None or page.is_settled:
        return ""
    rows = waiting.pending(page)
    if not rows:
        return ""
    own = waiting.own_version(authority(), page) is not None
    shown = finding.shown_revision(page) if page.is_live else None
    decision = session.get(Review, shown.id) if shown is not None else None
    html = render_template(
        "moderation/review/banner.html",
        title=title,
        rows=rows,
        own=own,
        shown=shown,
        latest=page.latest_revision_id,
        accepted_at=decision.decided_at if decision is not None else None,
        place=waiting.place_of(page) if own else None,
        due_at=rows[0].due_at,
        may_review=authority().may("review", title),
        asked=[row for row in rows if row.asked_at is not None] if own else [],
    )
    return Markup(html)


def edit_notice(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """Above the edit form of a page of which something waits: the text holds it."""
    if page is None or page.is_settled or not (rows := waiting.pending(page)):
        return ""
    words = ngettext(
        "%(num)s edit of this page waits for a review. The text below holds it already; yours will wait with it.",
        "%(num)s edits of this page wait for a review. The text below holds them already; yours will wait with them.",
        len(rows),
    )
    return Markup(render_template("moderation/review/notice.html", words=words))


def fate_link(change: Change) -> dict[str, str] | None:
    """Beside an edit that waited or waits: what became of it."""
    if waiting.TAG not in change.tags:
        return None
    return {"label": _("review"), "url": f"{QUEUE}/edit/{change.revision.id}"}


@blueprint.app_template_filter()
def state_name(state: str) -> str:
    """What became of an edit, in the reader's language."""
    names: Mapping[str, str] = {
        State.PENDING: _("waits for a review"),
        State.ACCEPTED: _("accepted"),
        State.REJECTED: _("rejected"),
        State.PARTLY: _("accepted in part"),
        State.WITHDRAWN: _("taken back"),
    }
    return names[state]


@blueprint.app_template_filter()
def signal_name(name: str) -> str:
    """What a signal says, in the reader's language."""
    return str(_(SIGNALS[name].label)) if name in SIGNALS else name


def own_version(page: Page) -> Revision | None:
    """What the present reader sees in the place of what others see."""
    return waiting.own_version(authority(), page)


def is_reviewable(title: Title) -> bool:
    """Whether something of the page waits."""
    page = finding.find_page(title)
    return page is not None and not page.is_settled and waiting.waits(page)
