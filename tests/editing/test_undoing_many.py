"""Choosing edits in a list and undoing them in one go."""

import re

import pytest
from sqlalchemy import delete

from tests.reading import Element, read
from tests.test_statements import counted
from wiki.database import session, transaction
from wiki.moderation.deletion import delete_page
from wiki.pages import finding
from wiki.pages.models import Revision, RevisionTag
from wiki.permissions.models import GroupRight
from wiki.permissions.throttling import LIMITS
from wiki.recentchanges.contributions import MOST_CHOSEN
from wiki.titles import Title

ADDRESS = "/special/undo-edits"


def text_of(title: str) -> str:
    session.remove()
    return finding.latest_text(finding.get_page(Title.parse(title)))


def latest(title: str) -> Revision:
    session.remove()
    return finding.latest_revision(finding.get_page(Title.parse(title)))


def tags(number: int) -> set[str]:
    return {tag.tag for tag in session.query(RevisionTag).filter_by(revision_id=number)}


def preview(browser, *numbers: int, status: int = 200) -> Element:
    answer = browser.get(ADDRESS + "?" + "&".join(f"revision={number}" for number in numbers))
    assert answer.status_code == status
    return read(answer.text)


def outcomes(shown: Element) -> list[str]:
    """What is said about each edit: that it can be undone, or why not."""
    rows = shown.all("li", class_="undo-edits__outcome")
    return ["clean" if row.all(class_="cdx-info-chip--success") else row.words for row in rows]


def confirm(browser, *numbers: int, **more: object):
    session.remove()
    return browser.post(ADDRESS, data={"revision": list(numbers), **more})


def said(browser, answer) -> str:
    assert answer.status_code == 303
    return browser.get(answer.headers["Location"]).text


@pytest.fixture
def vandal(user):
    return user("Vandale")


@pytest.fixture
def watcher(user, as_user):
    return as_user(user("Veilleuse", groups=("reviewer",)))


def test_from_the_list_to_the_undone_pages(page, vandal, watcher):
    for title in ("Eau", "Sol"):
        page(title, f"{title}\n\nfin\n")
    numbers = [page(title, f"{title} publicité\n\nfin\n", author=vandal).revision.id for title in ("Eau", "Sol")]
    listed = read(watcher.get("/special/contributions?user=Vandale").text)
    assert listed.one("form", action=ADDRESS)
    assert sorted(int(box["value"]) for box in listed.all("input", type="checkbox", name="revision")) == numbers
    shown = preview(watcher, *numbers)
    assert outcomes(shown) == ["clean", "clean"]
    diffs = shown.all("table", class_="diff")
    assert ["publicité" in diff.words for diff in diffs] == [True, True]
    assert text_of("Eau") == "Eau publicité\n\nfin"
    carried = [int(field["value"]) for field in shown.all("input", type="hidden", name="revision")]
    done = confirm(watcher, *carried, summary="publicité")
    assert "2 modifications ont été annulées" in said(watcher, done)
    for title, number in zip(("Eau", "Sol"), numbers, strict=True):
        assert text_of(title) == f"{title}\n\nfin"
        saved = latest(title)
        assert (tags(saved.id), tags(number)) == ({"undo"}, {"reverted"})
        assert str(number) in saved.summary
        assert "publicité" in saved.summary


def test_edits_of_one_page_are_undone_together(page, vandal, watcher):
    page("Eau", "un\n\ndeux\n\ntrois\n")
    first = page("Eau", "un\n\nDEUX\n\ntrois\n", author=vandal).revision.id
    page("Eau", "un\n\nDEUX\n\ntrois\n\nquatre\n")
    second = page("Eau", "un\n\nDEUX fois\n\ntrois\n\nquatre\n", author=vandal).revision.id
    before = session.query(Revision).count()
    assert outcomes(preview(watcher, first, second)) == ["clean", "clean"]
    assert confirm(watcher, first, second).status_code == 303
    assert text_of("Eau") == "un\n\ndeux\n\ntrois\n\nquatre"
    assert session.query(Revision).count() == before + 1
    assert tags(first) == tags(second) == {"reverted"}


def test_each_edit_that_cannot_be_undone_says_why(page, vandal, watcher, maintenance):
    began = page("Eau", "un\n\ndeux\n", author=vandal).revision.id
    collides = page("Eau", "un\n\nle deux\n", author=vandal).revision.id
    page("Eau", "un\n\nles trois\n")
    page("Sol", "sable\n")
    undone = page("Sol", "sable et sel\n", author=vandal).revision.id
    page("Sol", "sable\n")
    page("Feu", "chaud\n")
    deleted = page("Feu", "froid\n", author=vandal).revision.id
    delete_page(maintenance, title=Title.parse("Feu"), reason="essai")
    page("Wikipartage:Règles", "règle\n")
    guarded = page("Wikipartage:Règles", "règles\n", author=vandal).revision.id
    shown = preview(watcher, began, collides, undone, deleted, guarded, 999999)
    unknown_, guarded_, deleted_, undone_, collides_, began_ = outcomes(shown)
    assert "999999" in unknown_
    assert "editproject" in guarded_
    assert "supprimée" in deleted_
    assert "déjà annulée" in undone_
    assert "de nouveau" in collides_
    assert "créé la page" in began_
    assert shown.all("form", action=ADDRESS) == []
    assert "froid" not in shown.words
    assert [link["href"] for link in shown.all("a") if "action=undo" in link["href"]] == [
        f"/wiki/Eau?action=undo&oldid={collides}"
    ]


