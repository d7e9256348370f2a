"""Runs migrations on the database that the wiki is connected to. On SQLite, tables are altered by copying."""

from alembic import context

import wiki.app  # noqa: F401 - its imports register every model
from wiki.database import Base, UtcDateTime, engine


def include_object(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Compare only what models describe."""
    return not (kind == "table" and name == "alembic_version")


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our column type as the plain one, so that a migration never depends on the code of its day."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


with engine().connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        include_object=include_object,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
