"""The wiki that the browser tests visit: demonstration content, four accounts, and pages that show every kind of text.

Rule: set-up goes over HTTP like anybody's work; what tests write later goes to pages of their own.
"""

import re
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

from tests.bench.browser import Browser
from tests.bench.browser import field as hidden
from tests.browser import texts
from tests.server import Server

PASSWORD = "Sept chemins vers la rivière 42"
READER, MODERATOR, BUREAUCRAT, BLOCKED = "Lectrice", "Modératrice", "Bureaucrate", "Perturbatrice"
OVERSIGHTER = "Vérificatrice"
ACCOUNTS: dict[str, tuple[str, ...]] = {
    READER: (), MODERATOR: ("moderator",), BUREAUCRAT: ("bureaucrat", "moderator"), BLOCKED: (),
    OVERSIGHTER: ("oversighter",),
}  # fmt: skip
EMAIL = "lectrice@example.org"
MAIL_SECONDS = 20


class Person(Browser):
    """Somebody at work beside the browser, now and then: the server closes a connection that waits for long."""

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        self._connection.close()
        return super()._ask(method, path, body)


@dataclass
class Site:
    """A served wiki, people logged in to it, and the addresses that only it knows."""

    server: Server
    people: dict[str, Person] = field(default_factory=dict)
    #: What stands for `{name}` in the paths of `kinds.KINDS`.
    known: dict[str, str] = field(default_factory=dict)
    _addresses: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def url(self) -> str:
        return self.server.url

    def path(self, pattern: str) -> str:
        """`pattern` with what this site knows in place of `{name}`."""
        return re.sub(r"\{(\w+)\}", lambda found: self.known[found[1]], pattern)

    def address(self) -> str:
        """A network address that nobody has used: limits by address must not join tests."""
        number = next(self._addresses)
        return f"10.20.{number // 250}.{number % 250 + 1}"

    def cookies(self, person: str) -> list[dict[str, str]]:
        """Cookies of somebody logged in, for a browser context."""
        pairs = (pair.split("=", 1) for pair in self.people[person].cookie.split("; "))
        return [{"name": name, "value": value, "url": self.url} for name, value in pairs]

    def write(self, title: str, text: str, *, by: str = MODERATOR) -> str:
        """Save a text, whether the page exists or not; gives the page's path."""
        self.people[by].edit(wiki(title), lambda _old: text)
        return wiki(title)

    def change(self, title: str, old: str, new: str, *, by: str = MODERATOR) -> None:
        """Put `new` in place of `old` in a page, as somebody else than who is at the browser."""
        self.people[by].edit(wiki(title), lambda text: text.replace(old, new))

    def text(self, title: str) -> str:
        """The text of a page as it is stored."""
        return self.people[MODERATOR].get(wiki(title, "?action=raw"))[1]

    def send(self, person: str, form: str, *, path: str = "", **fields: str) -> tuple[int, str]:
        """Open the page with a form and send it there, or to `path`."""
        browser = self.people[person]
        page = browser.get(form)[1]
        return browser.post(path or form, {"csrf_token": hidden(page, "csrf_token"), **fields})

    def link_in_mail(self, place: str) -> str:
        """The path of the last link below `place` that the server has printed."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            found = re.findall(rf"{re.escape(place)}[\w.~-]+", self.server.log.read_text(encoding="utf-8"))
            if found:
                return str(found[-1])
            time.sleep(0.05)
        raise AssertionError(f"no link below {place} in the server's output")


def wiki(title: str, query: str = "") -> str:
    """The path of the page at `title`."""
    return f"/wiki/{quote(title.replace(' ', '_'), safe='/:')}{query}"


def open_site(folder: Path) -> Site:
    """Fill and start a wiki in `folder`."""
    server = Server(folder, TRUSTED_PROXIES="1")
    for command, text in (
        (["init", "--demo"], ""),
        *(
            (["user", "create", name, *(part for group in groups for part in ("--group", group)), "--email",
              EMAIL if name == READER else "", "--password-stdin"], f"{PASSWORD}\n")
            for name, groups in ACCOUNTS.items()
        ),
    ):  # fmt: skip
        done = server.wiki(*command, text=text)
        assert done.returncode == 0, done.stderr
    site = Site(server.start())
    try:
        for name in ACCOUNTS:
            site.people[name] = Person(site.url)
            site.people[name].log_in(name, PASSWORD)
        write_pages(site)
        learn_addresses(site)
    except BaseException:
        server.stop()
        raise
    return site


def write_pages(site: Site) -> None:
    """Pages of every kind, with a past."""
    for title, versions in texts.PAGES.items():
        for text in versions:
            site.write(title, text)
    for title in texts.WATCHED:
        site.send(READER, wiki(title, "?action=watch"))
    site.write(f"Discussion utilisateur:{READER}", "Bienvenue ! ~~~~")
    site.write(texts.ROLLED_BACK, "Un texte utile.")
    site.write(texts.ROLLED_BACK, "Un texte utile. Une réclame.", by=READER)
    have_edits_wait(site)
    site.write(texts.DELETED, "Un brouillon de trop.")
    site.write(texts.PROTECTED, "Une page qui ne se modifie pas.")
    limits = {"edit_level": "moderator", "edit_end": "year", "cascade": "y", "move_level": "", "move_end": "endless"}
    path = wiki(texts.PROTECTED, "?action=protect")
    status, answer = site.send(MODERATOR, path, seen="0", reason="Guerre d’édition", **limits)
    assert status == 303, answer
    status, answer = site.send(MODERATOR, wiki(texts.DELETED, "?action=delete"), reason="Page d’essai")
    assert status == 303, answer


def make_rules(site: Site) -> None:
    """A rule that warns, one that refuses, what it refused, and a blocked domain."""
    new = "/special/edit-rules/new"
    for word, action in (("avertimot", "warn"), ("refusemot", "disallow")):
        fields = {"name": word, "added": word, "actions": action, "patterns": "words"}
        fields["description_fr"] = "Relisez ce mot."
        assert site.send(MODERATOR, new, **fields, rehearse="1")[0] == 200
        status, answer = site.send(MODERATOR, new, **fields, enabled="y", reason="Essai d’une règle")
        assert status == 303, answer
    status, answer = site.send(READER, wiki("Page refusée", "?action=edit"), text="Un refusemot.", base="", summary="")
    assert status == 403, answer
    site.known["hit"] = re.findall(r"/special/rule-hits/(\d+)", answer)[0]
    domain = {"domain": "casino.example", "length": "indefinite", "reason": "Réclames"}
    status, answer = site.send(MODERATOR, "/special/blocked-domains/block", **domain)
    assert status == 303, answer


def have_edits_wait(site: Site) -> None:
    """A page of which an edit waits for a review, and one of which nothing was accepted yet."""
    policy = "/special/review/policy"
    site.write(texts.REVIEWED, "Une source coule ici.")
    chosen = {"title": texts.REVIEWED, "chosen": "1", "reason": "Page débattue"}
    status, answer = site.send(MODERATOR, policy, path="/special/review/pages", **chosen)
    assert status == 303, answer
    site.write(texts.REVIEWED, "Mille sources coulent ici, voir https://exemple.example/pompes.", by=READER)
    rules = {"newcomers": "y", "promise": "48", "types": "", "reason": "Essai"}
    status, answer = site.send(MODERATOR, policy, **rules)
    assert status == 303, answer
    site.write(texts.NOT_YET_ACCEPTED, "Une page toute neuve.", by=READER)
    status, answer = site.send(MODERATOR, policy, **{**rules, "newcomers": ""})
    assert status == 303, answer


def learn_addresses(site: Site) -> None:
    """Numbers of revisions and links of letters."""
    waiting = site.people[MODERATOR].get(wiki(texts.REVIEWED, "?action=review"))[1]
    site.known["waiting"] = hidden(waiting, "edit")
    page = site.people[MODERATOR].get(wiki(texts.ARTICLE, "?action=history"))[1]
    numbers = sorted({int(number) for number in re.findall(r'name="oldid" value="(\d+)"', page)})
    site.known.update(first=str(numbers[0]), middle=str(numbers[1]), last=str(numbers[-1]))
    status, answer = site.send(MODERATOR, "/special/vocabulary/new-profile", name="Profil d’essai")
    assert status == 303, answer
    log = site.people[READER].get("/special/logs?type=vocabulary")[1]
    site.known["vocabulary_change"] = re.findall(r"/special/vocabulary/changes/(\d+)", log)[0]
    status, place = site.send(MODERATOR, wiki("Page à renommer", "?action=move"), target=texts.MOVED, redirect="y")
    assert status == 303, place
    site.known["move"] = str(re.findall(r"entry=(\d+)", place)[0])
    page = site.people[MODERATOR].get(wiki(texts.HIDDEN, "?action=history"))[1]
    site.known["hidden"] = sorted(re.findall(r'name="oldid" value="(\d+)"', page), key=int)[1]
    fields = {"revision": site.known["hidden"], "text": "hide", "summary": "hide", "author": "hide"}
    status, answer = site.send(MODERATOR, wiki(texts.HIDDEN, "?action=hide"), **fields, reason="Vie privée")
    assert status == 303, answer
    fields |= {"suppressed": "y", "revision": sorted(re.findall(r'name="oldid" value="(\d+)"', page), key=int)[0]}
    status, answer = site.send(OVERSIGHTER, wiki(texts.HIDDEN, "?action=hide"), **fields, reason="Adresse privée")
    assert status == 303, answer
    decision = {"length": "1y", "reach": "account", "extent": "sitewide", "reason": "Essai d’un blocage", "seen": "0"}
    status, answer = site.send(MODERATOR, f"/special/block/{BLOCKED}", **decision)
    assert status == 303, answer
    make_rules(site)
    site.write("Réclame", "Une réclame de trop.", by=READER)
    page = site.people[MODERATOR].get(f"/special/mass-revert?user={READER}")[1]
    ticked = re.findall(r'name="page" value="(\d+:delete:\d+)"', page)[0]
    status, place = site.send(MODERATOR, f"/special/mass-revert?user={READER}", page=ticked, reason="Réclame")
    assert status == 303, place
    site.known["batch"] = re.findall(r"mass-revert/(\d+)", place)[0]
    site.known["administrator"] = site.link_in_mail("/special/become-administrator/")
    site.send(READER, "/special/reset-password", named=READER)
    site.known["reset"] = site.link_in_mail("/special/reset-password/")
    site.send(READER, "/special/change-email", email="lectrice@example.net", current=PASSWORD)
    site.known["confirm"] = site.link_in_mail("/special/confirm-email/")
    for person in site.people.values():
        person.get("/special/display")  # takes the messages that wait for them
