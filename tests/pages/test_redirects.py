"""Redirects: an old address leads to the new one in one hop, and a redirect can always be looked at and mended."""

from itertools import pairwise

import pytest

from tests.reading import read, wiki_text
from wiki.editing.moving import move_page
from wiki.titles import Title


def location(answer):
    return answer.headers["Location"]


@pytest.fixture(autouse=True)
def water(page):
    """The page that redirects lead to."""
    page("Eau potable", "## Prix\n\nL’eau a un prix.")


def test_an_old_address_answers_301_and_tells_where_one_came_from(client, page):
    page("Eau du robinet", "#REDIRECTION [[Eau potable]]")
    answer = client.get("/wiki/Eau_du_robinet")
    assert answer.status_code == 301
    assert location(answer) == "/wiki/Eau_potable?rdfrom=Eau%20du%20robinet"
    shown = read(client.get(location(answer)).text)
    back = shown.one("p", class_="redirected").one("a")
    assert (back.words, back["href"]) == ("Eau du robinet", "/wiki/Eau_du_robinet?redirect=no")


def test_a_redirect_may_change_so_that_nobody_keeps_it(client, page):
    page("Robinet", "#REDIRECTION [[Eau potable]]")
    assert "no-cache" in client.get("/wiki/Robinet").headers["Cache-Control"]
    page("Robinet", "Un robinet.")
    assert wiki_text(client.get("/wiki/Robinet").text).words == "Un robinet."


def test_two_redirects_are_followed_in_one_hop(client, page):
    page("Robinet", "#REDIRECT [[Eau du robinet]]")
    page("Eau du robinet", "#REDIRECTION [[Eau potable]]")
    assert location(client.get("/wiki/Robinet")) == "/wiki/Eau_potable?rdfrom=Robinet"


def test_the_section_is_kept(client, page):
    page("Prix de l’eau", "#REDIRECTION [[Eau potable#Prix]]")
    assert location(client.get("/wiki/Prix_de_l’eau")).endswith("#Prix")


@pytest.mark.parametrize(
    "chain",
    [["A", "A"], ["A", "B", "A"], ["A", "B", "C", "A"], ["A", "B", "C", "D", "B"]],
    ids=["itself", "two", "three", "later"],
)
def test_redirects_that_go_round_are_shown_not_followed(client, page, chain):
    for source, target in pairwise(chain):
        page(source, f"#REDIRECTION [[{target}]]")
    address, hops = "/wiki/A", 0
    while (answer := client.get(address)).status_code == 301:
        address, hops = location(answer), hops + 1
        assert hops <= 2
    assert answer.status_code == 200
    assert chain[1] in wiki_text(answer.text).words or hops


def test_a_long_chain_ends_at_a_page_after_few_hops(client, page):
    names = ["A", "B", "C", "D", "E", "Eau potable"]
    for source, target in pairwise(names):
        page(source, f"#REDIRECTION [[{target}]]")
    answer = client.get("/wiki/A", follow_redirects=True)
    assert answer.request.path == "/wiki/Eau_potable"
    assert len(answer.history) <= 3


def test_a_redirect_to_nothing_is_shown_so_that_it_can_be_mended(client, page):
    page("Vieux titre", "#REDIRECTION [[Page disparue]]")
    answer = client.get("/wiki/Vieux_titre")
    assert answer.status_code == 200
    assert "Page disparue" in wiki_text(answer.text).links()


def test_a_redirect_to_a_term_without_a_page_is_followed(client, page):
    page("Inondations", "#REDIRECTION [[Profil:Citoyen]]")
    assert location(client.get("/wiki/Inondations")).startswith("/wiki/Profil:Citoyen?")


def test_the_redirect_itself_is_read_compared_and_edited(client, page):
    page("Robinet", "#REDIRECTION [[Eau potable]]")
    shown = client.get("/wiki/Robinet?redirect=no")
    assert shown.status_code == 200
    assert wiki_text(shown.text).links()["Eau potable"] == "/wiki/Eau_potable"
    for action in ("edit", "history", "raw", "info"):
        assert client.get(f"/wiki/Robinet?action={action}").status_code == 200
    form = read(client.get("/wiki/Robinet?action=edit").text).one("textarea", name="text")
    assert form.words == "#REDIRECTION [[Eau potable]]"


def test_saving_a_redirect_shows_the_redirect(client, page):
    data = {"text": "#REDIRECTION [[Eau potable]]", "base": "", "section": "", "theirs": ""}
    answer = client.post("/wiki/Robinet?action=edit", data=data)
    assert location(answer) == "/wiki/Robinet?redirect=no"


def test_only_a_real_redirect_may_say_that_one_came_from_it(client, page):
    page("Sol", "Une page.")
    for name in ("Sol", "Page qui n’existe pas", "a|b", "../x", "x" * 299, "<script>alert(1)</script>"):
        answer = client.get("/wiki/Eau_potable", query_string={"rdfrom": name})
        assert answer.status_code == 200
        assert read(answer.text).all(class_="redirected") == []


def test_an_old_address_still_leads_to_a_page_moved_twice(client, maintenance):
    first, second, third = (Title.parse(name) for name in ("Eau potable", "Eau", "Eau à boire"))
    move_page(maintenance, title=first, target=second)
    move_page(maintenance, title=second, target=third)
    assert location(client.get("/wiki/Eau_potable")).startswith("/wiki/Eau_%C3%A0_boire?")
