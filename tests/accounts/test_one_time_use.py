"""Several hands at one link, and what a request costs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from wiki import database
from wiki.accounts import one_time_links
from wiki.accounts.devices import COOKIE_AGE, MAX_ACCOUNTS, Device, read, write
from wiki.accounts.one_time_links import RESET_PASSWORD, LinkSpent
from wiki.accounts.recovery import reset_password
from wiki.database import session
from wiki.users.models import User

PASSWORD = "sept chemins vers la rivière quarante"
KEY = "a-key-for-tests-0123456789-abcdefghij"


@pytest.mark.usefixtures("wiki_database")
def test_of_many_hands_at_one_link_one_succeeds(user: Callable[..., User]) -> None:
    token = one_time_links.create(RESET_PASSWORD, user=user("Camille", password=PASSWORD))

    def use(number: int) -> int:
        try:
            reset_password(token=token, password=f"{PASSWORD} {number}", site_name="Wiki")
        except LinkSpent:
            return 0
        finally:
            session.remove()
        return 1

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, range(12))) == 1


def test_loading_the_account_costs_one_query(
    app: Flask, user: Callable[..., User], as_user: Callable[[User], FlaskClient]
) -> None:
    client = as_user(user("Camille"))
    statements: list[str] = []
    event.listen(database.engine(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    client.get("/special/reset-password")
    assert sum("FROM user" in statement.replace('"', "") for statement in statements) == 1


def test_a_device_remembers_a_few_accounts(user: Callable[..., User], wiki_database: object) -> None:
    people = [user(f"Habitant {letter * 3}") for letter in "abcdefg"]
    device = Device()
    for person in people:
        device = read(write(device.with_user(person), KEY), KEY)
    assert [device.knows(person) for person in people] == [False] * 2 + [True] * MAX_ACCOUNTS
    assert device.nonce
    assert read(write(device, KEY), "another-key-for-tests-0123456789-ab") == Device()
    assert read(None, KEY) == read("", KEY) == read("x.y.z", KEY) == Device()
    assert COOKIE_AGE <= 395 * 24 * 3600
