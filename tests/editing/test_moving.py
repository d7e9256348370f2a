"""Moving a page: it keeps its number and its history, and nobody who knew the old title is lost."""

import pytest
from sqlalchemy import select

from tests.reading import read
from wiki.checking import CHECKS
from wiki.database import session
from wiki.editing import moving
from wiki.editing.moving import CannotMove, TitleTaken, TooManySubpages, move_page
from wiki.editing.preparing import TitleElsewhere
from wiki.logs.models import LogEntry
from wiki.pages import finding
from wiki.pages.models import Page, Revision
from wiki.permissions.authority import PermissionDenied
from wiki.permissions.throttling import RateLimited
from wiki.search import outbox, worker
from wiki.search.models import SearchOutbox
from wiki.taxonomy.models import PageCategory
from wiki.titles import Title, sort_key
from wiki.watchlist import watching

pytestmark = pytest.mark.usefixtures("app")


def title(name: str) -> Title:
    return Title.parse(name)


def move(authority, old: str, new: str, **more):
    return move_page(authority, title=title(old), target=title(new), **more)


def text_of(name: str) -> str | None:
    session.expire_all()
    found = finding.find_page(title(name))
    return finding.latest_text(found) if found is not None else None


def number_of(name: str) -> int:
    session.expire_all()
    return finding.get_page(title(name)).id


def live_names() -> set[str]:
    session.expire_all()
    return {page.title.full_name for page in session.scalars(select(Page).where(Page.deleted_at.is_(None)))}


def faults() -> list[str]:
    worker.catch_up()
    return [f"{name}: {line}" for name, find in CHECKS.items() for line in find()]


@pytest.fixture
def family(page) -> int:
    """A page with a talk page and subpages, one of which has a talk page too; gives the page's number."""
    number = page("Eau", "[[Catégorie:Eau]] Voir [[Rivière]].").revision.page_id
    page("Discussion:Eau", "Bonjour")
    page("Eau/Prix", "Le prix")
    page("Discussion:Eau/Prix", "Quel prix ?")
    page("Eau/Prix/2026", "Cette année")
    page("EAU/Tout autre", "Autre chose")
    page("Eaux", "Une autre page")
    return number


def test_a_page_moves_with_its_talk_page_and_subpages(family, maintenance):
    moved = move(maintenance, "Eau", "Eau potable", leave_redirect=False)
    assert moved.titles[0] == (title("Eau"), title("Eau potable"))
    assert moved.left == ()
    assert live_names() == {
        "Eau potable",
        "Discussion:Eau potable",
        "Eau potable/Prix",
        "Discussion:Eau potable/Prix",
        "Eau potable/Prix/2026",
        "EAU/Tout autre",
        "Eaux",
    }
    assert number_of("Eau potable") == family
    assert faults() == []


def test_the_page_alone_moves_when_that_is_asked(family, maintenance):
    move(maintenance, "Eau", "Eau potable", with_talk=False, with_subpages=False, leave_redirect=False)
    assert live_names() == {
        "Eau potable",
        "Discussion:Eau",
        "Eau/Prix",
        "Discussion:Eau/Prix",
        "Eau/Prix/2026",
        "EAU/Tout autre",
        "Eaux",
    }


def test_redirects_stay_behind(family, maintenance, client):
    move(maintenance, "Eau", "Eau potable", reason="plus précis")
    for name in ("Eau", "Discussion:Eau", "Eau/Prix", "Discussion:Eau/Prix", "Eau/Prix/2026"):
        answer = client.get(title(name).path)
        assert answer.status_code == 301
        assert answer.headers["Location"].partition("?")[0] == title(name.replace("Eau", "Eau potable", 1)).path
    assert text_of("Eau").strip() == "#REDIRECTION [[Eau potable]]"
    assert faults() == []


@pytest.mark.parametrize("name", ["Catégorie:Puits", "Modèle:Puits", "Aide:Puits", "Utilisateur:Puits", "AC/DC"])
def test_a_redirect_leads_to_its_page_and_says_nothing_else(page, maintenance, client, name):
    page("Source", "Un texte.")
    old = title(name)
    page(name, "Un texte.")
    move(maintenance, name, old.full_name + " neuf")
    assert client.get(old.path).headers["Location"].partition("?")[0] == title(name + " neuf").path
    assert session.scalars(select(PageCategory)).all() == []


