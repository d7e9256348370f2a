"""What must hold of the log; `wiki check` prints what does not."""

import json
from collections.abc import Iterator

from sqlalchemy import String, cast, select

from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.logs.writing import TYPES
from wiki.namespaces import Namespace
from wiki.pages.models import Page
from wiki.users.models import User


def check() -> Iterator[str]:
    """One English sentence for each entry whose actor, page, act or namespace does not exist."""
    for number, details in session.execute(select(LogEntry.id, cast(LogEntry.details, String))):
        if not _is_object(details):
            yield f"log entry {number}: its details cannot be read"
    known_users, known_pages = select(User.id), select(Page.id)
    for number, actor in session.execute(
        select(LogEntry.id, LogEntry.actor_id).where(LogEntry.actor_id.not_in(known_users)).order_by(LogEntry.id)
    ):
        yield f"log entry {number}: its actor, account {actor}, does not exist"
    # NULL is not in an empty table either, says SQL: entries about no page are asked out explicitly.
    about_a_page = LogEntry.page_id.is_not(None)
    lost = select(LogEntry.id, LogEntry.page_id).where(about_a_page, LogEntry.page_id.not_in(known_pages))
    for number, page in session.execute(lost.order_by(LogEntry.id)):
        yield f"log entry {number}: its page {page} does not exist"
    kinds = select(LogEntry.type, LogEntry.action).distinct().order_by(LogEntry.type, LogEntry.action)
    for type_, action in session.execute(kinds):
        if action not in TYPES.get(type_, {}):
            yield f"log entries {type_}/{action}: there is no such act"
    numbers = {int(namespace) for namespace in Namespace}
    strange = select(LogEntry.id, LogEntry.namespace).where(LogEntry.namespace.not_in(numbers))
    for number, namespace in session.execute(strange.order_by(LogEntry.id)):
        yield f"log entry {number}: there is no namespace {namespace}"


def _is_object(text: str | None) -> bool:
    try:
        return isinstance(json.loads(text or ""), dict)
    except ValueError:
        return False
