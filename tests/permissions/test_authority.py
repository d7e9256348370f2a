"""What somebody may do, by the account and the groups."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from wiki import clock, database
from wiki.permissions.authority import Authority, PermissionDenied, UltimateAuthority
from wiki.rights import AUTOCONFIRMED_DAYS, AUTOCONFIRMED_EDITS, RIGHTS
from wiki.titles import Title
from wiki.users.models import User
from wiki.users.temporary import temporary_account

pytestmark = pytest.mark.usefixtures("wiki_database")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Maker = Callable[..., User]


def test_visitors_and_temporary_accounts_may_write() -> None:
    for authority in (Authority(), Authority(temporary_account())):
        assert authority.groups == {"*"}
        assert authority.may("edit", Title.parse("Eau"))
        assert not authority.may("move")
        assert not authority.may("editpreferences")


def test_a_temporary_account_whose_time_is_over_may_nothing() -> None:
    with clock.freeze(NOON):
        account = temporary_account()
    with clock.freeze(NOON + timedelta(days=91)):
        late = Authority(account)
        assert late.groups == late.rights == frozenset()
        with pytest.raises(PermissionDenied):
            late.require("edit")


@pytest.mark.parametrize(
    ("days", "edits", "trusted"),
    [
        (AUTOCONFIRMED_DAYS, AUTOCONFIRMED_EDITS, True),
        (AUTOCONFIRMED_DAYS - 1, AUTOCONFIRMED_EDITS, False),
        (AUTOCONFIRMED_DAYS, AUTOCONFIRMED_EDITS - 1, False),
    ],
)
def test_trust_follows_from_age_and_edits(user: Maker, days: int, edits: int, trusted: bool) -> None:
    with clock.freeze(NOON):
        camille = user("Camille", edit_count=edits)
    with clock.freeze(NOON + timedelta(days=days)):
        authority = Authority(camille)
        assert ("autoconfirmed" in authority.groups) is trusted
        assert authority.may("move-subpages") is trusted
        assert authority.may("move")


def test_rights_are_those_of_all_groups(user: Maker) -> None:
    camille = Authority(user("Camille", groups=("moderator", "bot")))
    assert camille.groups == {"*", "user", "moderator", "bot"}
    assert camille.may("delete")
    assert not camille.may("userrights")
    with pytest.raises(PermissionDenied) as refused:
        camille.require("userrights")
    assert refused.value.params == {"right": "userrights"}


def test_some_namespaces_need_one_more_right(user: Maker) -> None:
    rules = Title.parse("Wikipartage:Règles")
    assert Authority(user("Camille")).missing("edit", rules) == "editproject"
    assert Authority(user("Dominique")).missing("read", rules) is None
    assert Authority(user("Claude", groups=("moderator",))).may("edit", rules)


def test_maintenance_may_everything(maintenance: UltimateAuthority) -> None:
    assert all(maintenance.may(right) for right in RIGHTS)


def test_rights_cost_one_query(user: Maker) -> None:
    camille = user("Camille", groups=("moderator",))
    assert not camille.is_temporary
    statements: list[str] = []
    event.listen(database.engine(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    authority = Authority(camille)
    assert authority.may("delete")
    assert not authority.may("editrights")
    assert sum(statement.startswith("SELECT") for statement in statements) == 1
