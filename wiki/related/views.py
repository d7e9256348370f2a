"""Related pages in the browser: a list of their own, which the script brings to the foot of the article.

Rule: the list changes when other pages change, so that no article carries it in itself.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wiki.pages.finding import HOME, get_shown_page
from wiki.pages.models import Page
from wiki.parsing.output import ParserOutput
from wiki.related.finding import related
from wiki.titles import Namespace, Title
from wiki.web.context import authority

blueprint = Blueprint("related", __name__)


@blueprint.get("/special/related")
def related_pages() -> ResponseReturnValue:
    """The articles near to `page`, each with the reasons; the bare list where a script asks."""
    authority().require("read")
    page = get_shown_page(Title.parse(request.args.get("page", "")))
    bare = request.headers.get("X-Requested-With") == "fetch"
    return render_template(
        "related/_list.html" if bare else "related/related.html",
        page_title=_("Pages near to “%(title)s”", title=page.title.full_name),
        target=page.title,
        rows=related(page),
        noindex=True,
    )


def related_panel(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """The way to the related pages, at the foot of an article; the home page is near to everything."""
    if page is None or not page.is_live or page.is_redirect or title.namespace is not Namespace.MAIN or title == HOME:
        return ""
    return Markup(render_template("related/_panel.html", title=title))
