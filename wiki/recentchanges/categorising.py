"""How edits change the categories of pages. Rule: written with the revision that does it, in its transaction."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from wiki.database import session
from wiki.pages.models import Revision
from wiki.recentchanges.models import Categorisation
from wiki.taxonomy.recording import Moves


def note(revision: Revision, moves: Moves) -> None:
    """Keep into which categories `revision` put its page, and out of which it took it."""
    for names, into in ((moves.into, True), (moves.out_of, False)):
        session.add_all(Categorisation(revision_id=revision.id, name=name, into=into) for name in sorted(names))


def categorises() -> ColumnElement[bool]:
    """SQL condition on `Revision`: it changed a category of its page."""
    return select(Categorisation.revision_id).where(Categorisation.revision_id == Revision.id).exists()


def categorised(numbers: Collection[int]) -> dict[int, list[Categorisation]]:
    """How these revisions changed the categories of their pages, by their numbers. One query."""
    query = select(Categorisation).where(Categorisation.revision_id.in_(numbers))
    found: dict[int, list[Categorisation]] = defaultdict(list)
    for row in session.scalars(query.order_by(Categorisation.into.desc(), Categorisation.name)):
        found[row.revision_id].append(row)
    return found
