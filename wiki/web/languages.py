"""The language and the zone in which somebody reads. Rule: chosen by the person or the site, never guessed, so
that everybody sees the same page under the same address."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.support import NullTranslations
from flask import Flask, g, request
from flask_babel import Babel, format_datetime, format_decimal, get_locale, get_timezone, gettext, refresh
from flask_login import current_user
from markupsafe import Markup

from wiki.errors import InLanguages, Phrase, WikiError
from wiki.messages import catalogue
from wiki.settings import ROOT, Settings
from wiki.titles import shown

LANGUAGES = {"fr": "Français", "en": "English"}
CONTENT_LANGUAGE = "fr"
"""What the pages of the wiki, its terms and its profiles are written in."""

LANGUAGE_COOKIE = "wiki-language"

NAMES_OF_FORMATS = {"moment": "d MMMM y, HH:mm", "day": "d MMMM y", "time": "HH:mm"}


def init_app(app: Flask, settings: Settings) -> None:
    """Translate the interface and show times in the reader's zone."""

    def locale() -> str:
        chosen = g.get("language_chosen")
        chosen = chosen or (current_user.language if current_user.is_authenticated else None)
        chosen = chosen or request.cookies.get(LANGUAGE_COOKIE)
        return chosen if chosen in LANGUAGES else settings.language

    def timezone() -> str:
        chosen = current_user.timezone if current_user.is_authenticated else None
        return chosen or settings.timezone

    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "wiki" / "translations")
    Babel(app, locale_selector=locale, timezone_selector=timezone)
    # A page asks for a hundred words: looking the language up for each would take longer than all else.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: words().gettext(text),
        ngettext=lambda one, many, count: words().ngettext(one, many, count),
        newstyle=True,
    )
    app.add_template_global(content_lang)
    app.add_template_filter(when)
    app.add_template_filter(number)
    app.add_template_filter(shown)
    app.add_template_filter(translated, "translated")


def words() -> NullTranslations:
    """The catalogue of the reader's language, looked up once a request."""
    found: NullTranslations | None = g.get("words")
    if found is None:
        found = g.words = catalogue(get_locale().language)
    return found


def speak(chosen: str | None) -> None:
    """Go on in the language that was chosen in this request; None: in the one that stands without that choice."""
    g.language_chosen = chosen
    g.pop("words", None)
    refresh()


def content_lang() -> Markup:
    """The attribute that says in which language words of the content are; none where the interface has the same."""
    return Markup() if get_locale().language == CONTENT_LANGUAGE else Markup(f' lang="{CONTENT_LANGUAGE}"')


def reader_zone() -> ZoneInfo:
    """The zone in which the reader's days begin."""
    return ZoneInfo(str(get_timezone()))


def when(moment: datetime, shape: str = "moment") -> Markup:
    """`<time>` element of a moment in the reader's zone; shapes: moment, day, time."""
    text = format_datetime(moment, NAMES_OF_FORMATS[shape])
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(timespec="seconds"), text)


def number(value: int) -> str:
    """A number as the reader's language writes it."""
    return str(format_decimal(value))


def translated(text: str | WikiError) -> str:
    """A message of the layers below, marked there with `N_`, in the reader's language."""
    if isinstance(text, WikiError):
        return _filled(text.message, text.params)
    return str(gettext(text))


def _filled(msgid: str, params: dict[str, object]) -> str:
    values = {name: _shown(value) for name, value in params.items()}
    return str(gettext(msgid, **values) if values else gettext(msgid))


def _shown(value: object) -> object:
    """A value of a message as its reader sees it."""
    if isinstance(value, Phrase):
        return _filled(value.msgid, value.params)
    if isinstance(value, InLanguages):
        return value.read_in(get_locale().language)
    return format_datetime(value, NAMES_OF_FORMATS["moment"]) if isinstance(value, datetime) else value
