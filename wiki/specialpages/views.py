"""Special pages in the browser: their index, lists of pages, reports, and short addresses of revisions."""

from operator import attrgetter

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki import clock
from wiki.database import session
from wiki.logs.days import by_day
from wiki.pages import finding
from wiki.pages.changes import load_changes
from wiki.pages.models import Page, Revision
from wiki.recentchanges.rows import beside, bots
from wiki.specialpages import caretaking, names
from wiki.specialpages.chains import chains
from wiki.specialpages.figures import ACTIVE_DAYS, statistics
from wiki.specialpages.forms import AllPagesForm, CaretakerForm, NewPagesForm
from wiki.specialpages.lists import PageList, all_pages
from wiki.specialpages.reports import COUNTED, MAX_ROWS, REPORTS, Report, count, load
from wiki.specialpages.trends import Trend, trends
from wiki.specialpages.triage import NewPages, new_pages, signs
from wiki.titles import Namespace, Title
from wiki.users import finding as users
from wiki.web.context import authority, language
from wiki.web.languages import reader_zone, translated
from wiki.web.namespaces import chosen_namespace
from wiki.web.pagination import LIMITS, Pagination, address, asked_limit, asked_offset, by_offset, newest_first

blueprint = Blueprint("specialpages", __name__)

REDIRECT_REPORTS = ("double-redirects", "broken-redirects")


@blueprint.get("/special/")
def index() -> ResponseReturnValue:
    """Every special page, by group, with what it is for."""
    authority().require("read")
    return render_template("specialpages/index.html", page_title=_("Special pages"), groups=names.listed())


@blueprint.get("/special/<path:name>")
def by_name(name: str) -> ResponseReturnValue:
    """A special page under another of its names leads to its address; a name that is none gets the list of all."""
    authority().require("read")
    path = names.path_of(name)
    if path is not None and path.partition("?")[0] != request.path:
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"{path}{'&' if '?' in path else '?'}{query}" if query else path)
    content = render_template(
        "specialpages/unknown.html",
        page_title=_("No such special page"),
        name=name,
        groups=names.listed(),
        noindex=True,
    )
    return make_response(content, 404)


@blueprint.get("/special/all-pages", endpoint="all-pages", defaults={"key": "all-pages"})
@blueprint.get("/special/prefix-index", endpoint="prefix-index", defaults={"key": "prefix-index"})
def pages_by_title(key: str) -> ResponseReturnValue:
    """Pages of a namespace by title, from a title on, or those that begin alike."""
    authority().require("read")
    form = AllPagesForm(formdata=request.args)
    valid = form.validate()
    namespace, prefix = beginning(form.prefix.data if valid else "", form.kind)
    namespace, start = beginning(form.start.data if valid else "", namespace)
    limit = asked_limit()
    found = all_pages(
        namespace=namespace, start=start, prefix=prefix, hide_redirects=form.hideredirects.data, limit=limit
    )
    form.namespace.data = str(int(namespace))
    content = render_template(
        "specialpages/all-pages.html",
        page_title=_(names.special_page(key).label),
        key=key,
        form=form,
        pages=found.pages,
        narrowed=bool(prefix or start),
        pagination=around_names(found, limit),
        noindex=True,
    )
    return make_response(content, 200 if valid else 400)


def beginning(text: str | None, namespace: Namespace) -> tuple[Namespace, str]:
    """Where a list begins: the namespace that `text` names or the given one, and a name in it."""
    if not text or not text.strip():
        return namespace, ""
    title = Title.parse(text, default=namespace)
    return (namespace, "") if title.namespace is Namespace.SPECIAL else (title.namespace, title.name)


def around_names(found: PageList, limit: int) -> Pagination:
    """Links from a part of a list by name to the parts around."""
    return Pagination(
        limit=limit,
        limits=tuple((size, address(limit=size)) for size in LIMITS),
        first=address(**{"from": None}) if found.previous is not None else None,
        previous=address(**{"from": found.previous}) if found.previous is not None else None,
        next=address(**{"from": found.next}) if found.next is not None else None,
        last=None,
    )


@blueprint.get("/special/new-pages")
def newest_pages() -> ResponseReturnValue:
    """Pages in the order of their creation, by day."""
    authority().require("read")
    form = NewPagesForm(formdata=request.args)
    valid = form.validate()
    wanted = NewPages(
        namespace=chosen_namespace(form.namespace),
        states=form.ticked("state"),
        experience=form.ticked("experience"),
        signs=form.ticked("sign"),
        redirects=form.redirects.data,
    )
    query = new_pages(authority(), wanted)
    revisions, pagination = newest_first(query, Revision.id, lambda revision: revision.id)
    numbers = [revision.id for revision in revisions]
    noticed = signs(authority(), numbers).items()
    content = render_template(
        "specialpages/new-pages.html",
        page_title=_("New pages"),
        form=form,
        beside=beside(authority(), numbers),
        signs={number: [_(sign) for sign in found] for number, found in noticed},
        days=by_day(
            load_changes(authority(), revisions, language()), reader_zone(), lambda change: change.revision.created_at
        ),
        bots=bots(),
        pagination=pagination,
        noindex=True,
    )
    return make_response(content, 200 if valid else 400)


