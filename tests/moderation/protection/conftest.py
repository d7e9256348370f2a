"""Who protects titles, and who meets the protection."""


import pytest

from tests.moderation.protection.stories import (
    MODERATORS,
)
from wiki.logs.models import LogEntry
from wiki.moderation.protection.protecting import (
    protect,
)
from wiki.pages.protection import protections, version_of
from wiki.titles import Title


@pytest.fixture
def shut(maintenance):
    """`shut("Eau", {"edit": Limit("moderator")}, cascade=True)`: protect a title as the wiki itself."""

    def shut(name: str, limits=MODERATORS, *, cascade: bool = False, reason: str = "guerre d’édition") -> LogEntry:
        title = Title.parse(name)
        seen = version_of(protections(title))
        return protect(maintenance, title=title, limits=limits, cascade=cascade, reason=reason, seen=seen)

    return shut


@pytest.fixture
def alice(user, as_user):
    """Somebody registered a moment ago."""
    return as_user(user("Alice"))


@pytest.fixture
def moderator(user, as_user):
    return as_user(user("Modératrice", groups=("moderator",)))
