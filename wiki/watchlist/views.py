"""The watchlist in the browser. Rule: GET shows and asks, POST changes."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki import clock
from wiki.logs.days import by_day
from wiki.pages.finding import existing
from wiki.pages.framing import render_page
from wiki.recentchanges.filtering import Filters
from wiki.recentchanges.forms import ChangesForm, asked_days
from wiki.recentchanges.rows import bots, load_rows
from wiki.recentchanges.streams import since
from wiki.recentchanges.views import around_part, asked_part
from wiki.titles import Title, TitleError
from wiki.watchlist import listing, watching
from wiki.web.context import authority, language
from wiki.web.languages import reader_zone
from wiki.web.namespaces import chosen_namespace
from wiki.web.pagination import LIMITS, asked_limit, asked_offset, by_offset

blueprint = Blueprint("watchlist", __name__)


@blueprint.get("/special/watchlist")
def watchlist() -> ResponseReturnValue:
    """The latest change of each page that the reader follows, by day."""
    authority().require("editwatchlist")
    user = authority().account
    form = ChangesForm(formdata=request.args)
    form.validate()
    filters = Filters(
        since=since(asked_days(form.days), clock.now()),
        namespace=chosen_namespace(form.namespace),
        importance=frozenset({"major"} if form.hideminor.data else ()),
        robots=frozenset({"human"} if form.hidebots.data else ()),
        whose=chosen_author(form, ("mine", "others")),
        experience=chosen_author(form, ("registered", "temporary")),
    )
    part = asked_part(listing.watched_changes(authority(), user, filters))
    return render_template(
        "watchlist/watchlist.html",
        page_title=_("Watchlist"),
        form=form,
        days=by_day(load_rows(authority(), part, language()), reader_zone(), lambda row: row.when),
        bots=bots(),
        followed=listing.count(user),
        pagination=around_part(part),
        noindex=True,
    )


def chosen_author(form: ChangesForm, among: tuple[str, ...]) -> frozenset[str]:
    """The chosen kind of author, where it is one of these."""
    return frozenset({form.author.data}.intersection(among))


@blueprint.get("/special/watchlist/edit")
def edit() -> ResponseReturnValue:
    """Every title that the reader follows, to choose which to follow no longer."""
    authority().require("editwatchlist")
    user, limit, offset = authority().account, asked_limit(), asked_offset()
    titles = listing.titles(user, limit=limit, offset=offset)
    followed = listing.count(user)
    return render_template(
        "watchlist/edit.html",
        page_title=_("Pages that you follow"),
        titles=titles,
        existing=existing(titles),
        followed=followed,
        pagination=by_offset(followed, limit=limit, offset=offset),
        noindex=True,
    )


@blueprint.post("/special/watchlist/edit")
def remove() -> ResponseReturnValue:
    """Follow the chosen titles no longer."""
    number = watching.unwatch_all(authority(), titles=chosen_titles(request.form.getlist("title")))
    flash(ngettext("You no longer follow %(num)s page.", "You no longer follow %(num)s pages.", number), "success")
    return redirect("/special/watchlist/edit", 303)


def chosen_titles(names: list[str]) -> list[Title]:
    """The titles that a form names; what is none is passed over."""
    titles = []
    for name in names[: max(LIMITS)]:
        try:
            titles.append(Title.parse(name))
        except TitleError:
            continue
    return titles


def watch(title: Title) -> ResponseReturnValue:
    """`?action=watch`: ask, then follow a page and its talk page."""
    authority().require("editwatchlist")
    if request.method == "GET":
        return ask(title)
    watching.watch(authority(), title=title)
    flash(_("You now follow “%(title)s” and its talk page.", title=title.subject.full_name), "success")
    return redirect(title.path, 303)


def unwatch(title: Title) -> ResponseReturnValue:
    """`?action=unwatch`: ask, then follow a page no longer."""
    authority().require("editwatchlist")
    if request.method == "GET":
        return ask(title)
    watching.unwatch(authority(), title=title)
    flash(_("You no longer follow “%(title)s”.", title=title.subject.full_name), "success")
    return redirect(title.path, 303)


def ask(title: Title) -> str:
    """What would change: to follow the page where it is not followed yet, to stop where it is."""
    followed = watching.is_watched(authority().user, title)
    subject = title.subject.full_name
    heading = _("Stop following %(title)s", title=subject) if followed else _("Follow %(title)s", title=subject)
    return render_page(
        "watchlist/ask.html", title, current="watch", page_title=heading, followed=followed, noindex=True
    )