def test_the_history_goes_along_and_says_that_the_page_was_moved(family, maintenance, client):
    before = session.scalars(select(Revision.id).where(Revision.page_id == family)).all()
    move(maintenance, "Eau", "Eau potable", reason="plus précis")
    session.expire_all()
    revisions = session.scalars(select(Revision).where(Revision.page_id == family).order_by(Revision.id)).all()
    assert [revision.id for revision in revisions[:-1]] == before
    last = revisions[-1]
    assert last.parent_id == before[-1]
    assert (last.minor, last.size_change) == (True, 0)
    assert "plus précis" in last.summary
    shown = read(client.get("/wiki/Eau_potable?action=history").text).one("ol").all("li")[0]
    assert {"Eau", "Eau potable"} <= shown.links().keys()


def test_the_log_names_each_page(family, maintenance, client):
    move(maintenance, "Eau", "Eau potable", reason="plus précis")
    entries = session.scalars(select(LogEntry).where(LogEntry.type == "move")).all()
    assert {entry.reason for entry in entries} == {"plus précis"}
    assert len(entries) == 5
    assert {entry.details["target"] for entry in entries} >= {"Eau potable", "Discussion:Eau potable"}
    assert entries[0].page_id == family
    links = read(client.get("/special/logs?type=move").text).one("main").links()
    assert {"Eau", "Eau potable", "Eau potable/Prix"} <= links.keys()


def test_what_follows_from_the_title_follows_it(family, maintenance):
    worker.catch_up()
    move(maintenance, "Eau", "Eau potable")
    session.expire_all()
    sorts = session.scalars(select(PageCategory.sort).where(PageCategory.page_id == family)).all()
    assert sorts == [sort_key("Eau potable")]
    queued = set(session.scalars(select(SearchOutbox.page_id)))
    assert {family, number_of("Eau"), number_of("Eau potable/Prix")} <= queued
    assert outbox.lag() > 0
    assert faults() == []


def test_watchers_follow_every_page_that_moves(family, maintenance, user, authority_of):
    alice = user("Alice")
    watching.watch(authority_of(alice), title=title("Eau"))
    watching.watch(authority_of(alice), title=title("Eau/Prix"))
    move(maintenance, "Eau", "Eau potable")
    for name in ("Eau", "Eau potable", "Discussion:Eau potable", "Eau potable/Prix"):
        assert watching.is_watched(alice, title(name)), name
    assert not watching.is_watched(alice, title("Eau potable/Prix/2026"))


def test_there_and_back_again(family, maintenance):
    before = {name: text_of(name) for name in live_names()}
    move(maintenance, "Eau", "Eau potable")
    back = move(maintenance, "Eau potable", "Eau")
    assert back.left == ()
    assert {name: text_of(name) for name in before} == before
    assert number_of("Eau") == family
    assert faults() == []


def test_a_redirect_that_leads_back_gives_way(page, maintenance):
    page("Robinet", "#REDIRECTION [[Eau]]")
    number = page("Eau", "texte").revision.page_id
    move(maintenance, "Eau", "Robinet", leave_redirect=False)
    assert number_of("Robinet") == number
    assert live_names() == {"Robinet"}
    assert faults() == []


@pytest.mark.parametrize("text", ["Une page.", "#REDIRECTION [[Ailleurs]]"])
def test_whatever_else_stands_there_refuses_the_move(page, maintenance, text):
    page("Eau", "texte")
    page("Robinet", text)
    with pytest.raises(TitleTaken):
        move(maintenance, "Eau", "Robinet")
    assert (text_of("Eau"), text_of("Robinet")) == ("texte", text)


def test_a_redirect_with_a_history_of_its_own_refuses_the_move(page, maintenance):
    page("Eau", "texte")
    page("Robinet", "Une ancienne page.")
    page("Robinet", "#REDIRECTION [[Eau]]")
    with pytest.raises(TitleTaken):
        move(maintenance, "Eau", "Robinet")


