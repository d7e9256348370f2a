"""People of whom one may be blocked, at noon of a day."""


import pytest

from tests.moderation.blocks.stories import (
    NOON,
    PASSWORD,
)
from wiki import clock
from wiki.moderation.blocks import blocking
from wiki.moderation.blocks.terms import Terms
from wiki.users.finding import require
from wiki.users.models import User


@pytest.fixture(autouse=True)
def _noon():
    with clock.freeze(NOON):
        yield


@pytest.fixture
def alice(user):
    return user("Alice", password=PASSWORD)


@pytest.fixture
def moderator(user):
    return user("Modératrice", groups=("moderator",))


@pytest.fixture
def chief(user):
    return user("Cheffe", groups=("administrator",))


@pytest.fixture
def block(moderator, authority_of):
    """`block(user, length="1d", …)`: the moderator's decision about somebody; gives the block's number."""

    def decide(account: User, **terms) -> int:
        who = require(account.name)
        given = Terms(**{"reason": "Insultes", "length": "1d", **terms})
        seen = blocking.last_decision(who)
        return blocking.block(authority_of(moderator), user=who, terms=given, seen=seen).number

    return decide


@pytest.fixture
def browser(app):
    """`browser(address)`: a fresh browser, without cookies, at an address."""

    def open_(address: str):
        made = app.test_client()
        made.environ_base["REMOTE_ADDR"] = address
        return made

    return open_
