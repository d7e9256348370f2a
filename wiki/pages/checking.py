"""What must hold of texts, histories and pages. Rule: streams through the tables, whatever their size.

What is lost altogether is named by `wiki.references`.
"""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from wiki.database import session
from wiki.faults import Damaged, Derived
from wiki.pages import contents, finding, rendering
from wiki.pages.mending import can_be_shown, latest_by_chain
from wiki.pages.models import Content, Page, RefreshOutbox, Revision
from wiki.pages.rendering import Rendering
from wiki.pages.visibility import Hidden, live_pages, live_revisions
from wiki.titles import Title, TitleError

BATCH = 200
MAX_NAMED = 5
"""Pages named in one sentence."""
SLACK = timedelta(minutes=1)
"""How far clocks may be set back between two revisions."""


def rendered_pages() -> Iterator[tuple[Page, Rendering]]:
    """Each live page with what its text gives; those that cannot be read, which the checks below name, are left out.

    So are those whose derivation is still queued, since a template of theirs changed, and those whose text this
    machine cannot lay out in time: another hour may give another answer.
    """
    last = 0
    queued = select(RefreshOutbox.page_id)
    query = select(Page.id).where(live_pages(), Page.id.not_in(queued)).order_by(Page.id).limit(BATCH)
    while page_ids := session.scalars(query.where(Page.id > last)).all():
        for number in page_ids:
            page = session.get_one(Page, number)
            try:
                rendered = rendering.render(finding.shown_text(page), page.title)
            except Damaged:
                continue
            if rendered.output.properties.get("fallback") not in ("clock", "busy"):
                yield page, rendered
            session.expunge(page)
        last = page_ids[-1]


def check_contents() -> Iterator[str]:
    """Each stored text is whole: its fingerprint and its size are what they were when it was saved."""
    for content in session.scalars(select(Content).execution_options(yield_per=BATCH)):
        try:
            encoded = contents.read(content).encode()
        except Damaged as damage:
            yield f"{damage}; {_carriers(content)}"
            continue
        if hashlib.sha256(encoded).hexdigest() != content.sha256:
            yield f"content {content.id} does not have the fingerprint {content.sha256}; {_carriers(content)}"
        if len(encoded) != content.size:
            yield f"content {content.id} has {len(encoded)} bytes, not {content.size}"


def _carriers(content: Content) -> str:
    """Where a text stands, in words."""
    query = select(Page.id, Page.name).join(Revision, Revision.page_id == Page.id).distinct()
    rows = session.execute(query.where(Revision.content_id == content.id).order_by(Page.id).limit(MAX_NAMED))
    return f"it is a text of {', '.join(f'page {number} ({name})' for number, name in rows) or 'no page'}"


def check_histories() -> Iterator[str]:
    """Each page's revisions are one chain: one beginning, and each parent the revision just before."""
    previous: Revision | None = None
    query = select(Revision).order_by(Revision.page_id, Revision.id).execution_options(yield_per=BATCH)
    for revision in session.scalars(query):
        before = previous if previous is not None and previous.page_id == revision.page_id else None
        expected = before.id if before is not None else None
        name = f"revision {revision.id} of page {revision.page_id}"
        if revision.parent_id != expected:
            yield f"{name} has the parent {revision.parent_id}, not {expected}"
        if before is not None and revision.created_at < before.created_at - SLACK:
            yield f"{name} is dated {revision.created_at}, before its parent: {before.created_at}"
        previous = revision
    yield from _check_sizes()


def _check_sizes() -> Iterator[str]:
    sizes = select(Revision.id, Revision.size, Content.size).join(Content, Content.id == Revision.content_id)
    for number, size, stored in session.execute(sizes.where(Revision.size != Content.size)):
        yield f"revision {number} says {size} bytes, its text has {stored}"
    parent, earlier = aliased(Revision), aliased(Revision)
    before = Revision.size - Revision.size_change
    # Between the deletion and the restoration of its parent, a revision is compared with one further back.
    followed = select(earlier.id).where(
        earlier.page_id == Revision.page_id, earlier.id < Revision.id, earlier.size == before
    )
    changes = (
        select(Revision.id, Revision.page_id, Revision.size_change, Revision.size - func.coalesce(parent.size, 0))
        .outerjoin(parent, parent.id == Revision.parent_id)
        .where(before != func.coalesce(parent.size, 0), ~followed.exists())
    )
    for number, page_id, stated, real in session.execute(changes.order_by(Revision.id)):
        yield f"revision {number} of page {page_id} says that it changes {stated:+d} bytes, and changes {real:+d}"


def check_pages() -> Iterator[str]:
    """Each live page shows live revisions of its own and has a legal title; a deleted one shows none."""
    shown, newest = aliased(Revision), aliased(Revision)
    last = select(Revision.page_id, func.max(Revision.id).label("id")).where(live_revisions())
    last_of = last.group_by(Revision.page_id).subquery()
    query = (
        select(Page, Revision, shown, newest)
        .outerjoin(Revision, Revision.id == Page.latest_revision_id)
        .outerjoin(shown, shown.id == Page.shown_revision_id)
        .outerjoin(last_of, last_of.c.page_id == Page.id)
        .outerjoin(newest, newest.id == last_of.c.id)
        .order_by(Page.id)
        .execution_options(yield_per=BATCH)
    )
    for page, latest, visible, newest_live in session.execute(query):
        yield from _title_faults(page)
        kind = str if latest_by_chain(page, latest, newest_live) is None else Derived
        for fault in _chain_faults(page, latest, visible, newest_live):
            yield kind(f"page {page.id} ({page.name}) {fault}")


def _title_faults(page: Page) -> Iterator[str]:
    name = f"page {page.id} ({page.name})"
    try:
        if Title.parse(page.title.full_name) != page.title:
            yield f"{name} has a title that reads as another"
    except TitleError as error:
        yield f"{name} has no legal title: {error}"
    except Damaged as damage:
        yield str(damage)


def _chain_faults(
    page: Page, latest: Revision | None, shown: Revision | None, newest: Revision | None
) -> Iterator[str]:
    named = (("latest", page.latest_revision_id, latest), ("shown", page.shown_revision_id, shown))
    for kind, number, revision in named:
        if revision is None and number is None and kind == "shown":
            # None was accepted yet; the review knows whether that is so.
            continue
        if revision is None:
            yield f"has no {kind} revision" if number is None else f"has lost its {kind} revision, {number}"
        elif revision.page_id != page.id:
            yield f"has a {kind} revision of page {revision.page_id}"
        elif not can_be_shown(page, revision):
            yield f"has a {kind} revision that is deleted"
        elif revision.hidden & Hidden.TEXT:
            yield f"has a {kind} revision whose text is hidden"
    if latest is not None and newest is not None and latest.page_id == page.id and latest.id < newest.id:
        yield f"has the latest revision {latest.id}, but {newest.id} is newer"
    if shown is not None and shown.size != page.size:
        yield f"says {page.size} bytes, its text has {shown.size}"
