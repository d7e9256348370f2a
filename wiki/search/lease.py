"""Who may write to the index. Rule: one process at a time, the one that holds the lock on a file beside the index.

The kernel frees the lock when its holder dies, however it dies. It is held while there is something to write, not
longer, so that `wiki reindex` gets its turn while servers run.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def lease(index_path: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the right to write to the index at `index_path` during the block; yields whether it was got.

    With `wait` it always is, once the present holder has done.
    """
    index_path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(f"{index_path}.writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
