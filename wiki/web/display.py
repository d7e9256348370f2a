"""Choosing the interface's language and theme, without an account too: two cookies, nothing else is kept of a visitor.

Rule: a choice takes effect. An account that has a language of its own gets the chosen one, since it would win.
"""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.database import transaction
from wiki.users.finding import attached
from wiki.web.context import authority, language, site
from wiki.web.languages import LANGUAGE_COOKIE, LANGUAGES, speak
from wiki.web.redirects import local_url
from wiki.web.skin import THEME_COOKIE, THEMES, theme

blueprint = Blueprint("display", __name__)

COOKIE_AGE = 395 * 24 * 3600
"""Seconds; thirteen months, the longest that the CNIL allows for a preference."""


@blueprint.get("/special/display")
def show() -> ResponseReturnValue:
    wanted = request.args.get("language", "")
    names = {"auto": _("Like the system"), "light": _("Light"), "dark": _("Dark")}
    return render_template(
        "web/display.html",
        page_title=_("Language and appearance"),
        languages_offered=LANGUAGES,
        themes={key: names[key] for key in THEMES},
        chosen_language=wanted if wanted in LANGUAGES else language(),
        chosen_theme=theme(),
        returnto=local_url(request.args.get("returnto")),
        noindex=True,
    )


@blueprint.post("/special/display")
def choose() -> ResponseReturnValue:
    response = redirect(local_url(request.form.get("returnto")), 303)
    if (chosen := request.form.get("language", "")) in LANGUAGES:
        keep(response, LANGUAGE_COOKIE, chosen)
        keep_with_account(chosen)
        speak(chosen)
    if (chosen := request.form.get("theme", "")) in THEMES:
        keep(response, THEME_COOKIE, chosen)
    flash(_("Your choice of language and appearance is kept."), "success")
    return response


def keep_with_account(chosen: str) -> None:
    """Put a language in the place of the one that the reader's account has, if it has one."""
    user = authority().user
    if user is not None and user.language not in (None, chosen):
        with transaction():
            attached(user).language = chosen


def keep(response: Response, name: str, value: str) -> None:
    """Remember a choice on this device."""
    response.set_cookie(name, value, max_age=COOKIE_AGE, samesite="Lax", secure=site().secure)
