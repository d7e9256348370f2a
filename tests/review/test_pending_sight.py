"""What waits comes out nowhere but where work in progress is looked at: each outlet × each kind of reader."""

import pytest
from flask import Flask

from tests.moderation.test_sight import READERS, World, actions, asked_addresses
from wiki.database import session, transaction
from wiki.pages import finding
from wiki.review import policy
from wiki.search import worker
from wiki.titles import Title
from wiki.users import finding as users

SECRETS = {"edit": "attentetresor", "creation": "ebauchetresor"}

AT_WORK = {
    "history", "revision", "diff", "edit", "undo", "restore", "rollback", "hide", "review", "undelete", "protect",
}  # fmt: skip
"""What `?action=` shows of a page's making: there everybody sees what waits, as what it is."""

MAKING = {
    "recentchanges.recent_changes", "recentchanges.user_contributions", "specialpages.permanent_link",
    "specialpages.difference", "patrol.next_unpatrolled", "bulk.undo_chosen", "review.fate", "review.queue",
}  # fmt: skip
"""Lists of edits."""


@pytest.fixture
def world(app: Flask, page, user, as_user) -> World:
    page("Source", "Une source. [[Catégorie:Eau]] [[Profil:Citoyen]]")
    with transaction():
        policy.change(newcomers=True, namespaces=frozenset(), types=frozenset(), promise=48)
    author = as_user(user("Auteur visible"))
    base = finding.get_page(Title.parse("Source")).latest_revision_id
    text = f"Une source {SECRETS['edit']}. [[Catégorie:Eau]] [[Profil:Citoyen]] [[Ailleurs]]"
    author.post("/wiki/Source?action=edit", data={"text": text, "base": str(base), "save": "1"})
    text = f"Une {SECRETS['creation']}. [[Catégorie:Eau]] [[Profil:Citoyen]] [[Ailleurs]]"
    # Under the title that the rows of actions ask for.
    author.post("/wiki/Effacée?action=edit", data={"text": text, "save": "1"})
    numbers = {
        name: finding.get_page(Title.parse(title)).latest_revision_id or 0
        for name, title in (("edit", "Source"), ("creation", "Effacée"))
    }
    session.remove()
    worker.catch_up()
    return World(numbers, numbers["creation"])


@pytest.mark.parametrize("kind", [*READERS, "moderator"])
def test_what_waits_is_published_nowhere(app: Flask, world: World, kind: str, user, as_user) -> None:
    groups = READERS.get(kind, ("moderator",))
    client = app.test_client() if groups is None else as_user(user("Lectrice", groups=groups))
    at_work = {address for name in AT_WORK for address in actions(world).get(name, ())}
    leaks, asked = [], 0
    for endpoint, address in asked_addresses(app, world):
        if address in at_work or endpoint in MAKING or "action=raw&oldid" in address:
            continue
        asked += 1
        body = client.get(address, follow_redirects=True).text
        leaks += [(address, secret) for secret in SECRETS.values() if secret in body and secret[:6] not in address]
    assert [leak for leak in leaks if not leak[0].startswith("/special/logs")] == []
    assert asked > 60


def test_its_author_sees_it_on_the_page(app: Flask, world: World, as_user) -> None:
    author = as_user(users.require("Auteur visible"))
    assert SECRETS["edit"] in author.get("/wiki/Source").text
    assert SECRETS["creation"] in author.get("/wiki/Effacée").text


