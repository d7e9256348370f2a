"""Edit rules and their hits in the browser.

Rule: nothing of a rule is shown to who has no `editrules`, but what it tells the people whom it meets.
"""

from collections.abc import Sequence
from urllib.parse import quote

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from wiki.database import session
from wiki.editing.guarding import Disallowed
from wiki.errors import N_, WikiError
from wiki.logs.models import LogEntry
from wiki.logs.reading import Line, load_lines
from wiki.messages import translate
from wiki.moderation.deletion import ReasonMissing
from wiki.moderation.domains.models import BlockedDomain
from wiki.moderation.rules import actions, deciding, hits, listing
from wiki.moderation.rules.deciding import RIGHT, ChangedMeanwhile
from wiki.moderation.rules.definitions import BadRule, Definition
from wiki.moderation.rules.forms import HitsForm, RuleForm
from wiki.moderation.rules.models import EditRule, RuleHit
from wiki.moderation.rules.rehearsing import Rehearsed, rehearse
from wiki.pages.changes import load_changes
from wiki.pages.models import Revision
from wiki.recentchanges.views import change_line
from wiki.titles import Title, TitleError
from wiki.users.finding import NoSuchUser, find
from wiki.web.context import authority, language, site
from wiki.web.errors import error_page, typed_text
from wiki.web.languages import translated
from wiki.web.numbers import asked_id, number_in
from wiki.web.pagination import newest_first

blueprint = Blueprint("rules", __name__)

SHOWN_VERSIONS = 20


@blueprint.get("/special/edit-rules")
def rules() -> ResponseReturnValue:
    """The rules, newest first; those that disarmed themselves are named above."""
    authority().require(RIGHT)
    found, pages = newest_first(select(EditRule), EditRule.id, lambda rule: rule.id)
    disarmed = select(EditRule).where(EditRule.enabled.is_(True), EditRule.disarmed_at.is_not(None))
    slow = select(EditRule).where(EditRule.enabled.is_(True), EditRule.overruns > 0)
    return render_template(
        "moderation/rules/rules.html",
        page_title=_("Edit rules"),
        rows=listing.rule_rows(authority(), found, language()),
        disarmed=list(session.scalars(disarmed.order_by(EditRule.id).limit(SHOWN_VERSIONS))),
        slow=list(session.scalars(slow.order_by(EditRule.id).limit(SHOWN_VERSIONS))),
        labels={action.name: _(action.label) for action in actions.ACTIONS},
        pagination=pages,
        noindex=True,
    )


