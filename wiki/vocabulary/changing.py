"""The one door through which the vocabulary changes in a running wiki, whoever asks for it.

Rule: whatever changes is written, followed up and logged in one transaction; two people never overwrite each other
unseen; a name that pages use goes on meaning what it meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, true

from wiki.database import session, transaction
from wiki.editing.moving import move_page
from wiki.editing.preparing import one_line
from wiki.editing.saving import wake_workers
from wiki.errors import N_, InvalidInput, WikiError
from wiki.links import recording as links
from wiki.logs import writing as logs
from wiki.pages import finding
from wiki.permissions.authority import Authority
from wiki.taxonomy.changes import everything_changed
from wiki.taxonomy.models import Axis
from wiki.taxonomy.naming import capitalised
from wiki.taxonomy.recording import rename_category
from wiki.titles import Namespace, Title
from wiki.vocabulary.judging import judge
from wiki.vocabulary.shapes import AxisShape, Change, Shape, TermShape, kind_of, version_of
from wiki.vocabulary.storing import get, get_term, narrower_slugs, write

RIGHT = "editvocabulary"

MAX_NARROWER = 100
"""Narrower terms that go up in one removal: all of them stand in one entry of the log."""


class ChangedSince(WikiError):
    """Somebody else changed it since the form was made; `current` is what it is now."""

    status = 409
    code = "vocabulary-changed-since"
    #: No field of the form is wrong.
    field = None
    message = N_("Somebody else changed “%(name)s” while you were writing. See below what it is now.")

    def __init__(self, current: Shape) -> None:
        super().__init__(name=current.name)
        self.current = current


class TooManyNarrower(InvalidInput):
    """More narrower terms than one removal carries."""

    code = "too-many-narrower"
    message = N_("“%(name)s” has more than %(limit)s narrower terms. Move some of them first.")


@dataclass(frozen=True, slots=True)
class Done:
    """What was changed, and the number of its entry in the log; None where nothing differed."""

    changes: tuple[Change, ...] = ()
    entry_id: int | None = None


def add(authority: Authority, *, shape: Shape, reason: str = "") -> Done:
    """Add a term or a profile. Needs `editvocabulary`; raises what `judging` refuses."""
    authority.require(RIGHT)
    return carry_out(authority, [Change(None, shape)], action=f"add-{kind_of(shape)}", reason=reason)


def change(authority: Authority, *, slug: str, shape: Shape, version: str, reason: str = "") -> Done:
    """Make what has the slug `slug` into `shape`, written from `version` (see `version_of`).

    Former names stay among the other names. Needs `editvocabulary`; raises `NotInVocabulary`, `ChangedSince`, and what
    `judging` refuses; for the page of what is renamed also what `move_page` raises.
    """
    authority.require(RIGHT)
    with transaction():
        take_turns()
        current = get(kind_of(shape), slug)
        if version_of(current) != version:
            raise ChangedSince(current)
        wanted = Change(current, keep_names(current, shape))
        renamed = current.name != shape.name and not isinstance(shape, AxisShape)
        action = f"{'rename' if renamed else 'change'}-{kind_of(shape)}"
        return carry_out(authority, [wanted], action=action, reason=reason)


def remove(authority: Authority, *, kind: str, slug: str, version: str, reason: str = "") -> Done:
    """Remove a term or a profile. Pages keep a term's name as a free category; narrower terms go up to its parents.

    Needs `editvocabulary`; raises `NotInVocabulary`, `ChangedSince`, `TooManyNarrower`, `StillNeeded`.
    """
    authority.require(RIGHT)
    with transaction():
        take_turns()
        current = get(kind, slug)
        if version_of(current) != version:
            raise ChangedSince(current)
        changes = [*carried_up(current), Change(current, None)]
        return carry_out(authority, changes, action=f"remove-{kind}", reason=reason)


def carried_up(shape: Shape) -> list[Change]:
    """What becomes of the terms below one that goes: they stand below what was above it."""
    if not isinstance(shape, TermShape):
        return []
    return [
        Change(term, replace(term, broader=tuple(sorted({*term.broader, *shape.broader} - {shape.slug}))))
        for term in children(shape)
    ]


def children(shape: TermShape) -> list[TermShape]:
    """The terms just below one that goes. Raises `TooManyNarrower`."""
    slugs = narrower_slugs(shape.slug)
    if len(slugs) > MAX_NARROWER:
        raise TooManyNarrower(name=shape.name, limit=MAX_NARROWER)
    return [get_term(slug) for slug in slugs]


def keep_names(current: Shape, shape: Shape) -> Shape:
    """`shape` with the name that it loses among its other names, and a profile's address likewise."""
    if isinstance(shape, AxisShape) or isinstance(current, AxisShape):
        return shape
    lost = {current.name} - {shape.name}
    if not isinstance(shape, TermShape) and current.slug != shape.slug:
        lost.add(capitalised(current.slug))
    names = {*shape.synonyms, *lost} - {shape.name}
    return replace(shape, synonyms=tuple(sorted(names)))


def take_turns() -> None:
    """Let one person at a time change the vocabulary, on engines that would let several: circles take two."""
    session.scalars(select(Axis.id).order_by(Axis.id).with_for_update()).all()


def carry_out(
    authority: Authority,
    changes: Sequence[Change],
    *,
    action: str,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> Done:
    """Judge, write, follow up and log `changes`, in their order; the last one says what the entry is about."""
    reason = one_line(reason)
    wanted = [change for change in changes if change.before != change.after]
    if not wanted:
        return Done()
    with transaction():
        take_turns()
        for change in wanted:
            judge(change)
            write(change)
        for change in wanted:
            follow_up(authority, change, reason)
        everything_changed()
        main = wanted[-1]
        more = {"changes": [change.as_json() for change in wanted], **_words(main), **(details or {})}
        entry = logs.add(
            authority, type="vocabulary", action=action, title=main.shape.title, reason=reason, details=more
        )
    wake_workers()
    return Done(tuple(wanted), entry.id)


def follow_up(authority: Authority, change: Change, reason: str) -> None:
    """What follows from a change for pages: who belongs where, what is a red link, where a page stands."""
    old = change.before.names if change.before is not None else frozenset[str]()
    new = change.after.names if change.after is not None else frozenset[str]()
    namespace = change.shape.title.namespace
    moved = None
    if change.before is not None and change.after is not None and change.before.name != change.after.name:
        moved = (change.before.title, change.after.title)
    touched = old | new if moved else old ^ new
    for name in sorted(touched):
        links.touch_linking(Title(namespace, name))
    if namespace is Namespace.PROFILE and touched:
        # A front block names profiles without a link: nothing tells which pages name this one.
        links.refresh(true())
    if namespace is Namespace.CATEGORY and touched:
        links.refresh_members(touched)
    if moved and namespace is Namespace.CATEGORY:
        rename_category(moved[0].name, moved[1].name)
    if moved and namespace is not Namespace.SPECIAL:
        _carry_page(authority, *moved, reason)


def _carry_page(authority: Authority, old: Title, new: Title, reason: str) -> None:
    """Let the page of what is renamed go along, where it has one; its old title leads to it."""
    page = finding.find_page(old)
    if page is not None and not page.is_redirect:
        move_page(authority, title=old, target=new, reason=reason)


def _words(main: Change) -> dict[str, Any]:
    """What the sentence of the log says besides the title."""
    words: dict[str, Any] = {"name": main.shape.name, "fields": ", ".join(main.fields)}
    if main.before is not None and main.after is not None and main.before.name != main.after.name:
        words["former"] = main.before.name
    return words
