"""Browsing by facets, choosing the profile as which one reads, and the ways in that the home page shows.

Rule: the address is the selection, one for each; the lens is a cookie or `?lens=`, and changes no selection.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wiki.pages.finding import HOME
from wiki.pages.models import Page
from wiki.parsing.output import ParserOutput
from wiki.taxonomy.facets import drawing, listing, membership
from wiki.taxonomy.facets.counting import Narrowed, narrow
from wiki.taxonomy.facets.hierarchy import PROFILES, Hierarchy, Value
from wiki.taxonomy.facets.offering import BROWSE, Choice, Offering, address_of
from wiki.taxonomy.facets.selection import query_of, read
from wiki.titles import Title
from wiki.web.context import authority, site
from wiki.web.display import keep
from wiki.web.languages import content_lang, number
from wiki.web.pagination import address, asked_limit, asked_offset, by_offset
from wiki.web.redirects import local_url
from wiki.web.vouching import depends_on_counts

blueprint = Blueprint("facets", __name__)

LENS_COOKIE = "lens"
LIMIT = 20
ORDERS = (listing.BY_TITLE, listing.BY_UPDATE)


@dataclass(frozen=True, slots=True)
class Lens:
    """As whom somebody reads, if they said so, and the profiles to choose from."""

    value: Value | None
    profiles: Mapping[str, Value]
    #: Where to go on after choosing.
    returnto: str

    @property
    def slug(self) -> str | None:
        return self.value.slug if self.value is not None else None

    @property
    def number(self) -> int | None:
        return self.value.number if self.value is not None else None


@blueprint.get(BROWSE)
def browse() -> ResponseReturnValue:
    """The articles that the chosen values leave, and every further choice with its count."""
    authority().require("read")
    shape = membership.present().hierarchy
    asked = read(shape, request.args.to_dict(flat=False))
    kept = asked_besides(shape)
    offset = asked_offset()
    canonical = query_of(asked.all, {**kept, "offset": offset or None})
    if parse_qsl(canonical) != parse_qsl(request.query_string.decode("ascii", "replace"), keep_blank_values=True):
        return redirect(f"{BROWSE}?{canonical}" if canonical else BROWSE, 302)
    narrowed = narrow(asked.chosen)
    return render_template(
        "taxonomy/browse.html",
        page_title=_("Browse the pages"),
        asked=asked,
        offering=Offering(narrowed, asked.chosen, kept),
        noindex=bool(canonical),
        canonical=site().site_url + address_of(asked.chosen),
        **results(narrowed, lens_of(shape), offset),
    )


def results(narrowed: Narrowed, lens: Lens, offset: int) -> dict[str, object]:
    """A part of the articles that are left, in the order asked for."""
    order, limit, total = request.args.get("sort"), asked_limit(LIMIT), narrowed.total
    liked = narrowed.liked(lens.value if order not in ORDERS else None)
    numbers = listing.part(
        narrowed.bits,
        first=liked,
        order=order if order in ORDERS else listing.BY_TITLE,
        limit=limit,
        offset=offset,
        of=narrowed.membership.articles.bit_count(),
    )
    return {
        "lens": lens,
        "order": order,
        "total": total,
        "demoted": total - liked.bit_count(),
        "first": offset + 1,
        "articles": listing.listed(numbers),
        "pagination": by_offset(total, limit=limit, offset=offset),
    }


def asked_besides(shape: Hierarchy) -> dict[str, object]:
    """What else an address of a list says: order, length of a part, and the lens where it names one."""
    order, limit = request.args.get("sort"), asked_limit(LIMIT)
    lens = shape.find(PROFILES, request.args.get("lens", ""))
    return {
        "sort": order if order in ORDERS else None,
        "limit": limit if limit != LIMIT else None,
        "lens": lens.slug if lens is not None else None,
    }


def lens_of(shape: Hierarchy) -> Lens:
    """The lens of this request: what its address says, else what this device remembers."""
    slug = request.args.get("lens", request.cookies.get(LENS_COOKIE, ""))
    return Lens(shape.find(PROFILES, slug), shape.profiles, address(lens=None, offset=None))


@blueprint.get("/special/lens")
def lenses() -> ResponseReturnValue:
    """The profiles as which one can read."""
    authority().require("read")
    lens = lens_of(membership.present().hierarchy)
    back = local_url(request.args.get("returnto"))
    return render_template(
        "taxonomy/lens.html", page_title=_("Read as a profile"), lens=lens, returnto=back, noindex=True
    )


@blueprint.post("/special/lens")
def choose_lens() -> ResponseReturnValue:
    """Remember on this device as whom somebody reads, or forget it."""
    authority().require("read")
    slug = request.form.get("profile", "")
    response = redirect(without_lens(local_url(request.form.get("returnto"))), 303)
    lens = membership.present().hierarchy.find(PROFILES, slug)
    if lens is not None:
        keep(response, LENS_COOKIE, lens.slug)
    elif not slug:
        response.delete_cookie(LENS_COOKIE, samesite="Lax", secure=site().secure)
    return response


def without_lens(url: str) -> str:
    """`url` without the lens that it names, which would come before the one just chosen."""
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if not pair.startswith("lens=")]
    return urlunsplit(parts._replace(query="&".join(pairs)))


@blueprint.app_template_filter("tree")
def tree(choices: Iterable[Choice]) -> Markup:
    """The choices of a facet, in the reader's language."""
    chosen, narrower = _("(chosen: give it up)"), _("Narrower than “%(title)s”")
    return drawing.tree(choices, drawing.Words(chosen, narrower, number, content_lang()))


def offered_with(value: Value) -> Offering:
    """What can be combined with a value whose page is read."""
    facet, slug = value.key
    chosen = {facet: frozenset({slug})}
    return Offering(narrow(chosen), chosen, {})


def ways_in(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """On the home page: the profiles, and the tops of the axes with how many articles there are."""
    if title != HOME:
        return ""
    narrowed = narrow({})
    depends_on_counts(narrowed.membership.version)
    return Markup(render_template("taxonomy/_ways_in.html", offering=Offering(narrowed, {}, {})))
