"""What goes along with a moved page, where a protection shows, what it costs, and what is checked."""


import pytest

from tests.moderation.protection.stories import (
    EAU,
    SOL,
    in_force,
    refused,
)
from tests.reading import read
from tests.test_statements import counted, statements_of
from wiki.checking import CHECKS
from wiki.database import session, transaction
from wiki.editing.moving import move_page
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.moderation.protection.protecting import (
    ProtectionChanged,
    protect,
)
from wiki.pages.models import PageProtection
from wiki.pages.protection import Limit, PageProtected
from wiki.permissions.authority import Authority
from wiki.titles import Title

pytestmark = pytest.mark.usefixtures("app")


class TestMovesAndDeletions:
    def test_a_moved_page_takes_its_protection_along(self, page, shut, maintenance, client):
        page("Eau", "eau")
        shut("Eau", {"edit": Limit("moderator"), "move": Limit("autoconfirmed")})
        move_page(maintenance, title=EAU, target=SOL, leave_redirect=False)
        assert (set(in_force(SOL)), in_force(EAU)) == ({"edit", "move"}, {})
        shown = refused(client.get("/wiki/Sol?action=edit"))
        assert "Sol" in shown.one(role="alert").words
        assert client.get("/wiki/Eau?action=edit").status_code == 200

    def test_the_redirect_that_is_left_is_protected_too(self, page, shut, maintenance, client):
        page("Eau", "eau")
        shut("Eau")
        move_page(maintenance, title=EAU, target=SOL)
        refused(client.get("/wiki/Eau?action=edit"))
        move_page(maintenance, title=SOL, target=EAU)
        assert set(in_force(EAU)) == {"edit"}

    def test_what_protected_a_former_page_of_the_title_is_replaced(self, page, shut, maintenance):
        page("Sol", "sol")
        shut("Sol")
        delete_page(maintenance, title=SOL, reason="essai")
        page("Eau", "eau")
        move_page(maintenance, title=EAU, target=SOL)
        assert in_force(SOL) == {}

    def test_a_deleted_page_comes_back_protected(self, page, shut, maintenance, client):
        number = page("Eau", "eau").revision.page_id
        shut("Eau")
        delete_page(maintenance, title=EAU, reason="essai")
        assert in_force(EAU) == {}
        assert client.get("/wiki/Eau?action=edit").status_code == 200
        undelete_page(maintenance, page_id=number, reason="essai")
        refused(client.get("/wiki/Eau?action=edit"))


class TestWhereItShows:
    def test_a_kept_page_shows_it_at_once(self, page, shut, client):
        page("Eau", "eau")
        for _time in range(3):
            assert read(client.get("/wiki/Eau").text).one(class_="page-head__indicators").words == ""
        shut("Eau")
        for _time in range(3):
            shown = read(client.get("/wiki/Eau").text).one(class_="page-head__indicators")
            assert shown.one("a")["href"] == "/wiki/Eau?action=info#protection"
            assert "réservée aux modérateurs" in shown.one(class_="visually-hidden").words
        shut("Eau", {}, reason="calmé")
        assert read(client.get("/wiki/Eau").text).one(class_="page-head__indicators").words == ""

    def test_information(self, page, shut, client):
        page("Eau", "eau")
        assert "Rien n’est protégé" in read(client.get("/wiki/Eau?action=info").text).one("main").words
        shut("Eau")
        shown = read(client.get("/wiki/Eau?action=info").text).one("main")
        assert shown.one("h2", id="protection")
        assert "réservée aux modérateurs" in shown.words

    def test_the_list_and_its_filters(self, page, shut, client):
        page("Eau", "{{Avis}}")
        page("Aide:Eau", "aide")
        shut("Eau", {"edit": Limit("moderator"), "move": Limit("moderator")}, cascade=True)
        shut("Aide:Eau", {"edit": Limit("autoconfirmed")})
        shut("Rien", {"create": Limit("moderator")})

        def listed(query: str) -> list[str]:
            tables = read(client.get(f"/special/protected-pages?{query}").text).all("table")
            return [row.one("th", scope="row").one("a").label for table in tables for row in table.all("tr")[1:]]

        assert listed("") == ["Rien", "Aide:Eau", "Eau", "Eau"]
        assert listed("namespace=12") == ["Aide:Eau"]
        assert listed("protected=move") == ["Eau"]
        assert listed("level=autoconfirmed") == ["Aide:Eau"]
        assert listed("cascade=y") == ["Eau"]
        assert listed("protected=create&level=autoconfirmed") == []
        assert client.get("/special/protected-pages?level=bishop").status_code == 400
        for number in range(30):
            shut(f"Rien {number}", {"create": Limit("moderator")})
        first = read(client.get("/special/protected-pages?limit=20").text)
        assert len(first.one("table").all("tr")) == 21
        following = first.one("nav", class_="pager").one("a", rel="next")["href"]
        assert len(read(client.get(following).text).one("table").all("tr")) == 15


