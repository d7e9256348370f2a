"""The command `wiki`: what it prints, what it leaves behind, and the status that it ends with."""

import socket
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, func, select

from tests.conftest import PASSWORD, SECRET
from wiki import cli, database, seeding
from wiki.cli import main
from wiki.database import session, transaction
from wiki.editing import rebuilding
from wiki.links.models import PageLink
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.pages import finding
from wiki.pages.models import Page, RefreshOutbox, Revision
from wiki.parsing.limits import MAX_TEXT_BYTES
from wiki.permissions.authority import UltimateAuthority
from wiki.permissions.groups import matrix
from wiki.permissions.models import GroupRight
from wiki.references import MAX_NAMED
from wiki.search import worker
from wiki.taxonomy.models import PageCategory, Term, TermParent, TermSynonym
from wiki.titles import Title
from wiki.users.accounts import system_user
from wiki.users.models import User, UserGroup
from wiki.users.temporary import temporary_account

DONE, WRONG, CALLED_WRONGLY, NOT_READY = 0, 1, 2, 3


@pytest.fixture
def run(wiki_database, monkeypatch):
    """`run("check")`: the command on the fresh wiki."""

    def run(*arguments: str, given: str | bytes = "", **environ: str) -> Result:
        variables = {"WIKI_DATA": str(wiki_database.data), "SECRET_KEY": SECRET, "DATABASE_URL": "", **environ}
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(main, arguments, input=given)

    return run


def fresh():
    session.remove()
    return session


def test_every_command_explains_itself(run):
    listed = run("--help").output
    for name, command in main.commands.items():
        assert name in listed
        answer = run(name, "--help")
        assert answer.exit_code == DONE
        assert command.help
        assert command.help.split(".")[0] in " ".join(answer.output.split())
    assert run("--version").output.startswith("wiki")


def test_the_package_is_the_command_too(run):
    as_module = subprocess.run([sys.executable, "-m", "wiki", "--version"], capture_output=True, text=True, check=True)
    assert as_module.stdout == run("--version").output


@pytest.mark.parametrize(
    "arguments",
    [
        ["explode"],
        ["check", "--explode"],
        ["render"],
        ["render", "/there/is/no/file"],
        ["user"],
        ["import"],
        ["import", "markdown"],
        ["import", "markdown", "/there/is/no/folder"],
        ["user", "create"],
        ["user", "create", "Alice"],
        ["init", "extra"],
    ],
)
def test_a_wrong_call_ends_with_2(run, arguments):
    answer = run(*arguments)
    assert answer.exit_code == CALLED_WRONGLY
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("command", ["check", "rebuild", "reindex", "demo", "render"])
def test_a_database_that_is_not_ready_is_said_so(run, tmp_path, command):
    file = tmp_path / "texte.md"
    file.write_text("texte")
    answer = run(command, *([str(file)] if command == "render" else []), WIKI_DATA=str(tmp_path / "elsewhere"))
    assert answer.exit_code == NOT_READY
    assert "wiki init" in answer.output


def test_a_bad_setting_is_one_line(run):
    answer = run("check", PORT="abc")
    assert answer.exit_code == NOT_READY
    assert "PORT" in answer.output
    assert "Traceback" not in answer.output
    assert len(answer.output.strip().splitlines()) == 1


def test_a_port_where_another_server_listens_is_not_shared(run):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        for host in ("127.0.0.1", "localhost", "0.0.0.0"):
            answer = run("run", HOST=host, PORT=str(port))
            assert answer.exit_code == WRONG
            assert len(answer.output.strip().splitlines()) == 1
            assert f"Port {port} is taken" in answer.output
            assert "setting PORT" in answer.output


def test_an_address_of_another_machine_is_refused_in_a_sentence(run):
    answer = run("run", HOST="192.0.2.1", PORT="8000")
    assert answer.exit_code == WRONG
    assert len(answer.output.strip().splitlines()) == 1
    assert "192.0.2.1" in answer.output


