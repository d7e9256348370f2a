"""What taking back somebody's work would do to each page. Rule: it never touches what others wrote.

What she wrote last on a page goes as with a rollback; older edits of hers are taken out by a three-way merge, and
where that collides they are left for a person. As many questions for many pages as for one, but for the merges.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, not_, select

from wiki.database import session
from wiki.editing.bulk.undoing import MOST_BYTES, ChangedAgain, TooMuchText
from wiki.editing.drafting import BeganThePage, NothingToUndo, undo_of
from wiki.editing.reverting import SAYS_SO, UNTOUCHED
from wiki.errors import WikiError
from wiki.moderation.batches.shapes import MOST, RIGHT, NotUndoable, Scope
from wiki.moderation.rollback import TargetHidden
from wiki.pages import finding
from wiki.pages.models import Content, Page, Revision, RevisionTag
from wiki.pages.visibility import Detail, is_public, live_pages, live_revisions, visible
from wiki.permissions.authority import Authority

MOST_MERGED = 300
"""Older edits that are tried in one dry run; whether others can be taken out is seen when it is done."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done to one page; `act` is a key of `shapes.ACTS`."""

    page: Page
    act: str
    #: Number of the page's latest revision.
    latest: int
    #: How many edits of hers are concerned.
    edits: int
    #: The newest revision that is none of these edits, the latest of all included that were undone before.
    target: int | None = None
    #: The text that the page would have, where it is known already.
    text: str | None = None
    #: Numbers of the edits before the target that the text is without.
    undone: tuple[int, ...] = ()
    #: How many of the edits stay, for a person to look at.
    left: int = 0
    #: Why it needs a hand.
    refusal: WikiError | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """The plans, the page that she edited last first, and whether there are more than `MOST`."""

    plans: tuple[Plan, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of a page before its texts are read."""

    page: Page
    edits: int
    #: Number of her first edit that stands.
    first: int
    latest: Revision
    target: Revision | None
    #: Her edits before the target, newest first, as far as they are tried.
    older: tuple[Revision, ...]

    @property
    def is_whole(self) -> bool:
        """Whether `older` holds all of them."""
        newer = self.target is None or self.first > self.target.id
        return newer or (bool(self.older) and self.older[-1].id == self.first)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Held while texts are merged: who asks for one of these finds it without a question."""

    parents: Mapping[int, Revision]
    contents: Mapping[int, Content]
    #: Numbers of those edits of hers that took something back.
    took_back: frozenset[int]


def plan(authority: Authority, scope: Scope, *, page_ids: Collection[int] | None = None) -> Planned:
    """What would be done to the pages of `scope`, or to those named of them. Needs `massrevert`.

    Raises `NotUndoable` and `PermissionDenied`.
    """
    authority.require(RIGHT)
    if scope.user.is_system:
        raise NotUndoable(name=scope.user.name)
    counted = _counted(authority, scope, page_ids)
    around = _around(authority, scope, counted[:MOST])
    for right, wanted in (("edit", True), ("delete", False)):
        authority.foresee(right, [one.page.title for one in around if (one.target is not None) is wanted])
    kept = _kept(around)
    plans = (_plan_one(authority, one, kept) for one in around)
    return Planned(tuple(found for found in plans if found is not None), len(counted) > MOST)


def hers(authority: Authority, scope: Scope) -> list[ColumnElement[bool]]:
    """SQL conditions on `Revision`: what `scope` is about, undone or not."""
    return [
        Revision.user_id == scope.user.id,
        Revision.created_at >= scope.since,
        live_revisions(),
        visible(authority, Detail.AUTHOR),
    ]


def standing(authority: Authority, scope: Scope) -> list[ColumnElement[bool]]:
    """SQL conditions on `Revision`: those of them that nobody has undone yet, moves left out."""
    tagged = select(RevisionTag.tag).where(RevisionTag.revision_id == Revision.id, RevisionTag.tag.in_(UNTOUCHED))
    return [*hers(authority, scope), ~tagged.exists()]


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many of her edits stand on a page, and the number of the first."""

    page_id: int
    edits: int
    first: int


def _counted(authority: Authority, scope: Scope, page_ids: Collection[int] | None) -> list[_Counted]:
    """The pages that she edited last first, at most one more than `MOST`."""
    query = (
        select(Revision.page_id, func.count(), func.min(Revision.id))
        .join(Page, Page.id == Revision.page_id)
        .where(*standing(authority, scope), live_pages())
    )
    if scope.namespaces:
        query = query.where(Page.namespace.in_(scope.namespaces))
    if page_ids is not None:
        query = query.where(Revision.page_id.in_(page_ids))
    query = query.group_by(Revision.page_id).order_by(func.max(Revision.id).desc()).limit(MOST + 1)
    return [_Counted(*row) for row in session.execute(query)]


def _around(authority: Authority, scope: Scope, counted: Sequence[_Counted]) -> list[_Around]:
    numbers = [one.page_id for one in counted]
    pages = {page.id: page for page in session.scalars(select(Page).where(Page.id.in_(numbers)))}
    newest = (
        select(Revision.page_id, func.max(Revision.id).label("number"))
        .where(Revision.page_id.in_(numbers), live_revisions(), not_(and_(*hers(authority, scope))))
        .group_by(Revision.page_id)
        .subquery()
    )
    targets = {row.page_id: row.number for row in session.execute(select(newest))}
    wanted = {*targets.values(), *(page.latest_revision_id for page in pages.values())}
    revisions = {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(wanted)))}
    before = select(Revision).join(newest, newest.c.page_id == Revision.page_id)
    before = before.where(*standing(authority, scope), Revision.id < newest.c.number)
    older: dict[int, list[Revision]] = defaultdict(list)
    for revision in session.scalars(before.order_by(Revision.id.desc()).limit(MOST_MERGED)):
        older[revision.page_id].append(revision)
    return [
        _Around(
            pages[one.page_id],
            one.edits,
            one.first,
            revisions[pages[one.page_id].latest_revision_id or 0],
            revisions[targets[one.page_id]] if one.page_id in targets else None,
            tuple(older[one.page_id]),
        )
        for one in counted
    ]


def _kept(around: Collection[_Around]) -> _Kept:
    """What merging needs: revisions before hers, and texts as far as `MOST_BYTES` goes."""
    merged = [one for one in around if one.older and one.is_whole]
    numbers = {revision.parent_id for one in merged for revision in one.older} - {None}
    parents = {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(numbers)))}
    wanted: set[int] = set()
    total = 0
    for one in merged:
        needed = [one.latest, *one.older, *(parents[row.parent_id] for row in one.older if row.parent_id in parents)]
        needed += [one.target] if one.target is not None else []
        total += sum(revision.size for revision in needed)
        if total > MOST_BYTES and wanted:
            break
        wanted.update(revision.content_id for revision in needed)
    contents = {row.id: row for row in session.scalars(select(Content).where(Content.id.in_(wanted)))}
    return _Kept(parents, contents, _took_back(merged))


def _took_back(merged: Collection[_Around]) -> frozenset[int]:
    numbers = [revision.id for one in merged for revision in one.older]
    said = RevisionTag.tag.in_({*SAYS_SO, "manual-revert"})
    return frozenset(session.scalars(select(RevisionTag.revision_id).where(RevisionTag.revision_id.in_(numbers), said)))


def _plan_one(authority: Authority, one: _Around, kept: _Kept) -> Plan | None:
    """The plan for one page; None where nothing of hers is left on it."""
    latest, target = one.latest.id, one.target
    refusal = authority.refusal("delete" if target is None else "edit", one.page.title)
    if refusal is None and target is not None and not is_public(target, Detail.TEXT):
        refusal = TargetHidden(number=target.id)
    if refusal is None and not one.is_whole:
        refusal = TooMuchText()
    if refusal is not None:
        return Plan(one.page, "hand", latest, one.edits, refusal=refusal)
    if target is None:
        return Plan(one.page, "delete", latest, one.edits)
    if one.older and target.content_id in kept.contents:
        return _merged(authority, one, target, kept)
    if not one.older and target.content_id == one.latest.content_id:
        return None
    return Plan(one.page, "undo" if one.older else "revert", latest, one.edits, target.id)


def _merged(authority: Authority, one: _Around, target: Revision, kept: _Kept) -> Plan | None:
    """The plan for a page that others edited after her."""
    text, left, undone = finding.revision_text(target), 0, []
    refusal: WikiError | None = None
    for revision in one.older:
        parent = kept.parents.get(revision.parent_id or 0)
        try:
            if parent is not None and revision.id in kept.took_back and parent.user_id == revision.user_id:
                # She took back work of her own: without that it would stand again.
                raise ChangedAgain
            text = _without(authority, one.page, revision, parent, text)
        except NothingToUndo:
            continue
        except WikiError as error:
            left, refusal = left + 1, error
        else:
            undone.append(revision.id)
    if text == finding.revision_text(one.latest):
        return Plan(one.page, "hand", one.latest.id, one.edits, left=left, refusal=refusal) if left else None
    return Plan(one.page, "undo", one.latest.id, one.edits, target.id, text, tuple(undone), left)


def _without(authority: Authority, page: Page, revision: Revision, parent: Revision | None, text: str) -> str:
    """`text` without what `revision` changed. Raises why it cannot be done by itself."""
    if parent is None:
        raise BeganThePage
    for needed in (revision, parent):
        # What is hidden must not come back by a merge that nobody looks at.
        if not is_public(needed, Detail.TEXT):
            raise TargetHidden(number=needed.id)
    undone = undo_of(authority, page, revision.id, text=text)
    if undone.merge.text is None:
        raise ChangedAgain
    return undone.text
