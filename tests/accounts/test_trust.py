"""Trust that comes and goes by itself, and why: each condition, who may withhold it, what the person is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.reading import read
from wiki import clock
from wiki.accounts.trust.conditions import DEFAULT, GROUP, conditions
from wiki.accounts.trust.models import TrustRule
from wiki.accounts.trust.promoting import EVERY, Reconsidering
from wiki.checking import CHECKS
from wiki.database import session, transaction
from wiki.logs.models import LogEntry
from wiki.moderation.blocks.blocking import block, last_decision, unblock
from wiki.moderation.blocks.terms import Terms
from wiki.notifications.models import Notification
from wiki.pages import finding
from wiki.permissions.authority import Authority
from wiki.titles import Title
from wiki.users.models import User, UserGroup

FEW = 10


@pytest.fixture(autouse=True)
def _few_edits(wiki_database) -> None:
    """Ten edits are enough here."""
    with transaction() as current:
        current.add(TrustRule(id=1, days=DEFAULT.days, edits=FEW, clean_days=DEFAULT.clean_days))


@pytest.fixture
def alice(user) -> User:
    return user("Alice", created_at=clock.now() - timedelta(days=DEFAULT.days + 1))


def write(page, author: User, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        page(f"Page {number}", "Un texte utile.", author=author)


def is_trusted(account: User) -> bool:
    session.remove()
    return session.get(UserGroup, (account.id, GROUP)) is not None


def told(account: User) -> list[str]:
    session.remove()
    query = select(Notification.kind).where(Notification.user_id == account.id, Notification.entry_id.is_not(None))
    return list(session.scalars(query.order_by(Notification.id)))


def log(*actions: str) -> list[tuple[str, str]]:
    session.remove()
    rows = session.scalars(select(LogEntry).where(LogEntry.type == "rights").order_by(LogEntry.id))
    return [(row.action, row.reason) for row in rows if row.action in actions]


def revert(page, title: str, by: User) -> None:
    page(title, "Autre chose.", author=by)
    page(title, "Un texte utile.", author=by)


def damage_and_undo(page, author: User, by: User) -> None:
    page("Page 0", "Un texte gâché.", author=author)
    page("Page 0", "Un texte utile.", author=by)


def block_terms(**more: object) -> Terms:
    return Terms(length="1d", reason="essai", **more)


def test_it_comes_with_the_edit_that_was_lacking(page, alice, as_user) -> None:
    write(page, alice, FEW - 1)
    assert not is_trusted(alice)
    write(page, alice, 1, first=FEW)
    assert is_trusted(alice)
    assert "editsemiprotected" in Authority(session.get_one(User, alice.id)).rights
    assert told(alice) == ["trusted"]
    shown = read(as_user(alice).get("/special/notifications").text).one("main").words
    assert "vous fait désormais confiance" in shown
    assert "toutes les conditions de confiance sont remplies" in shown
    assert log("promote") == [("promote", "toutes les conditions de confiance sont remplies")]


def test_a_young_account_waits_for_the_background_process(page, user) -> None:
    young = user("Jeune")
    write(page, young, FEW)
    assert not is_trusted(young)
    chore = Reconsidering()
    chore.turn()
    assert not is_trusted(young)
    with clock.freeze(clock.now() + timedelta(days=DEFAULT.days)):
        chore.turn()
        assert is_trusted(young)
        assert not chore.turn()
    assert told(young) == ["trusted"]


def test_an_edit_undone_by_somebody_else_takes_it_for_a_time(page, alice, user, as_user) -> None:
    write(page, alice, FEW)
    damage_and_undo(page, alice, user("Bob"))
    assert not is_trusted(alice)
    assert told(alice) == ["trusted", "untrusted"]
    assert log("demote") == [("demote", "une modification a été annulée récemment")]
    write(page, alice, 1, first=FEW)
    assert not is_trusted(alice)
    with clock.freeze(clock.now() + timedelta(days=DEFAULT.clean_days, hours=1)):
        write(page, alice, 1, first=FEW + 1)
        assert is_trusted(alice)


def test_undoing_ones_own_edit_costs_nothing(page, alice) -> None:
    write(page, alice, FEW)
    damage_and_undo(page, alice, alice)
    assert is_trusted(alice)


def test_a_block_takes_it_and_its_end_gives_it_back(page, alice, user, authority_of) -> None:
    write(page, alice, FEW)
    moderator = authority_of(user("Modératrice", groups=("moderator",)))
    target = session.get_one(User, alice.id)
    decided = block(moderator, user=target, terms=block_terms(), seen=0)
    assert not is_trusted(alice)
    assert log("demote") == [("demote", "un blocage tient")]
    target = session.get_one(User, alice.id)
    unblock(moderator, user=target, numbers={decided.number}, reason="levé", seen=last_decision(target))
    assert is_trusted(alice)


def test_it_is_withheld_by_hand_until_a_day(page, alice, user, as_user) -> None:
    write(page, alice, FEW)
    keeper = as_user(user("Bureaucrate", groups=("bureaucrat",)))
    address = "/special/trust?user=Alice"
    until = (clock.now() + timedelta(days=60)).date()
    assert keeper.post(address, data={"until": until.isoformat(), "reason": ""}).status_code == 400
    assert keeper.post(address, data={"until": "2020-01-01", "reason": "x"}).status_code == 400
    assert is_trusted(alice)
    assert keeper.post(address, data={"until": until.isoformat(), "reason": "à discuter"}).status_code == 303
    assert not is_trusted(alice)
    assert log("withhold") == [("withhold", "à discuter")]
    write(page, alice, 1, first=FEW)
    Reconsidering().turn()
    assert not is_trusted(alice)
    own = read(as_user(alice).get("/special/my-standing").text).one("main").words
    assert "elle est retenue jusqu’au" in own
    with clock.freeze(clock.now() + timedelta(days=62)):
        Reconsidering().turn()
        assert is_trusted(alice)


def test_withholding_is_lifted_by_hand(page, alice, user, as_user) -> None:
    write(page, alice, FEW)
    keeper = as_user(user("Bureaucrate", groups=("bureaucrat",)))
    until = (clock.now() + timedelta(days=60)).date().isoformat()
    keeper.post("/special/trust?user=Alice", data={"until": until, "reason": "à discuter"})
    assert keeper.post("/special/trust?user=Alice", data={"until": "", "reason": "discuté"}).status_code == 303
    assert is_trusted(alice)
    assert [action for action, _reason in log("withhold", "release")] == ["withhold", "release"]


def test_bureaucrats_change_the_conditions(page, alice, client, user, as_user) -> None:
    write(page, alice, FEW)
    bureaucrat = as_user(user("Bureaucrate", groups=("bureaucrat",)))
    data = {"days": "30", "edits": "40", "clean_days": "30", "reason": "plus de recul"}
    for other in (client, as_user(user("Admin", groups=("administrator",)))):
        assert other.get("/special/trust-conditions").status_code == 200
        assert other.post("/special/trust-conditions", data=data).status_code == 403
    for bad in ({"reason": ""}, {"days": "0"}, {"edits": "3"}, {"clean_days": "-1"}, {"days": "beaucoup"}):
        assert bureaucrat.post("/special/trust-conditions", data={**data, **bad}).status_code == 400
    assert bureaucrat.post("/special/trust-conditions", data=data).status_code == 303
    assert "40 modifications" in client.get("/special/trust-conditions").text
    assert log("conditions") == [("conditions", "plus de recul")]
    Reconsidering().turn()
    assert not is_trusted(alice)
    assert log("demote") == [("demote", "trop peu de modifications restent")]


def test_each_condition_is_shown_with_its_figure(page, alice, user, as_user, client) -> None:
    write(page, alice, 3)
    damage_and_undo(page, alice, user("Bob"))
    shown = read(as_user(alice).get("/special/my-standing").text).one("main")
    rows = [row.words for row in shown.all("li", class_="row")]
    assert [row.startswith("remplie") for row in rows] == [True, False, False, True, True]
    assert "il a 31 jours" in rows[0]
    assert "il y en a 3" in rows[1]
    assert "la dernière l’a été le" in rows[2]
    assert "/special/my-standing" in as_user(alice).get("/special/preferences").text
    assert client.get("/special/my-standing").status_code == 403
    assert as_user(alice).get("/special/trust?user=Bob").status_code == 403


def test_nobody_grants_it_and_changing_groups_leaves_it(page, alice, user, as_user) -> None:
    write(page, alice, FEW)
    admin = as_user(user("Admin", groups=("administrator",)))
    answer = admin.post("/special/user-rights?user=Alice", data={"groups": ["reviewer"], "reason": "relit bien"})
    assert answer.status_code == 303
    assert is_trusted(alice)
    assert admin.post("/special/user-rights?user=Admin", data={"groups": [GROUP], "reason": "x"}).status_code == 400


def test_temporary_accounts_and_the_wiki_are_never_trusted(page, maintenance, client) -> None:
    write(page, maintenance.user, FEW + 2)
    assert session.scalar(select(UserGroup.user_id).where(UserGroup.group == GROUP)) is None


def test_the_background_process_rests_between_two_rounds(page, alice) -> None:
    write(page, alice, FEW)
    chore = Reconsidering()
    assert not chore.turn()
    with transaction():
        session.delete(session.get_one(UserGroup, (alice.id, GROUP)))
    assert not chore.turn()
    assert not is_trusted(alice)
    with clock.freeze(clock.now() + EVERY):
        chore.turn()
    assert is_trusted(alice)


def test_the_figures_are_those_that_decide(page, alice) -> None:
    write(page, alice, FEW)
    person = session.get_one(User, alice.id)
    assert all(condition.met for condition in conditions(person, exact=True))
    session.remove()
    assert [fault for room in ("trust", "rights", "notifications", "logs") for fault in CHECKS[room]()] == []
    assert finding.find_page(Title.parse("Page 0")) is not None
