"""What must be true of edit rules and blocked domains; `wiki check` prints what is not."""

from collections.abc import Iterator

from sqlalchemy import and_, func, select

from wiki import clock
from wiki.database import session
from wiki.errors import WikiError
from wiki.links.hosts import domain_in
from wiki.logs.models import LogEntry
from wiki.moderation.domains.models import BlockedDomain
from wiki.moderation.rules.actions import BY_NAME
from wiki.moderation.rules.definitions import Definition, refuse_bad
from wiki.moderation.rules.hits import KEPT
from wiki.moderation.rules.models import EditRule, RuleHit, RuleVersion


def check() -> Iterator[str]:
    """One English sentence for each row that breaks a rule."""
    yield from _check_rules()
    yield from _check_hits()
    yield from _check_domains()


def _check_rules() -> Iterator[str]:
    count = func.count(RuleVersion.version)
    counts = select(EditRule.id, EditRule.version, count, func.max(RuleVersion.version)).outerjoin(RuleVersion)
    for number, version, known, newest in session.execute(counts.group_by(EditRule.id).order_by(EditRule.id)):
        if not known == newest == version:
            yield f"edit rule {number}: it is in version {version}, and {known} are kept"
    newest_ones = and_(RuleVersion.rule_id == EditRule.id, RuleVersion.version == EditRule.version)
    for rule, kept in session.execute(select(EditRule, RuleVersion).join(RuleVersion, newest_ones)):
        if rule.enabled is not kept.enabled:
            yield f"edit rule {rule.id}: its newest version says otherwise whether it is switched on"
        try:
            refuse_bad(Definition.read(kept.definition))
        except (WikiError, KeyError, TypeError):
            yield f"edit rule {rule.id}: what it says cannot be read"
    logged = select(LogEntry.id).where(LogEntry.id == RuleVersion.entry_id, LogEntry.type == "rules").exists()
    unlogged = select(RuleVersion.rule_id, RuleVersion.version).where(~logged)
    for number, version in session.execute(unlogged.order_by(RuleVersion.rule_id, RuleVersion.version)):
        yield f"edit rule {number}: no entry of the log tells of version {version}"


def _check_hits() -> Iterator[str]:
    faults = (
        ((RuleHit.rule_id.is_(None)) == (RuleHit.domain_id.is_(None)), "it is of one rule or one domain"),
        (RuleHit.rule_id.is_not(None) & RuleHit.version.is_(None), "it names no version of its rule"),
        (RuleHit.taken.not_in(BY_NAME), "nobody knows what was done"),
        (RuleHit.revision_id.is_not(None) & RuleHit.text.is_not(None), "it keeps a text that was saved"),
        # The worker forgets them; it may have been stopped for a while.
        (RuleHit.text.is_not(None) & (RuleHit.created_at < clock.now() - 2 * KEPT), "its text is kept for too long"),
    )
    for condition, words in faults:
        for number in session.scalars(select(RuleHit.id).where(condition).order_by(RuleHit.id)):
            yield f"hit {number}: {words}"


def _check_domains() -> Iterator[str]:
    logged = select(LogEntry.id).where(LogEntry.id == BlockedDomain.entry_id, LogEntry.type == "domains").exists()
    for domain in session.scalars(select(BlockedDomain.domain).where(~logged).order_by(BlockedDomain.id)):
        yield f"blocked domain {domain}: no entry of the log tells who decided it"
    for domain in session.scalars(select(BlockedDomain.domain).order_by(BlockedDomain.id)):
        if not _is_normal(domain):
            yield f"blocked domain {domain}: no link would ever be found to lead there"


def _is_normal(domain: str) -> bool:
    try:
        return domain_in(domain) == domain
    except WikiError:
        return False
