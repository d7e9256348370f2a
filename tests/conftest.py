"""What every test may ask for: a database of its own, an application on it, people and pages made in one line."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

from wiki import database, migrating, seeding
from wiki.accounts import passwords
from wiki.app import connect, create_app
from wiki.database import session, transaction
from wiki.editing.preparing import Change
from wiki.editing.saving import Saved, save_revision
from wiki.pages import finding
from wiki.permissions.authority import Authority, UltimateAuthority
from wiki.settings import Settings, load
from wiki.titles import Title
from wiki.users.accounts import create_account, system_user
from wiki.users.models import User, UserGroup

# The same examples at every run, so that no test fails now and then. For new ones: --hypothesis-profile=more.
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("more", max_examples=2000)
hypothesis.settings.load_profile("same")

PASSWORD = "Sept chemins vers la rivière 42"
SECRET = "a-key-for-tests-0123456789-abcdefghij"


def settings_in(folder: Path, **more: str) -> Settings:
    """Settings of a wiki that keeps everything in `folder`."""
    return load({"WIKI_DATA": str(folder), "SECRET_KEY": SECRET, **more})


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """Hash passwords quickly: their cost is for attackers, not for tests."""
    passwords.hasher = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def _addresses_compiled_once() -> Iterator[None]:
    """Compile each address once: Werkzeug does it anew for each application, and here they are all the same."""
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, str(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    compiled: dict[tuple[str, str, bool], Callable[..., tuple[str, str]]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session")
def empty_wiki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a wiki as `wiki init` makes it; copied by each test that needs a database."""
    folder = tmp_path_factory.mktemp("empty")
    connect(settings_in(folder))
    migrating.upgrade()
    seeding.fill_foundations()
    session.remove()
    with database.engine().connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    return folder


@pytest.fixture
def settings(tmp_path: Path, empty_wiki: Path) -> Settings:
    """Settings of a fresh wiki of this test's own."""
    shutil.copytree(empty_wiki, tmp_path / "wiki", ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    return settings_in(tmp_path / "wiki")


@pytest.fixture
def wiki_database(settings: Settings) -> Iterator[Settings]:
    """The fresh wiki's database, connected, without any application."""
    connect(settings)
    yield settings
    session.remove()
    database.disconnect()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates as the first test compiled them: the applications of all tests share them."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(wiki_database: Settings, compiled_templates: FileSystemBytecodeCache) -> Flask:
    """An application on the fresh wiki."""
    app = create_app(wiki_database)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.jinja_env.bytecode_cache = compiled_templates
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, logged out."""
    return app.test_client()


@pytest.fixture
def maintenance(wiki_database: Settings) -> UltimateAuthority:
    """Whoever may do everything, in the name of the wiki."""
    with transaction():
        account = system_user()
    session.expunge(account)
    return UltimateAuthority(account)


UserMaker = Callable[..., User]
PageMaker = Callable[..., Saved]


@pytest.fixture
def user(wiki_database: Settings) -> UserMaker:
    """`user("Alice", groups=("moderator",), password=…)`: a registered account."""

    def make(name: str, *, groups: tuple[str, ...] = (), password: str | None = None, **more: object) -> User:
        with transaction() as current:
            account = create_account(name, password_hash=passwords.hash_password(password) if password else None)
            current.add_all(UserGroup(user_id=account.id, group=group) for group in groups)
            for key, value in more.items():
                setattr(account, key, value)
        session.expunge(account)
        return account

    return make


@pytest.fixture
def page(wiki_database: Settings) -> PageMaker:
    """`page("Titre", "texte", author=…)`: save a text, whether the page exists or not."""

    def save(title: str, text: str, *, author: User | None = None, summary: str = "") -> Saved:
        target = Title.parse(title)
        found = finding.find_page(target)
        with transaction() as current:
            authority = UltimateAuthority(current.get_one(User, author.id) if author else system_user())
        change = Change(text=text, base=found.latest_revision_id if found else None, summary=summary)
        return save_revision(authority, title=target, change=change)

    return save


@pytest.fixture
def log_in() -> Callable[[FlaskClient, User], None]:
    """`log_in(client, user)`: make the client's requests those of `user`."""

    def log_in(client: FlaskClient, account: User) -> None:
        with client.session_transaction() as cookie:
            cookie["_user_id"] = account.get_id()
            cookie["_fresh"] = True

    return log_in


@pytest.fixture
def as_user(app: Flask, log_in: Callable[[FlaskClient, User], None]) -> Callable[[User], FlaskClient]:
    """`as_user(account)`: a browser in which somebody is logged in."""

    def browse(account: User) -> FlaskClient:
        browser = app.test_client()
        log_in(browser, account)
        return browser

    return browse


@pytest.fixture
def authority_of() -> Callable[[User], Authority]:
    """`authority_of(account)`: what the account may do, for calling verbs without a request."""
    return lambda account: Authority(session.get_one(User, account.id), address="test")