def test_a_subpage_whose_new_title_is_taken_stays_and_is_named(family, page, maintenance):
    page("Eau potable/Prix", "Un autre prix")
    moved = move(maintenance, "Eau", "Eau potable")
    assert moved.left == (title("Eau/Prix"),)
    assert (text_of("Eau/Prix"), text_of("Eau potable/Prix")) == ("Le prix", "Un autre prix")
    assert text_of("Eau potable/Prix/2026") == "Cette année"


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("Eau", CannotMove),
        ("eau", CannotMove),
        ("Discussion:Rivière", CannotMove),
        ("Spécial:Eau", CannotMove),
        ("w:Eau", TitleElsewhere),
        ("Eaux", TitleTaken),
    ],
)
def test_moves_that_make_no_sense_are_refused(family, maintenance, target, error):
    before = live_names()
    with pytest.raises(error):
        move(maintenance, "Eau", target)
    assert live_names() == before


def test_a_missing_page_cannot_be_moved(maintenance):
    with pytest.raises(finding.NoSuchPage):
        move(maintenance, "Rien", "Ailleurs")


def test_too_many_subpages_are_refused_as_a_whole(family, maintenance, monkeypatch):
    monkeypatch.setattr(moving, "MAX_SUBPAGES", 1)
    with pytest.raises(TooManySubpages):
        move(maintenance, "Eau", "Eau potable")
    assert text_of("Eau potable") is None


def test_a_page_moved_below_itself(family, maintenance):
    move(maintenance, "Eau", "Eau/Ancienne", leave_redirect=False)
    assert "Eau/Ancienne/Prix/2026" in live_names()
    assert "Eau" not in live_names()
    assert faults() == []


def test_a_failure_in_the_middle_leaves_nothing_moved(family, maintenance, monkeypatch):
    before, entries = live_names(), len(session.scalars(select(LogEntry)).all())
    real, calls = moving.derive, []

    def derive(*arguments):
        calls.append(arguments)
        if len(calls) == 4:
            raise OSError("disk full")
        real(*arguments)

    monkeypatch.setattr(moving, "derive", derive)
    with pytest.raises(OSError, match="disk full"):
        move(maintenance, "Eau", "Eau potable")
    assert live_names() == before
    assert len(session.scalars(select(LogEntry)).all()) == entries
    assert faults() == []


class TestRights:
    """Who may move what, and what the form offers."""

    def test_a_visitor_may_not_move(self, family, client):
        answer = client.post("/wiki/Eau?action=move", data={"target": "Eau potable"})
        assert answer.status_code == 403
        assert "move" in read(answer.text).one("main").words
        assert text_of("Eau potable") is None

    def test_a_member_leaves_a_redirect_and_the_subpages(self, family, user, as_user):
        alice = as_user(user("Alice"))
        form = read(alice.get("/wiki/Eau?action=move").text)
        assert form.all("input", name="redirect") == form.all("input", name="subpages") == []
        answer = alice.post("/wiki/Eau?action=move", data={"target": "Eau potable", "talk": "y", "subpages": "y"})
        assert answer.status_code == 303
        assert text_of("Eau").startswith("#REDIRECTION")
        assert text_of("Eau/Prix") == "Le prix"
        assert text_of("Discussion:Eau potable") == "Bonjour"

    def test_a_moderator_may_leave_nothing(self, family, user, as_user):
        moderator = as_user(user("Mod", groups=("moderator",)))
        moderator.post("/wiki/Eau?action=move", data={"target": "Eau potable", "subpages": "y"})
        assert text_of("Eau") is None
        assert text_of("Discussion:Eau") == "Bonjour"
        assert text_of("Eau potable/Prix") == "Le prix"
        assert session.scalars(select(LogEntry.action).where(LogEntry.type == "move")).first() == "move-no-redirect"

    def test_pages_of_the_project_are_neither_left_nor_entered(self, family, page, user, authority_of):
        page("Wikipartage:Règles", "Nos règles")
        alice = authority_of(user("Alice"))
        for old, new in (("Wikipartage:Règles", "Règles"), ("Eau", "Wikipartage:Eau")):
            with pytest.raises(PermissionDenied) as refused:
                move(alice, old, new)
            assert refused.value.params["right"] == "editproject"

    def test_newcomers_move_two_pages_in_two_minutes(self, page, user, authority_of):
        alice = authority_of(user("Alice"))
        for number in range(3):
            page(f"Page {number}", "texte")
        for number in range(2):
            move(alice, f"Page {number}", f"Autre {number}")
        with pytest.raises(RateLimited):
            move(alice, "Page 2", "Autre 2")


