"""Settling a collision: whatever refuses it, the choices and every word typed come back."""

import pytest
from sqlalchemy import select

from tests.reading import read
from wiki.database import session
from wiki.editing.moving import move_page
from wiki.editing.preparing import MAX_SUMMARY
from wiki.moderation.deletion import delete_page
from wiki.pages import finding
from wiki.pages.models import RevisionTag
from wiki.parsing.limits import MAX_TEXT_BYTES
from wiki.permissions import throttling
from wiki.permissions.throttling import RateLimited
from wiki.titles import Title

EAU = Title.parse("Eau")
PATH = "/wiki/Eau?action=edit"
WRITTEN = "Ni l’un ni l’autre : ceci."


@pytest.fixture
def collision(page):
    """What the form of a collision sends: mine against theirs, another text written."""
    base = page("Eau", "Une phrase.").revision.id
    theirs = page("Eau", "Leur phrase à eux.").revision.id
    return {
        "text": "Ma phrase à moi.", "base": base, "theirs": theirs, "section": "", "summary": "",
        "choice-0": "other", "other-0": WRITTEN,
    }  # fmt: skip


def text_of(title=EAU):
    session.expire_all()
    return finding.latest_text(finding.get_page(title))


def still_there(answer):
    """Whether the form asks about the collision again, with what was answered."""
    form = read(answer.text)
    chosen = [radio["value"] for radio in form.all("input", name="choice-0") if "checked" in radio.attributes]
    return chosen == ["other"] and form.one("textarea", name="other-0").text.strip() == WRITTEN


def test_a_summary_too_long_keeps_the_choices(client, collision):
    answer = client.post(PATH, data={**collision, "summary": "x" * (MAX_SUMMARY + 1)})
    assert answer.status_code == 400
    assert still_there(answer)


def test_a_rate_limit_keeps_the_choices_and_tells_when_to_come_back(client, collision, monkeypatch):
    def refuse(*_arguments):
        raise RateLimited(seconds=40)

    monkeypatch.setattr(throttling, "hit", refuse)
    answer = client.post(PATH, data=collision)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "40")
    assert still_there(answer)


def test_a_text_too_large_keeps_the_choices(client, collision):
    large = "é" * (MAX_TEXT_BYTES // 2 + 1)
    answer = client.post(PATH, data={**collision, "other-0": large})
    assert answer.status_code == 413
    assert read(answer.text).one("textarea", name="other-0").text.strip() == large


def test_a_form_that_expired_keeps_what_was_written(app, client, collision):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post(PATH, data=collision)
    assert answer.status_code == 400
    assert still_there(answer)
    token = read(answer.text).one("form", class_="edit-form").one("input", name="csrf_token")["value"]
    assert client.post(PATH, data={**collision, "csrf_token": token}).status_code == 303
    assert WRITTEN in text_of()


def test_a_page_deleted_meanwhile_is_written_anew_by_sending_again(client, collision, maintenance):
    delete_page(maintenance, title=EAU, reason="essai")
    answer = client.post(PATH, data=collision)
    assert answer.status_code == 409
    assert WRITTEN in answer.text
    form = read(answer.text)
    hidden = {field["name"]: field["value"] for field in form.all("input", type="hidden")}
    text = form.one("textarea", name="text").text.lstrip("\r\n")
    assert text == "Ma phrase à moi."
    again = client.post(PATH, data={**hidden, "text": text, "summary": ""})
    assert again.status_code == 303
    assert text_of() == "Ma phrase à moi."


def test_a_page_moved_away_meanwhile_keeps_its_edit_through_a_refusal(client, page, maintenance):
    base = page("Eau", "Une phrase.").revision.id
    move_page(maintenance, title=EAU, target=Title.parse("Eaux"), leave_redirect=False)
    sent = {"text": "Une phrase juste.", "theirs": "", "section": ""}
    answer = client.post(PATH, data={**sent, "base": base, "summary": "x" * (MAX_SUMMARY + 1)})
    assert answer.status_code == 400
    kept = read(answer.text).one("input", name="base")["value"]
    assert client.post(PATH, data={**sent, "base": kept, "summary": "plus court"}).status_code == 303
    assert text_of(Title.parse("Eaux")) == "Une phrase juste."
    assert finding.find_page(EAU) is None


def test_a_page_written_anew_by_somebody_else_meanwhile_is_compared(client, page, maintenance):
    base = page("Eau", "Une phrase.").revision.id
    delete_page(maintenance, title=EAU, reason="essai")
    page("Eau", "Tout autre chose.")
    sent = {"text": "Ma phrase.", "base": base, "theirs": "", "section": "", "summary": ""}
    answer = client.post(PATH, data=sent)
    assert answer.status_code == 409
    form = read(answer.text)
    hidden = {field["name"]: field["value"] for field in form.all("input", type="hidden")}
    done = client.post(PATH, data={**hidden, "text": "Ma phrase.", "summary": "", "choice-0": "both", "other-0": ""})
    assert done.status_code == 303
    assert "Tout autre chose." in text_of()
    assert "Ma phrase." in text_of()


def test_undoing_what_was_changed_again_stays_an_undo(client, page, user, as_user):
    page("Eau", "Une phrase.")
    number = page("Eau", "Une phrase fausse.", author=user("Bob")).revision.id
    page("Eau", "Une phrase encore plus fausse.")
    alice = as_user(user("Alice"))
    form = read(alice.get(f"/wiki/Eau?action=undo&oldid={number}").text)
    assert "Avant la modification que vous annulez" in [heading.text.strip() for heading in form.all("h2")]
    hidden = {field["name"]: field["value"] for field in form.all("input", type="hidden")}
    mine = form.one("textarea", name="text").text.lstrip("\r\n")
    alice.post(PATH, data={**hidden, "text": mine, "summary": "", "choice-0": "other", "other-0": WRITTEN})
    revision = finding.latest_revision(finding.get_page(EAU))
    assert text_of() == WRITTEN
    assert set(session.scalars(select(RevisionTag.tag).where(RevisionTag.revision_id == revision.id))) == {"undo"}
