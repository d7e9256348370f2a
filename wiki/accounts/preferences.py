"""How somebody wants to see the wiki. Rule: only what is named here is kept, and only for registered people."""

from zoneinfo import available_timezones

from wiki.database import transaction
from wiki.errors import N_, InvalidInput
from wiki.permissions.authority import Authority
from wiki.users.finding import attached

LANGUAGES = ("fr", "en")


class UnknownPreference(InvalidInput):
    """A language or a time zone that the wiki does not know."""

    code = "unknown-preference"
    message = N_("“%(value)s” is no language or time zone that the wiki knows.")


def set_preferences(
    authority: Authority, *, language: str | None, timezone: str | None, watch_edits: bool
) -> None:
    """Keep the preferences of the account that acts; None: as the site has it.

    Raises `PermissionDenied` or `UnknownPreference`.
    """
    authority.require("editpreferences")
    if language is not None and language not in LANGUAGES:
        raise UnknownPreference(value=language)
    if timezone is not None and timezone not in available_timezones():
        raise UnknownPreference(value=timezone)
    with transaction():
        user = attached(authority.account)
        user.language, user.timezone, user.watch_edits = language, timezone, watch_edits


def log_out_everywhere(authority: Authority) -> None:
    """End all sessions of the account that acts, this one too."""
    with transaction():
        attached(authority.account).session_epoch += 1
