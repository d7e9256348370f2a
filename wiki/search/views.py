"""The pages of the search: results, suggestions, and how a browser asks. Rule: the address is the query."""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.search.index import IndexUnavailable
from wiki.search.narrowing import Narrowing, search_narrowed
from wiki.search.query import CONTENT, MAX_FOUND, SearchResults
from wiki.search.suggest import MAX_SUGGESTIONS, Suggestion, page_called, suggest, values_called
from wiki.search.typed import MAX_LENGTH, common_words, read_query
from wiki.taxonomy.facets.counting import narrow
from wiki.taxonomy.facets.membership import present
from wiki.taxonomy.facets.offering import Offering
from wiki.taxonomy.facets.selection import read
from wiki.taxonomy.facets.views import lens_of
from wiki.titles import Namespace, Title, TitleError
from wiki.web.context import authority, site
from wiki.web.languages import reader_zone
from wiki.web.pagination import address, asked_offset, by_offset

blueprint = Blueprint("search", __name__)

ADDRESS = "/special/search"
LIMITS = (20, 50, 100)
RETRY_AFTER = 10
"""Seconds after which a search is worth trying again while the index is rebuilt."""

EVERYWHERE = "all"
HELP = Title(Namespace.HELP, "Recherche")


@blueprint.get(ADDRESS)
def results() -> ResponseReturnValue:
    """What was found for `q` in the namespaces `ns`, narrowed by facets; without words, the form alone."""
    authority().require("read")
    query = request.args.get("q", "")[:MAX_LENGTH].strip()
    namespaces = asked_namespaces()
    limit, offset = asked_limit(), asked_offset()
    shape = present().hierarchy
    asked, lens = read(shape, request.args.to_dict(flat=False)), lens_of(shape)
    status = 200
    try:
        narrowing = search_narrowed(
            query, namespaces, offset=offset, limit=limit, zone=reader_zone(), chosen=asked.chosen, lens=lens.value
        )
    except IndexUnavailable:
        status = IndexUnavailable.status
        narrowing = Narrowing(SearchResults(0, ()), narrow({}, among=()))
    found = narrowing.found
    kept = {"q": query, "ns": request.args.getlist("ns"), "limit": limit if limit != LIMITS[0] else None}
    response = make_response(
        render_template(
            "search/results.html",
            page_title=_("Search results") if query else _("Search"),
            search_query=query,
            noindex=True,
            found=found,
            narrowing=narrowing,
            asked=asked,
            offering=Offering(narrowing.narrowed, asked.chosen, kept, ADDRESS),
            lens=lens,
            first=offset + 1,
            unavailable=status != 200,
            by_title=suggest(query, MAX_SUGGESTIONS, namespaces) if status != 200 else (),
            corrections=corrections(found),
            pagination=by_offset(min(found.total, MAX_FOUND), limit=limit, offset=offset, limits=LIMITS),
            namespace_choices=namespace_choices(namespaces),
            help_path=HELP.path,
            lacking=lacking(query),
            **called_so(query, narrowing),
        ),
        status,
    )
    if status != 200:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def corrections(found: SearchResults) -> dict[str, str]:
    """The addresses of the queries that are proposed instead, by query."""
    proposed = [found.corrected, *(remark.corrected for remark in found.remarks)]
    return {query: address(q=query, offset=None) for query in proposed if query}


def asked_limit() -> int:
    """How many pages the reader asked to see at once."""
    limit = request.args.get("limit", LIMITS[0], type=int)
    return limit if limit in LIMITS else LIMITS[0]


def asked_namespaces() -> tuple[Namespace, ...]:
    """Where the reader asked to look: numbers of namespaces, or "all"; pages of content unless said otherwise."""
    asked = request.args.getlist("ns")
    searchable = {str(int(namespace)): namespace for namespace in Namespace if namespace >= 0}
    if EVERYWHERE in asked:
        return tuple(searchable.values())
    return tuple(searchable[number] for number in asked if number in searchable) or CONTENT


def namespace_choices(chosen: tuple[Namespace, ...]) -> list[dict[str, Any]]:
    """The namespaces as boxes to tick: {value, label, checked}."""
    return [
        {"value": int(namespace), "label": namespace.label or _("Articles"), "checked": namespace in chosen}
        for namespace in Namespace
        if namespace >= 0
    ]


def called_so(query: str, narrowing: Narrowing) -> dict[str, object]:
    """`existing`: the page called like the query; `values`: the terms and profiles called so, each with its pages.

    `missing`: the page that the reader may create, where nothing is called so and no correction is proposed.
    """
    existing = page_called(query) if query else None
    values = values_called(query)
    counted = [(value, narrowing.narrowed.membership.of(*value.key).bit_count()) for value in values]
    if existing in {value.title for value in values}:
        existing = None
    known = existing is not None or values or narrowing.found.corrected
    return {"existing": existing, "values": counted, "missing": None if known else creatable(query)}


def creatable(query: str) -> Title | None:
    """The title that the query is, where the reader may create a page of it: one of words, without operators."""
    typed = read_query(query)
    in_fields = any(clause.field != "text" for clause in typed.wanted)
    if not typed.wanted or typed.filters or typed.unwanted or in_fields or '"' in query or query.endswith(":"):
        return None
    try:
        title = Title.parse(query)
    except TitleError:
        return None
    may = authority().may("createtalk" if title.is_talk else "createpage", title)
    return title if may and title.namespace >= 0 else None


def lacking(query: str) -> str | None:
    """What a query without anything to find lacks."""
    typed = read_query(query)
    if typed.wanted or typed.filters:
        return None
    common = common_words(typed)
    message: str = _("Add a word to find.")
    if common:
        message = ngettext(
            "This word is too common to be searched for alone. Add another one.",
            "These words are too common to be searched for alone. Add another one.",
            common,
        )
    return message


@blueprint.get("/special/suggest")
def suggestions() -> ResponseReturnValue:
    """Pages, terms and profiles whose name begins like `q`, as JSON: [{"title", "url", "excerpt"}]."""
    authority().require("read")
    limit = request.args.get("limit", 10, type=int)
    return jsonify([described(one) for one in suggest(request.args.get("q", ""), limit)])


def described(suggestion: Suggestion) -> dict[str, str]:
    """A suggestion for a list to choose from; the excerpt says what it is, and which other name of it matched."""
    title, origin = suggestion.title, suggestion.redirected_from
    called = {"title": origin.name} if origin is not None else {}
    if title.namespace is Namespace.CATEGORY:
        excerpt = _("Category, also called “%(title)s”", **called) if called else _("Category")
    elif title.namespace is Namespace.PROFILE:
        excerpt = _("Profile, also called “%(title)s”", **called) if called else _("Profile")
    else:
        excerpt = _("Redirected from “%(title)s”", title=origin.full_name) if origin is not None else ""
    return {"title": title.full_name, "url": suggestion.url, "excerpt": excerpt}


@blueprint.get("/opensearch.xml")
def opensearch() -> ResponseReturnValue:
    """How a browser adds this wiki to its search engines (OpenSearch 1.1)."""
    description = render_template("search/opensearch.xml", site_name=site().site_name, site_url=site().site_url)
    return Response(description, mimetype="application/opensearchdescription+xml")
