"""What changed on the pages that somebody follows. Rule: each page once, by the latest change that is wanted."""

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

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
    pages = (
        select(Page.id)
        .join(Watch, and_(Watch.name == Page.name, _is_or_talks_about(Page.namespace)))
        .where(Watch.user_id == user.id, live_pages())
    )
    assert wanted.revisions is not None
    condition = wanted.revisions.whereclause
    latest = select(func.max(Revision.id)).where(Revision.page_id.in_(pages)).group_by(Revision.page_id)
    latest = (latest if condition is None else latest.where(condition)).correlate(None)
    return Streams(select(Revision).where(Revision.id.in_(latest)), _logged(wanted.entries, user))


def _logged(entries: Select[LogEntry] | None, user: User) -> Select[LogEntry] | None:
    if entries is None:
        return None
    followed = select(Watch.user_id).where(
        Watch.user_id == user.id, Watch.name == LogEntry.name, _is_or_talks_about(LogEntry.namespace)
    )
    return entries.where(followed.exists())


def _is_or_talks_about(namespace: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return or_(namespace == Watch.namespace, namespace == Watch.namespace + 1)


def count(user: User) -> int:
    """How many titles `user` follows."""
    return session.scalar(select(func.count()).select_from(Watch).where(Watch.user_id == user.id)) or 0


def titles(user: User, *, limit: int, offset: int) -> list[Title]:
    """Titles that `user` follows, by namespace and name."""
    query = select(Watch.namespace, Watch.name).where(Watch.user_id == user.id)
    rows = session.execute(query.order_by(Watch.namespace, Watch.name).limit(limit).offset(offset))
    return [Title(Namespace(namespace), name) for namespace, name in rows]
