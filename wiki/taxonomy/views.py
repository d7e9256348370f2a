"""Entering the wiki by profile and by category, and what the vocabulary adds to a page that is read."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wiki.pages import rendering
from wiki.pages.finding import existing
from wiki.pages.models import Page
from wiki.pages.views import view
from wiki.parsing.output import ParserOutput
from wiki.taxonomy import finding
from wiki.taxonomy.models import Profile
from wiki.taxonomy.naming import present_names, present_title
from wiki.taxonomy.recording import profile_ids
from wiki.titles import Namespace, Title, sort_initial
from wiki.web.context import authority
from wiki.web.pagination import asked_limit, asked_offset, by_offset

blueprint = Blueprint("taxonomy", __name__)


@blueprint.get("/profil/<slug>")
def profile(slug: str) -> ResponseReturnValue:
    """A profile's page under its short address; a former address leads to the present one."""
    authority().require("read")
    own = finding.get_profile(slug)
    if own.slug != slug:
        return redirect(f"/profil/{own.slug}", 302)
    return view(Title(Namespace.PROFILE, own.name))


@blueprint.get("/special/profiles")
def all_profiles() -> ResponseReturnValue:
    """The profiles, each with what it is and how many pages are for it."""
    authority().require("read")
    return render_template("taxonomy/profiles.html", page_title=_("Profiles"), profiles=finding.profiles())


@blueprint.get("/special/categories")
def all_categories() -> ResponseReturnValue:
    """The axes as trees, then the categories that have no place on one."""
    authority().require("read")
    return render_template(
        "taxonomy/categories.html", page_title=_("Categories"), axes=finding.axes(), free=finding.free_categories()
    )


def profile_banner(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """Whom a page is for, above its text; what a profile is, above its own."""
    if title.namespace is Namespace.PROFILE:
        own = finding.find_profile(name=title.name)
        return Markup(render_template("taxonomy/_description.html", item=own, ways=[])) if own else see_instead(title)
    if title.namespace is Namespace.CATEGORY:
        term = finding.find_term(title.name)
        if term is None:
            return see_instead(title)
        ways, synonyms = finding.paths_above(term), finding.synonyms(term)
        return Markup(render_template("taxonomy/_description.html", item=term, ways=ways, synonyms=synonyms))
    return ""


def see_instead(title: Title) -> Markup | str:
    """On a page that stands at another name of a term or a profile: where its members are."""
    present = present_title(title)
    return Markup(render_template("taxonomy/_synonym.html", present=present)) if present is not None else ""


def category_members(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """The members of a category or a profile, in order, a part at a time; the narrower terms first."""
    limit, offset = asked_limit(), asked_offset()
    if title.namespace is Namespace.PROFILE:
        own = finding.find_profile(name=title.name)
        return profile_list(own, limit=limit, offset=offset) if own is not None else ""
    if title.namespace is not Namespace.CATEGORY:
        return ""
    term, size = finding.find_term(title.name), finding.category_size(title.name)
    if term is None and size == 0:
        return ""
    rows = finding.members(title.name, limit=limit, offset=offset)
    return Markup(
        render_template(
            "taxonomy/_members.html",
            heading=_("Pages in this category"),
            groups=grouped([(member.title, key or member.name) for member, key in rows]),
            narrower=finding.narrower(term) if term else [],
            size=size,
            pagination=by_offset(size, limit=limit, offset=offset),
        )
    )


def profile_list(own: Profile, *, limit: int, offset: int) -> Markup:
    size = finding.profile_size(own)
    rows = finding.profile_members(own, limit=limit, offset=offset)
    return Markup(
        render_template(
            "taxonomy/_members.html",
            heading=_("Pages for this profile"),
            groups=grouped([(member.title, member.name) for member in rows]),
            narrower=[],
            size=size,
            pagination=by_offset(size, limit=limit, offset=offset),
        )
    )


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
