"""The vocabulary in the browser: everybody goes through it, who has the right changes it.

Rule: GET shows, POST changes; whatever is refused comes back as it was typed, with what to do.
"""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote

from flask import Blueprint, flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from wiki.database import session
from wiki.errors import WikiError
from wiki.logs.reading import Line, load_lines
from wiki.pages.finding import find_page
from wiki.taxonomy.finding import category_size, profile_size, profiles
from wiki.taxonomy.models import Axis, Profile, Term
from wiki.vocabulary import browsing
from wiki.vocabulary.changing import RIGHT, ChangedSince, Done, add, carried_up, change, children, remove
from wiki.vocabulary.filling import axis_from, differences, profile_from, shown_fields, term_from
from wiki.vocabulary.forms import EMPTY_ROWS, AxisForm, MergeForm, ProfileForm, TermForm, VersionedForm
from wiki.vocabulary.merging import merge
from wiki.vocabulary.shapes import AxisShape, Change, Shape, TermShape, kind_of, version_of
from wiki.vocabulary.storing import get, get_axis, get_profile, get_term, row_of
from wiki.vocabulary.undoing import CannotUndo, changes_of, entry_of, reverse, undo, undone_numbers
from wiki.web.context import authority, language
from wiki.web.languages import translated
from wiki.web.pagination import asked_limit, asked_offset, by_offset

blueprint = Blueprint("vocabulary", __name__)

ROOT = "/special/vocabulary"

ON_OVERVIEW = 100
"""Terms of each axis that the overview shows."""


@blueprint.get("/special/vocabulary")
def vocabulary() -> ResponseReturnValue:
    """The profiles and the tops of the trees; a level below a term, an axis, or terms that a word finds."""
    authority().require("read")
    words, path, axis_slug = (request.args.get(name, "").strip() for name in ("q", "path", "axis"))
    if words:
        found = browsing.load_rows(browsing.found_terms(words[:100]))
        return show("found.html", _("Vocabulary"), rows=found, words=words, limit=browsing.MAX_FOUND)
    if path:
        way = browsing.walk(path)
        return level(way[-1].name, browsing.narrower_terms(way[-1]), way=way, path=path)
    if axis_slug:
        axis = row_of("axis", get_axis(axis_slug).slug)
        return level(axis.name, browsing.top_terms(axis), axis=axis) if isinstance(axis, Axis) else overview()
    return overview()


def overview() -> ResponseReturnValue:
    """The profiles, and each axis with the terms at its top."""
    trees = []
    for axis in browsing.axes():
        terms = session.scalars(browsing.top_terms(axis).limit(ON_OVERVIEW + 1)).all()
        trees.append((axis, browsing.load_rows(terms[:ON_OVERVIEW]), len(terms) > ON_OVERVIEW))
    return show("vocabulary.html", _("Vocabulary"), trees=trees, profiles=profiles())


def level(heading: str, query: Select[Term], **more: object) -> ResponseReturnValue:
    """The terms of `query`, a part at a time."""
    limit, offset = asked_limit(), asked_offset()
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = browsing.load_rows(session.scalars(query.limit(limit).offset(offset)).all())
    pages = by_offset(total, limit=limit, offset=offset)
    return show("level.html", heading, rows=rows, total=total, pagination=pages, **more)


@blueprint.route("/special/vocabulary/new-term", methods=["GET", "POST"])
def new_term() -> ResponseReturnValue:
    """Add a term; `?axis=` and `?below=` fill the form."""
    authority().require(RIGHT)
    below = request.args.get("below", "")
    parent = get_term(below) if below else None
    axis = parent.axis if parent else request.args.get("axis", "") or browsing.axes()[0].slug
    form = term_form({"axis": axis, "broader": [parent.name] if parent else []})
    return answer(form, _("Add a term"), lambda: add(authority(), shape=term_from(form.data), reason=why(form)))


@blueprint.route("/special/vocabulary/terms/<slug>", methods=["GET", "POST"])
def edit_term(slug: str) -> ResponseReturnValue:
    """Change a term."""
    authority().require(RIGHT)
    current = get_term(slug)
    form = term_form(shown_fields(current) | {"version": version_of(current)})
    return edit(form, current, lambda: term_from(form.data))


@blueprint.route("/special/vocabulary/new-profile", methods=["GET", "POST"])
def new_profile() -> ResponseReturnValue:
    """Add a profile."""
    authority().require(RIGHT)
    form = ProfileForm()
    return answer(form, _("Add a profile"), lambda: add(authority(), shape=profile_from(form.data), reason=why(form)))


