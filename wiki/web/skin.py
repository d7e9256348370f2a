"""What surrounds every page: menus, tabs, footer. Lists come from `wiki.app`; lower rooms name no upper one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask, g, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from wiki.licences import LICENCES
from wiki.rights import GROUPS
from wiki.titles import Title
from wiki.users.models import User
from wiki.web.assets import asset
from wiki.web.context import authority, language, may_create, site
from wiki.web.languages import LANGUAGES
from wiki.web.vouching import ADDRESS_MARK, NAME_MARK, TOKEN_MARK, UNREAD_MARK, shown_number

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to look at a page, or to act on it. Shown to those who have `right` (None: to everybody)."""

    key: str
    label: str
    group: str
    action: str = ""
    right: str | None = None
    #: Only for pages that exist (True), that do not (False), or for both (None).
    existing: bool | None = None
    accesskey: str = ""
    #: Asked last, for what only a room above knows.
    when: Callable[[Title], bool] | None = None


tabs: list[Tab] = []
"""Tabs of a page in their order; filled by `wiki.app`."""

unread_counters: list[Callable[[User], int]] = []
"""What counts the things that wait unread for somebody; filled by `wiki.app`."""


def init_app(app: Flask) -> None:
    """Give every template what the frame needs."""
    app.jinja_env.globals.update(asset=asset, csrf_token=csrf_token)

    @app.context_processor
    def frame() -> dict[str, Any]:
        return {
            "site_name": site().site_name,
            "lang": language(),
            "theme": theme(),
            "nav": main_menu(),
            "user_links": user_links(),
            "languages": language_links(),
            "display_url": display_url(),
            "footer": footer(),
            "group_names": GROUPS,
            # Flask-WTF offers a function of that name to templates, which would come before the global one.
            "csrf_token": csrf_token,
        }


def csrf_token() -> str:
    """The token of this reader's forms, or the mark for it in a page that is kept for others too."""
    return TOKEN_MARK if g.get("marked") else str(generate_csrf())


def theme() -> str:
    """The reader's choice: auto, light or dark."""
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def main_menu() -> list[dict[str, Any]]:
    """The menu of the site."""
    entries = (
        ("home", "/", _("Main page"), "z"),
        ("browse", "/special/browse", _("Browse"), ""),
        ("profiles", "/special/profiles", _("Profiles"), ""),
        ("categories", "/special/categories", _("Categories"), ""),
        ("recent", "/special/recent-changes", _("Recent changes"), "r"),
        ("random", "/special/random", _("Random page"), "x"),
        ("help", Title.parse("Aide:Accueil").path, _("Help"), ""),
        ("special", "/special/", _("Special pages"), ""),
    )
    return [
        {"key": key, "url": url, "label": label, "accesskey": accesskey, "current": request.path == url}
        for key, url, label, accesskey in entries
    ]


def user_links() -> list[dict[str, Any]]:
    """The menu of the person who reads."""
    user = authority().user
    back = quote(request.full_path.rstrip("?"), safe="")
    if user is None:
        return [
            {"key": "register", "url": f"/special/register?returnto={back}", "label": _("Create an account")},
            {"key": "log-in", "url": f"/special/log-in?returnto={back}", "label": _("Log in"), "accesskey": "o"},
        ]
    name, address = user.name, quote(user.name.replace(" ", "_"), safe="")
    if g.get("marked"):
        name, address = NAME_MARK, ADDRESS_MARK
    own = f"/special/contributions?user={address}"
    waiting = {
        "key": "notifications",
        "url": "/special/notifications",
        "label": _("Notifications"),
        "unread": UNREAD_MARK if g.get("marked") else shown_number(unread()),
    }
    links: list[dict[str, Any]] = []
    if user.is_temporary:
        links += [
            {"key": "contributions", "url": own, "label": name, "accesskey": "y"},
            waiting,
            {"key": "register", "url": f"/special/register?returnto={back}", "label": _("Create an account")},
            {"key": "log-in", "url": f"/special/log-in?returnto={back}", "label": _("Log in"), "accesskey": "o"},
        ]
    else:
        links += [
            {"key": "user", "url": f"/wiki/Utilisateur:{address}", "label": name, "accesskey": "."},
            waiting,
            {"key": "watchlist", "url": "/special/watchlist", "label": _("Watchlist"), "accesskey": "l"},
            {"key": "contributions", "url": own, "label": _("Contributions"), "accesskey": "y"},
            {"key": "preferences", "url": "/special/preferences", "label": _("Preferences")},
        ]
    return [*links, {"key": "log-out", "url": "/special/log-out", "label": _("Log out"), "post": True}]


