"""Being told: of an edit that was undone, of a message, of one's name; and of nothing that is hidden."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.reading import Element, read
from tests.test_statements import statements_of
from wiki import clock
from wiki.database import session, transaction
from wiki.editing.saving import Saved
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.notifications import choosing, keeping
from wiki.notifications.checking import check
from wiki.notifications.models import Notification
from wiki.notifications.reading import MOST_COUNTED, unread
from wiki.notifications.telling import MOST_AUTHORS, MOST_NAMED
from wiki.pages import finding
from wiki.pages.models import Revision
from wiki.permissions.authority import Authority, UltimateAuthority
from wiki.titles import Title
from wiki.users.finding import require
from wiki.users.models import User, UserGroup

DAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
LIST = "/special/notifications"

Browse = Callable[[User], FlaskClient]
MakePage = Callable[..., Saved]


@pytest.fixture
def alice(app: Flask, user: Callable[..., User]) -> User:
    return user("Alice")


@pytest.fixture
def bob(user: Callable[..., User]) -> User:
    return user("Bob")


@pytest.fixture
def her(alice: User, as_user: Browse) -> FlaskClient:
    """Alice's browser."""
    return as_user(alice)


@pytest.fixture
def his(bob: User, as_user: Browse) -> FlaskClient:
    """Bob's browser."""
    return as_user(bob)


def latest(name: str) -> int:
    session.rollback()
    return finding.get_page(Title.parse(name)).latest_revision_id or 0


def stored(name: str) -> str:
    session.rollback()
    return finding.latest_text(finding.get_page(Title.parse(name)))


def write(browser: FlaskClient, name: str, words: str, **fields: object) -> None:
    """Save a text through the edit form."""
    session.rollback()
    found = finding.find_page(Title.parse(name))
    base = found.latest_revision_id if found else ""
    data = {"text": words, "base": base, "section": "", "theirs": "", "summary": "essai", **fields}
    answer = browser.post(f"{Title.parse(name).path}?action=edit", data=data)
    assert answer.status_code == 303, answer.text


def rows(browser: FlaskClient, query: str = "") -> list[Element]:
    """The lines of somebody's list."""
    answer = browser.get(f"{LIST}{query}")
    assert answer.status_code == 200
    return [
        row for row in read(answer.text).one("main").all("li", class_="row") if "row--choice" not in row.classes
    ]


def told(browser: FlaskClient) -> list[str]:
    return [row.words for row in rows(browser)]


def counted(browser: FlaskClient, path: str = "/special/") -> str:
    """The number of unread notifications that the menu of a page shows."""
    menu = read(browser.get(path).text).one("nav", class_="user-menu")
    return menu.one(class_="count").text


def test_the_author_of_an_undone_edit_is_told_and_finds_the_change(
    alice: User, her: FlaskClient, his: FlaskClient, page: MakePage
) -> None:
    page("Puits", "Un.")
    page("Puits", "Un, deux.", author=alice)
    form = read(his.get(f"/wiki/Puits?action=undo&oldid={latest('Puits')}").text).one("main")
    fields = {name: form.one("input", name=name)["value"] for name in ("undo", "summary", "base")}
    write(his, "Puits", "Un.", **fields)
    assert counted(her) == "1"
    (row,) = rows(her)
    assert "Bob" in row.words
    assert "a annulé une de vos modifications sur Puits" in row.words
    assert "Non lue" in row.words
    sent = her.post(f"{LIST}/read", data={"id": row.one("input", name="id")["value"], "open": "1"})
    assert (sent.status_code, sent.location) == (303, f"/wiki/Puits?diff=prev&oldid={latest('Puits')}")
    assert counted(her) == "0"
    (row,) = rows(her)
    assert "Non lue" not in row.words
    assert row.links()["voir la modification"] == sent.location
    assert told(his) == []


def test_who_touches_up_an_undo_tells_the_author_all_the_same(
    alice: User, her: FlaskClient, his: FlaskClient, page: MakePage
) -> None:
    page("Puits", "Un.\n\nTrois.")
    page("Puits", "Un, deux.\n\nTrois.", author=alice)
    form = read(his.get(f"/wiki/Puits?action=undo&oldid={latest('Puits')}").text).one("main")
    fields = {name: form.one("input", name=name)["value"] for name in ("undo", "summary", "base")}
    write(his, "Puits", "Un.\n\nTrois et quatre.", **fields)
    assert "a annulé une de vos modifications sur Puits" in told(her)[0]
    assert "annulée depuis" not in her.get("/wiki/Puits?action=history").text


