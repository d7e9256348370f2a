"""Addresses of pages: one address for each title, and an explanation for what is none."""

import pytest

from tests.reading import read
from wiki.titles import Title


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Eau potable", "/wiki/Eau_potable"),
        ("eau_potable", "/wiki/Eau_potable"),
        ("_Eau__potable_", "/wiki/Eau_potable"),
        ("Eau%C2%A0potable", "/wiki/Eau_potable"),
        ("Category:eau", "/wiki/Cat%C3%A9gorie:Eau"),
        ("category_Talk:eau", "/wiki/Discussion_cat%C3%A9gorie:Eau"),
        ("CATEGORIE:Eau", "/wiki/Cat%C3%A9gorie:Eau"),
        ("user:alice", "/wiki/Utilisateur:Alice"),
        ("Talk:Eau", "/wiki/Discussion:Eau"),
        (":Eau", "/wiki/Eau"),
        ("E%CC%81cole", "/wiki/%C3%89cole"),
        ("Eau%E2%80%8E", "/wiki/Eau"),
    ],
)
def test_every_spelling_leads_to_the_one_address(client, written, canonical):
    answer = client.get(f"/wiki/{written}?action=edit&section=new")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{canonical}?action=edit&section=new"
    arrived = client.get(answer.headers["Location"])
    assert arrived.status_code == 200


def test_the_address_of_each_title_leads_to_itself(client, page):
    names = [
        "AC/DC",
        "/x",
        "Eau/",
        "C++ & Co",
        "1,5 % d’eau",
        "Qui ? Moi !",
        "Éco:quartier",
        "A=b&c",
        "Zone d'activité",
        "Rue « Neuve »",
        "日本",
        "🌱 Jardin",
        "x/y/z",
        "100 %",
        "Modèle:{A}".replace("{A}", "A"),
        "~2026",
    ]
    for name in names:
        title = Title.parse(name)
        page(name, f"Texte de {name}.")
        answer = client.get(title.path)
        assert answer.status_code == 200, name
        assert read(answer.text).one("h1").words == " ".join(title.shown.split())
        assert client.get(f"{title.path}?action=history").status_code == 200, name


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/wiki/a%7Cb", "forbidden-character"),
        ("/wiki/a%5B%5Bb", "forbidden-character"),
        ("/wiki/%3Cscript%3Ealert(1)%3C/script%3E", "forbidden-character"),
        ("/wiki/50%2525", "percent-sequence"),
        ("/wiki/a%2500b", "percent-sequence"),
        ("/wiki/a%00b", "control-character"),
        ("/wiki/a%0D%0ASet-Cookie:x", "control-character"),
        ("/wiki/a%0A", "control-character"),
        ("/wiki/Eau%E2%80%8Bpotable", "invisible-character"),
        ("/wiki/a/%2E%2E/b", "relative-path"),
        ("/wiki/%2E%2E/%2E%2E/etc/passwd", "relative-path"),
        ("/wiki/%252e%252e/x", "percent-sequence"),
        ("/wiki/" + "a" * 256, "too-long"),
        ("/wiki/" + "%C3%A9" * 128, "too-long"),
        ("/wiki/" + "a" * 20_000, "too-long"),
        ("/wiki/Cat%C3%A9gorie:", "empty-name"),
        ("/wiki/_", "empty"),
        ("/wiki/::", "leading-colon"),
        ("/wiki/&%23233;", "character-reference"),
        ("/wiki/~~~~", "signature"),
        ("/wiki/%FF%FE", "invalid-character"),
        ("/wiki/Talk:Category:Eau", "talk-of-namespace"),
    ],
)
def test_what_is_no_title_is_explained_and_the_nearest_one_proposed(client, path, rule):
    answer = client.get(path)
    assert answer.status_code == 400
    shown = read(answer.text)
    assert rule in {code.words for code in shown.all("code")}
    proposals = [link["href"] for link in shown.one("main").all("a") if link["href"].startswith("/wiki/")]
    assert len(proposals) == (0 if rule in ("empty", "empty-name", "leading-colon") or path == "/wiki/%FF%FE" else 1)
    for proposal in proposals:
        assert client.get(proposal).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_action_on_what_is_no_title_is_refused(client, method):
    for action in ("view", "edit", "history", "raw", "delete", "move"):
        answer = getattr(client, method)(f"/wiki/a%7Cb?action={action}")
        assert answer.status_code == 400
        assert "forbidden-character" in answer.text


def test_what_was_typed_into_a_form_of_a_bad_title_is_given_back(client):
    answer = client.post("/wiki/a%7Cb?action=edit", data={"text": "des mots précieux"})
    assert answer.status_code == 400
    assert read(answer.text).one("textarea").words == "des mots précieux"


def test_dots_that_a_browser_would_drop_never_leave_the_wiki(client):
    for path in ("/wiki/../x", "/wiki/./x", "/wiki/..", "/wiki/a/../../x"):
        assert client.open(path).status_code in (301, 400, 404)


@pytest.mark.parametrize("name", ["Spécial", "Special", "special", "SPECIAL"])
def test_special_pages_are_reached_by_title(client, name):
    answer = client.get(f"/wiki/{name}:Recent-changes?limit=50", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path == "/special/recent-changes"
    assert answer.request.args["limit"] == "50"


def test_a_special_page_that_does_not_exist(client):
    answer = client.get("/wiki/Spécial:N’importe_quoi", follow_redirects=True)
    assert answer.status_code == 404


def test_special_pages_cannot_be_edited_moved_or_deleted(user, as_user):
    moderator = as_user(user("Mod", groups=("moderator",)))
    for action in ("edit", "move", "delete"):
        answer = moderator.get(f"/wiki/Spécial:Recent-changes?action={action}", follow_redirects=True)
        assert answer.request.path.startswith("/special/")
        refused = moderator.post(f"/wiki/Spécial:Recent-changes?action={action}", data={"text": "x", "reason": "x"})
        assert refused.status_code in (302, 400)


def test_redirects_of_addresses_stay_on_this_site(client):
    for path in (
        "/wiki//evil.example",
        "/wiki/%2F%2Fevil.example",
        "/wiki/%5C%5Cevil.example",
        "/wiki/:%2F%2Fevil.example",
        "/wiki/http:%2F%2Fevil.example",
        "/wiki/_//evil.example",
    ):
        answer = client.get(path)
        if answer.status_code in (301, 302):
            assert answer.headers["Location"].startswith("/wiki/")
        else:
            assert answer.status_code in (400, 404)
