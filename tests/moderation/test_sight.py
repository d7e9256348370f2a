"""The one rule of sight: each hidden state × each outlet × each kind of reader, and nothing comes out.

The outlets are those of the address map: a route or an `?action=` without a row here fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

import wiki.pages.views
from wiki.database import session, transaction
from wiki.moderation import hiding
from wiki.moderation.deletion import delete_page
from wiki.pages import changes, finding, visibility
from wiki.pages.visibility import Hidden
from wiki.search import worker
from wiki.specialpages.reports import REPORTS
from wiki.titles import Title
from wiki.users.models import User

TITLE = "Source"
SECRETS = {
    "text": "texttresor",
    "summary": "motiftresor",
    "author": "Auteurtresor",
    "deleted text": "pagetresor",
    "deleted summary": "raisontresor",
    "deleted author": "Plumetresor",
}
"""One word for each hidden state; it stands nowhere else."""

NAMED = ("author", "deleted author")
"""Secrets that are names of accounts: addresses that ask for a name repeat it, and prove nothing."""

READERS: dict[str, tuple[str, ...] | None] = {
    "visitor": None,
    "user": (),
    "reviewer": ("reviewer",),
    "bot": ("bot",),
    "bureaucrat": ("bureaucrat",),
}
"""Groups of those who have no right to more than reading; None: without an account."""


@dataclass(frozen=True)
class World:
    """A page with a revision hidden in each way, and a deleted page."""

    numbers: dict[str, int]
    deleted: int


@pytest.fixture
def world(app: Flask, page, user, maintenance) -> World:
    secret, open_ = user(SECRETS["author"]), user("Auteur visible")
    began = page(TITLE, f"Début de {TITLE}.", author=secret).revision.id
    text = page(TITLE, f"Début. {SECRETS['text']}", author=open_).revision.id
    summary = page(TITLE, "Début, suite.", author=open_, summary=SECRETS["summary"]).revision.id
    author = page(TITLE, "Début, suite et fin.", author=secret).revision.id
    page(TITLE, "Début, suite et fin. [[Ailleurs]]", author=open_)
    ways = {"text": (text, Hidden.TEXT), "summary": (summary, Hidden.SUMMARY)}
    ways |= {"author": (author, Hidden.AUTHOR), "author of the first": (began, Hidden.AUTHOR)}
    for number, bit in ways.values():
        hiding.hide(
            maintenance, title=Title.parse(TITLE), numbers=[number], hidden=bit, shown=Hidden(0), reason="vie privée"
        )
    gone = user(SECRETS["deleted author"])
    deleted = page("Effacée", SECRETS["deleted text"], author=gone, summary=SECRETS["deleted summary"]).revision.id
    delete_page(maintenance, title=Title.parse("Effacée"), reason="essai")
    session.remove()
    worker.catch_up()
    return World({way: number for way, (number, _bit) in ways.items()}, deleted)


def actions(world: World) -> dict[str, list[str]]:
    """For each `?action=`, the questions that could show a hidden revision."""
    at = f"/wiki/{TITLE}?action="
    every = [*world.numbers.values(), world.deleted]
    asking = {
        "revision": [f"/wiki/{TITLE}?oldid={number}" for number in every],
        "diff": [f"/wiki/{TITLE}?diff={way}&oldid={number}" for number in every for way in ("prev", "next", "cur")],
        "history": [f"{at}history", f"{at}history&limit=500", f"/wiki/{TITLE}?action=history&feed=atom"],
        "raw": [f"{at}raw", *(f"{at}raw&oldid={number}" for number in every)],
        "edit": [f"{at}edit", *(f"{at}edit&oldid={number}" for number in every)],
        "undo": [f"{at}undo&oldid={number}" for number in every],
        "restore": [f"{at}restore&oldid={number}" for number in every],
        "hide": [f"{at}hide&revision={number}" for number in every],
        "undelete": [f"{at}undelete", "/wiki/Effacée?action=undelete"],
        "view": [f"/wiki/{TITLE}", "/wiki/Effacée"],
    }
    others = {name: [f"{at}{name}", f"/wiki/Effacée?action={name}"] for name in wiki.pages.views.actions}
    return others | asking


def outlets(world: World) -> dict[str, list[str]]:
    """For each endpoint that is asked by GET, the addresses that could show something hidden."""
    every = [*world.numbers.values(), world.deleted]
    words = [*SECRETS.values()]
    plain = [
        "pages.home", "healthz", "search.opensearch", "specialpages.index", "specialpages.show_statistics",
        "taxonomy.all_categories", "taxonomy.all_profiles", "accounts.change_email", "accounts.change_password",
        "accounts.log_in", "accounts.preferences", "accounts.register", "accounts.ask_reset", "display.show",
        "facets.lenses", "notifications.notifications", "rights.group_rights", "vocabulary.vocabulary",
        "vocabulary.new_profile", "vocabulary.new_term", "watchlist.watchlist", "watchlist.edit",
        "blocks.block_whom", "blocks.unblock_whom", "blocks.blocks", "protection.protected_pages",
        "specialpages.reports", "specialpages.all-pages", "specialpages.prefix-index", "review.queue", "review.rules",
    ]  # fmt: skip
    known: dict[str, list[str]] = {
        "pages.page": [address for asked in actions(world).values() for address in asked],
        "facets.browse": ["/special/browse", "/special/browse?feed=atom"],
        "search.results": [f"/special/search?q={ask}{word}" for word in words for ask in ("", "titre:", "auteur:")],
        "search.suggestions": [f"/special/suggest?q={word[:6]}" for word in words],
        "recentchanges.recent_changes": ["/special/recent-changes?days=90", "/special/recent-changes?feed=atom"],
        "recentchanges.user_contributions": [
            *(f"/special/contributions?user={SECRETS[name]}" for name in NAMED),
            "/special/contributions?user=Auteur visible",
        ],
        "logs.logs": ["/special/logs", "/special/logs?feed=atom", *(f"/special/logs?user={SECRETS[n]}" for n in NAMED)],
        "specialpages.newest_pages": ["/special/new-pages", "/special/new-pages?feed=atom"],
        "specialpages.permanent_link": [f"/special/permanent-link/{number}" for number in every],
        "specialpages.difference": [f"/special/diff/{number}" for number in every]
        + [f"/special/diff/{min(every)}/{number}" for number in every],
        "review.fate": [f"/special/review/edit/{number}" for number in every],
        "bulk.undo_chosen": ["/special/undo-edits?" + "&".join(f"revision={number}" for number in every)],
        "links.what_links_here": ["/special/what-links-here?page=Ailleurs"],
        "related.related_pages": [f"/special/related?page={TITLE}"],
        "blocks.block_person": [f"/special/block/{name}" for name in ("Auteur visible", SECRETS["author"])],
        "blocks.unblock_person": ["/special/unblock/Auteur visible"],
        "rights.users": ["/special/users?group=user"],
        "rights.user_rights": ["/special/user-rights?user=Auteur visible"],
        "rights.change_group": ["/special/group-rights/user"],
        "taxonomy.profile": ["/profil/citoyen"],
        "vocabulary.edit_axis": ["/special/vocabulary/axes/enjeux"],
        "vocabulary.edit_term": ["/special/vocabulary/terms/eau"],
        "vocabulary.remove_term": ["/special/vocabulary/terms/eau/remove"],
        "vocabulary.edit_profile": ["/special/vocabulary/profiles/citoyen"],
        "vocabulary.remove_profile": ["/special/vocabulary/profiles/citoyen/remove"],
        "vocabulary.one_change": ["/special/vocabulary/changes/1"],
    }
    known |= {f"specialpages.{key}": [f"/special/{key}"] for key in REPORTS}
    return known | {endpoint: [] for endpoint in plain}


LEFT_OUT = {
    "assets.static": "files of the interface",
    "specialpages.by_name": "leads on to another address",
    "specialpages.random_page": "leads on to a page",
    "blocks.lift": "a form",
    "accounts.become_administrator": "a form",
    "accounts.confirm_email": "a form",
    "accounts.reset_password": "a form",
}
"""Addresses that show nothing of a page's past."""


