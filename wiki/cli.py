"""The command `wiki`. Rule: each command says what it does, shows how far it is, and ends with a status that means
something: 0 done, 1 something is wrong with what was asked for or with the data, 2 the command was called wrongly,
3 the settings or the database do not let it begin."""

import errno
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.exc import ArgumentError, OperationalError

from wiki import __version__, seeding
from wiki.accounts import administrators, registering
from wiki.accounts.rights.granting import change_rights
from wiki.app import connect, work
from wiki.checking import CHECKS
from wiki.editing import rebuilding
from wiki.editing.remarks import remarks
from wiki.errors import WikiError
from wiki.exchange import importing
from wiki.exchange.importing import Report
from wiki.exchange.markdown import CATEGORIES, PROFILES, Rules
from wiki.faults import Derived
from wiki.migrating import current, head, upgrade
from wiki.pages import finding, rendering
from wiki.parsing.limits import check_size
from wiki.permissions.authority import UltimateAuthority
from wiki.permissions.groups import matrix
from wiki.rights import DEFAULT_MATRIX
from wiki.search import rebuild as search
from wiki.search import worker
from wiki.settings import ROOT, BadSetting, Settings, load
from wiki.titles import Title
from wiki.users import finding as accounts
from wiki.users.accounts import system_user

WRONG_DATA = 1

SECONDS_BETWEEN_LINES = 5.0
"""How often a long step says how far it is where nobody watches a terminal."""

Progress = Callable[[int, int], None]


class NotReady(click.ClickException):
    """The settings or the database do not let a command begin: nothing is known of the data."""

    exit_code = 3


