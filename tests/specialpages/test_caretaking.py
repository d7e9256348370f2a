"""Who takes care of a report: taken on, left, given by moderators; all of it in the log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from wiki import clock
from wiki.database import transaction
from wiki.specialpages.caretaking import caretakers
from wiki.specialpages.checking import check
from wiki.specialpages.models import ReportCaretaker, ReportCount
from wiki.users.models import User

WANTED = "/special/wanted-pages"

UserMaker = Callable[..., User]
Browse = Callable[[User], FlaskClient]


def caretaker() -> str | None:
    found = caretakers(["wanted-pages"]).get("wanted-pages")
    return found.name if found else None


def text(browser: FlaskClient, address: str = WANTED) -> str:
    return browser.get(address).get_data(as_text=True)


def press(browser: FlaskClient, act: str, **fields: str) -> int:
    answer = browser.post(WANTED, data={"act": act, **fields})
    if answer.status_code == 303:
        assert answer.location == WANTED
    return answer.status_code


def test_somebody_takes_a_report_on_and_leaves_it(client: FlaskClient, user: UserMaker, as_user: Browse) -> None:
    alice = as_user(user("Alice"))
    assert 'value="take"' in text(alice)
    assert 'value="assign"' not in text(alice)
    assert press(alice, "take") == 303
    assert press(alice, "take") == 303
    html = text(alice)
    assert "Vous vous occupez désormais de ce rapport" in html
    assert 'value="leave"' in html
    assert "Alice" in text(client)
    assert "Alice" in text(client, "/special/reports")
    assert press(alice, "leave") == 303
    assert press(alice, "leave") == 303
    assert caretaker() is None
    log = text(client, "/special/logs?type=reports")
    assert log.count("s’occupe désormais du rapport") == log.count("a laissé le rapport") == 1
    assert client.get("/wiki/Sp%C3%A9cial:Wanted-pages", follow_redirects=True).request.path == WANTED


def test_nobody_takes_a_report_from_another(user: UserMaker, as_user: Browse) -> None:
    alice, bruno = as_user(user("Alice")), as_user(user("Bruno"))
    press(alice, "take")
    assert 'value="take"' not in text(bruno)
    assert press(bruno, "take") == 409
    assert press(bruno, "leave") == 303
    assert press(bruno, "assign", user="") == 403
    assert caretaker() == "Alice"


def test_visitors_and_temporary_accounts_take_nothing_on(app: Flask, client: FlaskClient) -> None:
    client.post("/wiki/Eau?action=edit", data={"text": "L’eau", "base": "", "section": "", "theirs": ""})
    for browser in (client, app.test_client()):
        assert 'name="act"' not in text(browser)
        for act in ("take", "leave", "assign"):
            assert press(browser, act, user="") in (303, 403)
    assert caretaker() is None


def test_a_moderator_names_and_relieves(client: FlaskClient, user: UserMaker, as_user: Browse) -> None:
    user("Alice"), user("Bruno")
    moderator = as_user(user("Mona", groups=("moderator",)))
    assert 'value="assign"' in text(moderator)
    for name in ("Alice", "Bruno"):
        assert press(moderator, "assign", user=name, reason="relève") == 303
        assert caretaker() == name
    assert press(moderator, "assign", user="Bruno") == 303
    assert press(moderator, "assign", user="") == 303
    assert caretaker() is None
    log = text(client, "/special/logs?type=reports")
    assert log.count("a chargé") == 2
    assert log.count("a déchargé") == 1
    assert "relève" in log


@pytest.mark.parametrize("name", ["Personne", "~2026-1", "Wikipartage", "a|b"])
def test_a_refusal_keeps_what_was_typed(user: UserMaker, as_user: Browse, name: str) -> None:
    with transaction() as current:
        now = clock.now()
        values = {"name": "~2026-1", "name_key": "~2026-1", "created_at": now, "expires_at": now + timedelta(days=9)}
        current.execute(insert(User).values(**values))
    moderator = as_user(user("Mona", groups=("moderator",)))
    answer = moderator.post(WANTED, data={"act": "assign", "user": name, "reason": "relève"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert f'value="{name}"' in html
    assert 'value="relève"' in html
    assert 'aria-invalid="true"' in html
    assert caretaker() is None


def test_only_what_a_button_says_is_done(app: Flask, user: UserMaker, as_user: Browse) -> None:
    alice = as_user(user("Alice"))
    assert press(alice, "dance") == 400
    with protected(app):
        assert press(alice, "take") == 400
    assert caretaker() is None


@contextmanager
def protected(app: Flask) -> Iterator[None]:
    """Forged requests are refused, as they are outside of tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        yield
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_the_check_names_reports_that_are_none(user: UserMaker) -> None:
    alice = user("Alice")
    assert list(check()) == []
    with transaction() as current:
        current.add(ReportCaretaker(report="nothing", user_id=alice.id, since=clock.now()))
        row = {"report": "wanted-pages", "day": clock.now().date(), "number": -1, "counted_at": clock.now()}
        current.execute(insert(ReportCount).values(**row))
    caretaker_of_nothing, impossible = check()
    assert "no such report" in caretaker_of_nothing
    assert "wanted-pages" in impossible
