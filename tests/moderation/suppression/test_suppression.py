"""Hiding details of revisions from moderators too, and the second person who confirms it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.reading import read
from wiki import clock
from wiki.checking import CHECKS
from wiki.database import session, transaction
from wiki.logs.models import LogEntry
from wiki.moderation.suppression.models import Suppression
from wiki.moderation.suppression.suppressing import PROMISED
from wiki.pages.models import Revision
from wiki.pages.visibility import Hidden
from wiki.search import worker
from wiki.users.models import UserGroup

LIST = "/special/suppressions"


@pytest.fixture
def moderator(as_user, user) -> FlaskClient:
    return as_user(user("Modératrice", groups=("moderator",)))


@pytest.fixture
def first(as_user, user) -> FlaskClient:
    return as_user(user("Première", groups=("oversighter",)))


@pytest.fixture
def second(as_user, user) -> FlaskClient:
    return as_user(user("Seconde", groups=("oversighter",)))


@pytest.fixture
def numbers(page, user) -> list[int]:
    """Three revisions of one page, oldest first; a fourth is the latest."""
    author = user("Alice")
    return [page("Eau", f"Texte {turn}", author=author, summary=f"motif {turn}").revision.id for turn in range(4)]


def send(client: FlaskClient, *numbers: int, **fields: str):
    data = {"text": "hide", "summary": "", "author": "", "reason": "danger pour elle", "suppressed": "y", **fields}
    return client.post("/wiki/Eau?action=hide", data={**data, "revision": [str(number) for number in numbers]})


def hidden(number: int) -> int:
    session.remove()
    return session.scalars(select(Revision.hidden).where(Revision.id == number)).one()


def problems() -> list[str]:
    session.remove()
    worker.catch_up()
    return [str(problem) for check in CHECKS.values() for problem in check()]


def log() -> list[str]:
    session.remove()
    return list(session.scalars(select(LogEntry.action).where(LogEntry.type == "suppress").order_by(LogEntry.id)))


def decide(client: FlaskClient, act: str, *, reason: str = "vu", number: int = 1):
    return client.post(f"{LIST}/{number}", data={act: "1", "reason": reason})


def test_it_takes_effect_at_once_and_waits_for_a_second_person(first, second, moderator, numbers) -> None:
    assert send(first, numbers[0], author="hide").status_code == 303
    beyond = Hidden.SUPPRESSED_TEXT | Hidden.SUPPRESSED_AUTHOR
    assert hidden(numbers[0]) == Hidden.TEXT | Hidden.AUTHOR | beyond
    assert moderator.get(f"/wiki/Eau?oldid={numbers[0]}").status_code == 403
    assert "Texte 0" in second.get(f"/wiki/Eau?oldid={numbers[0]}").text
    listed = read(second.get(LIST).text).one("main")
    assert "à confirmer" in listed.words
    assert "danger pour elle" in listed.words
    assert decide(first, "confirm").status_code == 403
    assert decide(second, "confirm").status_code == 303
    assert "danger pour elle" not in second.get(LIST).text
    assert "confirmé par Seconde" in read(second.get(f"{LIST}?state=confirmed").text).one("main").words
    assert log() == ["suppress", "confirm"]
    assert problems() == []


def test_who_suppressed_is_not_offered_to_confirm_it(first, second, numbers) -> None:
    send(first, numbers[0])
    assert not read(first.get(f"{LIST}/1").text).one("main").all("button", name="confirm")
    assert read(second.get(f"{LIST}/1").text).one("main").all("button", name="confirm")


@pytest.mark.parametrize("confirmed", [False, True])
def test_lifting_makes_seen_what_was_seen_before(first, second, moderator, numbers, confirmed: bool) -> None:
    data = {"text": "hide", "summary": "", "author": "", "reason": "vie privée", "revision": str(numbers[0])}
    moderator.post("/wiki/Eau?action=hide", data=data)
    send(first, *numbers[:2])
    if confirmed:
        decide(second, "confirm")
    assert decide(second, "lift").status_code == 303
    assert [hidden(number) for number in numbers[:2]] == [Hidden.TEXT, 0]
    assert log()[-1] == "lift"
    assert problems() == []
    assert decide(second, "lift").status_code == 409


def test_two_who_decide_at_once_decide_once(first, second, numbers, as_user, user) -> None:
    third = as_user(user("Tierce", groups=("oversighter",)))
    send(first, numbers[0])
    assert decide(second, "confirm").status_code == 303
    answer = decide(third, "confirm")
    assert answer.status_code == 409
    assert "confirmé par Seconde" in read(answer.text).one("main").words
    assert log() == ["suppress", "confirm"]


def test_after_the_promised_time_it_is_flagged(first, second, numbers) -> None:
    send(first, numbers[0])
    assert "attend depuis trop longtemps" not in second.get(LIST).text
    with clock.freeze(clock.now() + PROMISED + timedelta(hours=1)):
        assert "attend depuis trop longtemps" in second.get(LIST).text


@pytest.mark.parametrize("reason", ["", "   "])
def test_each_step_needs_a_justification(first, second, numbers, reason: str) -> None:
    assert send(first, numbers[0], reason=reason).status_code == 400
    send(first, numbers[0])
    for act in ("confirm", "lift"):
        assert decide(second, act, reason=reason).status_code == 400
    assert log() == ["suppress"]


def test_it_takes_the_right_to_do_it(client, first, moderator, as_user, user, numbers) -> None:
    send(first, numbers[0])
    administrator = as_user(user("Admin", groups=("administrator", "bureaucrat")))
    for browser in (client, moderator, administrator):
        assert browser.get(LIST).status_code == 403
        assert browser.get(f"{LIST}/1").status_code == 403
        assert decide(browser, "lift").status_code == 403
    assert not read(moderator.get(f"/wiki/Eau?action=hide&revision={numbers[1]}").text).all("input", name="suppressed")
    send(moderator, numbers[1])
    assert hidden(numbers[1]) == Hidden.TEXT


def test_moderators_cannot_show_what_is_suppressed(first, moderator, numbers) -> None:
    send(first, numbers[0])
    data = {"text": "show", "summary": "", "author": "", "reason": "rien de grave", "revision": str(numbers[0])}
    assert moderator.post("/wiki/Eau?action=hide", data=data).status_code == 409
    assert hidden(numbers[0]) == Hidden.TEXT | Hidden.SUPPRESSED_TEXT


def test_refusals(first, numbers) -> None:
    assert send(first, numbers[-1]).status_code == 409
    assert send(first, numbers[0], summary="show").status_code == 400
    assert send(first, numbers[0], text="").status_code == 400
    assert first.get(f"{LIST}/7").status_code == 404
    send(first, numbers[0])
    assert send(first, numbers[0]).status_code == 400
    assert log() == ["suppress"]


def test_the_log_is_private_and_sealed(client, first, moderator, numbers) -> None:
    send(first, numbers[0])
    for browser in (client, moderator):
        for address in ("logs", "logs?type=suppress", "recent-changes", "recent-changes?feed=atom"):
            assert "danger pour elle" not in browser.get(f"/special/{address}").text
        assert 'value="suppress"' not in browser.get("/special/logs").text
    assert "danger pour elle" not in first.get("/special/logs").text
    assert "danger pour elle" not in first.get("/special/recent-changes").text
    assert "danger pour elle" in first.get("/special/logs?type=suppress").text
    assert problems() == []
    with transaction():
        session.execute(update(LogEntry).where(LogEntry.type == "suppress").values(reason="autre chose"))
    found = problems()
    assert any("it is not what was sealed" in problem for problem in found)
    assert not any("autre chose" in problem for problem in found)


def test_wiki_check_names_what_does_not_fit(first, numbers) -> None:
    send(first, numbers[0])
    with transaction():
        session.execute(update(Revision).where(Revision.id == numbers[0]).values(hidden=int(Hidden.TEXT)))
        session.execute(update(Suppression).values(state="confirmed"))
    assert sum("suppress" in problem for problem in problems()) == 2


def test_administrators_give_the_group_to_others_only(as_user, user) -> None:
    administrator, other = user("Admin", groups=("administrator",)), user("Camille")
    browser = as_user(administrator)
    given = {"groups": ["oversighter"], "reason": "désignée par le conseil"}
    assert browser.post("/special/user-rights?user=Camille", data=given).status_code == 303
    own = {"groups": ["administrator", "oversighter"], "reason": "moi aussi"}
    assert browser.post("/special/user-rights?user=Admin", data=own).status_code == 400
    members = session.scalars(select(UserGroup.user_id).where(UserGroup.group == "oversighter")).all()
    assert members == [other.id]
