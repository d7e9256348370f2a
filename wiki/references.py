"""Rows that point to what does not exist; `wiki check` prints them. Rule: every foreign key of every table, by itself.

Databases refuse such rows, except from who turns that off: SQLite's own command line, tools that copy.
"""

from collections.abc import Iterator

from sqlalchemy import ForeignKeyConstraint, Table, and_, select

from wiki.database import Base, session

MAX_NAMED = 50
"""Rows named for each foreign key."""


def check() -> Iterator[str]:
    """One English sentence for each row whose target is missing."""
    for table in Base.metadata.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda key: tuple(key.column_keys)):
            yield from _lost(table, key)


def _lost(table: Table, key: ForeignKeyConstraint) -> Iterator[str]:
    noun, target = key.referred_table.name, key.referred_table.alias("target")
    pairs = [(element.parent, target.c[element.column.name]) for element in key.elements]
    joined = table.outerjoin(target, and_(*(own == there for own, there in pairs)))
    astray = and_(*(own.is_not(None) for own, _there in pairs), pairs[0][1].is_(None))
    names = dict.fromkeys([*table.primary_key.columns.keys(), *(each.parent.name for each in table.foreign_keys)])
    query = select(*(table.c[name] for name in names)).select_from(joined).where(astray)
    rows = session.execute(query.order_by(*table.primary_key.columns).limit(MAX_NAMED + 1)).mappings()
    for number, row in enumerate(rows):
        if number == MAX_NAMED:
            yield f"{table.name}: and more that point to no {noun}"
            return
        values = ", ".join(f"{name} {row[name]}" for name in names)
        lost = ", ".join(str(row[own.name]) for own, _there in pairs)
        yield f"{table.name} ({values}): there is no {noun} {lost}"
