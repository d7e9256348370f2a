"""Errors are pages that people understand: the right status, what happened, a way on, and what they had typed."""

import pytest
from sqlalchemy import delete

from tests.conftest import settings_in
from tests.reading import read
from wiki.app import MAX_REQUEST, create_app
from wiki.database import transaction
from wiki.moderation.deletion import delete_page
from wiki.pages import views
from wiki.permissions.models import GroupRight
from wiki.titles import Title

PRECIOUS = "des mots précieux <b>&amp;\n\nsur deux lignes"


def main(answer):
    return read(answer.text).one("main")


def typed(answer) -> list[str]:
    """What the text areas of an answer hold."""
    texts = [area.text.replace("\r\n", "\n") for area in read(answer.text).all("textarea")]
    return [text.removeprefix("\n").removesuffix("\n") for text in texts]


@pytest.fixture
def client(app):
    """Somebody who reads in English."""
    browser = app.test_client()
    browser.set_cookie("wiki-language", "en")
    return browser


@pytest.fixture
def production(app, client):
    """A browser on the application as it answers in production, where a fault becomes a page."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    return client


def test_an_address_that_leads_nowhere(client):
    answer = client.get("/n/existe/pas")
    assert answer.status_code == 404
    shown = main(answer)
    assert "Not found" in shown.one("h1").words
    assert "/" in shown.links().values()
    assert read(answer.text).all("form", role="search")


def test_a_missing_right_is_named_with_the_groups_that_have_it(client, page):
    page("Eau", "texte")
    answer = client.get("/wiki/Eau?action=delete")
    assert answer.status_code == 403
    words = main(answer).words
    assert "delete" in words
    assert "Delete pages" in words
    assert "Moderators, Administrators" in words or "Administrators, Moderators" in words
    assert "/special/group-rights" in main(answer).links().values()
    assert "permission-denied" in words


def test_a_right_that_nobody_has_names_no_group(client, page):
    page("Eau", "texte")
    with transaction() as current:
        current.execute(delete(GroupRight).where(GroupRight.right == "delete"))
    assert client.get("/wiki/Eau?action=delete").status_code == 403


def test_what_cannot_be_taken_because_of_its_size(client):
    answer = client.post("/wiki/Eau?action=edit", data={"text": "x" * (MAX_REQUEST + 1)})
    assert answer.status_code == 413
    assert "Too large" in main(answer).words


def test_a_way_of_asking_that_an_address_does_not_know(client):
    answer = client.post("/special/recent-changes")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Not possible" in main(answer).words


def test_a_fault_of_ours_keeps_what_was_typed_and_tells_nothing_of_the_inside(production, page, monkeypatch):
    def broken(*_arguments, **_more):
        raise RuntimeError("secret detail of the inside")

    monkeypatch.setitem(views.actions, "edit", broken)
    data = {"text": PRECIOUS, "summary": "un résumé", "password": "un mot de passe"}
    answer = production.post("/wiki/Eau?action=edit", data=data)
    assert answer.status_code == 500
    assert PRECIOUS in typed(answer)
    assert "un résumé" in typed(answer)
    for secret in ("secret detail", "RuntimeError", "Traceback", "un mot de passe", "/wiki/pages", ".py"):
        assert secret not in answer.text
    assert "Something broke" in main(answer).words


def test_a_fault_in_the_middle_of_a_save_keeps_what_was_typed(production, page, monkeypatch):
    page("Eau", "avant")

    def broken(*_arguments, **_more):
        raise OSError("disk full")

    monkeypatch.setattr("wiki.editing.saving.publish", broken)
    data = {"text": PRECIOUS, "base": "", "section": "", "theirs": ""}
    answer = production.post("/wiki/Sol?action=edit", data=data)
    assert answer.status_code == 500
    assert PRECIOUS in typed(answer)
    assert production.get("/wiki/Sol").status_code == 404
    assert production.get("/wiki/Eau").status_code == 200


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"text": PRECIOUS, "summary": "x" * 501}, 400),
        ({"text": PRECIOUS, "base": "999999"}, 409),
        ({"text": PRECIOUS, "section": "abc"}, 404),
        ({"text": PRECIOUS, "section": "9" * 400}, 404),
        ({"text": PRECIOUS, "theirs": "999999"}, 404),
        ({"text": PRECIOUS, "theirs": "9" * 400, "base": "²"}, 200),
    ],
)
def test_every_refusal_of_a_save_gives_the_form_back_with_the_text(client, page, data, status):
    page("Sol", "un autre texte")
    filled = {"base": "", "section": "", "theirs": "", "summary": "", **data}
    if status == 200:
        filled["preview"] = "1"
    answer = client.post("/wiki/Nouvelle_page?action=edit", data=filled)
    assert answer.status_code == status
    assert PRECIOUS in typed(answer)


def test_who_lost_the_right_to_edit_keeps_the_text(client, page):
    page("Eau", "texte")
    with transaction() as current:
        current.execute(delete(GroupRight).where(GroupRight.right == "edit"))
    data = {"text": PRECIOUS, "base": "", "section": "", "theirs": "", "summary": ""}
    answer = client.post("/wiki/Eau?action=edit", data=data)
    assert answer.status_code == 403
    assert PRECIOUS in typed(answer)


def test_a_page_deleted_meanwhile_gives_the_text_back_and_can_be_written_anew(client, page, maintenance):
    base = page("Eau", "texte").revision.id
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    data = {"text": PRECIOUS, "base": base, "section": "", "theirs": "", "summary": ""}
    answer = client.post("/wiki/Eau?action=edit", data=data)
    assert answer.status_code == 409
    assert PRECIOUS in typed(answer)
    form = read(answer.text).one("form", class_="edit-form")
    again = {field["name"]: field["value"] for field in form.all("input") if field["name"]}
    again = {name: value for name, value in again.items() if name in ("base", "section", "theirs")}
    saved = client.post("/wiki/Eau?action=edit", data={**again, "text": PRECIOUS, "summary": ""})
    assert saved.status_code == 303


def test_errors_speak_the_readers_language(app, client):
    french, english = app.test_client().get("/n/existe/pas"), client.get("/n/existe/pas")
    assert read(french.text).one("html")["lang"] == "fr"
    assert read(english.text).one("html")["lang"] == "en"


def test_a_site_in_english_says_so_to_those_who_chose_nothing(settings):
    app = create_app(settings_in(settings.data, SITE_LANGUAGE="en"))
    assert read(app.test_client().get("/rien").text).one("html")["lang"] == "en"
    browser = app.test_client()
    browser.set_cookie("wiki-language", "fr")
    assert read(browser.get("/rien").text).one("html")["lang"] == "fr"


def test_the_health_of_the_wiki(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
