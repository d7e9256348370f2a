"""After a move: the links that still name the old title are shown, and changed for those who ask for it."""

import pytest
from sqlalchemy import delete, select

from tests.reading import Element, read
from wiki.checking import CHECKS
from wiki.database import session, transaction
from wiki.editing import saving
from wiki.editing.moving import move_page
from wiki.editing.preparing import Change
from wiki.editing.renaming import relinking
from wiki.links.counting import counts
from wiki.pages import finding
from wiki.pages.models import Revision, RevisionTag
from wiki.permissions.models import GroupRight
from wiki.permissions.throttling import LIMITS
from wiki.search import worker
from wiki.titles import Title
from wiki.users.models import User

pytestmark = pytest.mark.usefixtures("app")

EAU = Title.parse("Eau")
LINKS = "/wiki/Eau?action=update-links"


def text_of(name: str) -> str:
    session.expire_all()
    return finding.latest_text(finding.get_page(Title.parse(name)))


def revisions(name: str) -> list[Revision]:
    session.expire_all()
    number = finding.get_page(Title.parse(name)).id
    return list(session.scalars(select(Revision).where(Revision.page_id == number).order_by(Revision.id)))


def shown(browser, path: str = LINKS) -> Element:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return read(answer.text).one("main")


def offered(main: Element) -> list[str]:
    return [box["value"] for box in main.all("input", name="title")]


def update(browser, *names: str) -> Element:
    answer = browser.post(LINKS, data={"title": list(names)})
    assert (answer.status_code, answer.headers["Location"]) == (303, LINKS)
    return shown(browser)


@pytest.fixture
def moved(page, maintenance):
    """A page that others name was moved; a redirect stands at the old title."""
    page("Eau", "L’eau.")
    page("Rivière", "Voir [[Eau]] et [[eau|celle]]s.\n\n`[[Eau]]`")
    page("Puits", "Voir [[Eau#Prix]].")
    page("Source", "Rien de tel.")
    page("Onde", "#REDIRECTION [[Eau]]")
    return move_page(maintenance, title=EAU, target=Title.parse("Eau potable"))


@pytest.fixture
def alice(user, as_user):
    return as_user(user("Alice"))


def test_pages_that_name_the_old_title_are_shown_with_what_would_change(moved, alice):
    main = shown(alice)
    assert set(offered(main)) == {"Rivière", "Puits", "Onde"}
    assert "[[Eau potable|Eau]]" in main.text
    assert main.links()["Eau potable"] == "/wiki/Eau_potable"


def test_looking_changes_nothing(moved, alice):
    before = session.scalars(select(Revision.id)).all()
    alice.get(LINKS + "&title=Rivi%C3%A8re")
    alice.head(LINKS)
    assert session.scalars(select(Revision.id)).all() == before


def test_the_chosen_pages_get_one_revision_each(moved, alice):
    main = update(alice, "Rivière", "Onde")
    assert text_of("Rivière") == "Voir [[Eau potable|Eau]] et [[Eau potable|celle]]s.\n\n`[[Eau]]`"
    assert text_of("Onde") == "#REDIRECTION [[Eau potable]]"
    assert text_of("Puits") == "Voir [[Eau#Prix]]."
    assert offered(main) == ["Puits"]
    assert len(revisions("Rivière")) == len(revisions("Onde")) == 2
    last = revisions("Rivière")[-1]
    tags = session.scalars(select(RevisionTag.tag).where(RevisionTag.revision_id == last.id)).all()
    assert (last.minor, tags) == (True, ["links-updated"])
    history = read(alice.get("/wiki/Rivi%C3%A8re?action=history").text).one("main")
    assert {"Eau", "Eau potable"} <= history.links().keys()
    assert "links-updated" not in history.words
    worker.catch_up()
    assert [line for find in CHECKS.values() for line in find()] == []


def test_once_all_is_updated_nothing_is_offered(moved, alice):
    main = update(alice, "Rivière", "Puits", "Onde")
    assert offered(main) == []
    assert counts(EAU) == {}
    assert alice.get("/wiki/Rivi%C3%A8re").status_code == 200


def test_links_that_somebody_else_updated_meanwhile_are_not_called_impossible(moved, alice):
    update(alice, "Rivière")
    said = update(alice, "Rivière").words
    assert "ses liens étaient déjà à jour" in said
    assert "vient d’un modèle" not in said


def test_nothing_ticked_changes_nothing_and_says_so(moved, alice):
    before = session.scalars(select(Revision.id)).all()
    update(alice)
    assert session.scalars(select(Revision.id)).all() == before


def test_a_category_and_its_members(page, maintenance, alice):
    page("Catégorie:Puits", "Les puits.")
    page("A", "---\ncatégories: [Puits]\n---\nTexte")
    page("B", "Texte [[Catégorie:Puits|clé]]")
    move_page(maintenance, title=Title.parse("Catégorie:Puits"), target=Title.parse("Catégorie:Forages"))
    alice.post("/wiki/Catégorie:Puits?action=update-links", data={"title": ["A", "B"]})
    assert text_of("A") == "---\ncatégories: [Forages]\n---\nTexte"
    assert text_of("B") == "Texte [[Catégorie:Forages|clé]]"
    assert {"A", "B"} <= read(alice.get("/wiki/Catégorie:Forages").text).one("main").links().keys()


