"""Deleting hides and restoring brings back: nothing is destroyed, and what follows from the texts follows."""

import pytest
from sqlalchemy import func, select

from tests.reading import read
from wiki.checking import CHECKS
from wiki.database import session
from wiki.editing.preparing import Change
from wiki.editing.saving import save_revision
from wiki.links.models import ExternalLink, PageLink
from wiki.logs.models import LogEntry
from wiki.moderation import deletion
from wiki.moderation.deletion import (
    NothingDeleted,
    ReasonMissing,
    TitleInUse,
    delete_page,
    deleted_pages,
    deleted_revisions,
    undelete_page,
)
from wiki.pages import finding
from wiki.pages.models import Page, Revision
from wiki.permissions.authority import PermissionDenied
from wiki.search import worker
from wiki.search.models import SearchOutbox, TitleKey
from wiki.taxonomy.models import PageCategory, PageProfile
from wiki.titles import Title

pytestmark = pytest.mark.usefixtures("app")

EAU = Title.parse("Eau")
DERIVED = (PageLink, ExternalLink, PageCategory, PageProfile, TitleKey)
TEXT = "Voir [[Rivière]] et [le site](https://exemple.org/). [[Catégorie:Inondation|x]] [[Profil:Citoyen]]"


@pytest.fixture
def eau(page) -> int:
    """A page of four revisions with something of each kind derived from it; gives its number."""
    for text in ("un", "deux", "trois"):
        page("Eau", text)
    return page("Eau", TEXT).revision.page_id


def delete(maintenance, reason: str = "essai") -> None:
    delete_page(maintenance, title=EAU, reason=reason)


def numbers() -> list[int]:
    session.expire_all()
    return list(session.scalars(select(Revision.id).join(Page, Page.id == Revision.page_id).where(Page.name == "Eau")))


def rows(number: int) -> dict[str, int]:
    """How many rows of each derived table belong to a page."""
    counts = {}
    for model in DERIVED:
        column = model.from_page_id if model in (PageLink, ExternalLink) else model.page_id
        counts[model.__tablename__] = session.scalar(select(func.count()).where(column == number))
    return counts


def faults() -> list[str]:
    worker.catch_up()
    return [f"{name}: {line}" for name, find in CHECKS.items() for line in find()]


def text() -> str:
    session.expire_all()
    return finding.latest_text(finding.get_page(EAU))


def test_deleting_hides_the_page_and_all_that_was_derived_from_it(eau, maintenance, client):
    assert all(rows(eau).values())
    delete(maintenance)
    assert client.get("/wiki/Eau").status_code == 404
    assert not any(rows(eau).values())
    assert eau in session.scalars(select(SearchOutbox.page_id)).all()
    for address in ("/special/search?q=Eau", "/wiki/Catégorie:Inondation", "/special/all-pages", "/profil/citoyen"):
        assert "/wiki/Eau" not in read(client.get(address).text).one("main").links().values()
    assert faults() == []


def test_restoring_brings_everything_back_under_the_same_number(eau, maintenance, client):
    before = (rows(eau), numbers())
    delete(maintenance)
    title = undelete_page(maintenance, page_id=eau, reason="erreur")
    assert title == EAU
    assert (rows(eau), numbers()) == before
    assert text() == TEXT
    assert finding.get_page(EAU).id == eau
    assert "Eau" in read(client.get("/wiki/Catégorie:Inondation").text).links()
    assert faults() == []


def test_the_search_forgets_and_finds_again(eau, maintenance, client):
    worker.catch_up()
    find = "/special/search?q=rivière"
    assert "/wiki/Eau" in client.get(find).text
    delete(maintenance)
    worker.catch_up()
    assert "/wiki/Eau" not in read(client.get(find).text).one("main").links().values()
    undelete_page(maintenance, page_id=eau, reason="erreur")
    worker.catch_up()
    assert "/wiki/Eau" in client.get(find).text


