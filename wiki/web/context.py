"""What a request knows: who acts, on which site, in which language. Views ask here and pass it down."""

from typing import cast

from flask import current_app, g, request
from flask_babel import get_locale
from flask_login import current_user

from wiki.permissions.authority import Authority
from wiki.settings import Settings
from wiki.titles import Title
from wiki.users.models import User


def site() -> Settings:
    """The settings of the running site."""
    return cast(Settings, current_app.config["WIKI"])


def authority() -> Authority:
    """Who makes this request."""
    if "authority" not in g:
        person = cast(User, current_user._get_current_object()) if current_user.is_authenticated else None
        g.authority = Authority(user=person, address=request.remote_addr or "")
    return cast(Authority, g.authority)


def may_create(title: Title) -> bool:
    """Whether whoever asks has the rights to write a page at `title`."""
    who = authority()
    return who.may("edit", title) and who.may("createtalk" if title.is_talk else "createpage", title)


def forget_authority() -> None:
    """Ask anew who acts, after somebody logged in or out within the request."""
    g.pop("authority", None)


def language() -> str:
    """Code of the interface language of this request: fr or en."""
    locale = get_locale()
    return locale.language if locale is not None else site().language
