"""Review before publication, as the three people concerned see it: who writes, who reads, who decides."""


import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.reading import read
from wiki.checking import CHECKS
from wiki.database import session, transaction
from wiki.logs.models import LogEntry
from wiki.pages import finding
from wiki.pages.models import Page
from wiki.permissions.models import GroupRight
from wiki.review import policy
from wiki.review.models import Review, State
from wiki.search import worker
from wiki.titles import Title

EAU = Title.parse("Eau")


@pytest.fixture
def reviewed(wiki_database) -> None:
    """Newcomers' edits wait."""
    with transaction():
        policy.change(newcomers=True, namespaces=frozenset(), types=frozenset(), promise=48)


@pytest.fixture
def newcomer(as_user, user) -> FlaskClient:
    return as_user(user("Nouvelle"))


@pytest.fixture
def reviewer(as_user, user) -> FlaskClient:
    return as_user(user("Relectrice", groups=("reviewer",)))


def latest(title: Title = EAU) -> int:
    session.remove()
    return finding.get_page(title).latest_revision_id or 0


def edit(client: FlaskClient, text: str, *, title: str = "Eau", base: int | None = None, **more: str):
    form = {"text": text, "base": str(base or ""), "summary": "", "save": "1", **more}
    return client.post(f"/wiki/{title}?action=edit", data=form)


def decide(client: FlaskClient, button: str, *, title: str = "Eau", seen: int | None = None, **more: object):
    form = {"seen": str(seen or latest(Title.parse(title))), button: "1", **more}
    return client.post(f"/wiki/{title}?action=review", data=form)


def shown(client: FlaskClient, path: str = "/wiki/Eau") -> str:
    return read(client.get(path).text).one("main").words


def addresses(client: FlaskClient, path: str) -> set[str]:
    return {link.partition("?")[0] for link in read(client.get(path).text).one("main").links().values()}


def states() -> list[str]:
    session.remove()
    return list(session.scalars(select(Review.state).order_by(Review.revision_id)))


def faults() -> list[str]:
    session.remove()
    worker.catch_up()
    return [f"{name}: {line}" for name, find in CHECKS.items() for line in find()]


def test_nothing_waits_unless_somebody_says_so(client: FlaskClient, newcomer: FlaskClient, page) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Deux sources.", base=latest())
    assert "Deux sources." in shown(client)
    assert states() == []


def test_an_edit_waits_its_author_sees_it_and_readers_do_not(
    reviewed, client: FlaskClient, newcomer: FlaskClient, page
) -> None:
    page("Eau", "Une source. [[Catégorie:Inondation]]")
    answer = edit(newcomer, "Deux sources. [[Catégorie:Forêt]]", base=latest())
    said = shown(newcomer, answer.location)
    assert "attend d’être relue" in said
    assert "Deux sources." in said
    assert "numéro 1 sur 1" in said
    readers = shown(client)
    assert "Une source." in readers
    assert "Deux sources." not in readers
    assert "1 modification attend d’être relue" in readers
    assert "Nouvelle" not in read(client.get("/wiki/Eau").text).one("footer").words
    assert "Nouvelle" in read(newcomer.get("/wiki/Eau").text).one("footer").words
    worker.catch_up()
    assert "results__title" in client.get("/special/search?q=source").text
    assert "Deux" not in shown(client, "/special/search?q=source")
    assert "/wiki/Eau" in addresses(client, "/wiki/Catégorie:Inondation")
    assert "/wiki/Eau" not in addresses(client, "/wiki/Catégorie:Forêt")
    assert client.get("/wiki/Eau?action=raw").text.startswith("Une source.")
    assert faults() == []


