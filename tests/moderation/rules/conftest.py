"""People, and rules that are switched on, at noon of a day."""

import pytest

from tests.moderation.rules.stories import NOON, TOLD
from wiki import clock
from wiki.database import session
from wiki.moderation.rules import deciding
from wiki.moderation.rules.definitions import Definition
from wiki.moderation.rules.rehearsing import rehearse


@pytest.fixture(autouse=True)
def _noon():
    with clock.freeze(NOON):
        yield


@pytest.fixture
def alice(user):
    return user("Alice")


@pytest.fixture
def moderator(user):
    return user("Modératrice", groups=("moderator",))


@pytest.fixture
def rule(moderator, authority_of):
    """`rule("disallow", added="casino", …)`: a rule that is rehearsed and switched on; gives its number.

    Whatever is no field of a definition is a condition.
    """

    def make(*actions: str, **said) -> int:
        about = {key: said.pop(key) for key in ("regular", "folded", "tag", "times", "minutes") if key in said}
        definition = Definition(name="Essai", description={"fr": TOLD}, conditions=said, actions=actions, **about)
        authority = authority_of(moderator)
        rehearse(authority, definition)
        number = deciding.create(authority, definition=definition, enabled=True, reason="essai").number
        session.remove()
        return number

    return make
