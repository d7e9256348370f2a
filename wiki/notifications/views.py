"""Notifications in the browser. Rule: reading the list marks nothing as read; a button does."""

from flask import Blueprint, flash, get_template_attribute, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape

from wiki.logs.days import by_day
from wiki.messages import translate
from wiki.notifications import choosing, reading
from wiki.notifications.kinds import KINDS
from wiki.notifications.models import Notification
from wiki.notifications.reading import Line
from wiki.web.context import authority, language
from wiki.web.languages import reader_zone
from wiki.web.pagination import newest_first
from wiki.web.redirects import local_url
from wiki.web.skin import unread

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/special/notifications")
def notifications() -> ResponseReturnValue:
    """What concerns the reader, newest first, by day."""
    authority().require("read")
    query = reading.shown_to(reading.receiver(authority()).id)
    rows, pagination = newest_first(query, Notification.id, lambda row: row.id)
    lines = reading.load_lines(authority(), rows, language())
    return render_template(
        "notifications/notifications.html",
        page_title=_("Notifications"),
        days=by_day(lines, reader_zone(), lambda line: line.notification.created_at),
        newest=rows[0].id if rows else None,
        some_unread=unread() > 0,
        pagination=pagination,
        noindex=True,
    )


@blueprint.post("/special/notifications/read")
def read() -> ResponseReturnValue:
    """Mark one notification as read, and go to what it is about where that was the button."""
    notification = choosing.mark_read(authority(), request.form.get("id", 0, type=int))
    if "open" in request.form:
        return redirect(reading.load_lines(authority(), [notification], language())[0].path, 303)
    return redirect(local_url(request.form.get("returnto")), 303)


@blueprint.post("/special/notifications/read-all")
def read_all() -> ResponseReturnValue:
    """Mark as read all that was there when the list was shown."""
    choosing.mark_all_read(authority(), until=request.form.get("until", 0, type=int))
    flash(_("All your notifications are marked as read."), "success")
    return redirect("/special/notifications", 303)


@blueprint.post("/special/notifications/kinds")
def choose() -> ResponseReturnValue:
    """Stop one kind of notification, or receive it again."""
    if "stop" in request.form:
        choosing.stop(authority(), request.form["stop"])
        flash(_("You will not be told of this any more. What you were told before stays in your list."), "success")
    else:
        choosing.resume(authority(), request.form.get("resume", ""))
        flash(_("You will be told of this again."), "success")
    return redirect(local_url(request.form.get("returnto")), 303)


@blueprint.app_template_global()
def notification_sentence(line: Line) -> Markup:
    """What the actor did, with a link to the page."""
    link = get_template_attribute("macros/wiki.html", "page_link")
    words = escape(translate(KINDS[line.notification.kind].sentence, language()))
    if line.act is not None:
        return words % line.act.entry.details
    return words % {"page": link(line.title)}


@blueprint.app_template_global()
def notification_kinds() -> list[dict[str, object]]:
    """Each kind of notification, and whether the reader stopped it."""
    stopped = choosing.stopped(reading.receiver(authority()))
    return [{"key": key, "name": _(kind.name), "stopped": key in stopped} for key, kind in KINDS.items()]
