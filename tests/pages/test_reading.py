"""What is known about a page beside its text: its history, figures, source; and refreshing it."""

import hashlib
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from tests.reading import read
from wiki.database import session
from wiki.moderation.deletion import delete_page
from wiki.pages.models import Page
from wiki.titles import Title

COUNT = 47


def shown_numbers(answer) -> list[int]:
    """Numbers of the revisions on a page of a history, in order."""
    return [int(choice["value"]) for choice in read(answer.text).all("input", type="radio", name="diff")]


def step(answer, label: str) -> str | None:
    """Address behind one of the four steps at the foot of a list: 0 newest, 1 newer, 2 older, 3 oldest."""
    items = read(answer.text).one("ul", class_="pager__steps").all("li")
    links = items[["newest", "newer", "older", "oldest"].index(label)].all("a")
    return links[0]["href"] if links else None


@pytest.fixture
def numbers(page) -> list[int]:
    """Revisions of a long history, newest first."""
    return [page("Eau", f"état {number}").revision.id for number in range(COUNT)][::-1]


def test_a_long_history_is_paged_without_gaps_or_doubles_while_people_edit(client, page, numbers):
    answer = client.get("/wiki/Eau?action=history&limit=20")
    seen = shown_numbers(answer)
    while (older := step(answer, "older")) is not None:
        page("Eau", f"état de plus {len(seen)}")
        answer = client.get(older)
        seen += shown_numbers(answer)
    assert seen == numbers


def test_the_way_back_from_the_oldest_revisions(client, numbers):
    first = client.get("/wiki/Eau?action=history&limit=20")
    assert step(first, "newest") is step(first, "newer") is None
    answer = client.get(step(first, "oldest"))
    seen = shown_numbers(answer)
    assert seen == numbers[-20:]
    assert step(answer, "older") is step(answer, "oldest") is None
    while (newer := step(answer, "newer")) is not None:
        answer = client.get(newer)
        seen = shown_numbers(answer) + seen
    assert seen == numbers
    assert step(answer, "newest") is not None or shown_numbers(answer)[0] == numbers[0]


def test_how_many_at_once(client, numbers):
    for limit in (20, 50, 100):
        assert shown_numbers(client.get(f"/wiki/Eau?action=history&limit={limit}")) == numbers[:limit]


def test_strange_parts_of_a_history_do_no_harm(client, numbers):
    for query in (
        "limit=0",
        "limit=-5",
        "limit=10000000",
        "limit=1e9",
        "limit=abc",
        f"before={10**30}",
        f"before={2**63}",
        f"after={-(10**30)}",
        f"after={2**63 - 1}",
        "before=abc",
        "before=-1",
        "after=",
        "before=0",
    ):
        answer = client.get(f"/wiki/Eau?action=history&{query}")
        assert answer.status_code == 200, query
        assert len(shown_numbers(answer)) <= 50


def test_a_short_history_has_no_steps_and_offers_a_comparison(client, page):
    first, second = page("Eau", "un").revision.id, page("Eau", "deux").revision.id
    shown = read(client.get("/wiki/Eau?action=history").text)
    assert shown.all("ul", class_="pager__steps") == []
    form = shown.one("form", class_="history")
    assert (form["action"], form["method"]) == ("/wiki/Eau", "get")
    chosen = {choice["name"]: int(choice["value"]) for choice in form.all("input") if "checked" in choice.attributes}
    assert chosen == {"oldid": first, "diff": second}


def test_a_history_shows_who_when_how_much_and_why(client, page, user):
    alice = user("Alice")
    page("Eau", "un", author=alice, summary="début")
    page("Eau", "un deux", author=alice, summary="suite, voir [[Sol]]")
    newest, oldest = read(client.get("/wiki/Eau?action=history").text).one("ol").all("li")
    assert "suite, voir Sol" in newest.label
    assert newest.links()["Sol"] == "/wiki/Sol?action=edit&redlink=1"
    assert "Alice" in newest.links()
    assert "+5" in newest.label
    assert "début" in oldest.label
    assert len(newest.all("time")) == 1


