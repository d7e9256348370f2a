"""Editing in a browser without scripts, from the first visit to the saved page."""

import re
from html import unescape

import pytest
from sqlalchemy import delete, select

from tests.reading import read
from wiki.database import session, transaction
from wiki.editing import saving
from wiki.pages import finding, rendering
from wiki.permissions.models import GroupRight
from wiki.titles import Title
from wiki.users.models import User


def send(client, path, text, *, base="", summary="", section="", **more):
    data = {"text": text, "base": base, "summary": summary, "section": section, "theirs": "", **more}
    return client.post(f"{path}?action=edit", data=data)


def latest(name):
    session.expire_all()
    return finding.get_page(Title.parse(name)).latest_revision_id


def text_of(name):
    """The text of a page and the line end that is not stored."""
    session.expire_all()
    return finding.latest_text(finding.get_page(Title.parse(name))) + "\n"


def shown_text(response):
    """What the text area of a form holds."""
    found = re.search(r'<textarea[^>]*name="text"[^>]*>\r?\n?(.*?)</textarea>', response.text, re.DOTALL)
    return unescape(found[1])


def test_a_visitor_edits_without_an_account_and_keeps_her_name_on_this_device(client, page):
    page("Eau", "Une phrase fausse.")
    form = client.get("/wiki/Eau?action=edit")
    assert "Une phrase fausse." in shown_text(form)
    answer = send(client, "/wiki/Eau", "Une phrase juste.", base=latest("Eau"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/Eau")
    read = client.get("/wiki/Eau")
    assert "Une phrase juste." in read.text
    name = re.search(r"~20\d\d-\d+", read.text)[0]
    send(client, "/wiki/Eau", "Une phrase plus juste.", base=latest("Eau"))
    history = client.get("/wiki/Eau?action=history").text
    assert set(re.findall(r"~20\d\d-\d+", history)) == {name}


def test_the_address_of_a_visitor_is_stored_nowhere(app, settings, page):
    visitor = app.test_client()
    address = "203.0.113.77"
    visitor.post(
        "/wiki/Eau?action=edit",
        data={"text": "bonjour", "base": "", "section": "", "theirs": ""},
        environ_overrides={"REMOTE_ADDR": address},
    )
    assert text_of("Eau") == "bonjour\n"
    for path in settings.data.rglob("*"):
        if path.is_file():
            assert address.encode() not in path.read_bytes(), path


def test_preview_shows_the_very_html_of_the_page(client, page):
    text = "## Titre\n\nUn *mot* et [[Lien]].\n"
    preview = send(client, "/wiki/Eau", text, preview="1")
    assert shown_text(preview).strip() == text.strip()
    fragment = client.post(
        "/wiki/Eau?action=edit",
        data={"text": text, "base": "", "section": "", "theirs": "", "preview": "1"},
        headers={"X-Requested-With": "fetch"},
    ).text
    assert fragment in preview.text
    assert finding.find_page(Title.parse("Eau")) is None


def test_changes_are_shown_before_saving(client, page):
    page("Eau", "L’eau est rare.\n")
    answer = send(client, "/wiki/Eau", "L’eau est chère.\n", base=latest("Eau"), changes="1")
    assert re.search(r"<del>[^<]*rare", answer.text)
    assert re.search(r"<ins>[^<]*chère", answer.text)
    assert text_of("Eau") == "L’eau est rare.\n"


def test_a_collision_is_resolved_without_scripts_and_loses_nothing(client, page):
    base = page("Eau", "L’eau est rare.\n\nFin.\n").revision.id
    page("Eau", "L’eau est très chère.\n\nFin.\n")
    refused = send(client, "/wiki/Eau", "L’eau est bien fragile.\n\nFin.\n", base=base)
    assert refused.status_code == 409
    assert "bien fragile" in refused.text
    assert "très chère" in refused.text
    fields = dict(re.findall(r'<input type="hidden" name="(base|theirs)" value="(\d+)"', refused.text))
    choices = set(re.findall(r'name="(choice-\d+)"', refused.text))
    mine = shown_text(refused)
    unanswered = client.post("/wiki/Eau?action=edit", data={"text": mine, **fields})
    assert unanswered.status_code == 409
    assert "bien fragile" in unanswered.text
    answers = dict.fromkeys(choices, "both")
    saved = client.post("/wiki/Eau?action=edit", data={"text": mine, "section": "", **fields, **answers})
    assert saved.status_code == 303
    assert "bien fragile" in text_of("Eau")
    assert "très chère" in text_of("Eau")
    assert text_of("Eau").count("Fin.") == 1


@pytest.mark.parametrize("size", [2 * 1024 * 1024 + 10])
def test_a_text_that_is_too_long_comes_back_whole(client, size):
    text = "mot " * (size // 4)
    answer = send(client, "/wiki/Eau", text)
    assert answer.status_code == 413
    assert shown_text(answer).strip() == text.strip()


def test_a_rate_limit_keeps_the_text(client):
    for number in range(8):
        assert send(client, f"/wiki/Page_{number}", "texte").status_code == 303
    answer = send(client, "/wiki/Page_9", "des mots précieux", summary="pourquoi")
    assert answer.status_code == 429
    assert "des mots précieux" in shown_text(answer)
    assert "pourquoi" in answer.text


def test_a_form_without_its_token_is_refused_and_keeps_the_text(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = send(client, "/wiki/Eau", "des mots précieux")
    assert answer.status_code == 400
    assert "des mots précieux" in answer.text
    assert finding.find_page(Title.parse("Eau")) is None


def test_a_form_from_another_site_is_refused(client):
    data = {"text": "publicité", "base": "", "section": "", "theirs": ""}
    answer = client.post("/wiki/Eau?action=edit", data=data, headers={"Origin": "https://ailleurs.example"})
    assert answer.status_code == 400
    assert finding.find_page(Title.parse("Eau")) is None


def test_get_changes_nothing(client, page):
    page("Eau", "un")
    before = latest("Eau")
    for query in (
        "action=edit",
        "action=delete",
        "action=move",
        "action=purge",
        "action=watch",
        "action=restore&oldid=1",
    ):
        client.get(f"/wiki/Eau?{query}&text=deux&save=1&reason=x&target=Y")
    assert latest("Eau") == before


def test_undo_and_restore(client, page, user, as_user):
    alice = as_user(user("Alice"))
    page("Eau", "un\n\ndeux\n\ntrois\n")
    middle = page("Eau", "un\n\ndeux bis\n\ntrois\n").revision.id
    page("Eau", "un\n\ndeux bis\n\ntrois bis\n")
    form = alice.get(f"/wiki/Eau?action=undo&oldid={middle}")
    assert shown_text(form).strip() == "un\n\ndeux\n\ntrois bis"
    done = send(alice, "/wiki/Eau", shown_text(form), base=latest("Eau"), undo=middle)
    assert done.status_code == 303
    assert "deux bis" not in text_of("Eau")
    again = alice.get(f"/wiki/Eau?action=undo&oldid={middle}")
    assert again.status_code == 409
    confirm = alice.get(f"/wiki/Eau?action=restore&oldid={middle}")
    assert confirm.status_code == 200
    assert alice.post(f"/wiki/Eau?action=restore&oldid={middle}", data={"summary": "retour"}).status_code == 303
    assert text_of("Eau") == "un\n\ndeux bis\n\ntrois\n"


def test_the_revision_that_began_a_page_is_not_undone(client, page):
    first = page("Eau", "Un texte.").revision.id
    page("Eau", "Un autre texte.")
    answer = client.get(f"/wiki/Eau?action=undo&oldid={first}")
    assert answer.status_code == 400
    assert "aucun texte ne la précède" in answer.text
    page("Air", "Un texte.")
    assert client.get(f"/wiki/Air?action=undo&oldid={first}").status_code == 404


def test_the_summary_of_an_undo_speaks_the_wikis_language(client, page, user, as_user):
    page("Eau", "un\n", author=user("Bob"))
    number = page("Eau", "deux\n", author=user("Carole")).revision.id
    alice = as_user(user("Alice", language="en"))
    form = read(alice.get(f"/wiki/Eau?action=undo&oldid={number}").text)
    assert form.one("input", name="summary")["value"] == (
        f"Annulation de la version {number} de [[Utilisateur:Carole|Carole]]"
    )
    alice.post(f"/wiki/Eau?action=restore&oldid={number - 1}", data={"summary": "plus juste"})
    assert finding.latest_revision(finding.get_page(Title.parse("Eau"))).summary == (
        f"Retour à la version {number - 1}\xa0: plus juste"
    )


def test_a_section_is_edited_alone(client, page):
    page("Eau", "Intro\n\n## Un\n\npremier\n\n## Deux\n\nsecond\n")
    form = client.get("/wiki/Eau?action=edit&section=1")
    assert shown_text(form).strip() == "## Un\n\npremier"
    saved = send(client, "/wiki/Eau", "## Un\n\npremier revu\n", base=latest("Eau"), section="1")
    assert saved.headers["Location"] == "/wiki/Eau#Un"
    assert text_of("Eau") == "Intro\n\n## Un\n\npremier revu\n\n## Deux\n\nsecond\n"
    assert client.get("/wiki/Eau?action=edit&section=9").status_code == 404


def test_an_illegal_title_is_explained_and_a_legal_one_proposed(client):
    answer = client.get("/wiki/a%7Cb%5B%5D")
    assert answer.status_code == 400
    assert 'href="/wiki/' in answer.text
    assert "invalid" not in answer.text.lower() or "|" in unescape(answer.text)


def test_a_note_that_is_called_but_not_written_is_told_after_saving(client):
    assert send(client, "/wiki/Eau", "Un fait[^1].").status_code == 303
    read = client.get("/wiki/Eau").text
    assert 'class="cdx-message cdx-message--block cdx-message--warning"' in read


def temporary_accounts():
    session.expire_all()
    return list(session.scalars(select(User).where(User.expires_at.is_not(None))))


def test_a_visitor_whose_signed_message_collides_keeps_the_name_that_it_was_signed_with(client, page):
    base = page("Discussion:Eau", "Une question.").revision.id
    page("Discussion:Eau", "Une tout autre question.")
    answer = send(client, "/wiki/Discussion:Eau", "Ma question. ~~~~", base=base)
    assert answer.status_code == 409
    (account,) = temporary_accounts()
    assert account.name in answer.text
    mine = f"Ma question. [[Utilisateur:{account.name}"
    assert mine in unescape(answer.text)
    again = send(client, "/wiki/Discussion:Eau", "Ma question. ~~~~", base=latest("Discussion:Eau"))
    assert again.status_code == 303
    assert mine in text_of("Discussion:Eau")
    (author,) = temporary_accounts()
    assert finding.latest_revision(finding.get_page(Title.parse("Discussion:Eau"))).user_id == author.id


@pytest.mark.parametrize(
    ("name", "text", "more"),
    [
        ("Eau", "Un tout autre mot.", {"base": "first"}),
        ("Discussion:Sol", "x ~~~~", {"summary": "long " * 200}),
        ("Discussion:Sol", "", {}),
        ("Eau", "Le texte d’à présent.", {"base": "latest"}),
    ],
    ids=["conflict", "signed, bad summary", "empty", "unchanged"],
)
def test_no_account_comes_to_be_where_nothing_is_written(client, page, name, text, more):
    first = page("Eau", "Le texte d’avant.").revision.id
    page("Eau", "Le texte d’à présent.")
    known = {"first": first, "latest": latest("Eau")}
    send(client, f"/wiki/{name}", text, **{**more, "base": known.get(more.get("base"), "")})
    assert temporary_accounts() == []


def test_a_save_that_fails_in_its_transaction_leaves_no_account(client, monkeypatch):
    def fail(*_arguments, **_more):
        raise rendering.RenderingBusy

    monkeypatch.setattr(saving, "publish", fail)
    assert send(client, "/wiki/Eau", "bonjour").status_code == 503
    assert temporary_accounts() == []
    monkeypatch.undo()
    assert send(client, "/wiki/Eau", "bonjour").status_code == 303
    assert len(temporary_accounts()) == 1


def test_a_collision_with_oneself_blames_nobody_else(page, user, as_user):
    alice = user("Alice")
    browser = as_user(alice)
    base = page("Eau", "Un mot.").revision.id
    assert send(browser, "/wiki/Eau", "Un premier mot.", base=base).status_code == 303
    answer = send(browser, "/wiki/Eau", "Un autre mot.", base=base)
    assert answer.status_code == 409
    words = read(answer.text).one("main").words
    assert "dans une autre fenêtre" in words
    assert "quelqu’un d’autre" not in words.lower()


def test_after_a_merge_nobody_is_led_to_another_section(client, page):
    base = page("Eau", "## Source\n\nClaire.\n\n## Puits\n\nProfond.").revision.id
    page("Eau", "Une entrée.\n\n## Nouveau\n\nLà.\n\n## Source\n\nClaire.\n\n## Puits\n\nProfond.")
    answer = send(client, "/wiki/Eau", "## Source\n\nTrès claire.", base=base, section="1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/Eau")


def test_a_refusal_about_a_page_leads_back_to_it(page, user, as_user):
    page("Eau", "Un.")
    number = page("Eau", "Un, deux.").revision.id
    page("Eau", "Un.")
    answer = as_user(user("Bob")).get(f"/wiki/Eau?action=undo&oldid={number}")
    assert answer.status_code == 409
    ways = read(answer.text).one("main").links().values()
    assert {"/wiki/Eau", "/wiki/Eau?action=history", "/special/logs?page=Eau"} <= set(ways)


def token_in(response):
    return read(response.text).all("input", name="csrf_token")[-1]["value"]


def test_whoever_logs_in_elsewhere_while_writing_gets_her_text_back_and_saves_it(app, page, user):
    app.config["WTF_CSRF_ENABLED"] = True
    base = page("Eau", "## Un\n\nun\n\n## Deux\n\ndeux\n").revision.id
    user("Alice", password="Sept chemins vers la rivière 42")
    browser = app.test_client()
    form = browser.get("/wiki/Eau?action=edit&section=2")
    fields = {"base": base, "section": "2", "summary": "mieux", "theirs": "", "text": "## Deux\n\nmieux dit\n"}
    written = {**fields, "csrf_token": token_in(form)}
    entry = {"name": "Alice", "password": "Sept chemins vers la rivière 42"}
    logged_in = browser.post("/special/log-in", data={**entry, "csrf_token": token_in(browser.get("/special/log-in"))})
    assert logged_in.status_code == 303
    answer = browser.post("/wiki/Eau?action=edit", data=written)
    assert answer.status_code == 400
    assert "Votre session a changé" in answer.text
    assert latest("Eau") == base
    shown = {item["name"]: item["value"] for item in read(answer.text).one("form", class_="edit-form").all("input")}
    assert (shown["base"], shown["section"], shown["summary"]) == (str(base), "2", "mieux")
    again = {**written, "csrf_token": token_in(answer), "text": shown_text(answer)}
    assert browser.post("/wiki/Eau?action=edit", data=again).status_code == 303
    assert "mieux dit" in text_of("Eau")
    assert "## Un" in text_of("Eau")


def test_a_right_that_is_withdrawn_meanwhile_is_named_with_the_ways_in(client, page):
    base = page("Eau", "avant").revision.id
    with transaction() as current:
        current.execute(delete(GroupRight).where(GroupRight.group == "*", GroupRight.right == "edit"))
    answer = send(client, "/wiki/Eau", "mes mots précieux", base=base)
    assert answer.status_code == 403
    shown = read(answer.text).one("main")
    assert "mes mots précieux" in shown.one("textarea").text
    assert "Modifier des pages" in shown.words
    assert "Pas besoin de compte" not in shown.words
    assert "/special/log-in?returnto=%2Fwiki%2FEau%3Faction%3Dedit" in shown.links().values()


def test_nothing_is_offered_that_visitors_may_not_do(client):
    for right, path, offer in (
        ("createpage", "/wiki/Mare", "/wiki/Mare?action=edit"),
        ("edit", "/special/register", None),
    ):
        sentence = "On peut lire et écrire sans compte"
        before = read(client.get(path).text).one("main")
        assert offer in before.links().values() if offer else sentence in before.words
        with transaction() as current:
            current.execute(delete(GroupRight).where(GroupRight.group == "*", GroupRight.right == right))
        after = read(client.get(path).text).one("main")
        assert offer not in read(client.get(path).text).links().values()
        assert sentence not in after.words


@pytest.mark.parametrize(
    "query", ["oldid=99999999", "diff=99999999", "action=edit&section=99", "action=edit&undo=99999999"]
)
def test_what_is_missing_of_a_page_leads_back_to_the_page(client, page, query):
    page("Eau", "texte")
    answer = client.get(f"/wiki/Eau?{query}", follow_redirects=True)
    assert answer.status_code == 404
    assert {"/wiki/Eau", "/wiki/Eau?action=history"} <= set(read(answer.text).one("main").links().values())
    missing = read(client.get(f"/wiki/Mare?{query}", follow_redirects=True).text).one("main")
    assert "/wiki/Mare?action=history" not in missing.links().values()


def test_undoing_by_the_address_says_which_revision_there_is_not(client, page):
    page("Eau", "texte")
    answer = client.get("/wiki/Eau?action=edit&undo=99999999", follow_redirects=True)
    assert "99999999" in read(answer.text).one("main").words


def test_an_address_without_a_title_leads_home(client):
    assert client.get("/wiki/").headers["Location"] == "/"