class Commands(click.Group):
    """Shows a refusal of the wiki as one line on the standard error stream, with status 1."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except WikiError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wiki")
def main() -> None:
    """Wikipartage: run and look after a wiki. Settings come from the environment; the README lists them.

    Commands end with status 0 when done, 1 when something is wrong (for `wiki check`: with the data), 2 when called
    wrongly, 3 when the settings or the database do not let them begin.
    """


@main.command()
def run() -> None:
    """Serve the wiki with the production server, until interrupted."""
    settings = connected(ready=True)
    refuse_taken_port(settings)
    announce(settings)
    server = Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        working_dir=ROOT,
        respawn_failed_workers=True,
        log_access=False,
        websockets=False,
    )
    server.serve()


@main.command("work")
def work_off() -> None:
    """Do what can wait (search index, refreshing pages, forgetting), until the standard input ends.

    Server processes start one for each data folder by themselves.
    """
    connected(ready=True)
    work()


@main.command()
@click.option("--demo", is_flag=True, help="Load the demonstration content into a wiki that holds no page yet.")
def init(demo: bool) -> None:
    """Make the database, or bring it to the present shape; fill groups, rights and vocabulary."""
    settings = connected(ready=False)
    if upgrade():
        click.echo(f"Database ready: {settings.data if settings.sqlite else 'DATABASE_URL'}")
    seeding.fill_foundations()
    if demo and not finding.any_page():
        load_demo()


@main.command()
def demo() -> None:
    """Load the demonstration content: the pages of seeds/ that do not exist yet."""
    connected(ready=True)
    load_demo()


def load_demo() -> None:
    with progress("Demonstration content") as tell:
        written = seeding.load_demonstration(tell)
    rebuilding.catch_up()
    with progress("Search index") as tell:
        search.reindex(tell)
    click.echo(f"{written} pages written.")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", default="Texte", help="Title of the page that the text is taken for.")
def render(file: Path, title: str) -> None:
    """Print the HTML of the text in FILE, as a page of this wiki would show it, and what authors should know."""
    connected(ready=True)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not text in UTF-8: {error}") from error
    check_size(text)
    page = Title.parse(title)
    output = rendering.render(text, page, editable=False).output
    for remark in remarks(page, output):
        click.echo(f"warning: {remark}", err=True)
    click.echo(output.html)


@main.command()
def reindex() -> None:
    """Build the search index anew from the database. The wiki may go on serving."""
    connected(ready=True)
    with progress("Search index") as tell:
        count = search.reindex(tell)
    click.echo(f"{count} pages indexed.")


@main.command()
def rebuild() -> None:
    """Derive links, categories, counts and search anew from the texts. The wiki may go on serving.

    Status 1 when a page could not be derived.
    """
    connected(ready=True)
    with progress("Links and categories") as tell:
        outcome = rebuilding.rebuild(tell)
    with progress("Search index") as tell:
        search.reindex(tell)
    for reason in outcome.reasons:
        click.echo(f"skipped: {reason}")
    click.echo(f"{outcome.derived} pages derived anew.")
    if outcome.skipped:
        click.echo(f"{outcome.skipped} pages skipped; `wiki check` says what is wrong with them.", err=True)
        sys.exit(WRONG_DATA)


@main.command()
def check() -> None:
    """Verify every invariant of the data and name what differs. Status 1 when anything does.

    Status 3 when nothing could be verified: a bad setting, a database that is not ready.
    """
    connected(ready=True)
    worker.catch_up()
    derived = lasting = 0
    for number, (name, find) in enumerate(CHECKS.items(), start=1):
        before = derived + lasting
        click.echo(f"{name} ({number} of {len(CHECKS)})…", err=True)
        for line in find():
            derived += isinstance(line, Derived)
            lasting += not isinstance(line, Derived)
            click.echo(f"{name}: {line}")
        found = derived + lasting - before
        click.echo(f"{name}: {'sound' if not found else f'{found} wrong'}", err=True)
    if derived:
        click.echo(f"`wiki rebuild` mends {derived} of these.", err=True)
    if lasting:
        click.echo(f"{lasting} cannot be derived from anything: restore what is named from a backup.", err=True)
    if derived or lasting:
        sys.exit(WRONG_DATA)


@main.group("import")
def imports() -> None:
    """Bring in pages from files of other tools."""


@imports.command("markdown")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--author", metavar="NAME", help="Account that signs the revisions; the wiki's own unless told.")
@click.option("--summary", default="Import", show_default=True, help="Summary of the revisions.")
@click.option("--category", "categories", multiple=True, metavar="KEY", help="Front field that names categories.")
@click.option("--profile", "profiles", multiple=True, metavar="KEY", help="Front field that names profiles.")
@click.option("--update", is_flag=True, help="Give pages that exist with another text a new revision.")
@click.option("--dry-run", is_flag=True, help="Print the report and write nothing.")
def import_markdown(
    folder: Path,
    author: str | None,
    summary: str,
    categories: tuple[str, ...],
    profiles: tuple[str, ...],
    update: bool,
    dry_run: bool,
) -> None:
    """Save the Markdown files in FOLDER as pages. Doing it again changes nothing.

    --category and --profile may be repeated, and replace the fields that are read otherwise.
    """
    connected(ready=True)
    account = accounts.require(author) if author is not None else system_user()
    rules = Rules(categories=categories or CATEGORIES, profiles=profiles or PROFILES, terms=importing.known_terms())
    began = time.monotonic()
    with progress("Pages") as tell:
        report = importing.import_markdown(
            UltimateAuthority(account),
            folder,
            rules=rules,
            summary=summary,
            update=update,
            dry=dry_run,
            progress=tell,
        )
    tell_report(report, time.monotonic() - began)
    if report.failed:
        sys.exit(WRONG_DATA)


def tell_report(report: Report, seconds: float) -> None:
    """Print what an import did: each file that needs a look, then the counts."""
    for name, lines in (("adjusted", report.adjusted), ("skipped", report.skipped), ("failed", report.failed)):
        for path, words in lines:
            click.echo(f"{name}: {path}: {words}")
    counts = [f"{report.done[name]} {name}" for name in ("created", "updated", "unchanged")]
    counts += [f"{len(report.skipped)} skipped", f"{len(report.failed)} failed", f"{len(report.adjusted)} adjusted"]
    files = report.done.total() + len(report.skipped) + len(report.failed)
    click.echo(f"{', '.join(counts)}; {files} files in {seconds:.1f} s, {files / max(seconds, 0.001):.0f} a second.")


@main.group()
def user() -> None:
    """Look after accounts."""


@user.command("create")
@click.argument("name")
@click.option("--group", "groups", multiple=True, metavar="G", help="A group to put the account in; may be repeated.")
@click.option("--email", default="", help="E-mail address, for resetting the password.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from the standard input.")
def create(name: str, groups: tuple[str, ...], email: str, password_stdin: bool) -> None:
    """Create the account NAME with a password read from the standard input."""
    settings = connected(ready=True)
    try:
        password = sys.stdin.buffer.readline().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise click.ClickException("The password on the standard input is not text in UTF-8.") from error
    authority = UltimateAuthority(system_user())
    account = registering.create_user(
        authority,
        name=name,
        password=password,
        groups=groups,
        email=email or None,
        site_name=settings.site_name,
    )
    click.echo(f"Account {account.name} created.")


@main.group()
def rights() -> None:
    """Look after what groups may do."""


@rights.command("restore")
def restore() -> None:
    """Give every group the rights back that it has in a new wiki; what it has besides stays."""
    connected(ready=True)
    authority = UltimateAuthority(system_user())
    for group, defaults in DEFAULT_MATRIX.items():
        wanted = matrix()[group].union(defaults)
        granted = change_rights(authority, group=group, rights=wanted, reason="wiki rights restore")
        if granted.added:
            click.echo(f"{group}: {', '.join(granted.added)}")


def connected(*, ready: bool) -> Settings:
    """Connect to the database; with `ready`, refuse one that `wiki init` has not brought to the present shape."""
    try:
        settings = load()
    except BadSetting as error:
        raise NotReady(str(error)) from error
    try:
        connect(settings)
        shape = current()
    except (ArgumentError, OperationalError, ImportError) as error:
        raise NotReady(f"The database of DATABASE_URL cannot be used: {error}") from error
    if ready and shape != head():
        raise NotReady("The database is not ready. Run `wiki init` first.")
    return settings


def refuse_taken_port(settings: Settings) -> None:
    """The server shares its port with whoever asks, and so with another wiki: nobody else may listen there."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        words = f"Port {settings.port} of {settings.host} cannot be used: {error.strerror}."
        if error.errno == errno.EADDRINUSE:
            words = f"Port {settings.port} is taken: another server listens there. Stop it, or give another one "
            words += "in the setting PORT."
        raise click.ClickException(words) from error


def announce(settings: Settings) -> None:
    """Say where the wiki is, and how to become administrator where there is none."""
    click.echo(f"{settings.site_name} is at {settings.site_url}/")
    link = administrators.administrator_link()
    if link is not None:
        click.echo(f"To become administrator, open within seven days, once: {settings.site_url}{link}")


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A bar that follows `tell(done, total)`; lines now and then where nobody watches a terminal."""
    if not sys.stderr.isatty():
        click.echo(f"{label}…", err=True)
        told = time.monotonic()

        def tell_in_lines(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told >= SECONDS_BETWEEN_LINES:
                told = time.monotonic()
                click.echo(f"{label}: {done} of {total}", err=True)

        yield tell_in_lines
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield tell
