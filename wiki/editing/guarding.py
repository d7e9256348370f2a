"""What may stop a save once it is known what would be saved, or label it. Rooms above fill `guards`.

Rule: a guard refuses by a named error and never keeps a text back in silence. Who takes edits back by a right of her
own, with rollback, meets none: a text that was there before is not written anew.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wiki.editing.preparing import Change
from wiki.errors import N_, InLanguages, WikiError
from wiki.pages.models import Revision
from wiki.pages.rendering import Rendering
from wiki.permissions.authority import Authority
from wiki.titles import Title


@dataclass(frozen=True, slots=True)
class Attempt:
    """A save that nothing has stopped so far: what stands at `title` now, and what would."""

    title: Title
    latest: Revision | None
    before: str
    text: str
    rendered: Rendering
    change: Change


@dataclass(frozen=True, slots=True)
class Passed:
    """A guard lets a save pass: with these tags, and with what is to be noted in its transaction."""

    tags: tuple[str, ...] = ()
    notes: tuple[Callable[[Revision], None], ...] = ()


class Warned(WikiError):
    """The author is asked to look again; sent once more with `confirmation`, the same form passes."""

    code = "warned"
    message = N_(
        "A rule of this wiki asks you to look at your edit again: %(description)s Your text is below. If it is right "
        "as it is, save it once more."
    )

    def __init__(self, description: InLanguages, confirmation: str) -> None:
        super().__init__(description=description)
        self.confirmation = confirmation


class Disallowed(WikiError):
    """The save is refused. `hit` is the number under which the text is kept for its author and for moderators."""

    status = 403
    code = "disallowed"
    message = N_("A rule of this wiki does not allow this edit: %(description)s")

    def __init__(self, description: InLanguages, hit: int) -> None:
        super().__init__(description=description)
        self.hit = hit


guards: list[Callable[[Authority, Attempt], Passed]] = []
"""Asked in order about each save, before its transaction; each may refuse it by a `WikiError`. Filled by `wiki.app`."""


def ask(authority: Authority, attempt: Attempt) -> Passed:
    """What the guards say of a save; raises the first refusal."""
    if "rollback" in attempt.change.tags:
        return Passed()
    answers = [guard(authority, attempt) for guard in guards]
    tags = dict.fromkeys(tag for answer in answers for tag in answer.tags)
    return Passed(tuple(tags), tuple(note for answer in answers for note in answer.notes))
