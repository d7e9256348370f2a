"""Who is blocked cannot act, reads why, and keeps what was typed; who is not, is not hindered."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.reading import read
from wiki import clock
from wiki.database import session, transaction
from wiki.editing.moving import move_page
from wiki.logs.models import LogEntry
from wiki.moderation.blocks import blocking, checking
from wiki.moderation.blocks.terms import NoNeighbourhood, Terms
from wiki.permissions.authority import Authority
from wiki.permissions.blocks import networks
from wiki.permissions.blocks.models import Autoblock, Block, LastNetwork
from wiki.titles import Title
from wiki.users.finding import require
from wiki.users.models import User

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRECIOUS = "des mots précieux\n\nsur deux lignes"
HOME, NEAR, SAME_PROVIDER, FAR = "203.0.113.5", "203.0.113.77", "203.0.50.1", "198.51.100.9"
PASSWORD = "sept chemins vers la rivière quarante"


@pytest.fixture(autouse=True)
def _noon():
    with clock.freeze(NOON):
        yield


@pytest.fixture
def alice(user):
    return user("Alice", password=PASSWORD)


@pytest.fixture
def moderator(user):
    return user("Modératrice", groups=("moderator",))


@pytest.fixture
def chief(user):
    return user("Cheffe", groups=("administrator",))


@pytest.fixture
def block(moderator, authority_of):
    """`block(user, length="1d", …)`: the moderator's decision about somebody; gives the block's number."""

    def decide(account: User, **terms) -> int:
        who = require(account.name)
        given = Terms(**{"reason": "Insultes", "length": "1d", **terms})
        seen = blocking.last_decision(who)
        return blocking.block(authority_of(moderator), user=who, terms=given, seen=seen).number

    return decide


@pytest.fixture
def browser(app):
    """`browser(address)`: a fresh browser, without cookies, at an address."""

    def open_(address: str):
        made = app.test_client()
        made.environ_base["REMOTE_ADDR"] = address
        return made

    return open_


def write(client, title: str = "Eau", text: str = PRECIOUS, **fields: str):
    return client.post(f"/wiki/{title}?action=edit", data={"text": text, "base": "", **fields})


def main(answer):
    return read(answer.text).one("main")


def refused(answer) -> bool:
    return answer.status_code == 403 and "blocked" in main(answer).one(class_="error-code").words


def temporary(client) -> str:
    """Write without an account; gives the temporary name."""
    title = f"Essai {session.scalar(select(func.count()).select_from(User))}"
    assert write(client, title).status_code == 303
    return session.scalars(select(User.name).order_by(User.id.desc())).first()


def faults() -> list[str]:
    session.expire_all()
    return list(checking.check())


# What a block refuses, and what it leaves.


def test_a_block_of_the_whole_wiki_refuses_every_act_and_leaves_reading(page, alice, as_user, block):
    number = page("Eau", "un", author=alice).revision.id
    page("Eau", "deux")
    block(alice, talk_closed=True)
    browser = as_user(alice)
    for path in ("edit", "move", f"undo&oldid={number + 1}", f"restore&oldid={number}", "purge"):
        assert refused(browser.get(f"/wiki/Eau?action={path}")), path
    assert refused(browser.get("/wiki/Nouvelle?action=edit"))
    assert refused(write(browser))
    assert refused(browser.post("/wiki/Eau?action=move", data={"target": "Fleuve"}))
    assert refused(browser.post(f"/wiki/Eau?action=restore&oldid={number}", data={"summary": ""}))
    assert refused(browser.post("/special/undo-edits", data={"revision": number + 1}))
    assert refused(browser.get("/special/register"))
    for path in ("/wiki/Eau", "/special/preferences", "/special/watchlist", "/special/recent-changes"):
        assert browser.get(path).status_code == 200, path
    assert browser.post("/wiki/Eau?action=watch", data={}).status_code in (302, 303)
    assert browser.post("/special/preferences", data={"timezone": "Europe/Paris"}).status_code in (200, 303)


def test_the_refusal_says_by_whom_why_until_when_and_how_to_appeal(alice, as_user, block):
    number = block(alice)
    answer = as_user(alice).get("/wiki/Eau?action=edit")
    words = main(answer).words
    for fact in ("Modératrice", "Insultes", "2 mars 2026, 13:00", "tout le wiki", f"citer : {number}"):
        assert fact in words
    (appeal,) = [url for url in main(answer).links().values() if "section=new" in url]
    form = as_user(alice).get(appeal)
    assert form.status_code == 200
    assert f"## Demande de déblocage (blocage nº {number})" in main(form).one("textarea").text
    assert refused(as_user(alice).get("/wiki/Eau?action=edit"))


def test_what_was_typed_is_given_back(alice, as_user, block):
    block(alice)
    answer = write(as_user(alice), summary="mon résumé")
    texts = [area.text.replace("\r\n", "\n").strip("\n") for area in main(answer).all("textarea")]
    assert texts == [PRECIOUS, "mon résumé"]


def test_the_preview_is_refused_too(alice, as_user, block):
    block(alice)
    data = {"text": "essai", "base": "", "preview": "1"}
    assert refused(as_user(alice).post("/wiki/Eau?action=edit", data=data, headers={"X-Requested-With": "fetch"}))


def test_the_own_talk_page_stays_open_unless_it_is_closed(page, alice, as_user, block, user):
    block(alice)
    assert write(as_user(alice), "Discussion_utilisateur:Alice", "Pardon. ~~~~").status_code == 303
    assert refused(write(as_user(alice), "Discussion_utilisateur:Modératrice", "Quoi ?"))
    assert refused(as_user(alice).get("/wiki/Discussion_utilisateur:Alice?action=move"))
    bob = user("Bob")
    block(bob, talk_closed=True)
    answer = write(as_user(bob), "Discussion_utilisateur:Bob", "Pardon.")
    assert refused(answer)
    assert not [url for url in main(answer).links().values() if "section=new" in url]


def test_a_block_is_over_when_its_time_is_and_its_session_never_ended(alice, as_user, block):
    block(alice, length="2h")
    browser = as_user(alice)
    with clock.freeze(NOON + timedelta(hours=2) - timedelta(microseconds=1)):
        assert refused(write(browser))
    with clock.freeze(NOON + timedelta(hours=2)):
        assert write(browser).status_code == 303
        assert "Alice" not in read(browser.get("/special/blocks").text).one("main").words
        assert "Alice" in browser.get("/special/blocks?state=ended").text


def test_without_an_end_a_block_holds_for_years(alice, as_user, block):
    block(alice, length="indefinite")
    with clock.freeze(NOON + timedelta(days=9999)):
        assert refused(write(as_user(alice)))


def test_a_block_may_leave_the_creation_of_accounts(alice, as_user, block):
    block(alice, creation=False)
    assert as_user(alice).get("/special/register").status_code == 200


def test_several_blocks_may_hold_and_the_one_that_refuses_is_shown(page, alice, as_user, block):
    page("Sol", "un")
    first = block(alice, sitewide=False, pages=("Sol",), reason="À propos du sol")
    second = block(alice, sitewide=False, actions=("create",), reason="À propos des pages")
    assert first != second
    assert "À propos du sol" in main(as_user(alice).get("/wiki/Sol?action=edit")).words
    assert "À propos des pages" in main(as_user(alice).get("/wiki/Nouvelle?action=edit")).words


# Partial blocks.


def may_edit(browser, title: str) -> bool:
    answer = browser.get(f"/wiki/{title}?action=edit")
    assert answer.status_code == 200 or refused(answer)
    return answer.status_code == 200


def test_pages_stay_stopped_after_a_move_and_others_are_free(page, alice, as_user, block, maintenance):
    page("Sol", "un")
    page("Eau", "un")
    block(alice, sitewide=False, pages=("sol",))
    browser = as_user(alice)
    assert not may_edit(browser, "Sol")
    assert may_edit(browser, "Eau")
    assert browser.get("/wiki/Sol?action=move").status_code == 403
    move_page(maintenance, title=Title.parse("Sol"), target=Title.parse("Terre"))
    assert not may_edit(browser, "Terre")


def test_a_namespace(page, alice, as_user, block):
    block(alice, sitewide=False, namespaces=(1, 3))
    browser = as_user(alice)
    assert may_edit(browser, "Eau")
    assert not may_edit(browser, "Discussion:Eau")
    assert may_edit(browser, "Discussion_utilisateur:Alice")


def test_a_category_with_what_is_narrower(page, alice, as_user, block):
    page("Crue", "texte [[Catégorie:Inondation]]")
    page("Lande", "texte [[Catégorie:Littoral]]")
    block(alice, sitewide=False, categories=("Risques naturels",))
    browser = as_user(alice)
    assert not may_edit(browser, "Crue")
    assert may_edit(browser, "Lande")


def test_acts(page, alice, as_user, block):
    page("Eau", "un")
    block(alice, sitewide=False, actions=("create", "move"))
    browser = as_user(alice)
    assert may_edit(browser, "Eau")
    assert not may_edit(browser, "Nouvelle")
    assert refused(browser.get("/wiki/Eau?action=move"))
    assert refused(write(browser, "Nouvelle"))


def test_a_partly_blocked_person_undoes_only_what_she_may(page, alice, as_user, block):
    numbers = []
    for title in ("Sol", "Eau"):
        page(title, "un")
        numbers.append(page(title, "un deux").revision.id)
    block(alice, sitewide=False, pages=("Sol",))
    browser = as_user(alice)
    browser.post("/special/undo-edits", data={"revision": numbers, "summary": ""})
    assert browser.get("/wiki/Eau?action=raw").text == "un"
    assert browser.get("/wiki/Sol?action=raw").text == "un deux"
    assert "Insultes" in browser.get(f"/special/undo-edits?revision={numbers[0]}").text


def test_a_move_leaves_the_subpages_that_are_stopped(page, user, as_user, block):
    alice = user("Alice", edit_count=50, created_at=NOON - timedelta(days=30))
    page("Sol", "un")
    page("Sol/Argile", "un")
    block(alice, sitewide=False, pages=("Sol/Argile",))
    answer = as_user(alice).post("/wiki/Sol?action=move", data={"target": "Terre", "subpages": "y", "redirect": "y"})
    assert answer.status_code == 303
    assert as_user(alice).get("/wiki/Sol/Argile?action=raw").text == "un"


# Networks.


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


# Deciding.


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