def asked_addresses(app: Flask, world: World) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of everything that is asked."""
    with_addresses = outlets(world)
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint in with_addresses:
            yield from ((rule.endpoint, address) for address in with_addresses[rule.endpoint] or [rule.rule])


def shown(app: Flask, world: World, client) -> dict[tuple[str, str], list[str]]:
    """For each (outlet, secret), the addresses that show it; a name that the address holds proves nothing by itself."""
    found: dict[tuple[str, str], list[str]] = {}
    for endpoint, address in asked_addresses(app, world):
        body = client.get(address, follow_redirects=True).text
        for state, secret in SECRETS.items():
            if secret not in address and secret in body:
                found.setdefault((endpoint, state), []).append(address)
        for state in ("author", "author of the first"):
            number = world.numbers[state]
            if SECRETS["author"] in address and f"oldid={number}" in body:
                found.setdefault((endpoint, state), []).append(address)
    return found


def test_every_outlet_has_a_row(app: Flask, world: World) -> None:
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert asked == {*outlets(world), *LEFT_OUT}
    assert set(actions(world)) == set(wiki.pages.views.actions)


@pytest.mark.parametrize("kind", READERS)
def test_nothing_hidden_comes_out(app: Flask, world: World, kind: str, user, as_user) -> None:
    groups = READERS[kind]
    client = app.test_client() if groups is None else as_user(user("Lectrice", groups=groups))
    names = {("rights.users", "author"), ("rights.users", "deleted author")}
    leaks = {cell: where for cell, where in shown(app, world, client).items() if cell not in names}
    assert leaks == {}
    cells = len(SECRETS) * len({address for _endpoint, address in asked_addresses(app, world)})
    assert cells * len(READERS) > 1000


def test_moderators_see_what_is_hidden(app: Flask, world: World, user, as_user) -> None:
    seen = {state for _outlet, state in shown(app, world, as_user(user("Modératrice", groups=("moderator",))))}
    assert set(SECRETS) <= seen


@pytest.mark.parametrize("rooms", [(changes,), (finding,), (visibility,)])
def test_a_leak_would_be_found(app: Flask, world: World, rooms, monkeypatch) -> None:
    """Where a room forgets to ask, the test above fails."""
    for room in rooms:
        name = "_concealing" if room is visibility else "may_see"
        monkeypatch.setattr(room, name, (lambda *_: 0) if room is visibility else (lambda *_: True))
    assert shown(app, world, app.test_client())


def test_authors_see_no_more_than_others_of_what_is_hidden(app: Flask, world: World, as_user) -> None:
    with transaction() as current:
        author = current.query(User).filter(User.name == SECRETS["author"]).one()
        current.expunge(author)
    answer = as_user(author).get(f"/wiki/{TITLE}?oldid={world.numbers['text']}")
    assert answer.status_code == 403
    assert SECRETS["text"] not in answer.text
