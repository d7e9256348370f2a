"""Feeds as a feed reader meets them: well-formed whatever people write, about nothing that may not be seen, and
answered in a word when nothing is new."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from tests.reading import read
from tests.test_statements import counted
from tests.web.test_injection import PAYLOADS, legal
from wiki import clock
from wiki.database import transaction
from wiki.editing.moving import move_page
from wiki.feeds.atom import Entry, Feed, written
from wiki.feeds.excerpts import LINE, ROWS, changed_lines
from wiki.moderation.deletion import delete_page
from wiki.pages.models import Revision
from wiki.pages.visibility import Hidden
from wiki.search import worker
from wiki.titles import Title

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"

RECENT = "/special/recent-changes?feed=atom"
HISTORY = "/wiki/Eau?action=history&feed=atom"
CATEGORY = "/wiki/Catégorie:Inondation?feed=atom"
PROFILE = "/wiki/Profil:Citoyen?feed=atom"
SEARCH = "/special/search?q=rivière&feed=atom"
EVERY = (RECENT, HISTORY, CATEGORY, PROFILE, SEARCH)


def checked(document: bytes) -> ElementTree.Element:
    """The feed in `document`, found to have all that RFC 4287 asks of it."""
    root = ElementTree.fromstring(document)
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") in ("fr", "en")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == root.findtext(f"{ATOM}id")
    assert root.findtext(f"{ATOM}rights")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(names)) == len(names)
    for element in (root, *entries):
        assert MOMENT.fullmatch(element.findtext(f"{ATOM}updated"))
        assert len(element.findall(f"{ATOM}title")) == len(element.findall(f"{ATOM}id")) == 1
        (alternate,) = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert alternate.get("href").startswith(f"{SITE}/")
    for entry in entries:
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert all(summary.get("type") == "html" for summary in entry.findall(f"{ATOM}summary"))
    return root


def feed(browser, address: str) -> ElementTree.Element:
    response = browser.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/atom+xml"
    return checked(response.data)


def told(root: ElementTree.Element, what: str = "title") -> list[str]:
    return [entry.findtext(f"{ATOM}{what}") or "" for entry in root.findall(f"{ATOM}entry")]


@pytest.fixture
def eau(page, user):
    """A page in a category, for a profile, changed once, and known to the search."""
    alice = user("Alice")
    with clock.freeze(NOON - timedelta(hours=2)):
        page("Eau", "La rivière monte.\n", author=alice, summary="premier jet")
    with clock.freeze(NOON):
        page(
            "Eau",
            "La rivière descend.\n\n[[Catégorie:Inondation]] [[Profil:Citoyen]]",
            author=alice,
            summary="voir [[Sol]]",
        )
    worker.catch_up()
    with clock.freeze(NOON + timedelta(hours=1)):
        yield


@pytest.mark.usefixtures("eau")
@pytest.mark.parametrize("address", EVERY)
def test_every_feed_is_whole(client, address):
    root = feed(client, address)
    assert any("Eau" in title for title in told(root))
    assert root.findtext(f"{ATOM}updated") == "2026-05-04T10:00:00Z"
    assert {entry.findtext(f"{ATOM}author/{ATOM}name") for entry in root.findall(f"{ATOM}entry")} == {"Alice"}


@pytest.mark.usefixtures("eau")
def test_a_change_says_what_changed_with_links_that_lead_here(client):
    newest, oldest = feed(client, HISTORY).findall(f"{ATOM}entry")
    html = read(newest.findtext(f"{ATOM}summary"))
    assert html.one("del").text == "monte"
    assert "descend" in [element.text for element in html.all("ins")]
    assert html.links()["Sol"].startswith(f"{SITE}/wiki/Sol")
    assert newest.find(f"{ATOM}link").get("href").startswith(f"{SITE}/wiki/Eau?diff=prev&oldid=")
    assert oldest.findtext(f"{ATOM}title") == "Eau – premier jet"


@pytest.mark.usefixtures("eau")
def test_lists_of_pages_show_how_each_begins_and_a_search_what_was_found(client):
    for address in (CATEGORY, PROFILE, SEARCH):
        (summary,) = told(feed(client, address), "summary")
        assert read(summary).words.startswith("La rivière descend.")
        assert "Catégorie" not in summary
    assert "<b>rivière</b>" in summary
    assert told(feed(client, "/profil/citoyen?feed=atom")) == ["Eau"]
    assert told(feed(client, "/wiki/Eau?feed=atom")) == told(feed(client, HISTORY))


@pytest.mark.usefixtures("eau")
def test_the_filters_of_the_list_are_those_of_its_feed(client, page, maintenance):
    page("Modèle:Avis", "avis")
    move_page(maintenance, title=Title.parse("Eau"), target=Title.parse("Eaux"), reason="pluriel")
    assert told(feed(client, f"{RECENT}&namespace=10")) == ["Modèle:Avis"]
    assert any("a renommé la page" in title and "Eaux" in title for title in told(feed(client, RECENT)))
    assert not any("renommé" in title for title in told(feed(client, f"{RECENT}&type=edit&type=new")))
    assert client.get(f"{RECENT}&namespace=9999").status_code == 400


@pytest.mark.usefixtures("eau")
@pytest.mark.parametrize("address", [address for address in EVERY if address is not RECENT])
def test_pages_offer_their_feed_to_the_browser_and_to_the_eye(client, address):
    shown = read(client.get(address.replace("&feed=atom", "").replace("?feed=atom", "")).get_data(as_text=True))
    (offer,) = shown.all("link", type="application/atom+xml")
    assert shown.links()["Flux (Atom)"] == offer["href"]
    assert told(feed(client, offer["href"])) == told(feed(client, address))


def test_nothing_is_offered_where_there_is_no_feed(client, page):
    page("Eau", "texte")
    for address in (
        "/wiki/Eau",
        "/wiki/Rien?action=history",
        "/special/search",
        "/wiki/Catégorie:Rien",
        "/profil/rien",
    ):
        assert "application/atom+xml" not in client.get(address).get_data(as_text=True)
    for address in ("/wiki/Rien?action=history", "/wiki/Catégorie:Rien?", "/wiki/Profil:Rien?", "/profil/rien?"):
        assert client.get(f"{address}&feed=atom").status_code == 404
    refused = client.get("/special/logs?feed=atom")
    assert refused.status_code == 404
    assert "Cette liste n’a pas de flux." in refused.text
    assert client.get("/wiki/eau?feed=atom").headers["Location"].endswith("/wiki/Eau?feed=atom")
    assert told(feed(client, "/wiki/Catégorie:Commune?feed=atom")) == []


@pytest.mark.usefixtures("eau")
@pytest.mark.parametrize("address", EVERY)
def test_what_is_not_new_is_answered_in_a_word(client, page, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    since = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    page("Eau", "La rivière déborde.\n\n[[Catégorie:Inondation]] [[Profil:Citoyen]]")
    worker.catch_up()
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.usefixtures("eau")
def test_nothing_is_written_for_a_reader_who_has_it_all(client):
    with counted() as whole:
        first = client.get(RECENT)
    with counted() as short:
        client.get(RECENT, headers={"If-None-Match": first.headers["ETag"]})
    assert len(short) <= 6 < len(whole)


@pytest.mark.usefixtures("eau")
def test_feeds_of_people_are_kept_by_them_alone(client, user, as_user):
    assert client.get(RECENT).headers["Cache-Control"] == "public, no-cache"
    answer = as_user(user("Bob")).get(RECENT)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["ETag"] != client.get(RECENT).headers["ETag"]
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.usefixtures("eau")
@pytest.mark.parametrize("address", EVERY)
def test_a_deleted_page_is_in_no_feed_of_those_who_may_not_see_it(client, user, as_user, maintenance, address):
    before = client.get(address).headers["ETag"]
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    worker.catch_up()
    answer = client.get(address, headers={"If-None-Match": before})
    assert answer.status_code in (200, 404)
    for secret in ("Alice", "monte", "descend", "premier jet"):
        assert secret not in answer.get_data(as_text=True)
    if address is RECENT:
        shown = as_user(user("Modo", groups=("moderator",))).get(address).get_data(as_text=True)
        assert "premier jet" in shown
        assert "monte" in shown


@pytest.mark.usefixtures("eau")
@pytest.mark.parametrize("address", [RECENT, HISTORY])
def test_what_a_hidden_revision_said_is_in_no_comparison_with_it(client, page, address):
    before = client.get(address)
    assert "monte" in before.get_data(as_text=True)
    with transaction() as current:
        current.execute(update(Revision).where(Revision.summary == "premier jet").values(hidden=int(Hidden.DELETED)))
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "monte" not in after.get_data(as_text=True)
    assert "premier jet" not in after.get_data(as_text=True)


def test_feeds_are_read_by_those_who_may_read(client, page, wiki_database):
    page("Eau", "texte")
    with transaction() as current:
        current.connection().exec_driver_sql("DELETE FROM group_right WHERE \"right\" = 'read'")
    for address in (RECENT, HISTORY):
        assert client.get(address).status_code == 403


def test_hostile_words_stay_words(client, page):
    for payload in PAYLOADS:
        page(str(legal(payload) or "Eau"), f"{payload}\n\n[[Catégorie:Mal]]", summary=payload)
    for address in (RECENT, "/wiki/Catégorie:Mal?feed=atom"):
        for summary in told(feed(client, address), "summary"):
            elements = read(summary).all()
            assert {element.tag for element in elements} <= {"", "p", "ins", "del", "a", "b", "span"}
            assert all(set(element.attributes) <= {"href", "class", "rel", "title"} for element in elements)
            assert all(element["href"].startswith(f"{SITE}/wiki/") for element in elements if element.tag == "a")


@given(st.text(), st.text())
def test_any_text_gives_well_formed_xml(title, html):
    entry = Entry("tag:x,2026:page/1", title, f"{SITE}/", title or "x", NOON, html)
    document = written(Feed(title, f"{SITE}/?feed=atom", f"{SITE}/", "fr", "Wiki", "CC BY-SA 4.0", "", (entry,)))
    legal = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", html)
    assert checked(document.replace(b"<name />", b"<name>x</name>")).findtext(
        f"{ATOM}entry/{ATOM}summary", ""
    ) == legal.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(alphabet="ab<>&[]{}|#*` \n!()", max_size=80), st.text(alphabet="ab<>&\n ", max_size=80))
def test_pieces_of_texts_are_bounded_and_escaped(old, new):
    shown = read(str(changed_lines(old, new)))
    assert {element.tag for element in shown.all()} <= {"", "p", "ins", "del"}
    assert len(shown.all("p")) <= ROWS + 1


def test_a_long_line_is_cut():
    assert len(str(changed_lines("", "mot " * 5000))) < LINE + 100


def test_a_long_feed_costs_as_much_as_a_short_one(client, page, user):
    people = [user(f"Personne {number}") for number in range(4)]
    addresses = (RECENT, HISTORY, CATEGORY, PROFILE, "/special/search?q=texte&feed=atom")
    counts = []
    client.get(addresses[-1])  # reads the vocabulary, once for all
    for start in (0, 6):
        for number in range(start, start * 4 + 6):
            text = f"texte {number} [[Catégorie:Inondation]] [[Profil:Citoyen]]"
            page(f"Page {number}", text, author=people[number % 4], summary=f"voir [[Lien {number}]]")
            page("Eau", f"état {number}", author=people[number % 4], summary=f"voir [[Lien {number}]]")
        worker.catch_up()
        found = []
        for address in addresses:
            with counted() as statements:
                feed(client, address)
            found.append(len(statements))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 16


def test_a_feed_has_fifty_entries_at_the_most(client, page):
    for number in range(55):
        page("Eau", f"état {number}")
    titles = told(feed(client, f"{HISTORY}&limit=500"))
    assert len(titles) == 50


def test_a_narrowed_search_has_a_narrowed_feed(client, page):
    page("Crue", "L’eau monte. [[Catégorie:Inondation]] [[Profil:Citoyen]]")
    page("Digue", "L’eau est retenue. [[Catégorie:Inondation]]")
    page("Marché", "L’eau du marché.")
    worker.catch_up()
    search = "/special/search?q=eau"
    assert sorted(told(feed(client, f"{search}&feed=atom"))) == ["Crue", "Digue", "Marché"]
    shown = read(client.get(f"{search}&enjeux=inondation").text)
    (offer,) = shown.all("link", type="application/atom+xml")
    assert sorted(told(feed(client, offer["href"]))) == ["Crue", "Digue"]
    assert told(feed(client, f"{search}&enjeux=inondation&profil=citoyen&feed=atom")) == ["Crue"]
    lens = feed(client, f"{search}&enjeux=inondation&lens=professionnel&feed=atom")
    assert sorted(told(lens)) == ["Crue", "Digue"], "a lens hides nothing"


def test_feeds_are_in_atom_and_a_search_without_words_has_none(client, page):
    page("Eau", "texte")
    for address in ("/special/search?q=eau", "/special/search?q=", "/special/recent-changes?", "/wiki/Eau?"):
        refused = client.get(f"{address}&feed=rss")
        assert refused.status_code == 404
        assert "Les flux sont au format Atom seulement" in refused.text
    refused = client.get("/special/search?q=&feed=atom")
    assert refused.status_code == 404
    assert "Cette liste n’a pas de flux." in refused.text


def test_pages_begin_in_a_feed_as_they_do_in_lists(client, page):
    before, after = "# Crue\n\n!!! note\n\n- [ ] à faire\n\n", "\n\n[^1]: Une note.\n\n[[Profil:Citoyen]]"
    page("Crue", f"{before}Des rives **exposées**[^1]. Et l’eau.{after}")
    page("Vide", "[[Profil:Citoyen]]")
    entries = feed(client, "/profil/citoyen?feed=atom").findall(f"{ATOM}entry")
    summaries = {entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}summary") for entry in entries}
    assert summaries == {"Crue": "<p>Des rives exposées. Et l’eau.</p>", "Vide": None}


def test_a_change_without_a_summary_leaves_no_empty_paragraph(client, page):
    page("Eau", "texte")
    (summary,) = told(feed(client, RECENT), "summary")
    assert summary.startswith("<p>Variation")
