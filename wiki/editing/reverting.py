"""What a save takes back. Rule: `reverted` is never on somebody's word; the text that is saved proves it.

A save that brings back the text of one of the last revisions takes back those between; one that undoes revisions and
whose text is the page without them takes back those.
"""

from sqlalchemy import select

from wiki.database import session
from wiki.editing.drafting import undo_of
from wiki.editing.preparing import Change
from wiki.errors import WikiError
from wiki.pages import finding
from wiki.pages.models import Revision, RevisionTag
from wiki.pages.visibility import live_revisions
from wiki.permissions.authority import Authority
from wiki.titles import Title

SEARCHED = 15
"""Among so many revisions before a save its text is looked for; MediaWiki's figure (`$wgManualRevertSearchRadius`)."""

SAYS_SO = {"undo", "restore", "rollback"}
"""Tags of a save that tell already that it takes something back."""

GO_BACK = {"restore", "rollback"}
"""Tags of a save whose whole text is that of an earlier revision."""

UNTOUCHED = ("reverted", "move")
"""Tags of revisions that are not marked: once is enough, and no text takes a move back."""


def proved_undone(authority: Authority, title: Title, text: str, change: Change) -> tuple[int, ...]:
    """`change.undoes` where `text`, which `change` comes to, is the page without what those revisions changed."""
    if not change.undoes or GO_BACK.intersection(change.tags):
        return change.undoes
    without: str | None = None
    try:
        page = finding.get_page(title)
        for number in sorted(change.undoes, reverse=True):
            without = undo_of(authority, page, number, text=without).merge.text
            if without is None:
                return ()
    except WikiError:
        return ()
    return change.undoes if without is not None and without.rstrip() == text.rstrip() else ()


def mark(revision: Revision, *, tags: tuple[str, ...], undone: tuple[int, ...]) -> list[int]:
    """Tag what `revision`, just saved with `tags`, takes back: `undone`, and what its text goes back over.

    Gives the numbers of what nobody had taken back before.
    """
    between = _gone_back_over(revision)
    if between and SAYS_SO.isdisjoint(tags):
        session.add(RevisionTag(revision_id=revision.id, tag="manual-revert"))
    reverted = between.union(undone)
    if not reverted:
        return []
    query = select(RevisionTag.revision_id)
    untouched = query.where(RevisionTag.revision_id.in_(reverted), RevisionTag.tag.in_(UNTOUCHED))
    left = sorted(reverted.difference(session.scalars(untouched)))
    session.add_all(RevisionTag(revision_id=number, tag="reverted") for number in left)
    return left


def _gone_back_over(revision: Revision) -> set[int]:
    """Numbers of the revisions between `revision` and the nearest earlier one with the same text, if there is one."""
    query = select(Revision.id, Revision.content_id).where(Revision.page_id == revision.page_id, live_revisions())
    before = query.where(Revision.id < revision.id).order_by(Revision.id.desc()).limit(SEARCHED)
    passed: set[int] = set()
    for number, content_id in session.execute(before):
        if content_id == revision.content_id:
            return passed
        passed.add(number)
    return set()
