"""What the software notices about an edit by itself. Names and rules are MediaWiki's change tags."""

from contextlib import suppress

from wiki.parsing.sections import REDIRECT, front_end
from wiki.titles import Title, TitleError

REPLACED = 0.1
"""A text of which less than this share is left was replaced; MediaWiki's figure."""


def noticed(before: str, after: str) -> tuple[str, ...]:
    """Tags that follow from the text before an edit, empty for a new page, and the text after it."""
    was, now = _leads_to(before), _leads_to(after)
    tags = []
    if now is not None and was is None:
        tags.append("new-redirect")
    elif now is None and was is not None:
        tags.append("removed-redirect")
    elif now != was:
        tags.append("changed-redirect")
    if before.strip() and not after.strip():
        tags.append("blank")
    elif now is None and len(after.encode()) < REPLACED * len(before.encode()):
        tags.append("replace")
    return tuple(tags)


def _leads_to(text: str) -> Title | None:
    """Where a text redirects to."""
    if match := REDIRECT.match(text, front_end(text)):
        with suppress(TitleError):
            return Title.parse(match[1].strip())
    return None
