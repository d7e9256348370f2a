"""Reading a page: its text, history, differences, source and figures. One address, `?action=` says what to see."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

from flask import Blueprint, Response, abort, flash, g, make_response, redirect, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.routing import BaseConverter

from wiki import clock
from wiki.database import session, transaction
from wiki.diffs import compare
from wiki.pages import figures, finding, rendering
from wiki.pages.changes import Change, load_changes
from wiki.pages.framing import render_page
from wiki.pages.models import Page, Revision
from wiki.pages.panels import draw_panels
from wiki.pages.revisions import touch
from wiki.pages.visibility import visible_revisions
from wiki.parsing.output import ParserOutput
from wiki.titles import Namespace, Title, TitleError
from wiki.web.context import authority, language, site
from wiki.web.pagination import newest_first
from wiki.web.skin import footer
from wiki.web.vouching import VOUCH, Vouch, filled

blueprint = Blueprint("pages", __name__)

actions: dict[str, Callable[[Title], ResponseReturnValue]] = {}
"""What `?action=` may say; filled by `wiki.app`."""


class TitleConverter(BaseConverter):
    """Titles in addresses: they may begin with a slash, end with one, and hold several.

    Line ends too are taken, so that the page which refuses them says why.
    """

    regex = "(?s:.+)"
    part_isolating = False




@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The home page is a page like others, shown at the root."""
    authority().require("read")
    return view(finding.HOME)


@blueprint.route("/wiki/<title:name>", methods=["GET", "POST"])
def page(name: str) -> ResponseReturnValue:
    """Every page of the wiki: find the title, then do what `?action=` says."""
    title = Title.parse(name)
    if request.method == "GET" and name != title.url_name:
        return redirect(with_query(title.path), 301)
    if title.namespace is Namespace.SPECIAL:
        return redirect(with_query(f"/special/{quote(title.name)}"), 302)
    action = actions.get(request.args.get("action", "view"))
    if action is None:
        abort(400, _("There is no such action on a page."))
    authority().require("read")
    return action(title)


def with_query(path: str) -> str:
    """`path` with the query of this request."""
    query = request.query_string.decode("ascii", "replace")
    return f"{path}?{query}" if query else path


def view(title: Title) -> ResponseReturnValue:
    """The page as readers see it, or an old revision, or a comparison."""
    if "diff" in request.args:
        return show_diff(title)
    if "oldid" in request.args:
        return show_revision(title)
    found = finding.find_page(title)
    if found is None:
        return show_missing(title)
    if found.is_redirect and request.args.get("redirect") != "no":
        target = rendering.resolve_redirect(found)
        if target is not None:
            return follow_redirect(title, target)
    return show_text(title, found, rendering.parse_page(found, language()))


def follow_redirect(source: Title, target: Title) -> ResponseReturnValue:
    """301 to the last page of a chain; not to be kept, since a redirect may change."""
    fragment = f"#{quote(target.fragment.replace(' ', '_'))}" if target.fragment else ""
    response = redirect(f"{target.path}?rdfrom={quote(source.full_name, safe='')}{fragment}", 301)
    response.headers["Cache-Control"] = "no-cache"
    return response


def show_text(title: Title, found: Page, output: ParserOutput) -> ResponseReturnValue:
    revision = finding.latest_revision(found)
    keep = may_be_kept(found)
    licence = output.front.get("licence")
    foot = footer(str(licence) if licence else site().licence)
    foot["last_edited"] = revision.created_at
    foot["permalink"] = f"{title.path}?oldid={revision.id}"
    html = render_page(
        "pages/view.html",
        title,
        current="view",
        page_title=output.properties.get("displaytitle", title.full_name),
        page=found,
        output=output,
        before=draw_panels("before", title, found, output),
        after=draw_panels("after", title, found, output),
        came_from=redirect_source(),
        crumbs=crumbs(title),
        footer=foot,
        noindex="noindex" in output.properties,
        canonical=site().site_url + title.path,
    )
    return vouched(html, found, output) if keep else html


LISTING = (Namespace.CATEGORY, Namespace.PROFILE)
"""Kinds of page that list others, and so change without a change of their own."""


def may_be_kept(found: Page) -> bool:
    """Whether the answer can be kept ready-made; if so, marks stand for the reader's name from here on."""
    if found.namespace in LISTING or "_flashes" in cookie or not rendering.is_settled(found):
        return False
    g.marked = authority().user is not None
    return True


