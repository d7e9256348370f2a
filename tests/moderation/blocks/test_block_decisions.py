"""Deciding on blocks: the form, its refusals, the race of two moderators, the list and the log."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.moderation.blocks.stories import (
    NOON,
    faults,
    main,
    refused,
    write,
)
from wiki import clock
from wiki.database import session, transaction
from wiki.logs.models import LogEntry
from wiki.moderation.blocks import blocking
from wiki.permissions.authority import Authority
from wiki.permissions.blocks.models import Block
from wiki.titles import Title
from wiki.users.finding import require

FORM = {"length": "3d", "reach": "account", "extent": "sitewide", "creation": "y", "autoblock": "y"}


def send(client, name: str = "Alice", **fields):
    query = f"?change={fields.pop('change')}" if "change" in fields else ""
    seen = str(blocking.last_decision(require(name))) if "seen" not in fields else fields.pop("seen")
    data = {**FORM, "reason": "Insultes", "seen": seen, **fields}
    session.remove()
    return client.post(f"/special/block/{name}{query}", data={k: v for k, v in data.items() if v is not None})


def last_entry() -> LogEntry:
    session.expire_all()
    return session.scalars(select(LogEntry).where(LogEntry.type == "block").order_by(LogEntry.id.desc())).first()


def test_a_moderator_blocks_changes_and_unblocks_and_the_log_tells_it(alice, moderator, as_user):
    browser = as_user(moderator)
    assert browser.get("/special/block/Alice").status_code == 200
    assert send(browser, model="2").status_code == 303
    assert last_entry().reason == "Insultes ou attaques contre des personnes. Insultes"
    log = main(browser.get("/special/logs?type=block")).words
    assert "a bloqué Utilisateur:Alice" in log
    assert "pour 3 jours (blocage nº 1) : tout le wiki ; aucun compte" in log
    number = last_entry().details["number"]
    form = main(browser.get(f"/special/block/Alice?change={number}"))
    assert form.one("input", name="reason")["value"] == last_entry().reason
    changed = send(browser, change=number, length="same", extent="partial", actions="move", creation=None)
    assert changed.status_code == 303
    row = session.scalars(select(Block)).one()
    assert (row.sitewide, row.creation, row.autoblock) == (False, False, False)
    assert row.expires_at == NOON + timedelta(days=3)
    assert "renommer des pages" in main(browser.get("/special/logs?type=block/change")).words
    assert faults() == []
    unblock = {"blocks": str(number), "seen": str(last_entry().id), "reason": ""}
    assert browser.post("/special/unblock/Alice", data=unblock).status_code == 400
    assert browser.post("/special/unblock/Alice", data={**unblock, "reason": "Excuses"}).status_code == 303
    assert last_entry().action == "unblock"
    assert write(as_user(alice)).status_code == 303
    assert faults() == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"length": ""}, "length"),
        ({"length": "date"}, "until"),
        ({"length": "date", "until": "2026-02-28"}, "until"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"reason": "x" * 480, "model": "1"}, "reason"),
        ({"extent": "partial"}, "extent"),
        ({"extent": "partial", "pages": "Rien de tel"}, "pages"),
        ({"extent": "partial", "pages": "A[b]"}, "pages"),
        ({"extent": "partial", "categories": "Rien de tel"}, "categories"),
        ({"reach": "small"}, "reach"),
        ({"extent": "partial", "actions": "upload"}, "actions"),
    ],
)
def test_what_cannot_be_decided_is_said_at_its_field_and_kept(alice, moderator, as_user, fields, field):
    answer = send(as_user(moderator), **fields)
    assert answer.status_code == 400
    summary = main(answer).one(class_="error-summary")
    assert f"#{field}" in summary.links().values()
    assert session.scalar(select(func.count()).select_from(Block)) == 0
    kept = {"reason": "Insultes", **fields}["reason"]
    assert main(answer).one("input", name="reason")["value"] == kept


def test_a_day_ends_at_midnight_of_the_moderator(alice, moderator, as_user):
    assert send(as_user(moderator), length="date", until="2026-03-10").status_code == 303
    assert session.scalars(select(Block.expires_at)).one() == datetime(2026, 3, 10, 23, tzinfo=UTC)
    assert "jusqu’au 11 mars 2026" in main(as_user(moderator).get("/special/logs?type=block")).words


def test_the_second_of_two_moderators_reads_what_the_first_decided(alice, moderator, chief, as_user):
    seen = "0"
    assert send(as_user(moderator), seen=seen, reason="Première raison").status_code == 303
    late = send(as_user(chief), seen=seen, reason="Seconde raison", length="1w")
    assert late.status_code == 409
    assert "Première raison" in main(late).words
    assert main(late).one("input", name="reason")["value"] == "Seconde raison"
    assert session.scalar(select(func.count()).select_from(Block)) == 1
    again = main(late).one("input", name="seen")["value"]
    assert send(as_user(chief), seen=again, reason="Seconde raison").status_code == 303
    assert session.scalar(select(func.count()).select_from(Block)) == 2
    number = session.scalars(select(Block.id)).first()
    late = as_user(moderator).post(
        "/special/unblock/Alice", data={"blocks": str(number), "seen": again, "reason": "Excuses"}
    )
    assert late.status_code == 409
    assert "Excuses" in late.text


def test_who_may_block_whom(user, alice, moderator, chief, as_user, maintenance):
    assert as_user(alice).get("/special/block/Modératrice").status_code == 403
    assert send(as_user(alice), "Modératrice").status_code == 403
    other = user("Autre", groups=("moderator",))
    assert send(as_user(moderator), "Autre").status_code == 403
    assert send(as_user(moderator), "Modératrice").status_code == 403
    assert send(as_user(chief), "Cheffe").status_code == 403
    assert send(as_user(chief), "Wikipartage").status_code == 403
    assert as_user(moderator).get("/special/block/Personne").status_code == 404
    assert send(as_user(chief), "Autre", extent="partial", actions="move").status_code == 303
    own = {"blocks": "1", "seen": str(last_entry().id), "reason": "moi"}
    assert as_user(other).post("/special/unblock/Autre", data=own).status_code == 403
    assert send(as_user(chief), "Autre").status_code == 303
    assert refused(as_user(other).get("/special/block/Alice"))


def test_the_wiki_itself_is_never_refused(page, maintenance, alice, block):
    block(alice)
    assert maintenance.refusal("edit", Title.parse("Eau")) is None
    assert page("Eau", "un", author=alice).created


# Reading about it.


def test_contributions_and_the_page_of_a_person_tell_it(page, alice, moderator, as_user, client, block):
    page("Eau", "un", author=alice)
    page("Utilisateur:Alice", "Bonjour")
    assert "bloqué" not in client.get("/wiki/Utilisateur:Alice").text
    block(alice)
    for path in ("/wiki/Utilisateur:Alice", "/special/contributions?user=Alice"):
        assert "Insultes" in main(client.get(path)).words
        assert "/special/block/Alice" not in client.get(path).text
    links = main(as_user(moderator).get("/special/contributions?user=Alice")).links().values()
    assert {"/special/block/Alice", "/special/unblock/Alice"} <= set(links)
    assert "/special/block/Alice" in as_user(moderator).get("/wiki/Eau?action=history").text
    with clock.freeze(NOON + timedelta(days=2)):
        assert "Insultes" not in client.get("/wiki/Utilisateur:Alice").text


def test_the_list_filters_by_person_kind_and_state(page, alice, user, client, block):
    page("Eau", "un")
    bob = user("Bob")
    block(alice)
    block(bob, sitewide=False, pages=("Eau",), length="2h")

    def listed(query: str) -> set[str]:
        words = main(client.get(f"/special/blocks?{query}")).words
        return {name for name in ("Alice", "Bob") if name in words.split("Afficher")[1]}

    assert listed("") == {"Alice", "Bob"}
    assert listed("kind=sitewide") == {"Alice"}
    assert listed("kind=partial") == {"Bob"}
    assert listed("kind=network") == set()
    assert listed("user=Bob") == {"Bob"}
    with clock.freeze(NOON + timedelta(hours=3)):
        assert listed("") == {"Alice"}
        assert listed("state=ended") == {"Bob"}
        assert listed("state=all") == {"Alice", "Bob"}
    assert client.get("/special/blocks?user=Personne").status_code == 400
    assert client.get("/special/block?user=Alice").location == "/special/block/Alice"
    assert client.get("/special/block").location == "/special/blocks"


def test_checks_name_what_is_wrong(alice, block):
    number = block(alice)
    with transaction() as current:
        row = current.get_one(Block, number)
        row.sitewide, row.entry, row.reach = False, 9999, "huge"
    assert len(faults()) == 3


def test_reading_asks_nothing_and_writing_once(alice, authority_of, block):
    block(alice)
    who: Authority = authority_of(alice)
    assert who.may("edit")
    assert who.refusal("read") is None
    assert who.known == {}
    assert who.refusal("edit") is not None
    assert list(who.known) == ["blocks: own"]
