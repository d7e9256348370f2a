"""What must hold of texts, histories and pages. Rule: streams through the tables, whatever their size."""

import hashlib
from collections.abc import Iterator

import zstandard
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from wiki.database import session
from wiki.pages import contents
from wiki.pages.models import Content, Page, Revision
from wiki.pages.visibility import Hidden, live_revisions
from wiki.titles import Namespace, Title, TitleError

BATCH = 200


def check_contents() -> Iterator[str]:
    """Each stored text is whole: its fingerprint and its size are what they were when it was saved."""
    for content in session.scalars(select(Content).execution_options(yield_per=BATCH)):
        try:
            text = contents.read(content)
        except (zstandard.ZstdError, UnicodeDecodeError) as error:
            yield f"content {content.id} cannot be read: {error}"
            continue
        encoded = text.encode()
        if hashlib.sha256(encoded).hexdigest() != content.sha256:
            yield f"content {content.id} does not have the fingerprint {content.sha256}"
        if len(encoded) != content.size:
            yield f"content {content.id} has {len(encoded)} bytes, not {content.size}"


def check_histories() -> Iterator[str]:
    """Each page's revisions are one chain: one beginning, and each parent the revision just before."""
    previous: Revision | None = None
    query = select(Revision).order_by(Revision.page_id, Revision.id).execution_options(yield_per=BATCH)
    for revision in session.scalars(query):
        before = previous if previous is not None and previous.page_id == revision.page_id else None
        expected = before.id if before is not None else None
        if revision.parent_id != expected:
            name = f"revision {revision.id} of page {revision.page_id}"
            yield f"{name} has the parent {revision.parent_id}, not {expected}"
        previous = revision
    sizes = select(Revision.id, Revision.size, Content.size).join(Content, Content.id == Revision.content_id)
    for number, size, stored in session.execute(sizes.where(Revision.size != Content.size)):
        yield f"revision {number} says {size} bytes, its text has {stored}"


def check_pages() -> Iterator[str]:
    """Each live page shows live revisions of its own and has a legal title; a deleted one shows none."""
    shown = aliased(Revision)
    query = (
        select(Page, Revision, shown)
        .outerjoin(Revision, Revision.id == Page.latest_revision_id)
        .outerjoin(shown, shown.id == Page.shown_revision_id)
        .execution_options(yield_per=BATCH)
    )
    for page, latest, visible in session.execute(query):
        yield from _faults(page, latest, visible)
    newest = select(Revision.page_id, func.max(Revision.id).label("newest")).where(live_revisions())
    newest_of = newest.group_by(Revision.page_id).subquery()
    behind = select(Page.id, Page.latest_revision_id, newest_of.c.newest).join(
        newest_of, newest_of.c.page_id == Page.id
    )
    for number, latest_id, newest_id in session.execute(behind.where(newest_of.c.newest != Page.latest_revision_id)):
        yield f"page {number} has the latest revision {latest_id}, but {newest_id} is newer"


def _faults(page: Page, latest: Revision | None, shown: Revision | None) -> Iterator[str]:
    name = f"page {page.id} ({page.name})"
    try:
        if Title.parse(page.title.full_name) != page.title:
            yield f"{name} has a title that reads as another"
    except (TitleError, ValueError) as error:
        yield f"{name} has no legal title: {error}"
    for kind, revision in (("latest", latest), ("shown", shown)):
        if revision is None:
            yield f"{name} has no {kind} revision"
        elif revision.page_id != page.id:
            yield f"{name} has a {kind} revision of page {revision.page_id}"
        elif page.deleted_at is None and revision.hidden & Hidden.DELETED:
            yield f"{name} has a {kind} revision that is deleted"
    if latest is not None and latest.size != page.size:
        yield f"{name} says {page.size} bytes, its latest text has {latest.size}"
    if page.namespace not in set(Namespace):
        yield f"{name} is in the unknown namespace {page.namespace}"
