"""The queue as reviewers see it. Rule: what has waited for four fifths of the promised time comes first, then the risk
decides, then the time; nothing leaves the list without a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select

from wiki import clock
from wiki.database import session
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, public
from wiki.review.models import Review, ReviewHold, State
from wiki.review.signals import Signal
from wiki.titles import Title
from wiki.users.models import User
from wiki.watchlist.models import Watch


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of which something waits."""

    page: Page
    #: Number of edits.
    edits: int
    since: datetime
    due_at: datetime
    alert_at: datetime
    risk: int
    #: Those of the riskiest edit.
    signals: tuple[Signal, ...]
    #: Whether all of its edits wait for their authors.
    asked: bool
    #: How many people watch the page.
    watchers: int
    #: Who has it in hand, and until when.
    holder: User | None
    held_until: datetime | None

    @property
    def title(self) -> Title:
        return self.page.title

    @property
    def is_late(self) -> bool:
        """Whether it has waited longer than was promised."""
        return not self.asked and self.due_at <= clock.now()

    @property
    def is_urgent(self) -> bool:
        """Whether four fifths of the promised time are over."""
        return not self.asked and self.alert_at <= clock.now()


def _queue() -> Select[int, int, datetime, datetime, datetime, int, int]:
    """For each page, in the order of the queue: (number, edits, since, due, alert, risk, edits that were asked)."""
    asked = func.count(Review.asked_at)
    edits = func.count()
    alert = func.min(Review.alert_at)
    urgent = case((asked == edits, 2), (alert <= clock.now(), 0), else_=1)
    return (
        select(
            Review.page_id,
            edits,
            func.min(Review.queued_at),
            func.min(Review.due_at),
            alert,
            func.max(Review.risk),
            asked,
        )
        .join(Page, Page.id == Review.page_id)
        .where(Review.state == State.PENDING, Page.deleted_at.is_(None))
        .group_by(Review.page_id)
        .order_by(urgent, func.max(Review.risk).desc(), func.min(Review.queued_at), Review.page_id)
    )


def count() -> int:
    """How many pages wait."""
    return session.scalar(select(func.count()).select_from(_queue().order_by(None).subquery())) or 0


def waiting(*, limit: int, offset: int) -> list[Waiting]:
    """A part of the queue. Six questions, however long it is."""
    rows = session.execute(_queue().limit(limit).offset(offset)).all()
    numbers = [row[0] for row in rows]
    pages = {page.id: page for page in session.scalars(select(Page).where(Page.id.in_(numbers)))}
    riskiest = _riskiest(numbers)
    holds = {hold.page_id: hold for hold in session.scalars(_holds().where(ReviewHold.page_id.in_(numbers)))}
    holders = {
        user.id: user for user in session.scalars(select(User).where(User.id.in_({h.user_id for h in holds.values()})))
    }
    watchers = _watchers(list(pages.values()))
    return [
        Waiting(
            page=pages[number],
            edits=edits,
            since=since,
            due_at=due,
            alert_at=alert,
            risk=risk,
            signals=riskiest.get(number, ()),
            asked=asked == edits,
            watchers=watchers.get((pages[number].namespace, pages[number].name), 0),
            holder=holders.get(holds[number].user_id) if number in holds else None,
            held_until=holds[number].until if number in holds else None,
        )
        for number, edits, since, due, alert, risk, asked in rows
    ]


def signals_of(row: Review) -> tuple[Signal, ...]:
    """The signals of an edit that waits or waited."""
    return tuple(Signal(str(name), int(str(weight)), str(seen)) for name, weight, seen in row.signals)


def _riskiest(numbers: Sequence[int]) -> dict[int, tuple[Signal, ...]]:
    """The signals of each page's riskiest edit whose text is not hidden: they tell words of it."""
    found: dict[int, tuple[Signal, ...]] = {}
    query = select(Review).join(Revision, Revision.id == Review.revision_id)
    query = query.where(Review.page_id.in_(numbers), Review.state == State.PENDING, public(Detail.TEXT))
    for row in session.scalars(query.order_by(Review.risk, Review.revision_id.desc())):
        found[row.page_id] = signals_of(row)
    return found


def _watchers(pages: Sequence[Page]) -> dict[tuple[int, str], int]:
    names = {page.name for page in pages}
    query = select(Watch.namespace, Watch.name, func.count()).where(Watch.name.in_(names))
    rows = session.execute(query.group_by(Watch.namespace, Watch.name)).all()
    return {(namespace, name): number for namespace, name, number in rows}


def _holds() -> Select[ReviewHold]:
    return select(ReviewHold).where(ReviewHold.until > clock.now())


def holder(page: Page) -> tuple[User, datetime] | None:
    """Who has `page` in hand, and until when."""
    hold = session.scalar(_holds().where(ReviewHold.page_id == page.id))
    return (session.get_one(User, hold.user_id), hold.until) if hold is not None else None


def next_page(reviewer: User, *, after: int | None = None) -> Page | None:
    """The first page of the queue that nobody else has in hand and that is not all the reviewer's own writing.

    `after`: the number of a page to pass over, with those before it, where there are some behind it.
    """
    others = select(ReviewHold.page_id).where(ReviewHold.until > clock.now(), ReviewHold.user_id != reviewer.id)
    foreign = select(Revision.id).where(Revision.id == Review.revision_id, Revision.user_id != reviewer.id)
    free = _queue().where(Review.page_id.not_in(others), foreign.exists())
    numbers = [row[0] for row in session.execute(free.limit(MOST_LOOKED_AT))]
    if after in numbers:
        place = numbers.index(after)
        numbers = numbers[place + 1 :] + numbers[:place]
    return session.get(Page, numbers[0]) if numbers else None


MOST_LOOKED_AT = 500
"""Pages at the front of the queue among which the next one is looked for."""
