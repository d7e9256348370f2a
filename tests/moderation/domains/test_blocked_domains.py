"""Blocked domains: which links are stopped, which are not, until when, and what is noted of it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.moderation.rules.stories import NOON, all_hits, faults, main, write
from wiki import clock
from wiki.database import session, transaction
from wiki.links.hosts import NoDomain, domain_in, host_of, is_within, within
from wiki.logs.models import LogEntry
from wiki.moderation.domains import blocking
from wiki.moderation.domains.models import BlockedDomain
from wiki.pages import finding
from wiki.permissions.authority import PermissionDenied
from wiki.titles import Title

FORM = {"domain": "casino.example", "length": "1w", "reason": "Réclames répétées"}
BLOCK = "/special/blocked-domains/block"


@pytest.fixture(autouse=True)
def _noon():
    with clock.freeze(NOON):
        yield


@pytest.fixture
def alice(user):
    return user("Alice")


@pytest.fixture
def browser(user, as_user):
    return as_user(user("Modératrice", groups=("moderator",)))


def send(browser, **fields):
    session.remove()
    return browser.post(BLOCK, data={**FORM, **fields})


def test_a_new_link_to_a_blocked_domain_is_stopped_and_named(browser, alice, as_user):
    assert send(browser).status_code == 303
    text = "des mots précieux\n\n[ici](https://www.casino.example/venez)"
    answer = write(as_user(alice), text=text, summary="une adresse")
    assert answer.status_code == 403
    form = main(answer)
    refusal = form.one(id="refusal").words
    for words in ("https://www.casino.example/venez", "casino.example", "Réclames répétées"):
        assert words in refusal
    assert form.one("textarea", id="text").text.strip() == text
    assert form.one("input", id="summary")["value"] == "une adresse"
    (hit,) = all_hits()
    assert (hit.taken, hit.domain_id, hit.url) == ("disallow", 1, "https://www.casino.example/venez")
    told = main(browser.get("/special/rule-hits?domain=1"))
    assert "casino.example" in told.words
    assert "Alice" in told.words
    assert "des mots précieux" in main(browser.get(f"/special/rule-hits/{hit.id}")).one("textarea").text
    assert faults() == []


@pytest.mark.parametrize(
    "text",
    [
        "<https://casino.example>",
        "https://CASINO.example./a",
        "[a](//casino.example)",
        "[a](https://moi:secret@casino.example:8080/x)",
        "[a](https://c%61sino.example)",
        "[a](https://casino。example)",
        "![a](https://x.casino.example/y.png)",
        "[a][b]\n\n[b]: https://casino.example",
        "{{Adresse|casino.example}}",
    ],
)
def test_however_it_is_written(browser, alice, as_user, page, text):
    page("Modèle:Adresse", "[ici](https://{{{1}}}/)")
    send(browser)
    assert write(as_user(alice), text=text).status_code == 403


@pytest.mark.parametrize(
    "text", ["https://mon-casino.example", "https://example", "le mot casino.example", "`https://casino.example`"]
)
def test_other_links_and_words_pass(browser, alice, as_user, text):
    send(browser)
    assert write(as_user(alice), text=text).status_code == 303


def test_a_page_that_links_there_already_can_still_be_edited(browser, alice, as_user, page):
    first = page("Eau", "https://casino.example/a").revision.id
    send(browser)
    newcomer = as_user(alice)
    assert write(newcomer, text="https://casino.example/a et de l’eau", base=str(first)).status_code == 303
    latest = str(finding.get_page(Title.parse("Eau")).latest_revision_id)
    assert write(newcomer, text="https://casino.example/a https://casino.example/b", base=latest).status_code == 403
    assert write(newcomer, text="de l’eau", base=latest).status_code == 303


def test_moderators_bots_and_visitors(browser, user, as_user, client):
    send(browser)
    assert write(browser, text="https://casino.example").status_code == 303
    assert write(as_user(user("Robot", groups=("bot",))), "Sol", text="https://casino.example").status_code == 303
    assert write(client, "Air", text="https://casino.example").status_code == 403
    assert "https://casino.example" in main(client.get("/special/rule-hits/1")).one("textarea").text


def test_a_block_ends_by_itself(browser, alice, as_user):
    send(browser, length="1d")
    browser.get("/special/display")
    with clock.freeze(NOON + timedelta(days=1)):
        assert write(as_user(alice), text="https://casino.example").status_code == 303
        assert "casino.example" not in main(browser.get("/special/blocked-domains")).words
        assert "casino.example" in main(browser.get("/special/blocked-domains?state=ended")).words
        assert send(browser).status_code == 303
        assert write(as_user(alice), "Sol", text="https://casino.example").status_code == 403
    assert len(session.scalars(select(BlockedDomain)).all()) == 1
    assert faults() == []


def test_a_block_is_lifted_with_a_reason_and_the_log_tells_all(browser, alice, as_user, client):
    send(browser, length="date", until="2026-03-31")
    listed = main(client.get("/special/blocked-domains")).words
    for words in ("casino.example", "Réclames répétées", "1 avril 2026", "Modératrice"):
        assert words in listed
    path = "/special/blocked-domains/1/lift"
    assert browser.get(path).status_code == 200
    assert browser.post(path, data={"reason": ""}).status_code == 400
    assert browser.post(path, data={"reason": "Une erreur"}).status_code == 303
    assert browser.post(path, data={"reason": "Une erreur"}).status_code == 404
    assert write(as_user(alice), text="https://casino.example").status_code == 303
    log = main(client.get("/special/logs?type=domains")).words
    assert "a bloqué les nouveaux liens vers casino.example jusqu’au 1 avril 2026" in log
    assert "a de nouveau autorisé les liens vers casino.example" in log
    assert "Une erreur" in log
    actions = session.scalars(select(LogEntry.action).where(LogEntry.type == "domains").order_by(LogEntry.id))
    assert actions.all() == ["block", "unblock"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"domain": ""}, "domain"),
        ({"domain": "example"}, "domain"),
        ({"domain": "deux mots.example"}, "domain"),
        ({"length": ""}, "length"),
        ({"length": "date"}, "until"),
        ({"length": "date", "until": "2026-02-28"}, "until"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 401}, "reason"),
    ],
)
def test_a_block_that_cannot_be_is_refused(browser, fields, field):
    answer = send(browser, **fields)
    assert answer.status_code == 400
    assert [link["href"] for link in main(answer).one(id="errors").all("a")] == [f"#{field}"]
    assert session.scalars(select(BlockedDomain)).all() == []


def test_the_second_of_two_moderators_is_told(browser):
    assert send(browser).status_code == 303
    answer = send(browser, domain="https://Casino.example/x")
    assert answer.status_code == 400
    assert "déjà bloqué" in main(answer).one(id="errors").words


def test_only_who_may_blocks(alice, as_user, client, authority_of):
    for reader in (as_user(alice), client):
        assert reader.get(BLOCK).status_code == 403
        assert reader.get("/special/blocked-domains/1/lift").status_code == 403
        assert BLOCK not in reader.get("/special/blocked-domains").text
    with pytest.raises(PermissionDenied):
        blocking.block(authority_of(alice), domain="a.example", length="1d", until=None, reason="x")
    with pytest.raises(PermissionDenied):
        blocking.lift(authority_of(alice), number=1, reason="x")


def test_check_names_a_domain_that_no_link_leads_to(browser):
    send(browser)
    with transaction() as current:
        current.get_one(BlockedDomain, 1).domain = "Casino.example"
    assert faults() == ["blocked domain Casino.example: no link would ever be found to lead there"]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Exemple.org", "exemple.org"),
        ("https://été.example/a", "xn--t-9fab.example"),
        ("https://evil.example\\@good.example/", "evil.example"),
        ("//a.b.example:80?x", "a.b.example"),
        ("http:\\\\a.example", "a.example"),
        ("mailto:a@b.example", ""),
        ("https://[::1]/x", "[::1]"),
        ("https://", ""),
    ],
)
def test_the_host_is_what_a_browser_would_find(url, host):
    assert host_of(url) == host


@pytest.mark.parametrize("typed", ["*.casino.example", ".casino.example", " casino.example ", "http://casino.example/x"])
def test_a_domain_is_understood_as_it_is_typed(typed):
    assert domain_in(typed) == "casino.example"


@given(st.text(max_size=80))
def test_whatever_is_typed_gives_a_normal_domain_or_a_refusal(typed):
    try:
        domain = domain_in(typed)
    except NoDomain:
        return
    assert domain_in(domain) == host_of(f"https://x@{domain}:8/y") == domain
    assert within(domain)[0] == domain
    assert all(is_within(domain, part) for part in within(domain))
