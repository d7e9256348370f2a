"""What changes, in the browser: recent changes, and what a person or a group wrote, or everybody on a subject."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field

from wiki import clock
from wiki.errors import WikiError
from wiki.history.views import row_links, tag_label
from wiki.logs.days import by_day, day_begins, day_ends
from wiki.pages.changes import Change, load_changes
from wiki.pages.models import Revision
from wiki.recentchanges.contributions import MOST_CHOSEN, ContributionFilters, contributions, tags_in_use
from wiki.recentchanges.filtering import Filters, recent
from wiki.recentchanges.forms import REVERTED, ContributionsForm, RecentForm, chosen_namespace
from wiki.recentchanges.rows import bots, load_rows
from wiki.recentchanges.streams import Part, Position, Streams, since
from wiki.taxonomy.finding import get_category
from wiki.users.finding import by_id
from wiki.users.finding import require as find_person
from wiki.users.models import User
from wiki.web.context import authority, language
from wiki.web.languages import reader_zone, translated
from wiki.web.pagination import LIMITS, Pagination, address, asked_limit, newest_first

blueprint = Blueprint("recentchanges", __name__)

Found = TypeVar("Found")

about_person: list[Callable[[User], Markup]] = []
"""What rooms above say of a person above what she wrote; filled by `wiki.app`."""


@blueprint.get("/special/recent-changes")
def recent_changes() -> ResponseReturnValue:
    """Edits and logged acts together, newest first, by day."""
    authority().require("read")
    form = RecentForm(formdata=request.args)
    valid = form.validate()
    part = asked_part(recent(authority(), filters_of(form)))
    content = render_template(
        "recentchanges/recent.html",
        page_title=_("Recent changes"),
        form=form,
        days=by_day(load_rows(authority(), part, language()), reader_zone(), lambda row: row.when),
        bots=bots(),
        pagination=around_part(part),
        noindex=True,
    )
    return make_response(content, 200 if valid else 400)


def filters_of(form: RecentForm) -> Filters:
    """What the form asks for."""
    return Filters(
        since=since(form.asked_days, clock.now()),
        namespace=chosen_namespace(form.namespace),
        hide_minor=form.hideminor.data,
        hide_bots=form.hidebots.data,
        only_new=form.newonly.data,
        author=form.author.data or "",
        hidden_logs=form.hidden_logs,
    )


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
    return Pagination(
        limit=asked_limit(),
        limits=tuple((size, address(limit=size, before=None, after=None)) for size in LIMITS),
        first=address(before=None, after=None) if part.newer else None,
        previous=address(after=newest, before=None) if part.newer and newest else None,
        next=address(before=oldest, after=None) if part.older and oldest else None,
        last=None,
    )


@blueprint.app_template_global()
def change_line(change: Change, bots: frozenset[int], *, watched: bool = False) -> dict[str, object]:
    """What `change_row` shows of a revision."""
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
        "tags": [tag_label(tag) for tag in change.tags],
        "choice": revision.id if change.can_be_undone else None,
        "links": links if change.page.deleted_at is None else [],
        "watched": watched,
    }