def test_init_makes_a_wiki_and_does_no_harm_to_one(run, tmp_path):
    elsewhere = {"WIKI_DATA": str(tmp_path / "new" / "wiki")}
    assert run("init", **elsewhere).exit_code == DONE
    made = run("user", "create", "Alice", "--password-stdin", given=f"{PASSWORD}\n", **elsewhere)
    assert made.exit_code == DONE
    with transaction() as current:
        current.execute(delete(TermParent))
        current.execute(delete(TermSynonym))
        current.execute(delete(Term))
    assert run("init", **elsewhere).exit_code == DONE
    assert "Alice" in fresh().scalars(select(User.name)).all()
    assert fresh().scalar(select(func.count()).select_from(Term)) == 0, "what people removed does not come back"
    checked = run("check", **elsewhere)
    assert checked.exit_code == DONE, checked.output


def few_pages(monkeypatch, count: int = 4) -> list[str]:
    """Load only the first `count` pages of the demonstration; gives their titles."""
    real = seeding.read_yaml
    entries = [entry for entry in real(seeding.SEEDS / "pages.yaml") if ":" not in entry["title"]][:count]
    monkeypatch.setattr(seeding, "read_yaml", lambda path: entries if path.name == "pages.yaml" else real(path))
    return [entry["title"] for entry in entries]


def test_the_demonstration_is_loaded_once_and_never_over_what_people_wrote(run, monkeypatch):
    titles = few_pages(monkeypatch)
    first = run("init", "--demo")
    assert first.exit_code == DONE
    assert f"{len(titles)} pages written." in first.output
    assert all(finding.find_page(Title.parse(name)) for name in titles)
    assert "pages written" not in run("init", "--demo").output
    assert "0 pages written." in run("demo").output
    assert run("check").exit_code == DONE


def test_the_demonstration_stays_away_from_a_wiki_that_holds_a_page(run, page, monkeypatch):
    few_pages(monkeypatch)
    page("Ma page", "À nous.")
    answer = run("init", "--demo")
    assert answer.exit_code == DONE
    assert fresh().scalars(select(Page.name)).all() == ["Ma page"]


def test_render_prints_the_html_of_a_text(run, tmp_path, page):
    page("Modèle:Salut", "Bonjour {{{1}}}")
    file = tmp_path / "texte.md"
    file.write_text("# Titre\n\n{{Salut|à tous}} <script>x</script> {{PAGENAME}} [[Rien]]", encoding="utf-8")
    answer = run("render", str(file), "--title", "Essai")
    assert answer.exit_code == DONE
    for piece in ("Bonjour à tous", "Essai", "&lt;script&gt;", 'href="/wiki/Rien'):
        assert piece in answer.output
    assert run("render", str(file), "--title", "a|b").exit_code == WRONG


def test_render_tells_authors_what_they_should_know_and_takes_no_more_than_a_page_holds(run, tmp_path):
    file = tmp_path / "texte.md"
    file.write_text("---\nlicence: WTFPL\n---\nUn appel[^x].", encoding="utf-8")
    answer = run("render", str(file))
    assert answer.exit_code == DONE
    assert "warning: " in answer.stderr
    assert "WTFPL" in answer.stderr
    assert "warning: " not in answer.stdout
    file.write_text("x" * (MAX_TEXT_BYTES + 1), encoding="utf-8")
    refused = run("render", str(file))
    assert (refused.exit_code, refused.stdout) == (WRONG, "")


def test_a_password_that_is_no_text_is_one_line(run):
    refused = run("user", "create", "Marc", "--password-stdin", given=b"\xff\xfe sept chemins vers la mer\n")
    assert refused.exit_code == WRONG
    assert isinstance(refused.exception, SystemExit)
    assert refused.output.count("\n") == 1
    assert "UTF-8" in refused.output


