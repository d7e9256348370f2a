"""The log: its words, its filters, its checks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import delete, insert, text

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.moving import move_page
from wiki.logs import reading, writing
from wiki.logs.checking import check
from wiki.logs.models import LogEntry
from wiki.logs.reading import LogFilters, matching
from wiki.logs.sentences import sentence
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.pages import finding
from wiki.permissions.authority import Authority, UltimateAuthority
from wiki.settings import Settings
from wiki.titles import Namespace, Title
from wiki.users.models import User

DAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


def rows(client: FlaskClient, query: str = "", *, status: int = 200) -> list[str]:
    response = client.get(f"/special/logs{query}")
    assert response.status_code == status
    html = response.get_data(as_text=True).split("</form>")[-1]
    return html.split('<li class="row">')[1:]


@pytest.fixture
def acts(
    client: FlaskClient, page: Callable[..., object], user: Callable[..., User], maintenance: UltimateAuthority
) -> User:
    """A move, a deletion, a restoration and two changes of rights; who made them all."""
    alice = user("Alice", groups=("bureaucrat", "moderator"))
    authority = UltimateAuthority(alice)
    with clock.freeze(DAY):
        page("Ancien nom", "Un texte.", author=alice)
        new = Title.parse("Nouveau nom")
        move_page(authority, title=Title.parse("Ancien nom"), target=new, reason="[[Puits]]")
    with clock.freeze(DAY + timedelta(days=1)):
        number = finding.get_page(new).id
        delete_page(authority, title=new, reason="doublon")
        undelete_page(authority, page_id=number, reason="par erreur")
    with clock.freeze(DAY + timedelta(days=2)):
        bob = user("Bob")
        groups = {"before": "", "after": "reviewer"}
        rights = {"group": "user", "added": "", "removed": "move"}
        matrix = Title(Namespace.SPECIAL, "Group-rights")
        with transaction():
            for action, title, reason, details in (
                ("change", bob.title, "confiance", groups),
                ("matrix", matrix, "essai", rights),
            ):
                writing.add(authority, type="rights", action=action, title=title, reason=reason, details=details)
    return alice


def test_sentences_say_what_was_done(client: FlaskClient, acts: User) -> None:
    lines = rows(client)
    assert len(lines) == 6
    matrix, groups, restored, deleted, moved, created = lines
    assert "doublon" in deleted
    assert "Nouveau nom" in deleted
    assert "par erreur" in restored
    assert 'href="/wiki/Ancien_nom"' in moved
    assert 'href="/wiki/Nouveau_nom"' in moved
    assert "/wiki/Puits" in moved, "links in reasons are live"
    assert "Ancien nom" in created
    assert "Bob" in groups
    assert "essai" in matrix
    assert not any("%(" in line for line in lines)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?type=delete", 2),
        ("?type=delete/restore", 1),
        ("?type=delete&action=delete", 1),
        ("?type=move", 1),
        ("?type=nothing", 0),
        ("?user=Alice", 6),
        ("?user=Bob", 0),
        ("?page=Nouveau+nom", 2),
        ("?page=user:Bob", 1),
        ("?from=2026-05-05", 4),
        ("?to=2026-05-05", 4),
        ("?from=2026-05-05&to=2026-05-05&type=delete/delete", 1),
        ("?from=0001-01-01&to=9999-12-31", 6),
        ("?to=0001-01-01", 0),
    ],
)
def test_filters_of_the_log(client: FlaskClient, acts: User, query: str, number: int) -> None:
    assert len(rows(client, query)) == number


def test_a_name_that_nobody_has_is_said(client: FlaskClient, acts: User) -> None:
    response = client.get("/special/logs?user=Personne")
    assert response.status_code == 400
    assert 'aria-invalid="true"' in response.get_data(as_text=True)


def test_a_title_that_cannot_be_is_refused_as_titles_are(client: FlaskClient, acts: User) -> None:
    assert client.get("/special/logs?page=%7B%7B").status_code == 400


def test_an_empty_answer_says_what_to_do(client: FlaskClient) -> None:
    assert "empty-state" in client.get("/special/logs?type=move").get_data(as_text=True)


def test_private_logs_are_for_those_who_may(wiki_database: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    maintenance = UltimateAuthority()
    monkeypatch.setitem(reading.PRIVATE, "rights", "userrights")
    with transaction():
        from_account = _account()
        for type_, action in (("rights", "matrix"), ("delete", "delete")):
            title = Title(Namespace.MAIN, "Puits")
            writing.add(maintenance, type=type_, action=action, title=title, actor=from_account)
    for who, own in ((Authority(), []), (maintenance, ["rights"])):
        seen = session.scalars(matching(who, LogFilters())).all()
        assert [entry.type for entry in seen] == ["delete"]
        assert [entry.type for entry in session.scalars(matching(who, LogFilters(type="rights")))] == own


def _account() -> User:
    account = User(name="Alice", name_key="alice", created_at=clock.now())
    session.add(account)
    session.flush()
    return account


def plain_link(title: Title, exists: bool) -> Markup:
    return Markup("<a>{}</a>").format(title.full_name)


def line_of(**values: object) -> reading.Line:
    entry = LogEntry(**{"namespace": 0, "name": "A<b>", "details": {}, **values})
    return reading.Line(entry, User(name="Alice"), frozenset(), Markup(""))


def test_a_sentence_escapes_what_it_carries() -> None:
    line = line_of(type="newusers", action="claim", details={"before": "<script>"})
    assert str(sentence(line, "en", plain_link)) == "took over the contributions of &lt;script&gt;"
    line = line_of(type="create", action="create")
    assert str(sentence(line, "en", plain_link)) == "created the page <a>A&lt;b&gt;</a>"


def test_groups_and_rights_are_told_in_words() -> None:
    details = {"before": "", "after": "moderator, reviewer"}
    said = str(sentence(line_of(type="rights", action="change", details=details), "en", plain_link))
    assert "from “none” to “Moderators, Reviewers”" in said
    details = {"group": "user", "added": "move", "removed": ""}
    said = str(sentence(line_of(type="rights", action="matrix", details=details), "en", plain_link))
    assert "“Registered people”: gave “Move pages”, took “none”" in said


def test_every_act_has_its_words() -> None:
    assert set(writing.NAMES) == set(writing.TYPES) == set(writing.ACTION_NAMES)
    for type_, actions in writing.TYPES.items():
        assert set(actions) == set(writing.ACTION_NAMES[type_])


def test_the_check_is_silent_on_a_sound_log(client: FlaskClient, acts: User) -> None:
    assert list(check()) == []


def test_the_check_names_what_is_wrong(wiki_database: Settings) -> None:
    with transaction() as current:
        current.execute(text("PRAGMA defer_foreign_keys=ON"))
        act = {"type": "move", "action": "fly", "created_at": clock.now(), "details": {}}
        current.execute(insert(LogEntry).values(**act, namespace=55, name="X", actor_id=999, page_id=888))
        said = "\n".join(check())
        current.execute(delete(LogEntry))
    assert "account 999" in said
    assert "page 888" in said
    assert "move/fly" in said
    assert "namespace 55" in said
