"""What links here, in the browser: who would notice if a page were moved or deleted."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.links.counting import counts
from wiki.links.forms import InboundForm
from wiki.links.inbound import load_inbound, referring
from wiki.links.recording import KINDS
from wiki.pages.finding import find_shown_page
from wiki.pages.models import Page
from wiki.titles import Title
from wiki.web.context import authority
from wiki.web.namespaces import chosen_namespace
from wiki.web.pagination import newest_first

blueprint = Blueprint("links", __name__)


@blueprint.get("/special/what-links-here")
def what_links_here() -> ResponseReturnValue:
    """The pages that refer to a title, counted by kind; without a title, the form that asks for one."""
    authority().require("read")
    form = InboundForm(formdata=request.args)
    valid = form.validate()
    title = Title.parse(form.page.data) if form.page.data and valid else None
    if title is None:
        content = render_template(
            "links/inbound.html", page_title=_("What links here"), form=form, target=None, noindex=True
        )
        return make_response(content, 200 if valid else 400)
    query = referring(title, namespace=chosen_namespace(form.namespace), kind=form.kind.data or None)
    pages, pagination = newest_first(query, Page.id, lambda page: page.id)
    found = find_shown_page(title)
    return render_template(
        "links/inbound.html",
        page_title=_("Pages that refer to “%(title)s”", title=title.full_name),
        form=form,
        target=title,
        exists=found is not None,
        leads_on=found is not None and found.is_redirect,
        counts=counts(title),
        rows=load_inbound(pages, title),
        pagination=pagination,
        noindex=True,
    )


@blueprint.app_template_filter()
def kind_of_reference(kind: str) -> str:
    """A kind of reference in the reader's language."""
    return str(_(KINDS[kind]))