def test_a_visitor_learns_under_her_temporary_name_and_keeps_it_with_an_account(
    app: Flask, his: FlaskClient, page: MakePage
) -> None:
    page("Puits", "Un.")
    visitor = app.test_client()
    write(visitor, "Puits", "Un, deux.")
    write(his, "Puits", "Un.", undo=latest("Puits"))
    assert counted(visitor) == "1"
    assert "a annulé une de vos modifications sur Puits" in told(visitor)[0]
    visitor.post(f"{LIST}/kinds", data={"stop": "mention"})
    form = read(visitor.get("/special/register").text).one("main")
    password = "sept chemins vers la rivière quarante"
    data = {"name": "Camille", "password": password, "repeated": password, "claim": "y"}
    data["opened"] = form.one("input", name="opened")["value"]
    with clock.freeze(clock.now() + timedelta(seconds=30)):
        assert visitor.post("/special/register", data=data).status_code == 303
    camille = require("Camille")
    assert (unread(camille), unread(require(f"~{clock.now().year}-1"))) == (1, 0)
    assert choosing.stopped(camille) == {"mention"}
    assert "a annulé" in told(visitor)[0]
    assert list(check()) == []


def test_a_visitor_is_asked_to_log_in(client: FlaskClient) -> None:
    for answer in (
        client.get(LIST),
        client.post(f"{LIST}/read"),
        client.post(f"{LIST}/kinds", data={"stop": "talk"}),
    ):
        assert answer.status_code == 403
    assert "connectez-vous" in client.get(LIST).text.casefold()


def test_going_back_to_a_revision_tells_each_author_after_it_once(
    alice: User, her: FlaskClient, his: FlaskClient, page: MakePage, user: Callable[..., User], as_user: Browse
) -> None:
    first = user("Première")
    page("Puits", "Un.", author=first)
    number = latest("Puits")
    for words in ("Deux.", "Trois."):
        page("Puits", words, author=alice)
    page("Puits", "Quatre.", author=require("Bob"))
    assert his.post(f"/wiki/Puits?action=restore&oldid={number}").status_code == 303
    assert len(told(her)) == 1
    assert told(his) == []
    assert told(as_user(first)) == []


def test_one_save_tells_a_bounded_number_of_people(
    his: FlaskClient, page: MakePage, user: Callable[..., User]
) -> None:
    people = [user(f"Personne {number}") for number in range(MOST_NAMED + 2)]
    for number, author in enumerate(people[: MOST_AUTHORS + 2]):
        page("Puits", f"État {number}.", author=author)
    page("Puits", "Un.")
    first = latest("Puits") - MOST_AUTHORS - 2
    assert his.post(f"/wiki/Puits?action=restore&oldid={first}").status_code == 303
    assert sum(unread(person) for person in people) == MOST_AUTHORS
    names = " ".join(f"[[Utilisateur:{person.name}]]" for person in people)
    write(his, "Discussion:Puits", f"Bonjour {names} ~~~~")
    assert sum(unread(person) for person in people) == MOST_AUTHORS + MOST_NAMED


def test_a_number_that_was_made_up_tells_nobody(
    alice: User, her: FlaskClient, his: FlaskClient, page: MakePage
) -> None:
    page("Ailleurs", "Un.", author=alice)
    other = latest("Ailleurs")
    for number in (other, 999999999999999999, 0):
        page("Puits", "Un.")
        write(his, "Puits", f"Autre {number}.", undo=number)
    assert told(her) == []


def test_a_message_on_a_talk_page_is_told_to_its_owner_alone(her: FlaskClient, his: FlaskClient) -> None:
    write(his, "Discussion utilisateur:Alice", "Bonjour ! ~~~~")
    write(her, "Discussion utilisateur:Alice", "Bonjour ! Merci.")
    write(his, "Utilisateur:Alice", "Sans rapport.")
    (row,) = rows(her)
    assert "vous a écrit sur Discussion utilisateur:Alice" in row.words
    assert told(his) == []
    number = row.one("input", name="id")["value"]
    assert "oldid=" in her.post(f"{LIST}/read", data={"id": number, "open": "1"}).location


