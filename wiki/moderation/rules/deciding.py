"""Making and changing rules. Rule: each change has a reason, is logged and makes a version; nothing is switched on
whose very conditions were not tried on the last edits before.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.preparing import one_line
from wiki.errors import N_, NotFound, WikiError
from wiki.logs import writing as logs
from wiki.moderation.deletion import ReasonMissing
from wiki.moderation.rules.definitions import BadRule, Definition, refuse_bad
from wiki.moderation.rules.disarming import LIST_TITLE
from wiki.moderation.rules.models import EditRule, RuleRehearsal, RuleVersion
from wiki.permissions.authority import Authority

RIGHT = "editrules"
MAX_REASON = 400

LASTS = timedelta(days=1)
"""How long a rehearsal lets conditions be switched on."""


class NoSuchRule(NotFound):
    """No rule has this number, or never had this version."""

    code = "no-such-rule"
    message = N_("There is no edit rule %(number)s, or not in this version.")


class ChangedMeanwhile(WikiError):
    """Another moderator changed the rule since the form was opened; `version` is the newest now."""

    status = 409
    code = "rule-changed-meanwhile"
    message = N_(
        "Somebody else changed this rule meanwhile: it is in version %(version)s now. Look at it, then decide whether "
        "to save yours."
    )

    def __init__(self, version: int) -> None:
        super().__init__(version=version)
        self.version = version


@dataclass(frozen=True, slots=True)
class Decided:
    """What a rule became."""

    number: int
    version: int


def get_rule(number: int) -> EditRule:
    """The rule with this number. Raises `NoSuchRule`."""
    rule = session.get(EditRule, number) if 0 < number < 2**31 else None
    if rule is None:
        raise NoSuchRule(number=number)
    return rule


def get_version(number: int, version: int) -> RuleVersion:
    """A rule as it was in a version. Raises `NoSuchRule`."""
    found = session.get(RuleVersion, (number, version)) if 0 < version < 2**31 else None
    if found is None:
        raise NoSuchRule(number=number)
    return found


def versions_of(rule: EditRule, limit: int) -> list[RuleVersion]:
    """The latest versions of a rule, newest first."""
    query = select(RuleVersion).where(RuleVersion.rule_id == rule.id).order_by(RuleVersion.version.desc())
    return list(session.scalars(query.limit(limit)))


def was_rehearsed(definition: Definition) -> bool:
    """Whether these conditions were tried on the last edits not long ago."""
    found = session.get(RuleRehearsal, definition.fingerprint)
    return found is not None and found.rehearsed_at > clock.now() - LASTS


def create(authority: Authority, *, definition: Definition, enabled: bool, reason: str) -> Decided:
    """Make a rule. Needs `editrules`; raises `BadRule`, `ReasonMissing`, `PermissionDenied`."""
    reason = _judged(authority, definition, enabled, reason)
    with transaction():
        _refuse_untried(definition, enabled)
        rule = EditRule(version=1, enabled=enabled)
        session.add(rule)
        session.flush()
        return _write(authority, rule, definition, reason, "create")


def change(
    authority: Authority, *, number: int, seen: int, definition: Definition, enabled: bool, reason: str
) -> Decided:
    """Give a rule another content; `seen` is the version that the moderator knew. It is armed again.

    Needs `editrules`; raises what `create` raises, and `NoSuchRule`, `ChangedMeanwhile`.
    """
    reason = _judged(authority, definition, enabled, reason)
    with transaction():
        rule = session.scalar(select(EditRule).where(EditRule.id == number).with_for_update())
        if rule is None:
            raise NoSuchRule(number=number)
        if rule.version != seen:
            raise ChangedMeanwhile(rule.version)
        _refuse_untried(definition, enabled)
        rule.version, rule.enabled, rule.disarmed_at, rule.overruns = seen + 1, enabled, None, 0
        return _write(authority, rule, definition, reason, "change")


def _judged(authority: Authority, definition: Definition, enabled: bool, reason: str) -> str:
    authority.require(RIGHT)
    refuse_bad(definition)
    reason = one_line(reason)[:MAX_REASON]
    if not reason:
        raise ReasonMissing
    return reason


def _refuse_untried(definition: Definition, enabled: bool) -> None:
    if enabled and not was_rehearsed(definition):
        words = N_("Try these conditions on the last edits first, look at what they hit, then switch the rule on.")
        raise BadRule("enabled", words)


def _write(authority: Authority, rule: EditRule, definition: Definition, reason: str, action: str) -> Decided:
    details = {"number": rule.id, "version": rule.version}
    entry = logs.add(authority, type="rules", action=action, title=LIST_TITLE, reason=reason, details=details)
    session.add(
        RuleVersion(
            rule_id=rule.id,
            version=rule.version,
            definition=definition.data(),
            enabled=rule.enabled,
            entry_id=entry.id,
        )
    )
    session.flush()
    return Decided(rule.id, rule.version)
