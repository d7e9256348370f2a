"""Taking a page in hand for ten minutes. Rule: it is a sign to others and binds nobody; who is first decides."""

from datetime import timedelta

from sqlalchemy import delete

from wiki import clock
from wiki.database import session, transaction
from wiki.moderation.review.listing import next_page
from wiki.pages.models import Page
from wiki.permissions.authority import Authority
from wiki.review.models import ReviewHold

HELD = timedelta(minutes=10)
"""How long a page is in somebody's hand."""


def take_next(authority: Authority, *, after: int | None = None) -> Page | None:
    """Take the next page of the queue in hand; None where there is none. Needs `review`.

    `after`: the number of a page to pass over. What the reviewer had in hand before is free again.
    """
    authority.require("review")
    reviewer = authority.account
    with transaction():
        session.execute(delete(ReviewHold).where(ReviewHold.user_id == reviewer.id))
        session.execute(delete(ReviewHold).where(ReviewHold.until <= clock.now()))
        page = next_page(reviewer, after=after)
        if page is not None:
            session.add(ReviewHold(page_id=page.id, user_id=reviewer.id, until=clock.now() + HELD))
    return page