def test_every_act_is_in_the_log_with_its_reason(eau, maintenance, client):
    delete(maintenance, reason="doublon de [[Rivière]]")
    undelete_page(maintenance, page_id=eau, reason="erreur")
    entries = session.scalars(select(LogEntry).where(LogEntry.type == "delete").order_by(LogEntry.id)).all()
    assert [(entry.action, entry.page_id, entry.details["count"]) for entry in entries] == [
        ("delete", eau, 4),
        ("restore", eau, 4),
    ]
    shown = read(client.get("/special/logs?page=Eau").text).one("main")
    assert "erreur" in shown.words
    assert shown.links()["Rivière"].startswith("/wiki/Rivi%C3%A8re")


def test_a_reason_is_asked_for(eau, maintenance):
    with pytest.raises(ReasonMissing):
        delete(maintenance, reason="  ")
    delete(maintenance)
    with pytest.raises(ReasonMissing):
        undelete_page(maintenance, page_id=eau, reason="")


def test_chosen_revisions_come_back_alone(eau, maintenance, client):
    first, second, third, fourth = numbers()
    delete(maintenance)
    undelete_page(maintenance, page_id=eau, reason="essai", revisions=[first, third])
    assert text() == "trois"
    page = finding.get_page(EAU)
    assert (page.latest_revision_id, page.shown_revision_id, page.size) == (third, third, 5)
    history = read(client.get("/wiki/Eau?action=history").text)
    assert [int(choice["value"]) for choice in history.all("input", name="diff")] == [third, first]
    assert rows(eau)["page_link"] == 0
    assert faults() == []
    undelete_page(maintenance, page_id=eau, reason="essai", revisions=[second])
    assert text() == "trois"
    undelete_page(maintenance, page_id=eau, reason="essai", revisions=[fourth])
    assert text() == TEXT
    assert all(rows(eau).values())
    assert faults() == []


def test_an_edit_after_a_partial_restoration_continues_the_chain(eau, maintenance):
    first, _second, _third, fourth = numbers()
    delete(maintenance)
    undelete_page(maintenance, page_id=eau, reason="essai", revisions=[first])
    saved = save_revision(maintenance, title=EAU, change=Change("un et demi", base=first))
    assert saved.revision.parent_id == fourth
    assert saved.revision.size_change == len("un et demi") - len("un")
    assert faults() == []
    undelete_page(maintenance, page_id=eau, reason="essai", revisions=[fourth])
    assert text() == "un et demi"
    assert faults() == []


def test_only_deleted_revisions_of_this_page_can_be_chosen(eau, page, maintenance):
    other = page("Sol", "texte").revision.id
    delete(maintenance)
    for chosen in ([], [other], [999_999]):
        with pytest.raises(NothingDeleted):
            undelete_page(maintenance, page_id=eau, reason="essai", revisions=chosen)
    assert finding.find_page(EAU) is None
    undelete_page(maintenance, page_id=eau, reason="essai")
    with pytest.raises(NothingDeleted):
        undelete_page(maintenance, page_id=eau, reason="essai")
    with pytest.raises(finding.NoSuchPage):
        undelete_page(maintenance, page_id=999_999, reason="essai")


def test_a_title_that_is_in_use_again_is_not_overwritten(eau, page, maintenance):
    delete(maintenance)
    newer = page("Eau", "une autre page").revision.page_id
    assert newer != eau
    with pytest.raises(TitleInUse):
        undelete_page(maintenance, page_id=eau, reason="essai")
    assert text() == "une autre page"
    delete(maintenance)
    assert [page.id for page in deleted_pages(EAU)] == [newer, eau]
    undelete_page(maintenance, page_id=eau, reason="essai")
    assert text() == TEXT
    assert faults() == []


def test_a_page_deleted_and_written_anew_is_another_page(eau, page, maintenance, client):
    delete(maintenance)
    page("Eau", "nouvelle page")
    history = read(client.get("/wiki/Eau?action=history").text)
    assert len(history.all("input", name="diff")) == 1
    assert faults() == []


def test_a_failure_in_the_middle_leaves_the_page_as_it_was(eau, maintenance, monkeypatch):
    def broken(*_arguments, **_more):
        raise OSError("disk full")

    monkeypatch.setattr(deletion.logs, "add", broken)
    with pytest.raises(OSError, match="disk full"):
        delete(maintenance)
    assert text() == TEXT
    assert all(rows(eau).values())
    assert faults() == []


