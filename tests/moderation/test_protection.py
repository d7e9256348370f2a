"""Actions on titles kept for some: each door that is closed says why and until when, and keeps what was typed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.reading import Element, read
from tests.test_statements import counted, statements_of
from wiki import clock
from wiki.checking import CHECKS
from wiki.database import session, transaction
from wiki.editing.moving import move_page
from wiki.logs.models import LogEntry
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.moderation.protection.protecting import (
    BadLimit,
    CannotCascade,
    NothingChanged,
    ProtectionChanged,
    protect,
)
from wiki.pages import finding
from wiki.pages.models import PageProtection
from wiki.pages.protection import Limit, PageProtected, protections, version_of
from wiki.permissions.authority import Authority, PermissionDenied
from wiki.permissions.models import GroupRight
from wiki.titles import Title

pytestmark = pytest.mark.usefixtures("app")

EAU, SOL = Title.parse("Eau"), Title.parse("Sol")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRECIOUS = "Des mots précieux, à ne pas perdre."
MODERATORS = {"edit": Limit("moderator")}


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


def text_of(title: Title) -> str:
    session.remove()
    return finding.latest_text(finding.get_page(title))


def in_force(title: Title) -> dict[str, tuple[str, datetime | None, bool]]:
    session.remove()
    return {row.action: (row.level, row.expires_at, row.cascade) for row in protections(title)}


def refused(answer) -> Element:
    """The page that says why: it names the reason, who decided, and shows the log."""
    assert answer.status_code == 403
    shown = read(answer.text).one("main")
    assert shown.one("code").text == "page-protected"
    assert "guerre d’édition" in shown.one(role="alert").words
    assert "guerre d’édition" in shown.one("section", **{"aria-labelledby": "protection-log"}).words
    return shown


def kept(shown: Element) -> list[str]:
    """What was typed, given back."""
    section = shown.one("section", **{"aria-labelledby": "kept-title"})
    return [area.text.strip() for area in section.all("textarea")]


def saving(title: str = "Eau", **more: object) -> dict[str, object]:
    found = finding.find_page(Title.parse(title))
    base = found.latest_revision_id if found else ""
    session.remove()
    return {"text": PRECIOUS, "summary": "voilà", "base": base, "section": "", "theirs": "", "save": "1", **more}


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


class TestTime:
    def test_what_is_over_counts_as_none_everywhere(self, page, shut, client, moderator):
        with clock.freeze(NOON):
            page("Eau", "avant")
            shut("Eau", {"edit": Limit("moderator", NOON + timedelta(hours=1))})
            shut("Rien", {"create": Limit("moderator", NOON + timedelta(hours=1))})
            for _time in range(3):
                assert "Protégée" in read(client.get("/wiki/Eau").text).one(class_="page-head__indicators").words
            refused(client.get("/wiki/Eau?action=edit"))
            assert "Eau" in read(client.get("/special/protected-pages").text).one("table").links()
        with clock.freeze(NOON + timedelta(minutes=59, seconds=59)):
            refused(client.get("/wiki/Eau?action=edit"))
        with clock.freeze(NOON + timedelta(hours=1)):
            assert read(client.get("/wiki/Eau").text).one(class_="page-head__indicators").words == ""
            assert client.get("/wiki/Rien?action=edit").status_code == 200
            assert client.post("/wiki/Eau?action=edit", data=saving()).status_code == 303
            assert read(client.get("/special/protected-pages").text).all("table") == []
            form = read(moderator.get("/wiki/Eau?action=protect").text).one("main")
            assert form.one("input", name="seen")["value"] == "0"
            assert "guerre" not in read(client.get("/wiki/Eau?action=info").text).one("main").words
            shut("Eau", {"edit": Limit("autoconfirmed")})
            assert in_force(EAU) == {"edit": ("autoconfirmed", None, False)}

    def test_the_strictest_is_told(self, page, shut, client):
        with clock.freeze(NOON):
            page("Eau", "eau")
            shut("Eau", {"edit": Limit("autoconfirmed"), "move": Limit("moderator")})
            assert "inscrites" in refused(client.get("/wiki/Eau?action=edit")).one(role="alert").words


class TestCascade:
    @pytest.fixture
    def home(self, page, shut):
        """A page that protects what it includes: a template, and one that is not written yet."""
        page("Modèle:Avis", "avis")
        page("Accueil", "{{Avis}} {{Absent}} [[Eau]]")
        page("Eau", "eau")
        shut("Accueil", cascade=True)

    def test_included_pages_are_protected_and_it_is_said_by_which(self, home, client, alice):
        for browser in (client, alice):
            for name in ("Modèle:Avis", "Modèle:Absent"):
                shown = refused(browser.get(f"/wiki/{name}?action=edit"))
                assert "Accueil" in shown.one(role="alert").words
                assert kept(refused(browser.post(f"/wiki/{name}?action=edit", data=saving(name))))[0] == PRECIOUS
        refused(alice.post("/wiki/Modèle:Avis?action=move", data={"target": "Modèle:Autre"}))
        assert client.post("/wiki/Eau?action=edit", data=saving()).status_code == 303

    def test_it_ends_with_the_inclusion_and_with_the_page(self, home, page, client, maintenance):
        page("Accueil", "{{Absent}}")
        assert client.get("/wiki/Modèle:Avis?action=edit").status_code == 200
        refused(client.get("/wiki/Modèle:Absent?action=edit"))
        delete_page(maintenance, title=Title.parse("Accueil"), reason="essai")
        assert client.get("/wiki/Modèle:Absent?action=edit").status_code == 200

    def test_moderators_pass_and_information_tells_of_it(self, home, client, moderator):
        assert moderator.get("/wiki/Modèle:Avis?action=edit").status_code == 200
        assert "/wiki/Accueil" in read(client.get("/wiki/Modèle:Avis?action=info").text).one("main").links().values()

    def test_only_the_strictest_may_extend(self, page, shut, moderator):
        page("Eau", "{{Avis}}")
        with pytest.raises(CannotCascade):
            shut("Eau", {"edit": Limit("autoconfirmed")}, cascade=True)
        with pytest.raises(CannotCascade):
            shut("Eau", {"move": Limit("moderator")}, cascade=True)
        form = asked(edit_level="autoconfirmed", cascade="y")
        answer = moderator.post("/wiki/Eau?action=protect", data=form)
        assert answer.status_code == 400
        assert read(answer.text).one("input", name="cascade")["aria-invalid"] == "true"
        assert in_force(EAU) == {}


def asked(**more: str) -> dict[str, str]:
    """The form as it is sent."""
    fields = {"edit_level": "", "edit_end": "endless", "move_level": "", "move_end": "endless"}
    return {**fields, "seen": "0", "reason": "guerre d’édition", **more}


class TestDeciding:
    def test_from_the_form_to_the_log(self, page, moderator, client):
        with clock.freeze(NOON):
            page("Eau", "eau")
            assert "/wiki/Eau?action=protect" in read(moderator.get("/wiki/Eau").text).links().values()
            form = asked(edit_level="moderator", edit_end="week", move_level="autoconfirmed", cascade="y")
            answer = moderator.post("/wiki/Eau?action=protect", data=form)
            assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/Eau")
            assert "cdx-message--success" in moderator.get("/wiki/Eau").text
            assert in_force(EAU) == {
                "edit": ("moderator", NOON + timedelta(days=7), True),
                "move": ("autoconfirmed", None, False),
            }
            seen = read(moderator.get("/wiki/Eau?action=protect").text).one("input", name="seen")["value"]
            form = asked(edit_level="moderator", edit_end="kept", cascade="y", seen=seen)
            assert moderator.post("/wiki/Eau?action=protect", data=form).status_code == 303
            assert in_force(EAU) == {"edit": ("moderator", NOON + timedelta(days=7), True)}
            seen = str(version_of(protections(EAU)))
            form = asked(seen=seen, reason="calmé")
            assert moderator.post("/wiki/Eau?action=protect", data=form).status_code == 303
        assert in_force(EAU) == {}
        entries = session.scalars(select(LogEntry).where(LogEntry.type == "protect").order_by(LogEntry.id)).all()
        assert [(entry.action, entry.reason) for entry in entries] == [
            ("protect", "guerre d’édition"),
            ("modify", "guerre d’édition"),
            ("unprotect", "calmé"),
        ]
        lifted, modified, protected = read(client.get("/special/logs?type=protect").text).all("li", class_="row")
        assert "a levé la protection de" in lifted.words
        assert "8 mars 2026" in modified.words
        assert "réservé" in protected.words
        assert "avec les pages qu’elle inclut" in protected.words
        with clock.freeze(NOON + timedelta(hours=1)):
            assert "8 mars 2026" in client.get("/special/recent-changes?feed=atom").text
        assert client.get("/wiki/Eau?action=edit").status_code == 200

    @pytest.mark.parametrize(
        ("chosen", "length"),
        [("hour", 1), ("day", 24), ("week", 7 * 24), ("month", 30 * 24), ("quarter", 91 * 24), ("year", 365 * 24)],
    )
    def test_periods(self, page, moderator, chosen, length):
        page("Eau", "eau")
        with clock.freeze(NOON):
            moderator.post("/wiki/Eau?action=protect", data=asked(edit_level="moderator", edit_end=chosen))
            assert in_force(EAU)["edit"][1] == NOON + timedelta(hours=length)

    def test_a_date_is_a_whole_day_of_the_reader(self, page, moderator):
        page("Eau", "eau")
        with clock.freeze(NOON):
            form = asked(edit_level="moderator", edit_end="date", edit_date="2026-03-01")
            assert moderator.post("/wiki/Eau?action=protect", data=form).status_code == 303
            assert in_force(EAU)["edit"][1] == datetime(2026, 3, 1, 23, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"reason": "  "}, "reason"),
            ({"reason": "x" * 401}, "reason"),
            ({"edit_level": "bishop"}, "edit_level"),
            ({"edit_end": "never"}, "edit_end"),
            ({"edit_end": "kept"}, "edit_end"),
            ({"edit_end": "date", "edit_date": ""}, "edit_date"),
            ({"edit_end": "date", "edit_date": "", "reason": ""}, "edit_date"),
            ({"edit_end": "date", "edit_date": "2026-02-28"}, "edit_date"),
            ({"edit_end": "date", "edit_date": "demain"}, "edit_date"),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_field_and_all_is_kept(self, page, moderator, wrong, field):
        page("Eau", "eau")
        form = asked(**{"edit_level": "moderator", "move_level": "autoconfirmed", "move_end": "year", **wrong})
        with clock.freeze(NOON):
            answer = moderator.post("/wiki/Eau?action=protect", data=form)
        assert answer.status_code == 400
        shown = read(answer.text).one("main")
        assert shown.one(name=field)["aria-invalid"] == "true"
        assert "selected" in shown.one("select", name="move_end").one("option", value="year").attributes
        assert shown.one("input", name="reason")["value"] == form["reason"]
        assert in_force(EAU) == {}

    def test_a_title_without_a_page(self, moderator, client):
        shown = read(moderator.get("/wiki/Eau?action=protect").text).one("main")
        assert shown.all(name="edit_level") == []
        form = {"create_level": "moderator", "create_end": "endless", "seen": "0", "reason": "spam répété"}
        answer = moderator.post("/wiki/Eau?action=protect", data=form)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/Eau")
        assert in_force(EAU) == {"create": ("moderator", None, False)}
        missing = client.get("/wiki/Eau")
        assert missing.status_code == 404
        assert "Protégée" in read(missing.text).one(class_="page-head__indicators").words

    def test_nothing_new_is_no_entry(self, page, shut, moderator):
        page("Eau", "eau")
        shut("Eau")
        with pytest.raises(NothingChanged):
            shut("Eau")
        form = asked(edit_level="moderator", seen=str(version_of(protections(EAU))))
        answer = moderator.post("/wiki/Eau?action=protect", data=form)
        assert answer.status_code == 400
        assert "guerre d’édition" in read(answer.text).one("input", name="reason")["value"]
        assert len(session.scalars(select(LogEntry).where(LogEntry.type == "protect")).all()) == 1

    def test_two_moderators_at_once(self, page, shut, moderator):
        page("Eau", "eau")
        page_seen = read(moderator.get("/wiki/Eau?action=protect").text).one("input", name="seen")["value"]
        shut("Eau", {"move": Limit("moderator")}, reason="renommée trop souvent")
        form = asked(edit_level="autoconfirmed", edit_end="month", seen=page_seen, reason=PRECIOUS)
        answer = moderator.post("/wiki/Eau?action=protect", data=form)
        assert answer.status_code == 409
        shown = read(answer.text).one("main")
        assert "renommée trop souvent" in shown.words
        assert shown.one("input", name="reason")["value"] == PRECIOUS
        assert in_force(EAU) == {"move": ("moderator", None, False)}
        again = {**form, "seen": shown.one("input", name="seen")["value"]}
        assert moderator.post("/wiki/Eau?action=protect", data=again).status_code == 303
        assert set(in_force(EAU)) == {"edit"}

    def test_who_may_not(self, page, client, alice):
        page("Eau", "eau")
        for browser in (client, alice):
            assert browser.get("/wiki/Eau?action=protect").status_code == 403
            answer = browser.post("/wiki/Eau?action=protect", data=asked(edit_level="moderator", reason=PRECIOUS))
            assert answer.status_code == 403
            assert PRECIOUS in answer.text
            assert "action=protect" not in browser.get("/wiki/Eau").text
        assert in_force(EAU) == {}

    def test_nobody_sets_or_lifts_what_would_keep_themselves_out(self, page, shut, user, authority_of):
        with transaction() as current:
            current.add(GroupRight(group="reviewer", right="protect"))
        who = authority_of(user("Relectrice", groups=("reviewer",)))
        page("Eau", "eau")
        more = {"title": EAU, "cascade": False, "reason": "essai"}
        with pytest.raises(PermissionDenied):
            protect(who, limits=MODERATORS, seen=0, **more)
        entry = shut("Eau")
        with pytest.raises(PermissionDenied):
            protect(who, limits={}, seen=entry.id, **more)
        assert set(in_force(EAU)) == {"edit"}

    def test_limits_that_cannot_be(self, page, shut):
        page("Eau", "eau")
        for name, limits in (
            ("Eau", {"edit": Limit("bishop")}),
            ("Eau", {"edit": Limit("moderator", clock.now())}),
            ("Eau", {"create": Limit("moderator")}),
            ("Rien", {"edit": Limit("moderator")}),
        ):
            with pytest.raises(BadLimit):
                shut(name, limits)

    def test_looking_changes_nothing(self, page, moderator):
        page("Eau", "eau")
        moderator.get("/wiki/Eau?action=protect&edit_level=moderator&reason=essai")
        assert in_force(EAU) == {}


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
    def test_one_question_for_each_right(self, page, shut, user, authority_of):
        page("Eau", "{{Avis}}")
        shut("Eau", cascade=True)
        alice, moderator = authority_of(user("Alice")), authority_of(user("M", groups=("moderator",)))
        for who in (alice, moderator):
            who.refusal("edit", Title.parse("Feu"))
        for right in ("edit", "move", "createpage", "createtalk"):
            with counted() as statements:
                alice.refusal(right, EAU)
            assert len(statements) == 1
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
