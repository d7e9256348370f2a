"""What changes, in the browser: recent changes, and what a person or a group wrote, or everybody on a subject."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field

from wiki import clock
from wiki.errors import WikiError
from wiki.history.views import row_links, tag_label
from wiki.logs.days import by_day, day_begins, day_ends
from wiki.pages import finding
from wiki.pages.changes import Change, load_changes
from wiki.pages.models import Revision
from wiki.recentchanges.contributions import MOST_CHOSEN, ContributionFilters, contributions, tags_in_use
from wiki.recentchanges.filtering import DEFAULT_DAYS, Filters, recent
from wiki.recentchanges.forms import REVERTED, ContributionsForm, RecentForm, asked_days
from wiki.recentchanges.kept.forms import KeepForm
from wiki.recentchanges.kept.keeping import default_query, kept, tidied
from wiki.recentchanges.models import Categorisation
from wiki.recentchanges.rows import Beside, beside, bots, load_rows
from wiki.recentchanges.streams import Part, Position, Streams, since
from wiki.taxonomy.finding import find_profile, get_category
from wiki.titles import Namespace, Title
from wiki.users.finding import by_id
from wiki.users.finding import require as find_person
from wiki.users.models import User
from wiki.web.context import authority, language
from wiki.web.languages import reader_zone, translated
from wiki.web.namespaces import chosen_namespace
from wiki.web.pagination import LIMITS, Pagination, address, asked_limit, newest_first

blueprint = Blueprint("recentchanges", __name__)

Found = TypeVar("Found")

about_person: list[Callable[[User], Markup]] = []
"""What rooms above say of a person above what she wrote; filled by `wiki.app`."""


@blueprint.get("/special/recent-changes")
def recent_changes() -> ResponseReturnValue:
    """Edits and logged acts together, newest first, by day; by their default filters for who has some."""
    authority().require("read")
    if not request.args and (query := default_query(authority())):
        return redirect(f"{request.path}?{query}")
    form = RecentForm(formdata=request.args)
    filters = filters_of(form)
    part = asked_part(recent(authority(), filters)) if filters is not None else None
    content = render_template(
        "recentchanges/recent.html",
        page_title=_("Recent changes"),
        form=form,
        chips=chips(form),
        kept=kept(authority()),
        keep=KeepForm(formdata=None, query=tidied(request.query_string.decode("ascii", "replace"))),
        may_keep=authority().may("editpreferences"),
        me=authority().user,
        **(listed(part, filters) if part is not None and filters is not None else {}),
        noindex=True,
    )
    return make_response(content, 200 if part is not None else 400)


def listed(part: Part, filters: Filters) -> dict[str, object]:
    """What the template shows of a part of the list."""
    numbers = [event.id for event in part.events if isinstance(event, Revision)]
    rows = load_rows(authority(), part, language())
    return {
        "days": by_day(rows, reader_zone(), lambda row: row.when),
        "bots": bots(),
        "beside": beside(authority(), numbers, categories="category" in filters.types),
        "pagination": around_part(part),
        "reached": part.reached.when if part.reached is not None and "after" not in request.args else None,
    }


def filters_of(form: RecentForm) -> Filters | None:
    """What the form asks for; None, with the error on its field, where it names what does not exist."""
    if not form.validate():
        return None
    typed = (form.category, form.linkedfrom, form.linkedto)
    category, source, target = ((one.data or "").strip() for one in typed)
    subject = named(form.category, get_category, category) if category else None
    linked_from = named(form.linkedfrom, existing_title, source) if source else None
    linked_to = named(form.linkedto, Title.parse, target) if target else None
    profile = find_profile(slug=form.profile.data) if form.profile.data else None
    if form.errors:
        return None
    return Filters(
        since=since(asked_days(form.days), clock.now()),
        namespace=chosen_namespace(form.namespace),
        category=subject.name if subject is not None else None,
        below=form.below.data,
        profile=profile.id if profile is not None else None,
        linked_from=linked_from,
        linked_to=linked_to,
        latest=form.latest.data,
        **form.ticked(),
    )


def existing_title(text: str) -> Title:
    """The title of the page that somebody means by `text`. Raises `NoSuchPage`, `TitleError`."""
    return finding.get_page(Title.parse(text)).title


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: what it says, and the address without it."""

    label: str
    url: str


def chips(form: RecentForm) -> list[Chip]:
    """Each filter that the address sets."""
    found = []
    for filter_, value, words in form.chosen():
        rest = [one for one in request.args.getlist(filter_.name) if one != value]
        # An address without any question would mean the reader's default filters.
        days = request.args.get("days", str(DEFAULT_DAYS))
        places: dict[str, str | list[str] | None] = {"before": None, "after": None, "days": days}
        label = _("%(filter)s: %(value)s", filter=filter_.label.text, value=words) if words else str(filter_.label.text)
        found.append(Chip(label, address(**{**places, filter_.name: rest or None})))
    return found


