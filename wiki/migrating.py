"""Bringing the database to the present shape. Rule: one linear history, each step with its way back."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from wiki.database import engine
from wiki.settings import ROOT


def config() -> Config:
    """Alembic's settings, for the database that is connected."""
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    settings.set_main_option("path_separator", "os")
    return settings


def upgrade() -> bool:
    """Bring the connected database to the newest shape; whether anything was to be done."""
    if current() == head():
        return False
    command.upgrade(config(), "head")
    return True


def current() -> str | None:
    """The step at which the connected database is; None for an empty one."""
    with engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The newest step."""
    return ScriptDirectory.from_config(config()).get_current_head()
