"""The roof: puts the rooms together. Every list in which upper rooms offer something to lower ones is here."""

import logging
from collections.abc import Callable

from flask import Blueprint, Flask, Response
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_wtf import CSRFProtect
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix

import wiki.accounts.sessions
import wiki.accounts.views
import wiki.editing.views
import wiki.links.views
import wiki.logs.views
import wiki.moderation.views
import wiki.pages.reports
import wiki.pages.special
import wiki.pages.views
import wiki.permissions.views
import wiki.recentchanges.views
import wiki.search.views
import wiki.taxonomy.views
import wiki.watchlist.views
import wiki.web.display
from wiki import database, editing, moderation, pages, watchlist
from wiki.editing import saving
from wiki.errors import N_
from wiki.pages import panels, rendering
from wiki.permissions import throttling
from wiki.settings import ROOT, Settings, load
from wiki.taxonomy import finding as taxonomy
from wiki.taxonomy import panels as taxonomy_panels
from wiki.titles import Title
from wiki.web import assets, errors, languages, security, skin
from wiki.web.skin import Tab

BLUEPRINTS: tuple[Blueprint, ...] = (
    wiki.pages.views.blueprint,
    wiki.pages.special.blueprint,
    wiki.pages.reports.blueprint,
    wiki.editing.views.blueprint,
    wiki.moderation.views.blueprint,
    wiki.links.views.blueprint,
    wiki.logs.views.blueprint,
    wiki.recentchanges.views.blueprint,
    wiki.watchlist.views.blueprint,
    wiki.taxonomy.views.blueprint,
    wiki.search.views.blueprint,
    wiki.accounts.views.blueprint,
    wiki.permissions.views.blueprint,
    wiki.web.display.blueprint,
)

PAGE_ACTIONS: dict[str, Callable[[Title], ResponseReturnValue]] = {
    "view": pages.views.view,
    "history": pages.views.history,
    "raw": pages.views.raw,
    "info": pages.views.info,
    "purge": pages.views.purge,
    "edit": editing.views.edit,
    "undo": editing.views.undo,
    "restore": editing.views.restore,
    "move": editing.views.move,
    "delete": moderation.views.delete,
    "undelete": moderation.views.undelete,
    "watch": watchlist.views.watch,
    "unwatch": watchlist.views.unwatch,
}
"""What `?action=` of a page's address may say."""

PAGE_TABS: tuple[Tab, ...] = (
    Tab("view", N_("Read"), "view", existing=True, accesskey="v"),
    Tab("edit", N_("Edit"), "view", action="edit", right="edit", accesskey="e"),
    Tab("history", N_("History"), "view", action="history", existing=True, accesskey="h"),
    Tab("move", N_("Move"), "more", action="move", right="move", existing=True, accesskey="m"),
    Tab("delete", N_("Delete"), "more", action="delete", right="delete", existing=True, accesskey="d"),
    Tab("undelete", N_("Restore"), "more", action="undelete", right="undelete", existing=False),
    Tab("watch", N_("Watch"), "more", action="watch", right="editwatchlist", accesskey="w"),
    Tab("info", N_("Page information"), "more", action="info", existing=True),
    Tab("raw", N_("Source text"), "more", action="raw", existing=True),
)

PAGE_PANELS: tuple[panels.Panel, ...] = (
    panels.Panel("before", taxonomy_panels.profile_banner),
    panels.Panel("after", taxonomy_panels.category_members),
    panels.Panel("after", taxonomy_panels.category_bar),
)
"""What rooms above add to a page that is read, in order."""

ALSO_EXISTING = (taxonomy.existing_terms, pages.special.existing_special)

MAX_REQUEST = 8 * 1024 * 1024
"""Bytes of a request: a page of 2 MiB, percent-encoded, and what comes with it."""


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application of one wiki; connects to its database."""
    settings = settings or load()
    database.connect(settings.database_url)
    app = Flask("wiki", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        WIKI=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.secure,
        WTF_CSRF_TIME_LIMIT=None,
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_STREAMS=False,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    CSRFProtect(app)
    Compress(app)
    wiki.accounts.sessions.init_app(app)
    throttling.configure(settings.secret_key)
    rendering.configure(settings)
    rendering.also_existing[:] = ALSO_EXISTING
    pages.views.actions.update(PAGE_ACTIONS)
    panels.panels[:] = PAGE_PANELS
    skin.tabs[:] = PAGE_TABS
    for part in (languages, security):
        part.init_app(app, settings)
    for room in (skin, errors, assets):
        room.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/healthz", "healthz", healthz)
    app.teardown_appcontext(lambda _error: database.session.remove())
    logging.getLogger("wiki").setLevel(logging.INFO)
    return app


def healthz() -> ResponseReturnValue:
    """200 when the wiki serves: the database answers."""
    database.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


__all__ = ["create_app", "saving"]
