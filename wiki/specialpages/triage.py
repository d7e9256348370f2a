"""New pages, and what is known of each by rules alone: whether somebody looked at it, who began it, what it lacks.

Rule: a filter and the sign on a row are one condition, so that the list never shows what its filter would not find.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select

from wiki.database import session
from wiki.errors import N_
from wiki.logs.models import LogEntry
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, live_pages, visible
from wiki.patrol.reading import unreviewed
from wiki.permissions.authority import Authority
from wiki.permissions.blocks.models import Block
from wiki.permissions.blocks.standing import in_force
from wiki.recentchanges.authors import experience, kinds_of_accounts
from wiki.specialpages.maintenance import is_article, is_orphaned, is_uncategorized, is_unsourced
from wiki.users.models import User

STATES: dict[str, str] = {"unreviewed": N_("not yet checked"), "reviewed": N_("checked")}

KINDS: dict[str, str] = {
    "newcomer": N_("by a newcomer"),
    "learner": N_("by a learner"),
    "experienced": N_("by somebody experienced"),
    "temporary": N_("by a temporary account"),
}
"""Kinds of accounts that begin pages; each account is of one."""

SIGNS: dict[str, str] = {
    "blocked": N_("its author is blocked"),
    "unsourced": N_("no source"),
    "uncategorized": N_("no category"),
    "orphan": N_("no page leads here"),
    "deleted": N_("deleted before"),
    "redirect": N_("redirect"),
}
"""What a rule notices about a new page, in words."""


@dataclass(frozen=True, slots=True)
class NewPages:
    """Which new pages are wanted; an empty set: whatever."""

    namespace: int | None = None
    states: frozenset[str] = frozenset()
    experience: frozenset[str] = frozenset()
    #: All of these signs, keys of `SIGNS`.
    signs: frozenset[str] = frozenset()
    redirects: bool = False


def new_pages(authority: Authority, wanted: NewPages) -> Select[Revision]:
    """The revisions that began live pages, as far as the reader may see them; neither ordered nor limited."""
    page = select(Page.id).where(Page.id == Revision.page_id, live_pages())
    if wanted.namespace is not None:
        page = page.where(Page.namespace == wanted.namespace)
    if not wanted.redirects and "redirect" not in wanted.signs:
        page = page.where(Page.is_redirect.is_(False))
    if len(wanted.states) == 1:
        page = page.where(unreviewed() if "unreviewed" in wanted.states else ~unreviewed())
    conditions = _signs(authority)
    page = page.where(*(conditions[sign] for sign in sorted(wanted.signs)))
    began = (Revision.parent_id.is_(None), visible(authority, Detail.EXISTENCE))
    query = select(Revision).where(*began, page.correlate(Revision).exists())
    if wanted.experience:
        query = query.where(visible(authority, Detail.AUTHOR), experience(wanted.experience)(Revision.user_id))
    return query


def signs(authority: Authority, numbers: Collection[int]) -> dict[int, list[str]]:
    """What is noticed about the pages that these revisions began, in words, by number. One query."""
    kinds = {kind: is_kind for kind, is_kind in kinds_of_accounts().items() if kind in KINDS}
    seen = visible(authority, Detail.AUTHOR)
    asked = {
        **{KINDS[kind]: and_(seen, is_kind) for kind, is_kind in kinds.items()},
        **{SIGNS[sign]: condition for sign, condition in _signs(authority).items()},
        STATES["unreviewed"]: unreviewed(),
    }
    query = (
        select(Revision.id, *asked.values())
        .join(Page, Page.id == Revision.page_id)
        .join(User, User.id == Revision.user_id)
        .where(Revision.id.in_(numbers))
    )
    rows = session.execute(query)
    return {row[0]: [words for words, holds in zip(asked, row[1:], strict=True) if holds] for row in rows}


def _signs(authority: Authority) -> dict[str, ColumnElement[bool]]:
    """For each of `SIGNS`, the condition on `Page` and the `Revision` that began it."""
    blocked = select(Block.id).where(Block.user_id == Revision.user_id, in_force()).correlate(Revision)
    before = select(LogEntry.id).where(
        LogEntry.namespace == Page.namespace,
        LogEntry.name == Page.name,
        and_(LogEntry.type == "delete", LogEntry.action == "delete"),
        LogEntry.created_at < Revision.created_at,
    )
    return {
        "blocked": and_(visible(authority, Detail.AUTHOR), blocked.exists()),
        "unsourced": and_(is_article(), is_unsourced()),
        "uncategorized": and_(is_article(), is_uncategorized()),
        "orphan": and_(is_article(), is_orphaned()),
        "deleted": before.correlate(Page, Revision).exists(),
        "redirect": Page.is_redirect.is_(True),
    }
