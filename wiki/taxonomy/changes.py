"""Telling every process that somebody belongs elsewhere now. Rule: told in the transaction of the change itself.

The clock is one row that every such transaction raises last, so that its versions have the order of the commits on
every engine, and no gaps.
"""

from sqlalchemy import delete, func, insert, select, update

from wiki.database import at_last, session, transaction
from wiki.taxonomy.models import FacetChange, FacetClock

KEPT = 10_000
"""Changes that are kept; a process that missed more reads everything anew."""


def page_changed(page_id: int) -> None:
    """A page entered or left a category, a profile or the articles. Call inside the transaction."""
    at_last(_tell, page_id)


def everything_changed() -> None:
    """Terms, their places, or profiles changed. Call inside the transaction."""
    at_last(_tell, None)


def level() -> None:
    """Put the clock at the last change that was told, where it is behind."""
    newest = select(func.max(FacetChange.version)).scalar_subquery()
    with transaction():
        session.execute(
            update(FacetClock).where(FacetClock.version < newest).values(version=newest),
            execution_options={"synchronize_session": False},
        )


def _tell(page_ids: set[int | None]) -> None:
    told = [None] if None in page_ids else sorted(number for number in page_ids if number is not None)
    raised = update(FacetClock).values(version=FacetClock.version + len(told)).returning(FacetClock.version)
    version = session.execute(raised, execution_options={"synchronize_session": False}).scalar_one()
    first = version - len(told) + 1
    rows = [{"version": first + place, "page_id": page_id} for place, page_id in enumerate(told)]
    session.execute(insert(FacetChange), rows)
    session.execute(delete(FacetChange).where(FacetChange.version <= version - KEPT))
