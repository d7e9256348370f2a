"""The filters of the recent changes, one by one and together; what is set is shown, and can be taken away."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.reading import Element, read
from tests.test_statements import counted
from wiki import clock
from wiki.database import session, transaction
from wiki.moderation import hiding
from wiki.pages.models import Revision
from wiki.pages.visibility import Hidden
from wiki.patrol.marking import mark
from wiki.patrol.models import Patrol
from wiki.titles import Title
from wiki.users.models import User
from wiki.users.temporary import temporary_account
from wiki.watchlist import watching

ADDRESS = "/special/recent-changes?days=7"


@pytest.fixture
def people(user) -> dict[str, User]:
    old = clock.now() - timedelta(days=400)
    return {
        "Nora": user("Nora"),
        "Léa": user("Léa", created_at=old, edit_count=40),
        "Eve": user("Eve", created_at=old, edit_count=900),
        "Robot": user("Robot", groups=("bot",), created_at=old, edit_count=900),
    }


@pytest.fixture
def written(app: Flask, people, page, authority_of, maintenance) -> dict[str, int]:
    """Numbers of revisions, by the words of their summaries."""
    with transaction():
        visitor = temporary_account()
    made = {
        "débutante": page("Eau", "Eau. [[Sol]]", author=people["Nora"], summary="débutante"),
        "classement": page("Eau", "Eau. [[Sol]] [[Catégorie:Inondation]]", author=people["Léa"], summary="classement"),
        "experte": page("Sol", "Sol. [[Profil:Citoyen]]", author=people["Eve"], summary="experte"),
        "machine": page("Aide:Robots", "Aide.", author=people["Robot"], summary="machine"),
        "passage": page("Discussion:Sol", "Bonjour. [[Eau]]", author=visitor, summary="passage"),
        "vidage": page("Sol", "", author=people["Eve"], summary="vidage"),
    }
    numbers = {name: saved.revision.id for name, saved in made.items()}
    with transaction() as current:
        current.add_all(Patrol(revision_id=numbers[name]) for name in ("débutante", "passage"))
    mark(maintenance, number=numbers["passage"])
    session.remove()
    return numbers


def rows(client: FlaskClient, query: str) -> str:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200, answer.text
    return read(answer.text).one(id="changes").words


def found(client: FlaskClient, query: str, words: dict[str, int]) -> set[str]:
    shown = rows(client, query)
    return {name for name in words if f"({name})" in shown}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("&experience=newcomer", {"débutante"}),
        ("&experience=learner", {"classement"}),
        ("&experience=experienced", {"experte", "machine", "vidage"}),
        ("&experience=temporary", {"passage"}),
        ("&experience=newcomer&experience=temporary", {"débutante", "passage"}),
        ("&robots=bot", {"machine"}),
        ("&type=new", {"débutante", "experte", "machine", "passage"}),
        ("&type=edit", {"classement", "vidage"}),
        ("&type=category", {"classement"}),
        ("&type=log", set()),
        ("&latest=y", {"classement", "machine", "passage", "vidage"}),
        ("&tag=blank", {"vidage"}),
        ("&tag=blank&tag=undo", {"vidage"}),
        ("&patrol=unpatrolled", {"débutante"}),
        ("&patrol=hand", {"passage"}),
        ("&patrol=automatic", {"classement", "experte", "machine", "vidage"}),
        ("&patrol=unpatrolled&patrol=hand", {"débutante", "passage"}),
        ("&category=Inondation", {"débutante", "classement"}),
        ("&category=Risques+naturels", set()),
        ("&category=Risques+naturels&below=y", {"débutante", "classement"}),
        ("&linkedfrom=Eau", {"experte", "vidage"}),
        ("&linkedto=Eau", {"passage"}),
        ("&namespace=12", {"machine"}),
        ("&whose=mine", {"experte", "vidage"}),
        ("&whose=others&type=new", {"débutante", "machine", "passage"}),
        ("&watch=watched", {"experte", "vidage", "passage"}),
        ("&watch=unwatched", {"débutante", "classement", "machine"}),
        ("&watch=watched&watch=unwatched&robots=bot", {"machine"}),
        ("&patrol=automatic&category=Inondation&experience=learner&latest=y&type=category", {"classement"}),
    ],
)
def test_each_filter_and_some_together(written, people, as_user, query: str, expected: set[str]) -> None:
    with transaction():
        watching.add(people["Eve"], Title.parse("Sol"))
    assert found(as_user(people["Eve"]), query, written) == expected


def test_a_profile(written, page, client: FlaskClient) -> None:
    page("Sol", "Sol. [[Profil:Citoyen]]", summary="rempli")
    assert found(client, "&profile=citoyen", written) == {"experte", "vidage"}


def test_followed_pages_are_nobodys_without_an_account(written, client: FlaskClient) -> None:
    assert found(client, "&watch=watched", written) == found(client, "&whose=mine", written) == set()


def test_what_was_not_seen_of_the_pages_that_one_follows(written, people, as_user, monkeypatch) -> None:
    reader = as_user(people["Eve"])
    with transaction():
        watching.add(people["Eve"], Title.parse("Sol"))
    assert reader.get(f"{ADDRESS}&watch=unseen").status_code == 400, "nobody knows yet what was seen"
    monkeypatch.setattr("wiki.recentchanges.subjects.unseen", [lambda _user: Revision.id > written["experte"]])
    monkeypatch.setattr("wiki.recentchanges.forms.unseen", [True])
    assert found(reader, "&watch=unseen", written) == {"passage", "vidage"}
    assert found(reader, "&watch=unseen&watch=unwatched&robots=bot", written) == {"machine"}


def test_many_are_found_as_few_are(written, people, as_user, monkeypatch) -> None:
    reader = as_user(people["Eve"])
    queries = ("&tag=blank", "&patrol=hand", "&category=Inondation", "&linkedto=Eau", "&namespace=12")
    few = [found(reader, query, written) for query in queries]
    monkeypatch.setattr("wiki.recentchanges.subjects.FEW_PAGES", 0)
    monkeypatch.setattr("wiki.recentchanges.filtering.FEW_REVISIONS", 0)
    assert [found(reader, query, written) for query in queries] == few


def test_no_filter_tells_whose_a_hidden_name_is(written, people, client: FlaskClient, maintenance) -> None:
    for query in ("&experience=newcomer", "&experience=registered"):
        assert "débutante" in found(client, query, written)
    hiding.hide(
        maintenance, title=Title.parse("Eau"), numbers=[written["débutante"]],
        hidden=Hidden.AUTHOR, shown=Hidden(0), reason="vie privée",
    )  # fmt: skip
    session.remove()
    for query in ("&experience=newcomer", "&experience=registered", "&whose=others", "&robots=bot"):
        assert "débutante" not in found(client, query, written)
    assert "débutante" in found(client, "&robots=human", written)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("&category=Nulle+part", "Nulle part"),
        ("&linkedfrom=Page+absente", "Page absente"),
        ("&linkedto=%5B", "["),
        ("&experience=sage", "sage"),
        ("&profile=personne", "Choisissez de nouveau"),
        ("&tag=inconnue", "inconnue"),
    ],
)
def test_what_does_not_exist_is_named(written, client: FlaskClient, query: str, words: str) -> None:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 400
    page = read(answer.text)
    assert words in " ".join(error.words for error in page.all(class_="cdx-field__validation-message"))
    assert not page.all(id="changes")
    assert client.get(f"{ADDRESS}{query}&feed=atom").status_code == 400


def chips(page: Element) -> dict[str, str]:
    return {chip.label.removesuffix(" ×"): chip["href"] for chip in page.all("a", class_="cdx-info-chip")}


def test_what_is_set_can_be_taken_away_one_by_one(written, client: FlaskClient) -> None:
    page = read(client.get(f"{ADDRESS}&experience=newcomer&experience=temporary&latest=y&category=Inondation").text)
    shown = chips(page)
    assert len(shown) == 4
    assert "Catégorie ou territoire : Inondation" in shown
    without = shown["Dernières versions seulement"]
    assert "latest" not in without
    assert "experience=newcomer&experience=temporary" in without
    one = next(url for label, url in shown.items() if "temporaires" in label)
    assert "experience=newcomer" in one
    assert "temporary" not in one
    assert chips(read(client.get("/special/recent-changes").text)) == {}


def test_a_list_that_reaches_its_end_before_it_is_full_says_so_and_goes_on(
    app: Flask, page, people, client: FlaskClient, monkeypatch
) -> None:
    monkeypatch.setattr("wiki.recentchanges.filtering.REACH", 5)
    page("Cherchée", "Un.", author=people["Robot"], summary="cherchée")
    for number in range(12):
        page(f"Page {number}", "Un.", author=people["Nora"])
    query, seen = "&robots=bot", []
    for _part in range(4):
        answer = read(client.get(ADDRESS + query).text)
        seen.append("(cherchée)" in answer.one(id="changes").words)
        onward = answer.one(id="changes").links().get("Chercher plus loin dans le passé")
        if onward is None:
            break
        query = f"&{onward.partition('?')[2]}"
    assert seen[-1] is True
    assert seen[:-1] == [False] * len(seen[:-1])
    assert len(seen) == 3


def test_a_longer_list_with_all_that_stands_beside_costs_no_more(app: Flask, as_user, user, page) -> None:
    client = as_user(user("Marc", groups=("moderator",)))
    with transaction():
        visitor = temporary_account()
    counts = []
    for start in (0, 4):
        for number in range(start, start * 5 + 4):
            saved = page(f"Page {number}", f"[[Catégorie:C{number}]]", author=visitor)
            with transaction() as current:
                current.add(Patrol(revision_id=saved.revision.id))
        with counted() as sent:
            client.get(f"{ADDRESS}&type=category&type=new")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 24