@blueprint.get("/special/contributions")
def user_contributions() -> ResponseReturnValue:
    """What somebody wrote, newest first; who or what does not exist is an error of the field."""
    authority().require("read")
    form = ContributionsForm(formdata=request.args)
    form.tag.choices = [("", _("All tags")), *((tag, tag_label(tag)) for tag in tags_in_use())]
    valid = form.validate()
    filters = asked_filters(form) if valid else ContributionFilters()
    asked = filters.says_whose and not form.errors
    user = by_id(filters.author) if filters.author is not None else None
    changes, pages = changes_of(filters) if asked else ([], None)
    content = render_template(
        "recentchanges/contributions.html",
        page_title=_("Contributions of %(name)s", name=user.name) if user else _("Contributions"),
        form=form,
        user=user,
        about=Markup("").join(say(user) for say in about_person) if user else "",
        asked=asked,
        filters=filters,
        may_undo=authority().may("edit"),
        most_chosen=MOST_CHOSEN,
        days=by_day(changes, reader_zone(), lambda change: change.revision.created_at),
        bots=bots(),
        pagination=pages,
        noindex=True,
    )
    missing = 404 if valid else 400
    return make_response(content, missing if form.errors else 200)


def asked_filters(form: ContributionsForm) -> ContributionFilters:
    """What a valid form asks for; names of nobody and of nothing become errors of their fields."""
    first, last = form.since.data, form.until.data
    name, category = (form.user.data or "").strip(), (form.category.data or "").strip()
    user = named(form.user, find_person, name) if name else None
    subject = named(form.category, get_category, category) if category else None
    return ContributionFilters(
        author=user.id if user else None,
        group=form.group.data or None,
        category=subject.name if subject else None,
        reverted=REVERTED.get(form.reverted.data or ""),
        namespace=chosen_namespace(form.namespace),
        tag=form.tag.data or None,
        since=day_begins(first, reader_zone()) if first else None,
        until=day_ends(last, reader_zone()) if last else None,
        top=form.top.data,
        new=form.newonly.data,
        hide_minor=form.hideminor.data,
    )


def named(field: Field, find: Callable[[str], Found], name: str) -> Found | None:
    """What `find` gives for `name`; where it refuses, None, and the field says why."""
    try:
        return find(name)
    except WikiError as error:
        field.errors = [*field.errors, translated(error)]
        return None


def changes_of(filters: ContributionFilters) -> tuple[list[Change], Pagination]:
    """The part of the contributions that the request asks for."""
    query = contributions(authority(), filters)
    revisions, pages = newest_first(query, Revision.id, lambda revision: revision.id)
    return load_changes(authority(), revisions, language()), pages


def asked_part(streams: Streams) -> Part:
    """The part of a merged list that `before=` or `after=` asks for."""
    before, after = Position.read(request.args.get("before")), Position.read(request.args.get("after"))
    return streams.part(before=before, after=after, limit=asked_limit())


def around_part(part: Part) -> Pagination:
    """Links from a part of a merged list to what is newer and older."""
    events = part.events
    newest, oldest = (str(Position.of(events[0])), str(Position.of(events[-1]))) if events else (None, None)
    if part.reached is not None:
        newest, oldest = (str(part.reached), oldest) if "after" in request.args else (newest, str(part.reached))
    return Pagination(
        limit=asked_limit(),
        limits=tuple((size, address(limit=size, before=None, after=None)) for size in LIMITS),
        first=address(before=None, after=None) if part.newer else None,
        previous=address(after=newest, before=None) if part.newer and newest else None,
        next=address(before=oldest, after=None) if part.older and oldest else None,
        last=None,
    )


@blueprint.app_template_global()
def change_line(
    change: Change,
    bots: frozenset[int],
    *,
    watched: bool = False,
    beside: Beside | None = None,
    signs: Collection[str] = (),
) -> dict[str, object]:
    """What `change_row` shows of a revision; `signs`: more words about it."""
    revision, title = change.revision, change.title
    name = title.full_name
    links = [
        {
            "label": _("history"),
            "title": _("history of %(title)s", title=name),
            "url": f"{title.path}?action=history",
        }
    ]
    if change.has_live_parent and change.is_readable:
        diff = {"label": _("diff"), "title": _("diff of %(title)s", title=name)}
        links.insert(0, {**diff, "url": f"{title.path}?diff=prev&oldid={revision.id}"})
    links += [link for offer in row_links if (link := offer(change)) is not None]
    return {
        "title": title,
        "exists": change.page.deleted_at is None,
        "when": revision.created_at,
        "user": change.user,
        "new": change.is_new,
        "minor": revision.minor,
        "bot": change.user is not None and change.user.id in bots,
        "change": revision.size_change,
        "summary": change.summary,
        "tags": [
            *signs,
            *(tag_label(tag) for tag in change.tags),
            *(categorisation_label(row) for row in (beside.moves.get(revision.id, ()) if beside is not None else ())),
        ],
        "unpatrolled": beside is not None and revision.id in beside.waiting,
        "check": revision.id if beside is not None and revision.id in beside.waiting and change.is_readable else None,
        "choice": revision.id if change.can_be_undone else None,
        "links": links if change.page.deleted_at is None else [],
        "watched": watched,
    }


def categorisation_label(row: Categorisation) -> dict[str, str]:
    """Into or out of which category an edit brought its page."""
    words = _("into “%(name)s”", name=row.name) if row.into else _("out of “%(name)s”", name=row.name)
    return {"label": words, "url": Title(Namespace.CATEGORY, row.name).path}
