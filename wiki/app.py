"""The roof: puts the rooms together. Every list in which upper rooms offer something to lower ones is here."""

import logging
import sys
from collections.abc import Callable
from functools import partial

from flask import Blueprint, Flask, Response
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_wtf import CSRFProtect
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix

import wiki.accounts.rights.views
import wiki.accounts.sessions
import wiki.accounts.trust.views
import wiki.accounts.views
import wiki.editing.bulk.views
import wiki.editing.renaming.views
import wiki.editing.views
import wiki.feeds.views
import wiki.history.views
import wiki.links.views
import wiki.logs.views
import wiki.moderation.batches.views
import wiki.moderation.blocks.telling.views
import wiki.moderation.blocks.views
import wiki.moderation.domains.guarding
import wiki.moderation.domains.views
import wiki.moderation.protection.views
import wiki.moderation.review.views
import wiki.moderation.rules.guarding
import wiki.moderation.rules.views
import wiki.moderation.suppression.views
import wiki.moderation.views
import wiki.notifications.views
import wiki.pages.views
import wiki.patrol.views
import wiki.recentchanges.kept.views
import wiki.recentchanges.views
import wiki.related.views
import wiki.search.views
import wiki.specialpages.views
import wiki.taxonomy.facets.views
import wiki.taxonomy.views
import wiki.vocabulary.views
import wiki.watchlist.views
import wiki.web.display
from wiki import background, database
from wiki.accounts.trust.promoting import Reconsidering
from wiki.editing import guarding, refreshing, saving
from wiki.errors import N_
from wiki.moderation.batches import carrying
from wiki.moderation.blocks import places
from wiki.moderation.protection import refusing
from wiki.moderation.rules import hits
from wiki.notifications import keeping, reading
from wiki.pages import finding, panels, rendering
from wiki.patrol import reading as patrolled
from wiki.permissions import authority as permissions
from wiki.permissions import throttling
from wiki.permissions.blocks import networks, standing
from wiki.readymade import Application, ReadymadePages
from wiki.recentchanges import subjects
from wiki.search import index, worker
from wiki.settings import ROOT, Settings, load
from wiki.specialpages.trends import DailyCounter
from wiki.taxonomy.facets import membership
from wiki.taxonomy.finding import existing_terms
from wiki.taxonomy.naming import present_title
from wiki.titles import Title
from wiki.watchlist import watching
from wiki.web import assets, errors, languages, security, skin
from wiki.web.context import authority
from wiki.web.skin import Tab


def is_talk(title: Title) -> bool:
    """Whether this page is for discussion."""
    return title.is_talk


def is_watched(title: Title) -> bool:
    """Whether the reader follows this page."""
    return watching.is_watched(authority().user, title)


def is_not_watched(title: Title) -> bool:
    """Whether the reader does not follow this page."""
    return not is_watched(title)


BLUEPRINTS: tuple[Blueprint, ...] = (
    wiki.pages.views.blueprint,
    wiki.history.views.blueprint,
    wiki.editing.views.blueprint,
    wiki.editing.bulk.views.blueprint,
    wiki.moderation.views.blueprint,
    wiki.moderation.batches.views.blueprint,
    wiki.moderation.protection.views.blueprint,
    wiki.moderation.suppression.views.blueprint,
    wiki.moderation.review.views.blueprint,
    wiki.moderation.blocks.views.blueprint,
    wiki.moderation.blocks.telling.views.blueprint,
    wiki.moderation.rules.views.blueprint,
    wiki.moderation.domains.views.blueprint,
    wiki.links.views.blueprint,
    wiki.logs.views.blueprint,
    wiki.specialpages.views.blueprint,
    wiki.recentchanges.views.blueprint,
    wiki.recentchanges.kept.views.blueprint,
    wiki.patrol.views.blueprint,
    wiki.watchlist.views.blueprint,
    wiki.notifications.views.blueprint,
    wiki.taxonomy.views.blueprint,
    wiki.vocabulary.views.blueprint,
    wiki.taxonomy.facets.views.blueprint,
    wiki.search.views.blueprint,
    wiki.related.views.blueprint,
    wiki.feeds.views.blueprint,
    wiki.accounts.views.blueprint,
    wiki.accounts.rights.views.blueprint,
    wiki.accounts.trust.views.blueprint,
    wiki.web.display.blueprint,
    assets.blueprint,
)