def test_an_account_is_made_with_a_password_from_the_standard_input(run):
    made = run("user", "create", "alice martin", "--group", "moderator", "--password-stdin", given=f"{PASSWORD}\n")
    assert made.exit_code == DONE
    assert "Alice martin" in made.output
    assert PASSWORD not in made.output
    account = fresh().scalars(select(User).where(User.name == "Alice martin")).one()
    assert session.scalars(select(UserGroup.group).where(UserGroup.user_id == account.id)).all() == ["moderator"]
    for arguments, given in (
        (("Alice martin",), PASSWORD),
        (("Bob",), "court"),
        (("Bob",), ""),
        (("Bob", "--group", "nobody"), PASSWORD),
        (("192.0.2.1",), PASSWORD),
        (("Bob", "--email", "notmail"), PASSWORD),
    ):
        refused = run("user", "create", *arguments, "--password-stdin", given=given)
        assert refused.exit_code == WRONG, arguments
        assert "Traceback" not in refused.output
    assert fresh().scalar(select(func.count()).select_from(User).where(User.name == "Bob")) == 0


@pytest.fixture
def wiki(page, user):
    """A wiki that holds something of everything."""
    page("Modèle:Avis", "avis [[Catégorie:Avis]]")
    page("Eau", "un")
    page("Eau", "deux {{Avis}} [[Rivière]] [s](https://exemple.org/) [[Catégorie:Inondation|z]] [[Profil:Citoyen]]")
    page("Robinet", "#REDIRECTION [[Eau]]")
    user("Alice", groups=("moderator",))
    with transaction():
        temporary_account()
    worker.catch_up()
    session.remove()


#: What is damaged by hand, which check says so, and whether deriving anew mends it.
DAMAGES = {
    "a link too many": ("INSERT INTO page_link VALUES ({eau}, 'link', 0, 'Intrus')", "links", True),
    "a link too few": ("DELETE FROM page_link WHERE name = 'Rivière'", "links", True),
    "an address too few": ("DELETE FROM external_link", "links", True),
    "a category too few": ("DELETE FROM page_category WHERE name = 'Inondation'", "categories and profiles", True),
    "a wrong sort key": ("UPDATE page_category SET sort = x'00'", "categories and profiles", True),
    "a profile too few": ("DELETE FROM page_profile", "categories and profiles", True),
    "a profile in the wrong place": ("UPDATE page_profile SET sort = x'00'", "categories and profiles", True),
    "a title key too few": ("DELETE FROM title_key WHERE page_id = {eau}", "search", True),
    "a redirect taken for a page": ("UPDATE page SET is_redirect = 0 WHERE name = 'Robinet'", "links", True),
    "a page taken for a redirect": ("UPDATE page SET is_redirect = 1 WHERE name = 'Eau'", "links", True),
    "rows of a deleted page": ("UPDATE page SET deleted_at = '2026-01-01' WHERE name = 'Eau'", "links", True),
    "a text that was changed": ("UPDATE content SET data = (SELECT data FROM content WHERE id = 1)", "contents", False),
    "a text that cannot be read": ("UPDATE content SET data = x'0badc0de' WHERE id = 2", "contents", False),
    "a wrong length": ("UPDATE content SET size = size + 1 WHERE id = 2", "contents", False),
    "a revision without a parent": ("UPDATE revision SET parent_id = NULL", "histories", False),
    "a revision of the wrong length": ("UPDATE revision SET size = 999", "histories", False),
    "a revision of the wrong change": ("UPDATE revision SET size_change = 999 WHERE id = 2", "histories", False),
    "a revision before its parent": ("UPDATE revision SET created_at = '2001-01-01' WHERE id = 3", "histories", False),
    "a page without a latest text": ("UPDATE page SET latest_revision_id = NULL WHERE name = 'Eau'", "pages", True),
    "a page that shows nothing": ("UPDATE page SET shown_revision_id = NULL WHERE name = 'Eau'", "reviews", True),
    "a page that shows another's text": ("UPDATE page SET shown_revision_id = 1 WHERE name = 'Eau'", "pages", True),
    "a page that shows an old text": ("UPDATE page SET latest_revision_id = 2 WHERE name = 'Eau'", "pages", True),
    "a page of the wrong length": ("UPDATE page SET size = 999 WHERE name = 'Eau'", "pages", True),
    "a template without a latest text": ("UPDATE page SET latest_revision_id = NULL WHERE id = 1", "pages", True),
    "a latest revision that is lost": ("DELETE FROM revision WHERE id = 3", "pages", False),
    "a text that is lost": ("DELETE FROM content WHERE id = 3", "references", False),
    "a template's text that is lost": ("DELETE FROM content WHERE id = 1", "references", False),
    "a revision by nobody": ("UPDATE revision SET user_id = 999", "references", False),
    "a tag of no revision": ("INSERT INTO revision_tag VALUES (999, 'undo')", "references", False),
    "a parent of no term": ("INSERT INTO term_parent VALUES (9999, 1)", "references", False),
    "an illegal title": ("UPDATE page SET name = 'a|b' WHERE name = 'Eau'", "pages", False),
    "an unknown namespace": ("UPDATE page SET namespace = 77 WHERE name = 'Eau'", "pages", False),
    "a term above itself": ("INSERT INTO term_parent VALUES (1, 1)", "categories and profiles", False),
    "a wrong number of edits": ('UPDATE "user" SET edit_count = 99', "accounts", True),
    "a right that does not exist": ("INSERT INTO group_right VALUES ('user', 'fly')", "rights", False),
    "an entry of no known kind": ("UPDATE log_entry SET action = 'explode'", "logs", False),
    "an entry that cannot be read": ("UPDATE log_entry SET details = '{{'", "logs", False),
    "temporary names counted anew": ("UPDATE temporary_number SET last = 0", "accounts", True),
    "changes that nobody follows": ("UPDATE facet_clock SET version = 0", "categories and profiles", True),
    "a watch of nobody": (
        "INSERT INTO watch (user_id, namespace, name, created_at) VALUES (999, 0, 'Eau', '2026-01-01')",
        "watchlists", False,
    ),
}  # fmt: skip