@blueprint.get("/special/random")
def random_page() -> ResponseReturnValue:
    """Some article; another one each time."""
    authority().require("read")
    page = finding.random_page()
    if page is None:
        flash(_("There is no article yet. Write the first one!"), "notice")
    response = redirect(page.title.path if page is not None else "/")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/special/statistics")
def show_statistics() -> ResponseReturnValue:
    """Figures about the wiki."""
    authority().require("read")
    return render_template(
        "specialpages/statistics.html", page_title=_("Statistics"), figures=statistics(), days=ACTIVE_DAYS
    )


@blueprint.get("/special/permanent-link/<int:number>")
def permanent_link(number: int) -> ResponseReturnValue:
    """A revision by its number alone."""
    authority().require("read")
    return redirect(f"{title_of(finding.get_revision(authority(), number)).path}?oldid={number}")


@blueprint.get("/special/diff/<int:new>", defaults={"old": None})
@blueprint.get("/special/diff/<int:old>/<int:new>")
def difference(old: int | None, new: int) -> ResponseReturnValue:
    """Two revisions compared, by their numbers; with one number, what that revision changed."""
    authority().require("read")
    path = title_of(finding.get_revision(authority(), new)).path
    return redirect(f"{path}?diff=prev&oldid={new}" if old is None else f"{path}?oldid={old}&diff={new}")


def title_of(revision: Revision) -> Title:
    """The title of the page of a revision that the reader may see."""
    return session.get_one(Page, revision.page_id).title


@blueprint.get("/special/reports")
def reports() -> ResponseReturnValue:
    """All maintenance reports: their numbers as they were last counted, and who takes care of each."""
    authority().require("read")
    found = trends(COUNTED)
    return render_template(
        "specialpages/reports.html",
        page_title=_(names.special_page("reports").label),
        pages=[names.special_page(key) for key in REPORTS],
        trends=found,
        counted=max((trend.latest for trend in found.values() if trend.latest), key=attrgetter("day"), default=None),
        caretakers=caretaking.caretakers(REPORTS),
        most=MAX_ROWS,
    )


def report(key: str) -> ResponseReturnValue:
    """A maintenance report: what waits for care, and what to do about it; POST says who takes care."""
    authority().require("read")
    form = CaretakerForm()
    if form.validate_on_submit() and cared_for(key, form):
        return redirect(f"/special/{key}", 303)
    content = render_template(
        "specialpages/report.html",
        page_title=_(names.special_page(key).label),
        description=names.special_page(key).description,
        form=form,
        caretaker=caretaking.caretakers([key]).get(key),
        me=authority().user,
        may_take=authority().may("maintain"),
        may_assign=authority().may("assignreports"),
        **contents_of(REPORTS[key]),
        noindex=True,
    )
    return make_response(content, 400 if form.errors else 200)


def contents_of(asked: Report) -> dict[str, object]:
    """The lines of a report that the reader asked for, and how their number changes."""
    limit, offset = asked_limit(), asked_offset()
    rows, total = load(asked, limit=limit, offset=offset), count(asked)
    ways = chains([row.title for row in rows]) if asked.key in REDIRECT_REPORTS else {}
    trend = Trend() if asked.is_order else trends([asked.key])[asked.key]
    return {
        "report": asked,
        "rows": rows,
        "total": total,
        "most": MAX_ROWS,
        "trend": trend,
        "changes": trend.changes(total, clock.now().date()),
        "chains": ways,
        "existing": finding.existing({step for way in ways.values() for step in way.steps}),
        "offset": offset,
        "pagination": by_offset(total, limit=limit, offset=offset),
    }


def cared_for(key: str, form: CaretakerForm) -> bool:
    """Do what the pressed button says about who takes care of a report; False where the form names nobody."""
    act = request.form.get("act")
    if act == "take":
        caretaking.take(authority(), report=key)
        flash(_("You now take care of this report. Thank you!"), "success")
    elif act == "leave":
        caretaking.leave(authority(), report=key)
        flash(_("You no longer take care of this report."), "success")
    elif act == "assign":
        return assigned(key, form)
    else:
        abort(400)
    return True


def assigned(key: str, form: CaretakerForm) -> bool:
    """Make the person named in the form take care of a report; False, with the field's error, for nobody's name."""
    name = (form.user.data or "").strip()
    try:
        user = users.require(name) if name else None
        caretaking.assign(authority(), report=key, user=user, reason=form.reason.data or "")
    except (users.NoSuchUser, caretaking.NoCaretaker) as error:
        form.user.errors = [translated(error)]
        return False
    if user is not None:
        flash(_("%(name)s now takes care of this report.", name=user.name), "success")
    else:
        flash(_("Nobody takes care of this report now."), "success")
    return True


for _key in REPORTS:
    blueprint.add_url_rule(f"/special/{_key}", _key, report, defaults={"key": _key}, methods=["GET", "POST"])