class TestCosts:
    def test_one_question_for_each_right_and_one_more_where_there_is_something(self, page, shut, user, authority_of):
        page("Eau", "{{Avis}}")
        alice, moderator = authority_of(user("Alice")), authority_of(user("M", groups=("moderator",)))
        for who in (alice, moderator):
            who.refusal("edit", Title.parse("Feu"))
        for right in ("edit", "move", "createpage", "createtalk"):
            with counted() as statements:
                alice.refusal(right, EAU)
            assert len(statements) == 1
        shut("Eau", cascade=True)
        for who in (alice, moderator):
            who.refusal("edit", Title.parse("Feu"))
        for right in ("edit", "move", "createpage", "createtalk"):
            with counted() as statements:
                alice.refusal(right, EAU)
            assert len(statements) == 2
        with counted() as statements:
            moderator.require("edit", EAU)
            alice.require("read", EAU)
            alice.refusal("delete", EAU)
            alice.require("edit")
        assert statements == []

    def test_a_long_list_costs_as_much_as_a_short_one(self, shut, client):
        counts = []
        for start in (0, 3):
            for number in range(start, start * 8 + 3):
                shut(f"Rien {number}", {"create": Limit("moderator")}, reason=f"voir [[Page {number}]]")
            counts.append(len(statements_of(client, "/special/protected-pages")))
        assert counts[0] == counts[1] <= 12


def faults() -> list[str]:
    session.remove()
    return list(CHECKS["protections"]())


def test_wiki_check_names_rows_that_cannot_be(page, shut):
    page("Eau", "eau")
    entry = shut("Eau").id
    assert faults() == []
    rows = (
        {"namespace": 0, "action": "dance", "level": "moderator"},
        {"namespace": 0, "action": "move", "level": "bishop"},
        {"namespace": 77, "action": "edit", "level": "moderator"},
        {"namespace": 0, "action": "create", "level": "moderator", "cascade": True},
    )
    with transaction() as current:
        current.add_all(PageProtection(name="Sol", entry_id=entry, **{"cascade": False, **row}) for row in rows)
    found = faults()
    assert len(found) == len(rows)
    for word in ("action", "level", "namespace", "extends"):
        assert sum(word in line for line in found) == 1


def test_the_verb_asks_again_what_holds(page, shut, maintenance):
    page("Eau", "eau")
    shut("Eau")
    with pytest.raises(ProtectionChanged):
        protect(maintenance, title=EAU, limits={}, cascade=False, reason="essai", seen=0)


def test_the_refusal_is_whole_in_plain_english(page, shut):
    page("Eau", "eau")
    shut("Eau")
    with pytest.raises(PageProtected) as refusal:
        Authority().require("edit", EAU)
    assert "Only moderators can change “Eau” (without end)" in str(refusal.value)
    assert "guerre d’édition" in str(refusal.value)
