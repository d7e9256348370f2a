"""Revisions with what a list shows about them. Rule: a list costs five queries, however long it is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from wiki.database import session
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.pages.summaries import render_summaries
from wiki.pages.visibility import live_revisions
from wiki.titles import Title
from wiki.users.models import User


@dataclass(frozen=True, slots=True)
class Change:
    """A revision as lists show it."""

    revision: Revision
    page: Page
    user: User
    #: Rendered summary.
    summary: Markup
    tags: tuple[str, ...]
    #: Whether the revision before it can be read, so that the two can be compared.
    has_live_parent: bool = False

    @property
    def title(self) -> Title:
        return self.page.title

    @property
    def is_new(self) -> bool:
        """Whether this revision began the page."""
        return self.revision.parent_id is None

    @property
    def can_be_undone(self) -> bool:
        """Whether there is a live text without it, and a page to undo it on."""
        return self.has_live_parent and self.page.deleted_at is None

    @property
    def is_current(self) -> bool:
        return self.page.latest_revision_id == self.revision.id


def load_changes(revisions: Sequence[Revision], language: str) -> list[Change]:
    """`revisions` with their pages, authors, summaries and tags, in the same order."""
    pages = {
        page.id: page
        for page in session.scalars(select(Page).where(Page.id.in_({revision.page_id for revision in revisions})))
    }
    users = {
        user.id: user
        for user in session.scalars(select(User).where(User.id.in_({revision.user_id for revision in revisions})))
    }
    tags: dict[int, list[str]] = defaultdict(list)
    numbers = [revision.id for revision in revisions]
    for tag in session.scalars(select(RevisionTag).where(RevisionTag.revision_id.in_(numbers))):
        tags[tag.revision_id].append(tag.tag)
    wanted = {revision.parent_id for revision in revisions if revision.parent_id is not None}
    parents = set(session.scalars(select(Revision.id).where(Revision.id.in_(wanted), live_revisions())))
    summaries = render_summaries([revision.summary for revision in revisions], language)
    return [
        Change(
            revision,
            pages[revision.page_id],
            users[revision.user_id],
            summary,
            tuple(sorted(tags[revision.id])),
            revision.parent_id in parents,
        )
        for revision, summary in zip(revisions, summaries, strict=True)
    ]