def vouched(html: str, found: Page, output: ParserOutput) -> str:
    """Vouch for the answer, and give it with the reader's own name."""
    until = None if output.ttl is None else clock.now() + timedelta(seconds=output.ttl)
    state = (found.id, found.shown_revision_id or 0, found.stamp)
    user = authority().user
    template = html if user is not None else None
    request.environ[VOUCH] = Vouch(found.namespace, found.name, state, until, template)
    return html if user is None else filled(html, name=user.name, token=generate_csrf())


def redirect_source() -> Title | None:
    """The redirect that led here, where the address names one that really exists."""
    name = request.args.get("rdfrom")
    if not name or len(name) > 300:
        return None
    try:
        source = Title.parse(name)
    except TitleError:
        return None
    found = finding.find_page(source)
    return source if found is not None and found.is_redirect else None


def crumbs(title: Title) -> list[dict[str, str | None]]:
    """The pages above a subpage that exist: a title such as AC/DC has none."""
    parents: list[Title] = []
    while (parent := (parents[0] if parents else title).parent) is not None:
        parents.insert(0, parent)
    present = finding.existing(parents)
    above: list[dict[str, str | None]] = [
        {"label": parent.subpage_name, "url": parent.path} for parent in parents if parent in present
    ]
    return [*above, {"label": title.subpage_name, "url": None}] if above else []


def show_missing(title: Title) -> ResponseReturnValue:
    """404 that offers to create the page or to search; a category or a profile lists its members all the same."""
    after = draw_panels("after", title, None, None)
    before = draw_panels("before", title, None, None)
    content = render_page(
        "pages/missing.html",
        title,
        current="view",
        page_title=title.full_name,
        before=before,
        after=after,
        noindex=True,
    )
    return make_response(content, 200 if after else 404)


def show_revision(title: Title) -> ResponseReturnValue:
    """An old revision, with what tells it from the latest."""
    revision = finding.get_revision(authority(), asked_number("oldid"))
    owner = page_of(revision)
    if owner.title != title:
        return redirect(with_query(owner.title.path))
    text = finding.revision_text(revision)
    rendered = rendering.render(text, title, language=language(), revision_id=revision.id, editable=False)
    older, newer = finding.neighbours(revision)
    return render_page(
        "pages/revision.html",
        title,
        current="view",
        page_title=title.full_name,
        change=load_changes([revision], language())[0],
        output=rendered.output,
        older=older,
        newer=newer,
        noindex=True,
    )


def show_diff(title: Title) -> ResponseReturnValue:
    """What changed between two revisions, of one page or of two."""
    old, new = asked_pair(title)
    if title not in {page_of(revision).title for revision in (old or new, new)}:
        return redirect(with_query(page_of(new).title.path))
    changes = load_changes([revision for revision in (old, new) if revision is not None], language())
    before = finding.revision_text(old) if old is not None else ""
    steps, authors = figures.between(old, new)
    return render_page(
        "pages/diff.html",
        title,
        current="history",
        page_title=_("Difference between revisions of %(title)s", title=title.full_name),
        old=changes[0] if old is not None else None,
        new=changes[-1],
        diff=compare(before, finding.revision_text(new)),
        between=steps,
        authors=authors,
        older=finding.neighbours(old)[0] if old is not None else None,
        newer=finding.neighbours(new)[1],
        noindex=True,
    )


def asked_pair(title: Title) -> tuple[Revision | None, Revision]:
    """The two revisions that `oldid=` and `diff=` name: numbers, or prev, next, cur. Older first within a page."""
    word = request.args.get("diff", "")
    oldid = asked_number("oldid") if "oldid" in request.args else None
    if word in ("prev", "next", "cur", "") and oldid is None:
        anchor = finding.latest_revision(finding.get_page(title))
        word = "prev"
    else:
        anchor = finding.get_revision(authority(), oldid if oldid is not None else asked_number("diff"))
    if word == "prev" or oldid is None:
        older = finding.neighbours(anchor)[0]
        return (finding.get_revision(authority(), older) if older is not None else None), anchor
    if word == "next":
        other = finding.neighbours(anchor)[1] or anchor.id
    elif word in ("cur", ""):
        other = page_of(anchor).latest_revision_id or anchor.id
    else:
        other = asked_number("diff")
    second = finding.get_revision(authority(), other)
    swapped = second.page_id == anchor.page_id and second.id < anchor.id
    return (second, anchor) if swapped else (anchor, second)


def asked_number(name: str) -> int:
    """The number of a revision in the address; 400 where it is none, 404 where none is as large."""
    text = request.args.get(name, "")
    if not text.isascii() or not text.isdigit():
        abort(400, _("The number of a revision is made of digits: “%(text)s” is not.", text=text[:40]))
    if len(text) > 18:
        raise finding.NoSuchRevision(number=f"{text[:18]}…")
    return int(text)


