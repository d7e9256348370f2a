"""Making and changing rules by the form: what it refuses, the rehearsal, two moderators at once, the log."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.moderation.rules.stories import FORM, NOON, faults, main, write
from wiki import clock
from wiki.database import session, transaction
from wiki.logs.models import LogEntry
from wiki.moderation.rules import deciding, rehearsing
from wiki.moderation.rules.definitions import Definition
from wiki.moderation.rules.models import EditRule, RuleHit, RuleRehearsal, RuleVersion
from wiki.pages.models import RevisionTag
from wiki.permissions.authority import PermissionDenied

NEW = "/special/edit-rules/new"


def send(browser, path: str = NEW, **fields):
    data = {**FORM, **fields}
    return browser.post(path, data={name: value for name, value in data.items() if value is not None})


def rehearse(browser, path: str = NEW, **fields):
    return send(browser, path, rehearse="1", **fields)


def met(answer) -> int:
    """How many edits a rehearsal shows."""
    assert answer.status_code == 200
    assert "Ce que ces conditions auraient touché" in main(answer).words
    found = main(answer).all("ul", id="rehearsed")
    return len(found[0].all("li")) if found else 0


def number_of_rules() -> int:
    return len(session.scalars(select(EditRule.id)).all())


@pytest.fixture
def browser(moderator, as_user):
    return as_user(moderator)


def test_a_rule_is_tried_then_made_then_changed_and_the_log_tells_it(browser, alice, as_user, client):
    write(as_user(alice))
    assert browser.get(NEW).status_code == 200
    answer = rehearse(browser)
    assert met(answer) == 1
    assert number_of_rules() == 0
    form = main(answer)
    assert form.one("input", id="name")["value"] == FORM["name"]
    assert form.one("textarea", id="added").text.strip() == "casino"
    assert send(browser, enabled="y").status_code == 303
    assert write(as_user(alice), "Sol").status_code == 403
    assert "Réclames" in main(browser.get("/special/edit-rules")).words
    told = main(browser.get("/special/edit-rules/1"))
    assert "checked" in told.one("input", value="disallow").attributes
    change = {"seen": "1", "reason": "moins dur", "actions": "tag", "tag": "réclame"}
    assert send(browser, "/special/edit-rules/1", **change).status_code == 303
    assert write(as_user(alice), "Sol").status_code == 303
    log = main(client.get("/special/logs?type=rules")).words
    assert "a créé la règle de modification 1" in log
    assert "a changé la règle de modification 1 (version 2)" in log
    assert "moins dur" in log
    assert "casino" not in log
    assert "Réclames" not in log
    entries = session.scalars(select(LogEntry).where(LogEntry.type == "rules")).all()
    assert {key for entry in entries for key in entry.details} == {"number", "version"}
    old = main(browser.get("/special/edit-rules/1?version=1"))
    assert old.one("input", id="seen")["value"] == "2"
    assert old.one("input", id="tag").attributes.get("value", "") == ""
    assert browser.get("/special/edit-rules/1?version=9").status_code == 404
    assert browser.get("/special/edit-rules/2").status_code == 404
    assert faults() == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"added": ""}, "acts"),
        ({"actions": None}, "actions"),
        ({"actions": "dance"}, "actions"),
        ({"description_fr": ""}, "description_fr"),
        ({"actions": "tag"}, "tag"),
        ({"actions": "tag", "tag": "rollback"}, "tag"),
        ({"actions": "slow"}, "times"),
        ({"actions": "slow", "times": "2"}, "times"),
        ({"actions": "slow", "times": "2", "minutes": "9999"}, "times"),
        ({"reason": ""}, "reason"),
        ({"enabled": "y"}, "enabled"),
        ({"added": "*"}, "added"),
        ({"added": "(a", "patterns": "regular"}, "added"),
        ({"added": "(?=a)", "patterns": "regular"}, "added"),
        ({"added": "a*", "patterns": "regular"}, "added"),
        ({"added": "x" * 5001}, "added"),
        ({"added": "\n".join(["mot"] * 51)}, "added"),
        ({"domains": "nulle part"}, "domains"),
        ({"removed_share": "101"}, "removed_share"),
        ({"age": "trois"}, "age"),
        ({"rate": "3"}, "rate"),
        ({"rate": "1", "rate_minutes": "5"}, "rate"),
        ({"acts": "dance"}, "acts"),
        ({"namespaces": "12345"}, "namespaces"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_the_reason_at_its_field(browser, fields, field):
    answer = send(browser, **fields)
    assert answer.status_code == 400
    summary = main(answer).one(id="errors")
    assert [link["href"] for link in summary.all("a")] == [f"#{field}"]
    assert number_of_rules() == 0


def test_a_rule_is_not_switched_on_without_a_trial_of_these_very_conditions(browser):
    met(rehearse(browser))
    assert send(browser, enabled="y", added="casinos").status_code == 400
    assert send(browser, enabled="y", patterns="regular").status_code == 400
    assert send(browser, enabled="y", exact="y").status_code == 400
    assert send(browser, added="casinos").status_code == 303
    with clock.freeze(NOON + timedelta(days=2)):
        assert send(browser, enabled="y").status_code == 400
        met(rehearse(browser))
        assert send(browser, enabled="y", name="Autre nom").status_code == 303


def test_a_trial_needs_conditions_alone(browser):
    assert met(rehearse(browser, name="", actions=None, description_fr="", reason="")) == 0
    assert rehearse(browser, added="").status_code == 400
    assert rehearse(browser, added="[", patterns="regular").status_code == 400


def test_the_second_of_two_moderators_reads_the_first_ones_rule_first(browser, user, as_user):
    send(browser)
    other = as_user(user("Autre", groups=("administrator",)))
    assert send(other, "/special/edit-rules/1", seen="1", name="À moi").status_code == 303
    answer = send(browser, "/special/edit-rules/1", seen="1", name="Ou à moi")
    assert answer.status_code == 409
    form = main(answer)
    assert form.one("input", id="name")["value"] == "Ou à moi"
    assert form.one("input", id="seen")["value"] == "2"
    assert send(browser, "/special/edit-rules/1", seen="2", name="Ou à moi").status_code == 303
    assert [row.definition["name"] for row in session.scalars(select(RuleVersion))] == ["Réclames", "À moi", "Ou à moi"]
    assert faults() == []


def test_saving_a_disarmed_rule_arms_it_again(browser, rule, alice, as_user):
    rule("disallow", added="casino")
    with transaction() as current:
        current.get_one(EditRule, 1).disarmed_at = clock.now()
    assert write(as_user(alice)).status_code == 303
    assert "désarmée" in main(browser.get("/special/edit-rules")).words
    met(rehearse(browser, "/special/edit-rules/1", seen="1"))
    assert send(browser, "/special/edit-rules/1", seen="1", enabled="y").status_code == 303
    assert write(as_user(alice), "Sol").status_code == 403


def test_what_a_trial_shows_is_what_the_rule_would_have_hit(browser, alice, user, as_user, page, moderator):
    newcomer = as_user(alice)
    page("Ancienne", "de l’eau")
    write(newcomer, "Un", "venez au casino")
    write(newcomer, "Un", "venez au casino vite", base="2")
    write(newcomer, "Deux", "CASINO")
    write(as_user(moderator), "Trois", "casino")
    write(as_user(user("Robot", groups=("bot",))), "Quatre", "casino")
    page("Cinq", "casino")
    write(as_user(user("Bob")), "Six", "casino et chemins")
    answer = rehearse(browser)
    assert met(answer) == 3
    links = [link["href"] for link in main(answer).one("ul", id="rehearsed").all("a")]
    assert any(link.startswith("/special/diff/") for link in links)
    assert met(rehearse(browser, exact="y")) == 2
    assert met(rehearse(browser, edits="1")) == 2
    assert met(rehearse(browser, acts="create", rate="2", rate_minutes="5")) == 1
    assert met(rehearse(browser, added="", removed="casino")) == 0
    (trial, *_others) = session.scalars(select(RuleRehearsal).order_by(RuleRehearsal.hits.desc()))
    assert (trial.examined, trial.hits) == (4, 3)


def test_a_trial_and_the_rule_agree_on_each_edit(browser, rule, alice, as_user):
    """The same edits, made before and after the rule is there."""
    texts = ["casino", "un casino ici", "casinotier", "rien", "cásino", "http://casino.example", "CASINO\nfin"]
    newcomer = as_user(alice)
    for number, text in enumerate(texts):
        assert write(newcomer, f"Avant {number}", text).status_code == 303
    shown = met(rehearse(browser))
    rule("observe", added="casino")
    with clock.freeze(NOON + timedelta(hours=1)):
        for number, text in enumerate(texts):
            assert write(newcomer, f"Après {number}", text).status_code == 303
    assert len(session.scalars(select(RuleHit)).all()) == shown == 5


def test_a_trial_leaves_out_rollbacks_moves_and_what_may_not_be_read(browser, alice, as_user, user):
    newcomer = as_user(alice)
    for number in range(4):
        write(newcomer, f"Page {number}", "casino")
    with transaction() as current:
        current.add_all([RevisionTag(revision_id=1, tag="rollback"), RevisionTag(revision_id=2, tag="move")])
        current.connection().exec_driver_sql("UPDATE revision SET hidden = 2 WHERE id = 3")
        current.connection().exec_driver_sql("DELETE FROM group_right WHERE \"right\" = 'deletedtext'")
    assert met(rehearse(browser)) == 1


def test_a_trial_stops_where_its_time_ends(moderator, alice, as_user, authority_of, monkeypatch):
    write(as_user(alice))
    monkeypatch.setattr(rehearsing, "BUDGET", -1.0)
    found = rehearsing.rehearse(authority_of(moderator), Definition("Essai", conditions={"added": "casino"}))
    assert (found.examined, found.share) == (0, 0.0)


def test_verbs_ask_for_the_right(alice, authority_of):
    definition = Definition("Essai", conditions={"added": "casino"}, actions=("observe",))
    for act in (
        lambda who: deciding.create(who, definition=definition, enabled=False, reason="oui"),
        lambda who: deciding.change(who, number=1, seen=1, definition=definition, enabled=False, reason="oui"),
        lambda who: rehearsing.rehearse(who, definition),
    ):
        with pytest.raises(PermissionDenied):
            act(authority_of(alice))


def test_check_names_what_is_wrong(rule, alice, as_user):
    rule("disallow", added="casino")
    write(as_user(alice))
    with transaction() as current:
        current.get_one(EditRule, 1).enabled = False
        current.get_one(RuleHit, 1).taken = "dance"
        current.get_one(RuleVersion, (1, 1)).definition = {"name": "Rien"}
    told = "\n".join(faults())
    for words in ("says otherwise whether", "nobody knows what was done", "what it says cannot be read"):
        assert words in told