class TestForm:
    """The form in the browser gives every reason and keeps what was typed."""

    @pytest.mark.parametrize("target", ["Eaux", "a|b", "", "Spécial:X", "w:Eau", "x" * 299, "Discussion:X"])
    def test_a_bad_target_is_explained_beside_the_field(self, family, user, as_user, target):
        moderator = as_user(user("Mod", groups=("moderator",)))
        answer = moderator.post("/wiki/Eau?action=move", data={"target": target, "reason": "des mots précieux"})
        assert answer.status_code in (400, 409)
        shown = read(answer.text).one("main")
        assert shown.one("input", name="target")["value"] == target
        assert shown.one("input", name="reason")["value"] == "des mots précieux"
        assert shown.one("input", name="target")["aria-invalid"] == "true"
        assert text_of("Eau").startswith("[[Catégorie:Eau]]")

    def test_moving_too_often_is_told_as_such_and_keeps_what_was_typed(self, page, user, as_user):
        alice = as_user(user("Alice"))
        for number in range(3):
            page(f"Page {number}", "texte")
        for number in range(2):
            assert alice.post(f"/wiki/Page_{number}?action=move", data={"target": f"Autre {number}"}).status_code == 303
        answer = alice.post("/wiki/Page_2?action=move", data={"target": "Autre titre", "reason": "plus précis"})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        kept = [field.words for field in read(answer.text).one("main").all("textarea")]
        assert sorted(kept) == ["Autre titre", "plus précis"]

    def test_a_target_that_one_may_not_write_is_told_as_a_missing_right(self, family, user, as_user):
        alice = as_user(user("Alice"))
        answer = alice.post("/wiki/Eau?action=move", data={"target": "Wikipartage:Eau", "reason": "plus précis"})
        assert answer.status_code == 403
        shown = read(answer.text).one("main")
        assert "editproject" in shown.words
        assert "Wikipartage:Eau" in [field.words for field in shown.all("textarea")]

    def test_the_answer_leads_to_a_page_that_tells_what_was_done(self, family, page, user, as_user, client):
        page("Rivière", "Voir [[Eau]].")
        page("Eau potable/Prix", "Un autre prix")
        moderator = as_user(user("Mod", groups=("moderator",)))
        data = {"target": "Eau potable", "talk": "y", "subpages": "y", "redirect": "y", "reason": "plus précis"}
        answer = moderator.post("/wiki/Eau?action=move", data=data)
        assert answer.status_code == 303
        for reader in (moderator, client):
            main = read(reader.get(answer.headers["Location"]).text).one("main")
            assert {"Eau potable", "Discussion:Eau potable", "Eau potable/Prix/2026", "Mod"} <= main.links().keys()
            assert main.links()["Eau/Prix"] == "/wiki/Eau/Prix"
            assert "plus précis" in main.words
            assert [box["value"] for box in main.all("input", name="title")] == ["Rivière"]

    @pytest.mark.parametrize("entry", ["1", "{other}", "999999", "x", ""])
    def test_the_page_about_a_move_tells_of_no_other(self, family, page, maintenance, client, entry):
        moved = move(maintenance, "Eau", "Eau potable")
        page("Sol", "texte")
        other = move(maintenance, "Sol", "Terre").entry
        assert client.get(f"/wiki/Eau_potable?action=moved&entry={moved.entry}").status_code == 200
        answer = client.get(f"/wiki/Eau_potable?action=moved&entry={entry.format(other=other)}")
        assert answer.status_code in (400, 404)

    def test_looking_at_the_form_moves_nothing(self, family, user, as_user):
        moderator = as_user(user("Mod", groups=("moderator",)))
        moderator.get("/wiki/Eau?action=move&target=Eau+potable&submit=1")
        moderator.head("/wiki/Eau?action=move&target=Eau+potable")
        assert text_of("Eau potable") is None
