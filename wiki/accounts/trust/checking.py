"""What must be true of trust; `wiki check` prints what is not."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from wiki import clock
from wiki.accounts.trust.conditions import FEWEST, GROUP, RULE
from wiki.accounts.trust.models import Standing, TrustRule
from wiki.database import session
from wiki.users.models import User, UserGroup


def check() -> Iterator[str]:
    """One English sentence for each row that breaks a rule."""
    wrong = or_(TrustRule.id != RULE, TrustRule.days < 1, TrustRule.edits < FEWEST, TrustRule.clean_days < 1)
    for number in session.scalars(select(TrustRule.id).where(wrong).order_by(TrustRule.id)):
        yield f"conditions of trust {number}: they are none that somebody could choose"
    fleeting = or_(User.expires_at.is_not(None), User.is_system.is_(True))
    remembered = select(User.name).join(Standing, Standing.user_id == User.id)
    trusted = select(User.name).join(UserGroup, UserGroup.user_id == User.id).where(UserGroup.group == GROUP)
    withheld = remembered.where(Standing.withheld_until.is_not(None))
    for name in session.scalars(withheld.where(fleeting).order_by(User.id)):
        yield f"account {name}: temporary or of the system, yet trust is withheld from it"
    # An end in the past is none any more.
    both = trusted.join(Standing, Standing.user_id == User.id).where(Standing.withheld_until > clock.now())
    for name in session.scalars(both.order_by(User.id)):
        yield f"account {name}: trusted, while trust is withheld from it"
