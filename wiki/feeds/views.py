"""Feeds in the browser. Rule: a list's feed has the list's own address, with `feed=atom` added.

So every filter of a list is one of its feed, and whoever may not read the list gets the same refusal. What was not
changed since is answered 304, before any text is read.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.feeds import listing
from wiki.feeds.atom import MIMETYPE, Feed, written
from wiki.feeds.entries import Wording, entries_of
from wiki.feeds.listing import Listing
from wiki.licences import LICENCES
from wiki.pages.views import asked_action
from wiki.recentchanges.forms import RecentForm
from wiki.recentchanges.views import filters_of
from wiki.search.typed import MAX_LENGTH
from wiki.search.views import asked_namespaces
from wiki.taxonomy.facets.membership import present
from wiki.taxonomy.facets.selection import read
from wiki.taxonomy.finding import find_profile
from wiki.titles import Namespace, Title, TitleError
from wiki.web.context import authority, language, site
from wiki.web.languages import reader_zone
from wiki.web.pagination import address

blueprint = Blueprint("feeds", __name__)

FORMAT = "atom"

HOLDERS = ("recentchanges.recent_changes", "taxonomy.profile", "pages.page", "specialpages.by_name")
"""Endpoints that have feeds, or lead on to what has one."""

MEMBERS = (Namespace.CATEGORY, Namespace.PROFILE)
"""Kinds of page whose feed tells of the pages that belong to them."""


@dataclass(frozen=True, slots=True)
class Source:
    """A list that has a feed: what it is called, and how to get what it tells."""

    title: str
    listed: Callable[[], Listing]


@blueprint.before_app_request
def answer_feed() -> ResponseReturnValue | None:
    """The feed of the list that is asked for, where `feed=atom` says so and it has one."""
    asked = request.args.get("feed")
    if request.method != "GET" or not asked:
        return None
    if asked != FORMAT:
        abort(404, _("Feeds are written in Atom only: ask for “feed=atom”."))
    source = source_asked(whole=True)
    if source is None:
        return None if request.endpoint in HOLDERS else abort(404, _("This list has no feed."))
    authority().require("read")
    return answered(source)


@blueprint.app_context_processor
def offered() -> dict[str, object]:
    """`feeds` for the templates: the feed of the page that is shown, where it has one."""
    if "feeds" not in g:
        source = source_asked(whole=False)
        g.feeds = ({"title": source.title, "url": feed_address()},) if source is not None else ()
    return {"feeds": g.feeds}


def feed_address() -> str:
    """The address of the feed of this request's list, from the root."""
    return address(feed=FORMAT, before=None, after=None, limit=None, offset=None)


def source_asked(*, whole: bool) -> Source | None:
    """The list that the request names, where it has a feed. With `whole`, each page has one: its history."""
    view = request.view_args or {}
    if request.endpoint == "recentchanges.recent_changes":
        return Source(_("Recent changes"), recent_changes)
    if request.endpoint == "search.results":
        query = request.args.get("q", "")[:MAX_LENGTH].strip()
        return Source(_("Search “%(words)s”", words=query), lambda: search(query)) if query else None
    if request.endpoint == "taxonomy.profile":
        # Asked on the page of a refusal too, where the address may hold what no database takes.
        profile = find_profile(slug=view["slug"]) if "\0" not in view["slug"] else None
        return source_of_page(Title(Namespace.PROFILE, profile.name).url_name, whole=whole) if profile else None
    return source_of_page(view["name"], whole=whole) if request.endpoint == "pages.page" else None


def source_of_page(name: str, *, whole: bool) -> Source | None:
    """The feed of a page: who belongs to it, or its history. None where its address leads on to another."""
    try:
        title = Title.parse(name)
    except TitleError:
        return None
    action = asked_action()
    if title.namespace is Namespace.SPECIAL or name != title.url_name or action not in ("view", "history"):
        return None
    if action == "view" and title.namespace in MEMBERS:
        return Source(title.full_name, lambda: listing.members(authority(), title))
    if action == "view" and not whole:
        return None
    return Source(_("History of %(title)s", title=title.full_name), lambda: listing.history(authority(), title))


def recent_changes() -> Listing:
    """What the filters of the address want."""
    filters = filters_of(RecentForm(formdata=request.args))
    return listing.changes(authority(), filters) if filters is not None else abort(400)


def search(query: str) -> Listing:
    """What is found where the address says to look, narrowed by the facets that it chooses."""
    chosen = read(present().hierarchy, request.args.to_dict(flat=False)).chosen
    return listing.found(authority(), query, asked_namespaces(), zone=reader_zone(), chosen=chosen)


def answered(source: Source) -> Response:
    """The feed, or 304 where the reader has it as it is."""
    listed, reader = source.listed(), authority().user
    own = site().site_url + feed_address()
    response = Response(mimetype=MIMETYPE)
    response.set_etag(listed.fingerprint(own, language(), reader.id if reader else 0), weak=True)
    response.last_modified = listed.updated
    response.headers["Cache-Control"] = "public, no-cache" if reader is None else "private, no-cache"
    response.vary.add("Cookie")
    response.make_conditional(request)
    if response.status_code == 200:
        response.set_data(written(feed_of(source, listed, own)))
    return response


def feed_of(source: Source, listed: Listing, own: str) -> Feed:
    """What the feed says, for this reader."""
    return Feed(
        title=f"{source.title} – {site().site_name}",
        url=own,
        page=site().site_url + address(feed=None),
        language=language(),
        site=site().site_name,
        rights=site().licence,
        licence=LICENCES.get(site().licence, ""),
        entries=entries_of(listed, Wording(authority(), language(), site())),
    )
