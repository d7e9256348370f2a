"""Deciding on protections: the form, its refusals and races; ends and cascades."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.moderation.protection.stories import (
    EAU,
    MODERATORS,
    NOON,
    PRECIOUS,
    in_force,
    kept,
    refused,
    saving,
)
from tests.reading import read
from wiki import clock
from wiki.database import session, transaction
from wiki.logs.models import LogEntry
from wiki.moderation.deletion import delete_page
from wiki.moderation.protection.protecting import (
    BadLimit,
    CannotCascade,
    NothingChanged,
    protect,
)
from wiki.pages.protection import Limit, protections, version_of
from wiki.permissions.authority import PermissionDenied
from wiki.permissions.models import GroupRight
from wiki.titles import Title

pytestmark = pytest.mark.usefixtures("app")


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
