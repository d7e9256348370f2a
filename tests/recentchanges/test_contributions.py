"""What one person wrote."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki import clock
from wiki.database import transaction
from wiki.editing.preparing import Change
from wiki.editing.saving import save_revision
from wiki.moderation.deletion import delete_page
from wiki.pages import finding
from wiki.permissions.authority import UltimateAuthority
from wiki.titles import Title
from wiki.users.models import User
from wiki.users.temporary import temporary_account

DAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
ADDRESS = "/special/contributions"


def rows(client: FlaskClient, query: str, *, status: int = 200) -> str:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == status
    return response.get_data(as_text=True).split('class="filters"')[-1].split("</form>", 1)[1]


@pytest.fixture
def alice(app: Flask, page: Callable[..., object], user: Callable[..., User]) -> User:
    """Somebody who wrote three times; her first page was changed by somebody else since."""
    alice, bob = user("Alice"), user("Bob")
    with clock.freeze(DAY):
        page("Puits", "Un puits.", author=alice, summary="le puits")
    with clock.freeze(DAY + timedelta(days=1)):
        page("Puits", "Un puits profond.", author=bob)
        page("Discussion:Puits", "Bonjour.", author=alice, summary="une question")
    with clock.freeze(DAY + timedelta(days=2)):
        found = finding.get_page(Title.parse("Discussion:Puits"))
        change = Change("Merci.", base=found.latest_revision_id, summary="un merci", minor=True, tags=("undo",))
        save_revision(UltimateAuthority(alice), title=found.title, change=change)
    return alice


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"le puits", "une question", "un merci"}),
        ("&namespace=1", {"une question", "un merci"}),
        ("&namespace=0", {"le puits"}),
        ("&tag=undo", {"un merci"}),
        ("&from=2026-05-05", {"une question", "un merci"}),
        ("&to=2026-05-05", {"le puits", "une question"}),
        ("&from=2026-05-05&to=2026-05-05", {"une question"}),
        ("&top=y", {"un merci"}),
        ("&newonly=y", {"le puits", "une question"}),
        ("&hideminor=y", {"le puits", "une question"}),
        ("&newonly=y&namespace=1", {"une question"}),
    ],
)
def test_filters_of_contributions(client: FlaskClient, alice: User, query: str, expected: set[str]) -> None:
    html = rows(client, f"user=Alice{query}")
    assert {words for words in ("le puits", "une question", "un merci") if f"({words})" in html} == expected
    assert "Bob" not in html


def test_the_number_of_edits_is_told(client: FlaskClient, alice: User) -> None:
    html = client.get(f"{ADDRESS}?user=alice").get_data(as_text=True)
    assert "3 edits" in html or "3 modifications" in html


def test_a_temporary_account(client: FlaskClient, page: Callable[..., object]) -> None:
    with transaction():
        visitor = temporary_account()
    page("Puits", "Un puits.", author=visitor, summary="de passage")
    assert "de passage" in rows(client, f"user={visitor.name}")


def test_nobody_of_that_name_is_said_and_the_form_stays(client: FlaskClient) -> None:
    response = client.get(f"{ADDRESS}?user=Personne+d’ici")
    assert response.status_code == 404
    html = response.get_data(as_text=True)
    assert 'value="Personne d’ici"' in html
    assert 'aria-invalid="true"' in html


def test_without_a_name_only_the_form(client: FlaskClient) -> None:
    assert "empty-state" in rows(client, "")


def test_a_date_that_is_none_is_said(client: FlaskClient, alice: User) -> None:
    assert "le puits" not in rows(client, "user=Alice&from=demain", status=400)


def test_hidden_revisions_are_not_contributions(
    client: FlaskClient,
    alice: User,
    maintenance: UltimateAuthority,
    user: Callable[..., User],
    as_user: Callable[[User], FlaskClient],
) -> None:
    delete_page(maintenance, title=Title.parse("Puits"), reason="essai")
    assert "le puits" not in rows(client, "user=Alice")
    assert "le puits" in rows(as_user(user("Modératrice", groups=("moderator",))), "user=Alice")


def test_paging_keeps_the_question(
    client: FlaskClient, user: Callable[..., User], page: Callable[..., object]
) -> None:
    author = user("Alice")
    for number in range(22):
        page(f"Page {number:02}", "Un texte.", author=author)
    html = rows(client, "user=Alice&limit=20&namespace=0")
    following = html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "user=Alice" in following
    assert "namespace=0" in following
    html = client.get(following).get_data(as_text=True)
    assert "Page 01" in html
    assert "Page 02" not in html


class TestUndone:
    """Edits that were undone since are told apart."""

    @pytest.fixture
    def undone(self, user: Callable[..., User], page: Callable[..., object]) -> User:
        alice = user("Alice")
        page("Eau", "un")
        page("Eau", "deux", author=alice, summary="à refaire")
        page("Eau", "un", author=user("Bob"))
        page("Sol", "sable", author=alice, summary="à garder")
        return alice

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", {"à refaire", "à garder"}),
            ("&reverted=only", {"à refaire"}),
            ("&reverted=no", {"à garder"}),
            ("&tag=reverted", {"à refaire"}),
            ("&reverted=only&namespace=1", set()),
        ],
    )
    def test_filter(self, client: FlaskClient, undone: User, query: str, expected: set[str]) -> None:
        html = rows(client, f"user=Alice{query}")
        assert {words for words in ("à refaire", "à garder") if f"({words})" in html} == expected

    def test_it_is_said_in_the_list(self, client: FlaskClient, undone: User) -> None:
        assert "annulée depuis" in rows(client, "user=Alice&reverted=only")


class TestGroupsAndTerritories:
    """Contributions of the members of a group, and of everybody on the pages of a category."""

    @pytest.fixture
    def written(self, user: Callable[..., User], page: Callable[..., object]) -> None:
        """Two of the three authors moderate; Brest lies in Finistère, and that in Bretagne."""
        alice, bob = (user(name, groups=("moderator",)) for name in ("Alice", "Bob"))
        page("Port", "[[Catégorie:Finistère]]", author=alice, summary="le port")
        page("Pays", "[[Catégorie:Bretagne]]", author=bob, summary="le pays")
        page("Plage", "[[Catégorie:Landes]]", author=bob, summary="la plage")
        page("Rade", "[[Catégorie:Finistère]]", author=user("Carole"), summary="la rade")

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("group=moderator", {"le port", "le pays", "la plage"}),
            ("group=moderator&user=Bob", {"le pays", "la plage"}),
            ("group=moderator&user=Carole", set()),
            ("group=bot", set()),
            ("category=Bretagne", {"le port", "le pays", "la rade"}),
            ("category=Catégorie:finistère", {"le port", "la rade"}),
            ("category=Bretagne&group=moderator", {"le port", "le pays"}),
            ("category=Bretagne&user=Carole", {"la rade"}),
            ("category=Bretagne&newonly=y&hideminor=y&to=2020-01-01", set()),
            ("category=Landes", {"la plage"}),
        ],
    )
    def test_who_and_where(self, client: FlaskClient, written: None, query: str, expected: set[str]) -> None:
        html = rows(client, query)
        said = ("le port", "le pays", "la plage", "la rade")
        assert {words for words in said if f"({words})" in html} == expected

    def test_what_does_not_exist_is_said_and_the_form_stays(self, client: FlaskClient, written: None) -> None:
        html = client.get(f"{ADDRESS}?category=Atlantide&user=Alice")
        assert html.status_code == 404
        assert 'value="Atlantide"' in html.text
        assert "le port" not in html.text
        assert client.get(f"{ADDRESS}?category=Modèle:Puits").status_code == 404
        assert client.get(f"{ADDRESS}?category=a%7Cb").status_code == 404
        assert client.get(f"{ADDRESS}?group=nobles").status_code == 400

    def test_deleted_pages_belong_to_no_territory(
        self, client: FlaskClient, written: None, maintenance: UltimateAuthority
    ) -> None:
        delete_page(maintenance, title=Title.parse("Rade"), reason="essai")
        assert "la rade" not in rows(client, "category=Bretagne")
