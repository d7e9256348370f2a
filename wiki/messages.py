"""The interface's words, for code that knows no request: texts inside pages, e-mails, the command line."""

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).resolve().parent / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """The interface's words in `language`; English, the language of the code, needs no file."""
    return Translations.load(CATALOGUES, [language])


def translate(msgid: str, language: str, **params: object) -> str:
    """`msgid` (English, marked with `N_`) in `language`, its named placeholders filled."""
    text = catalogue(language).gettext(msgid)
    return text % params if params else text
