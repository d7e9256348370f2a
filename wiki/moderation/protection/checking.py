"""What must hold of protections; `wiki check` prints what does not."""

from collections.abc import Iterator

from sqlalchemy import and_, or_, select

from wiki.database import session
from wiki.pages.models import PageProtection
from wiki.pages.protection import ACTIONS, CASCADING, LEVELS
from wiki.titles import Namespace


def check() -> Iterator[str]:
    """One English sentence for each row about no action, level or namespace, or that extends where it may not."""
    action, level = CASCADING
    not_extending = or_(PageProtection.action != action, PageProtection.level != level)
    namespaces = [int(namespace) for namespace in Namespace if namespace is not Namespace.SPECIAL]
    rules = (
        (PageProtection.action.not_in(ACTIONS), "is about an action that does not exist"),
        (PageProtection.level.not_in(LEVELS), "has a level that does not exist"),
        (PageProtection.namespace.not_in(namespaces), "is in a namespace that has no pages"),
        (and_(PageProtection.cascade, not_extending), "extends to included pages, which only the strictest may"),
    )
    for condition, words in rules:
        query = select(PageProtection.id, PageProtection.name).where(condition).order_by(PageProtection.id)
        for number, name in session.execute(query):
            yield f"protection {number} ({name}) {words}"
