"""Trying conditions on the last edits: what would they have hit?

Rule: an edit of the past is judged by what was true then, as far as the wiki knows it: the author's age and number of
edits; her groups, the page's title and its categories are those of today. Edits whose texts the moderator may not
read are left out, and those that no rule looks at: of people who are exempt, rollbacks, moves.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from wiki import clock
from wiki.database import session, transaction
from wiki.moderation.rules.deciding import RIGHT
from wiki.moderation.rules.definitions import Definition, refuse_bad_conditions
from wiki.moderation.rules.edits import Author, Edit
from wiki.moderation.rules.guarding import BYPASS, edits_since, members
from wiki.moderation.rules.models import RuleRehearsal
from wiki.pages.contents import texts_of
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.pages.visibility import Detail, may_see, visible
from wiki.permissions.authority import Authority
from wiki.permissions.groups import groups_with
from wiki.rights import AUTOCONFIRMED_DAYS, AUTOCONFIRMED_EDITS
from wiki.users.finding import granted_groups
from wiki.users.models import User, UserGroup

EXAMINED = 1_000
"""Edits on which conditions are tried."""

BATCH = 50
"""Edits whose texts are held at once."""

BUDGET = 20.0
"""Seconds of the processor's time after which a rehearsal stops where it is."""


@dataclass(frozen=True, slots=True)
class Past:
    """An edit of the past: its revision, the one before it, its page and its author, edits of hers from it on."""

    revision: Revision
    parent: Revision | None
    page: Page
    user: User
    since: int


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How many edits were looked at, and the numbers of the revisions that would have been hit, newest first."""

    examined: int
    hits: Sequence[int]

    @property
    def share(self) -> float:
        """Per cent of the edits that were hit."""
        return 100 * len(self.hits) / self.examined if self.examined else 0.0


def rehearse(authority: Authority, definition: Definition) -> Rehearsed:
    """Try the conditions of `definition` on the last edits, and note that this was done. Needs `editrules`.

    Raises `BadRule` and `PermissionDenied`.
    """
    authority.require(RIGHT)
    refuse_bad_conditions(definition)
    examined = 0
    hit: list[int] = []
    end = time.thread_time() + BUDGET
    for number, edit in _edits(_past(authority)):
        if time.thread_time() >= end:
            break
        examined += 1
        if definition.matches(edit):
            hit.append(number)
    with transaction() as current:
        current.merge(
            RuleRehearsal(
                fingerprint=definition.fingerprint,
                rehearsed_at=clock.now(),
                by_id=authority.account.id,
                examined=examined,
                hits=len(hit),
            )
        )
    return Rehearsed(examined, hit)


def _past(authority: Authority) -> list[Past]:
    """The last edits that rules would have looked at, newest first."""
    parent, later = aliased(Revision), aliased(Revision)
    exempt = select(UserGroup.user_id).where(UserGroup.group.in_(groups_with(BYPASS)))
    passed = select(RevisionTag.tag).where(
        RevisionTag.revision_id == Revision.id, RevisionTag.tag.in_(("rollback", "move"))
    )
    counted = select(func.count()).where(later.user_id == Revision.user_id, later.id >= Revision.id)
    query = (
        select(Revision, parent, Page, User, counted.scalar_subquery())
        .join(Page, Page.id == Revision.page_id)
        .join(User, User.id == Revision.user_id)
        .outerjoin(parent, parent.id == Revision.parent_id)
        .where(visible(authority, Detail.EXISTENCE), visible(authority, Detail.TEXT))
        .where(User.is_system.is_(False), User.id.not_in(exempt), ~passed.exists())
        .order_by(Revision.id.desc())
        .limit(EXAMINED)
    )
    rows = (Past(*row) for row in session.execute(query))
    return [past for past in rows if past.parent is None or may_see(authority, past.parent, Detail.TEXT)]


def _edits(found: Sequence[Past]) -> Iterator[tuple[int, Edit]]:
    """Each edit as rules look at it, with the number of its revision; the texts of a few are held at a time."""
    granted = granted_groups(past.user.id for past in found)
    pages = {past.page.id for past in found}

    @cache
    def within(category: str) -> set[int]:
        return members(category, pages)

    def belongs(page_id: int, category: str) -> bool:
        return page_id in within(category)

    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        wanted = {one.content_id for past in batch for one in (past.revision, past.parent) if one is not None}
        texts = texts_of(wanted)
        for past in batch:
            yield past.revision.id, _edit(past, texts, _author(past, granted.get(past.user.id, ())), belongs)


def _edit(past: Past, texts: dict[int, str], author: Author, belongs: Callable[[int, str], bool]) -> Edit:
    revision = past.revision

    def lately(minutes: int) -> int:
        since = revision.created_at - timedelta(minutes=minutes)
        return edits_since(past.user.id, since, before=revision.id)

    return Edit(
        title=past.page.title,
        before=texts[past.parent.content_id] if past.parent is not None else None,
        after=texts[revision.content_id],
        summary=revision.summary,
        author=author,
        belongs=lambda category: belongs(past.page.id, category),
        lately=lately,
    )


def _author(past: Past, granted: Sequence[str]) -> Author:
    """Who made the edit, as she was then."""
    user = past.user
    age = past.revision.created_at - user.created_at
    edits = max(user.edit_count - past.since, 0)
    standing = age >= timedelta(days=AUTOCONFIRMED_DAYS) and edits >= AUTOCONFIRMED_EDITS
    implied = ("*",) if user.is_temporary else ("*", "user", "autoconfirmed") if standing else ("*", "user")
    return Author(groups=frozenset((*implied, *granted)), temporary=user.is_temporary, age=age, edits=edits)
