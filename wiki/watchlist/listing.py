"""What changed on the pages that somebody follows. Rule: each page once, by the latest change that is wanted."""

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import live_pages
from wiki.permissions.authority import Authority
from wiki.recentchanges.filtering import Filters, recent
from wiki.recentchanges.streams import Streams
from wiki.titles import Namespace, Title
from wiki.users.models import User
from wiki.watchlist.models import Watch


def watched_changes(authority: Authority, user: User, filters: Filters) -> Streams:
    """The latest change of each page that `user` follows, talk pages too, and what was logged about them."""
    wanted = recent(authority, filters)
    assert wanted.revisions is not None
    newest = aliased(Revision)
    # The index of revisions by page gives the newest one that fits at once; a page at rest is not even looked at.
    lately = (Revision.page_id == Page.id, Revision.created_at >= filters.since)
    fitting = wanted.revisions.with_only_columns(Revision.id).where(*lately)
    latest = (
        select(fitting.order_by(Revision.id.desc()).limit(1).correlate(Page).scalar_subquery())
        .select_from(Page)
        .join(Watch, and_(Watch.name == Page.name, _is_or_talks_about(Page.namespace)))
        .join(newest, newest.id == Page.latest_revision_id)
        .where(Watch.user_id == user.id, live_pages(), newest.created_at >= filters.since)
    )
    revisions = select(Revision).where(Revision.id.in_(latest))
    return Streams(revisions, _logged(wanted.entries, user), since=wanted.since)


def _logged(entries: Select[LogEntry] | None, user: User) -> Select[LogEntry] | None:
    """Those of `entries` that are about titles that `user` follows."""
    if entries is None:
        return None
    followed = and_(Watch.name == LogEntry.name, _is_or_talks_about(LogEntry.namespace))
    return entries.join(Watch, followed).where(Watch.user_id == user.id)


def _is_or_talks_about(namespace: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """SQL: `namespace` is that of the row of `Watch`, a subject, or of its talk page."""
    return namespace.in_([Watch.namespace, Watch.namespace + 1])


def count(user: User) -> int:
    """How many titles `user` follows."""
    return session.scalar(select(func.count()).select_from(Watch).where(Watch.user_id == user.id)) or 0


def titles(user: User, *, limit: int, offset: int) -> list[Title]:
    """Titles that `user` follows, by namespace and name."""
    query = select(Watch.namespace, Watch.name).where(Watch.user_id == user.id)
    rows = session.execute(query.order_by(Watch.namespace, Watch.name).limit(limit).offset(offset))
    return [Title(Namespace(namespace), name) for namespace, name in rows]
