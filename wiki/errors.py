"""What the wiki refuses, and why: the root of every named error.

An error carries an English message as a catalogue id (`N_`) and the values that fill it. Only the web layer
translates; below it, `str(error)` is plain English for logs and the command line.
"""

from collections.abc import Mapping
from typing import ClassVar


def N_(msgid: str) -> str:
    """Mark a message for the catalogues without translating it here."""
    return msgid


class Phrase:
    """A value of a message that is a text of the catalogues itself, with values of its own."""

    def __init__(self, msgid: str, **params: object) -> None:
        self.msgid = msgid
        self.params = params

    def __str__(self) -> str:
        return self.msgid % self.params if self.params else self.msgid


class InLanguages:
    """A value of a message that people wrote in several languages: {code of a language: text}."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = {language: text for language, text in texts.items() if text}

    def __str__(self) -> str:
        return next(iter(self.texts.values()), "")

    def read_in(self, language: str) -> str:
        """The text in `language`, else in the first that it was written in."""
        return self.texts.get(language, str(self))


class WikiError(Exception):
    """A refusal that a person can understand.

    `status` is the HTTP status of the page that shows it, `code` a stable name for clients and tests, `message`
    an English catalogue id with named placeholders filled from `params`, where a `Phrase` and a moment are values too.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "error"
    message: str = N_("The request could not be carried out.")

    def __init__(self, message: str | None = None, **params: object) -> None:
        if message is not None:
            self.message = message
        self.params = params
        super().__init__(self.message, params)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross processes, and an exception with keyword arguments does not on its own."""
        return _restored, (type(self), self.message, self.params)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


def _restored(kind: type[WikiError], message: str, params: dict[str, object]) -> WikiError:
    error = kind.__new__(kind)
    WikiError.__init__(error, message, **params)
    return error


class NotFound(WikiError):
    """Something named in the request does not exist, or the reader may not know that it does."""

    status = 404
    code = "not-found"
    message = N_("There is nothing here under that name.")


class InvalidInput(WikiError):
    """A value that a person gave cannot be used; the message says what to give instead."""

    status = 400
    code = "invalid-input"