PAGE_ACTIONS: dict[str, Callable[[Title], ResponseReturnValue]] = {
    "view": wiki.pages.views.view,
    "revision": wiki.history.views.revision,
    "diff": wiki.history.views.difference,
    "history": wiki.history.views.history,
    "read": wiki.pages.views.reader,
    "raw": wiki.pages.views.raw,
    "info": wiki.pages.views.info,
    "purge": wiki.pages.views.purge,
    "edit": wiki.editing.views.edit,
    "undo": wiki.editing.views.undo,
    "restore": wiki.editing.views.restore,
    "move": wiki.editing.renaming.views.move,
    "moved": wiki.editing.renaming.views.moved,
    "update-links": wiki.editing.renaming.views.update_links,
    "delete": wiki.moderation.views.delete,
    "undelete": wiki.moderation.views.undelete,
    "hide": wiki.moderation.views.hide,
    "rollback": wiki.moderation.views.rollback,
    "protect": wiki.moderation.protection.views.change,
    "review": wiki.moderation.review.views.review,
    "watch": wiki.watchlist.views.watch,
    "unwatch": wiki.watchlist.views.unwatch,
}
"""What `?action=` of a page's address may say."""

PAGE_TABS: tuple[Tab, ...] = (
    Tab("view", N_("Read"), "view", existing=True),
    Tab("edit", N_("Edit"), "view", action="edit", right="edit", accesskey="e"),
    Tab("topic", N_("Add a topic"), "view", action="edit&section=new", right="edit", existing=True, when=is_talk),
    Tab("history", N_("History"), "view", action="history", existing=True, accesskey="h"),
    Tab(
        "review",
        N_("Review"),
        "view",
        action="review",
        right="review",
        existing=True,
        when=wiki.moderation.review.views.is_reviewable,
    ),
    Tab("move", N_("Move"), "more", action="move", right="move", existing=True, accesskey="m"),
    Tab("delete", N_("Delete"), "more", action="delete", right="delete", existing=True, accesskey="d"),
    Tab("undelete", N_("Restore"), "more", action="undelete", right="undelete", existing=False),
    Tab("protect", N_("Protect"), "more", action="protect", right="protect"),
    Tab("watch", N_("Watch"), "more", action="watch", right="editwatchlist", accesskey="w", when=is_not_watched),
    Tab("unwatch", N_("Unwatch"), "more", action="unwatch", right="editwatchlist", accesskey="w", when=is_watched),
    Tab("read", N_("Comfortable reading"), "more", action="read", existing=True),
    Tab("info", N_("Page information"), "more", action="info", existing=True),
    Tab("raw", N_("Source text"), "more", action="raw", existing=True),
)

PAGE_PANELS: tuple[panels.Panel, ...] = (
    panels.Panel("indicators", wiki.moderation.protection.views.indicator),
    panels.Panel("edit", wiki.moderation.protection.views.notice),
    panels.Panel("edit", wiki.moderation.review.views.edit_notice),
    panels.Panel("before", wiki.moderation.review.views.banner),
    panels.Panel("info", wiki.moderation.protection.views.information),
    panels.Panel("before", wiki.moderation.blocks.telling.views.on_user_page),
    panels.Panel("before", wiki.taxonomy.views.trail_above),
    panels.Panel("lead", wiki.taxonomy.facets.views.ways_in),
    panels.Panel("before", wiki.taxonomy.views.profile_banner),
    panels.Panel("after", wiki.taxonomy.views.category_members),
    panels.Panel("after", wiki.taxonomy.views.trail_below),
    panels.Panel("after", wiki.taxonomy.views.category_bar),
    panels.Panel("after", wiki.related.views.related_panel),
)
"""What rooms above add to a page that is read, in order."""

ALSO_EXISTING = (existing_terms,)
"""What exists without a page: a term shows its members."""

OTHER_NAMES = (present_title,)
"""What is known under other names: a synonym leads to its term."""

CHANGE_LINKS = (wiki.moderation.review.views.fate_link, wiki.moderation.views.rollback_link)
"""What rooms above offer beside a change."""

ABOUT_COMPARISON = (wiki.patrol.views.beside_comparison,)
"""What rooms above say of the change from one revision to another."""

OUT_OF_SEARCH = (patrolled.out_of_search_until,)
"""Until when search engines are asked to leave a page out, though its text does not say so."""

FOLLOWED = (watching.followed_pages,)
"""Pages that somebody follows, for the filters of recent changes."""

ABOUT_PERSON = (wiki.moderation.blocks.telling.views.about_person, wiki.moderation.batches.views.about_person)
"""What is said of a person above what she wrote."""

LOG_LINKS = (
    wiki.vocabulary.views.log_link,
    wiki.patrol.views.log_link,
    wiki.moderation.batches.views.log_link,
    wiki.moderation.suppression.views.log_link,
)
"""What rooms above offer beside an entry of the log."""

