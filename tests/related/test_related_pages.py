"""Pages near to an article: those that share its rare categories or its links come first, and each says why."""

import pytest

from tests.reading import read


def listed(answer) -> list[tuple[str, str]]:
    """(title, reasons) of each page offered."""
    items = read(answer.text).one("ul", class_="related__list").all("li")
    return [(item.one("a").text, item.one("span", class_="related__why").text) for item in items]


@pytest.fixture
def near(page):
    page("Crue", "Voir [[Digue]]. [[Catégorie:Inondation]] [[Catégorie:Bretagne]]")
    page("Digue", "Un ouvrage. [[Catégorie:Bretagne]]")
    page("Repère", "Une marque ; voir [[Crue]]. [[Catégorie:Inondation]] [[Catégorie:Bretagne]]")
    page("Marché", "Rien à voir. [[Catégorie:Commerce]]")
    for number in range(4):
        page(f"Bourg {number}", "Un bourg. [[Catégorie:Bretagne]]")


def test_the_nearest_come_first_and_say_why(client, near):
    rows = listed(client.get("/special/related?page=Crue"))
    assert [title for title, _why in rows[:2]] == ["Repère", "Digue"]
    assert "renvoie à cette page" in rows[0][1]
    assert "Inondation, Bretagne" in rows[0][1]
    assert "cette page y renvoie" in rows[1][1]
    assert "Marché" not in dict(rows)
    assert len(rows) == 6


def test_the_article_leads_to_them_and_the_script_gets_the_bare_list(client, near):
    link = read(client.get("/wiki/Crue").text).one("section", class_="related").one("a")["href"]
    bare = client.get(link, headers={"X-Requested-With": "fetch"}).text
    assert "<html" not in bare
    assert "Repère" in bare


def test_a_deleted_page_is_no_longer_offered(client, near, as_user, user):
    moderator = as_user(user("Mona", groups=("moderator",)))
    moderator.post("/wiki/Repère?action=delete", data={"reason": "doublon"})
    assert "Repère" not in client.get("/special/related?page=Crue").text


def test_an_article_alone_says_so(client, page):
    page("Île", "Seule.")
    assert "Aucune autre page" in client.get("/special/related?page=Île").text


def test_a_title_without_page_is_404(client):
    assert client.get("/special/related?page=Rien").status_code == 404
    assert client.get("/special/related").status_code in (400, 404)
