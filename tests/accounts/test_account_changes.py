"""Forgotten passwords, other passwords, other addresses, the first administrator: links that work once."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.reading import read
from wiki import clock
from wiki.accounts import mail, one_time_links, passwords
from wiki.accounts.administrators import administrator_link
from wiki.accounts.models import OneTimeLink
from wiki.accounts.one_time_links import CONFIRM_EMAIL, RESET_PASSWORD
from wiki.accounts.registering import create_user
from wiki.accounts.rights.granting import CannotGrant, UnknownGroup
from wiki.database import session
from wiki.permissions.authority import Authority, UltimateAuthority
from wiki.permissions.groups import granted_to
from wiki.settings import Settings
from wiki.users.finding import find, require
from wiki.users.models import User
from wiki.users.temporary import temporary_account

PASSWORD = "sept chemins vers la rivière quarante"
OTHER = "huit chevreuils au bord du marais gelé"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Maker = Callable[..., User]
Browse = Callable[[User], FlaskClient]
Letters = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.freeze(NOON):
        yield


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Letters:
    """What is sent: address and text. Letters that may wait are sent at once."""
    sent: Letters = []

    def send(_settings: Settings, *, to: str, subject: str, body: str) -> None:
        assert subject
        sent.append((to, body))

    def send_later(settings: Settings, *, to: str, subject: str, body: str) -> "Future[None]":
        send(settings, to=to, subject=subject, body=body)
        return Future()

    monkeypatch.setattr(mail, "send", send)
    monkeypatch.setattr(mail, "send_later", send_later)
    return sent


@pytest.fixture
def camille(app: Flask, user: Maker) -> User:
    return user("Camille", password=PASSWORD, email="camille@example.org", email_confirmed_at=NOON)


def link_in(letter: tuple[str, str]) -> str:
    """The path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/special/\S+)", letter[1])
    assert found is not None
    return found[1]


def now() -> User:
    """Camille's account as the database has it."""
    session.expire_all()
    return require("Camille")


def has_password(password: str) -> bool:
    return passwords.verify(now().password_hash, password)


def choose(client: FlaskClient, path: str, password: str = OTHER) -> int:
    return client.post(path, data={"password": password, "repeated": password}).status_code


def test_a_forgotten_password_is_replaced(
    client: FlaskClient, camille: User, letters: Letters, as_user: Browse
) -> None:
    elsewhere = as_user(camille)
    assert elsewhere.get("/special/preferences").status_code == 200
    assert client.post("/special/reset-password", data={"named": "camille"}).status_code == 200
    assert [to for to, _ in letters] == ["camille@example.org"]
    path = link_in(letters[0])
    for _ in range(2):
        assert client.get(path).status_code == 200
    assert choose(client, path, "court") == 400
    answer = client.post(path, data={"password": OTHER, "repeated": OTHER})
    assert (answer.status_code, answer.location) == (303, "/special/log-in")
    assert has_password(OTHER)
    # Nobody is logged in by the link, and who was is no more.
    assert client.get("/special/preferences").status_code == 403
    assert elsewhere.get("/special/preferences").status_code == 403
    assert client.get(path).status_code == 410
    assert choose(client, path, PASSWORD) == 410
    assert has_password(OTHER)


def test_a_link_ends_after_an_hour(client: FlaskClient, camille: User, letters: Letters) -> None:
    client.post("/special/reset-password", data={"named": "Camille@Example.org"})
    path = link_in(letters[0])
    with clock.freeze(NOON + timedelta(minutes=59)):
        assert client.get(path).status_code == 200
    with clock.freeze(NOON + timedelta(hours=1)):
        assert client.get(path).status_code == 410
        assert choose(client, path) == 410
    assert has_password(PASSWORD)


def test_a_newer_link_ends_the_older(client: FlaskClient, camille: User, letters: Letters) -> None:
    for _ in range(2):
        client.post("/special/reset-password", data={"named": "Camille"})
    assert client.get(link_in(letters[0])).status_code == 410
    assert client.get(link_in(letters[1])).status_code == 200


def test_only_a_hash_of_the_secret_is_kept(client: FlaskClient, camille: User, letters: Letters) -> None:
    client.post("/special/reset-password", data={"named": "Camille"})
    token = link_in(letters[0]).rpartition("/")[2]
    assert len(token) >= 43
    row = session.scalars(select(OneTimeLink)).one()
    assert token not in str(vars(row))


def test_known_and_unknown_get_one_answer(client: FlaskClient, user: Maker, letters: Letters) -> None:
    user("Camille", password=PASSWORD, email="camille@example.org", email_confirmed_at=NOON)
    user("Dominique", password=PASSWORD)
    temporary_account()
    pages, links = set(), []
    known = ("Camille", "camille@example.org")
    unknown = ("Dominique", "Personne", "personne@example.org", "~2026-1", "Wikipartage")
    for number, named in enumerate((*known, *unknown)):
        overrides = {"REMOTE_ADDR": f"192.0.2.{number}"}
        answer = client.post("/special/reset-password", data={"named": named}, environ_overrides=overrides)
        assert answer.status_code == 200
        pages.add(answer.get_data(as_text=True))
        links.append(len(session.scalars(select(OneTimeLink)).all()))
    assert len(pages) == 1
    assert [to for to, _ in letters] == ["camille@example.org"] * 2
    # Each question costs the database the same; the second link of Camille takes the place of the first.
    assert links == [1, 1, 2, 3, 4, 5, 6]


