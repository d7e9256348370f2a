"""Reading a category page after page: the way down, the one before, the one after."""

import pytest

from tests.reading import read


@pytest.fixture
def walk(page, client):
    for name in ("Ébène", "Digue", "Fossé"):
        page(name, "Un texte. [[Catégorie:Bretagne]]")
    page("Zinc", "Un texte. [[Catégorie:Bretagne|Aaa]]")
    page("Ailleurs", "Un texte.")
    return client


def steps(answer) -> dict[str, str]:
    navs = read(answer.text).all("nav", class_="trail")
    return {link["rel"]: link["href"] for nav in navs for link in nav.all("a")}


def test_a_category_is_read_from_its_first_page_to_its_last(walk):
    members = read(walk.get("/wiki/Catégorie:Bretagne").text).one("section", class_="members")
    start = next(link["href"] for link in members.all("a") if "?in=" in link["href"])
    seen, address = [], start
    while address:
        answer = walk.get(address)
        seen.append(read(answer.text).one("h1").text.strip())
        address = steps(answer).get("next", "")
    assert seen == ["Zinc", "Digue", "Ébène", "Fossé"]
    assert "/wiki/%C3%89b%C3%A8ne" in steps(answer)["prev"]


def test_the_way_down_is_shown(walk):
    crumbs = read(walk.get("/wiki/Digue?in=Bretagne").text).one("nav", class_="breadcrumb")
    assert [item.words for item in crumbs.all("li")] == ["Régions de France", "Bretagne", "Digue"]


def crumbs_of(answer) -> list[str]:
    return [item.words for item in read(answer.text).all("nav", class_="breadcrumb")[0].all("li")]


def test_a_page_is_read_by_the_path_that_led_to_it(page, client):
    page("Puits", "Un texte. [[Catégorie:Sécheresse]]")
    page("Source", "Un texte. [[Catégorie:Sécheresse]]")
    way = crumbs_of(client.get("/wiki/Catégorie:Sécheresse?via=eau"))
    assert way[-2:] == ["Eau", "Sécheresse"]
    members = read(client.get("/wiki/Catégorie:Sécheresse?via=eau").text).one("section", class_="members")
    first = client.get(members.links()["Puits"])
    assert crumbs_of(first) == [*way, "Puits"]
    second = client.get(steps(first)["next"])
    assert crumbs_of(second) == [*way, "Source"]
    up = read(second.text).one("nav", class_="breadcrumb").links()
    assert crumbs_of(client.get(up["Sécheresse"])) == way
    assert up["Eau"].endswith("?via=ressources-et-milieux")


@pytest.mark.parametrize("via", ["bretagne", "rien", '"><script>', "eau&via=eau"])
def test_a_path_that_there_is_not_is_passed_over(page, client, via):
    page("Puits", "Un texte. [[Catégorie:Sécheresse]]")
    page("Source", "Un texte. [[Catégorie:Sécheresse]]")
    category = client.get(f"/wiki/Catégorie:Sécheresse?via={via}")
    shown = client.get(f"/wiki/Puits?in=Sécheresse&via={via}")
    members = read(category.text).one("section", class_="members")
    followed = via.startswith("eau")
    assert ("via=" in members.links()["Puits"]) is ("via=" in steps(shown)["next"]) is followed
    assert crumbs_of(shown)[-3] == ("Eau" if followed else "Risques naturels")


@pytest.mark.parametrize(
    "address", ["/wiki/Ailleurs?in=Bretagne", "/wiki/Digue?in=Rien", "/wiki/Digue?in=", "/wiki/Digue"]
)
def test_a_page_that_does_not_belong_there_has_no_place_in_it(walk, address):
    answer = walk.get(address)
    assert answer.status_code == 200
    assert steps(answer) == {}
    assert not read(answer.text).all("nav", class_="breadcrumb")


def test_a_deleted_neighbour_is_passed_over(walk, as_user, user):
    as_user(user("Mona", groups=("moderator",))).post("/wiki/Ébène?action=delete", data={"reason": "x"})
    assert "Foss%C3%A9" in steps(walk.get("/wiki/Digue?in=Bretagne"))["next"]