def damage(settings, statement: str) -> None:
    """Change the database behind the wiki's back, as no code of ours does."""
    session.remove()
    database.disconnect()
    with closing(sqlite3.connect(settings.data / "wiki.sqlite")) as connection:
        (eau,) = connection.execute("SELECT id FROM page WHERE name = 'Eau'").fetchone()
        connection.execute(statement.format(eau=eau))
        connection.commit()


def test_a_sound_wiki_has_nothing_to_say(run, wiki):
    answer = run("check")
    assert answer.exit_code == DONE
    assert answer.stdout == ""
    assert answer.stderr.count("sound") == len(cli.CHECKS)


@pytest.mark.parametrize("what", DAMAGES)
def test_each_damage_is_named_and_what_is_derived_is_mended(run, wiki, wiki_database, what):
    statement, named, derived = DAMAGES[what]
    damage(wiki_database, statement)
    answer = run("check")
    assert answer.exit_code == WRONG, what
    assert any(line.startswith(f"{named}: ") for line in answer.stdout.splitlines()), answer.output
    assert_every_check_ended(answer)
    assert ("from a backup" in answer.stderr) is not derived, answer.stderr
    rebuilt = run("rebuild")
    assert isinstance(rebuilt.exception, SystemExit | None), what
    again = run("check")
    assert "`wiki rebuild` mends" not in again.stderr, again.output
    if derived:
        assert "`wiki rebuild` mends" in answer.stderr
        assert rebuilt.exit_code == DONE
        assert again.exit_code == DONE, again.output


def assert_every_check_ended(answer: Result) -> None:
    assert isinstance(answer.exception, SystemExit), answer.exception
    assert all(f"\n{name}: " in f"\n{answer.stderr}" for name in cli.CHECKS), answer.stderr


