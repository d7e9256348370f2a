"""The queue: an edit joins it, what of a page waits, and which revision of a page readers may see.

Rule: readers see the newest revision before which nothing waits. Whatever becomes of an edit, its row stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from wiki import clock
from wiki.database import session, transaction
from wiki.links.models import ExternalLink
from wiki.pages import contents, finding
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.pages.revisions import show_revision
from wiki.pages.visibility import Detail, live_revisions, public
from wiki.parsing.output import ParserOutput
from wiki.permissions.authority import Authority
from wiki.review import policy
from wiki.review.models import Review, State
from wiki.review.signals import Edit, hosts_of, risk, signals, words_of
from wiki.titles import Namespace, Title
from wiki.users.models import User

TAG = "review"
"""Tag of every edit that waited, whatever became of it."""

ALERT = 0.8
"""Share of the promised time after which an edit comes before all others."""

MOST_ALIKE = 20
"""Edits that were taken back with which a new one is compared."""

WATCHED_WORDS = Title(Namespace.PROJECT, "Mots à surveiller")
"""The page the items of whose lists are words that make an edit worth a closer look."""


def pending(page: Page) -> list[Review]:
    """What of `page` waits, the oldest first."""
    query = select(Review).where(Review.page_id == page.id, Review.state == State.PENDING)
    return list(session.scalars(query.order_by(Review.revision_id)))


def waits(page: Page) -> bool:
    """Whether anything of `page` waits."""
    query = select(Review.revision_id).where(Review.page_id == page.id, Review.state == State.PENDING)
    return session.scalar(query.limit(1)) is not None


def last_decided(page: Page) -> Review | None:
    """The edit of `page` about which something was decided last."""
    query = select(Review).where(Review.page_id == page.id, Review.decided_at.is_not(None))
    return session.scalars(query.order_by(Review.decided_at.desc(), Review.revision_id.desc()).limit(1)).first()


def must_wait(authority: Authority, page: Page, output: ParserOutput) -> bool:
    """Whether an edit of `page`, whose text gives `output`, waits: on some that wait, everybody's does."""
    if not page.is_settled and waits(page):
        return True
    return not policy.is_trusted(authority) and policy.concerns(authority, page, output)


def may_withdraw(authority: Authority, page: Page) -> bool:
    """Whether this person may leave nothing of what waits on `page`: her own, or what a trusted person takes back."""
    if policy.is_trusted(authority):
        return True
    numbers = [row.revision_id for row in pending(page)]
    authors = set(session.scalars(select(Revision.user_id).where(Revision.id.in_(numbers))))
    return authority.user is not None and authors <= {authority.user.id}


def queue(page: Page, revision: Revision, *, before: str, after: str, author: User) -> Review:
    """Have `revision`, just saved, wait. Its author has answered what she was asked. Inside a transaction."""
    found = signals(_edit(revision, before, after, author))
    now, promised = clock.now(), timedelta(hours=policy.present().promise)
    row = Review(
        revision_id=revision.id,
        page_id=page.id,
        state=State.PENDING,
        queued_at=now,
        due_at=now + promised,
        alert_at=now + ALERT * promised,
        risk=risk(found),
        signals=[[signal.name, signal.weight, signal.seen] for signal in found],
        asked_at=None,
    )
    for earlier in pending(page):
        if earlier.asked_at is not None and session.get_one(Revision, earlier.revision_id).user_id == author.id:
            earlier.asked_at = None
    session.add_all((row, RevisionTag(revision_id=revision.id, tag=TAG)))
    session.flush()
    return row


def _edit(revision: Revision, before: str, after: str, author: User) -> Edit:
    """The edit with what is known of its author now. Five questions to the database."""
    hosts = hosts_of(after) - hosts_of(before)
    spellings = hosts | {f"www.{host}" for host in hosts}
    known = set(session.scalars(select(ExternalLink.host).where(ExternalLink.host.in_(spellings)).distinct()))
    reverted = select(RevisionTag.revision_id).where(RevisionTag.tag == "reverted")
    own = select(func.count()).where(Revision.user_id == author.id, Revision.id.in_(reverted))
    return Edit(
        before=before,
        after=after,
        known_hosts=frozenset(host.removeprefix("www.") for host in known),
        temporary=author.is_temporary,
        age=(clock.now() - author.created_at).days,
        edits=author.edit_count,
        reverted=session.scalar(own) or 0,
        taken_back=_taken_back(revision),
        watched=_watched_words(),
    )