def test_a_signed_message_calls_those_whom_it_names_once(her: FlaskClient, his: FlaskClient) -> None:
    talk = "Discussion:Puits"
    write(his, "Puits", "Avec [[Utilisateur:Alice]]. ~~~~")
    write(his, talk, "Sans signature, [[Utilisateur:Alice]].")
    assert told(her) == []
    write(his, talk, f"{stored(talk)} Corrigé. ~~~~")
    assert told(her) == [], "she had been named before"
    write(her, talk, f"{stored(talk)}\n\nOui. ~~~~")
    write(his, talk, f"{stored(talk)}\n\nMerci, [[utilisateur:alice|toi]] et `[[Utilisateur:Bob]]`. ~~~~")
    assert len(told(her)) == 1, "though her signature was there"
    assert "a écrit votre nom sur Discussion:Puits" in told(her)[0]
    write(his, talk, stored(talk).replace("Merci", "Grand merci") + " ~~~~")
    assert len(told(her)) == 1, "once for each mention"
    write(his, talk, f"{stored(talk)}\n\n[[Utilisateur:Alice]] ? ~~~~")
    assert len(told(her)) == 2
    assert told(his) == []


def test_nobody_is_told_twice_of_one_save(her: FlaskClient, his: FlaskClient) -> None:
    write(his, "Discussion utilisateur:Alice", "Bonjour [[Utilisateur:Alice]] ! ~~~~")
    assert len(told(her)) == 1


def test_nothing_hidden_is_shown_counted_or_opened(
    alice: User, her: FlaskClient, his: FlaskClient, page: MakePage, maintenance: UltimateAuthority
) -> None:
    with transaction() as current:
        current.add(UserGroup(user_id=alice.id, group="moderator"))
    page("Puits", "Un.")
    page("Puits", "Un, deux.", author=alice)
    write(his, "Puits", "Un.", undo=latest("Puits"))
    number = rows(her)[0].one("input", name="id")["value"]
    place = finding.get_page(Title.parse("Puits")).id
    delete_page(maintenance, title=Title.parse("Puits"), reason="essai")
    session.remove()
    assert told(her) == []
    assert counted(her) == "0"
    assert her.post(f"{LIST}/read", data={"id": number}).status_code == 404
    older = list(session.scalars(select(Revision.id).order_by(Revision.id)))[:-1]
    undelete_page(maintenance, page_id=place, revisions=older, reason="essai")
    session.remove()
    assert told(her) == [], "the page is back, the revision is not"
    undelete_page(maintenance, page_id=place, reason="essai")
    session.remove()
    assert len(told(her)) == 1
    assert counted(her) == "1"


def test_the_number_on_a_ready_made_page_is_right_at_the_next_request(
    alice: User, bob: User, her: FlaskClient, his: FlaskClient, page: MakePage
) -> None:
    page("Eau", "L’eau")
    for browser in (her, his):
        for _time in range(3):
            assert counted(browser, "/wiki/Eau") == "0"
    for number in (1, 2):
        write(his, "Discussion utilisateur:Alice", f"Bonjour {number}")
        assert counted(her, "/wiki/Eau") == str(number)
    his.get("/special/display")  # Takes the message that waits after a save.
    assert counted(his, "/wiki/Eau") == "0"
    her.post(f"{LIST}/read", data={"id": rows(her)[0].one("input", name="id")["value"], "returnto": LIST})
    assert counted(her, "/wiki/Eau") == "1"
    assert len(statements_of(her, "/wiki/Eau")) == 1


def test_many_are_counted_up_to_a_limit(alice: User, her: FlaskClient, page: MakePage) -> None:
    page("Eau", "L’eau")
    for number in range(MOST_COUNTED + 2):
        page("Discussion utilisateur:Alice", f"Bonjour {number}")
    assert unread(alice) == MOST_COUNTED
    for _time in range(3):
        assert counted(her, "/wiki/Eau") == "99+"