def test_a_page_of_which_nothing_was_accepted_is_found_by_nobody(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    page("Lien", "Voir [[Eau]].")
    assert edit(newcomer, "Une eau toute neuve.").status_code == 303
    assert "Une eau toute neuve." in shown(newcomer)
    for other in (client, reviewer):
        answer = other.get("/wiki/Eau")
        assert answer.status_code == 404
        assert "toute neuve" not in answer.text
        assert "attend d’être relue" in answer.text
        assert read(other.get("/wiki/Lien").text).one("main").links()["Eau"].endswith("redlink=1")
    worker.catch_up()
    for path in ("/special/search?q=neuve", "/special/all-pages", "/special/new-pages", "/special/suggest?q=Eau"):
        assert "/wiki/Eau" not in client.get(path).text.replace("/wiki/Eau?action=edit", "")
    for path in ("raw", "read", "info"):
        assert client.get(f"/wiki/Eau?action={path}").status_code == 404
    assert faults() == []

    decide(reviewer, "accept")
    assert "Une eau toute neuve." in shown(client)
    assert "(page inexistante)" not in shown(client, "/wiki/Lien")
    worker.catch_up()
    assert "/wiki/Eau" in client.get("/special/search?q=neuve").text
    assert faults() == []


def test_a_reviewer_accepts_all_that_waits_or_the_first_of_it(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Deux sources.", base=latest())
    first = latest()
    edit(newcomer, "Trois sources.", base=first)
    assert "Trois sources." in shown(reviewer, "/wiki/Eau?action=review")
    decide(reviewer, "accept", through=first)
    assert states() == ["accepted", "pending"]
    assert "Deux sources." in shown(client)
    decide(reviewer, "accept")
    assert states() == ["accepted", "accepted"]
    assert "Trois sources." in shown(client)
    assert "attend" not in shown(client)
    logged = session.scalars(select(LogEntry.action).where(LogEntry.type == "review")).all()
    assert logged == ["accept", "accept"]
    assert faults() == []


def test_a_rejection_needs_a_reason_which_the_author_reads(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Achetez nos pompes !", base=latest())
    number = latest()
    refused = decide(reviewer, "reject", edit=number)
    assert refused.status_code == 400
    assert states() == ["pending"]
    answer = decide(reviewer, "reject", edit=number, reason="C’est une publicité.")
    assert answer.status_code == 303
    assert states() == ["rejected"]
    assert "Une source." in shown(client)
    assert "Une source." in shown(newcomer)
    fate = shown(newcomer, f"/special/review/edit/{number}")
    assert "refusée" in fate
    assert "C’est une publicité." in fate
    assert "Relectrice" in fate
    assert "Achetez nos pompes" in shown(newcomer, f"/wiki/Eau?oldid={number}")
    assert f"/special/review/edit/{number}" in newcomer.get("/wiki/Eau?action=history").text
    assert faults() == []


def test_one_of_two_edits_is_rejected_and_the_other_kept(
    reviewed, client: FlaskClient, reviewer: FlaskClient, as_user, user, page
) -> None:
    page("Eau", "Une source.\n\nUn puits.\n\nUne mare.")
    alice, bob = as_user(user("Alice")), as_user(user("Bob"))
    edit(alice, "Pub !\n\nUn puits.\n\nUne mare.", base=latest())
    spam = latest()
    edit(bob, "Pub !\n\nUn puits.\n\nUne mare profonde.", base=spam)
    decide(reviewer, "reject", edit=spam, reason="publicité")
    assert states() == ["rejected", "pending", "pending"], "the answer waits with what it was taken out of"
    assert "Une source." in shown(client)
    assert faults() == []
    decide(reviewer, "accept")
    assert states() == ["rejected", "accepted", "accepted"]
    said = shown(client)
    assert "Une mare profonde." in said
    assert "Pub !" not in said
    assert faults() == []


def test_accepting_before_the_answer_does_not_show_what_was_rejected(
    reviewed, client: FlaskClient, reviewer: FlaskClient, as_user, user, page
) -> None:
    page("Eau", "Une source.\n\nUn puits.\n\nUne mare.")
    alice, bob = as_user(user("Alice")), as_user(user("Bob"))
    edit(alice, "Pub !\n\nUn puits.\n\nUne mare.", base=latest())
    spam = latest()
    edit(bob, "Pub !\n\nUn puits.\n\nUne mare profonde.", base=spam)
    good = latest()
    decide(reviewer, "reject", edit=spam, reason="publicité")
    decide(reviewer, "accept", through=good)
    assert "Pub !" not in shown(client)
    assert faults() == []
    decide(reviewer, "accept")
    assert "Une mare profonde." in shown(client)
    assert "Pub !" not in shown(client)
    assert faults() == []


def test_edits_that_hang_together_are_not_torn_apart(
    reviewed, reviewer: FlaskClient, as_user, user, page
) -> None:
    page("Eau", "Une source coule au pied du mur.")
    edit(as_user(user("Alice")), "Une source chaude coule au pied du vieux mur du moulin.", base=latest())
    first = latest()
    edit(as_user(user("Bob")), "Une source brûlante coule au pied du très vieux mur du moulin à eau.", base=first)
    refused = decide(reviewer, "reject", edit=first, reason="faux")
    assert refused.status_code == 409
    assert "se tiennent" in refused.text
    assert "faux" in refused.text
    assert states() == ["pending", "pending"]


def test_a_creation_that_is_rejected_stays_out_of_sight_and_can_be_written_anew(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    edit(newcomer, "Achetez nos pompes !")
    decide(reviewer, "reject", edit=latest(), reason="publicité")
    assert states() == ["rejected"]
    assert client.get("/wiki/Eau").status_code == 404
    assert faults() == []
    edit(reviewer, "Une vraie page.", base=latest())
    assert "Une vraie page." in shown(client)
    assert faults() == []


def test_passages_are_accepted_one_by_one(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    page("Eau", "Une source.\n\nUn puits.\n\nUne mare.\n\nUn lac.\n\nUne digue.")
    edit(newcomer, "Une source claire.\n\nUn puits.\n\nPub !\n\nUn lac.\n\nUne digue haute.", base=latest())
    form = shown(reviewer, "/wiki/Eau?action=review&apart=1")
    assert "Passage 3 sur 3" in form
    chosen = {"choice-0": "mine", "choice-1": "theirs", "choice-2": "other", "other-2": "Une haute digue."}
    unsettled = decide(reviewer, "partly", reason="sans la publicité", **{"choice-0": "mine"})
    assert unsettled.status_code == 409
    assert "sans la publicité" in unsettled.text
    decide(reviewer, "partly", reason="sans la publicité", **chosen)
    said = shown(client)
    assert "Une source claire." in said
    assert "Une mare." in said
    assert "Une haute digue." in said
    assert "Pub !" not in said
    assert states() == ["partly"]
    assert faults() == []


def test_a_change_is_asked_for_and_made(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Mille sources.", base=latest())
    number = latest()
    decide(reviewer, "ask", edit=number, reason="D’où vient ce chiffre ?")
    assert states() == ["pending"]
    assert "D’où vient ce chiffre ?" in shown(newcomer)
    assert "attend son auteur" in shown(reviewer, "/special/review")
    edit(newcomer, "Mille sources.[^1]\n\n[^1]: Relevé communal.", base=number)
    assert "D’où vient ce chiffre ?" not in shown(newcomer)
    decide(reviewer, "accept")
    assert "Mille sources." in shown(client)
    assert faults() == []


def test_the_second_of_two_reviewers_learns_what_the_first_decided(
    reviewed, newcomer: FlaskClient, reviewer: FlaskClient, as_user, user, page
) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Deux sources.", base=latest())
    seen = latest()
    other = as_user(user("Autre", groups=("reviewer",)))
    decide(reviewer, "accept", seen=seen)
    late = decide(other, "reject", seen=seen, edit=seen, reason="non")
    assert late.status_code == 409
    assert "Relectrice" in late.text
    assert "acceptée" in late.text
    assert states() == ["accepted"]


def test_an_edit_that_comes_while_a_reviewer_reads_is_not_decided_unseen(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Deux sources.", base=latest())
    seen = latest()
    edit(newcomer, "Insultes.", base=seen)
    late = decide(reviewer, "accept", seen=seen)
    assert late.status_code == 409
    assert "Insultes." in late.text
    assert states() == ["pending", "pending"]
    assert "Une source." in shown(client)


def test_trusted_edits_show_at_once_but_not_on_what_waits(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    page("Eau", "Une source.")
    edit(reviewer, "Une belle source.", base=latest())
    assert "Une belle source." in shown(client)
    edit(newcomer, "Une belle source. Pub ?", base=latest())
    form = reviewer.get("/wiki/Eau?action=edit").text
    assert "attend d’être relue" in form
    edit(reviewer, "Une belle source. Pub ? Corrigée.", base=latest())
    assert "Pub ?" not in shown(client)
    edit(reviewer, "Une très belle source.", base=latest(), accepts="y")
    assert "Une très belle source." in shown(client)
    assert states() == ["accepted", "accepted"]
    assert faults() == []


def test_who_goes_back_to_what_readers_see_leaves_nothing_to_decide(
    reviewed, client: FlaskClient, newcomer: FlaskClient, page
) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Essai.", base=latest())
    edit(newcomer, "Une source.", base=latest())
    assert states() == ["withdrawn"]
    assert "attend" not in shown(client)
    assert faults() == []


def test_nobody_silences_what_somebody_else_has_waiting(
    reviewed, client: FlaskClient, newcomer: FlaskClient, as_user, user, page
) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Deux sources.", base=latest())
    rival = as_user(user("Rivale"))
    edit(rival, "Une source.", base=latest())
    assert states() == ["pending", "pending"], "going back waits like any other edit"
    edit(newcomer, "Deux sources.", base=latest())
    assert set(states()) == {"pending"}
    trusted = as_user(user("Relectrice bis", groups=("reviewer",)))
    edit(trusted, "Une source.", base=latest())
    assert set(states()) == {"withdrawn"}
    assert faults() == []


def test_who_reviews_without_being_trusted_accepts_passages_at_once(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    with transaction() as current:
        current.query(GroupRight).filter(GroupRight.right == "autoreview").delete()
        policy.change(newcomers=True, namespaces=frozenset({0}), types=frozenset(), promise=48)
    page("Eau", "Une source.\n\nUn puits.")
    edit(newcomer, "Une source claire.\n\nPub !", base=latest())
    decide(reviewer, "partly", reason="sans la publicité", **{"choice-0": "other", "other-0": "Une source claire."})
    assert "Une source claire." in shown(client)
    assert states() == ["partly"]
    assert faults() == []


def test_deleting_and_restoring_shows_nothing_that_waits(
    reviewed, client: FlaskClient, newcomer: FlaskClient, as_user, user, page
) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Pub !", base=latest())
    moderator = as_user(user("Modératrice", groups=("moderator",)))
    moderator.post("/wiki/Eau?action=delete", data={"reason": "essai"})
    number = session.scalar(select(Page.id).where(Page.name == "Eau"))
    assert states() == ["pending"], "nothing drops out"
    moderator.post("/wiki/Eau?action=undelete", data={"page": str(number), "all": "1", "reason": "essai"})
    assert "Une source." in shown(client)
    assert "Pub !" not in shown(client)
    assert "Pub !" in shown(newcomer)
    assert faults() == []


def test_a_page_is_moved_with_what_waits(
    reviewed, client: FlaskClient, newcomer: FlaskClient, reviewer: FlaskClient, page
) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Deux sources.", base=latest())
    reviewer.post("/wiki/Eau?action=move", data={"target": "Eaux", "reason": "", "redirect": "y"})
    assert "Une source." in shown(client, "/wiki/Eaux")
    assert "Deux sources." not in shown(client, "/wiki/Eaux")
    assert faults() == []
    decide(reviewer, "accept", title="Eaux")
    assert "Deux sources." in shown(client, "/wiki/Eaux")
    assert faults() == []


def test_the_switches(app: Flask, client: FlaskClient, as_user, user, page) -> None:
    moderator = as_user(user("Modératrice", groups=("moderator",)))
    page("Eau", "Une source.")
    page("Carte", "---\ntype: fiche-action\n---\nUne action.")
    page("Fiche", "---\ntype: fiche-action\n---\nUne fiche.")
    old = as_user(user("Ancienne", edit_count=500))
    form = {"types": "fiche-action", "promise": "24", "namespaces": ["4"]}
    assert moderator.post("/special/review/policy", data=form).status_code == 400
    assert moderator.post("/special/review/policy", data={**form, "reason": "essai"}).status_code == 303
    edit(old, "Deux sources.", base=latest())
    assert "Deux sources." in shown(client)
    edit(old, "---\ntype: fiche-action\n---\nUne autre action.", title="Carte", base=latest(Title.parse("Carte")))
    assert "Une action." in shown(client, "/wiki/Carte")
    edit(old, "Sans type.", title="Fiche", base=latest(Title.parse("Fiche")))
    assert states() == ["pending", "pending"], "a card cannot leave its type to get round the review"
    chosen = {"title": "Eau", "chosen": "1", "reason": "débattue"}
    assert moderator.post("/special/review/pages", data=chosen).status_code == 303
    edit(old, "Trois sources.", base=latest())
    assert "Deux sources." in shown(client)
    moderator.post("/special/review/pages", data={**chosen, "chosen": "0"})
    assert states() == ["pending"] * 3, "what waits goes on waiting"
    said = shown(moderator, "/special/logs?type=review")
    assert "fiche-action" in said
    assert "24" in said
    for path in ("/special/review/policy", "/special/review/pages"):
        assert old.post(path, data=form).status_code == 403
    assert old.get("/special/review").status_code == 403
    assert old.get("/wiki/Eau?action=review").status_code == 403


def test_talk_does_not_wait_for_newcomers(reviewed, client: FlaskClient, newcomer: FlaskClient) -> None:
    edit(newcomer, "Bonjour. ~~~~", title="Discussion:Eau")
    assert "Bonjour." in shown(client, "/wiki/Discussion:Eau")
    assert states() == []


def test_a_visitor_sees_her_own_edit_at_once(reviewed, app: Flask, client: FlaskClient, page) -> None:
    page("Eau", "Une source.")
    visitor = app.test_client()
    answer = edit(visitor, "Deux sources.", base=latest())
    assert "Deux sources." in shown(visitor, answer.location)
    assert "Deux sources." in shown(visitor), "not from a copy kept for others"
    assert "Deux sources." not in shown(client)
    assert states() == ["pending"]


def test_a_page_taken_in_hand_is_passed_over_by_others(
    reviewed, newcomer: FlaskClient, reviewer: FlaskClient, as_user, user, page
) -> None:
    for name in ("Eau", "Haie"):
        page(name, "Un.")
        edit(newcomer, "Deux.", title=name, base=latest(Title.parse(name)))
    other = as_user(user("Autre", groups=("reviewer",)))
    mine = reviewer.post("/special/review/next").location
    theirs = other.post("/special/review/next").location
    assert {mine, theirs} == {"/wiki/Eau?action=review", "/wiki/Haie?action=review"}
    assert "Relectrice" in shown(other, "/special/review")
    assert "Relectrice" in shown(other, mine)
    assert reviewer.get("/special/review/next").status_code in (404, 405)
    decide(other, "accept", title=mine.split("/")[-1].split("?")[0])
    assert states().count(State.ACCEPTED) == 1, "in hand is a sign, not a lock"


def test_every_write_asks_for_the_right(reviewed, newcomer: FlaskClient, client: FlaskClient, page) -> None:
    page("Eau", "Une source.")
    edit(newcomer, "Deux sources.", base=latest())
    seen = latest()
    for button in ("accept", "reject", "ask", "partly"):
        for who in (newcomer, client):
            assert decide(who, button, seen=seen, edit=seen, reason="x").status_code == 403
    edit(newcomer, "Trois sources.", base=seen, accepts="y")
    assert set(states()) == {"pending"}, "only reviewers accept with an edit"


