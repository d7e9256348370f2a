"""The interface's words, for code that knows no request: texts inside pages, e-mails, the command line."""

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).resolve().parent / "translations"


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [language])


def translate(msgid: str, language: str, **params: object) -> str:
    """`msgid` (English, marked with `N_`) in `language`, its named placeholders filled."""
    text = _catalogue(language).gettext(msgid)
    return text % params if params else text
