"""Registering, logging in and out, as people do it in a browser."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.reading import read
from wiki import clock
from wiki.accounts import mail, passwords
from wiki.accounts.models import EndedSession
from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.permissions import throttling
from wiki.permissions.groups import granted_to
from wiki.users.finding import find
from wiki.users.models import User
from wiki.users.temporary import temporary_account

PASSWORD = "sept chemins vers la rivière quarante"
OTHER = "huit chevreuils au bord du marais gelé"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Maker = Callable[..., User]


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.freeze(NOON):
        yield


@pytest.fixture
def browser(app: Flask) -> Callable[[], FlaskClient]:
    """Make a browser that reads English."""

    def make() -> FlaskClient:
        client = app.test_client()
        client.set_cookie("wiki-language", "en")
        return client

    return make


def enter(
    client: FlaskClient, name: str, password: str, *, address: str = "192.0.2.1", **more: str
) -> TestResponse:
    data = {"name": name, "password": password, **more}
    return client.post("/special/log-in", data=data, environ_overrides={"REMOTE_ADDR": address})


def register(client: FlaskClient, *, wait: int = 20, **fields: str) -> TestResponse:
    """Open the form, fill it in for `wait` seconds, send it."""
    form = client.get("/special/register").get_data(as_text=True)
    stamp = re.search(r'name="opened"[^>]*value="([^"]+)"', form)
    assert stamp is not None
    data = {"password": PASSWORD, "repeated": PASSWORD, "opened": stamp[1], **fields}
    with clock.freeze(clock.now() + timedelta(seconds=wait)):
        return client.post("/special/register", data=data)


def who(client: FlaskClient) -> str | None:
    """Name of whoever is logged in, as the preferences say."""
    answer = client.get("/special/preferences")
    if answer.status_code == 403:
        return None
    found = re.search(r"<dt>User name</dt><dd>([^<]+)</dd>", answer.get_data(as_text=True))
    assert found is not None
    return found[1]


def test_somebody_registers_and_comes_back(browser: Callable[[], FlaskClient]) -> None:
    client = browser()
    answer = register(client, name="camille_durand", returnto="/wiki/Eau")
    assert (answer.status_code, answer.location) == (303, "/wiki/Eau")
    assert who(client) == "Camille durand"
    row = session.scalars(select(LogEntry).where(LogEntry.type == "newusers")).one()
    assert (row.action, row.name) == ("create", "Camille durand")
    assert client.post("/special/log-out").status_code == 303
    assert who(client) is None
    answer = enter(client, "CAMILLE DURAND", PASSWORD, returnto="/special/recent-changes")
    assert (answer.status_code, answer.location) == (303, "/special/recent-changes")
    assert who(client) == "Camille durand"


@pytest.mark.parametrize("why", ["mail server", "too often"])
def test_a_letter_that_cannot_go_leads_to_where_the_address_is_given_again(
    browser: Callable[[], FlaskClient], monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise mail.MailFailed

    monkeypatch.setattr(mail, "send", fail)
    if why == "too often":
        monkeypatch.setitem(throttling.LIMITS, "mail", (throttling.Limit(0, 3600),))
    client = browser()
    assert register(client, name="Camille", email="camille@example.org").status_code == 303
    page = read(client.get("/special/preferences").text)
    said = [one for one in page.all(class_="cdx-message") if "camille@example.org was not sent" in one.words]
    assert "/special/change-email" in said[0].links().values()
    assert ("camille@example.org waits" in page.one("main").words) == (why == "mail server")


def test_a_form_gives_no_groups(browser: Callable[[], FlaskClient]) -> None:
    register(
        browser(), name="Camille", groups="administrator", group="bureaucrat", edit_count="500",
        is_system="1", email_confirmed_at="2026-01-01", session_epoch="9", id="77",
    )  # fmt: skip
    camille = find("Camille")
    assert camille is not None
    assert granted_to(camille.id) == frozenset()
    assert (camille.edit_count, camille.is_system, camille.email_confirmed_at) == (0, False, None)
    assert camille.id != 77


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "Camille", "password": "court", "repeated": "court"}, "12 characters at least"),
        ({"name": "Camille", "repeated": OTHER}, "The two passwords differ"),
        ({"name": "Camille", "email": "camille"}, "This is no e-mail address"),
        ({"name": "192.0.2.1"}, "network address"),
        ({"name": "~2026-7"}, "temporary accounts"),
        ({"name": "Аdmin"}, "speak for the wiki"),
        ({"name": ""}, "This field is needed"),
        ({"name": "D0minique"}, "looks too much like “Dominique”"),
        ({"name": "Quarante", "password": PASSWORD, "repeated": PASSWORD}, "contains your name"),
        ({"name": "Camille", "website": "http://spam.example"}, "must stay empty"),
        ({"name": "Camille", "opened": "IjEi.forged"}, "was not opened here"),
    ],
)
def test_what_registering_refuses_is_said_beside_the_field(
    browser: Callable[[], FlaskClient], user: Maker, fields: dict[str, str], words: str
) -> None:
    user("Dominique")
    answer = register(browser(), wait=20, **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert words in page
    assert 'href="#' in page.partition("error-summary")[2]
    assert PASSWORD not in page
    assert find("Camille") is None


def test_robots_are_faster_than_people(browser: Callable[[], FlaskClient]) -> None:
    client = browser()
    assert "faster than people type" in register(client, name="Camille", wait=1).get_data(as_text=True)
    assert register(client, name="Camille", wait=5).status_code == 303


def test_one_address_makes_few_accounts(browser: Callable[[], FlaskClient]) -> None:
    answers = [register(browser(), name=f"Habitant {letter}") for letter in "abcdefg"]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_what_was_written_before_is_taken_along(
    as_user: Callable[[User], FlaskClient], browser: Callable[[], FlaskClient]
) -> None:
    client = as_user(temporary_account())
    client.set_cookie("wiki-language", "en")
    assert "under my new name" in client.get("/special/register").get_data(as_text=True)
    assert register(client, name="Camille", claim="y").status_code == 303
    left = find("~2026-1")
    assert left is not None
    with clock.freeze(NOON + timedelta(minutes=1)):
        assert left.is_expired
    assert who(client) == "Camille"
    assert "under my new name" not in browser().get("/special/register").get_data(as_text=True)


def test_wrong_name_and_wrong_password_get_one_answer(browser: Callable[[], FlaskClient], user: Maker) -> None:
    user("Camille", password=PASSWORD)
    temporary_account()
    pages = []
    for name in ("Camille", "Personne", "~2026-1", "Wikipartage"):
        answer = enter(browser(), name, OTHER, address=f"192.0.2.{len(name)}")
        assert answer.status_code == 400
        pages.append(answer.get_data(as_text=True).replace(f'value="{name}"', ""))
    assert len(set(pages)) == 1
    assert "The name or the password is wrong." in pages[0]


def test_many_wrong_tries_do_not_lock_the_owner_out(browser: Callable[[], FlaskClient], user: Maker) -> None:
    user("Camille", password=PASSWORD)
    home = browser()
    assert enter(home, "Camille", PASSWORD, address="203.0.113.5").status_code == 303
    home.post("/special/log-out")
    tries = [enter(browser(), "Camille", OTHER, address="203.0.113.5").status_code for _ in range(6)]
    assert tries == [400] * 5 + [429]
    # The right password does not help at that address either, in a browser that is not known …
    assert enter(browser(), "Camille", PASSWORD, address="203.0.113.5").status_code == 429
    # … but it does elsewhere, and at the very address on the device that Camille has used before.
    assert enter(browser(), "Camille", PASSWORD, address="198.51.100.9").status_code == 303
    assert enter(home, "Camille", PASSWORD, address="203.0.113.5").status_code == 303
    with clock.freeze(NOON + timedelta(minutes=6)):
        assert enter(browser(), "Camille", PASSWORD, address="203.0.113.5").status_code == 303


def test_one_address_cannot_try_all_accounts(browser: Callable[[], FlaskClient], user: Maker) -> None:
    user("Camille", password=PASSWORD)
    limit = throttling.LIMITS["log-in-address"][0].count
    codes = [enter(browser(), f"Habitant {number}", OTHER).status_code for number in range(limit + 1)]
    assert codes == [400] * limit + [429]
    assert enter(browser(), "Camille", PASSWORD).status_code == 429


def test_unknown_names_are_slowed_down_like_known_ones(browser: Callable[[], FlaskClient], user: Maker) -> None:
    user("Camille", password=PASSWORD)
    for number, name in enumerate(("Camille", "Personne")):
        codes = [enter(browser(), name, OTHER, address=f"192.0.2.{number}").status_code for _ in range(6)]
        assert codes == [400] * 5 + [429]


def test_a_forged_device_is_not_known(browser: Callable[[], FlaskClient], user: Maker) -> None:
    user("Camille", password=PASSWORD)
    for _ in range(5):
        enter(browser(), "Camille", OTHER)
    client = browser()
    client.set_cookie("wiki-device", '["abc",[1,2,3]].forged')
    assert enter(client, "Camille", PASSWORD).status_code == 429


def test_costs_that_grew_are_paid_at_the_next_log_in(
    browser: Callable[[], FlaskClient], user: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    camille = user("Camille", password=PASSWORD)
    before = camille.password_hash
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert enter(browser(), "Camille", PASSWORD).status_code == 303
    camille = find("Camille") or camille
    assert camille.password_hash != before
    assert passwords.verify(camille.password_hash, PASSWORD)
    assert not passwords.is_outdated(camille.password_hash or "")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/%0d\n/evil", ""],
)
def test_log_in_never_leads_to_another_site(
    browser: Callable[[], FlaskClient], user: Maker, elsewhere: str
) -> None:
    user("Camille", password=PASSWORD)
    answer = enter(browser(), "Camille", PASSWORD, returnto=elsewhere)
    assert answer.location == "/"
    assert browser().post("/special/log-out", data={"returnto": elsewhere}).location == "/"


def test_a_copied_cookie_is_worth_nothing_after_the_log_out(
    browser: Callable[[], FlaskClient], user: Maker
) -> None:
    user("Camille", password=PASSWORD)
    client, thief, other = browser(), browser(), browser()
    enter(client, "Camille", PASSWORD)
    enter(other, "Camille", PASSWORD)
    stolen = client.get_cookie("session")
    assert stolen is not None
    thief.set_cookie("session", stolen.value)
    assert who(thief) == "Camille"
    client.post("/special/log-out")
    assert who(thief) is None
    assert who(other) == "Camille"


def test_ended_sessions_do_not_pile_up(browser: Callable[[], FlaskClient], user: Maker) -> None:
    user("Camille", password=PASSWORD)
    for days in (0, 0, 91):
        with clock.freeze(NOON + timedelta(days=days)):
            client = browser()
            enter(client, "Camille", PASSWORD)
            client.post("/special/log-out")
    assert len(session.scalars(select(EndedSession)).all()) == 1


def test_logging_out_everywhere_ends_all_sessions(browser: Callable[[], FlaskClient], user: Maker) -> None:
    user("Camille", password=PASSWORD)
    here, there = browser(), browser()
    enter(here, "Camille", PASSWORD)
    enter(there, "Camille", PASSWORD)
    here.post("/special/log-out-everywhere")
    assert (who(here), who(there)) == (None, None)


def test_the_session_cookie_lasts_only_when_asked(browser: Callable[[], FlaskClient], user: Maker) -> None:
    user("Camille", password=PASSWORD)

    def cookie(answer: TestResponse) -> str:
        return next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("session="))

    short, long = enter(browser(), "Camille", PASSWORD), enter(browser(), "Camille", PASSWORD, remember="y")
    assert "Expires" not in cookie(short)
    assert "Expires" in cookie(long)
    for answer in (short, long):
        assert "HttpOnly" in cookie(answer)
        assert "SameSite=Lax" in cookie(answer)
        device = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("wiki-device="))
        assert "HttpOnly" in device
        assert "SameSite=Lax" in device


def test_a_session_of_before_does_not_go_over_into_the_log_in(
    browser: Callable[[], FlaskClient], user: Maker
) -> None:
    user("Camille", password=PASSWORD)
    client = browser()
    with client.session_transaction() as planted:
        planted["csrf_token"] = "planted"
    enter(client, "Camille", PASSWORD)
    with client.session_transaction() as cookie:
        assert cookie.get("csrf_token") != "planted"


def test_a_temporary_account_whose_time_is_over_is_nobody(as_user: Callable[[User], FlaskClient]) -> None:
    client = as_user(temporary_account())
    client.set_cookie("wiki-language", "en")
    assert "under my new name" in client.get("/special/register").get_data(as_text=True)
    with clock.freeze(NOON + timedelta(days=91)):
        assert "under my new name" not in client.get("/special/register").get_data(as_text=True)


@pytest.mark.parametrize("planted", ["1", "1:", ":0", "x:y", "1:0:0", "1:99", "９:0", "-1:0"])
def test_a_strange_session_is_nobody(browser: Callable[[], FlaskClient], user: Maker, planted: str) -> None:
    user("Camille")
    client = browser()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = planted
    assert who(client) is None


POSTS = (
    "/special/register", "/special/log-in", "/special/log-out", "/special/log-out-everywhere",
    "/special/reset-password", "/special/preferences", "/special/change-password", "/special/change-email",
    "/special/user-rights?user=Camille", "/special/group-rights/bot",
)  # fmt: skip


@pytest.mark.parametrize("path", POSTS)
def test_every_change_needs_the_form_s_token(
    app: Flask, user: Maker, as_user: Callable[[User], FlaskClient], path: str
) -> None:
    camille = user("Camille", groups=("administrator", "bureaucrat"), password=PASSWORD)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = as_user(camille).post(path, data={"name": "X", "password": OTHER, "reason": "essai"})
    assert answer.status_code == 400
    assert "csrf" in answer.get_data(as_text=True)
    assert granted_to(camille.id) == {"administrator", "bureaucrat"}


@pytest.mark.parametrize("path", ["/special/log-out", "/special/log-out-everywhere"])
def test_looking_logs_nobody_out(user: Maker, as_user: Callable[[User], FlaskClient], path: str) -> None:
    client = as_user(user("Camille"))
    client.set_cookie("wiki-language", "en")
    assert client.get(path).status_code in (404, 405)
    assert who(client) == "Camille"
