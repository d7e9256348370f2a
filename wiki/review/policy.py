"""Which edits wait for a review. Rule: by default none does; three switches, and pages chosen one by one, say which do.

People with the right `autoreview` are trusted: their edits wait only where they build on some that wait.
"""

from dataclasses import dataclass

from sqlalchemy import select

from wiki.database import session
from wiki.pages import rendering
from wiki.pages.models import Page
from wiki.parsing.output import ParserOutput
from wiki.permissions.authority import Authority
from wiki.review.models import ReviewedPage, ReviewPolicy

ONLY = 1
"""Number of the one row of `ReviewPolicy`."""

PROMISE = 48
"""Hours that are promised unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The switches as they stand."""

    newcomers: bool = False
    namespaces: frozenset[int] = frozenset()
    types: frozenset[str] = frozenset()
    promise: int = PROMISE


def present() -> Policy:
    """The policy of now."""
    row = session.get(ReviewPolicy, ONLY)
    if row is None:
        return Policy()
    return Policy(row.newcomers, frozenset(row.namespaces), frozenset(row.types), row.promise)


def is_chosen(page: Page) -> bool:
    """Whether all edits of `page` wait because somebody chose it."""
    return session.get(ReviewedPage, page.id) is not None


def concerns(authority: Authority, page: Page, output: ParserOutput) -> bool:
    """Whether an edit of `page` to `output` waits because of the policy, unless its author is trusted.

    Talk never waits for the standing of who talks: an answer that comes days later is none. Taking its type from a
    card is an edit of a card.
    """
    policy = present()
    newcomer = policy.newcomers and not page.title.is_talk and "autoconfirmed" not in authority.groups
    if newcomer or page.namespace in policy.namespaces or is_chosen(page):
        return True
    outputs = (output, *([rendering.parse_page(page)] if policy.types and page.is_live else ()))
    return any(str(one.front.get("type") or "") in policy.types for one in outputs)


def is_trusted(authority: Authority) -> bool:
    """Whether this person's edits are accepted as they come."""
    return authority.may("autoreview")


def change(*, newcomers: bool, namespaces: frozenset[int], types: frozenset[str], promise: int) -> None:
    """Set the switches. Inside a transaction."""
    row = session.get(ReviewPolicy, ONLY) or ReviewPolicy(id=ONLY)
    row.newcomers, row.promise = newcomers, promise
    row.namespaces, row.types = sorted(namespaces), sorted(types)
    session.add(row)
    session.flush()


def choose(page: Page, *, chosen: bool) -> None:
    """Have all edits of `page` wait, or not. Inside a transaction."""
    row = session.get(ReviewedPage, page.id)
    if chosen and row is None:
        session.add(ReviewedPage(page_id=page.id))
    elif not chosen and row is not None:
        session.delete(row)
    session.flush()


def chosen_pages(limit: int) -> list[Page]:
    """Pages chosen one by one, by title."""
    query = select(Page).join(ReviewedPage, ReviewedPage.page_id == Page.id)
    return list(session.scalars(query.order_by(Page.namespace, Page.name).limit(limit)))