EXPIRED_FORMS = {"edit": wiki.editing.views.expired}
"""What gives back what was written into a form whose token is no longer right, by its `?action=`."""

CHECKS = (standing.check, places.check, refusing.refusal)
"""What may stand between a person who has the right and the act, in order: a block, then a protection."""

GUARDS = (wiki.moderation.domains.guarding.guard, wiki.moderation.rules.guarding.guard)
"""What looks at each save before it is written, in order."""

FORESIGHTS = (refusing.foresee,)
"""What can be found out of it about many titles at once."""

MAX_REQUEST = 16 * 1024 * 1024
"""Bytes of a request: a text far above the size of a page, percent-encoded, so that it comes back with the refusal."""

SWITCH_INTERVAL = 0.0005
"""Seconds before a busy thread lets another one run. A request lets go at each question to the database; with
Python's 5 ms it would wait as long each time while another one lays out a page."""

CHORES = (
    *(refreshing.turn, carrying.turn, DailyCounter().turn, keeping.turn, networks.turn, hits.turn),
    Reconsidering().turn,
)
"""What is done in the background before each look at what waits for the search index."""


def connect(settings: Settings) -> None:
    """Connect this process to the wiki's database and tell the lower rooms what upper ones offer them."""
    database.connect(settings.database_url)
    throttling.configure(settings.secret_key)
    networks.configure(settings.secret_key)
    rendering.configure(settings)
    index.configure(settings.index_path)
    membership.configure()
    rendering.also_existing[:] = ALSO_EXISTING
    rendering.other_names[:] = OTHER_NAMES
    wiki.logs.views.entry_links[:] = LOG_LINKS
    wiki.history.views.row_links[:] = CHANGE_LINKS
    permissions.checks[:] = CHECKS
    permissions.foresights[:] = FORESIGHTS
    wiki.history.views.about_comparison[:] = ABOUT_COMPARISON
    wiki.pages.views.out_of_search[:] = OUT_OF_SEARCH
    subjects.followed[:] = FOLLOWED
    guarding.guards[:] = GUARDS
    wiki.recentchanges.views.about_person[:] = ABOUT_PERSON
    panels.panels[:] = PAGE_PANELS
    skin.tabs[:] = PAGE_TABS
    skin.unread_counters[:] = [reading.unread]
    wiki.pages.views.actions.update(PAGE_ACTIONS)
    errors.expired_forms.update(EXPIRED_FORMS)
    errors.existing[:] = [finding.existing]
    wiki.pages.views.own_versions[:] = [wiki.moderation.review.views.own_version]


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application of one wiki, connected to its database; without workers, which `serve` starts."""
    settings = settings or load()
    connect(settings)
    app = Flask("wiki", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(configuration(settings))
    application: Application = ReadymadePages(app.wsgi_app, wiki.accounts.sessions.identifier(app))
    if settings.proxies:
        application = ProxyFix(application, x_for=settings.proxies, x_proto=settings.proxies)
    app.wsgi_app = application  # type: ignore[method-assign, assignment]
    app.url_map.converters["title"] = wiki.pages.views.TitleConverter
    app.url_map.merge_slashes = False
    CSRFProtect(app)
    Compress(app)
    wiki.accounts.sessions.init_app(app)
    languages.init_app(app, settings)
    security.init_app(app, settings)
    skin.init_app(app)
    errors.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/healthz", "healthz", healthz)
    app.teardown_appcontext(lambda _error: database.session.remove())
    return app


def configuration(settings: Settings) -> dict[str, object]:
    """Flask's settings, from those of the wiki."""
    return {
        "WIKI": settings,
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": MAX_REQUEST,
        "MAX_FORM_MEMORY_SIZE": MAX_REQUEST,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure,
        "WTF_CSRF_TIME_LIMIT": None,
        "COMPRESS_ALGORITHM": ["gzip"],
    }


def serve() -> Flask:
    """The application of a server process, which keeps the process that works off the outboxes."""
    log_to_the_console()
    settings = load()
    app = create_app(settings)
    sys.setswitchinterval(SWITCH_INTERVAL)
    saving.after_commit[:] = [partial(background.wake, settings.data)]
    background.keep(settings.data)
    background.go_with_parent()
    return app


def work() -> None:
    """Work off the outboxes until the standard input ends."""
    log_to_the_console()
    settings = load()
    connect(settings)
    worker.start(settings, chores=CHORES)
    background.attend(settings.data, worker.wake)
    worker.stop()


def log_to_the_console() -> None:
    """Have what is logged stand on the standard error stream, with its moment."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def healthz() -> ResponseReturnValue:
    """200 when the wiki serves: the database answers."""
    database.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
