"""Accounts in the database: lasting, temporary, the wiki's own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from wiki import clock, database
from wiki.database import transaction
from wiki.settings import Settings
from wiki.users import checking
from wiki.users.accounts import NameTaken, create_account, system_user
from wiki.users.finding import confirmed_addresses, find, find_alike, listed, names, require
from wiki.users.models import User, UserGroup
from wiki.users.temporary import temporary_account

pytestmark = pytest.mark.usefixtures("wiki_database")
JANUARY = datetime(2026, 1, 3, 12, tzinfo=UTC)


def found(account: User | None) -> int | None:
    return None if account is None else account.id


def test_an_account_is_found_by_the_spellings_of_its_name(user: Callable[..., User]) -> None:
    camille = user("Camille Durand")
    for typed in ("Camille Durand", "camille_Durand", "Utilisateur:Camille Durand", "User:camille Durand"):
        assert found(find(typed)) == camille.id
    for typed in ("Camille durand", "Catégorie:Camille Durand", "", "[]", "Camille Durand/brouillon"):
        assert find(typed) is None
    assert found(find_alike("CAMILLE DURAND")) == camille.id
    assert find_alike("") is None


def test_nobody_takes_a_name_that_looks_like_another(user: Callable[..., User]) -> None:
    user("Camille")
    with pytest.raises(NameTaken) as refused:
        create_account("Cаmille")
    assert refused.value.params["other"] == "Camille"


def test_temporary_names_count_up_through_the_year(wiki_database: Settings) -> None:
    with clock.freeze(JANUARY):
        assert [temporary_account().name for _ in range(3)] == ["~2026-1", "~2026-2", "~2026-3"]
    with clock.freeze(JANUARY + timedelta(days=365)):
        assert temporary_account().name == "~2027-1"


def test_a_temporary_account_lives_for_ninety_days() -> None:
    with clock.freeze(JANUARY):
        account = temporary_account()
    with clock.freeze(JANUARY + timedelta(days=89)):
        assert account.is_temporary
        assert account.is_active
    with clock.freeze(JANUARY + timedelta(days=90)):
        assert account.is_expired
        assert not account.is_active


def test_many_devices_at_once_get_different_names() -> None:
    def make(_: int) -> str:
        name = temporary_account().name
        database.session.remove()
        return name

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(make, range(30)))
    assert len(set(made)) == 30


def test_the_system_account_is_one_and_cannot_act() -> None:
    account = system_user()
    assert system_user() is account
    assert account.is_system
    assert not account.is_active
    assert account.password_hash is None


def test_names_of_many_come_in_one_answer(user: Callable[..., User]) -> None:
    camille, dominique = user("Camille"), user("Dominique")
    assert names([camille.id, dominique.id, 10_000]) == {camille.id: "Camille", dominique.id: "Dominique"}
    assert names([]) == {}


def test_only_confirmed_addresses_of_lasting_accounts_are_known(user: Callable[..., User]) -> None:
    camille = user("Camille", email="Camille@Example.org", email_confirmed_at=JANUARY)
    user("Dominique", email="dominique@example.org")
    assert [account.id for account in confirmed_addresses("camille@example.org ")] == [camille.id]
    assert confirmed_addresses("dominique@example.org") == []


def test_people_are_listed_with_their_groups(user: Callable[..., User]) -> None:
    user("Zoé")
    camille = user("Camille", groups=("moderator", "bot"))
    temporary_account()
    system_user()
    assert [item.user.name for item in listed(limit=50)] == ["Camille", "Zoé"]
    assert listed(prefix="cam", limit=50)[0].groups == ("bot", "moderator")
    assert [item.user.id for item in listed(group="bot", limit=50)] == [camille.id]
    assert listed(prefix="%", limit=50) == []


def test_the_check_finds_nothing_in_a_sound_wiki(user: Callable[..., User]) -> None:
    user("Camille", password="x")
    temporary_account()
    system_user()
    assert list(checking.check()) == []


def test_the_check_names_what_is_wrong(user: Callable[..., User]) -> None:
    user("Camille", name_key="somebody")
    user("Dominique", edit_count=3)
    user("Claude", email_confirmed_at=JANUARY)
    with transaction():
        temporary_account().password_hash = "x"
        user("Sacha")
        require("Sacha").expires_at = JANUARY
    found = "\n".join(checking.check())
    assert "account Camille: its key" in found
    assert "account Dominique: 3 edits are stated, 0 revisions exist" in found
    assert "account Claude: an e-mail address is marked as confirmed" in found
    assert "it has a password" in found
    assert "account Sacha: a name beginning with ~ and an end go together" in found


def test_leaving_takes_the_groups_along(user: Callable[..., User]) -> None:
    camille = user("Camille", groups=("bot",))
    with transaction() as current:
        current.delete(require("Camille"))
    assert database.session.get(UserGroup, (camille.id, "bot")) is None
