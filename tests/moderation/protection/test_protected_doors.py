"""Each door that is closed says why and until when, and keeps what was typed; others stay open."""

from datetime import timedelta

import pytest

from tests.moderation.protection.stories import (
    EAU,
    NOON,
    PRECIOUS,
    SOL,
    kept,
    refused,
    saving,
    text_of,
)
from tests.reading import read
from wiki import clock
from wiki.editing.moving import move_page
from wiki.pages import finding
from wiki.pages.protection import Limit
from wiki.permissions.authority import Authority
from wiki.titles import Title

pytestmark = pytest.mark.usefixtures("app")


class TestEveryDoor:
    def test_the_form_gives_way_to_why_until_when_the_source_and_the_discussion(self, page, shut, client):
        with clock.freeze(NOON):
            page("Eau", "Le texte de la page.")
            shut("Eau", {"edit": Limit("moderator", NOON + timedelta(days=7))})
            shown = refused(client.get("/wiki/Eau?action=edit"))
        assert "réservée aux modérateurs" in shown.one(role="alert").words
        assert "8 mars 2026" in shown.one(role="alert").words
        source = shown.one("textarea", id="source")
        assert "readonly" in source.attributes
        assert source.text.strip() == "Le texte de la page."
        links = shown.links()
        assert "/wiki/Discussion:Eau?action=edit&section=new" in links.values()
        assert "/special/logs?type=protect&page=Eau" in links.values()
        assert any(address.startswith("/special/log-in?returnto=") for address in links.values())
        assert not any("/special/register" in address for address in links.values())
        assert shown.all("form") == []

    def test_saving_previewing_and_comparing_give_the_text_back(self, page, shut, client):
        page("Eau", "avant")
        data = saving()
        shut("Eau")
        for button in ("save", "preview", "changes"):
            data.pop("save", None)
            shown = refused(client.post("/wiki/Eau?action=edit", data={**data, button: "1"}))
            assert kept(shown) == [PRECIOUS, "voilà"]
            assert shown.all(id="source") == []
        assert text_of(EAU) == "avant"

    def test_a_section_and_an_old_revision_are_no_way_around(self, page, shut, client):
        first = page("Eau", "## Un\n\nun\n\n## Deux\n\ndeux\n").revision.id
        page("Eau", "## Un\n\nautre\n\n## Deux\n\ndeux\n")
        data = saving()
        shut("Eau")
        refused(client.get("/wiki/Eau?action=edit&section=1"))
        refused(client.get(f"/wiki/Eau?action=edit&oldid={first}"))
        assert kept(refused(client.post("/wiki/Eau?action=edit&section=1", data={**data, "section": "1"})))
        assert kept(refused(client.post("/wiki/Eau?action=edit&section=new", data={**data, "section": "new"})))
        assert "autre" in text_of(EAU)

    def test_creating_a_protected_title(self, shut, client, alice):
        shut("Eau", {"create": Limit("autoconfirmed")})
        for browser in (client, alice):
            shown = refused(browser.get("/wiki/Eau?action=edit"))
            assert shown.all(id="source") == []
            assert kept(refused(browser.post("/wiki/Eau?action=edit", data=saving())))[0] == PRECIOUS
        assert finding.find_page(EAU) is None
        assert client.post("/wiki/Discussion:Eau?action=edit", data=saving("Discussion:Eau")).status_code == 303

    def test_creating_a_protected_discussion(self, shut, client):
        shut("Discussion:Eau", {"create": Limit("moderator")})
        shown = refused(client.post("/wiki/Discussion:Eau?action=edit", data=saving("Discussion:Eau")))
        assert kept(shown)[0] == PRECIOUS
        assert client.post("/wiki/Eau?action=edit", data=saving()).status_code == 303

    def test_undoing_and_restoring(self, page, shut, client):
        first = page("Eau", "un\n").revision.id
        last = page("Eau", "deux\n").revision.id
        shut("Eau")
        refused(client.get(f"/wiki/Eau?action=undo&oldid={last}"))
        refused(client.get(f"/wiki/Eau?action=restore&oldid={first}"))
        shown = refused(client.post(f"/wiki/Eau?action=restore&oldid={first}", data={"summary": PRECIOUS}))
        assert kept(shown) == [PRECIOUS]
        assert text_of(EAU) == "deux"

    def test_undoing_many_tells_of_it_beside_the_edit(self, page, shut, client):
        numbers = []
        for name in ("Eau", "Sol"):
            page(name, "avant\n")
            numbers.append(page(name, "après\n").revision.id)
        shut("Eau")
        shown = read(client.get(f"/special/undo-edits?revision={numbers[0]}&revision={numbers[1]}").text)
        outcomes = [row.words for row in shown.all("li", class_="undo-edits__outcome")]
        assert sum("guerre d’édition" in words and "réservée aux modérateurs" in words for words in outcomes) == 1
        answer = client.post("/special/undo-edits", data={"revision": numbers})
        assert answer.status_code == 303
        assert (text_of(EAU), text_of(SOL)) == ("après", "avant")

    def test_links_of_a_protected_page_are_left_alone_after_a_move(self, page, shut, alice, maintenance):
        for name in ("Lac", "Mer"):
            page(name, "Voir [[Eau]].")
        page("Eau", "eau")
        move_page(maintenance, title=EAU, target=Title.parse("Onde"))
        shut("Lac")
        shown = read(alice.get("/wiki/Eau?action=update-links").text).one("main")
        assert [box["value"] for box in shown.all("input", type="checkbox", name="title")] == ["Mer"]
        assert "guerre d’édition" in shown.words
        alice.post("/wiki/Eau?action=update-links", data={"title": ["Lac", "Mer"]})
        assert text_of(Title.parse("Lac")) == "Voir [[Eau]]."
        assert "Onde" in text_of(Title.parse("Mer"))

    def test_moving_a_page_protected_against_it_or_against_editing(self, page, shut, alice):
        for action in ("move", "edit"):
            page(f"Page {action}", "texte")
            shut(f"Page {action}", {action: Limit("moderator")})
            refused(alice.get(f"/wiki/Page_{action}?action=move"))
            data = {"target": "Ailleurs", "reason": PRECIOUS}
            assert kept(refused(alice.post(f"/wiki/Page_{action}?action=move", data=data))) == ["Ailleurs", PRECIOUS]
        assert finding.find_page(Title.parse("Ailleurs")) is None

    def test_protection_against_moving_lets_everybody_edit(self, page, shut, client):
        page("Eau", "avant")
        shut("Eau", {"move": Limit("moderator")})
        assert client.post("/wiki/Eau?action=edit", data=saving()).status_code == 303

    def test_moving_onto_a_protected_title(self, page, shut, alice):
        page("Eau", "eau")
        shut("Sol", {"create": Limit("moderator")})
        shown = refused(alice.post("/wiki/Eau?action=move", data={"target": "Sol", "reason": PRECIOUS}))
        assert "Sol" in shown.one(role="alert").words
        assert kept(shown) == ["Sol", PRECIOUS]
        assert finding.find_page(SOL) is None

    def test_protected_subpages_and_discussions_stay_when_the_page_is_moved(self, page, shut, user, as_user):
        for name in ("Eau", "Eau/Pluie", "Eau/Neige", "Discussion:Eau"):
            page(name, "texte")
        shut("Eau/Pluie", {"move": Limit("moderator")})
        shut("Discussion:Eau")
        veteran = as_user(user("Ancienne", groups=("reviewer",), edit_count=50, created_at=NOON - timedelta(days=900)))
        answer = veteran.post("/wiki/Eau?action=move", data={"target": "Onde", "subpages": "y", "talk": "y"})
        assert answer.status_code == 303
        present = finding.existing([Title.parse(name) for name in ("Eau/Pluie", "Onde/Neige", "Discussion:Onde")])
        assert {title.full_name for title in present} == {"Eau/Pluie", "Onde/Neige"}
        assert "Eau/Pluie" in read(veteran.get(answer.headers["Location"]).text).one("main").words