def test_what_is_left_is_shown_after_the_rest_was_undone(page, vandal, watcher):
    page("Eau", "un\n\ndeux\n")
    collides = page("Eau", "un\n\nle deux\n", author=vandal).revision.id
    page("Eau", "un\n\nles trois\n")
    page("Sol", "sable\n")
    clean = page("Sol", "sel\n", author=vandal).revision.id
    done = confirm(watcher, collides, clean)
    assert done.headers["Location"] == f"{ADDRESS}?revision={collides}"
    html = said(watcher, done)
    assert "1 modification a été annulée" in html
    assert "1 modification reste" in html
    assert text_of("Sol") == "sable"
    assert text_of("Eau") == "un\n\nles trois"


def test_an_edit_and_its_undoing_chosen_together_change_nothing(page, vandal, watcher):
    page("Eau", "un\n")
    there = page("Eau", "deux\n", author=vandal).revision.id
    back = page("Eau", "un\n", author=vandal).revision.id
    assert all("déjà annulée" in outcome for outcome in outcomes(preview(watcher, there, back)))
    assert confirm(watcher, there, back).status_code == 303
    assert latest("Eau").id == back


def test_rate_limits_count_each_save_and_what_is_left_stays_chosen(page, vandal, user, as_user):
    newcomer = as_user(user("Nouvelle"))
    allowed = LIMITS["edit-newcomer"][0].count
    numbers = []
    for number in range(allowed + 2):
        page(f"Page {number}", "avant\n")
        numbers.append(page(f"Page {number}", "après\n", author=vandal).revision.id)
    done = confirm(newcomer, *numbers)
    left = sorted(int(number) for number in re.findall(r"revision=(\d+)", done.headers["Location"]))
    assert left == numbers[:2]
    html = said(newcomer, done)
    assert f"{allowed} modifications ont été annulées" in html
    assert "trop souvent" in html
    assert "2 modifications restent" in html


def test_a_visitor_undoes_under_one_temporary_name(page, vandal, client):
    numbers = []
    for title in ("Eau", "Sol"):
        page(title, "avant\n")
        numbers.append(page(title, "après\n", author=vandal).revision.id)
    html = said(client, confirm(client, *numbers))
    assert latest("Eau").user_id == latest("Sol").user_id
    assert "nom temporaire" in html


def test_more_than_a_turn_holds_is_kept_for_the_next(page, vandal, watcher):
    page("Eau", "0\n")
    numbers = [page("Eau", f"{number}\n", author=vandal).revision.id for number in range(1, MOST_CHOSEN + 3)]
    shown = preview(watcher, *numbers)
    assert len(outcomes(shown)) == MOST_CHOSEN
    carried = [int(field["value"]) for field in shown.all("input", type="hidden", name="revision")]
    done = confirm(watcher, *carried)
    assert text_of("Eau") == "2"
    assert sorted(map(int, re.findall(r"revision=(\d+)", done.headers["Location"]))) == numbers[:2]


def test_long_texts_are_left_for_later(page, vandal, watcher, monkeypatch):
    monkeypatch.setattr("wiki.editing.bulk.undoing.MOST_BYTES", 40)
    numbers = []
    for title in ("Eau", "Sol"):
        page(title, "avant\n")
        numbers.append(page(title, f"après {title}", author=vandal).revision.id)
    later, clean = reversed(outcomes(preview(watcher, *numbers)))
    assert clean == "clean"
    assert "longues" in later


def test_looking_changes_nothing_and_refusals_keep_what_was_typed(page, vandal, watcher):
    page("Eau", "avant\n")
    number = page("Eau", "après\n", author=vandal).revision.id
    answer = confirm(watcher, number, summary="x" * 501)
    assert answer.status_code == 400
    assert "x" * 501 in answer.text
    assert outcomes(read(answer.text)) == ["clean"]
    assert latest("Eau").id == number
    assert preview(watcher, status=200).one(class_="empty-state")
    assert watcher.get(f"{ADDRESS}?revision=abc&revision=-1&revision={'9' * 30}").status_code == 200


def test_a_long_choice_costs_as_many_questions_as_a_short_one(page, vandal, watcher):
    numbers = []
    for number in range(12):
        page(f"Page {number}", "avant\n")
        numbers.append(page(f"Page {number}", f"après {number}\n", author=vandal).revision.id)
    counts = []
    for chosen in (numbers[:2], numbers):
        session.remove()
        with counted() as statements:
            assert outcomes(preview(watcher, *chosen)) == ["clean"] * len(chosen)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 20


def test_who_may_not_edit_chooses_nothing(page, vandal, client):
    page("Eau", "avant\n")
    page("Eau", "après\n", author=vandal)
    with transaction() as current:
        current.execute(delete(GroupRight).where(GroupRight.right == "edit"))
    assert client.get(ADDRESS).status_code == 403
    assert read(client.get("/special/contributions?user=Vandale").text).all("input", name="revision") == []
