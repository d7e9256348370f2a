"""Errors as pages that people understand. Rule: the right status, words that say what to do, a way on."""

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from urllib.parse import quote

from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from wiki.errors import N_, WikiError
from wiki.interwiki import is_elsewhere
from wiki.permissions.authority import PermissionDenied
from wiki.permissions.groups import groups_with
from wiki.permissions.throttling import RateLimited
from wiki.rights import GROUPS, RIGHTS
from wiki.titles import Title, TitleError
from wiki.web.context import authority, may_create
from wiki.web.languages import translated

KEPT_FIELDS = {
    "text": N_("Text of the page"),
    "summary": N_("Summary"),
    "reason": N_("Reason"),
    "target": N_("New title"),
    "name": N_("Name"),
    "description": N_("Description"),
    "synonyms": N_("Other names"),
}
"""Form fields that hold what people write, and what they are called; an error page gives them back."""

expired_forms: dict[str, Callable[[Title], ResponseReturnValue]] = {}
"""What gives a form back whose token is no longer right, by the `?action=` of a page; filled by `wiki.app`.

Rule: it does nothing of what the form asks.
"""

existing: list[Callable[[Collection[Title]], set[Title]]] = []
"""What tells which titles have a page; filled by `wiki.app`."""

_OTHER = re.compile(r"other-(\d{1,4})")


def init_app(app: Flask) -> None:
    """Register the pages of errors."""
    app.register_error_handler(WikiError, show_refusal)
    app.register_error_handler(TitleError, show_bad_title)
    app.register_error_handler(PermissionDenied, show_missing_right)
    app.register_error_handler(RateLimited, show_rate_limit)
    app.register_error_handler(CSRFError, show_expired_form)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(500, show_fault)


def error_page(status: int, title: str, text: str, **more: object) -> Response:
    """A page for `status`; `more` may hold what the head of `templates/web/error.html` lists."""
    more.setdefault("about", about(missing=status == 404))
    page = render_template("web/error.html", status=status, title=title, page_title=title, text=text, **more)
    return make_response(page, status)


def about(*, missing: bool = False) -> Title | None:
    """The page of the wiki that the request was about; where something is missing, only if it is not the page."""
    if request.endpoint != "pages.page":
        return None
    with suppress(TitleError):
        title = Title.parse((request.view_args or {}).get("name", ""))
        if not missing or any(title in find([title]) for find in existing):
            return title
    return None


def show_refusal(error: WikiError) -> ResponseReturnValue:
    titles = {404: _("Not found"), 409: _("Changed meanwhile"), 413: _("Too large")}
    title = titles.get(error.status, _("This cannot be done"))
    ways = ways_on(error) if error.status == 404 else {}
    return error_page(error.status, title, translated(error), code=error.code, kept=typed_text(), **ways)


def ways_on(error: WikiError) -> dict[str, object]:
    """Where to go from a page that is missing: write it, or look for its subject."""
    try:
        missing = Title.parse(str(error.params.get("title", "")))
    except TitleError:
        return {}
    words = _("Search “%(words)s”", words=missing.name)
    create = {"label": _("Create this page"), "url": f"{missing.path}?action=edit", "primary": True}
    search = {"label": words, "url": f"/special/search?q={quote(missing.name, safe='')}"}
    return {"actions": [create, search] if may_create(missing) and not is_elsewhere(missing) else [search]}


def show_bad_title(error: TitleError) -> ResponseReturnValue:
    proposal = None
    if error.proposal is not None:
        proposal = {"label": error.proposal, "url": Title.parse(error.proposal).path}
    title = _("This cannot be the title of a page")
    return error_page(
        error.status, title, translated(error), code=error.rule, proposal=proposal, kept=typed_text()
    )


def show_missing_right(error: PermissionDenied) -> ResponseReturnValue:
    right = str(error.params["right"])
    groups = ", ".join(_(GROUPS[name]) for name in groups_with(right) if name in GROUPS)
    return error_page(
        403,
        _("You may not do this"),
        _("It needs the right “%(right)s”: %(words)s.", right=right, words=_(RIGHTS[right])),
        code=error.code,
        details=[_("Groups that have it: %(groups)s.", groups=groups)] if groups else (),
        actions=[*ways_in(), {"label": _("Who may do what"), "url": "/special/group-rights"}],
        kept=typed_text(),
    )


def ways_in() -> list[dict[str, object]]:
    """For a visitor, whom an account may give what is missing: where to get one."""
    if authority().user is not None and not authority().account.is_temporary:
        return []
    readable = request.method == "GET" or request.endpoint == "pages.page"
    back = quote(request.full_path.rstrip("?") if readable else "/", safe="")
    return [
        {"label": _("Log in"), "url": f"/special/log-in?returnto={back}", "primary": True},
        {"label": _("Create an account"), "url": f"/special/register?returnto={back}"},
    ]


def show_rate_limit(error: RateLimited, **more: object) -> Response:
    response = error_page(429, _("Too often"), translated(error), code=error.code, kept=typed_text(), **more)
    return told_when(response, error)


def told_when(response: Response, error: WikiError | None) -> Response:
    """`response`, with the seconds to wait where `error` is about having asked too often."""
    if isinstance(error, RateLimited):
        response.headers["Retry-After"] = str(error.params["seconds"])
    return response


def show_expired_form(error: CSRFError) -> ResponseReturnValue:
    give_back, title = expired_forms.get(request.args.get("action", "")), about()
    if give_back is not None and title is not None:
        return give_back(title)
    return error_page(
        400,
        _("This form is no longer valid"),
        _("It was open for too long, or cookies are switched off. Copy your text, reload the form and send it again."),
        code="csrf",
        kept=typed_text(),
    )


def typed_text() -> list[tuple[str, str]]:
    """What the refused form held in words, so that nobody loses it: (name of the field, text); passwords never."""
    named = [(_(KEPT_FIELDS[name]), value) for name, value in request.form.items() if name in KEPT_FIELDS]
    return [(name, value) for name, value in named if value.strip()] + texts_of_collisions()


def texts_of_collisions() -> list[tuple[str, str]]:
    """What somebody wrote to settle collisions in a text: (name of the field, text)."""
    found = [(_OTHER.fullmatch(name), value) for name, value in request.form.items() if value.strip()]
    return [(_("Another text for collision %(rank)s", rank=int(name[1]) + 1), value) for name, value in found if name]


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    words = {
        400: (
            _("The request could not be understood"),
            _("Something in the address or the form is not as expected."),
        ),
        404: (_("Not found"), _("There is no page at this address. It may have been mistyped.")),
        405: (_("Not possible this way"), _("This address does not take that kind of request.")),
        413: (_("Too large"), _("What was sent is too large. Your text is still in the form: go back and shorten it.")),
    }
    title, message = words.get(error.code, (error.name, error.description or ""))
    own_words = error.description != type(error).description
    text = str(error.description) if own_words else message
    response = error_page(error.code, title, text, kept=typed_text() if error.code != 413 else None)
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def show_fault(error: Exception) -> ResponseReturnValue:
    return error_page(
        500,
        _("Something broke"),
        _("The fault is ours and has been noted. Please try again in a moment."),
        kept=typed_text(),
    )
