"""The thread that keeps the index level with the database. Rule: commit the index first, then remove the rows.

The background process runs one; the lease lets one process write at a time. Between two looks at the outbox it
holds neither a transaction nor the lease.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from wiki.database import session
from wiki.lease import lease
from wiki.search import documents, index, outbox, rebuild
from wiki.search.index import IndexUnavailable, SearchIndex
from wiki.search.rebuild import DocumentOf
from wiki.search.soundness import FAULTS, is_sound
from wiki.settings import Settings

logger = logging.getLogger(__name__)

BATCH = 50
"""Rows taken together."""

POLL = 1.0
"""Seconds between two looks for rows that other processes wrote."""

PAUSE = 0.3
"""Seconds between two commits, so that a burst of saves becomes few of them."""

RETRY = 5.0
"""Seconds after a failure of the database or the disk."""

INSPECT = 60.0
"""Seconds between two comparisons of the index with its checksums …"""

SHARE = 0.01
"""… or more, where they would take more than this part of the time: reading 30 MB takes 0.03 s, a large index more."""


class Worker(threading.Thread):
    """Takes rows of the outbox to the index until it is stopped."""

    def __init__(
        self, search_index: SearchIndex, document_of: DocumentOf, chores: Sequence[Callable[[], bool]] = ()
    ) -> None:
        super().__init__(name="search-worker", daemon=True)
        self._index: Final = search_index
        self._document_of: Final = document_of
        self._chores: Final = chores
        self._called = threading.Event()
        self._stopping = threading.Event()
        #: When to compare the index with its checksums again: at the start, as a power cut may have damaged it.
        self._inspect_at = 0.0

    def wake(self) -> None:
        """There is something in the outbox."""
        self._called.set()

    def stop(self) -> None:
        """End after the present batch; returns when it has ended."""
        self._stopping.set()
        self._called.set()
        if self.is_alive():
            self.join(timeout=30)

    def run(self) -> None:
        while not self._stopping.is_set():
            self._called.clear()
            pause = self._turn()
            if not self._stopping.wait(pause):
                self._called.wait(POLL)

    def _turn(self) -> float:
        """One look at index and outbox; returns how many seconds to leave it alone at least."""
        try:
            self._inspect()
            chores_done = sum(chore() for chore in self._chores)
            worked = turn(self._index, self._document_of) or chores_done > 0
        except IndexUnavailable:
            return 0.0
        except (SQLAlchemyError, *FAULTS):
            # What waits stays in the outbox, so that trying again later loses nothing.
            logger.exception("the search index could not be brought up to date; trying again in %g s", RETRY)
            return RETRY
        finally:
            session.remove()
        if worked:
            self._called.set()
        return PAUSE if worked else 0.0

    def _inspect(self) -> None:
        """Compare the index with its checksums now and then: most damage makes no error, only words that are lost."""
        begun = time.monotonic()
        folder = self._index.folder()
        if begun < self._inspect_at or folder is None:
            return
        with lease(self._index.path, wait=False) as held:
            if not held:
                return
            if not is_sound(folder):
                self._index.report_damage(folder)
        took = time.monotonic() - begun
        self._inspect_at = begun + max(INSPECT, took / SHARE)


def turn(search_index: SearchIndex, document_of: DocumentOf) -> bool:
    """Rebuild the index where it cannot be used, else index one batch; whether there was anything to do.

    Does nothing while another process holds the lease.
    """
    usable = search_index.is_usable()
    if usable and outbox.is_empty():
        return False
    rebuild.let_go()
    with lease(search_index.path, wait=False) as held:
        if not held:
            return False
        if not search_index.is_usable():
            logger.warning("building the search index anew")
            count = rebuild.build(lambda _number, _total: None, document_of)
            logger.warning("the search index holds %d pages", count)
        else:
            index_batch(search_index, document_of)
        return True


def index_batch(search_index: SearchIndex, document_of: DocumentOf) -> None:
    """Bring the oldest rows to the index, then remove them. For a caller that holds the lease."""
    batch = outbox.take(BATCH)
    page_ids = list(dict.fromkeys((*batch.page_ids, *sorted(search_index.leading_from(batch.page_ids)))))
    entries = {page_id: rebuild.read(page_id, document_of) for page_id in page_ids}
    rebuild.let_go()
    search_index.write(
        [document for document in entries.values() if document is not None],
        [page_id for page_id, document in entries.items() if document is None],
    )
    outbox.done(batch.row_ids)


def catch_up(document_of: DocumentOf = documents.document_of) -> None:
    """Index all that waits, in this thread: for commands and tests. Waits for the present writer."""
    search_index = index.current()
    with lease(search_index.path, wait=True):
        if not search_index.is_usable():
            rebuild.build(lambda _number, _total: None, document_of)
        while not outbox.is_empty():
            index_batch(search_index, document_of)
    rebuild.let_go()


_worker: Worker | None = None


def start(
    settings: Settings,
    document_of: DocumentOf = documents.document_of,
    *,
    chores: Sequence[Callable[[], bool]] = (),
) -> None:
    """Use the index of `settings` in this process, and keep it level with the database from now on.

    `chores` are done before each look at the outbox: work that rooms above left for later, some of which ends in
    the index. Each does a part and says whether there was any.
    """
    global _worker
    stop()
    _worker = Worker(index.configure(settings.index_path), document_of, chores)
    _worker.start()


def stop() -> None:
    """End the thread, after its present batch."""
    global _worker
    if _worker is not None:
        _worker.stop()
        _worker = None


def wake() -> None:
    """Tell the thread of this process that something was queued; does nothing where none runs."""
    if _worker is not None:
        _worker.wake()
