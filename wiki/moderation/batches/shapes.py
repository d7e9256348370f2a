"""Batches in words: what may become of a page, and what may become of a batch.

Rule: a state that is not named here does not exist.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wiki.errors import N_, InvalidInput, NotFound, Phrase, WikiError
from wiki.messages import translate
from wiki.pages.rendering import site
from wiki.users.models import User

RIGHT = "massrevert"

MOST = 500
"""Pages of one batch."""

AT_ONCE = 20
"""As many pages are done while the moderator waits; more are for the background process."""

GRACE = timedelta(minutes=2)
"""A batch that a request does is left to it for so long; then the background process goes on with it."""

FURTHEST = timedelta(days=90)
"""How far back a batch reaches."""

ACTS: dict[str, str] = {
    "revert": N_("goes back to the last version without these edits"),
    "undo": N_("these edits are taken out; what others wrote since stays"),
    "delete": N_("is deleted: nobody else wrote on it"),
    "hand": N_("needs a hand"),
}
"""What is done to a page."""

DONE: dict[str, str] = {
    "revert": N_("back to the last version without these edits"),
    "undo": N_("these edits taken out"),
    "delete": N_("deleted"),
}

FATES: dict[str, str] = {
    "waiting": N_("waits"),
    "done": N_("done"),
    "left": N_("left as it is"),
    "restored": N_("as before the batch"),
    "kept": N_("not undone"),
}
"""What became of a page."""

STATES: dict[str, str] = {
    "running": N_("being carried out"),
    "done": N_("carried out"),
    "stopped": N_("stopped"),
    "undoing": N_("being undone"),
    "undone": N_("undone"),
}
"""What became of a batch."""

AT_WORK = {"running": "waiting", "undoing": "done"}
"""For each state in which there is something to do, the fate of the pages that wait for it."""


class NoSuchBatch(NotFound):
    """There is no batch with this number that the reader may see."""

    code = "no-such-batch"
    message = N_("There is no batch %(number)s.")


class NotUndoable(InvalidInput):
    """The account is none whose work is taken back in one go."""

    code = "not-undoable"
    message = N_("“%(name)s” is the wiki itself: its work is not taken back like this.")


class NothingChosen(InvalidInput):
    """No page is ticked."""

    code = "nothing-chosen"
    message = N_("Choose at least one page.")


class ChangedMeanwhile(WikiError):
    """What would be done now is not what the dry run showed, and it is more."""

    status = 409
    code = "changed-meanwhile"
    message = N_("The page changed since the dry run, so that something else would have to be done now.")


class EditedSince(WikiError):
    """Somebody edited the page after the batch."""

    status = 409
    code = "edited-since"
    message = N_("Somebody edited, moved or restored the page since.")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose work is meant: what `user` wrote from `since` on, in these namespaces; none named: in all of them."""

    user: User
    since: datetime
    namespaces: tuple[int, ...] = ()


def in_words(error: WikiError) -> str:
    """A refusal in the wiki's language, since it is kept for everybody who reads of it."""
    language = site().language
    values = {
        name: translate(value.msgid, language, **value.params) if isinstance(value, Phrase) else value
        for name, value in error.params.items()
    }
    return translate(error.message, language, **values)[:500]