class TestWhoPasses:
    def test_reading_and_the_discussion_stay_free(self, page, shut, client):
        page("Eau", "eau")
        shut("Eau")
        assert client.get("/wiki/Eau").status_code == 200
        assert client.get("/wiki/Eau?action=raw").text == "eau"
        assert client.get("/wiki/Eau?action=history").status_code == 200
        data = saving("Discussion:Eau", section="new", summary="Proposition")
        assert client.post("/wiki/Discussion:Eau?action=edit&section=new", data=data).status_code == 303

    def test_moderators_pass_and_are_told_that_others_do_not(self, page, shut, moderator):
        page("Eau", "avant")
        assert "guerre d’édition" not in moderator.get("/wiki/Eau?action=edit").text
        shut("Eau", {"edit": Limit("moderator"), "move": Limit("moderator")})
        form = moderator.get("/wiki/Eau?action=edit")
        assert form.status_code == 200
        assert "guerre d’édition" in read(form.text).one("main").one(class_="cdx-message--notice").words
        assert moderator.post("/wiki/Eau?action=edit", data=saving()).status_code == 303
        assert moderator.post("/wiki/Eau?action=move", data={"target": "Onde"}).status_code == 303

    def test_standing_opens_the_lower_level_only(self, page, shut, user, as_user, client, alice):
        with clock.freeze(NOON):
            veteran = user("Ancienne", edit_count=10)
            page("Eau", "eau")
            page("Sol", "sol")
            shut("Eau", {"edit": Limit("autoconfirmed")})
            shut("Sol")
        with clock.freeze(NOON + timedelta(days=4)):
            for newcomer in (client, alice):
                shown = refused(newcomer.get("/wiki/Eau?action=edit"))
                assert "4 jours" in shown.words
            browser = as_user(veteran)
            assert browser.get("/wiki/Eau?action=edit").status_code == 200
            refused(browser.get("/wiki/Sol?action=edit"))

    def test_a_temporary_account_is_kept_out_like_a_visitor(self, page, shut, client):
        page("Eau", "eau")
        shut("Eau", {"edit": Limit("autoconfirmed")})
        assert client.post("/wiki/Sol?action=edit", data=saving("Sol")).status_code == 303
        shown = refused(client.post("/wiki/Eau?action=edit", data=saving()))
        assert any("/special/register" in address for address in shown.links().values())

    def test_the_wiki_itself_passes(self, page, shut, maintenance):
        page("Eau", "avant")
        shut("Eau")
        page("Eau", "après")
        assert text_of(EAU) == "après"
        Authority(maintenance.user).require("edit", EAU)

    def test_tabs_stay_and_explain(self, page, shut, client):
        page("Eau", "## Un\n\ntexte\n")
        shut("Eau")
        addresses = [link["href"] for link in read(client.get("/wiki/Eau").text).all("a")]
        assert {"/wiki/Eau?action=edit", "/wiki/Eau?action=edit&section=1"} <= set(addresses)
