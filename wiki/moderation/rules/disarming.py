"""A rule that hits too much loses by itself what hinders edits; it still notes and tags.

MediaWiki's emergency stop: more than 5 % of the edits of a day. There, two hits are enough, and only for a rule that
was changed within the day; here twenty are needed, so that no wave of a few bad edits on a quiet day disarms what was
made against it, and every rule is looked at, however old: what people write changes too.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from wiki import clock
from wiki.database import session
from wiki.logs import writing as logs
from wiki.moderation.rules.models import EditRule, RuleHit
from wiki.pages.models import Revision
from wiki.permissions.authority import UltimateAuthority
from wiki.titles import Namespace, Title
from wiki.users.accounts import system_user

LIST_TITLE = Title(Namespace.SPECIAL, "Edit-rules")
"""What the log says that changes of rules were done to."""

WINDOW = timedelta(days=1)
SHARE = 0.05
LEAST = 20
"""A version of a rule is disarmed that hit so many edits of the window, and more than this share of them."""


def look(numbers: Iterable[int]) -> None:
    """Disarm those of the rules, which have just hit, that hit too much; inside a transaction."""
    since = clock.now() - WINDOW
    for number in numbers:
        rule = session.get_one(EditRule, number)
        if rule.disarmed_at is not None or _hits(rule, since) <= max(LEAST - 1, SHARE * _edits(since)):
            continue
        # Locked only now, and looked at again: savers whom a rule hits at the same moment do not wait for each other.
        session.refresh(rule, with_for_update=True)
        if rule.disarmed_at is None:
            rule.disarmed_at = clock.now()
            logs.add(
                UltimateAuthority(system_user()),
                type="rules",
                action="disarm",
                title=LIST_TITLE,
                details={"number": rule.id, "version": rule.version},
            )


def _hits(rule: EditRule, since: datetime) -> int:
    query = select(func.count()).select_from(RuleHit).where(RuleHit.rule_id == rule.id, RuleHit.created_at >= since)
    return session.scalar(query.where(RuleHit.version == rule.version)) or 0


def _edits(since: datetime) -> int:
    """Edits that were saved, and those that were stopped: of each of these, one hit has the text."""
    saved = select(func.count()).select_from(Revision).where(Revision.created_at >= since)
    stopped = select(func.count()).select_from(RuleHit).where(RuleHit.created_at >= since, RuleHit.text.is_not(None))
    return (session.scalar(saved) or 0) + (session.scalar(stopped) or 0)
