"""Mail: to a real server on the loopback, or to the console."""

import logging
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from wiki.accounts import mail
from wiki.accounts.mail import BadAddress, MailFailed
from wiki.settings import Settings


class Mailbox(socketserver.ThreadingTCPServer):
    """An SMTP server that keeps what it gets; recipients at `nowhere.example` are refused."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[tuple[str, list[str], bytes]] = []
        self.log_ins: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.received[-1][2], policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


class Conversation(socketserver.StreamRequestHandler):
    """What the server says to one client."""

    server: Mailbox

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self) -> None:
        sender, recipients = "", list[str]()
        self.say("220 mailbox")
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            if command == "EHLO":
                self.say("250-mailbox\r\n250-AUTH PLAIN\r\n250 8BITMIME")
            elif command == "AUTH":
                self.server.log_ins.append(line)
                self.say("235 welcome")
            elif command == "MAIL":
                sender = line
                self.say("250 fine")
            elif command == "RCPT":
                if "nowhere.example" in line:
                    self.say("550 nobody here")
                    continue
                recipients.append(line.partition("<")[2].partition(">")[0])
                self.say("250 fine")
            elif command == "DATA":
                self.say("354 go on")
                lines: list[bytes] = []
                while (piece := self.rfile.readline()) != b".\r\n":
                    lines.append(piece.removeprefix(b".") if piece.startswith(b"..") else piece)
                self.server.received.append((sender, recipients, b"".join(lines)))
                self.say("250 kept")
            else:
                self.say("221 bye" if command == "QUIT" else "250 fine")
                if command == "QUIT":
                    return


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def at_mailbox(settings: Settings, mailbox: Mailbox) -> Settings:
    return replace(settings, smtp_url=mailbox.url, mail_from="wiki@vallee.example")


def test_a_mail_arrives_as_it_was_written(at_mailbox: Settings, mailbox: Mailbox) -> None:
    body = "Bonjour Éloïse,\n\nvoici le lien : https://vallee.example/a\n.\nÀ bientôt\n"
    mail.send(at_mailbox, to="eloise@example.org", subject="Réunion d’été", body=body)
    message = mailbox.message()
    assert mailbox.received[0][1] == ["eloise@example.org"]
    assert (message["From"], message["To"]) == ("wiki@vallee.example", "eloise@example.org")
    assert message["Subject"] == "Réunion d’été"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@vallee.example>")
    assert message.get_content().replace("\r\n", "\n") == body


def test_the_name_in_the_address_logs_in(at_mailbox: Settings, mailbox: Mailbox) -> None:
    url = mailbox.url.replace("127.0.0.1", "wiki:s%40cret@127.0.0.1")
    mail.send(replace(at_mailbox, smtp_url=url), to="eloise@example.org", subject="a", body="b")
    assert len(mailbox.log_ins) == 1


def test_a_password_never_goes_unencrypted_to_another_machine(
    at_mailbox: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "LOOPBACK", frozenset())
    url = mailbox.url.replace("127.0.0.1", "wiki:secret@127.0.0.1")
    with pytest.raises(MailFailed):
        mail.send(replace(at_mailbox, smtp_url=url), to="eloise@example.org", subject="a", body="b")
    assert mailbox.log_ins == []
    assert mailbox.received == []


@pytest.mark.parametrize(
    "to", ["a@b.fr\r\nBcc: c@d.fr", "a@b.fr\n", "a@b.fr,c@d.fr", "A <a@b.fr>", "nobody", "a b@c.fr"]
)
def test_nobody_writes_headers_or_recipients(at_mailbox: Settings, mailbox: Mailbox, to: str) -> None:
    with pytest.raises(BadAddress):
        mail.send(at_mailbox, to=to, subject="a", body="b")
    with pytest.raises(BadAddress):
        mail.send(at_mailbox, to="a@b.fr", subject="a\nBcc: c@d.fr", body="b")
    assert mailbox.received == []


def test_a_refused_recipient_is_a_failure_in_words(at_mailbox: Settings, mailbox: Mailbox) -> None:
    with pytest.raises(MailFailed) as failed:
        mail.send(at_mailbox, to="a@nowhere.example", subject="a", body="b")
    assert failed.value.status == 503
    assert "mail server" in str(failed.value)


def test_a_server_that_is_away_is_a_failure_in_words(at_mailbox: Settings, mailbox: Mailbox) -> None:
    mailbox.shutdown()
    mailbox.server_close()
    with pytest.raises(MailFailed):
        mail.send(at_mailbox, to="a@b.fr", subject="a", body="b")


@pytest.mark.parametrize("url", ["http://127.0.0.1", "smtp://", "smtp://127.0.0.1:notaport"])
def test_a_wrong_setting_is_a_failure_in_words(settings: Settings, url: str) -> None:
    with pytest.raises(MailFailed):
        mail.send(replace(settings, smtp_url=url), to="a@b.fr", subject="a", body="b")


def test_what_is_sent_later_arrives_too(at_mailbox: Settings, mailbox: Mailbox) -> None:
    mail.send_later(at_mailbox, to="a@b.fr", subject="a", body="b").result(timeout=10)
    assert len(mailbox.received) == 1


def test_what_cannot_be_sent_later_is_noted(at_mailbox: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "wiki.mail"):
        mail.send_later(at_mailbox, to="a@nowhere.example", subject="a", body="geheim").result(timeout=10)
    assert "mail-failed" in caplog.text
    assert "geheim" not in caplog.text
    assert "nowhere" not in caplog.text


def test_without_a_server_all_is_printed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    mail.send(settings, to="a@b.fr", subject="Sujet", body="Bonjour\nhttps://vallee.example/a\n")
    printed = capsys.readouterr().out
    assert "a@b.fr" in printed
    assert "Sujet" in printed
    assert "Bonjour\nhttps://vallee.example/a\n" in printed
