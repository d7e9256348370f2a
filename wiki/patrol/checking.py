"""What must hold of marks; `wiki check` prints what does not."""

from collections.abc import Iterator

from sqlalchemy import and_, or_, select

from wiki.database import session
from wiki.pages.models import Revision
from wiki.patrol.models import Patrol
from wiki.users.models import User


def check() -> Iterator[str]:
    """One English sentence for each mark of no revision, by nobody, half written, or older than its revision."""
    unknown = Patrol.revision_id.not_in(select(Revision.id))
    for number in session.scalars(select(Patrol.revision_id).where(unknown).order_by(Patrol.revision_id)):
        yield f"mark of revision {number}: there is no such revision"
    half = Patrol.user_id.is_(None) != Patrol.at.is_(None)
    nobody = and_(Patrol.user_id.is_not(None), Patrol.user_id.not_in(select(User.id)))
    for number in session.scalars(select(Patrol.revision_id).where(or_(half, nobody)).order_by(Patrol.revision_id)):
        yield f"mark of revision {number}: it must name both a person who exists and a moment, or neither"
    early = select(Patrol.revision_id).join(Revision, Revision.id == Patrol.revision_id)
    for number in session.scalars(early.where(Patrol.at < Revision.created_at).order_by(Patrol.revision_id)):
        yield f"mark of revision {number}: it is older than the revision"
