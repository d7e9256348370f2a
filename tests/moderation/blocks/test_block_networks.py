"""Automatic blocks and neighbourhoods: networks are known by keyed hashes alone."""

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.moderation.blocks.stories import (
    FAR,
    HOME,
    NEAR,
    NOON,
    PRECIOUS,
    SAME_PROVIDER,
    faults,
    main,
    refused,
    temporary,
    write,
)
from wiki import clock
from wiki.database import session
from wiki.moderation.blocks.terms import NoNeighbourhood
from wiki.permissions.blocks import networks
from wiki.permissions.blocks.models import Autoblock, LastNetwork
from wiki.users.finding import require
from wiki.users.models import User


def test_after_logging_out_nobody_writes_or_registers_from_the_same_address(alice, browser, log_in, block):
    her = browser(HOME)
    log_in(her, alice)
    assert write(her).status_code == 303
    block(alice)
    her.post("/special/log-out")
    visitor = browser(HOME)
    answer = write(visitor, "Autre")
    assert refused(answer)
    assert PRECIOUS in [area.text.strip("\n") for area in main(answer).all("textarea")]
    assert "Alice" not in main(answer).words
    assert "Modératrice" not in main(answer).words
    assert "Insultes" not in main(answer).words
    assert refused(visitor.get("/special/register"))
    assert session.scalar(select(func.count()).select_from(User).where(User.expires_at.is_not(None))) == 0
    assert write(browser(NEAR), "Autre").status_code == 303
    with clock.freeze(NOON + timedelta(hours=24)):
        assert write(browser(HOME), "Encore").status_code == 303
    assert faults() == []


def test_an_act_after_the_block_stops_the_network_where_it_was_tried(alice, browser, log_in, block):
    block(alice)
    her = browser(FAR)
    log_in(her, alice)
    assert refused(her.get("/wiki/Eau?action=edit"))
    assert write(browser(FAR), "Autre").status_code == 303
    assert refused(write(her))
    assert refused(write(browser(FAR), "Encore"))
    assert session.scalar(select(func.count()).select_from(Autoblock)) == 1
    assert refused(write(her))
    assert session.scalar(select(func.count()).select_from(Autoblock)) == 1


def test_the_end_of_an_automatic_block_does_not_tell_which_block_it_follows(alice, browser, log_in, block):
    her = browser(HOME)
    log_in(her, alice)
    write(her)
    with clock.freeze(NOON + timedelta(minutes=17)):
        block(alice)
        assert "2 mars 2026, 13:00" in main(write(browser(HOME), "Autre")).words


def test_a_lasting_account_is_not_stopped_by_its_network(alice, user, browser, log_in, block):
    her, other = browser(HOME), browser(HOME)
    log_in(her, alice)
    write(her)
    block(alice)
    log_in(other, user("Bob"))
    assert write(other, "Autre").status_code == 303
    assert refused(other.get("/special/register"))


def test_without_the_option_no_network_is_stopped(alice, browser, log_in, block):
    her = browser(HOME)
    log_in(her, alice)
    write(her)
    block(alice, autoblock=False)
    assert refused(write(her))
    assert write(browser(HOME), "Autre").status_code == 303


def test_a_temporary_account_is_blocked_and_gets_no_second_one(browser, block):
    device = browser(HOME)
    name = temporary(device)
    block(require(name))
    assert refused(write(device, "Autre"))
    assert write(device, f"Discussion_utilisateur:{name}", "Pardon").status_code == 303
    device.delete_cookie("session")
    assert refused(write(device, "Autre"))