@blueprint.route("/special/edit-rules/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Make a rule."""
    authority().require(RIGHT)
    return edited(None)


@blueprint.route("/special/edit-rules/<int:number>", methods=["GET", "POST"])
def one(number: int) -> ResponseReturnValue:
    """Look at a rule, as it is or with `version=` as it was, and change it."""
    authority().require(RIGHT)
    return edited(deciding.get_rule(number))


def edited(rule: EditRule | None) -> ResponseReturnValue:
    """The form about a rule; what its buttons send comes here too."""
    form = filled(rule)
    if not form.validate_on_submit():
        return show_form(form, rule)
    definition = form.definition()
    try:
        if "rehearse" in request.form:
            return show_form(form, rule, rehearsed=rehearse(authority(), definition))
        decided = decide(form, rule, definition)
    except ChangedMeanwhile as error:
        form.seen.data = str(error.version)
        return show_form(form, rule, error=error)
    except (BadRule, ReasonMissing) as error:
        field = form[error.field if isinstance(error, BadRule) else "reason"]
        field.errors = [*field.errors, translated(error)]
        return show_form(form, rule)
    words = _("Edit rule %(number)s is saved, in version %(version)s.", number=decided.number, version=decided.version)
    flash(words, "success")
    return redirect(url_for("rules.rules"), 303)


def filled(rule: EditRule | None) -> RuleForm:
    """The form, with what the rule says, or said in the version that is asked for."""
    form = RuleForm()
    form.offer()
    if not form.is_submitted() and rule is not None:
        kept = deciding.get_version(rule.id, asked_id("version") or rule.version)
        form.show(Definition.read(kept.definition))
        form.enabled.data, form.seen.data = rule.enabled, str(rule.version)
    return form


def decide(form: RuleForm, rule: EditRule | None, definition: Definition) -> deciding.Decided:
    """Keep what the form says."""
    enabled, reason = bool(form.enabled.data), form.reason.data or ""
    if rule is None:
        return deciding.create(authority(), definition=definition, enabled=enabled, reason=reason)
    seen = number_in(form.seen.data) or 0
    return deciding.change(
        authority(), number=rule.id, seen=seen, definition=definition, enabled=enabled, reason=reason
    )


def show_form(
    form: RuleForm, rule: EditRule | None, *, rehearsed: Rehearsed | None = None, error: WikiError | None = None
) -> ResponseReturnValue:
    """The form, with what a rehearsal found and with the versions of the rule."""
    versions = deciding.versions_of(rule, SHOWN_VERSIONS) if rule is not None else []
    content = render_template(
        "moderation/rules/rule.html",
        page_title=_("Edit rule %(number)s", number=rule.id) if rule is not None else _("Make an edit rule"),
        form=form,
        rule=rule,
        rehearsed=rehearsed,
        hits=shown(rehearsed.hits) if rehearsed is not None else (),
        versions=list(zip(versions, lines_of([version.entry_id for version in versions]), strict=True)),
        message=translated(error) if error is not None else None,
        noindex=True,
    )
    return make_response(content, error.status if error is not None else 400 if form.errors else 200)


def shown(numbers: Sequence[int]) -> list[dict[str, object]]:
    """The revisions with these numbers as lists show them, newest first, each with a link to what it changed."""
    found = select(Revision).where(Revision.id.in_(numbers)).order_by(Revision.id.desc())
    lines = []
    for change in load_changes(authority(), list(session.scalars(found)), language()):
        diff = {
            "label": _("diff"),
            "title": _("diff of %(title)s", title=change.title.full_name),
            "url": f"/special/diff/{change.revision.id}",
        }
        lines.append({**change_line(change, frozenset()), "links": [diff]})
    return lines


def lines_of(numbers: list[int]) -> list[Line]:
    """Entries of the log by their numbers, in the same order."""
    entries = {entry.id: entry for entry in session.scalars(select(LogEntry).where(LogEntry.id.in_(numbers)))}
    return load_lines(authority(), [entries[number] for number in numbers], language())


@blueprint.get("/special/rule-hits")
def all_hits() -> ResponseReturnValue:
    """The hits that the filters want, newest first."""
    listing.require_any(authority())
    form = HitsForm(formdata=request.args)
    form.validate()
    filters = asked_filters(form)
    found: dict[str, object] = {}
    if not form.errors:
        rows, pages = newest_first(listing.matching(authority(), filters), RuleHit.id, lambda hit: hit.id)
        found = {"rows": listing.hit_rows(authority(), rows), "pagination": pages}
    content = render_template(
        "moderation/rules/hits.html", page_title=_("Hits of edit rules"), form=form, noindex=True, **found
    )
    return make_response(content, 400 if form.errors else 200)


def asked_filters(form: HitsForm) -> listing.HitFilters:
    """What the form asks for; nobody's name and no title are errors of their fields."""
    name, typed = (form.user.data or "").strip(), (form.page.data or "").strip()
    actor, title = find(name) if name else None, None
    if name and actor is None:
        form.user.errors = [*form.user.errors, translated(NoSuchUser(name=name))]
    try:
        title = Title.parse(typed) if typed else None
    except TitleError as error:
        form.page.errors = [*form.page.errors, translated(error)]
    return listing.HitFilters(rule=form.rule.data, domain=asked_id("domain"), actor=actor, title=title)


@blueprint.get("/special/rule-hits/<int:number>")
def one_hit(number: int) -> ResponseReturnValue:
    """A hit, with the text of an edit that was not saved: for moderators, and for who wrote it."""
    hit = listing.get_hit(authority(), number)
    domain = session.get(BlockedDomain, hit.domain_id) if hit.domain_id is not None else None
    definition = None
    if hit.rule_id is not None:
        definition = Definition.read(deciding.get_version(hit.rule_id, hit.version or 0).definition)
    return render_template(
        "moderation/rules/hit.html",
        page_title=_("Hit %(number)s", number=number),
        row=listing.hit_rows(authority(), [hit])[0],
        definition=definition,
        told=definition.told.read_in(language()) if definition is not None else "",
        domain=domain,
        text=hits.kept_text(hit),
        moderates=authority().may(RIGHT),
        noindex=True,
    )


@blueprint.app_errorhandler(Disallowed)
def show_disallowed(error: Disallowed) -> ResponseReturnValue:
    """Why an edit was refused, the text back, and where to ask for another decision."""
    return error_page(
        403,
        _("A rule does not allow this edit"),
        translated(error),
        code=error.code,
        details=[_("Moderators made this rule; the wiki followed it by itself, and a rule can be wrong.")],
        actions=[
            *appeals(error),
            {"label": _("Your text, kept for 90 days"), "url": url_for("rules.one_hit", number=error.hit)},
        ],
        kept=typed_text(),
        noindex=True,
    )


def appeals(error: Disallowed) -> list[dict[str, object]]:
    """Where to say that the rule is wrong: a ready section of one's own talk page, and the contact."""
    contact = {"label": _("Contact those who run the wiki"), "url": Title.parse("Project:Mentions légales").path}
    user = authority().user
    if user is None:
        return [contact]
    topic = translate(N_("Edit refused by a rule (hit no. %(number)s)"), site().language, number=error.hit)
    url = f"{user.title.talk.path}?action=edit&section=new&topic={quote(topic, safe='')}"
    return [{"label": _("Say that this edit is right"), "url": url, "primary": True}, contact]


@blueprint.app_template_filter()
def taken_label(taken: str) -> str:
    """What was done about a hit, in the reader's language."""
    return str(_(actions.BY_NAME[taken].done))
