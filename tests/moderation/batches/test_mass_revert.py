"""Taking back the work of one person on many pages, and undoing that."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from tests.reading import Element, read
from tests.test_statements import counted
from wiki import clock
from wiki.checking import CHECKS
from wiki.database import session, transaction
from wiki.logs.models import LogEntry
from wiki.moderation import hiding
from wiki.moderation.batches import carrying, deciding
from wiki.moderation.batches.deciding import Choice
from wiki.moderation.batches.models import Batch, BatchItem
from wiki.moderation.batches.planning import plan
from wiki.moderation.batches.shapes import AT_ONCE, FURTHEST, GRACE, MOST, Scope
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.moderation.protection.protecting import protect
from wiki.moderation.suppression.suppressing import suppress
from wiki.notifications.models import Notification
from wiki.pages import finding
from wiki.pages.models import Content, Page, Revision, RevisionTag
from wiki.pages.protection import Limit, protections, version_of
from wiki.pages.visibility import Hidden
from wiki.permissions.models import GroupRight
from wiki.titles import Title
from wiki.users.models import User, UserGroup

ADDRESS = "/special/mass-revert"
PLAN = f"{ADDRESS}?user=Vandale"


def text_of(name: str) -> str | None:
    session.remove()
    found = finding.find_page(Title.parse(name))
    return finding.latest_text(found) if found is not None else None


def tags(number: int) -> set[str]:
    session.remove()
    return set(session.scalars(select(RevisionTag.tag).where(RevisionTag.revision_id == number)))


def entries(type_: str) -> list[LogEntry]:
    session.remove()
    return list(session.scalars(select(LogEntry).where(LogEntry.type == type_).order_by(LogEntry.id)))


def items() -> dict[str, BatchItem]:
    session.remove()
    rows = session.execute(select(Page.name, BatchItem).join(Page, Page.id == BatchItem.page_id))
    return {row[0]: row[1] for row in rows}


def faults() -> list[str]:
    session.remove()
    return [fault for room in ("batches", "notifications", "logs", "pages", "histories") for fault in CHECKS[room]()]


@pytest.fixture
def vandal(user) -> User:
    return user("Vandale")


@pytest.fixture
def moderator(user) -> User:
    return user("Modératrice", groups=("moderator",))


@pytest.fixture
def browser(moderator: User, as_user) -> FlaskClient:
    return as_user(moderator)


@pytest.fixture
def world(page, vandal: User) -> dict[str, int]:
    """Pages in each situation; numbers of the vandal's edits by title."""
    page("Eau", "Eau claire.")
    page("Eau", "Eau sale.", author=vandal)
    numbers = {"Eau": page("Eau", "Eau très sale.", author=vandal).revision.id}
    numbers["Pub"] = page("Pub", "Achetez ici.", author=vandal).revision.id
    page("Sol", "Un début.\n\nAu milieu.\n\nUne fin.")
    numbers["Sol"] = page("Sol", "Un début pourri.\n\nAu milieu.\n\nUne fin.", author=vandal).revision.id
    page("Sol", "Un début pourri.\n\nAu milieu.\n\nUne fin, et la suite.")
    page("Air", "Il fait beau aujourd’hui.")
    numbers["Air"] = page("Air", "Il fait moche aujourd’hui.", author=vandal).revision.id
    page("Air", "Il fait gris depuis hier.")
    return numbers


