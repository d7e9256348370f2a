"""The summaries that the wiki writes itself. Rule: in the wiki's language, since everybody reads them in histories."""

from collections.abc import Sequence

from wiki.editing.preparing import MAX_SUMMARY
from wiki.errors import N_
from wiki.messages import translate
from wiki.pages import rendering
from wiki.pages.models import Revision
from wiki.pages.visibility import Detail, is_public
from wiki.users.finding import by_id


def summary_of_undoing(revisions: Sequence[Revision], reason: str = "") -> str:
    """What an edit says that undoes these revisions, with the reason that a person gave, at most `MAX_SUMMARY` long."""
    said = rendering.site().language
    if len(revisions) > 1:
        numbers = ", ".join(str(revision.id) for revision in revisions)
        return _with(reason, translate(N_("Undo revisions %(numbers)s"), said, numbers=numbers))
    revision = revisions[0]
    author = by_id(revision.user_id) if is_public(revision, Detail.AUTHOR) else None
    if author is None:
        return _with(reason, translate(N_("Undo revision %(number)s"), said, number=revision.id))
    words = N_("Undo revision %(number)s by [[User:%(name)s|%(name)s]]")
    return _with(reason, translate(words, said, number=revision.id, name=author.name))


def summary_of_restoring(number: int, reason: str = "") -> str:
    """What an edit says that makes revision `number` the page's text again."""
    return _with(reason, translate(N_("Back to revision %(number)s"), rendering.site().language, number=number))


def summary_of_rejecting(numbers: Sequence[int], reason: str) -> str:
    """What an edit says by which a reviewer takes back the revisions with these numbers, and why."""
    words = N_("Rejected revisions: %(numbers)s")
    return _with(reason, translate(words, rendering.site().language, numbers=", ".join(map(str, numbers))))


def summary_of_rollback(name: str, target: Revision, count: int) -> str:
    """What an edit says that takes back the latest `count` edits of the person called `name`."""
    author = by_id(target.user_id) if is_public(target, Detail.AUTHOR) else None
    words = N_("Roll back the last edits (%(count)s) by [[User:%(name)s|%(name)s]] to revision %(number)s")
    if author is not None:
        words = N_(
            "Roll back the last edits (%(count)s) by [[User:%(name)s|%(name)s]] to revision %(number)s by "
            "[[User:%(author)s|%(author)s]]"
        )
    said = {"count": count, "name": name, "number": target.id, "author": author.name if author is not None else ""}
    return translate(words, rendering.site().language, **said)[:MAX_SUMMARY]


def _with(reason: str, words: str) -> str:
    between = translate(N_(": "), rendering.site().language)
    return f"{words}{between}{reason}"[:MAX_SUMMARY] if reason else words[:MAX_SUMMARY]
