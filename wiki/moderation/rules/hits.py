"""Noting that a rule, or the list of blocked domains, met an edit.

Rule: the text of an edit that was not saved is kept with its hit, so that nothing typed is ever lost; a visitor gets
a temporary account for it, as with a first save, so that it stays hers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import zstandard
from sqlalchemy import select, update

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.guarding import Attempt
from wiki.moderation.rules.models import EditRule, RuleHit
from wiki.pages.contents import COMPRESSION_LEVEL
from wiki.pages.models import Revision
from wiki.permissions.authority import Authority
from wiki.permissions.blocks import networks
from wiki.titles import Title
from wiki.users.temporary import temporary_account

KEPT = timedelta(days=90)
"""How long the text of an edit that was not saved is kept."""

BATCH = 50


@dataclass(frozen=True, slots=True)
class Found:
    """What met an edit, and what is done about it: a rule in a version, or a blocked domain with the address."""

    taken: str
    rule_id: int | None = None
    version: int | None = None
    domain_id: int | None = None
    url: str = ""


def note_saved(found: Iterable[Found], title: Title, revision: Revision) -> None:
    """Note the hits of an edit that is being saved; inside its transaction."""
    session.add_all(_row(each, title, revision.user_id, revision_id=revision.id) for each in found)
    session.flush()


def keep_refused(authority: Authority, attempt: Attempt, found: Iterable[Found]) -> int:
    """Note the hits of an edit that is refused, the first with its text; gives that one's number. In a transaction."""
    if authority.user is None:
        authority.user = temporary_account()
    networks.note(authority.user, authority.address)
    rows = [_row(each, attempt.title, authority.user.id, summary=attempt.change.summary) for each in found]
    rows[0].text = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL).compress(attempt.text.encode())
    session.add_all(rows)
    session.flush()
    return rows[0].id


def kept_text(hit: RuleHit) -> str | None:
    """The text of an edit that was not saved; None where it was saved, or has been forgotten."""
    return None if hit.text is None else zstandard.ZstdDecompressor().decompress(hit.text).decode()


def count_overruns(numbers: Iterable[int]) -> None:
    """Note that there was no time left for these rules; inside a transaction."""
    session.execute(
        update(EditRule).where(EditRule.id.in_(list(numbers))).values(overruns=EditRule.overruns + 1),
        execution_options={"synchronize_session": False},
    )


def turn() -> bool:
    """Forget some of the texts that have been kept for long enough; whether there were any."""
    query = select(RuleHit.id).where(RuleHit.created_at < clock.now() - KEPT, RuleHit.text.is_not(None))
    old = session.scalars(query.order_by(RuleHit.created_at).limit(BATCH)).all()
    if old:
        with transaction():
            session.execute(update(RuleHit).where(RuleHit.id.in_(old)).values(text=None, summary=""))
    return bool(old)


def _row(found: Found, title: Title, user_id: int, *, revision_id: int | None = None, summary: str = "") -> RuleHit:
    return RuleHit(
        rule_id=found.rule_id,
        version=found.version,
        domain_id=found.domain_id,
        url=found.url,
        user_id=user_id,
        namespace=int(title.namespace),
        name=title.name,
        created_at=clock.now(),
        taken=found.taken,
        revision_id=revision_id,
        summary=summary,
    )
