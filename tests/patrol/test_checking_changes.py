"""Changes that wait to be checked, as those who check them meet them."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from tests.reading import read
from wiki import clock
from wiki.checking import CHECKS
from wiki.database import session, transaction
from wiki.editing.moving import move_page
from wiki.logs.models import LogEntry
from wiki.moderation.deletion import delete_page
from wiki.pages import finding
from wiki.patrol.marking import OwnEdit, mark
from wiki.patrol.models import Patrol
from wiki.permissions.models import GroupRight
from wiki.titles import Title
from wiki.users.models import User


def save(client: FlaskClient, name: str, text: str) -> int:
    """Save a text over HTTP; gives the number of the revision."""
    found = finding.find_page(Title.parse(name))
    base = found.latest_revision_id if found else ""
    answer = client.post(f"/wiki/{name}?action=edit", data={"text": text, "base": base, "summary": ""})
    assert answer.status_code == 303, answer.text
    session.remove()
    return finding.get_page(Title.parse(name)).latest_revision_id or 0


def state(number: int) -> tuple[str, int | None]:
    """How a revision stands, and who checked it."""
    session.remove()
    row = session.get(Patrol, number)
    if row is None:
        return "automatic", None
    return ("unpatrolled", None) if row.at is None else ("hand", row.user_id)


def entries() -> list[LogEntry]:
    session.remove()
    return list(session.scalars(select(LogEntry).where(LogEntry.type == "patrol")))


@pytest.fixture
def alice(as_user, user) -> FlaskClient:
    return as_user(user("Alice"))


@pytest.fixture
def rita(user) -> User:
    account: User = user("Rita", groups=("reviewer",))
    return account


@pytest.fixture
def reviewer(as_user, rita) -> FlaskClient:
    return as_user(rita)


def check(client: FlaskClient, number: int, **more: str):
    return client.post("/special/patrol", data={"revision": str(number), **more})


def test_only_what_untrusted_people_write_waits(app: Flask, alice, reviewer, page, as_user, user, maintenance) -> None:
    assert state(save(app.test_client(), "Visite", "Un."))[0] == "unpatrolled"
    assert state(save(alice, "Eau", "Un."))[0] == "unpatrolled"
    assert state(save(reviewer, "Eau", "Deux."))[0] == "automatic"
    assert state(save(as_user(user("Robot", groups=("bot",))), "Eau", "Trois."))[0] == "automatic"
    assert state(page("Sol", "Un.").revision.id)[0] == "automatic"
    moved = move_page(maintenance, title=Title.parse("Sol"), target=Title.parse("Terre"))
    assert state(finding.get_page(moved.titles[0][1]).latest_revision_id)[0] == "automatic"
    alice.post("/wiki/Terre?action=move", data={"target": "Humus", "reason": "", "redirect": "y"})
    assert state(finding.get_page(Title.parse("Humus")).latest_revision_id)[0] == "unpatrolled"
    assert entries() == []


def test_one_key_leads_from_change_to_change(alice, reviewer, rita) -> None:
    first, second = save(alice, "Eau", "Un."), save(alice, "Eau", "Un. Deux.")
    answer = reviewer.get("/special/patrol")
    assert answer.location.endswith(f"/wiki/Eau?diff=prev&oldid={first}")
    bar = read(reviewer.get(answer.location).text).one("div", class_="patrol-bar")
    assert bar.one("button", **{"data-key": "check"}).attributes["accesskey"] == "p"
    assert bar.one("a", **{"data-key": "next-to-check"}).attributes["href"] == f"/special/patrol?after={first}"
    answer = check(reviewer, first)
    assert answer.status_code == 303
    answer = reviewer.get(answer.location)
    assert answer.location.endswith(f"oldid={second}")
    assert "est marquée comme relue" in reviewer.get(answer.location).text
    assert state(first) == ("hand", rita.id)
    check(reviewer, second)
    assert "Rien n’attend d’être relu" in reviewer.get("/special/patrol").text
    assert [entry.details for entry in entries()] == [{"number": first}, {"number": second}]
    log = read(reviewer.get("/special/logs?type=patrol").text).one("main").words
    assert f"a relu la version {second} de Eau" in log


def test_twice_changes_nothing_and_the_second_learns_who_was_first(alice, reviewer, rita, as_user, user) -> None:
    number = save(alice, "Eau", "Un.")
    check(reviewer, number)
    other = as_user(user("Marc", groups=("moderator",)))
    answer = check(other, number, back="/special/recent-changes?days=7")
    assert answer.location.endswith("/special/recent-changes?days=7")
    assert "Rita est passé avant" in other.get(answer.location).text
    assert state(number) == ("hand", rita.id)
    assert len(entries()) == 1


def test_two_at_once_leave_one_name_and_one_entry(alice, user, authority_of) -> None:
    number = save(alice, "Eau", "Un.")
    people = [user(f"Relectrice {letter}", groups=("reviewer",)) for letter in "ABCD"]
    session.remove()
    together, happened = Barrier(len(people)), []

    def run(account: User) -> None:
        authority = authority_of(account)
        together.wait()
        happened.append(mark(authority, number=number).happened)
        session.remove()

    threads = [Thread(target=run, args=(account,)) for account in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(happened) == [False, False, False, True]
    assert len(entries()) == 1


def test_who_may_not_and_what_does_not_exist(app: Flask, alice, reviewer) -> None:
    number = save(alice, "Eau", "Un.")
    assert alice.get("/special/patrol").status_code == 403
    assert check(alice, number).status_code == check(app.test_client(), number).status_code == 403
    assert "patrol-bar" not in alice.get(f"/wiki/Eau?diff=prev&oldid={number}").text
    assert check(reviewer, 999).status_code == 404
    assert check(reviewer, number, back="https://ailleurs.example/").location == "/"
    session.remove()


def test_nobody_checks_her_own_edit_unless_she_is_trusted(reviewer, rita, authority_of) -> None:
    with transaction() as current:
        current.execute(delete(GroupRight).where(GroupRight.right == "autopatrol"))
    number = save(reviewer, "Eau", "Un.")
    assert state(number)[0] == "unpatrolled"
    with pytest.raises(OwnEdit):
        mark(authority_of(rita), number=number)
    assert "Rien n’attend" in reviewer.get("/special/patrol").text


def test_what_is_taken_back_counts_as_checked_by_who_did_it(alice, reviewer, rita) -> None:
    began, spam = save(alice, "Eau", "Un."), save(alice, "Eau", "Réclame.")
    save(reviewer, "Eau", "Un.")
    assert (state(began)[0], state(spam)) == ("unpatrolled", ("hand", rita.id))
    assert entries() == []


def test_lists_show_what_waits_and_check_it_on_the_spot(app: Flask, alice, reviewer) -> None:
    number = save(alice, "Eau", "Un.")
    for path in ("/special/recent-changes?days=7", "/special/new-pages"):
        row = read(reviewer.get(path).text).one("li", class_="row")
        assert row.one("abbr", title="Pas encore vérifiée").words == "!"
        assert row.one("input", name="revision").attributes["value"] == str(number)
        assert "row__check" not in app.test_client().get(path).text
    check(reviewer, number)
    assert "row__check" not in reviewer.get("/special/recent-changes?days=7").text


def test_deleted_pages_are_passed_over(alice, reviewer, maintenance) -> None:
    save(alice, "Eau", "Un.")
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    kept = save(alice, "Sol", "Un.")
    assert reviewer.get("/special/patrol").location.endswith(f"oldid={kept}")


def test_a_page_that_nobody_looked_at_is_kept_from_search_engines(app: Flask, alice, reviewer, page) -> None:
    def indexed(path: str) -> bool:
        answer = app.test_client().get(path)
        meta = '<meta name="robots" content="noindex">' in answer.text
        assert meta is (answer.headers.get("X-Robots-Tag") == "noindex")
        return not meta

    number = save(alice, "Eau", "Un.")
    save(reviewer, "Eau", "Un. Deux.")
    page("Sol", "Un.")
    for _kept_ready_made in range(2):
        assert (indexed("/wiki/Eau"), indexed("/wiki/Sol")) == (False, True)
    save(alice, "Air", "Un.")
    check(reviewer, number)
    assert (indexed("/wiki/Eau"), indexed("/wiki/Air")) == (True, False)
    with clock.freeze(datetime.now(UTC) + timedelta(days=91)):
        assert indexed("/wiki/Air")


def test_the_check_of_the_data_names_bad_marks(alice, rita) -> None:
    number = save(alice, "Eau", "Un.")
    assert list(CHECKS["marks of checked changes"]()) == []
    with transaction() as current:
        current.execute(update(Patrol).values(user_id=rita.id))
    assert f"mark of revision {number}: it must name both" in next(CHECKS["marks of checked changes"]())
