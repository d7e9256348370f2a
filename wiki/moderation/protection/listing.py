"""The list of protected titles. Rule: what is over is not in it; a long list costs as many queries as a short one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.logs.reading import Line, load_lines
from wiki.pages import finding
from wiki.pages.models import PageProtection
from wiki.pages.protection import in_force
from wiki.permissions.authority import Authority


@dataclass(frozen=True, slots=True)
class Listed:
    """A protection, with who decided it and why."""

    protection: PageProtection
    exists: bool
    line: Line


def matching_protections(
    *, namespace: int | None, action: str | None, level: str | None, cascading: bool
) -> Select[PageProtection]:
    """Protections in force that the filters want; neither ordered nor limited."""
    query = select(PageProtection).where(in_force())
    if namespace is not None:
        query = query.where(PageProtection.namespace == namespace)
    if action:
        query = query.where(PageProtection.action == action)
    if level:
        query = query.where(PageProtection.level == level)
    return query.where(PageProtection.cascade) if cascading else query


def load_listed(authority: Authority, rows: Sequence[PageProtection], language: str) -> list[Listed]:
    """`rows` with what is told of them, in the same order."""
    entries = session.scalars(select(LogEntry).where(LogEntry.id.in_({row.entry_id for row in rows}))).all()
    lines = {line.entry.id: line for line in load_lines(authority, entries, language)}
    existing = finding.existing([row.title for row in rows])
    return [Listed(row, row.title in existing, lines[row.entry_id]) for row in rows]
