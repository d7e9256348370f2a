"""What must hold of links; `wiki check` prints what does not. Rule: memory does not grow with the wiki."""

from collections.abc import Iterator

from sqlalchemy import select

from wiki.database import session
from wiki.faults import Derived
from wiki.links.recording import RECORDED, Row, recorded, table_of
from wiki.pages.checking import rendered_pages
from wiki.pages.flags import flags
from wiki.pages.models import Page
from wiki.pages.rendering import Rendering
from wiki.pages.visibility import live_pages

MAX_NAMED = 5
"""Rows named in one sentence."""


def check() -> Iterator[str]:
    """One English sentence for each live page whose rows are not its text's, and each deleted page with rows.

    Pages whose derivation is still queued, since a template of theirs changed, are left out.
    """
    for page, rendered in rendered_pages():
        yield from _check_page(page, rendered)
    for model in RECORDED:
        owner = table_of(model).columns[0]
        gone = select(owner).join(Page, Page.id == owner).where(~live_pages())
        for number in session.scalars(gone.distinct().order_by(owner)):
            yield Derived(f"page {number} is deleted and still has rows in {model.__tablename__}")


def _check_page(page: Page, rendered: Rendering) -> Iterator[str]:
    for name, value in flags(rendered.output).items():
        if getattr(page, name) != value:
            words = f"its text does not agree that {name} is {not value}"
            yield Derived(f"page {page.id} ({page.title.full_name}): {words}")
    for model, rows_from in RECORDED.items():
        yield from _difference(page, model.__tablename__, recorded(page, model), rows_from(rendered))


def _difference(page: Page, table: str, stored: set[Row], wanted: set[Row]) -> Iterator[str]:
    if stored == wanted:
        return
    missing, extra = sorted(wanted - stored)[:MAX_NAMED], sorted(stored - wanted)[:MAX_NAMED]
    yield Derived(
        f"page {page.id} ({page.title.full_name}): rows in {table} are not those of its text;"
        f" missing: {missing or 'none'}, too many: {extra or 'none'}"
    )