def test_asking_is_limited_by_who_asks_and_for_whom(client: FlaskClient, camille: User, letters: Letters) -> None:
    def ask(named: str, address: str) -> int:
        overrides = {"REMOTE_ADDR": address}
        return client.post(
            "/special/reset-password", data={"named": named}, environ_overrides=overrides
        ).status_code

    assert [ask(f"Habitant {number}", "192.0.2.1") for number in range(6)] == [200] * 5 + [429]
    for named in ("Camille", "Personne"):
        codes = [ask(named, f"192.0.2.{ord(named[0])}{number}"[:13]) for number in range(6)]
        assert codes == [200] * 5 + [429]
    assert len(letters) == 5


def test_a_link_for_one_thing_does_no_other(client: FlaskClient, camille: User) -> None:
    token = one_time_links.create(CONFIRM_EMAIL, user=camille, subject="x@example.org")
    nobody = one_time_links.create(RESET_PASSWORD, user=None)
    wrong = f"reset-password/{token} become-administrator/{token} reset-password/{nobody} confirm-email/x"
    for path in (f"/special/{end}" for end in (*wrong.split(), "reset-password/x", "become-administrator/x")):
        assert client.get(path).status_code == 410
        assert choose(client, path) == 410
    assert has_password(PASSWORD)


def test_links_that_are_over_do_not_pile_up(app: Flask) -> None:
    for _ in range(3):
        one_time_links.create(RESET_PASSWORD, user=None)
    with clock.freeze(NOON + timedelta(hours=2)):
        one_time_links.create(RESET_PASSWORD, user=None)
    assert len(session.scalars(select(OneTimeLink)).all()) == 1


def test_changing_the_password_ends_the_other_sessions(
    camille: User, as_user: Browse, letters: Letters
) -> None:
    here, there = as_user(camille), as_user(camille)
    token = one_time_links.create(RESET_PASSWORD, user=camille)
    fields = {"password": OTHER, "repeated": OTHER}
    assert here.post("/special/change-password", data={"current": "faux", **fields}).status_code == 400
    assert has_password(PASSWORD)
    assert here.post("/special/change-password", data={"current": PASSWORD, **fields}).status_code == 303
    assert has_password(OTHER)
    assert here.get("/special/preferences").status_code == 200
    assert there.get("/special/preferences").status_code == 403
    assert here.get(f"/special/reset-password/{token}").status_code == 410


def test_the_present_password_is_not_guessed_in_a_stolen_session(
    camille: User, as_user: Browse
) -> None:
    thief = as_user(camille)
    fields = {"password": OTHER, "repeated": OTHER}
    tries = [{"current": str(number), **fields} for number in range(11)]
    codes = [thief.post("/special/change-password", data=data).status_code for data in tries]
    assert codes == [400] * 10 + [429]
    assert has_password(PASSWORD)


def test_a_new_address_counts_once_it_is_confirmed(
    camille: User, as_user: Browse, letters: Letters
) -> None:
    client = as_user(camille)
    fields = {"email": "c.durand@example.net", "current": PASSWORD}
    assert client.post("/special/change-email", data={**fields, "current": "faux"}).status_code == 400
    assert letters == []
    assert client.post("/special/change-email", data=fields).status_code == 303
    assert letters[0][0] == "c.durand@example.net"
    assert now().email == "camille@example.org"
    path = link_in(letters[0])
    assert client.get(path).status_code == 200
    assert now().email == "camille@example.org"
    assert client.post(path).status_code == 303
    assert now().email == "c.durand@example.net"
    assert client.post(path).status_code == 410


def test_an_address_can_be_removed(camille: User, as_user: Browse) -> None:
    token = one_time_links.create(RESET_PASSWORD, user=camille)
    client = as_user(camille)
    assert client.post("/special/change-email", data={"email": "", "current": PASSWORD}).status_code == 303
    assert (now().email, now().email_confirmed_at) == (None, None)
    assert client.get(f"/special/reset-password/{token}").status_code == 410


