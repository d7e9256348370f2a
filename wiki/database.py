"""The database: one engine a process, one session a thread, one way to write.

Rule: nothing is written outside `transaction()`. A flush outside of it is refused, which also keeps every GET
free of side effects. SQLite gets what it needs to serve many writers: WAL, `BEGIN IMMEDIATE` for writers, and a
file lock around each write, so that writers queue fairly instead of polling.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Select,
    TypeDecorator,
    and_,
    create_engine,
    event,
    func,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    ORMExecuteState,
    Session,
    UOWTransaction,
    scoped_session,
    sessionmaker,
)

LAST_CHARACTER = "\U0010ffff"
"""Sorts after every other character, in the order of code points."""

BUSY_TIMEOUT = 20_000
"""Milliseconds that a connection to SQLite waits for a lock."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment with microseconds, on engines with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """Parent of every model."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}


session: scoped_session[Session] = scoped_session(sessionmaker(expire_on_commit=False))
"""The session of the current thread."""

_lock_path: str | None = None


def connect(url: str) -> Engine:
    """Bind `session` to the database at `url` (SQLAlchemy address) and return its engine."""
    global _lock_path
    disconnect()
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT / 1000, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        _lock_path = f"{engine.url.database}.lock"
    else:
        engine = create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8)
        _lock_path = None
    session.configure(bind=engine)
    return engine


def disconnect() -> None:
    """Close this thread's session and every pooled connection."""
    session.remove()
    bind = session.session_factory.kw.get("bind")
    if isinstance(bind, Engine):
        bind.dispose()


def engine() -> Engine:
    """The engine that `connect` made."""
    bind = session.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine


class Question:
    """A question that every reader's request asks: put into SQL once, then asked of the driver itself.

    SQLAlchemy's own way to the driver takes several times as long as the database's answer. Values are numbers and
    texts; what comes back has the types of the statement's columns.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._prepared: tuple[Dialect, _Prepared] | None = None

    def one(self, values: Mapping[str, object]) -> tuple[Any, ...] | None:
        """The one row that answers the question for `values`, as it was last committed; None where there is none."""
        current = engine()
        if self._prepared is None or self._prepared[0] is not current.dialect:
            self._prepared = current.dialect, _Prepared.of(self._statement, values, current.dialect)
        prepared = self._prepared[1]
        connection = current.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(prepared.sql, prepared.parameters(values))
            row = cursor.fetchone()
            cursor.close()
        finally:
            connection.close()
        return None if row is None else tuple(read(value) for read, value in zip(prepared.readers, row, strict=True))


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement in the words of one driver."""

    sql: str
    #: What the statement itself holds, by name.
    constants: dict[str, object]
    #: Names in the order of the driver's placeholders; None where it takes them by name.
    order: tuple[str, ...] | None
    #: For each column, what makes a value of what the driver gives.
    readers: tuple[Callable[[Any], Any], ...]

    @staticmethod
    def of(statement: Select[*tuple[Any, ...]], values: Mapping[str, object], dialect: Dialect) -> "_Prepared":
        state = statement.compile(dialect=dialect).construct_expanded_state(values)
        types = (column.type.dialect_impl(dialect) for column in statement.selected_columns)
        readers = (type_.result_processor(dialect, None) or _as_it_is for type_ in types)
        order = None if state.positiontup is None else tuple(state.positiontup)
        return _Prepared(state.statement, dict(state.parameters), order, tuple(readers))

    def parameters(self, values: Mapping[str, object]) -> Any:
        """`values` as the driver takes them."""
        named = {**self.constants, **values}
        return named if self.order is None else [named[name] for name in self.order]


def _as_it_is(value: Any) -> Any:
    return value


def begins_with(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """SQL for values that begin with `prefix`. SQLite's LIKE ignores case and no index serves it: a range does."""
    if engine().dialect.name == "sqlite":
        return and_(column >= prefix, column <= prefix + LAST_CHARACTER)
    return func.substr(column, 1, len(prefix)) == prefix


@contextmanager
def transaction() -> Iterator[Session]:
    """Write in one transaction: all of it is kept, or none. Inside another one, joins it.

    What was read before is forgotten first, so that decisions inside rest on what the database says now.
    """
    current = session()
    if current.info.get("writing"):
        yield current
        return
    current.commit()
    current.expire_all()
    with _write_lock():
        current.info["writing"] = True
        try:
            current.connection(execution_options={"writing": True})
            yield current
            for step, things in current.info.pop("last", {}).items():
                step(things)
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            current.info["writing"] = False
            current.info.pop("last", None)


def at_last(step: Callable[[set[Any]], None], thing: object) -> None:
    """Have the present transaction call `step` just before it commits, once, with every `thing` named for it.

    For a row that all writers change: its lock is then taken last and held shortly, so that no two writers wait for
    each other.
    """
    current = session()
    if not current.info.get("writing"):
        raise RuntimeError("a write outside of transaction()")
    current.info.setdefault("last", {}).setdefault(step, set()).add(thing)


@contextmanager
def _write_lock() -> Iterator[None]:
    """Queue writers of an SQLite file; other engines queue them on their own."""
    if _lock_path is None:
        yield
        return
    descriptor = os.open(_lock_path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@event.listens_for(Session, "before_flush")
def _refuse_stray_writes(current: Session, context: UOWTransaction, instances: object) -> None:
    if (current.new or current.dirty or current.deleted) and not current.info.get("writing"):
        raise RuntimeError("a write outside of transaction()")


@event.listens_for(Session, "do_orm_execute")
def _refuse_stray_statements(state: ORMExecuteState) -> None:
    changes = state.is_insert or state.is_update or state.is_delete
    if changes and not state.session.info.get("writing"):
        raise RuntimeError("a write outside of transaction()")


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT}",
        "cache_size=-32000",
        "mmap_size=268435456",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")