def test_marking_all_leaves_what_came_after_the_list_was_shown(her: FlaskClient, his: FlaskClient) -> None:
    for number in range(3):
        write(his, "Discussion utilisateur:Alice", f"Bonjour {number}")
    answer = her.get(LIST)
    assert counted(her) == "3", "reading the list marks nothing"
    until = read(answer.text).one("main").one("input", name="until")["value"]
    write(his, "Discussion utilisateur:Alice", "Et encore")
    assert her.post(f"{LIST}/read-all", data={"until": until}).status_code == 303
    assert counted(her) == "1"
    assert ["Non lue" in line for line in told(her)] == [True, False, False, False]


def test_somebody_elses_notifications_are_out_of_reach(bob: User, her: FlaskClient, his: FlaskClient) -> None:
    write(his, "Discussion utilisateur:Alice", "Bonjour")
    number = session.scalars(select(Notification.id)).one()
    assert his.post(f"{LIST}/read", data={"id": number, "open": "1"}).status_code == 404
    his.post(f"{LIST}/read-all", data={"until": number})
    assert counted(her) == "1"


@pytest.mark.parametrize("place", [LIST, "/special/preferences"])
def test_one_button_stops_a_kind_and_one_resumes_it(her: FlaskClient, his: FlaskClient, place: str) -> None:
    button = read(her.get(place).text).one("main").one("button", name="stop", value="talk")
    sent = her.post(f"{LIST}/kinds", data={button["name"]: button["value"], "returnto": place})
    assert (sent.status_code, sent.location) == (303, place)
    write(his, "Discussion utilisateur:Alice", "Bonjour")
    assert told(her) == []
    write(his, "Discussion:Eau", "[[Utilisateur:Alice]] ~~~~")
    assert len(told(her)) == 1
    button = read(her.get(place).text).one("main").one("button", name="resume")
    her.post(f"{LIST}/kinds", data={button["name"]: button["value"], "returnto": place})
    write(his, "Discussion utilisateur:Alice", "Bonjour !")
    assert len(told(her)) == 2


def test_an_unknown_kind_is_refused(her: FlaskClient) -> None:
    assert her.post(f"{LIST}/kinds", data={"stop": "tout"}).status_code == 400


def test_a_long_list_is_paged_and_costs_as_much_as_a_short_one(
    her: FlaskClient, his: FlaskClient, page: MakePage
) -> None:
    counts = []
    for start, stop in ((0, 5), (5, 25)):
        for number in range(start, stop):
            with clock.freeze(DAY + timedelta(hours=number)):
                page(
                    "Discussion utilisateur:Alice",
                    f"Bonjour {number}",
                    author=require("Bob"),
                    summary="un [[lien]]",
                )
        counts.append(len(statements_of(her, LIST)))
    assert counts[0] == counts[1] <= 14
    assert len(rows(her, "?limit=20")) == 20
    days = [heading.words for heading in read(her.get(LIST).text).one("main").all("h2", class_="day")]
    assert len(days) == 2
    last = session.scalars(select(Notification.id).order_by(Notification.id.desc()).offset(19)).first()
    assert len(rows(her, f"?limit=20&before={last}")) == 5


def test_what_was_read_long_ago_goes_and_the_rest_stays(
    alice: User, her: FlaskClient, page: MakePage, authority_of: Callable[[User], Authority]
) -> None:
    for number in range(3):
        with clock.freeze(DAY + timedelta(days=100 * number)):
            page("Discussion utilisateur:Alice", f"Bonjour {number}")
            if number < 2:
                choosing.mark_all_read(authority_of(alice), until=999)
    with clock.freeze(DAY + timedelta(days=200)):
        assert keeping.turn()
        assert not keeping.turn()
        assert len(told(her)) == 2
    with clock.freeze(DAY + timedelta(days=2000)):
        assert keeping.turn()
        assert session.scalars(select(Notification.read_at)).all() == [None]


def test_the_check_names_what_does_not_exist(her: FlaskClient, his: FlaskClient) -> None:
    write(his, "Discussion utilisateur:Alice", "Bonjour")
    assert list(check()) == []
    with transaction() as current:
        current.execute(update(Notification).values(kind="tout"))
    assert list(check()) == ["notifications of the kind tout: there is no such kind"]
    session.remove()
    with session.connection() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("UPDATE notification SET page_id = 77")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    session.remove()
    assert "notification 1: page 77 does not exist" in list(check())
