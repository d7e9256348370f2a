"""The recent changes as a reader meets them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from wiki import clock, database
from wiki.database import transaction
from wiki.editing.moving import move_page
from wiki.moderation.deletion import delete_page
from wiki.pages import finding
from wiki.pages.revisions import insert_revision, open_page
from wiki.permissions.authority import UltimateAuthority
from wiki.titles import Namespace, Title
from wiki.users.models import User
from wiki.users.temporary import temporary_account

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
ADDRESS = "/special/recent-changes"


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement sent within the block."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(database.engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine(), "before_cursor_execute", note)


def shown(client: FlaskClient, query: str = "") -> str:
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    main = response.get_data(as_text=True).split("<main")[1].split("</main>")[0]
    return main.split("</form>")[-1].split('class="pager"')[0]


def test_edits_and_acts_by_day_newest_first(
    client: FlaskClient, page: Callable[..., object], maintenance: UltimateAuthority
) -> None:
    with clock.freeze(NOON - timedelta(days=1)):
        page("Hier", "Un texte.", summary="premier jet")
    with clock.freeze(NOON):
        page("Aujourd’hui", "Un texte.")
        move_page(maintenance, title=Title.parse("Hier"), target=Title.parse("La veille"), reason="plus clair")
        html = shown(client)
    assert html.index("<h2") < html.index("Aujourd’hui") < html.rindex("<h2") < html.index("premier jet")
    assert "a renommé la page" in html
    assert "plus clair" in html
    assert html.count('class="day"') == 2


def test_a_day_begins_at_the_readers_midnight(
    app: Flask, page: Callable[..., object], user: Callable[..., User], as_user: Callable[[User], FlaskClient]
) -> None:
    night = datetime(2026, 5, 4, 22, 30, tzinfo=UTC)
    with clock.freeze(night - timedelta(hours=2)):
        page("Soir", "Un texte.")
    with clock.freeze(night):
        page("Nuit", "Un texte.")
        in_paris = shown(app.test_client())
        in_utc = shown(as_user(user("Greenwich", timezone="UTC")))
    assert in_paris.count('class="day"') == 2
    assert in_utc.count('class="day"') == 1


@pytest.fixture
def varied(
    app: Flask, page: Callable[..., object], user: Callable[..., User], maintenance: UltimateAuthority
) -> dict[str, User]:
    """A few changes of every kind; the people who made them."""
    robot, alice = user("Robot", groups=("bot",)), user("Alice")
    with transaction():
        visitor = temporary_account()
    page("Article neuf", "Un texte.", author=alice)
    page("Article du robot", "Un texte.", author=robot)
    page("Discussion:Article neuf", "Bonjour.", author=visitor)
    with transaction():
        found = finding.get_page(Title.parse("Article neuf"))
        insert_revision(found, text="Mieux.", author=alice, summary="coquille", minor=True)
    page("À supprimer", "Un texte.")
    delete_page(maintenance, title=Title.parse("À supprimer"), reason="essai terminé")
    return {"robot": robot, "alice": alice, "visitor": visitor}


@pytest.mark.parametrize(
    ("query", "present", "absent"),
    [
        ("?robots=human", ["Article neuf"], ["Article du robot"]),
        ("?importance=major", ["Article neuf"], ["coquille"]),
        ("?type=new", ["Article neuf", "Article du robot"], ["coquille", "essai terminé"]),
        ("?namespace=1", ["Discussion:Article neuf"], ["Article du robot", "coquille", "essai terminé"]),
        ("?type=edit&type=new", ["coquille"], ["essai terminé"]),
        ("?experience=temporary", ["Discussion:Article neuf"], ["Article du robot", "coquille"]),
        ("?experience=registered", ["coquille"], ["Discussion:Article neuf"]),
        ("?whose=mine", ["coquille"], ["Article du robot", "essai terminé"]),
        ("?whose=others", ["Article du robot", "essai terminé"], ["coquille"]),
        ("?whose=mine&importance=major&namespace=0", ["Article neuf"], ["coquille", "Discussion:Article neuf"]),
    ],
)
def test_filters(
    varied: dict[str, User],
    as_user: Callable[[User], FlaskClient],
    query: str,
    present: list[str],
    absent: list[str],
) -> None:
    rows = shown(as_user(varied["alice"]), query)
    assert [words for words in present if words not in rows] == []
    assert [words for words in absent if words in rows] == []


def test_how_far_back(client: FlaskClient, page: Callable[..., object]) -> None:
    with clock.freeze(NOON - timedelta(days=5)):
        page("Il y a cinq jours", "Un texte.")
    with clock.freeze(NOON):
        assert "Il y a cinq jours" in shown(client)
        assert "Il y a cinq jours" not in shown(client, "?days=3")
        assert "Il y a cinq jours" in shown(client, "?days=30")


def test_a_filter_that_does_not_exist_is_said(client: FlaskClient) -> None:
    assert client.get(f"{ADDRESS}?days=12").status_code == 400
    assert client.get(f"{ADDRESS}?before=x&limit=1").status_code == 200


def test_deleted_revisions_only_for_those_who_may(
    client: FlaskClient, varied: dict[str, User], user: Callable[..., User], as_user: Callable[[User], FlaskClient]
) -> None:

    def revisions_of_the_deleted_page(reader: FlaskClient) -> int:
        rows = [row for row in shown(reader).split("<li") if "À supprimer" in row]
        assert any("essai terminé" in row for row in rows), "the deletion itself is public"
        return len(rows) - 1

    assert revisions_of_the_deleted_page(client) == 0
    assert revisions_of_the_deleted_page(as_user(user("Modératrice", groups=("moderator",)))) == 1


def test_summaries_are_escaped(client: FlaskClient, page: Callable[..., object]) -> None:
    page("Attaque", "Un texte.", summary='<script>alert(1)</script> "onload="x')
    assert "<script>alert" not in shown(client)


def many_changes(author: User, number: int) -> None:
    """`number` revisions of a day, on ten pages, with summaries that link to as many titles."""
    with transaction():
        titles = [Title(Namespace.MAIN, f"Page {rank}") for rank in range(10)]
        pages = [open_page(title, expected=None) for title in titles]
        for rank in range(number):
            summary = f"voir [[Sujet {rank}]]"
            insert_revision(pages[rank % 10], text=f"{rank}", author=author, summary=summary, minor=False)


def test_a_long_list_costs_as_many_queries_as_a_short_one(app: Flask, user: Callable[..., User]) -> None:
    many_changes(user("Alice"), 500)
    client = app.test_client()
    shown(client, "?limit=20")
    with statements() as short:
        shown(client, "?limit=20")
    with statements() as long:
        html = shown(client, "?limit=500")
    assert html.count('class="row"') == 500
    assert len(long) <= len(short) + 2, "one more query for each 500 titles"
    assert len(long) < 25
