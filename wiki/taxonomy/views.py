"""Entering the wiki by profile and by category, and what the vocabulary adds to a page that is read."""

from itertools import groupby
from operator import itemgetter

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wiki.pages import rendering
from wiki.pages.finding import existing
from wiki.pages.models import Page
from wiki.pages.views import view
from wiki.parsing.output import ParserOutput
from wiki.taxonomy import finding
from wiki.taxonomy.facets.hierarchy import PROFILES, Value
from wiki.taxonomy.facets.membership import Membership, present
from wiki.taxonomy.facets.trees import nearest_above, trees
from wiki.taxonomy.facets.views import Lens, lens_of, offered_with
from wiki.taxonomy.finding import NoSuchProfile
from wiki.taxonomy.models import Profile
from wiki.taxonomy.naming import present_names, present_title
from wiki.taxonomy.recording import profile_ids
from wiki.taxonomy.trails import trail
from wiki.titles import Namespace, Title, sort_initial
from wiki.web.context import authority
from wiki.web.pagination import asked_limit, asked_offset, by_offset
from wiki.web.redirects import with_query

blueprint = Blueprint("taxonomy", __name__)


@blueprint.get("/profil/<slug>")
def profile(slug: str) -> ResponseReturnValue:
    """A profile's page under its short address; a former address leads to the present one."""
    authority().require("read")
    own = present().hierarchy.find(PROFILES, slug)
    if own is None:
        raise NoSuchProfile(slug=slug)
    return view(own.title) if own.slug == slug else redirect(with_query(f"/profil/{own.slug}"), 302)


@blueprint.get("/special/profiles")
def all_profiles() -> ResponseReturnValue:
    """The profiles, each with what it is and how many pages are for it."""
    authority().require("read")
    return render_template("taxonomy/profiles.html", page_title=_("Profiles"), profiles=finding.profiles())


@blueprint.get("/special/categories")
def all_categories() -> ResponseReturnValue:
    """The axes as trees, then the categories that have no place on one."""
    authority().require("read")
    axes, free = trees(present()), finding.free_categories()
    return render_template("taxonomy/categories.html", page_title=_("Categories"), axes=axes, free=free)


def profile_banner(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """Whom a page is for, above its text; what a profile is, above its own."""
    if title.namespace is Namespace.PROFILE:
        own = finding.find_profile(name=title.name)
        return Markup(render_template("taxonomy/_description.html", item=own, ways=[])) if own else see_instead(title)
    if title.namespace is Namespace.CATEGORY:
        term = finding.find_term(title.name)
        if term is None:
            return see_instead(title)
        ways, synonyms = finding.paths_above(term, request.args.get("via", "")), finding.synonyms(term)
        return Markup(render_template("taxonomy/_description.html", item=term, ways=ways, synonyms=synonyms))
    return ""


def see_instead(title: Title) -> Markup | str:
    """On a page that stands at another name of a term or a profile: where its members are."""
    present = present_title(title)
    return Markup(render_template("taxonomy/_synonym.html", present=present)) if present is not None else ""


def category_members(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """The members of a category or a profile, in order, a part at a time, and what can be combined with it."""
    if title.namespace is Namespace.PROFILE:
        own = finding.find_profile(name=title.name)
        return profile_list(own) if own is not None else ""
    if title.namespace is not Namespace.CATEGORY:
        return ""
    known = present()
    value = known.hierarchy.terms.get(title.name)
    if value is not None:
        return term_list(known, value)
    lens = lens_of(known.hierarchy)
    found = finding.members(title.name, limit=asked_limit(), offset=asked_offset(), lens=lens.number)
    return member_list(_("Pages in this category"), found, lens, None, within=title.name) if found.size else ""


def term_list(known: Membership, value: Value) -> Markup:
    """The members of a term; of one that has none of its own, those of the narrower ones."""
    lens, asked = lens_of(known.hierarchy), request.args.get("via", "")
    limit, offset = asked_limit(), asked_offset()
    found = finding.members(value.name, limit=limit, offset=offset, lens=lens.number)
    borrowed = found.size == 0 and bool(known.of(*value.key))
    if borrowed:
        found = finding.members_below(value.name, limit=limit, offset=offset, lens=lens.number)
    return member_list(
        _("Pages in narrower categories") if borrowed else _("Pages in this category"),
        found,
        lens,
        value,
        narrower=[known.hierarchy.facets[value.key[0]].values[slug] for slug in value.narrower],
        nearest=nearest_above(known, value) if found.size == 0 else [],
        within=None if borrowed else value.name,
        via=asked if asked in value.broader else None,
    )


def profile_list(own: Profile) -> Markup:
    shape = present().hierarchy
    lens = lens_of(shape)
    found = finding.profile_members(own, limit=asked_limit(), offset=asked_offset(), lens=lens.number)
    return member_list(_("Pages for this profile"), found, lens, shape.profiles.get(own.slug))


def member_list(
    heading: str, found: finding.Members, lens: Lens, value: Value | None, **more: object
) -> Markup:
    return Markup(
        render_template(
            "taxonomy/_members.html",
            heading=heading,
            members=found,
            parts=[
                (first, grouped([(page.title, key or page.name) for page, key, _first in rows]))
                for first, rows in groupby(found.rows, key=itemgetter(2))
            ],
            lens=lens,
            value=value,
            offering=offered_with(value) if value is not None else None,
            pagination=by_offset(found.size, limit=asked_limit(), offset=asked_offset()),
            **more,
        )
    )


def trail_above(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """The way down to a page that is read through a category, which `?in=` names; `?via=` says which way."""
    return drawn_trail(title, page, top=True)


def trail_below(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """The pages before and after one that is read through a category."""
    return drawn_trail(title, page, top=False)


def drawn_trail(title: Title, page: Page | None, *, top: bool) -> Markup | str:
    name = request.args.get("in", "")
    found = trail(page, name, request.args.get("via", "")) if page is not None and name else None
    if found is None:
        return ""
    return Markup(render_template("taxonomy/_trail.html", title=title, trail=found, top=top))


def grouped(rows: list[tuple[Title, str]]) -> list[tuple[str, list[Title]]]:
    """Titles under the initials of what they are sorted by."""
    groups: list[tuple[str, list[Title]]] = []
    for title, key in rows:
        initial = sort_initial(key)
        if not groups or groups[-1][0] != initial:
            groups.append((initial, []))
        groups[-1][1].append(title)
    return groups


def category_bar(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """Under a page's text: its profiles and its categories."""
    if page is None or output is None:
        return ""
    named = [name for name, _key in output.categories]
    names = present_names(named)
    categories = [Title(Namespace.CATEGORY, name) for name in dict.fromkeys(names.get(name, name) for name in named)]
    present = existing(categories) | finding.existing_terms(categories)
    hidden = hidden_among(categories)
    shown = [{"title": c, "exists": c in present} for c in categories if c not in hidden]
    profiles = finding.profiles_with(profile_ids(output))
    if not categories and not profiles:
        return ""
    concealed = [{"title": category, "exists": True} for category in sorted(hidden)]
    return Markup(render_template("taxonomy/_bar.html", categories=shown, hidden=concealed, profiles=profiles))


def hidden_among(categories: list[Title]) -> set[Title]:
    """Those of `categories` whose pages say `__HIDDENCAT__`."""
    pages = finding.category_pages({category.name for category in categories})
    return {page.title for page in pages if "hiddencat" in rendering.parse_page(page).properties}