def unread() -> int:
    """How much waits unread for the reader; counted once in a request."""
    user = authority().user
    if "unread" not in g:
        g.unread = sum(count(user) for count in unread_counters) if user is not None else 0
    return int(g.unread)


def language_links() -> list[dict[str, Any]]:
    """The interface's languages; changing goes through a form."""
    current, url = language(), display_url()
    return [
        {"code": code, "label": label, "current": code == current, "url": f"{url}&language={code}"}
        for code, label in LANGUAGES.items()
    ]


def display_url() -> str:
    """Where language and appearance are chosen, and from where the way leads back to this page."""
    choosing = request.path == "/special/display"
    back = request.args.get("returnto", "/") if choosing else request.full_path.rstrip("?")
    return f"/special/display?returnto={quote(back, safe='')}"


def footer(licence: str | None = None) -> dict[str, Any]:
    """The foot of the page: licence of the text and links about the site."""
    return {
        "licence": {"label": licence, "url": LICENCES.get(licence, "")} if licence is not None else None,
        "accessibility": _("Accessibility: not compliant"),
        "accessibility_url": Title.parse("Project:Accessibilité").path,
        "links": [
            {"label": _("About"), "url": Title.parse("Project:À propos").path},
            {"label": _("Privacy"), "url": Title.parse("Project:Confidentialité").path},
            {"label": _("Legal notices"), "url": Title.parse("Project:Mentions légales").path},
            {"label": _("Terms of use"), "url": Title.parse("Project:Conditions d'utilisation").path},
        ],
    }


def page_tabs(title: Title, *, current: str, existing: Collection[Title]) -> list[dict[str, Any]]:
    """Tabs of the page at `title`; `current` is the key of the open one, `existing` which of page and talk exist."""
    shown: list[dict[str, Any]] = [
        _subject_tab(title, title.subject, _("Page"), "c", existing),
        _subject_tab(title, title.talk, _("Discussion"), "t", existing),
    ]
    for tab in tabs:
        if tab.existing is not None and tab.existing is not (title in existing):
            continue
        if tab.right is not None and not authority().may(tab.right, title):
            continue
        if tab.right == "edit" and title not in existing and not may_create(title):
            continue
        if tab.when is not None and not tab.when(title):
            continue
        shown.append(
            {
                "group": tab.group,
                "key": tab.key,
                "label": _(tab.label),
                "url": f"{title.path}?action={tab.action}" if tab.action else title.path,
                "accesskey": tab.accesskey,
                "current": tab.key == current,
                "primary": tab.key == "edit",
            }
        )
    return shown


def _subject_tab(
    title: Title, target: Title, label: str, accesskey: str, existing: Collection[Title]
) -> dict[str, Any]:
    missing = target not in existing
    return {
        "group": "subject",
        "key": "talk" if target.is_talk else "page",
        "label": label,
        "url": f"{target.path}?action=edit&redlink=1" if missing else target.path,
        "accesskey": accesskey,
        "current": target == title,
        "missing": missing,
    }


def render_page(template: str, title: Title, *, current: str, existing: Collection[Title], **more: Any) -> str:
    """Render a template about the page at `title`, with its tabs. `more` goes to the template."""
    shown = page_tabs(title, current=current, existing=existing)
    return render_template(template, title=title, page_tabs=shown, exists=title in existing, **more)
