"""Lists of rules and of hits. Rule: who sees which hit is decided here: moderators by their rights, and the author of
an edit that was not saved her own text. What a saved revision hides, its hits hide too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from wiki import clock
from wiki.database import session
from wiki.errors import N_, NotFound
from wiki.logs.models import LogEntry
from wiki.logs.reading import Line, load_lines
from wiki.moderation.domains.models import BlockedDomain
from wiki.moderation.rules.deciding import RIGHT
from wiki.moderation.rules.definitions import Definition
from wiki.moderation.rules.disarming import WINDOW
from wiki.moderation.rules.models import EditRule, RuleHit, RuleVersion
from wiki.pages import finding
from wiki.pages.models import Revision
from wiki.pages.visibility import Detail, may_see, visible
from wiki.permissions.authority import Authority, PermissionDenied
from wiki.titles import Title
from wiki.users.models import User

DOMAIN_RIGHT = "blockdomains"


class NoSuchHit(NotFound):
    """No hit that this reader may see has this number."""

    code = "no-such-hit"
    message = N_("There is no hit %(number)s.")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as lists show it: what it says, the entry of the log that decided it, its hits of the last day."""

    rule: EditRule
    definition: Definition
    line: Line
    hits: int


@dataclass(frozen=True, slots=True)
class HitFilters:
    """Which hits are wanted; None: whatever."""

    rule: int | None = None
    domain: int | None = None
    actor: User | None = None
    title: Title | None = None


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit as lists show it. `name` is the rule's, or the domain; `actor` None where the name is hidden."""

    hit: RuleHit
    name: str
    actor: User | None
    exists: bool
    #: Whether the revision that was saved can be compared with the one before.
    comparable: bool


def rule_rows(authority: Authority, rules: Sequence[EditRule], language: str) -> list[RuleRow]:
    """`rules` as lists show them, in the same order. Four queries at most."""
    newest = _newest([rule.id for rule in rules])
    found = select(LogEntry).where(LogEntry.id.in_([version.entry_id for version in newest.values()]))
    entries = {entry.id: entry for entry in session.scalars(found)}
    lines = load_lines(authority, [entries[newest[rule.id].entry_id] for rule in rules], language)
    counts = _counted([rule.id for rule in rules])
    return [
        RuleRow(rule, Definition.read(newest[rule.id].definition), line, counts.get(rule.id, 0))
        for rule, line in zip(rules, lines, strict=True)
    ]


def require_any(authority: Authority) -> None:
    """Raise `PermissionDenied` for who may see the hits neither of rules nor of domains."""
    if not authority.may(RIGHT) and not authority.may(DOMAIN_RIGHT):
        raise PermissionDenied(right=RIGHT)


def visible_hits(authority: Authority) -> ColumnElement[bool]:
    """SQL condition on `RuleHit`: this moderator may know of it."""
    mine = []
    if authority.may(RIGHT):
        mine.append(RuleHit.rule_id.is_not(None))
    if authority.may(DOMAIN_RIGHT):
        mine.append(RuleHit.domain_id.is_not(None))
    saved = select(Revision.id).where(Revision.id == RuleHit.revision_id, visible(authority, Detail.EXISTENCE))
    return and_(or_(*mine), or_(RuleHit.revision_id.is_(None), saved.exists()))


def matching(authority: Authority, filters: HitFilters) -> Select[RuleHit]:
    """The hits that `filters` want and the moderator may see; neither ordered nor limited."""
    query = select(RuleHit).where(visible_hits(authority))
    if filters.rule is not None:
        query = query.where(RuleHit.rule_id == filters.rule)
    if filters.domain is not None:
        query = query.where(RuleHit.domain_id == filters.domain)
    if filters.actor is not None:
        written = select(Revision.id).where(Revision.id == RuleHit.revision_id, visible(authority, Detail.AUTHOR))
        query = query.where(
            RuleHit.user_id == filters.actor.id, or_(RuleHit.revision_id.is_(None), written.exists())
        )
    if filters.title is not None:
        query = query.where(RuleHit.namespace == int(filters.title.namespace), RuleHit.name == filters.title.name)
    return query


def hit_rows(authority: Authority, hits: Sequence[RuleHit]) -> list[HitRow]:
    """`hits` as lists show them, in the same order. A handful of queries."""
    newest = _newest([hit.rule_id for hit in hits if hit.rule_id is not None])
    blocked = select(BlockedDomain).where(BlockedDomain.id.in_({hit.domain_id for hit in hits if hit.domain_id}))
    domains = {row.id: row.domain for row in session.scalars(blocked)}
    people = {user.id: user for user in session.scalars(select(User).where(User.id.in_({hit.user_id for hit in hits})))}
    saved = select(Revision).where(Revision.id.in_({hit.revision_id for hit in hits if hit.revision_id}))
    revisions = {revision.id: revision for revision in session.scalars(saved)}
    existing = finding.existing({hit.title for hit in hits})
    rows = []
    for hit in hits:
        revision = revisions.get(hit.revision_id or 0)
        rule = newest.get(hit.rule_id or 0)
        name = domains.get(hit.domain_id or 0, "") if rule is None else rule.definition["name"]
        seen = revision is None or may_see(authority, revision, Detail.AUTHOR)
        comparable = revision is not None and may_see(authority, revision, Detail.TEXT)
        rows.append(HitRow(hit, name, people[hit.user_id] if seen else None, hit.title in existing, comparable))
    return rows


def get_hit(authority: Authority, number: int) -> RuleHit:
    """A hit that a moderator may see, or that keeps the reader's own text. Raises `NoSuchHit`."""
    hit = session.get(RuleHit, number) if 0 < number < 2**31 else None
    own = hit is not None and authority.user is not None and hit.user_id == authority.user.id
    if hit is not None and own and hit.revision_id is None:
        return hit
    moderates = authority.may(RIGHT) or authority.may(DOMAIN_RIGHT)
    query = select(RuleHit).where(RuleHit.id == number)
    if hit is None or not moderates or session.scalar(query.where(visible_hits(authority))) is None:
        raise NoSuchHit(number=number)
    return hit


def _newest(numbers: Sequence[int]) -> dict[int, RuleVersion]:
    newest = and_(RuleVersion.rule_id == EditRule.id, RuleVersion.version == EditRule.version)
    query = select(RuleVersion).join(EditRule, newest).where(EditRule.id.in_(set(numbers)))
    return {version.rule_id: version for version in session.scalars(query)}


def _counted(numbers: Sequence[int]) -> dict[int, int]:
    """How often each rule hit within the last day."""
    query = select(RuleHit.rule_id, func.count()).where(RuleHit.rule_id.in_(numbers))
    rows = session.execute(query.where(RuleHit.created_at >= clock.now() - WINDOW).group_by(RuleHit.rule_id))
    return {number: count for number, count in rows if number is not None}
