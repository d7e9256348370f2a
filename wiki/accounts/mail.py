"""Sending mail, by the standard library. Rule: what people typed never becomes a header or a second recipient.

Without a mail server the whole text goes to the console, so that a wiki on one's own machine is complete.
"""

import logging
import smtplib
import ssl
from concurrent.futures import Future, ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from wiki import clock
from wiki.errors import N_, InvalidInput, WikiError
from wiki.settings import Settings

#: Seconds that a mail server may take to answer.
TIMEOUT = 10
DEFAULT_PORTS = {"smtp": 587, "smtps": 465}
#: Servers to which a password may go unencrypted.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_logger = logging.getLogger("wiki.mail")
_queue = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


class MailFailed(WikiError):
    """The mail server took no mail: it is away, misconfigured, or refused the address."""

    status = 503
    code = "mail-failed"
    message = N_("The e-mail could not be sent: the mail server does not answer or refused it. Try again later.")


class BadAddress(InvalidInput):
    """No address, or a line end in one or in a subject: somebody tries to write headers."""

    code = "bad-address"
    message = N_("This e-mail address cannot be used.")


def refuse_bad_address(text: str) -> None:
    """Raise `BadAddress` where `text` cannot be an e-mail address; nobody is asked whether it exists."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise BadAddress from None


def send(settings: Settings, *, to: str, subject: str, body: str) -> None:
    """Send one mail in plain text and wait until the server has taken it. Raises `BadAddress` or `MailFailed`."""
    message = _message(settings, to=to, subject=subject, body=body)
    if not settings.smtp_url:
        print(f"--- E-mail to {to} ---\nSubject: {subject}\n\n{body}\n--- end of e-mail ---", flush=True)
        return
    try:
        with _connect(settings.smtp_url) as server:
            server.send_message(message, from_addr=settings.mail_from, to_addrs=[to])
    except (OSError, smtplib.SMTPException, ValueError) as error:
        _logger.warning("mail could not be sent: %s", type(error).__name__)
        raise MailFailed from error


def send_later(settings: Settings, *, to: str, subject: str, body: str) -> "Future[None]":
    """Send one mail without waiting, so that the time of an answer does not tell whether anything was sent.

    A failure is noted in the server's log only. The future ends when the server has taken the mail.
    """
    return _queue.submit(_send_quietly, settings, to, subject, body)


def _send_quietly(settings: Settings, to: str, subject: str, body: str) -> None:
    try:
        send(settings, to=to, subject=subject, body=body)
    except WikiError as error:
        _logger.warning("a mail was lost: %s", error.code)


def _message(settings: Settings, *, to: str, subject: str, body: str) -> EmailMessage:
    for header in (to, subject):
        if any(ord(character) < 32 or ord(character) == 127 for character in header):
            raise BadAddress
    if to.count("@") != 1 or any(character in to for character in ' ,;<>"()'):
        raise BadAddress
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate(clock.now().timestamp())
    message["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


def _connect(url: str) -> smtplib.SMTP:
    """A connection to the server of `SMTP_URL`: encrypted where it can be, logged in where a name is given."""
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError("SMTP_URL must begin with smtp:// or smtps:// and name a server")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(parts.hostname, port, timeout=TIMEOUT)
    try:
        server.ehlo()
        encrypted = parts.scheme == "smtps"
        if not encrypted and server.has_extn("starttls"):
            server.starttls(context=context)
            encrypted = True
        if parts.username:
            if not encrypted and parts.hostname not in LOOPBACK:
                raise smtplib.SMTPNotSupportedError("the server offers no encryption: the password is kept back")
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
