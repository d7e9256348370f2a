"""Rollback: all the latest edits of one person on a page are taken back at once. Semantics of MediaWiki's rollback.

Rule: it refuses rather than surprise: when somebody else wrote meanwhile, when nobody else ever wrote, and when the
text to go back to is hidden.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from wiki.database import session
from wiki.editing.drafting import numbers_after
from wiki.editing.preparing import Change
from wiki.editing.saving import save_revision
from wiki.editing.summaries import summary_of_rollback
from wiki.errors import N_, WikiError
from wiki.pages import finding
from wiki.pages.models import Revision
from wiki.pages.visibility import Detail, is_public, live_revisions, may_see
from wiki.permissions import throttling
from wiki.permissions.authority import Authority
from wiki.titles import Title
from wiki.users.finding import by_id


class AlreadyRolledBack(WikiError):
    """Somebody else wrote after the person named, or the edits were taken back already."""

    status = 409
    code = "already-rolled-back"
    message = N_("The latest edit of “%(title)s” is not by %(name)s any more: look at the history again.")


class OnlyAuthor(WikiError):
    """There is no text by somebody else to go back to."""

    status = 409
    code = "only-author"
    message = N_("Nobody but %(name)s has written “%(title)s”: there is no other text to go back to.")


class TargetHidden(WikiError):
    """The text to go back to is hidden from readers."""

    status = 409
    code = "target-hidden"
    message = N_("Revision %(number)s, to which this would go back, has a hidden text. Undo the edits one by one.")


@dataclass(frozen=True, slots=True)
class Rollback:
    """What a rollback would do: go back from `latest` to `target` over `count` edits of one person, called `name`."""

    name: str
    latest: Revision
    target: Revision
    count: int


def plan(authority: Authority, *, title: Title, name: str) -> Rollback:
    """What rolling back the edits of the person called `name` would do. Needs `rollback`.

    Raises `NoSuchPage`, `AlreadyRolledBack`, `OnlyAuthor`, `TargetHidden`, `PermissionDenied`.
    """
    authority.require("rollback", title)
    page = finding.get_page(title)
    latest = finding.latest_revision(page)
    author = by_id(latest.user_id)
    if author is None or author.name != name or not may_see(authority, latest, Detail.AUTHOR):
        raise AlreadyRolledBack(title=title.full_name, name=name)
    live = (Revision.page_id == page.id, live_revisions())
    others = select(Revision).where(*live, Revision.user_id != author.id)
    target = session.scalars(others.order_by(Revision.id.desc()).limit(1)).first()
    if target is None:
        raise OnlyAuthor(title=title.full_name, name=name)
    if not is_public(target, Detail.TEXT):
        raise TargetHidden(number=target.id)
    count = session.scalar(select(func.count()).where(*live, Revision.id > target.id)) or 0
    return Rollback(name, latest, target, count)


def roll_back(authority: Authority, *, title: Title, name: str) -> Rollback:
    """Take back the latest edits of the person called `name`, as one minor edit; gives what was done.

    Needs `rollback` and `edit`. What somebody else saves in this very moment is kept beside it. Raises what
    `plan` and `save_revision` raise.
    """
    planned = plan(authority, title=title, name=name)
    standing = "rollback" if "autoconfirmed" in authority.groups else "rollback-newcomer"
    throttling.hit(standing, authority.subject)
    change = Change(
        finding.revision_text(planned.target),
        base=planned.latest.id,
        summary=summary_of_rollback(name, planned.target, planned.count),
        minor=True,
        tags=("rollback",),
        undoes=numbers_after(planned.target),
    )
    save_revision(authority, title=title, change=change)
    return planned
