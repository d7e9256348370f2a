"""The one rule of sight: each hidden state × each outlet × each kind of reader, and nothing comes out.

The outlets are those of the address map: a route or an `?action=` without a row here fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

import wiki.pages.views
from wiki.database import session, transaction
from wiki.moderation import hiding
from wiki.moderation.deletion import delete_page
from wiki.moderation.rules import deciding, hits
from wiki.moderation.rules.definitions import Definition
from wiki.moderation.suppression.suppressing import suppress
from wiki.pages import changes, finding, visibility
from wiki.pages.models import Revision
from wiki.pages.visibility import Hidden
from wiki.patrol.models import Patrol
from wiki.permissions.authority import UltimateAuthority
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
    "suppressed text": "texteabyssal",
    "suppressed summary": "motifabyssal",
    "suppressed author": "Plumeabyssale",
    "suppressed reason": "raisonabyssale",
}
"""One word for each hidden state; it stands nowhere else."""

SUPPRESSED = {state for state in SECRETS if state.startswith("suppressed")}
"""Hidden states that moderators do not see through either; the reason stands in the private log."""

NAMED = ("author", "deleted author", "suppressed author")
"""Secrets that are names of accounts: addresses that ask for a name repeat it, and prove nothing."""

READERS: dict[str, tuple[str, ...] | None] = {
    "visitor": None,
    "user": (),
    "reviewer": ("reviewer",),
    "bot": ("bot",),
    "bureaucrat": ("bureaucrat",),
}
"""Groups of those who have no right to more than reading; None: without an account."""


FILTERS = (
    "whose=others", "experience=registered", "robots=human", "patrol=automatic", "type=edit", "latest=y",
    "linkedto=Ailleurs", "watch=unwatched",
)  # fmt: skip
"""Filters of the recent changes, each of which must hide what the list hides."""


@dataclass(frozen=True)
class World:
    """A page with a revision hidden in each way, and a deleted page; each met an edit rule when it was saved."""

    numbers: dict[str, int]
    deleted: int
    hits: tuple[int, ...] = (1, 2, 3, 4, 5)


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
    with transaction() as current:
        current.add_all(Patrol(revision_id=number) for number in current.scalars(select(Revision.id)).all())
    meet_a_rule(maintenance, [*(number for number, _bit in ways.values()), deleted])
    ways |= suppressed(page, maintenance, open_, user(SECRETS["suppressed author"]))
    session.remove()
    worker.catch_up()
    return World({way: number for way, (number, _bit) in ways.items()}, deleted)


def meet_a_rule(maintenance: UltimateAuthority, numbers: list[int]) -> None:
    """Note that these revisions met a rule."""
    definition = Definition("Essai", conditions={"added": "Début"}, actions=("observe",))
    deciding.create(maintenance, definition=definition, enabled=False, reason="essai")
    with transaction():
        for number in numbers:
            revision = session.get_one(Revision, number)
            page = finding.page_of(revision)
            hits.note_saved([hits.Found("observe", rule_id=1, version=1)], page.title, revision)


def suppressed(page, maintenance, open_: User, secret: User) -> dict[str, tuple[int, Hidden]]:
    """More revisions of the page, of each of which one detail is hidden from moderators too"""
    text = page(TITLE, f"Début, suite. {SECRETS['suppressed text']}", author=open_).revision.id
    summary = page(TITLE, "Début, suite, etc.", author=open_, summary=SECRETS["suppressed summary"]).revision.id
    author = page(TITLE, "Début, suite, etc. Puis fin.", author=secret).revision.id
    page(TITLE, "Début, suite et fin. [[Ailleurs]]", author=open_)
    ways = {"suppressed text": (text, Hidden.TEXT), "suppressed summary": (summary, Hidden.SUMMARY)}
    ways |= {"suppressed author": (author, Hidden.AUTHOR)}
    for number, bit in ways.values():
        suppress(
            maintenance, title=Title.parse(TITLE), numbers=[number], hidden=bit, reason=SECRETS["suppressed reason"]
        )
    return ways


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
        "pages.home", "pages.no_title", "healthz", "search.opensearch", "specialpages.index",
        "specialpages.show_statistics", "taxonomy.all_categories", "taxonomy.all_profiles", "accounts.change_email",
        "accounts.change_password", "accounts.log_in", "accounts.preferences", "accounts.register",
        "accounts.ask_reset", "display.show",
        "trust.my_standing", "trust.show_conditions",
        "facets.lenses", "notifications.notifications", "rights.group_rights", "vocabulary.vocabulary",
        "vocabulary.new_profile", "vocabulary.new_term", "watchlist.watchlist", "watchlist.edit",
        "blocks.block_whom", "blocks.unblock_whom", "blocks.blocks", "protection.protected_pages",
        "review.queue", "review.rules", "rules.rules", "rules.new", "domains.domains", "domains.block",
        "specialpages.reports", "kept.saved_filters", "specialpages.all-pages", "specialpages.prefix-index",
    ]  # fmt: skip
    known: dict[str, list[str]] = {
        "pages.page": [address for asked in actions(world).values() for address in asked],
        "facets.browse": ["/special/browse", "/special/browse?feed=atom"],
        "search.results": [f"/special/search?q={ask}{word}" for word in words for ask in ("", "titre:", "auteur:")],
        "search.suggestions": [f"/special/suggest?q={word[:6]}" for word in words],
        "recentchanges.recent_changes": [
            "/special/recent-changes?days=90",
            "/special/recent-changes?feed=atom",
            *(f"/special/recent-changes?days=90&{asked}" for asked in FILTERS),
        ],
        "patrol.next_unpatrolled": ["/special/patrol", *(f"/special/patrol?after={number - 1}" for number in every)],
        "recentchanges.user_contributions": [
            *(f"/special/contributions?user={SECRETS[name]}" for name in NAMED),
            "/special/contributions?user=Auteur visible",
        ],
        "specialpages.newest_pages": [
            f"/special/new-pages{asked}" for asked in ("", "?feed=atom", "?experience=newcomer&experience=learner")
        ],
        "logs.logs": [
            *("/special/logs", "/special/logs?type=suppress", f"/special/logs?page={TITLE}", "/special/logs?feed=atom"),
            *(f"/special/logs?user={SECRETS[name]}" for name in NAMED),
        ],
        "specialpages.permanent_link": [f"/special/permanent-link/{number}" for number in every],
        "specialpages.difference": [f"/special/diff/{number}" for number in every]
        + [f"/special/diff/{min(every)}/{number}" for number in every],
        "review.fate": [f"/special/review/edit/{number}" for number in every],
        "bulk.undo_chosen": ["/special/undo-edits?" + "&".join(f"revision={number}" for number in every)],
        "links.what_links_here": ["/special/what-links-here?page=Ailleurs"],
        "related.related_pages": [f"/special/related?page={TITLE}"],
        "trust.of_somebody": [f"/special/trust?user={name}" for name in ("Auteur visible", SECRETS["author"])],
        "suppression.suppressions": ["/special/suppressions?state="],
        "suppression.decide": [f"/special/suppressions/{number}" for number in (1, 2, 3)],
        "batches.take_back": [f"/special/mass-revert?user={name}" for name in ("Auteur visible", SECRETS["author"])],
        "batches.batch": ["/special/mass-revert/1"],
        "blocks.block_person": [f"/special/block/{name}" for name in ("Auteur visible", SECRETS["author"])],
        "blocks.unblock_person": ["/special/unblock/Auteur visible"],
        "rules.all_hits": ["/special/rule-hits", *(f"/special/rule-hits?user={SECRETS[name]}" for name in NAMED)],
        "rules.one": ["/special/edit-rules/1"],
        "rules.one_hit": [f"/special/rule-hits/{number}" for number in world.hits],
        "rights.users": ["/special/users?group=user"],
        "rights.user_rights": ["/special/user-rights?user=Auteur visible"],
        "rights.change_group": ["/special/group-rights/user"],
        "taxonomy.profile": ["/profil/citoyen"],
        "vocabulary.edit_axis": ["/special/vocabulary/axes/enjeux"],
        "vocabulary.edit_term": ["/special/vocabulary/terms/eau"],
        "vocabulary.merge_term": ["/special/vocabulary/terms/eau/merge"],
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
    "domains.lift": "a form",
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
        for state, name in (("author", "author"), ("author of the first", "author"), ("suppressed author",) * 2):
            number = world.numbers[state]
            if SECRETS[name] in address and f"oldid={number}" in body:
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
    names = {("rights.users", state) for state in NAMED}
    leaks = {cell: where for cell, where in shown(app, world, client).items() if cell not in names}
    assert leaks == {}
    cells = len(SECRETS) * len({address for _endpoint, address in asked_addresses(app, world)})
    assert cells * len(READERS) > 1000


@pytest.mark.parametrize("group", ["moderator", "administrator"])
def test_moderators_see_what_is_hidden_and_nothing_that_is_suppressed(
    app: Flask, world: World, group: str, user, as_user
) -> None:
    seen = shown(app, world, as_user(user("Modératrice", groups=(group,))))
    assert {state for _outlet, state in seen if state in SECRETS} >= set(SECRETS) - SUPPRESSED
    leaks = {cell: where for cell, where in seen.items() if cell[1] in SUPPRESSED and cell[0] != "rights.users"}
    assert leaks == {}


def test_oversighters_see_what_is_suppressed(app: Flask, world: World, user, as_user) -> None:
    seen = shown(app, world, as_user(user("Vérificatrice", groups=("oversighter",))))
    assert set(SECRETS) <= {state for _outlet, state in seen}
    where = {outlet for outlet, state in seen if state == "suppressed reason"}
    assert where == {"logs.logs", "suppression.suppressions", "suppression.decide"}
    assert seen["logs.logs", "suppressed reason"] == ["/special/logs?type=suppress"]


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
