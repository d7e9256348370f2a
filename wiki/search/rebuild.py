"""Building the index from nothing while the site serves. Rule: nothing queued meanwhile is lost.

The lease is held throughout: rows that arrive wait in the outbox, and are taken once the new index is in place.
"""

import logging
from collections.abc import Callable, Iterator

from wiki.database import session
from wiki.errors import WikiError
from wiki.faults import Damaged
from wiki.lease import lease
from wiki.search import documents
from wiki.search.index import current
from wiki.search.schema import IndexDocument
from wiki.search.soundness import FAULTS

logger = logging.getLogger(__name__)

BATCH = 100
"""Pages read between two moments at which the database is let go."""

Progress = Callable[[int, int], None]
DocumentOf = Callable[[int], IndexDocument | None]


def reindex(progress: Progress, *, document_of: DocumentOf = documents.document_of) -> int:
    """Build a new index of all pages and put it in the place of the old one. Waits for the present writer.

    `progress` is told how many pages of how many are done. Returns the number of pages in the index.
    """
    with lease(current().path, wait=True):
        return build(progress, document_of)


def build(progress: Progress, document_of: DocumentOf) -> int:
    """What `reindex` does, for a caller that holds the lease."""
    page_ids = documents.indexed_page_ids()
    let_go()
    count = 0

    def entries() -> Iterator[IndexDocument]:
        nonlocal count
        for number, page_id in enumerate(page_ids, start=1):
            document = read(page_id, document_of)
            if document is not None:
                count += 1
                yield document
            if number % BATCH == 0 or number == len(page_ids):
                let_go()
                progress(number, len(page_ids))

    try:
        current().build(entries())
    finally:
        let_go()
    return count


def let_go() -> None:
    """End the reading transaction, and look at everything anew in the next; what the caller holds stays usable."""
    session.commit()
    session.expire_all()


def read(page_id: int, document_of: DocumentOf) -> IndexDocument | None:
    """The entry of a page; by its title only, and with a word in the log, when its text is lost or breaks parsing."""
    try:
        return document_of(page_id)
    except Damaged as damage:
        logger.warning("page %d is indexed by its title: %s", page_id, damage)
        return documents.bare_document_of(page_id)
    except (WikiError, *FAULTS):
        logger.exception("page %d could not be read for the search; it is indexed by its title", page_id)
        return documents.bare_document_of(page_id)