#: Damage after which nothing can be derived from Eau; what rebuilding says of it.
UNREADABLE = {
    "its revision is lost": ("DELETE FROM revision WHERE id = 3", "page {eau} shows no revision"),
    "its text is lost": ("DELETE FROM content WHERE id = 3", "there is no content 3"),
    "its text is spoilt": ("UPDATE content SET data = x'deadbeef' WHERE id = 3", "content 3 cannot be read"),
    "its namespace is unknown": ("UPDATE page SET namespace = 77 WHERE name = 'Eau'", "unknown namespace 77"),
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_a_page_that_cannot_be_read_keeps_nobody_from_the_others(run, wiki, wiki_database, page, how):
    page("Source", "[[Océan]]")
    eau = finding.get_page(Title.parse("Eau")).id
    statement, said = UNREADABLE[how]
    damage(wiki_database, statement)
    damage(wiki_database, "DELETE FROM page_link WHERE name = 'Océan'")
    answer = run("check")
    assert_every_check_ended(answer)
    assert "Océan" in answer.stdout, "the pages after it are checked"
    assert not any(line.startswith(("links: page 2", "categories")) for line in answer.stdout.splitlines())

    rebuilt = run("rebuild")
    assert rebuilt.exit_code == WRONG
    skipped = [line for line in rebuilt.stdout.splitlines() if line.startswith("skipped: ")]
    assert len(skipped) == 1
    assert skipped[0].startswith(f"skipped: page {eau}: ")
    assert said.format(eau=eau) in skipped[0]
    assert "3 pages derived anew." in rebuilt.stdout
    assert "1 pages skipped" in rebuilt.stderr
    assert "Traceback" not in rebuilt.output

    again = run("check")
    assert again.exit_code == WRONG, "the loss is not hidden"
    assert "Océan" not in again.stdout
    assert "`wiki rebuild` mends" not in again.stderr, again.output


def test_a_page_that_cannot_be_read_holds_up_no_derivation_that_waits(run, wiki, wiki_database, page):
    page("Source", "{{Avis}}")
    page("Modèle:Avis", "avis [[Catégorie:Nouvelle]]")
    damage(wiki_database, "UPDATE content SET data = x'deadbeef' WHERE id = 3")
    rebuilding.catch_up()
    worker.catch_up()
    assert fresh().scalars(select(PageCategory.page_id).where(PageCategory.name == "Nouvelle")).all()
    assert session.scalar(select(func.count()).select_from(RefreshOutbox)) == 0


def test_a_restored_page_has_the_changes_that_it_had(run, page):
    for text in ("un", "deux, plus long", "trois"):
        number = page("Puits", text).revision.page_id
    authority = UltimateAuthority(system_user())
    title = Title.parse("Puits")
    delete_page(authority, title=title, reason="essai")
    first = session.scalars(select(Revision.id).where(Revision.page_id == number).order_by(Revision.id)).first()
    undelete_page(authority, page_id=number, reason="essai", revisions=[first])
    page("Puits", "quatre, bien plus long")
    answer = run("check")
    assert answer.exit_code == DONE, answer.output


def test_many_rows_that_point_nowhere_are_named_in_few_lines(run, wiki, wiki_database):
    rows = ", ".join(f"({number}, 'undo')" for number in range(1000, 1500))
    damage(wiki_database, f"INSERT INTO revision_tag VALUES {rows}")
    named = [line for line in run("check").stdout.splitlines() if line.startswith("references: revision_tag")]
    assert len(named) == MAX_NAMED + 1
    assert "there is no revision 1000" in named[0]


def test_rebuilding_makes_lost_tables_anew(run, wiki, wiki_database):
    before = sorted(fresh().execute(select(PageLink.from_page_id, PageLink.kind, PageLink.name)).all())
    for table in ("page_link", "external_link", "page_category", "page_profile", "title_key"):
        damage(wiki_database, f"DELETE FROM {table}")
    answer = run("rebuild")
    assert "3 pages derived anew." in answer.output
    assert sorted(fresh().execute(select(PageLink.from_page_id, PageLink.kind, PageLink.name)).all()) == before
    assert run("check").exit_code == DONE


def test_the_index_is_built_anew(run, wiki):
    answer = run("reindex")
    assert answer.exit_code == DONE
    assert "2 pages indexed." in answer.output
    assert fresh().scalar(select(func.count()).select_from(Revision)) == 4


def test_lost_rights_come_back_and_others_stay(run):
    before = matrix()
    with transaction() as current:
        current.execute(delete(GroupRight).where((GroupRight.right == "read") | (GroupRight.group == "bureaucrat")))
        current.add(GroupRight(group="reviewer", right="delete"))
    answer = run("rights", "restore")
    assert answer.exit_code == DONE, answer.output
    assert answer.output.splitlines() == ["*: read", "bureaucrat: editrights, userrights"]
    fresh()
    assert matrix() == before | {"reviewer": before["reviewer"] | {"delete"}}
    assert run("rights", "restore").output == ""
