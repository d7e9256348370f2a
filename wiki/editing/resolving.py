"""From the choices that an author made in a conflict to the text that is saved.

Rule: the collision is computed anew from the three texts, never taken from the form, so that the numbers of its
passages always mean the same.
"""

from collections.abc import Mapping
from typing import Literal

from wiki.editing.drafting import Undone
from wiki.editing.saving import EditConflict
from wiki.merging import Choice, Merge, merge, resolve
from wiki.pages import finding
from wiki.permissions.authority import Authority

Kind = Literal["mine", "theirs", "both", "other"]

CHOICES: dict[str, Kind] = {"mine": "mine", "theirs": "theirs", "both": "both", "other": "other"}
"""What a form may answer about a passage."""


def resolution(authority: Authority, mine: str, base: int | None, theirs: int) -> Merge:
    """The collision between `mine`, written from revision `base`, and revision `theirs`."""
    before = finding.revision_text(finding.get_revision(authority, base)) if base is not None else ""
    return merge(before, mine, finding.revision_text(finding.get_revision(authority, theirs)))


def resolved_text(collision: Merge, answers: Mapping[str, str]) -> str:
    """The text that the answers (`choice-N`, `other-N` of passage N) make of a collision.

    Raises `ConflictUnsettled` where one is missing.
    """
    choices = {}
    for number in range(len(collision.conflicts)):
        kind = CHOICES.get(answers.get(f"choice-{number}", ""))
        if kind is not None:
            choices[number] = Choice(kind, answers.get(f"other-{number}", "").replace("\r\n", "\n"))
    return resolve(collision, choices)


def asked_again(authority: Authority, mine: str, base: int | None, theirs: int) -> EditConflict:
    """The same collision once more, for an author who has not chosen everywhere yet."""
    before = finding.get_revision(authority, base) if base is not None else None
    collision = resolution(authority, mine, base, theirs)
    return EditConflict(collision, mine, before, finding.get_revision(authority, theirs))


def given_choices(answers: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    """The answers that a form held, by the number of their passage: (choice, text)."""
    numbers = (name.removeprefix("choice-") for name in answers if name.startswith("choice-"))
    return {
        int(number): (answers[f"choice-{number}"], answers.get(f"other-{number}", ""))
        for number in numbers
        if number.isascii() and number.isdigit()
    }


def conflict_of(undone: Undone) -> EditConflict:
    """Undoing collides with later edits: the same choice as between two authors."""
    return EditConflict(undone.merge, undone.before, undone.revision, undone.latest)