def test_a_mail_server_that_is_away_is_said(
    camille: User, as_user: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise mail.MailFailed

    monkeypatch.setattr(mail, "send", fail)
    fields = {"email": "c.durand@example.net", "current": PASSWORD}
    client = as_user(camille)
    client.set_cookie("wiki-language", "en")
    answer = client.post("/special/change-email", data=fields, follow_redirects=True)
    said = read(answer.text).one(class_="flashes")
    assert "c.durand@example.net was not sent" in said.words
    assert "/special/change-email" in said.links().values()
    assert now().email == "camille@example.org"


def test_an_address_that_waits_is_shown_and_its_link_sent_again(
    camille: User, as_user: Browse, capsys: pytest.CaptureFixture[str]
) -> None:
    client = as_user(camille)
    client.set_cookie("wiki-language", "en")
    fields = {"email": "c.durand@example.net", "current": PASSWORD}
    client.post("/special/change-email", data=fields)
    capsys.readouterr()
    page = read(client.get("/special/preferences").text)
    assert "c.durand@example.net waits" in page.one("main").words
    [form] = [form for form in page.all("form") if form["action"] == "/special/send-confirmation"]
    client.post(form["action"])
    letter = capsys.readouterr().out
    token = re.search(r"/special/confirm-email/(\S+)", letter)[1]
    client.post(f"/special/confirm-email/{token}")
    assert now().email == "c.durand@example.net"
    assert "waits" not in read(client.get("/special/preferences").text).one("main").words


def test_spent_links_lead_to_where_new_ones_are_had(client: FlaskClient) -> None:
    for path, way in (("reset-password", "/special/reset-password"), ("confirm-email", "/special/change-email")):
        answer = client.get(f"/special/{path}/gone")
        assert answer.status_code == 410
        assert way in read(answer.text).one("main").links().values()


def test_too_many_passwords_lead_to_the_forgotten_one(client: FlaskClient, user: Maker) -> None:
    user("Alice", password=PASSWORD)
    for _try in range(6):
        answer = client.post("/special/log-in", data={"name": "Alice", "password": "faux"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "/special/reset-password" in read(answer.text).one("main").links().values()


def test_preferences_are_kept(camille: User, as_user: Browse) -> None:
    client = as_user(camille)
    page = client.get("/special/preferences").get_data(as_text=True)
    assert "camille@example.org" in page
    data = {"language": "en", "timezone": "America/Guadeloupe", "groups": "bureaucrat", "email": "x@example.org"}
    assert client.post("/special/preferences", data=data).status_code == 303
    kept = now()
    assert (kept.language, kept.timezone, kept.watch_edits) == ("en", "America/Guadeloupe", False)
    assert (granted_to(kept.id), kept.email) == (frozenset(), "camille@example.org")
    for wrong in ({"language": "xx", "timezone": ""}, {"language": "", "timezone": "Mars/Olympus"}):
        assert client.post("/special/preferences", data=wrong).status_code == 400
    data = {"language": "", "timezone": "", "watch_edits": "y"}
    assert client.post("/special/preferences", data=data).status_code == 303
    kept = now()
    assert (kept.language, kept.timezone, kept.watch_edits) == (None, None, True)


def test_preferences_are_for_registered_people(client: FlaskClient, as_user: Browse) -> None:
    assert client.get("/special/preferences").status_code == 403
    ghost = as_user(temporary_account())
    for path in ("/special/preferences", "/special/change-password", "/special/change-email"):
        assert ghost.get(path).status_code == 403
        assert ghost.post(path).status_code == 403


def test_the_first_administrator_comes_by_a_link(client: FlaskClient) -> None:
    older, path = administrator_link(), administrator_link()
    assert older is not None
    assert path is not None
    assert client.get(older).status_code == 410
    assert client.get(path).status_code == 200
    fields = {"name": "Fondatrice", "password": "court", "repeated": "court"}
    assert client.post(path, data=fields).status_code == 400
    fields |= {"password": PASSWORD, "repeated": PASSWORD}
    assert client.post(path, data=fields).status_code == 303
    founder = find("Fondatrice")
    assert founder is not None
    assert granted_to(founder.id) == {"administrator", "bureaucrat"}
    assert client.get("/special/preferences").status_code == 200
    assert administrator_link() is None
    assert client.get(path).status_code == 410


def test_the_administrator_s_link_ends(client: FlaskClient, user: Maker) -> None:
    path = administrator_link()
    assert path is not None
    with clock.freeze(NOON + timedelta(days=7)):
        assert client.get(path).status_code == 410
    user("Fondatrice", groups=("administrator", "bureaucrat"))
    assert client.get(path).status_code == 410


def test_whoever_runs_the_wiki_makes_accounts(app: Flask, maintenance: UltimateAuthority) -> None:
    made = create_user(
        maintenance, name="admin_du_wiki", password=PASSWORD, groups=("bot",), email="robot@example.org"
    )
    assert (made.name, made.email) == ("Admin du wiki", "robot@example.org")
    assert granted_to(made.id) == {"bot"}
    assert made.email_confirmed_at == NOON
    with pytest.raises(UnknownGroup):
        create_user(maintenance, name="Robot 2", password=PASSWORD, groups=("nonsense",))
    assert find("Robot 2") is None


def test_nobody_makes_an_account_above_their_own(app: Flask, user: Maker) -> None:
    administrator = Authority(user("Camille", groups=("administrator",)), address="test")
    with pytest.raises(CannotGrant):
        create_user(administrator, name="Marionnette", password=PASSWORD, groups=("bureaucrat",))
    assert find("Marionnette") is None