@pytest.mark.parametrize(
    ("reach", "stopped", "free"),
    [
        ("account", [], [NEAR, SAME_PROVIDER, FAR]),
        ("small", [NEAR], ["203.0.112.1", SAME_PROVIDER, FAR]),
        ("medium", [NEAR, "203.0.112.1"], [SAME_PROVIDER, FAR]),
        ("large", [NEAR, "203.0.112.1", SAME_PROVIDER, "::ffff:203.0.1.2"], ["203.1.0.1", FAR]),
    ],
)
def test_a_neighbourhood_stops_who_writes_without_an_account(browser, block, reach, stopped, free):
    name = temporary(browser(HOME))
    block(require(name), reach=reach, autoblock=False)
    for number, address in enumerate(stopped):
        answer = write(browser(address), f"Non {number}")
        assert refused(answer), address
        assert "Votre réseau est bloqué" in main(answer).words
        assert name not in main(answer).words
    for number, address in enumerate(free):
        assert write(browser(address), f"Oui {number}").status_code == 303, address
    assert faults() == []


@pytest.mark.parametrize(
    ("reach", "stopped", "free"),
    [
        ("small", "2001:db8:1:2::9", "2001:db8:1:3::9"),
        ("medium", "2001:db8:1:3::9", "2001:db8:2::9"),
        ("large", "2001:db8:2::9", "2001:db9::9"),
    ],
)
def test_neighbourhoods_of_the_newer_protocol(browser, block, reach, stopped, free):
    name = temporary(browser("2001:db8:1:2::1"))
    block(require(name), reach=reach, autoblock=False)
    assert refused(write(browser(stopped), "Non"))
    assert write(browser(free), "Oui").status_code == 303


def test_no_neighbourhood_is_wider_than_a_sixteenth_or_for_lasting_accounts(alice, browser, log_in, block):
    assert min(networks.WIDTHS[4].values()) == 16
    assert min(networks.WIDTHS[6].values()) == 32
    name = temporary(browser(HOME))
    her = browser(HOME)
    log_in(her, alice)
    write(her, "Autre")
    for account, reach in ((require(name), "8"), (require(name), "huge"), (alice, "small")):
        with pytest.raises(NoNeighbourhood):
            block(account, reach=reach)
    with clock.freeze(NOON + timedelta(days=90)), pytest.raises(NoNeighbourhood):
        block(require(name), reach="small")


def test_no_address_is_in_the_database_and_hashes_are_forgotten(settings, alice, browser, log_in, block):
    her = browser(HOME)
    log_in(her, alice)
    write(her)
    name = temporary(browser("2001:db8:1:2::1"))
    block(require(name), reach="large")
    block(alice)
    write(her, "Autre")
    session.remove()
    stored = "\n".join(sqlite3.connect(settings.database_url.removeprefix("sqlite:///")).iterdump())
    assert "last_network" in stored
    for trace in (HOME, "203.0.113", "203.0", "2001:db8", "20010db8", "cb007105"):
        assert trace not in stored
    while networks.turn():
        pass
    assert session.scalar(select(func.count()).select_from(LastNetwork)) == 2
    with clock.freeze(NOON + timedelta(days=90)):
        while networks.turn():
            pass
        assert session.scalar(select(func.count()).select_from(LastNetwork)) == 0
        assert session.scalar(select(func.count()).select_from(Autoblock)) == 0


def test_an_automatic_block_can_be_lifted_by_its_number(alice, moderator, as_user, browser, log_in, block):
    her = browser(HOME)
    log_in(her, alice)
    write(her)
    block(alice)
    listed = as_user(moderator).get("/special/blocks?kind=automatic")
    assert "A1" in listed.text
    assert browser(FAR).get("/special/blocks?kind=automatic").status_code in (400, 403)
    assert "Alice" not in main(listed).words
    assert as_user(moderator).post("/special/blocks/automatic/1", data={"reason": ""}).status_code == 400
    assert as_user(moderator).post("/special/blocks/automatic/1", data={"reason": "École"}).status_code == 303
    assert write(browser(HOME), "Autre").status_code == 303
    assert as_user(moderator).get("/special/blocks/automatic/1").status_code == 404
    assert refused(write(her, "Encore"))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "", "unix:"])
def test_a_proxy_on_this_machine_is_nobodys_network(alice, browser, log_in, block, address):
    her = browser(address)
    log_in(her, alice)
    assert write(her, "Avant").status_code == 303
    block(alice, autoblock=True)
    assert write(browser(address), "Après").status_code == 303
    assert session.scalars(select(LastNetwork)).all() == []
