"""Pages kept ready-made: always right, and never with somebody else's name, token, message or rights."""

import re

import pytest

from wiki.accounts.rights.granting import change_rights
from wiki.database import session, transaction
from wiki.pages import views
from wiki.permissions.models import GroupRight
from wiki.titles import Title
from wiki.users.models import User
from wiki.watchlist import watching

EAU = Title.parse("Eau")


@pytest.fixture
def renderings(monkeypatch):
    """How often the application itself made a page."""
    made = []
    real = views.render_page

    def counted(*arguments, **more):
        made.append(arguments[1])
        return real(*arguments, **more)

    monkeypatch.setattr(views, "render_page", counted)
    return made


def read(browser, times=1, **headers):
    for _number in range(times):
        answer = browser.get("/wiki/Eau", headers=headers)
    return answer


def test_visitors_share_a_copy_until_the_page_changes(app, page, renderings):
    page("Eau", "un")
    for _number in range(3):
        assert "un" in read(app.test_client()).text
    assert len(renderings) == 1
    page("Eau", "deux")
    assert "deux" in read(app.test_client()).text


def test_a_copy_that_the_browser_has_is_not_sent_again(client, page):
    page("Eau", "un")
    tag = read(client, 2).headers["ETag"]
    again = read(client, **{"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Content-Security-Policy"]
    page("Eau", "deux")
    assert read(client, **{"If-None-Match": tag}).status_code == 200


def test_each_reader_sees_her_own_name_and_token_in_a_shared_copy(app, page, user, as_user, renderings):
    app.config["WTF_CSRF_ENABLED"] = True
    page("Eau", "un")
    alice, zoe = as_user(user("Alice Martin")), as_user(user("Zoé O’Brien"))
    for browser in (alice, zoe):
        browser.get("/special/display")
        read(browser, 2)
    made = len(renderings)
    first, second = read(alice).text, read(zoe).text
    assert len(renderings) == made, "both were answered from the copy"
    assert "Alice Martin" in first
    assert "Zoé" not in first
    assert "Zoé O’Brien" in second
    assert "Alice" not in second
    assert 'href="/wiki/Utilisateur:Alice_Martin"' in first
    tokens = [re.search(r'name="csrf_token" value="([^"]+)"', text)[1] for text in (first, second)]
    assert tokens[0] != tokens[1]
    assert zoe.post("/special/log-out", data={"csrf_token": tokens[0]}).status_code == 400
    assert zoe.post("/special/log-out", data={"csrf_token": tokens[1]}).status_code == 303
    assert "Zoé" not in read(zoe).text
    assert alice.post("/special/log-out", data={"csrf_token": tokens[0]}).status_code == 303
    assert "Alice" not in read(alice).text


def test_a_message_is_shown_once_to_its_reader_and_to_nobody_else(page, user, as_user):
    page("Eau", "un")
    alice, bob = as_user(user("Alice")), as_user(user("Bob"))
    for browser in (alice, bob):
        read(browser, 2)
    alice.post("/wiki/Eau?action=purge")
    assert "cdx-message" in read(alice).text
    assert "cdx-message" not in read(alice).text
    assert "cdx-message" not in read(bob).text


def test_a_right_taken_from_everybody_shows_at_once(client, page, maintenance):
    page("Eau", "un")
    assert "action=edit" in read(client, 2).text
    change_rights(maintenance, group="*", rights={"read", "createaccount"}, reason="essai")
    assert '?action=edit"' not in read(client).text
    with transaction() as current:
        current.delete(current.get_one(GroupRight, ("*", "read")))
    assert read(client).status_code == 403


def test_groups_and_sessions_that_end_show_at_once(page, user, as_user):
    page("Eau", "un")
    account = user("Alice", groups=("moderator",))
    alice = as_user(account)
    assert "action=delete" in read(alice, 3).text
    with transaction() as current:
        current.get_one(User, account.id).session_epoch += 1
    assert "action=delete" not in read(alice).text


def test_watching_changes_the_tab_at_once(page, user, as_user, authority_of):
    page("Eau", "un")
    account = user("Alice")
    alice = as_user(account)
    assert "action=watch" in read(alice, 3).text
    watching.watch(authority_of(account), title=EAU)
    session.remove()
    text = read(alice).text
    assert "action=unwatch" in text
    assert 'action=watch"' not in text


def test_language_and_theme_have_copies_of_their_own(app, page):
    page("Eau", "un")
    french, english = app.test_client(), app.test_client()
    english.set_cookie("wiki-language", "en")
    assert 'lang="fr"' in read(french, 2).text
    assert 'lang="en"' in read(english, 2).text
    assert 'lang="fr"' in read(french).text
    dark = app.test_client()
    dark.set_cookie("theme", "dark")
    assert 'data-theme="dark"' in read(dark, 2).text


def test_a_page_that_shows_the_time_is_not_kept_longer_than_it_holds(client, page, renderings):
    page("Eau", "{{CURRENTYEAR}}")
    read(client, 3)
    made = len(renderings)
    read(client)
    assert len(renderings) == made


def test_the_text_of_a_page_cannot_imitate_the_marks(page, user, as_user):
    page("Eau", "Name0123456789ab Token0123456789ab")
    alice = as_user(user("Alice"))
    assert "Name0123456789ab Token0123456789ab" in read(alice, 3).text


def test_a_cookie_sent_twice_spoils_no_copy(app, page):
    page("Eau", "un")
    for _number in range(3):
        answer = app.test_client().get("/wiki/Eau", headers={"Cookie": "wiki-language=en; wiki-language=fr"})
        assert 'lang="en"' in answer.text
    french = app.test_client()
    french.set_cookie("wiki-language", "fr")
    assert 'lang="fr"' in read(french, 2).text
