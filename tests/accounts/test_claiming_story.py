"""From a first edit without an account to a name of one's own."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.reading import read
from wiki import clock
from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.pages.models import Revision
from wiki.users import checking
from wiki.users.finding import require
from wiki.users.models import User

PASSWORD = "sept chemins vers la rivière quarante"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def edit(client: FlaskClient, title: str) -> None:
    answer = client.post(f"/wiki/{title}?action=edit", data={"text": f"Un essai sur {title}.", "summary": "essai"})
    assert answer.status_code == 303


def register(client: FlaskClient, **fields: str) -> None:
    form = client.get("/special/register").get_data(as_text=True)
    stamp = re.search(r'name="opened"[^>]*value="([^"]+)"', form)
    assert stamp is not None
    data = {"name": "Camille", "password": PASSWORD, "repeated": PASSWORD, "opened": stamp[1], **fields}
    with clock.freeze(clock.now() + timedelta(seconds=30)):
        assert client.post("/special/register", data=data).status_code == 303


def authors() -> set[str]:
    query = select(User.name).join(Revision, Revision.user_id == User.id).where(Revision.summary == "essai")
    return set(session.scalars(query))


@pytest.mark.parametrize(("fields", "names"), [({"claim": "y"}, {"Camille"}), ({}, {"~2026-1"})])
def test_what_a_device_wrote_follows_its_owner_who_wants_it(
    client: FlaskClient, fields: dict[str, str], names: set[str]
) -> None:
    with clock.freeze(NOON):
        edit(client, "Ruisseau")
        edit(client, "Fontaine")
        assert authors() == {"~2026-1"}
        assert require("~2026-1").edit_count == 2
        register(client, **fields)
        assert authors() == names
        claims = session.scalars(select(LogEntry).where(LogEntry.action == "claim")).all()
        assert len(claims) == len(fields)
        edit(client, "Moulin")
        assert "Camille" in authors()
    assert list(checking.check()) == []


def test_a_session_of_the_claimed_account_is_over(
    client: FlaskClient, app: object, as_user: Callable[[User], FlaskClient]
) -> None:
    with clock.freeze(NOON):
        edit(client, "Ruisseau")
        copy = as_user(require("~2026-1"))
        register(client, claim="y")
        edit(copy, "Fontaine")
        assert authors() == {"Camille", "~2026-2"}


def test_a_page_names_the_new_account_at_its_next_view(client: FlaskClient, app: Flask) -> None:
    def author() -> str:
        return read(app.test_client().get("/wiki/Ruisseau").text).one("meta", name="author")["content"]

    with clock.freeze(NOON):
        edit(client, "Ruisseau")
        assert author() == "~2026-1"
        register(client, claim="y")
        assert author() == "Camille"
