"""Reading a page: its text, source and figures. One address for all; `?action=` says what to see."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import quote

from flask import Blueprint, Response, abort, flash, g, make_response, redirect, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.routing import BaseConverter

from wiki import clock
from wiki.database import transaction
from wiki.interwiki import elsewhere_url
from wiki.licences import licence_named
from wiki.pages import figures, finding, rendering
from wiki.pages.attribution import attribution
from wiki.pages.framing import render_page
from wiki.pages.models import Page, Revision
from wiki.pages.panels import draw_panels
from wiki.pages.revisions import touch
from wiki.parsing.anchors import anchor_of
from wiki.parsing.introduction import parted
from wiki.parsing.output import ParserOutput
from wiki.titles import Namespace, Title, TitleError
from wiki.users import finding as users
from wiki.web.context import authority, language, may_create, site
from wiki.web.numbers import number_in
from wiki.web.redirects import with_query
from wiki.web.skin import footer, unread
from wiki.web.vouching import TOKEN_MARK, VOUCH, Vouch, filled, holds_until

blueprint = Blueprint("pages", __name__)

actions: dict[str, Callable[[Title], ResponseReturnValue]] = {}
"""What `?action=` may say; filled by `wiki.app`."""


out_of_search: list[Callable[[Page], datetime | None]] = []
"""Until when rooms above keep a page out of search engines, or None; filled by `wiki.app`."""


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


@blueprint.get("/wiki/")
def no_title() -> ResponseReturnValue:
    """An address that was cut off before its title."""
    return redirect("/", 301)


@blueprint.route("/wiki/<title:name>", methods=["GET", "POST"])
def page(name: str) -> ResponseReturnValue:
    """Every page of the wiki: find the title, then do what `?action=` says."""
    title = Title.parse(name)
    if request.method == "GET" and name != title.url_name:
        return redirect(with_query(title.path), 301)
    if title.namespace is Namespace.SPECIAL:
        return redirect(with_query(f"/special/{quote(title.name)}"), 302)
    action = actions.get(asked_action())
    if action is None:
        abort(400, _("There is no such action on a page."))
    authority().require("read")
    return action(title)


def asked_action() -> str:
    """What to do with the page: `?action=`, or what `?diff=` and `?oldid=` stand for."""
    action = request.args.get("action", "view")
    if action != "view":
        return action
    return "diff" if "diff" in request.args else "revision" if "oldid" in request.args else "view"


def view(title: Title) -> ResponseReturnValue:
    """The page as readers see it, or as somebody who waits for a review sees it."""
    found = finding.find_page(title)
    own = own_version(found) if found is not None else None
    if found is not None and own is not None:
        text = finding.revision_text(own)
        output = rendering.render(text, title, language=language(), revision_id=own.id).output
        return show_text(title, found, output, own=own)
    if found is None or not found.is_live:
        present = rendering.present_title(title) if found is None else None
        return follow_redirect(title, present) if present is not None else show_missing(title, found)
    if found.is_redirect and request.args.get("redirect") != "no":
        target = rendering.resolve_redirect(found)
        if target is not None:
            return follow_redirect(title, target)
    return show_text(title, found, rendering.parse_page(found, language()))


def follow_redirect(source: Title, target: Title) -> ResponseReturnValue:
    """301 to the last page of a chain; not to be kept, since a redirect may change."""
    fragment = f"#{quote(anchor_of(target.fragment))}" if target.fragment else ""
    response = redirect(f"{target.path}?rdfrom={quote(source.full_name, safe='')}{fragment}", 301)
    response.headers["Cache-Control"] = "no-cache"
    return response


own_versions: list[Callable[[Page], Revision | None]] = []
"""What rooms above show to the reader in the place of what others see; filled by `wiki.app`."""


def own_version(page: Page) -> Revision | None:
    """The revision that this reader sees of `page` in the place of the shown one, if there is one."""
    if page.is_settled:
        return None
    return next((found for offer in own_versions if (found := offer(page)) is not None), None)


def show_text(title: Title, found: Page, output: ParserOutput, *, own: Revision | None = None) -> ResponseReturnValue:
    """`output` with all that surrounds a page; `own` is the revision where it is not the one that readers see."""
    keep = own is None and may_be_kept(found)
    noindex = own is not None or "noindex" in output.properties or is_out_of_search(found)
    lead = draw_panels("lead", title, found, output)
    html = render_page(
        "pages/view.html",
        title,
        current="view",
        page_title=output.properties.get("displaytitle", title.full_name),
        page=found,
        output=output,
        indicators=draw_panels("indicators", title, found, output),
        before=draw_panels("before", title, found, output),
        lead=lead,
        texts=parted(output.html) if lead else ("", output.html),
        after=draw_panels("after", title, found, output),
        came_from=redirect_source(),
        crumbs=crumbs(title),
        footer=page_footer(title, output, own or finding.shown_revision(found)),
        noindex=noindex,
        canonical=site().site_url + title.path,
    )
    response = make_response(vouched(html, found, output) if keep else html)
    if noindex:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def is_out_of_search(found: Page) -> bool:
    """Whether a room above keeps the page out of search engines; the answer then holds as long as that."""
    ends = [end for until in out_of_search if (end := until(found)) is not None]
    holds_until(min(ends, default=None))
    return bool(ends)


def reader(title: Title) -> ResponseReturnValue:
    """`?action=read`: the text alone, in large type, without menus and tools."""
    found = finding.get_shown_page(title)
    output = rendering.parse_page(found, language())
    return render_page(
        "pages/reader.html",
        title,
        current="read",
        page_title=output.properties.get("displaytitle", title.full_name),
        output=output,
        footer=page_footer(title, output, finding.shown_revision(found)),
        noindex=True,
    )


def page_footer(title: Title, output: ParserOutput, revision: Revision) -> dict[str, object]:
    """The foot of the page, with what its licence asks for: authors, date, permanent address."""
    licence = licence_named(output.front.get("licence"))
    return {
        **footer(licence or site().licence),
        "last_edited": revision.created_at,
        "permalink": f"{title.path}?oldid={revision.id}",
        "authors": attribution(revision),
        "history": f"{title.path}?action=history",
    }


UNSETTLED = (Namespace.CATEGORY, Namespace.PROFILE, Namespace.USER)
"""Kinds of page that change without a change of their own: they list others, or tell of an account."""


def may_be_kept(found: Page) -> bool:
    """Whether the answer can be kept ready-made; if so, marks stand for the reader's name from here on.

    Not for people with accounts while edits wait: their authors see another text.
    """
    if not found.is_settled and authority().user is not None:
        return False
    if found.namespace in UNSETTLED or "_flashes" in cookie or not rendering.is_settled(found):
        return False
    g.marked = authority().user is not None
    return True


def vouched(html: str, found: Page, output: ParserOutput) -> str:
    """Vouch for the answer, and give it with the reader's own name."""
    holds_until(None if output.ttl is None else clock.now() + timedelta(seconds=output.ttl))
    state = (found.id, found.shown_revision_id or 0, found.stamp)
    user = authority().user
    if user is not None and TOKEN_MARK not in html:
        raise RuntimeError("a page that is kept for many readers holds the token of one")
    template = html if user is not None else None
    request.environ[VOUCH] = Vouch(found.namespace, found.name, state, g.get("until"), template, g.get("counted"))
    return html if user is None else filled(html, name=user.name, token=generate_csrf(), unread=unread())


