"""What is said of a block. Rule: whoever is refused reads by whom, why, until when, and how to appeal.

A block of the network alone names neither the address nor the account from which it follows.
"""

from urllib.parse import quote

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wiki.database import session
from wiki.errors import N_
from wiki.logs.blocks import SEPARATOR, places, words
from wiki.logs.models import LogEntry
from wiki.logs.reading import Line
from wiki.messages import translate
from wiki.moderation.blocks import autoblocking
from wiki.moderation.blocks.blocking import RIGHT, blocks_of
from wiki.moderation.blocks.listing import decisions
from wiki.pages.models import Page
from wiki.parsing.output import ParserOutput
from wiki.permissions.blocks.standing import Blocked, Held, was_asked
from wiki.titles import Namespace, Title
from wiki.users.finding import by_id, find
from wiki.users.models import User
from wiki.web.context import authority, language, site
from wiki.web.errors import error_page, typed_text
from wiki.web.languages import translated, when

blueprint = Blueprint("block_notices", __name__)


@blueprint.app_errorhandler(Blocked)
def show_blocked(error: Blocked) -> ResponseReturnValue:
    """Why somebody cannot act, what still works, and how to appeal."""
    held = error.held
    user = authority().user
    around = user is None or user.id != held.user_id
    title = _("Your network is blocked") if around else _("You are blocked")
    text = _("You cannot do this for now: moderators have blocked it.")
    if around:
        text = _(
            "For now, nobody can do this without a registered account from a network to which yours belongs. "
            "This need not be about you."
        )
    if held.automatic is not None:
        text = _(
            "Somebody who is blocked wrote from the network that you use. For a day at most, nobody can write or "
            "create an account from it without logging in. This need not be about you."
        )
    details = [Markup("{} {}").format(label, fact) for label, fact in facts(held)]
    return error_page(
        403, title, text, code=error.code, details=details, actions=appeals(held), kept=typed_text(), noindex=True
    )


def facts(held: Held) -> list[tuple[str, Markup | str]]:
    """What the page of a refusal tells: (label, words)."""
    found: list[tuple[str, Markup | str]] = []
    if held.automatic is None:
        moderator = by_id(held.by_id)
        entry = session.get(LogEntry, held.entry)
        found.append((_("By:"), moderator.name if moderator is not None else ""))
        found.append((_("Reason:"), held.reason))
        if entry is not None:
            found.append((_("What is blocked:"), translated(SEPARATOR).join(places(entry.details, language()))))
    found.append((_("Until:"), when(held.expires_at) if held.expires_at else _("somebody lifts it")))
    found.append((_("What still works:"), what_works(held)))
    number = f"A{held.automatic}" if held.automatic is not None else str(held.number)
    found.append((_("Number of the block, to cite it:"), number))
    return found


def what_works(held: Held) -> str:
    """What a block leaves."""
    words = N_("reading, logging in, your preferences, your watchlist, and your own talk page")
    if authority().user is None:
        words = N_("reading, and logging in to an account that you have")
    elif not held.sitewide:
        words = N_("everything else in the wiki")
    elif held.talk_closed:
        words = N_("reading, logging in, your preferences and your watchlist")
    return str(_(words))


def appeals(held: Held) -> list[dict[str, object]]:
    """Where to ask that a block be lifted: a ready section of one's own talk page, unless that is closed."""
    user = authority().user
    contact = {"label": _("Contact those who run the wiki"), "url": Title.parse("Project:Mentions légales").path}
    if user is None:
        return [{"label": _("Log in"), "url": "/special/log-in", "primary": True}, contact]
    if held.talk_closed:
        return [contact]
    number = f"A{held.automatic}" if held.automatic is not None else str(held.number)
    topic = translate(N_("Request to be unblocked (block no. %(number)s)"), site().language, number=number)
    url = f"{user.title.talk.path}?action=edit&section=new&topic={quote(topic, safe='')}"
    return [{"label": _("Ask to be unblocked"), "url": url, "primary": True}]


@blueprint.after_app_request
def stop_the_network(response: Response) -> Response:
    """Where somebody blocked tried to act, stop the network that she used."""
    if request.method == "POST" and response.status_code < 500 and "authority" in g and was_asked(authority()):
        autoblocking.spread(authority())
    return response


def about_person(user: User) -> Markup:
    """Above what somebody wrote: the blocks that hold, and the way to block, for who may."""
    held = blocks_of(user)
    return Markup(
        render_template(
            "moderation/blocks/notice.html",
            user=user,
            held=held,
            log=decisions(authority(), user, language()) if held else [],
            may_block=may_block() and not user.is_system,
        )
    )


def on_user_page(title: Title, page: Page | None, output: ParserOutput | None) -> Markup | str:
    """Above the page of somebody blocked: the log of it."""
    user = find(title.name) if title.namespace is Namespace.USER else None
    if user is None or not (held := blocks_of(user)):
        return ""
    log = decisions(authority(), user, language())
    return Markup(render_template("moderation/blocks/notice.html", user=user, held=held, log=log, may_block=False))


@blueprint.app_template_global()
def block_terms(line: Line) -> str:
    """What a block stops, from its entry in the log."""
    return words(line.entry.details, language())["terms"]


@blueprint.app_template_global()
def may_block() -> bool:
    """Whether the reader is offered to block people."""
    return authority().may(RIGHT)