def rows(browser: FlaskClient, address: str = PLAN) -> dict[str, str]:
    """What the dry run says of each page."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return {row.one("span", class_="row__title").label: row.words for row in listed(answer.text)}


def listed(html: str) -> list[Element]:
    return [row for row in read(html).one("main").all("li", class_="row") if row.all("span", class_="row__title")]


def boxes(browser: FlaskClient, address: str = PLAN) -> list[str]:
    return [box["value"] for box in read(browser.get(address).text).one("main").all("input", name="page")]


def carry_out(browser: FlaskClient, *, only: tuple[str, ...] = (), reason: str = "publicité"):
    chosen = boxes(browser)
    if only:
        numbers = {str(session.scalar(select(Page.id).where(Page.name == name))) for name in only}
        chosen = [value for value in chosen if value.partition(":")[0] in numbers]
    session.remove()
    return browser.post(PLAN, data={"page": chosen, "reason": reason})


def test_the_dry_run_says_what_would_become_of_each_page(browser: FlaskClient, world) -> None:
    shown = rows(browser)
    assert "revient à la dernière version sans ces modifications" in shown["Eau"]
    assert "2 modifications" in shown["Eau"]
    assert "est supprimée" in shown["Pub"]
    assert "ces modifications en sont retirées" in shown["Sol"]
    assert "demande une intervention" in shown["Air"]
    ticked = read(browser.get(PLAN).text).one("main").all("input", name="page")
    assert len(ticked) == 3
    assert all("checked" in box.attributes for box in ticked)
    assert text_of("Eau") == "Eau très sale."


def test_it_is_done_page_by_page(browser: FlaskClient, world) -> None:
    answer = carry_out(browser)
    assert answer.status_code == 303
    assert text_of("Eau") == "Eau claire."
    assert text_of("Pub") is None
    assert text_of("Sol") == "Un début.\n\nAu milieu.\n\nUne fin, et la suite."
    assert text_of("Air") == "Il fait gris depuis hier."
    latest = finding.latest_revision(finding.get_page(Title.parse("Eau")))
    assert latest.minor
    assert "[[Utilisateur:Vandale|Vandale]]" in latest.summary
    assert "publicité" in latest.summary
    assert tags(latest.id) == {"rollback", "mass-revert"}
    assert "reverted" in tags(world["Eau"])
    assert "reverted" in tags(world["Sol"])
    shown = browser.get(answer.location).text
    assert "3 pages sur 3" in read(shown).one("main").words
    assert not faults()


def test_one_entry_of_the_log_leads_to_the_batch(browser: FlaskClient, world) -> None:
    answer = carry_out(browser)
    (entry,) = entries("batch")
    assert (entry.action, entry.name, entry.reason) == ("begin", "Vandale", "publicité")
    assert [entry.name for entry in entries("delete")] == ["Pub"]
    links = [link["href"] for link in read(browser.get("/special/logs?type=batch").text).one("main").all("a")]
    assert answer.location in links


def test_the_author_is_told_once(browser: FlaskClient, world, vandal: User, as_user, page, user) -> None:
    answer = carry_out(browser)
    session.remove()
    told = session.scalars(select(Notification).where(Notification.user_id == vandal.id)).all()
    assert [one.kind for one in told] == ["batch"]
    hers = as_user(vandal)
    shown = read(hers.get("/special/notifications").text).one("main")
    assert "reprend votre travail sur plusieurs pages (3)" in shown.words
    opened = hers.post("/special/notifications/read", data={"id": told[0].id, "open": "1"})
    assert opened.location == answer.location
    seen = hers.get(answer.location)
    assert seen.status_code == 200
    assert "Annuler tout le lot" not in seen.text
    assert as_user(user("Camille")).get(answer.location).status_code == 404


def test_one_click_undoes_the_whole_batch(browser: FlaskClient, world, vandal: User) -> None:
    batch = carry_out(browser).location
    answer = browser.post(f"{batch}/undo")
    assert answer.status_code == 303
    assert text_of("Eau") == "Eau très sale."
    assert text_of("Pub") == "Achetez ici."
    assert text_of("Sol") == "Un début pourri.\n\nAu milieu.\n\nUne fin, et la suite."
    assert {item.state for item in items().values()} == {"restored"}
    assert "reverted" not in tags(world["Eau"])
    assert [entry.action for entry in entries("batch")] == ["begin", "undo"]
    told = session.scalars(select(Notification.kind).where(Notification.user_id == vandal.id).order_by(Notification.id))
    assert list(told) == ["batch", "batch-undone"]
    assert browser.post(f"{batch}/undo").status_code == 404
    assert not faults()
    assert len(boxes(browser)) == 3


def test_undoing_leaves_what_somebody_edited_since(browser: FlaskClient, world, page, maintenance) -> None:
    batch = carry_out(browser).location
    page("Eau", "Eau claire et fraîche.")
    deleted = session.scalar(select(Page.id).where(Page.name == "Pub"))
    undelete_page(maintenance, page_id=deleted, reason="voir")
    delete_page(maintenance, title=Title.parse("Pub"), reason="vu")
    shown = browser.get(browser.post(f"{batch}/undo").location).text
    assert text_of("Eau") == "Eau claire et fraîche."
    assert text_of("Pub") is None
    assert {name: item.state for name, item in items().items()} == {"Eau": "kept", "Pub": "kept", "Sol": "restored"}
    assert shown.count("Quelqu’un a modifié, renommé ou rétabli la page depuis.") == 2


def test_a_page_can_be_unticked(browser: FlaskClient, world) -> None:
    carry_out(browser, only=("Eau",))
    assert text_of("Eau") == "Eau claire."
    assert text_of("Pub") == "Achetez ici."


@pytest.mark.parametrize("data", [{"reason": ""}, {"reason": "  "}])
def test_it_needs_a_reason_and_keeps_what_was_ticked(browser: FlaskClient, world, data) -> None:
    chosen = boxes(browser)[:1]
    answer = browser.post(PLAN, data={"page": chosen, **data})
    assert answer.status_code == 400
    ticked = [box["value"] for box in read(answer.text).all("input", name="page") if "checked" in box.attributes]
    assert ticked == chosen
    assert not entries("batch")


@pytest.mark.parametrize("value", ["", "x:delete:1", "999999:delete:1", "1:hand:1", "1:burn:1", "1"])
def test_nothing_is_done_where_no_page_is_chosen(browser: FlaskClient, world, value: str) -> None:
    assert browser.post(PLAN, data={"page": value, "reason": "essai"}).status_code == 400
    assert not entries("batch")


def test_it_takes_the_right_to_do_it(client: FlaskClient, browser: FlaskClient, world, user, as_user) -> None:
    batch = carry_out(browser, only=("Eau",)).location
    for other in (client, as_user(user("Relectrice", groups=("reviewer",)))):
        assert other.get(PLAN).status_code == 403
        assert other.post(PLAN, data={"reason": "x"}).status_code == 403
        assert other.get(batch).status_code == 404
        for act in ("undo", "stop", "resume"):
            assert other.post(f"{batch}/{act}").status_code == 403
        assert PLAN not in other.get("/special/contributions?user=Vandale").text
    assert PLAN in browser.get("/special/contributions?user=Vandale").text


def test_nobody_is_an_error_of_the_field_and_the_wiki_itself_is_refused(browser: FlaskClient, page) -> None:
    page("Eau", "Eau.")
    assert browser.get(f"{ADDRESS}?user=Personne").status_code == 404
    assert browser.get(ADDRESS).status_code == 200
    name = session.scalar(select(User.name).where(User.is_system))
    assert browser.get(f"{ADDRESS}?user={name}").status_code == 400


def test_what_changed_since_the_dry_run_is_planned_anew(browser: FlaskClient, world, page) -> None:
    chosen = boxes(browser)
    page("Eau", "Eau très sale. Mais utile.")
    page("Pub", "Achetez ici. Une note.")
    session.remove()
    answer = browser.post(PLAN, data={"page": chosen, "reason": "publicité"})
    found = items()
    assert text_of("Pub") == "Achetez ici. Une note."
    assert found["Pub"].state == "left"
    assert found["Eau"].seen != found["Eau"].before_id or found["Eau"].state == "left"
    shown = browser.get(answer.location).text
    assert "a changé depuis la simulation" in shown
    assert not faults()


def test_somebody_saving_in_between_is_never_overwritten(browser: FlaskClient, world, page, monkeypatch) -> None:
    """Between the last plan and the save of a page, once."""
    late = iter([True])

    def saving(*arguments, **named):
        if next(late, False):
            page("Eau", "Eau très sale.\n\nUne autre phrase.")
        return save(*arguments, **named)

    save = carrying.save_revision
    monkeypatch.setattr(carrying, "save_revision", saving)
    carry_out(browser, only=("Eau",))
    assert text_of("Eau") == "Eau claire.\n\nUne autre phrase."
    assert items()["Eau"].act == "undo"


def test_a_protected_page_needs_a_hand(browser: FlaskClient, world, user, maintenance) -> None:
    with transaction():
        session.execute(delete(GroupRight).where(GroupRight.right == "editprotected"))
    title = Title.parse("Eau")
    protect(
        maintenance, title=title, limits={"edit": Limit("moderator", None)}, cascade=False, reason="calme",
        seen=version_of(protections(title)),
    )  # fmt: skip
    assert "demande une intervention" in rows(browser)["Eau"]
    assert "calme" in rows(browser)["Eau"]


def test_a_hidden_text_does_not_come_back(browser: FlaskClient, world, maintenance) -> None:
    title = Title.parse("Eau")
    first = session.scalar(
        select(Revision.id).join(Page, Page.id == Revision.page_id).where(Page.name == "Eau").order_by(Revision.id)
    )
    hiding.hide(maintenance, title=title, numbers=[first], hidden=Hidden.TEXT, shown=Hidden(0), reason="vie privée")
    assert "demande une intervention" in rows(browser)["Eau"]


def test_a_hidden_name_does_not_stand_in_the_summary(browser: FlaskClient, world, maintenance) -> None:
    hiding.hide(
        maintenance, title=Title.parse("Eau"), numbers=[world["Eau"]], hidden=Hidden.AUTHOR, shown=Hidden(0), reason="x"
    )
    carry_out(browser, only=("Eau",))
    assert text_of("Eau") == "Eau claire."
    assert "Vandale" not in finding.latest_revision(finding.get_page(Title.parse("Eau"))).summary


def test_a_name_that_is_hidden_later_does_not_stand_beside_the_page(
    browser: FlaskClient, world, maintenance, vandal: User, as_user
) -> None:
    batch = carry_out(browser).location
    suppress(
        maintenance, title=Title.parse("Eau"), numbers=[world["Eau"]], hidden=Hidden.AUTHOR, reason="danger pour elle"
    )
    for reader in (browser, as_user(vandal)):
        shown = [row.one("span", class_="row__title").label for row in listed(reader.get(batch).text)]
        assert [title.partition(" (")[0] for title in shown] == ["Sol", "Pub"]


def test_a_page_that_cannot_be_read_stops_nothing(browser: FlaskClient, world) -> None:
    with transaction():
        content = session.scalar(select(Revision.content_id).where(Revision.id == world["Eau"] - 2))
        session.execute(update(Content).where(Content.id == content).values(data=b"nothing"))
    carry_out(browser)
    assert {name: item.state for name, item in items().items()} == {"Eau": "left", "Pub": "done", "Sol": "done"}


def test_only_what_is_in_the_period_and_the_namespaces(browser: FlaskClient, page, vandal: User) -> None:
    with clock.freeze(clock.now() - FURTHEST - timedelta(days=1)):
        page("Vieux", "Ancien.")
        page("Vieux", "Ancien gâché.", author=vandal)
    with clock.freeze(clock.now() - timedelta(days=10)):
        page("Moyen", "À elle.", author=vandal)
    page("Discussion:Moyen", "Neuf.", author=vandal)
    page("Moyen", "À elle, encore.", author=vandal)
    assert set(rows(browser)) == {"Moyen", "Discussion:Moyen"}
    assert set(rows(browser, f"{PLAN}&namespace=1")) == {"Discussion:Moyen"}
    since = (clock.now() - timedelta(days=5)).date().isoformat()
    shown = rows(browser, f"{PLAN}&from={since}")
    assert "revient à la dernière version" in shown["Moyen"]
    assert "est supprimée" in rows(browser)["Moyen"]
    long_ago = (clock.now() - timedelta(days=400)).date().isoformat()
    assert set(rows(browser, f"{PLAN}&from={long_ago}")) == {"Moyen", "Discussion:Moyen"}


def test_work_that_was_taken_back_already_is_not_listed(browser: FlaskClient, world) -> None:
    carry_out(browser)
    assert set(rows(browser)) == {"Air"}


def many(page, author: User, count: int) -> None:
    for number in range(count):
        page(f"Page {number}", "Une page.", author=author)


def test_many_pages_are_done_in_the_background(browser: FlaskClient, page, vandal: User) -> None:
    many(page, vandal, AT_ONCE + 1)
    batch = carry_out(browser).location
    assert {item.state for item in items().values()} == {"waiting"}
    assert carrying.turn()
    shown = browser.get(batch).text
    assert f"{carrying.PART} pages sur {AT_ONCE + 1}" in read(shown).one("main").words
    while carrying.turn():
        pass
    assert {item.state for item in items().values()} == {"done"}
    assert session.scalar(select(Batch.state)) == "done"
    browser.post(f"{batch}/undo")
    while carrying.turn():
        pass
    assert {item.state for item in items().values()} == {"restored"}
    assert session.scalar(select(Batch.state)) == "undone"


def test_a_batch_whose_request_died_is_gone_on_with(browser: FlaskClient, world, monkeypatch) -> None:
    class Death(BaseException):
        pass

    def dying(*_arguments, **_named):
        raise Death

    with monkeypatch.context() as patch:
        patch.setattr(carrying, "delete_page", dying)
        with pytest.raises(Death):
            carry_out(browser)
    states = {name: item.state for name, item in items().items()}
    assert states["Pub"] == "waiting"
    assert not carrying.turn()
    with clock.freeze(clock.now() + GRACE):
        assert carrying.turn()
    assert {item.state for item in items().values()} == {"done"}
    assert text_of("Pub") is None
    assert len([entry for entry in entries("delete") if entry.name == "Pub"]) == 1


def test_it_stops_and_goes_on(browser: FlaskClient, page, vandal: User) -> None:
    many(page, vandal, AT_ONCE + 1)
    batch = carry_out(browser).location
    carrying.turn()
    assert browser.post(f"{batch}/stop").status_code == 303
    assert not carrying.turn()
    assert "arrêté" in browser.get(batch).text
    assert browser.post(f"{batch}/resume").status_code == 303
    assert carrying.turn()
    browser.post(f"{batch}/stop")
    browser.post(f"{batch}/undo")
    while carrying.turn():
        pass
    states = [item.state for item in items().values()]
    assert (states.count("restored"), states.count("left")) == (2 * carrying.PART, AT_ONCE + 1 - 2 * carrying.PART)


def test_who_loses_the_right_in_the_middle_does_no_more(browser: FlaskClient, page, vandal: User) -> None:
    many(page, vandal, AT_ONCE + 1)
    batch = carry_out(browser).location
    carrying.turn()
    with transaction():
        session.execute(delete(UserGroup))
    carrying.turn()
    session.remove()
    found = session.scalars(select(Batch)).one()
    assert (found.state, "massrevert" in found.note) == ("stopped", True)
    assert [item.state for item in items().values()].count("done") == carrying.PART
    assert browser.get(batch).status_code == 404


def test_two_processes_do_no_page_twice(world, vandal: User, moderator: User, authority_of) -> None:
    who = authority_of(moderator)
    scope = Scope(session.get_one(User, vandal.id), clock.now() - FURTHEST)
    plans = plan(who, scope).plans
    chosen = [Choice(one.page.id, one.act, one.latest) for one in plans if one.act == "delete"]
    number = deciding.begin(who, scope, chosen=chosen, reason="publicité")
    item = session.scalars(select(BatchItem)).one()
    with pytest.raises(carrying.Taken), transaction():
        carrying._fate(item.id, "running", "done")
    assert number == item.batch_id


def test_a_batch_has_a_limit(browser: FlaskClient, page, vandal: User, monkeypatch) -> None:
    monkeypatch.setattr("wiki.moderation.batches.planning.MOST", 3)
    many(page, vandal, 4)
    assert len(boxes(browser)) == 3
    assert f"un lot en compte {MOST} au plus" in browser.get(PLAN).text


def test_a_long_dry_run_costs_as_much_as_a_short_one(browser: FlaskClient, page, vandal: User) -> None:
    costs = []
    for count in (3, 30):
        many(page, vandal, count)
        for number in range(count):
            page(f"Autre {number}", "Une page.")
            page(f"Autre {number}", "Une page gâchée.", author=vandal)
        with counted() as statements:
            browser.get(PLAN)
        costs.append(len(statements))
    assert costs[1] <= costs[0] + 2
