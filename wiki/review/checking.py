"""What must hold of reviews; `wiki check` prints what does not."""

from collections.abc import Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from wiki.database import session
from wiki.faults import Derived
from wiki.pages.models import Page, Revision
from wiki.review.models import Review, State
from wiki.review.signals import SIGNALS


def check() -> Iterator[str]:
    """One English sentence for each row that contradicts itself or its page, and for each page that shows too much."""
    states = [str(state) for state in State]
    decided = Review.state.in_([State.ACCEPTED, State.REJECTED, State.PARTLY, State.WITHDRAWN])
    rules = (
        (Review.state.not_in(states), "is in a state that does not exist"),
        (and_(decided, or_(Review.decided_at.is_(None), Review.decided_by.is_(None))), "was decided by nobody"),
        (and_(Review.state == State.REJECTED, Review.reason == ""), "was rejected without a reason"),
    )
    for condition, words in rules:
        for number in session.scalars(select(Review.revision_id).where(condition).order_by(Review.revision_id)):
            yield f"the review of revision {number} {words}"
    moved = select(Review.revision_id).join(Revision, Revision.id == Review.revision_id)
    for number in session.scalars(moved.where(Revision.page_id != Review.page_id)):
        yield f"the review of revision {number} is about another page"
    for row in session.scalars(select(Review).order_by(Review.revision_id).execution_options(yield_per=200)):
        if row.risk != sum(int(str(weight)) for _name, weight, _seen in row.signals):
            yield f"the review of revision {row.revision_id} says the risk {row.risk}, which its signals do not give"
        if unknown := sorted({str(name) for name, _weight, _seen in row.signals} - SIGNALS.keys()):
            yield f"the review of revision {row.revision_id} names unknown signals: {', '.join(unknown)}"
    yield from _pages()


def _pages() -> Iterator[str]:
    """Readers see nothing that waits or was rejected; where they see nothing, something waits or was rejected."""
    standing = Page.deleted_at.is_(None)
    within = and_(Review.page_id == Page.id, Review.revision_id <= Page.shown_revision_id)
    answer = aliased(Revision)
    still_in = or_(Review.answer_id.is_(None), answer.id > Page.shown_revision_id)
    shown = (
        select(Page.name, Review.revision_id, Review.state)
        .join(Review, within)
        .outerjoin(answer, answer.id == Review.answer_id)
        .where(standing, or_(Review.state == State.PENDING, and_(Review.state == State.REJECTED, still_in)))
    )
    for name, number, state in session.execute(shown.order_by(Review.revision_id)):
        yield Derived(f"page {name} shows revision {number}, which is {state}")
    behind = and_(Review.page_id == Page.id, Review.state.in_([State.PENDING, State.REJECTED]))
    reviewed = select(Review.revision_id).where(behind)
    differs = or_(Page.shown_revision_id.is_(None), Page.shown_revision_id != Page.latest_revision_id)
    for number, name in session.execute(select(Page.id, Page.name).where(standing, differs, ~reviewed.exists())):
        yield Derived(f"page {number} ({name}) does not show its latest revision, and nothing of it waits")