class TestRights:
    def test_members_may_neither_delete_nor_restore_nor_look(self, eau, maintenance, user, authority_of, as_user):
        alice = user("Alice")
        for act in (
            lambda: delete_page(authority_of(alice), title=EAU, reason="essai"),
            lambda: undelete_page(authority_of(alice), page_id=eau, reason="essai"),
            lambda: deleted_revisions(authority_of(alice), finding.get_page(EAU), limit=10),
        ):
            with pytest.raises(PermissionDenied):
                act()
        browser = as_user(alice)
        for action in ("delete", "undelete"):
            assert browser.get(f"/wiki/Eau?action={action}").status_code == 403
            assert browser.post(f"/wiki/Eau?action={action}", data={"reason": "x", "page": eau}).status_code == 403
        assert text() == TEXT

    def test_pages_of_the_project_need_one_more_right(self, page, user, as_user, maintenance):
        page("Wikipartage:Règles", "Nos règles")
        with_right = user("Mod", groups=("moderator",))
        assert as_user(with_right).get("/wiki/Wikipartage:Règles?action=delete").status_code == 200


class TestBrowser:
    @pytest.fixture
    def moderator(self, user, as_user):
        return as_user(user("Mod", groups=("moderator",)))

    def test_from_the_form_to_the_restored_page(self, eau, moderator):
        form = read(moderator.get("/wiki/Eau?action=delete").text).one("main")
        assert "4" in form.words
        deleted = moderator.post("/wiki/Eau?action=delete", data={"reason": "essai"})
        assert (deleted.status_code, deleted.headers["Location"]) == (303, "/wiki/Eau")
        offered = read(moderator.get("/wiki/Eau?action=undelete").text).one("main")
        assert [int(box["value"]) for box in offered.all("input", name="revision")] == numbers()[::-1]
        assert offered.one("input", name="page")["value"] == str(eau)
        chosen = {"reason": "essai", "page": eau, "revision": [numbers()[0], numbers()[1]], "chosen": ""}
        restored = moderator.post("/wiki/Eau?action=undelete", data=chosen)
        assert (restored.status_code, restored.headers["Location"]) == (303, "/wiki/Eau")
        assert text() == "deux"
        rest = {"reason": "essai", "page": eau, "all": ""}
        assert moderator.post("/wiki/Eau?action=undelete", data=rest).status_code == 303
        assert text() == TEXT

    @pytest.mark.parametrize("action", ["delete", "undelete"])
    def test_without_a_reason_the_form_comes_back(self, eau, maintenance, moderator, action):
        if action == "undelete":
            delete(maintenance)
        answer = moderator.post(f"/wiki/Eau?action={action}", data={"reason": " ", "page": eau, "all": ""})
        assert answer.status_code == 400
        fields = read(answer.text).one("main").all("input", name="reason")
        assert fields[0]["aria-invalid"] == "true"

    def test_strange_numbers_are_refused(self, eau, maintenance, moderator):
        delete(maintenance)
        for number in ("", "0", "-1", "abc", "²", "9" * 30, "9" * 5000, str(2**63)):
            for data in ({"page": number, "all": ""}, {"page": eau, "revision": number, "chosen": ""}):
                answer = moderator.post("/wiki/Eau?action=undelete", data={"reason": "des mots précieux", **data})
                assert answer.status_code in (400, 404), data
                assert "des mots précieux" in answer.text
        assert finding.find_page(EAU) is None

    def test_looking_changes_nothing(self, eau, moderator):
        moderator.get("/wiki/Eau?action=delete&reason=essai&submit=1")
        moderator.head("/wiki/Eau?action=delete&reason=essai")
        assert text() == TEXT

    def test_nothing_deleted_is_said_so(self, moderator):
        answer = moderator.get("/wiki/Rien?action=undelete")
        assert answer.status_code == 200
        assert read(answer.text).all("input", name="revision") == []
