"""Who is blocked cannot act, reads why, and keeps what was typed; who is not, is not hindered."""

from datetime import timedelta

from tests.moderation.blocks.stories import (
    NOON,
    PRECIOUS,
    main,
    refused,
    write,
)
from tests.reading import read
from wiki import clock
from wiki.editing.moving import move_page
from wiki.titles import Title


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
