"""Revisions with what a list shows about them. Rule: a list costs five queries, however long it is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from wiki.database import session
from wiki.errors import N_
from wiki.messages import translate
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.pages.summaries import render_summaries
from wiki.pages.visibility import Detail, may_see, visible
from wiki.permissions.authority import Authority
from wiki.titles import Title
from wiki.users.models import User

SUMMARY_HIDDEN = N_("summary hidden")


@dataclass(frozen=True, slots=True)
class Change:
    """A revision as lists show it."""

    revision: Revision
    page: Page
    #: None where the reader may not see who it was.
    user: User | None
    #: Rendered summary, or that it is hidden.
    summary: Markup
    tags: tuple[str, ...]
    #: Whether the reader may read the text.
    is_readable: bool = True
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


def load_changes(authority: Authority, revisions: Sequence[Revision], language: str) -> list[Change]:
    """`revisions` with their pages, and what the reader may see of their authors and summaries, in the same order."""
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
    parents = set(session.scalars(select(Revision.id).where(Revision.id.in_(wanted), visible(authority, Detail.TEXT))))
    told = [revision.summary if may_see(authority, revision, Detail.SUMMARY) else "" for revision in revisions]
    summaries = render_summaries(told, language)
    untold = Markup("<em>{}</em>").format(translate(SUMMARY_HIDDEN, language))
    return [
        Change(
            revision,
            pages[revision.page_id],
            users[revision.user_id] if may_see(authority, revision, Detail.AUTHOR) else None,
            summary if may_see(authority, revision, Detail.SUMMARY) else untold,
            tuple(sorted(tags[revision.id])),
            may_see(authority, revision, Detail.TEXT),
            revision.parent_id in parents,
        )
        for revision, summary in zip(revisions, summaries, strict=True)
    ]