@blueprint.route("/special/vocabulary/profiles/<slug>", methods=["GET", "POST"])
def edit_profile(slug: str) -> ResponseReturnValue:
    """Change a profile."""
    authority().require(RIGHT)
    current = get_profile(slug)
    form = ProfileForm(data=shown_fields(current) | {"version": version_of(current)})
    return edit(form, current, lambda: profile_from(form.data))


@blueprint.route("/special/vocabulary/axes/<slug>", methods=["GET", "POST"])
def edit_axis(slug: str) -> ResponseReturnValue:
    """Change an axis."""
    authority().require(RIGHT)
    current = get_axis(slug)
    form = AxisForm(data=shown_fields(current) | {"version": version_of(current)})
    return edit(form, current, lambda: axis_from(form.data, slug))


@blueprint.route("/special/vocabulary/terms/<slug>/remove", methods=["GET", "POST"])
def remove_term(slug: str) -> ResponseReturnValue:
    """Say what becomes of a term's pages and narrower terms, then remove it."""
    return removal(get_term(slug))


@blueprint.route("/special/vocabulary/terms/<slug>/merge", methods=["GET", "POST"])
def merge_term(slug: str) -> ResponseReturnValue:
    """Say what becomes of a term's pages, names and narrower terms, then make it one with another."""
    authority().require(RIGHT)
    current = get_term(slug)
    form, status = MergeForm(data={"version": version_of(current)}), 200
    if form.validate_on_submit():
        into, version = form.into.data or "", form.version.data or ""
        try:
            return led_on(merge(authority(), slug=slug, into=into, version=version, reason=why(form)))
        except WikiError as error:
            status = error.status
            mark_refusal(form, error)
            form.version.data = version_of(current)
    content = show(
        "merge.html", _("Merge “%(name)s” with another term", name=current.name), form=form, shape=current,
        members=category_size(current.name), narrower=[term.name for term in children(current)],
        page=find_page(current.title) is not None, proposed=browsing.proposed_names(current.axis), back=ROOT,
    )  # fmt: skip
    return make_response(content, 400 if form.errors and status == 200 else status)


@blueprint.route("/special/vocabulary/profiles/<slug>/remove", methods=["GET", "POST"])
def remove_profile(slug: str) -> ResponseReturnValue:
    """Remove a profile that no page uses."""
    return removal(get_profile(slug))


@blueprint.route("/special/vocabulary/changes/<int:number>", methods=["GET", "POST"])
def one_change(number: int) -> ResponseReturnValue:
    """What an entry of the log changed, and, for who may, its undoing."""
    authority().require("read")
    entry = entry_of(number)
    form = VersionedForm()
    if form.is_submitted():
        authority().require(RIGHT)
    refusal = None
    if form.validate_on_submit():
        try:
            undo(authority(), number=number, reason=why(form))
        except WikiError as error:
            refusal = error
        else:
            flash(_("The change was undone."), "success")
            return redirect(ROOT, 303)
    may_undo = authority().may(RIGHT)
    back: list[Change] = []
    if may_undo and refusal is None:
        try:
            back = reverse(entry)
        except CannotUndo as error:
            refusal = error
    conflicts = refusal.conflicts if isinstance(refusal, CannotUndo) else ()
    heading = _("Change %(number)s of the vocabulary", number=number)
    content = show(
        "change.html", heading, entry=entry, line=load_lines(authority(), [entry], language())[0], form=form,
        may_undo=may_undo, refusal=refusal, changes=told(changes_of(entry)), back=told(back), conflicts=told(conflicts),
    )  # fmt: skip
    refused = request.method == "POST"
    return make_response(content, refusal.status if refused and refusal else 400 if form.errors else 200)


def log_link(line: Line) -> dict[str, str] | None:
    """Beside an entry of the vocabulary's log: what it changed, and its undoing."""
    if line.entry.type != "vocabulary":
        return None
    if line.entry.id in undone():
        label = _("Undone since")
    else:
        label = _("Undo this change") if authority().may(RIGHT) else _("Details")
    return {"label": label, "url": f"{ROOT}/changes/{line.entry.id}"}


def undone() -> frozenset[int]:
    """Numbers of the changes that are undone; asked once in a request."""
    if "undone_changes" not in g:
        g.undone_changes = undone_numbers()
    return cast(frozenset[int], g.undone_changes)


