"""Who may give which rights to whom."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from wiki.accounts.rights.granting import (
    CannotGrant,
    LastKeeper,
    NoGroupsForUser,
    OutOfReach,
    ReasonMissing,
    UnknownGroup,
    UnknownRight,
    change_groups,
    change_rights,
    changeable_groups,
)
from wiki.database import session, transaction
from wiki.logs.models import LogEntry
from wiki.permissions import checking
from wiki.permissions.authority import Authority, PermissionDenied, UltimateAuthority
from wiki.permissions.groups import granted_to, groups_with, matrix
from wiki.permissions.models import GroupRight
from wiki.rights import DEFAULT_MATRIX
from wiki.users.finding import attached
from wiki.users.models import User, UserGroup
from wiki.users.temporary import temporary_account

pytestmark = pytest.mark.usefixtures("wiki_database")
Maker = Callable[..., User]


def log_rows(kind: str) -> list[LogEntry]:
    return list(session.scalars(select(LogEntry).where(LogEntry.type == kind).order_by(LogEntry.id)))


def test_the_table_begins_as_the_defaults_say() -> None:
    assert {group: set(rights) for group, rights in matrix().items()} == {
        group: set(rights) for group, rights in DEFAULT_MATRIX.items()
    }


def test_a_group_is_granted_with_a_reason_and_a_row_in_the_log(user: Maker) -> None:
    founder = user("Fondatrice", groups=("administrator", "bureaucrat"))
    camille = user("Camille", groups=("reviewer",))
    granted = change_groups(
        Authority(founder), user=camille, groups=("moderator", "reviewer"), reason=" Vote  du 3 mars "
    )
    assert granted.added == ("moderator",)
    assert granted.removed == ()
    assert granted_to(camille.id) == {"moderator", "reviewer"}
    assert Authority(camille).may("delete")
    row = log_rows("rights")[-1]
    assert (row.action, row.actor_id, row.name, row.reason) == ("change", founder.id, "Camille", "Vote du 3 mars")
    assert row.details == {"before": "reviewer", "after": "moderator, reviewer"}


def test_a_change_that_changes_nothing_is_not_logged(user: Maker) -> None:
    founder = user("Fondatrice", groups=("administrator", "bureaucrat"))
    change_groups(Authority(founder), user=founder, groups=("bureaucrat", "administrator"), reason="rien")
    assert log_rows("rights") == []


def test_nobody_without_the_right_changes_groups(user: Maker) -> None:
    moderator = user("Camille", groups=("moderator",))
    with pytest.raises(PermissionDenied) as refused:
        change_groups(Authority(moderator), user=moderator, groups=("administrator",), reason="moi")
    assert refused.value.params == {"right": "userrights"}


@pytest.mark.parametrize("group", ["bureaucrat"])
def test_nobody_grants_a_group_whose_rights_they_lack(user: Maker, group: str) -> None:
    administrator = user("Camille", groups=("administrator",))
    for target in (administrator, user("Dominique")):
        wanted = granted_to(target.id) | {group}
        with pytest.raises(CannotGrant) as refused:
            change_groups(Authority(administrator), user=target, groups=wanted, reason="pour voir")
        assert refused.value.params == {"group": group, "right": "editrights"}
        assert group not in granted_to(target.id)


def test_nobody_takes_a_group_whose_rights_they_lack(user: Maker) -> None:
    administrator = user("Camille", groups=("administrator",))
    bureaucrat = user("Dominique", groups=("bureaucrat",))
    with pytest.raises(CannotGrant):
        change_groups(Authority(administrator), user=bureaucrat, groups=(), reason="putsch")
    assert granted_to(bureaucrat.id) == {"bureaucrat"}


def test_which_groups_somebody_may_give(user: Maker) -> None:
    administrator = Authority(user("Camille", groups=("administrator",)))
    assert changeable_groups(administrator) == {"bot", "reviewer", "moderator", "administrator", "oversighter"}
    assert changeable_groups(administrator, own=True) == {"bot", "reviewer", "moderator", "administrator"}


def test_whoever_loses_a_group_is_logged_out(user: Maker) -> None:
    founder = user("Fondatrice", groups=("administrator", "bureaucrat"))
    camille = user("Camille", groups=("moderator",))
    before = camille.get_id()
    change_groups(Authority(founder), user=camille, groups=("moderator", "bot"), reason="tâches")
    assert attached(camille).get_id() == before
    change_groups(Authority(founder), user=camille, groups=("bot",), reason="fin de mandat")
    assert attached(camille).get_id() != before


def test_everybody_may_step_back(user: Maker) -> None:
    user("Fondatrice", groups=("administrator", "bureaucrat"))
    camille = user("Camille", groups=("administrator", "bureaucrat"))
    change_groups(Authority(camille), user=camille, groups=(), reason="je passe la main")
    assert granted_to(camille.id) == frozenset()


def test_the_last_bureaucrat_cannot_leave(user: Maker) -> None:
    founder = user("Fondatrice", groups=("administrator", "bureaucrat"))
    with pytest.raises(LastKeeper):
        change_groups(Authority(founder), user=founder, groups=("administrator",), reason="je pars")
    assert granted_to(founder.id) == {"administrator", "bureaucrat"}
    assert log_rows("rights") == []


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_reason_is_needed(user: Maker, reason: str) -> None:
    founder = user("Fondatrice", groups=("administrator", "bureaucrat"))
    with pytest.raises(ReasonMissing):
        change_groups(Authority(founder), user=founder, groups=(), reason=reason)
    with pytest.raises(ReasonMissing):
        change_rights(Authority(founder), group="bot", rights=(), reason=reason)


def test_groups_that_follow_from_the_account_are_not_granted(user: Maker, maintenance: UltimateAuthority) -> None:
    camille = user("Camille")
    for group in ("*", "user", "autoconfirmed", "nonsense"):
        with pytest.raises(UnknownGroup):
            change_groups(maintenance, user=camille, groups=(group,), reason="essai")


def test_temporary_accounts_belong_to_no_group(maintenance: UltimateAuthority) -> None:
    with pytest.raises(NoGroupsForUser):
        change_groups(maintenance, user=temporary_account(), groups=("bot",), reason="essai")


def test_the_table_changes_with_a_row_in_the_log(user: Maker) -> None:
    founder = Authority(user("Fondatrice", groups=("administrator", "bureaucrat")))
    change_rights(founder, group="reviewer", rights=("delete",), reason="allègement")
    assert matrix()["reviewer"] == {"delete"}
    assert "reviewer" in groups_with("delete")
    row = log_rows("rights")[-1]
    assert row.action == "matrix"
    removed = ", ".join(sorted(DEFAULT_MATRIX["reviewer"]))
    assert row.details == {"group": "reviewer", "added": "delete", "removed": removed}


def test_nobody_gives_a_group_a_right_that_they_lack(user: Maker) -> None:
    user("Fondatrice", groups=("administrator", "bureaucrat"))
    bureaucrat = Authority(user("Camille", groups=("bureaucrat",)))
    with pytest.raises(CannotGrant):
        change_rights(bureaucrat, group="bureaucrat", rights=("userrights", "editrights", "delete"), reason="moi")
    with pytest.raises(CannotGrant):
        change_rights(bureaucrat, group="moderator", rights=(), reason="moins")
    with pytest.raises(UnknownRight):
        change_rights(bureaucrat, group="moderator", rights=("rule-the-world",), reason="plus")
    with pytest.raises(PermissionDenied):
        change_rights(Authority(user("Dominique")), group="user", rights=("delete",), reason="moi")


def test_the_right_to_change_rights_cannot_vanish(user: Maker) -> None:
    founder = Authority(user("Fondatrice", groups=("administrator", "bureaucrat")))
    with pytest.raises(LastKeeper):
        change_rights(founder, group="bureaucrat", rights=("userrights",), reason="oups")
    assert "editrights" in matrix()["bureaucrat"]


@pytest.mark.parametrize("right", ["read", "edit", "createpage", "createaccount"])
def test_no_right_gets_out_of_reach_of_those_who_change_rights(user: Maker, right: str) -> None:
    founder = user("Fondatrice", groups=("administrator", "bureaucrat"))
    user("Camille", groups=("administrator",))
    everybody, registered = matrix()["*"], matrix()["user"]
    with pytest.raises(OutOfReach) as refused:
        change_rights(Authority(founder), group="*", rights=everybody - {right}, reason="fermeture")
    assert refused.value.params == {"right": right}
    assert matrix()["*"] == everybody
    change_rights(Authority(founder), group="user", rights=registered | {right}, reason="d’abord les inscrits")
    change_rights(Authority(founder), group="*", rights=everybody - {right}, reason="fermeture")
    assert right not in matrix()["*"]
    change_rights(Authority(founder), group="*", rights=everybody, reason="réouverture")
    assert matrix()["*"] == everybody


def test_nor_when_somebody_leaves_a_group(user: Maker) -> None:
    founder = user("Fondatrice", groups=("administrator", "bureaucrat"))
    user("Camille", groups=("bureaucrat",))
    with pytest.raises(OutOfReach):
        change_groups(Authority(founder), user=founder, groups=("bureaucrat",), reason="je passe la main")
    assert granted_to(founder.id) == {"administrator", "bureaucrat"}
    user("Dominique", groups=("administrator",))
    change_groups(Authority(founder), user=founder, groups=("bureaucrat",), reason="je passe la main")
    assert granted_to(founder.id) == {"bureaucrat"}


def test_the_check_names_what_does_not_exist(user: Maker) -> None:
    assert list(checking.check()) == []
    camille = user("Camille", groups=("autoconfirmed", "nonsense"))
    ghost = temporary_account()
    with transaction() as current:
        current.add(GroupRight(group="nonsense", right="read"))
        current.add(GroupRight(group="bot", right="rule-the-world"))
        current.add(UserGroup(user_id=ghost.id, group="bot"))
    assert list(checking.check()) == [
        "group bot, right rule-the-world: there is no such right",
        "group nonsense, right read: there is no such group",
        f"account {camille.name}: belongs to autoconfirmed, which is no group that somebody can grant",
        f"account {camille.name}: belongs to nonsense, which is no group that somebody can grant",
        f"account {ghost.name}: temporary or of the system, yet it belongs to bot",
    ]