def _taken_back(revision: Revision) -> tuple[frozenset[str], ...]:
    """The words that the latest edits taken back on this page, or of this author, had added."""
    reverted = select(RevisionTag.revision_id).where(RevisionTag.tag == "reverted")
    alike = (Revision.page_id == revision.page_id) | (Revision.user_id == revision.user_id)
    query = select(Revision).where(Revision.id.in_(reverted), alike, public(Detail.TEXT))
    edits = list(session.scalars(query.order_by(Revision.id.desc()).limit(MOST_ALIKE)))
    parents = {
        parent.id: parent
        for parent in session.scalars(select(Revision).where(Revision.id.in_({edit.parent_id for edit in edits})))
    }
    wanted = {one.content_id for one in (*edits, *parents.values())}
    texts = contents.texts_of(wanted)
    return tuple(
        words_of(texts.get(edit.content_id, "")) - words_of(texts.get(parents[edit.parent_id].content_id, ""))
        if edit.parent_id in parents
        else words_of(texts.get(edit.content_id, ""))
        for edit in edits
    )


def _watched_words() -> frozenset[str]:
    page = finding.find_shown_page(WATCHED_WORDS)
    lines = finding.shown_text(page).split("\n") if page is not None else ()
    return words_of("\n".join(line for line in lines if line.startswith(("- ", "* "))))


def close(rows: Sequence[Review], state: State, *, by: User, reason: str = "") -> None:
    """Say what became of `rows`. Inside a transaction."""
    now = clock.now()
    for row in rows:
        row.state, row.decided_at, row.decided_by, row.reason, row.asked_at = state, now, by.id, reason, None
    session.flush()


def ask(rows: Sequence[Review], *, by: User, reason: str) -> None:
    """Say that the authors of `rows` were asked for a change; the rows go on waiting. Inside a transaction."""
    for row in rows:
        row.asked_at, row.decided_by, row.reason = clock.now(), by.id, reason
    session.flush()


def answered(page: Page, revision: Revision) -> None:
    """With `revision` the rejected edits of `page` that were still in its latest text are gone. In a transaction."""
    query = select(Review).where(Review.page_id == page.id, Review.state == State.REJECTED, Review.answer_id.is_(None))
    for row in session.scalars(query):
        row.answer_id = revision.id
    session.flush()


def show_what_is_decided(page: Page) -> bool:
    """Have readers see the newest revision in which nothing waits or was rejected; whether it is another one.

    Inside a transaction. They go on seeing nothing where there is none.
    """
    newest = _showable(page)
    if newest is None or newest.id == page.shown_revision_id:
        return False
    show_revision(page, newest)
    page.stamp += 1
    return True


def show_again(page: Page) -> bool:
    """Have a page that was just restored show what it may; whether that is anything. Inside a transaction."""
    newest = _showable(page)
    if newest is not None:
        show_revision(page, newest)
    else:
        page.shown_revision_id, page.size = None, 0
    session.flush()
    return newest is not None


def mend(page_id: int) -> None:
    """Have readers see of a page what its reviews say; what was never reviewed shows."""
    with transaction():
        page = session.get(Page, page_id, with_for_update=True)
        reviewed = select(Review.revision_id).where(Review.page_id == page_id).limit(1)
        if page is None or page.deleted_at is not None:
            return
        if page.shown_revision_id is not None and session.scalar(reviewed) is None:
            return
        before = page.shown_revision_id
        show_again(page)
        page.stamp += before != page.shown_revision_id


def _showable(page: Page) -> Revision | None:
    waiting = pending(page)
    before = waiting[0].revision_id if waiting else None
    query = select(Review).where(Review.page_id == page.id, Review.state == State.REJECTED)
    rejected = list(session.scalars(query.order_by(Review.revision_id.desc())))
    while True:
        live = select(Revision).where(Revision.page_id == page.id, live_revisions()).order_by(Revision.id.desc())
        newest = session.scalars((live.where(Revision.id < before) if before else live).limit(1)).first()
        if newest is None:
            return None
        still_in = (row for row in rejected if row.revision_id <= newest.id < (row.answer_id or newest.id + 1))
        before = min((row.revision_id for row in still_in), default=None)
        if before is None:
            return newest


def own_version(authority: Authority, page: Page) -> Revision | None:
    """The latest revision of `page`, for somebody of whom something waits there: her own words are in it."""
    if authority.user is None or page.is_settled:
        return None
    query = (
        select(Review.revision_id)
        .join(Revision, Revision.id == Review.revision_id)
        .where(Review.page_id == page.id, Review.state == State.PENDING, Revision.user_id == authority.user.id)
    )
    return finding.latest_revision(page) if session.scalar(query.limit(1)) is not None else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands in the queue: its place by age, from 1, and of how many."""

    place: int
    of: int


def place_of(page: Page) -> Place:
    """How many pages have waited longer than `page`, which waits."""
    first = (
        select(Review.page_id, func.min(Review.queued_at).label("since"))
        .join(Page, Page.id == Review.page_id)
        .where(Review.state == State.PENDING, Page.deleted_at.is_(None))
        .group_by(Review.page_id)
        .subquery()
    )
    mine = select(first.c.since).where(first.c.page_id == page.id).scalar_subquery()
    older, all_of_them = session.execute(
        select(func.count().filter(first.c.since < mine), func.count()).select_from(first)
    ).one()
    return Place(older + 1, all_of_them)
