"""Kept filters in the browser. Rule: GET shows one's own, POST changes one of them."""

from flask import Blueprint, flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import WikiError
from wiki.recentchanges.kept import keeping
from wiki.recentchanges.kept.forms import KeepForm, KeptForm
from wiki.web.context import authority, site
from wiki.web.languages import translated

blueprint = Blueprint("kept", __name__)

LIST = "/special/recent-changes"
ADDRESS = "/special/saved-filters"


@blueprint.get(ADDRESS)
def saved_filters() -> ResponseReturnValue:
    """Every set that the reader keeps, to open, share, rename and delete it."""
    authority().require("editpreferences")
    return show(None)


@blueprint.post(ADDRESS)
def keep() -> ResponseReturnValue:
    """Keep the filters of an address under a name; refused, the form comes back with it."""
    authority().require("editpreferences")
    form = KeepForm()
    if form.validate_on_submit():
        try:
            kept = keeping.keep(
                authority(), name=form.name.data or "", query=form.query.data or "", default=form.default.data
            )
        except WikiError as refusal:
            form.name.errors = [*form.name.errors, translated(refusal)]
        else:
            flash(_("These filters are kept under the name “%(name)s”.", name=kept.name), "success")
            return redirect(f"{LIST}?{kept.query}", 303)
    return make_response(show(form), 400)


@blueprint.post(f"{ADDRESS}/<any(rename, delete, choose, forget):act>")
def change(act: str) -> ResponseReturnValue:
    """Rename a set, delete it, or show the list by it from now on, as the pressed button says."""
    form = KeptForm()
    number = form.number.data or 0
    if act == "rename":
        keeping.rename(authority(), number=number, name=form.name.data or "")
    elif act == "delete":
        keeping.delete(authority(), number=number)
    else:
        keeping.choose(authority(), number=number if act == "choose" else None)
    flash(_("Your filters were changed."), "success")
    return redirect(ADDRESS, 303)


def show(form: KeepForm | None) -> str:
    """The page, with the form that was refused."""
    return render_template(
        "recentchanges/kept.html",
        page_title=_("Saved filters"),
        form=form,
        kept=[(one, KeptForm(formdata=None, number=one.id, name=one.name)) for one in keeping.kept(authority())],
        most=keeping.MOST,
        list=LIST,
        site_url=site().site_url,
        noindex=True,
    )