def show(template: str, heading: str, **context: Any) -> str:
    """A page of the vocabulary."""
    return render_template(
        f"vocabulary/{template}", page_title=heading, may_change=authority().may(RIGHT), noindex=True, **context
    )


def told(changes: Any) -> list[tuple[Shape, list[Any]]]:
    """Changes in words: what each is about, and its differences."""
    sides = [side for change in changes for side in (change.before, change.after) if side is not None]
    called = {side.slug: side.name for side in sides}
    return [(change.shape, differences(change, called)) for change in changes]


def why(form: VersionedForm) -> str:
    """The reason that was typed."""
    return form.reason.data or ""


def term_form(data: dict[str, Any]) -> TermForm:
    """The form of a term, with room for some broader terms more."""
    form = TermForm(data=data | {"broader": [*data["broader"], *[""] * EMPTY_ROWS]})
    form.axis.choices = [(axis.slug, axis.name) for axis in browsing.axes()]
    return form


def edit(form: AxisForm, current: Shape, made: Callable[[], Shape]) -> ResponseReturnValue:
    """Change `current` into what the form makes of it."""

    def act() -> Done:
        version = form.version.data or ""
        return change(authority(), slug=current.slug, shape=made(), version=version, reason=why(form))

    return answer(form, _("Change “%(name)s”", name=current.name), act, current=current, made=made)


def answer(
    form: AxisForm,
    heading: str,
    act: Callable[[], Done],
    current: Shape | None = None,
    made: Callable[[], Shape] | None = None,
) -> ResponseReturnValue:
    """Show a form, or do what it asks and lead on; refused, show it again as it was typed."""
    status, since = 200, None
    if form.validate_on_submit():
        try:
            done = act()
        except WikiError as error:
            status = error.status
            mark_refusal(form, error)
            if isinstance(error, ChangedSince) and made is not None:
                since = differences(Change(error.current, made()), {})
                # Sent once more, it is meant against what the page shows now.
                form.version.data = version_of(error.current)
        else:
            return led_on(done)
    elif form.errors:
        status = 400
    axis = form.axis.data if isinstance(form, TermForm) else None
    content = show(
        "edit.html", heading, form=form, shape=current, kind=kind_of(current) if current else None, since=since,
        proposed=browsing.proposed_names(axis) if axis else (), back=ROOT,
    )  # fmt: skip
    return make_response(content, status)


def mark_refusal(form: VersionedForm, error: WikiError) -> None:
    """Say beside the right field, or of the form as a whole, why nothing was changed."""
    named = getattr(error, "field", "name")
    if named is None:
        form.form_errors.append(translated(error))
    else:
        form[named].errors = [translated(error)]


def led_on(done: Done) -> ResponseReturnValue:
    """To where what was changed stands."""
    if not done.changes:
        flash(_("Nothing was changed."), "notice")
        return redirect(ROOT, 303)
    shape = done.changes[-1].shape
    flash(_("The vocabulary was changed: “%(name)s”.", name=shape.name), "success")
    if isinstance(shape, TermShape):
        return redirect(f"{ROOT}?q={quote(shape.name, safe='')}", 303)
    return redirect(ROOT, 303)


def removal(current: Shape) -> ResponseReturnValue:
    """Ask, telling what becomes of pages and narrower terms, then remove."""
    authority().require(RIGHT)
    kind = kind_of(current)
    form = VersionedForm(data={"version": version_of(current)})
    refusal = None
    if form.validate_on_submit():
        try:
            version = form.version.data or ""
            remove(authority(), kind=kind, slug=current.slug, version=version, reason=why(form))
        except WikiError as error:
            refusal = error
        else:
            flash(_("“%(name)s” was removed from the vocabulary. This can be undone.", name=current.name), "success")
            return redirect(ROOT, 303)
    if isinstance(refusal, ChangedSince):
        current = get(kind, current.slug)
        form.version.data = version_of(current)
    content = show(
        "remove.html", _("Remove “%(name)s”", name=current.name), form=form, shape=current, kind=kind,
        refusal=refusal, members=members_of(current), narrower=told(carried_up(current)), back=ROOT,
    )  # fmt: skip
    return make_response(content, refusal.status if refusal else 400 if form.errors else 200)


def members_of(shape: Shape) -> int:
    """How many pages belong to a term or are for a profile."""
    if isinstance(shape, TermShape):
        return category_size(shape.name)
    row = row_of("profile", shape.slug)
    return profile_size(row) if isinstance(row, Profile) and not isinstance(shape, AxisShape) else 0
