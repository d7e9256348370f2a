"""What people decide about trust: its conditions, and to withhold it from somebody. Rule: with a reason, in the log."""

from datetime import datetime

from wiki import clock
from wiki.accounts.rights.granting import MATRIX_TITLE, NoGroupsForUser, ReasonMissing
from wiki.accounts.trust.conditions import FEWEST, RULE, Rules, rules
from wiki.accounts.trust.models import TrustRule
from wiki.accounts.trust.promoting import reconsider, standing_of
from wiki.database import session, transaction
from wiki.errors import N_, InvalidInput
from wiki.logs import writing as logs
from wiki.permissions.authority import Authority
from wiki.users.models import User


class BadRules(InvalidInput):
    """A condition that nobody could mean."""

    code = "bad-rules"
    message = N_("At least one day, %(fewest)s edits and one day without an undone edit are needed.")


class BadEnd(InvalidInput):
    """Trust would be withheld until a moment that is over."""

    code = "bad-end"
    message = N_("Choose a day that is still to come.")


def change_rules(authority: Authority, wanted: Rules, *, reason: str) -> None:
    """Make `wanted` the conditions of trust; the background process applies them. Needs `editrights`.

    Raises `BadRules`, `ReasonMissing`, `PermissionDenied`.
    """
    authority.require("editrights")
    reason = _reason(reason)
    if wanted.days < 1 or wanted.edits < FEWEST or wanted.clean_days < 1:
        raise BadRules(fewest=FEWEST)
    with transaction():
        before = rules()
        if wanted == before:
            return
        row = session.get(TrustRule, RULE, with_for_update=True) or TrustRule(id=RULE)
        row.days, row.edits, row.clean_days = wanted.days, wanted.edits, wanted.clean_days
        session.add(row)
        session.flush()
        details = {"days": wanted.days, "edits": wanted.edits, "clean": wanted.clean_days}
        logs.add(authority, type="rights", action="conditions", title=MATRIX_TITLE, reason=reason, details=details)


def withhold(authority: Authority, user: User, *, until: datetime, reason: str) -> None:
    """Take trust from `user` and let it not come back by itself before `until`. Needs `userrights`.

    Raises `BadEnd`, `NoGroupsForUser`, `ReasonMissing`, `PermissionDenied`.
    """
    authority.require("userrights")
    reason = _reason(reason)
    if until <= clock.now():
        raise BadEnd
    _decide(authority, user, until, "withhold", reason, {"until": until.date().isoformat()})


def release(authority: Authority, user: User, *, reason: str) -> None:
    """Let trust come to `user` by itself again. Needs `userrights`; raises `NoGroupsForUser`, `ReasonMissing`."""
    authority.require("userrights")
    _decide(authority, user, None, "release", _reason(reason), {})


def _decide(
    authority: Authority, user: User, until: datetime | None, action: str, reason: str, details: dict[str, str]
) -> None:
    if user.is_temporary or user.is_system:
        raise NoGroupsForUser(name=user.name)
    with transaction():
        locked = session.get_one(User, user.id, with_for_update=True)
        standing_of(user.id).withheld_until = until
        session.flush()
        logs.add(authority, type="rights", action=action, title=user.title, reason=reason, details=details)
        reconsider(locked)


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise ReasonMissing
    return text[:500]
