"""Who may do what one process does at a time. Rule: whoever holds the lock on a file beside the thing.

The kernel frees the lock when its holder dies, however it dies. It is held while there is something to do, not
longer, so that others get their turn.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def lease(thing: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the right to work on `thing` during the block, by the file `<thing>.lock`; yields whether it was got.

    With `wait` it always is, once the present holder has done.
    """
    thing.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(f"{thing}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
