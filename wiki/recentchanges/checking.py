"""What must hold of what lists of changes keep; `wiki check` prints what does not."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from wiki.database import session
from wiki.pages.models import Revision
from wiki.recentchanges.kept.keeping import MOST
from wiki.recentchanges.models import Categorisation, SavedFilter
from wiki.users.models import User


def check() -> Iterator[str]:
    """One English sentence for each row about nothing, and for each account that keeps what it may not."""
    lost = Categorisation.revision_id.not_in(select(Revision.id))
    for number in session.scalars(select(Categorisation.revision_id).where(lost).distinct()):
        yield f"categories changed by revision {number}: there is no such revision"
    nobody = or_(SavedFilter.user_id.not_in(select(User.id)), SavedFilter.name == "")
    for number in session.scalars(select(SavedFilter.id).where(nobody).order_by(SavedFilter.id)):
        yield f"saved filter {number}: it has no owner or no name"
    owner, defaults = SavedFilter.user_id, func.count().filter(SavedFilter.is_default)
    too_many = select(owner, func.count(), defaults).group_by(owner)
    for user_id, number, chosen in session.execute(too_many.having(or_(func.count() > MOST, defaults > 1))):
        yield f"account {user_id}: keeps {number} filters, {chosen} of them as its default; {MOST} and one at most"
