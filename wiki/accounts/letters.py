"""The e-mails about an account. Rule: they say who asked for what, until when, and what to do about it."""

from wiki.accounts import mail
from wiki.accounts.recovery import Reset
from wiki.errors import N_
from wiki.messages import translate
from wiki.settings import Settings
from wiki.users.models import User

_RESET_SUBJECT = N_("%(site)s: choose a new password")
_RESET = N_(
    """Hello %(name)s,

somebody, probably you, asked for a new password for your account “%(name)s” on %(site)s. Choose it here:

%(link)s

The link works once, within one hour. If it was not you, do nothing: your password stays as it is.
"""
)
_CONFIRMATION_SUBJECT = N_("%(site)s: confirm your e-mail address")
_CONFIRMATION = N_(
    """Hello %(name)s,

this address was given for the account “%(name)s” on %(site)s. Confirm here that it is yours:

%(link)s

The link works once, within three days. If it was not you, do nothing: the address will not be used.
"""
)


def send_reset(settings: Settings, reset: Reset) -> None:
    """Send the link of `reset` without waiting; a failure is noted in the server's log."""
    words = {"name": reset.user.name, "site": settings.site_name}
    link = f"{settings.site_url}/special/reset-password/{reset.token}"
    language = reset.user.language or settings.language
    mail.send_later(
        settings,
        to=reset.email,
        subject=translate(_RESET_SUBJECT, language, **words),
        body=translate(_RESET, language, link=link, **words),
    )


def send_confirmation(settings: Settings, user: User, email: str, token: str) -> None:
    """Send the link that confirms `email` for `user`. Raises `BadAddress` or `MailFailed`."""
    words = {"name": user.name, "site": settings.site_name}
    link = f"{settings.site_url}/special/confirm-email/{token}"
    language = user.language or settings.language
    mail.send(
        settings,
        to=email,
        subject=translate(_CONFIRMATION_SUBJECT, language, **words),
        body=translate(_CONFIRMATION, language, link=link, **words),
    )
