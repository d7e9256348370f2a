"""What must hold of watchlists; `wiki check` prints what does not."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from wiki.database import session
from wiki.titles import Namespace
from wiki.users.models import User
from wiki.watchlist.models import Watch


def check() -> Iterator[str]:
    """One English sentence for each row that follows no subject page, or belongs to nobody."""
    subjects = {int(kind) for kind in Namespace if kind >= 0 and not kind.is_talk}
    wrong = or_(Watch.namespace.not_in(subjects), Watch.user_id.not_in(select(User.id)))
    query = select(Watch.user_id, Watch.namespace, Watch.name).where(wrong)
    for user_id, namespace, name in session.execute(query.order_by(Watch.user_id, Watch.namespace, Watch.name)):
        yield f"account {user_id} follows “{name}” in namespace {namespace}: no such account or subject page"
