"""What rules do to edits: each action, with every word kept; whom they do not concern; what is noted of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.moderation.rules.stories import NOON, PRECIOUS, TOLD, all_hits, confirmation, faults, main, write
from wiki import clock
from wiki.database import session, transaction
from wiki.editing.preparing import Change
from wiki.editing.saving import save_revision
from wiki.logs.models import LogEntry
from wiki.moderation.rules import deciding, disarming, guarding, hits
from wiki.moderation.rules.definitions import Definition
from wiki.moderation.rules.models import EditRule
from wiki.pages import finding
from wiki.pages.models import Revision, RevisionTag
from wiki.pages.visibility import Hidden
from wiki.permissions.models import GroupRight
from wiki.titles import Title
from wiki.users.models import User, UserGroup


def exists(title: str = "Eau") -> bool:
    session.expire_all()
    return finding.find_page(Title.parse(title)) is not None


def tags() -> list[str]:
    return list(session.scalars(select(RevisionTag.tag)))


def test_a_refused_edit_is_not_saved_and_its_text_comes_back_and_stays(rule, alice, moderator, as_user):
    rule("disallow", added="casino")
    browser = as_user(alice)
    answer = write(browser, summary="une invitation")
    assert answer.status_code == 403
    assert not exists()
    page = main(answer)
    assert "disallowed" in page.one(class_="error-code").words
    assert TOLD in page.words
    assert page.one("textarea", id="kept-1").text.strip() == PRECIOUS
    (hit,) = all_hits()
    assert (hit.taken, hit.revision_id, hit.user_id) == ("disallow", None, alice.id)
    links = [link["href"] for link in page.all("a")]
    assert f"/special/rule-hits/{hit.id}" in links
    assert any(link.startswith("/wiki/Discussion_utilisateur:Alice?action=edit&section=new") for link in links)
    for reader in (browser, as_user(moderator)):
        kept = main(reader.get(f"/special/rule-hits/{hit.id}"))
        assert kept.one("textarea").text.strip() == PRECIOUS
        assert "une invitation" in kept.words
    assert faults() == []


def test_others_do_not_read_a_refused_text_nor_the_rule(rule, alice, user, as_user, client):
    number = rule("disallow", added="casino")
    write(as_user(alice))
    (hit,) = all_hits()
    for reader in (client, as_user(user("Bob"))):
        assert reader.get(f"/special/rule-hits/{hit.id}").status_code == 404
        for path in ("edit-rules", f"edit-rules/{number}", "edit-rules/new", "rule-hits"):
            assert reader.get(f"/special/{path}").status_code == 403
    own = main(as_user(alice).get(f"/special/rule-hits/{hit.id}")).words
    assert TOLD in own
    assert "Essai" not in own


def test_a_visitor_keeps_a_refused_text_under_a_temporary_name(rule, client):
    rule("disallow", added="casino")
    answer = write(client)
    assert answer.status_code == 403
    (hit,) = all_hits()
    assert session.get_one(User, hit.user_id).is_temporary
    assert PRECIOUS in main(client.get(f"/special/rule-hits/{hit.id}")).one("textarea").text
    assert write(client, text="de l’eau").status_code == 303
    assert session.scalars(select(Revision)).one().user_id == hit.user_id


def test_a_claimed_account_takes_its_refused_texts_along(rule, client):
    rule("disallow", added="casino")
    write(client)
    number = all_hits()[0].id
    word = "sept chemins vers la rivière quarante"
    opened = main(client.get("/special/register")).one("input", name="opened")["value"]
    with clock.freeze(NOON + timedelta(minutes=5)):
        data = {"name": "Zoé", "password": word, "repeated": word, "opened": opened, "claim": "y"}
        assert client.post("/special/register", data=data).status_code == 303
        assert client.get(f"/special/rule-hits/{number}").status_code == 200
    assert session.get_one(User, all_hits()[0].user_id).name == "Zoé"


def test_a_warning_comes_once_with_everything_typed(rule, alice, as_user):
    rule("warn", added="casino")
    browser = as_user(alice)
    answer = write(browser, summary="une invitation", watch="y")
    assert answer.status_code == 400
    form = main(answer)
    assert TOLD in form.one(id="refusal").words
    assert form.one("textarea", id="text").text.strip() == PRECIOUS
    assert form.one("input", id="summary")["value"] == "une invitation"
    assert not exists()
    assert write(browser, summary="une invitation", confirmed=confirmation(answer)).status_code == 303
    assert exists()
    assert [(hit.taken, hit.revision_id is not None) for hit in all_hits()] == [("warn", False), ("warn", True)]
    assert faults() == []


def test_a_warning_read_in_another_version_or_of_another_rule_is_none(rule, alice, as_user):
    rule("warn", added="casino")
    browser = as_user(alice)
    read = confirmation(write(browser))
    rule("warn", added="ce soir")
    again = write(browser, confirmed=read)
    assert again.status_code == 400
    assert set(confirmation(again).split()) == {"1.1", "2.1"}
    with transaction() as current:
        current.get_one(EditRule, 1).enabled = False
    assert write(browser, confirmed="2.9").status_code == 400
    assert write(browser, confirmed=confirmation(again)).status_code == 303


def test_a_rule_changed_meanwhile_warns_again(rule, alice, moderator, as_user, authority_of):
    rule("warn", added="casino")
    browser = as_user(alice)
    read = confirmation(write(browser))
    definition = Definition.read(deciding.get_version(1, 1).definition)
    changed = replace(definition, description={"fr": "Pas de casino ici."})
    deciding.change(authority_of(moderator), number=1, seen=1, definition=changed, enabled=True, reason="plus clair")
    session.remove()
    answer = write(browser, confirmed=read)
    assert answer.status_code == 400
    assert "Pas de casino ici." in main(answer).one(id="refusal").words
    assert write(browser, confirmed=confirmation(answer)).status_code == 303


def test_a_preview_keeps_the_confirmation(rule, alice, as_user):
    rule("warn", added="casino")
    browser = as_user(alice)
    read = confirmation(write(browser))
    assert confirmation(write(browser, confirmed=read, preview="1")) == read


def test_an_edit_is_tagged_for_everybody_to_see(rule, alice, as_user, client):
    rule("tag", added="casino", tag="réclame ?")
    rule("tag", added="soir", tag="réclame ?")
    assert write(as_user(alice)).status_code == 303
    assert tags() == ["réclame ?"]
    assert "réclame ?" in main(client.get("/wiki/Eau?action=history")).words


def test_observing_changes_nothing_but_notes_the_edit(rule, alice, moderator, as_user):
    rule("observe", added="casino")
    assert write(as_user(alice)).status_code == 303
    assert tags() == []
    (hit,) = all_hits()
    assert hit.revision_id == session.scalars(select(Revision.id)).one()
    rows = main(as_user(moderator).get("/special/rule-hits?user=Alice&page=Eau&rule=1"))
    assert f"/special/diff/{hit.revision_id}" in [link["href"] for link in rows.all("a")]
    for other in ("user=Modératrice", "page=Sol", "rule=2"):
        assert main(as_user(moderator).get(f"/special/rule-hits?{other}")).all(class_="empty-state")
    assert as_user(moderator).get("/special/rule-hits?user=Personne").status_code == 400


def test_an_author_is_slowed_down_and_only_she(rule, alice, user, as_user):
    rule("slow", added="casino", times=2, minutes=10)
    browser = as_user(alice)
    assert [write(browser, f"Page {number}").status_code for number in range(3)] == [303, 303, 429]
    answer = write(browser, "Page 4")
    assert answer.headers["Retry-After"] == "600"
    assert main(answer).one("textarea", id="text").text.strip() == PRECIOUS
    assert write(browser, "Autre chose", text="de l’eau").status_code == 303
    assert write(as_user(user("Bob")), "Page 5").status_code == 303
    with clock.freeze(NOON + timedelta(minutes=10)):
        assert write(browser, "Page 3").status_code == 303
    assert [hit.taken for hit in all_hits()] == ["observe", "observe", "slow", "slow", "observe", "observe"]


def test_moderators_bots_and_the_wiki_itself_are_not_concerned(rule, moderator, user, as_user, page):
    rule("disallow", added="casino")
    assert write(as_user(moderator)).status_code == 303
    assert write(as_user(user("Robot", groups=("bot",))), "Sol").status_code == 303
    page("Air", PRECIOUS)
    assert all_hits() == []


def test_whoever_has_the_right_to_rollback_is_not_stopped(rule, page, alice, user, as_user):
    page("Eau", PRECIOUS)
    page("Eau", "rien", author=alice)
    rule("disallow", added="casino")
    reviewer = as_user(user("Relectrice", groups=("reviewer",)))
    assert write(reviewer, "Sol").status_code == 403
    assert reviewer.post("/wiki/Eau?action=rollback&from=Alice").status_code == 303
    assert finding.latest_text(finding.get_page(Title.parse("Eau"))) == PRECIOUS


def test_other_doors_meet_rules_too_but_nobody_is_warned_there(rule, page, alice, authority_of):
    page("Eau", "de l’eau")
    rule("warn", added="casino")
    number = finding.get_page(Title.parse("Eau")).latest_revision_id
    save_revision(authority_of(alice), title=Title.parse("Eau"), change=Change(PRECIOUS, base=number))
    rule("disallow", added="loto")
    with pytest.raises(guarding.Disallowed, match=TOLD):
        save_revision(authority_of(alice), title=Title.parse("Sol"), change=Change("le loto"))
    assert [hit.taken for hit in all_hits()] == ["warn", "disallow"]


def test_restoring_an_old_text_meets_rules(rule, page, alice, as_user):
    old = page("Eau", PRECIOUS).revision.id
    page("Eau", "de l’eau")
    rule("disallow", added="casino")
    browser = as_user(alice)
    assert browser.post(f"/wiki/Eau?action=restore&oldid={old}", data={"summary": "mieux"}).status_code == 403
    assert browser.post("/wiki/Eau?action=restore&oldid=2", data={"summary": "mieux"}).status_code == 303


def test_a_rule_that_is_off_does_nothing(rule, alice, as_user):
    rule("disallow", added="casino")
    with transaction() as current:
        current.get_one(EditRule, 1).enabled = False
    assert write(as_user(alice)).status_code == 303
    assert all_hits() == []


def test_without_time_left_the_edit_is_saved_and_moderators_are_told(rule, alice, moderator, as_user, monkeypatch):
    rule("disallow", added="casino")
    monkeypatch.setattr(guarding, "BUDGET", -1.0)
    assert write(as_user(alice)).status_code == 303
    assert all_hits() == []
    words = main(as_user(moderator).get("/special/edit-rules")).words
    assert "laissée de côté 1 fois" in words


def test_texts_are_forgotten_after_ninety_days(rule, alice, as_user):
    rule("disallow", added="casino")
    browser = as_user(alice)
    write(browser, summary="une invitation")
    assert not hits.turn()
    with clock.freeze(NOON + timedelta(days=91)):
        assert hits.turn()
        assert not hits.turn()
        (hit,) = all_hits()
        assert (hit.text, hit.summary) == (None, "")
        assert "n’est plus conservé" in main(browser.get(f"/special/rule-hits/{hit.id}")).words
    assert faults() == []


@pytest.fixture
def crowd(page, alice):
    """Edits of the day: enough that twenty hits are less than 5 % of them."""

    def edit(count: int) -> None:
        for number in range(count):
            page(f"Sol {number}", "de la terre")

    return edit


def test_a_rule_that_meets_too_much_disarms_itself(rule, user, moderator, as_user, monkeypatch):
    rule("disallow", "tag", added="casino", tag="réclame")
    monkeypatch.setattr(disarming, "LEAST", 3)
    browser = as_user(user("Bob"))
    assert [write(browser).status_code for _turn in range(4)] == [403, 403, 403, 303]
    assert tags() == ["réclame"]
    entry = session.scalars(select(LogEntry).where(LogEntry.action == "disarm")).one()
    assert entry.details == {"number": 1, "version": 1}
    assert session.get_one(User, entry.actor_id).is_system
    words = main(as_user(moderator).get("/special/edit-rules")).words
    assert "se sont désarmées" in words
    assert "désarmé la règle de modification 1" in main(browser.get("/special/logs?type=rules")).words
    assert faults() == []


def test_few_hits_or_a_small_share_of_a_day_disarm_nothing(rule, user, as_user, crowd, monkeypatch):
    rule("disallow", added="casino")
    browser = as_user(user("Bob"))
    assert {write(browser).status_code for _turn in range(4)} == {403}
    monkeypatch.setattr(disarming, "LEAST", 3)
    crowd(120)
    assert write(browser).status_code == 403
    assert session.get_one(EditRule, 1).disarmed_at is None
    with clock.freeze(NOON + timedelta(days=2)):
        assert {write(browser).status_code for _turn in range(3)} == {403}
        assert write(browser).status_code == 303


def test_an_author_hidden_later_is_not_named_to_who_may_not_see_it(rule, alice, moderator, user, as_user):
    rule("observe", added="casino")
    assert write(as_user(alice)).status_code == 303
    with transaction() as current:
        current.add(UserGroup(user_id=user("Gardienne").id, group="reviewer"))
        current.add(GroupRight(group="reviewer", right="editrules"))
        current.scalars(select(Revision)).one().hidden = int(Hidden.AUTHOR)
    keeper = as_user(session.scalars(select(User).where(User.name == "Gardienne")).one())
    assert "Alice" not in main(keeper.get("/special/rule-hits")).words
    assert keeper.get("/special/rule-hits?user=Alice").status_code == 200
    assert "Alice" in main(as_user(moderator).get("/special/rule-hits")).words
