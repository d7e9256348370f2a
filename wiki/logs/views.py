"""The log in the browser: who did what, besides editing."""

from collections.abc import Callable

from flask import Blueprint, get_template_attribute, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wiki.logs.days import by_day, day_begins, day_ends
from wiki.logs.forms import LogForm
from wiki.logs.models import LogEntry
from wiki.logs.reading import PRIVATE, Line, LogFilters, load_lines, matching
from wiki.logs.sealing import head
from wiki.logs.sentences import sentence
from wiki.logs.writing import NAMES, TYPES
from wiki.titles import Title
from wiki.users.finding import NoSuchUser, find
from wiki.users.models import User
from wiki.web.context import authority, language
from wiki.web.languages import reader_zone, translated
from wiki.web.pagination import newest_first

blueprint = Blueprint("logs", __name__)

entry_links: list[Callable[[Line], dict[str, str] | None]] = []
"""What rooms above offer beside an entry: a link {label, url}, or None; filled by `wiki.app`."""


@blueprint.get("/special/logs")
def logs() -> ResponseReturnValue:
    """Entries of the log that the filters want, newest first, by day."""
    authority().require("read")
    form = LogForm(formdata=request.args)
    form.offer([type_ for type_ in TYPES if type_ not in PRIVATE or authority().may(PRIVATE[type_])])
    filters = filters_of(form) if form.validate() else None
    status = 200 if filters is not None else 400
    lines, pages = [], None
    if filters is not None:
        entries, pages = newest_first(matching(authority(), filters), LogEntry.id, lambda entry: entry.id)
        lines = load_lines(authority(), entries, language())
    content = render_template(
        "logs/logs.html",
        page_title=_("Logs"),
        form=form,
        days=by_day(lines, reader_zone(), lambda line: line.entry.created_at),
        pagination=pages,
        head=head(),
        noindex=True,
    )
    return make_response(content, status)


def filters_of(form: LogForm) -> LogFilters | None:
    """What the form asks for; None, with the error on its field, where it names nobody who exists."""
    type_, _slash, action = (form.type.data or "").partition("/")
    action = action or request.args.get("action", "")
    known = action in TYPES.get(type_, {})
    actor = asked_user(form)
    if form.user.errors:
        return None
    since, until = form.since.data, form.until.data
    return LogFilters(
        type=type_ or None,
        action=action if known else None,
        actor=actor,
        title=Title.parse(form.page.data) if form.page.data else None,
        since=day_begins(since, reader_zone()) if since else None,
        until=day_ends(until, reader_zone()) if until else None,
    )


def asked_user(form: LogForm) -> User | None:
    """The account named in the form, if any; nobody's name is an error of the field."""
    name = (form.user.data or "").strip()
    user = find(name) if name else None
    if name and user is None:
        form.user.errors = [*form.user.errors, translated(NoSuchUser(name=name))]
    return user


@blueprint.app_template_global()
def log_sentence(line: Line) -> Markup:
    """What the actor did, with links to the pages."""
    link = get_template_attribute("macros/wiki.html", "page_link")
    return sentence(line, language(), link)


@blueprint.app_template_global()
def log_links(line: Line) -> list[dict[str, str]]:
    """Where more is said of an entry, or where it can be undone."""
    return [link for offer in entry_links if (link := offer(line)) is not None]


@blueprint.app_template_filter()
def log_name(type_: str) -> str:
    """A kind of log in the reader's language."""
    return str(_(NAMES[type_]))