def redirect_source() -> Title | None:
    """The redirect that led here, where the address names one that really exists."""
    name = request.args.get("rdfrom")
    if not name or len(name) > 300:
        return None
    try:
        source = Title.parse(name)
    except TitleError:
        return None
    found = finding.find_shown_page(source)
    return source if found is not None and found.is_redirect else None


def crumbs(title: Title) -> list[dict[str, str | None]]:
    """The pages above a subpage that exist: a title such as AC/DC has none."""
    parents: list[Title] = []
    while (parent := (parents[0] if parents else title).parent) is not None:
        parents.insert(0, parent)
    present = finding.existing(parents)
    above: list[dict[str, str | None]] = [
        {"label": parent.displayed(parent.subpage_name), "url": parent.path} for parent in parents if parent in present
    ]
    return [*above, {"label": title.displayed(title.subpage_name), "url": None}] if above else []


def show_missing(title: Title, waiting: Page | None = None) -> ResponseReturnValue:
    """404 that offers to create the page or to search; a category or a profile lists its members all the same.

    `waiting` is the page of that title of which nothing has been accepted yet.
    """
    after = draw_panels("after", title, None, None)
    before = draw_panels("before", title, None, None) + draw_panels("lead", title, None, None)
    content = render_page(
        "pages/missing.html",
        title,
        current="view",
        page_title=title.full_name,
        waiting=waiting,
        indicators=draw_panels("indicators", title, None, None),
        before=before,
        after=after,
        elsewhere=elsewhere_url(title),
        may_create=may_create(title),
        account=users.find(title.name) if title.namespace is Namespace.USER else None,
        noindex=True,
    )
    return make_response(content, 200 if after else 404)


def asked_number(name: str) -> int:
    """The number of a revision in the address; 400 where it is none, 404 where none is as large."""
    text = request.args.get(name, "")
    number = number_in(text)
    if number is not None:
        return number
    if text.isascii() and text.isdigit():
        raise finding.NoSuchRevision(number=f"{text[:18]}…")
    abort(400, _("The number of a revision is made of digits: “%(text)s” is not.", text=text[:40]))


def raw(title: Title) -> ResponseReturnValue:
    """The text as it is stored."""
    if "oldid" in request.args:
        revision = finding.get_revision(authority(), asked_number("oldid"))
        if finding.page_of(revision).title != title:
            return redirect(with_query(finding.page_of(revision).title.path))
    else:
        revision = finding.shown_revision(finding.get_shown_page(title))
    response = Response(finding.revision_text(revision), mimetype="text/markdown")
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def info(title: Title) -> ResponseReturnValue:
    """What is known about a page beside its text."""
    found = finding.get_shown_page(title)
    return render_page(
        "pages/info.html",
        title,
        current="info",
        page_title=_("Information on %(title)s", title=title.full_name),
        page=found,
        output=rendering.parse_page(found, language()),
        figures=figures.figures_of(authority(), found),
        panels=draw_panels("info", title, found, None),
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
