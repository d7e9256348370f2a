"""Protecting titles and lifting protections. Rule: whoever protects has what the levels need, before and after.

The rows of a title are written anew together, under one entry of the log that says why.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.preparing import NotEditable, one_line, refuse_elsewhere
from wiki.errors import N_, InvalidInput, WikiError
from wiki.logs import writing as logs
from wiki.logs.models import LogEntry
from wiki.moderation.deletion import ReasonMissing
from wiki.pages import finding
from wiki.pages.models import PageProtection
from wiki.pages.protection import (
    CASCADING,
    LEVELS,
    OF_MISSING,
    OF_PAGES,
    Limit,
    at,
    protections,
    version_of,
)
from wiki.pages.revisions import touch
from wiki.permissions.authority import Authority
from wiki.titles import Namespace, Title


class ProtectionChanged(WikiError):
    """Somebody else changed the protection after the form was shown."""

    status = 409
    code = "protection-changed"
    message = N_("Somebody else changed this protection meanwhile. See below what holds now, then decide again.")


class NothingChanged(InvalidInput):
    """The title is protected in just this way already."""

    code = "nothing-changed"
    message = N_("This is how it is protected already: nothing was changed.")


class CannotCascade(InvalidInput):
    """Only the strictest protection extends to included pages."""

    code = "cannot-cascade"
    message = N_("Only where editing is for moderators can the included pages be protected too.")


class BadLimit(InvalidInput):
    """An action, a level or an end that no protection of this title can have."""

    code = "bad-limit"
    message = N_("“%(title)s” cannot be protected like this: choose again from the lists, with an end to come.")


def protect(
    authority: Authority, *, title: Title, limits: Mapping[str, Limit], cascade: bool, reason: str, seen: int
) -> LogEntry:
    """Keep the actions of `limits` on `title` for whom they say; all other ones are everybody's again.

    `seen` is the `version_of` what the person decided on. Needs `protect`, and the rights of the levels. Raises
    `ReasonMissing`, `BadLimit`, `CannotCascade`, `ProtectionChanged`, `NothingChanged`, `PermissionDenied`.
    """
    authority.require("protect", title)
    reason = one_line(reason)
    if not reason:
        raise ReasonMissing
    if title.namespace is Namespace.SPECIAL:
        raise NotEditable
    refuse_elsewhere(title)
    _refuse_bad(limits, title, cascade=cascade)
    with transaction():
        page = finding.find_page(title)
        actions = OF_MISSING if page is None else OF_PAGES
        if not set(limits) <= set(actions):
            raise BadLimit(title=title.full_name)
        before = _locked(title)
        _require_levels(authority, [*(row.level for row in before), *(limit.level for limit in limits.values())])
        if version_of(before) != seen:
            raise ProtectionChanged
        if _state(before) == {action: (limit, cascade and action == CASCADING[0]) for action, limit in limits.items()}:
            raise NothingChanged
        entry = logs.add(
            authority,
            type="protect",
            action="unprotect" if not limits else "modify" if before else "protect",
            title=title,
            page_id=page.id if page is not None else None,
            reason=reason,
            details=_told(limits, cascade=cascade),
        )
        _write(title, actions, limits, cascade=cascade, entry=entry)
        if page is not None:
            touch([page.id])
    return entry


def _refuse_bad(limits: Mapping[str, Limit], title: Title, *, cascade: bool) -> None:
    now = clock.now()
    for limit in limits.values():
        if limit.level not in LEVELS or (limit.expires_at is not None and limit.expires_at <= now):
            raise BadLimit(title=title.full_name)
    action, level = CASCADING
    if cascade and (action not in limits or limits[action].level != level):
        raise CannotCascade


def _locked(title: Title) -> list[PageProtection]:
    """What is in force, once whoever else is at it is done, on a database with several writers."""
    session.scalars(select(PageProtection.id).where(at(title)).with_for_update()).all()
    return protections(title)


def _require_levels(authority: Authority, levels: Sequence[str]) -> None:
    for level in levels:
        if level in LEVELS:
            authority.require(LEVELS[level])


def _state(rows: Sequence[PageProtection]) -> dict[str, tuple[Limit, bool]]:
    return {row.action: (Limit(row.level, row.expires_at), row.cascade) for row in rows}


def _told(limits: Mapping[str, Limit], *, cascade: bool) -> dict[str, object]:
    """What the entry of the log keeps: [action, level, end] of each limit, and whether it extends."""
    listed = [
        [action, limit.level, limit.expires_at.isoformat() if limit.expires_at else None]
        for action, limit in limits.items()
    ]
    return {"limits": listed, "cascade": cascade}


def _write(
    title: Title, actions: Sequence[str], limits: Mapping[str, Limit], *, cascade: bool, entry: LogEntry
) -> None:
    """Replace the rows of `actions`, and remove those whose time is over."""
    over = PageProtection.expires_at <= clock.now()
    session.execute(delete(PageProtection).where(at(title), or_(PageProtection.action.in_(actions), over)))
    rows = [
        PageProtection(
            namespace=int(title.namespace),
            name=title.name,
            action=action,
            level=limit.level,
            expires_at=limit.expires_at,
            cascade=cascade and action == CASCADING[0],
            entry_id=entry.id,
        )
        for action, limit in limits.items()
    ]
    try:
        with session.begin_nested():
            session.add_all(rows)
    except IntegrityError:
        # On a database with several writers, somebody else protected the title at the same moment.
        raise ProtectionChanged from None