def test_figures(client, page, user):
    alice, bob = user("Alice"), user("Bob")
    page("Eau", "un", author=alice)
    page("Eau", "Voir [[Sol]], [lien](https://exemple.org/) et {{Avis}}.[^1]\n\n[^1]: Source.", author=bob)
    page("Eau/Prix", "Trois.")
    page("EAU/Autre page", "Une autre.")
    text = client.get("/wiki/Eau?action=raw").get_data()
    rows = {row.one("th").words: row.one("td") for row in read(client.get("/wiki/Eau?action=info").text).all("tr")}
    values = {name: cell.words for name, cell in rows.items()}
    found = session.scalars(select(Page).where(Page.name == "Eau")).one()
    assert str(found.id) in values.values()
    assert str(found.latest_revision_id) in values.values()
    assert hashlib.sha256(text).hexdigest() in values.values()
    assert sum(value == "2" for value in values.values()) >= 2
    assert any("Alice" in value for value in values.values())
    assert any(str(len(text)) in value for value in values.values())
    links = {link["href"] for cell in rows.values() for link in cell.all("a")}
    assert "/wiki/Eau/Prix" in links
    assert "/wiki/EAU/Autre_page" not in links
    assert "/wiki/Mod%C3%A8le:Avis" in {link.partition("?")[0] for link in links}


def test_the_source_is_the_very_text(client, page):
    text = "## Titre\n\n<script>alert(1)</script> é ⚠ {{Avis}}\n\tfin"
    number = page("Eau", text).revision.id
    page("Eau", "autre")
    answer = client.get(f"/wiki/Eau?action=raw&oldid={number}")
    assert answer.get_data(as_text=True) == text
    assert answer.mimetype == "text/markdown"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert client.get("/wiki/Eau?action=raw").get_data(as_text=True) == "autre"


def test_the_source_under_another_title_moves_to_the_right_one(client, page):
    number = page("Eau", "un").revision.id
    page("Sol", "deux")
    answer = client.get(f"/wiki/Sol?action=raw&oldid={number}")
    assert answer.headers["Location"] == f"/wiki/Eau?action=raw&oldid={number}"


def stamp() -> int:
    session.expire_all()
    return session.scalars(select(Page.stamp).where(Page.name == "Eau")).one()


def test_only_a_post_refreshes_a_page(client, page):
    page("Eau", "un")
    before = stamp()
    for ask in (client.get, client.head, client.options):
        assert ask("/wiki/Eau?action=purge").status_code == 200
        assert stamp() == before
    answer = client.post("/wiki/Eau?action=purge")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/Eau")
    assert stamp() > before


def test_what_does_not_exist_has_no_views_but_a_way_on(user, as_user):
    somebody = as_user(user("Mod", groups=("moderator",)))
    for action in ("history", "raw", "info", "purge", "move", "delete", "undo&oldid=1"):
        answer = somebody.get(f"/wiki/Rien?action={action}")
        assert answer.status_code == 404
        links = read(answer.text).one("main").links().values()
        assert "/wiki/Rien?action=edit" in links
        assert any(link.startswith("/special/search?q=Rien") for link in links)


def test_a_missing_page_offers_to_create_it_or_to_search(client):
    answer = client.get("/wiki/Puits_%26_sources")
    assert answer.status_code == 404
    shown = read(answer.text)
    links = shown.one("main").links().values()
    assert "/wiki/Puits_%26_sources?action=edit" in links
    assert "/special/search?q=Puits%20%26%20sources" in links
    assert shown.one("meta", name="robots")["content"] == "noindex"


def test_the_missing_page_of_an_account_leads_to_what_it_wrote(client, user):
    user("Alice Martin")
    links = read(client.get("/wiki/Utilisateur:Alice_Martin").text).one("main").links().values()
    assert "/special/contributions?user=Alice%20Martin" in links
    assert "/wiki/Utilisateur:Alice_Martin?action=edit" in links
    nobody = client.get("/wiki/Utilisateur:Bob_Martin").text
    assert "/special/contributions?user=Bob" not in nobody


