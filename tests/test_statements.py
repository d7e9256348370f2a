"""How many questions a view asks of the database: few, and as many for a long list as for a short one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from wiki import database
from wiki.moderation.blocks.blocking import block
from wiki.moderation.blocks.terms import Terms
from wiki.moderation.rules import deciding
from wiki.moderation.rules.definitions import Definition
from wiki.moderation.rules.rehearsing import rehearse


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements of the block, without those that open and close transactions."""
    statements: list[str] = []

    def note(_connection, _cursor, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    def one(question: database.Question, values: Mapping[str, object]) -> tuple[object, ...] | None:
        statements.append("a question")
        return asked(question, values)

    engine, asked = database.engine(), database.Question.one
    event.listen(engine, "before_cursor_execute", note)
    database.Question.one = one
    try:
        yield statements
    finally:
        database.Question.one = asked
        event.remove(engine, "before_cursor_execute", note)


def statements_of(browser, path: str) -> list[str]:
    with counted() as statements:
        assert browser.get(path).status_code == 200
    return statements


@pytest.fixture
def visitor(app):
    return app.test_client(use_cookies=False)


def test_a_ready_made_page_costs_one_question(page, visitor):
    page("Eau", "Voir [[Rivière]]. [[Catégorie:Inondation]] [[Profil:Citoyen]]")
    visitor.get("/wiki/Eau")
    visitor.get("/wiki/Eau")
    with counted() as statements:
        visitor.get("/wiki/Eau")
    assert statements == ["a question"]


def test_a_page_put_together_from_its_rendering_costs_a_dozen(app, page, user, as_user):
    page("Eau", " ".join(f"[[Page {number}]] [[Catégorie:C{number}]]" for number in range(60)))
    alice = as_user(user("Alice"))
    alice.get("/wiki/Eau")
    assert len(statements_of(alice, "/wiki/Eau?redirect=no")) <= 17


def test_rendering_a_page_does_not_ask_for_each_link_or_category(page, visitor):
    counts = []
    for count in (5, 80):
        links = " ".join(f"[[Page {number}]] [[Catégorie:C{number}]] [[Modèle:M{number}]]" for number in range(count))
        page(f"Eau {count}", links)
        counts.append(len(statements_of(visitor, f"/wiki/Eau_{count}")))
    assert counts[0] == counts[1]


def test_hidden_categories_are_asked_about_together(page, visitor):
    for number in range(12):
        page(f"Catégorie:C{number}", "__HIDDENCAT__")
    counts = []
    for count in (2, 12):
        page("Eau", " ".join(f"[[Catégorie:C{number}]]" for number in range(count)))
        visitor.get("/wiki/Eau?redirect=no")
        counts.append(len(statements_of(visitor, "/wiki/Eau?redirect=no")))
    assert counts[0] == counts[1]


@pytest.fixture
def long_history(page, user):
    """Thirty revisions by five people, with links and tags in their summaries."""
    people = [user(f"Personne {number}") for number in range(5)]
    for number in range(30):
        summary = f"voir [[Page {number}]]"
        page("Eau", f"état {number}", author=people[number % 5], summary=summary)


def test_a_long_history_costs_as_much_as_one_of_five(page, user, visitor, long_history):
    alice = user("Alice")
    for number in range(5):
        page("Sol", f"état {number}", author=alice, summary=f"voir [[Page {number}]]")
    long, short = (statements_of(visitor, f"/wiki/{name}?action=history") for name in ("Eau", "Sol"))
    assert len(long) == len(short) <= 12


def test_a_comparison_costs_a_bounded_number(visitor, long_history):
    assert len(statements_of(visitor, "/wiki/Eau?diff=prev")) <= 24


def test_a_long_category_costs_as_much_as_one_of_five(page, visitor):
    for number in range(35):
        page(f"Page {number}", "[[Catégorie:Longue]]" if number >= 5 else "[[Catégorie:Courte]]")
    visitor.get("/special/browse")
    long, short = (statements_of(visitor, f"/wiki/Catégorie:{name}") for name in ("Longue", "Courte"))
    assert len(long) == len(short) <= 14


def test_the_trees_of_categories_cost_a_handful(app, visitor):
    visitor.get("/special/browse")
    assert len(statements_of(visitor, "/special/categories")) <= 4


def test_combining_facets_costs_as_much_for_many_as_for_few(page, visitor):
    for number in range(35):
        page(f"Page {number}", "[[Catégorie:Inondation]]" if number >= 3 else "[[Catégorie:Littoral]]")
    visitor.get("/special/browse")
    few, many = "territoires=littoral", "enjeux=inondation&sort=update"
    long, short = (statements_of(visitor, f"/special/browse?{query}") for query in (few, many))
    assert len(long) == len(short) <= 9


def test_a_ready_made_home_page_costs_one_question_although_it_counts(page, visitor):
    page("Accueil", "Bienvenue")
    visitor.get("/")
    assert len(statements_of(visitor, "/")) <= 1


def test_lists_of_changes_cost_as_much_for_many_as_for_few(page, visitor):
    paths = ("/special/recent-changes", "/special/logs", "/special/new-pages")
    counts = []
    for start in (0, 5):
        for number in range(start, start * 5 + 5):
            page(f"Page {number}", f"texte {number}", summary=f"voir [[Lien {number}]]")
        counts.append([len(statements_of(visitor, path)) for path in paths])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 16


def test_a_long_list_of_blocks_costs_as_much_as_a_short_one(user, maintenance, visitor):
    counts = []
    for start in (0, 3):
        for number in range(start, start * 4 + 3):
            account = user(f"Personne {number}")
            terms = Terms(reason="voir [[Eau]]", length="1d")
            block(maintenance, user=account, terms=terms, seen=0)
        counts.append(len(statements_of(visitor, "/special/blocks")))
    assert counts[0] == counts[1] <= 12


def test_long_lists_of_rules_and_hits_cost_as_much_as_short_ones(user, maintenance, as_user):
    browser = as_user(user("Modératrice", groups=("moderator",)))
    definition = Definition("Essai", conditions={"added": "mot"}, actions=("observe",))
    counts = []
    for start in (0, 3):
        for number in range(start, start * 4 + 3):
            rehearse(maintenance, definition)
            deciding.create(maintenance, definition=definition, enabled=True, reason="voir [[Eau]]")
            author = as_user(user(f"Personne {number}"))
            assert author.post(f"/wiki/Sol {number}?action=edit", data={"text": "un mot"}).status_code == 303
        paths = ("/special/edit-rules", "/special/rule-hits", "/special/edit-rules/1")
        counts.append([len(statements_of(browser, path)) for path in paths])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 16


def test_saving_a_page_that_many_others_use_costs_a_bounded_number(page):
    page("Modèle:Avis", "avis")
    counts = []
    for start in (0, 3):
        for number in range(start, start * 10 + 3):
            page(f"Page {number}", "{{Avis}} [[Modèle:Avis]]")
        with counted() as statements:
            page("Modèle:Avis", f"avis {start}")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 45


def test_a_long_list_of_links_to_update_costs_as_much_as_a_short_one(page, visitor):
    for name, count in (("Long", 30), ("Court", 3)):
        page(name, "#REDIRECTION [[Eau]]")
        for number in range(count):
            page(f"{name} {number}", f"[[{name}]]")
    page("Eau", "eau")
    counts = []
    for name in ("Long", "Court"):
        visitor.get(f"/wiki/{name}?redirect=no")
        counts.append(len(statements_of(visitor, f"/wiki/{name}?action=update-links")))
    assert counts[0] == counts[1] <= 16