def test_a_template_and_who_includes_it(page, maintenance, alice):
    page("Modèle:Avis", "avis")
    page("A", "{{Avis}}")
    page("Modèle:Cadre", "{{Avis|x}}")
    page("B", "{{Cadre}}")
    move_page(maintenance, title=Title.parse("Modèle:Avis"), target=Title.parse("Modèle:Note"))
    path = "/wiki/Modèle:Avis?action=update-links"
    main = shown(alice, path)
    assert offered(main) == ["Modèle:Cadre", "A"]
    assert main.links()["B"] == "/wiki/B?redirect=no"
    alice.post(path, data={"title": ["A", "B", "Modèle:Cadre"]})
    assert [text_of(name) for name in ("A", "Modèle:Cadre", "B")] == ["{{Note}}", "{{Note|x}}", "{{Cadre}}"]


def test_pages_that_one_may_not_edit_are_named_with_the_right_and_left(moved, page, alice):
    page("Wikipartage:Règles", "Voir [[Eau]].")
    main = shown(alice)
    assert "Wikipartage:Règles" not in offered(main)
    assert "editproject" in main.words
    main = update(alice, "Wikipartage:Règles", "Puits")
    assert text_of("Wikipartage:Règles") == "Voir [[Eau]]."
    assert text_of("Puits") == "Voir [[Eau potable#Prix|Eau#Prix]]."


def test_a_page_that_collides_is_told_and_the_others_go_on(moved, page, alice, monkeypatch):
    real = saving.save_revision

    def late(authority, *, title, change: Change):
        if title.name == "Rivière":
            page("Rivière", "Tout autre chose que [[Eau]].")
        return real(authority, title=title, change=change)

    monkeypatch.setattr(relinking, "save_revision", late)
    answer = alice.post(LINKS, data={"title": ["Rivière", "Puits"]})
    assert answer.status_code == 303
    assert text_of("Rivière") == "Tout autre chose que [[Eau]]."
    assert "Eau potable" in text_of("Puits")
    alert = read(alice.get(LINKS).text).one("main").one("", role="alert")
    assert "Rivière" in alert.words


def test_each_page_counts_as_an_edit(moved, page, client):
    limit = LIMITS["edit-newcomer"][0].count
    for number in range(limit + 1):
        page(f"Page {number}", "[[Eau]]")
    client.post(LINKS, data={"title": [f"Page {number}" for number in range(limit + 1)]})
    assert counts(EAU)["link"] == 2 + 1


def test_a_visitor_keeps_the_name_under_which_the_links_were_updated(moved, client):
    update(client, "Puits")
    name = session.scalars(select(User.name).where(User.expires_at.is_not(None))).one()
    assert name in shown(client).words or name in client.get("/wiki/Eau_potable").text
    update(client, "Rivière")
    assert len(session.scalars(select(User.id).where(User.expires_at.is_not(None))).all()) == 1


def test_a_list_longer_than_one_turn(moved, page, user, as_user, monkeypatch):
    moderator = as_user(user("Mod", groups=("moderator",)))
    monkeypatch.setattr(relinking, "MAX_UPDATED", 2)
    for number in range(3):
        page(f"Page {number}", "[[Eau]]")
    first = shown(moderator)
    assert offered(first) == ["Page 2", "Page 1"]
    (path,) = [link for link in first.links().values() if "before=" in link]
    assert offered(shown(moderator, path)) == ["Page 0", "Onde"]
    update(moderator, "Page 2", "Page 1", "Page 0")
    assert [text_of(f"Page {number}") for number in range(3)] == ["[[Eau]]"] + ["[[Eau potable|Eau]]"] * 2


def test_a_page_moved_without_a_redirect_is_found_in_the_log(page, maintenance, alice):
    page("Eau", "L’eau.")
    page("Puits", "[[Eau]]")
    move_page(maintenance, title=EAU, target=Title.parse("Eau potable"), leave_redirect=False)
    move_page(maintenance, title=Title.parse("Eau potable"), target=Title.parse("Onde"), leave_redirect=False)
    alice.post(LINKS, data={"title": ["Puits"]})
    assert text_of("Puits") == "[[Onde|Eau]]"


@pytest.mark.parametrize("name", ["Source", "Rien du tout", "Boucle", "Impasse"])
def test_titles_that_lead_nowhere_are_refused(moved, page, alice, name):
    page("Boucle", "#REDIRECTION [[Boucle]]")
    page("Impasse", "#REDIRECTION [[Rien du tout]]")
    path = f"/wiki/{name.replace(' ', '_')}?action=update-links"
    assert alice.get(path).status_code == 404
    assert alice.post(path, data={"title": ["Rivière"]}).status_code == 404
    assert len(revisions("Rivière")) == 1


def test_what_links_to_a_redirect_offers_to_update_it(moved, client):
    for asked in ("Eau", "Eau+potable"):
        main = shown(client, f"/special/what-links-here?page={asked}")
        assert LINKS in main.links().values()
    plain = shown(client, "/special/what-links-here?page=Source")
    assert not any("update-links" in link for link in plain.links().values())


def test_whoever_may_not_edit_is_not_asked(moved, client):
    with transaction() as current:
        current.execute(delete(GroupRight).where(GroupRight.right == "edit"))
    assert client.get(LINKS).status_code == 403
    assert client.post(LINKS, data={"title": ["Puits"]}).status_code == 403