def page_of(revision: Revision) -> Page:
    """The page of a revision."""
    found = session.get(Page, revision.page_id)
    if found is None:
        raise LookupError(f"revision {revision.id} has no page")
    return found


def history(title: Title) -> ResponseReturnValue:
    """The revisions of a page, newest first, two of which can be chosen for a comparison."""
    found = finding.get_page(title)
    query = select(Revision).where(Revision.page_id == found.id, visible_revisions(authority()))
    revisions, pages = newest_first(query, Revision.id, lambda revision: revision.id)
    return render_page(
        "pages/history.html",
        title,
        current="history",
        page_title=_("History of %(title)s", title=title.full_name),
        changes=load_changes(revisions, language()),
        pagination=pages,
        page=found,
        may_edit=authority().may("edit", title),
        noindex=True,
    )


def raw(title: Title) -> ResponseReturnValue:
    """The text as it is stored."""
    if "oldid" in request.args:
        revision = finding.get_revision(authority(), asked_number("oldid"))
        if page_of(revision).title != title:
            return redirect(with_query(page_of(revision).title.path))
    else:
        revision = finding.latest_revision(finding.get_page(title))
    response = Response(finding.revision_text(revision), mimetype="text/markdown")
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def info(title: Title) -> ResponseReturnValue:
    """What is known about a page beside its text."""
    found = finding.get_page(title)
    return render_page(
        "pages/info.html",
        title,
        current="info",
        page_title=_("Information on %(title)s", title=title.full_name),
        page=found,
        output=rendering.parse_page(found, language()),
        figures=figures.figures_of(found),
        noindex=True,
    )


def purge(title: Title) -> ResponseReturnValue:
    """Ask, then make the rendering of a page anew."""
    authority().require("purge")
    found = finding.get_page(title)
    if request.method != "POST":
        heading = _("Refresh %(title)s", title=title.full_name)
        return render_page("pages/purge.html", title, current="purge", page_title=heading, noindex=True)
    with transaction():
        touch([found.id])
    flash(_("The page was rendered anew."), "success")
    return redirect(title.path, 303)


@blueprint.app_template_global()
def diff_side(change: Change | None, step: int | None, *, forward: bool) -> dict[str, object] | None:
    """What the head of a comparison says about one side."""
    if change is None:
        return None
    revision, title = change.revision, change.title
    actions_here = [{"label": _("view"), "url": f"{title.path}?oldid={revision.id}"}]
    if authority().may("edit", title):
        actions_here.append({"label": _("edit"), "url": f"{title.path}?action=edit&oldid={revision.id}"})
        if forward and revision.parent_id is not None:
            actions_here.append({"label": _("undo"), "url": f"{title.path}?action=undo&oldid={revision.id}"})
        if not change.is_current:
            actions_here.append({"label": _("restore"), "url": f"{title.path}?action=restore&oldid={revision.id}"})
    here = f"{title.path}?diff={'next' if forward else 'prev'}&oldid={revision.id}"
    return {
        "url": f"{title.path}?oldid={revision.id}",
        "when": revision.created_at,
        "user": change.user,
        "summary": change.summary,
        "minor": revision.minor,
        "step_url": here if step is not None else None,
        "actions": actions_here,
    }


@blueprint.app_template_global()
def revision_line(change: Change, *, position: int) -> dict[str, object]:
    """A row of the history."""
    revision, title = change.revision, change.title
    links = [{"label": _("diff"), "url": f"{title.path}?diff=prev&oldid={revision.id}"}]
    if revision.parent_id is None:
        links = []
    if authority().may("edit", title):
        if revision.parent_id is not None:
            links.append({"label": _("undo"), "url": f"{title.path}?action=undo&oldid={revision.id}"})
        if not change.is_current:
            links.append({"label": _("restore"), "url": f"{title.path}?action=restore&oldid={revision.id}"})
    return {
        "id": revision.id,
        "url": f"{title.path}?oldid={revision.id}",
        "when": revision.created_at,
        "user": change.user,
        "minor": revision.minor,
        "size": revision.size,
        "change": revision.size_change,
        "summary": change.summary,
        "tags": [*(tag_label(tag) for tag in change.tags), *([_("deleted")] if revision.hidden else [])],
        "current": change.is_current,
        "hidden": bool(revision.hidden),
        "compare": True,
        "checked_new": position == 0,
        "checked_old": position == 1,
        "links": links,
    }


@blueprint.app_template_filter()
def tag_label(tag: str) -> str:
    """What a tag says in the reader's language."""
    labels = {
        "undo": _("undo"),
        "restore": _("back to an exact earlier state"),
        "merged": _("merged automatically"),
        "move": _("move"),
    }
    return str(labels.get(tag, tag))