def test_a_title_of_another_wiki_leads_there_and_cannot_be_created(client):
    answer = client.get("/wiki/W:en:Water")
    assert answer.status_code == 404
    links = read(answer.text).one("main").links().values()
    assert "https://en.wikipedia.org/wiki/Water" in links
    assert "/special/search?q=W%3Aen%3AWater" in links
    assert not [link for link in links if "action=edit" in link]
    missing = client.get("/wiki/W:en:Water?action=history")
    assert not [link for link in read(missing.text).one("main").links().values() if "action=edit" in link]
    refused = client.get("/wiki/W:en:Water?action=edit")
    assert refused.status_code == 400
    assert "autre wiki" in refused.text


def test_an_unknown_action_is_refused(client, page):
    page("Eau", "un")
    assert client.get("/wiki/Eau?action=explode").status_code == 400


def test_a_page_names_its_address_licence_and_last_change(client, page):
    number = page("Eau", "---\nlicence: CC0 1.0\n---\nUn.").revision.id
    shown = read(client.get("/wiki/Eau").text)
    assert shown.one("link", rel="canonical")["href"].endswith("/wiki/Eau")
    foot = shown.one("footer")
    assert foot.one("a", rel="license").words == "CC0 1.0"
    assert f"/wiki/Eau?oldid={number}" in foot.links().values()
    assert Title.parse("Eau").path == "/wiki/Eau"


def test_a_page_names_its_authors_those_with_most_revisions_first(client, page, user):
    people = [user(f"Personne {letter}") for letter in "ABCDEFG"]
    for person in people:
        page("Eau", f"texte de {person.name}", author=person)
    page("Eau", "encore", author=people[6])
    answer = client.get("/wiki/Eau").text
    names = [meta["content"] for meta in read(answer).all("meta", name="author")]
    assert names == ["Personne G", "Personne A", "Personne B", "Personne C", "Personne D"]
    foot = read(answer).one("ul", class_="site-footer__page").text
    assert "Personne G, Personne A" in foot
    assert "et 2 autres personnes" in foot
    assert read(answer).one("link", rel="license")["href"].startswith("https://creativecommons.org/")


def test_the_name_of_an_author_leads_to_what_there_is(client, page, user, maintenance):
    alice = user("Alice")
    page("Eau", "texte", author=alice)

    def name() -> str:
        return read(client.get("/wiki/Eau").text).one("ul", class_="site-footer__page").links()["Alice"]

    contributions = "/special/contributions?user=Alice"
    assert name() == contributions
    assert client.get(contributions).status_code == 200
    page("Utilisateur:Alice", "Je suis Alice.")
    assert unquote(name()) == "/wiki/Utilisateur:Alice"
    delete_page(maintenance, title=Title.parse("Utilisateur:Alice"), reason="essai")
    assert name() == contributions


def test_comfortable_reading_shows_the_text_alone(client, page):
    page("Eau", "## Source\n\nUne **source**.")
    answer = client.get("/wiki/Eau?action=read")
    assert "<strong>source</strong>" in answer.text
    assert not read(answer.text).all("nav", class_="page-tabs__group")
    assert client.get("/wiki/Rien?action=read").status_code == 404


@pytest.mark.parametrize("address", ["/wiki/Eau", "/special/all-pages", "/special/what-links-here?page=Eau"])
def test_words_of_the_content_say_their_language_where_the_interface_has_another(client, page, address):
    page("Eau", "un")
    page("Source", "[[Eau]]")
    assert not french_titles(client, address)
    client.set_cookie("wiki-language", "en")
    assert french_titles(client, address)


def french_titles(client, address):
    """The titles of pages that are said to be French."""
    said = read(client.get(address).text).one("main").all(lang="fr")
    return [words for words in said if words.words in ("Eau", "Source")]
