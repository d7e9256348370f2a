"""New pages, with what rules notice about each."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests.reading import read
from tests.test_statements import counted
from wiki import clock
from wiki.database import transaction
from wiki.moderation.blocks.blocking import block
from wiki.moderation.blocks.terms import Terms
from wiki.moderation.deletion import delete_page
from wiki.patrol.models import Patrol
from wiki.titles import Title
from wiki.users.temporary import temporary_account

SOUND = "Un texte[^1]. [[Catégorie:Inondation]]\n\n[^1]: Archives."


@pytest.fixture
def shelf(page, user, maintenance) -> None:
    old = clock.now() - timedelta(days=400)
    expert = user("Experte", created_at=old, edit_count=900)
    with transaction():
        visitor = temporary_account()
    page("Sommaire", f"[[Saine]] [[Sans source]] [[Sans catégorie]] [[Sommaire]] {SOUND}", author=expert)
    page("Saine", SOUND, author=expert)
    page("Sans source", "Un texte. [[Catégorie:Inondation]]", author=expert)
    page("Sans catégorie", "Un texte. [site](https://exemple.org/)", author=user("Nora"))
    page("Détour", "#REDIRECTION [[Saine]]", author=expert)
    page("Revenue", SOUND, author=expert)
    delete_page(maintenance, title=Title.parse("Revenue"), reason="essai")
    waiting = [page("Revenue", SOUND, author=visitor).revision.id]
    troll = user("Troll", created_at=old, edit_count=40)
    waiting.append(page("Trollée", SOUND, author=troll).revision.id)
    with transaction() as current:
        current.add_all(Patrol(revision_id=number) for number in waiting)
    block(maintenance, user=troll, terms=Terms(reason="essai", length="1d"), seen=0)


def listed(client: FlaskClient, query: str = "") -> dict[str, set[str]]:
    """The pages shown, each with its signs."""
    answer = client.get(f"/special/new-pages?{query}")
    assert answer.status_code == 200
    rows = read(answer.text).one("main").all("li", class_="row")
    return {
        row.one(class_="row__title").words: {chip.words for chip in row.all(class_="cdx-info-chip__text")}
        for row in rows
    }


def test_each_page_carries_what_rules_notice(shelf, client: FlaskClient) -> None:
    shown = listed(client, "redirects=y")
    assert shown == {
        "Sommaire": {"par une personne expérimentée", "aucune page n’y mène"},
        "Saine": {"par une personne expérimentée"},
        "Sans source": {"par une personne expérimentée", "sans source"},
        "Sans catégorie": {"par une nouvelle venue ou un nouveau venu", "sans catégorie"},
        "Détour": {"par une personne expérimentée", "redirection", "devenue redirection"},
        "Revenue": {"par un compte temporaire", "déjà supprimée une fois", "aucune page n’y mène", "pas encore relue"},
        "Trollée": {"par une personne qui apprend", "auteur bloqué", "aucune page n’y mène", "pas encore relue"},
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=unreviewed", {"Revenue", "Trollée"}),
        ("state=reviewed", {"Sommaire", "Saine", "Sans source", "Sans catégorie"}),
        ("experience=newcomer", {"Sans catégorie"}),
        ("experience=temporary&experience=learner", {"Revenue", "Trollée"}),
        ("sign=blocked", {"Trollée"}),
        ("sign=unsourced", {"Sans source"}),
        ("sign=uncategorized", {"Sans catégorie"}),
        ("sign=orphan", {"Sommaire", "Revenue", "Trollée"}),
        ("sign=deleted", {"Revenue"}),
        ("sign=redirect", {"Détour"}),
        ("sign=orphan&state=unreviewed&experience=temporary", {"Revenue"}),
        ("sign=orphan&sign=unsourced", set()),
        ("namespace=12", set()),
    ],
)
def test_each_of_it_is_a_filter(shelf, client: FlaskClient, query: str, expected: set[str]) -> None:
    assert set(listed(client, query)) == expected


def test_an_unknown_value_is_refused(client: FlaskClient) -> None:
    assert client.get("/special/new-pages?sign=laid").status_code == 400


def test_redirects_count_as_checked_after_half_a_year(page, user, client: FlaskClient) -> None:
    numbers = [page(name, "#REDIRECTION [[Eau]]", author=user(name)).revision.id for name in ("Détour", "Chemin")]
    with transaction() as current:
        current.add_all(Patrol(revision_id=number) for number in numbers)
    assert len(listed(client, "redirects=y&state=unreviewed")) == 2
    with clock.freeze(datetime.now(UTC) + timedelta(days=181)):
        assert listed(client, "redirects=y&state=unreviewed") == {}
        assert len(listed(client, "redirects=y&state=reviewed")) == 2


def test_signs_cost_one_question_however_many_pages(page, client: FlaskClient) -> None:
    counts = []
    for start in (0, 4):
        for number in range(start, start * 6 + 4):
            page(f"Page {number}", "Un texte.")
        with counted() as sent:
            client.get("/special/new-pages")
        counts.append(len(sent))
    assert counts[0] == counts[1]
