"""The process for what can wait: one for each data folder, the child of the server process that came first.

Rule: work for later never shares an interpreter with requests, so that a batch for the search index takes nothing
from people who read or save. The child goes when its parent goes, however that ends; another server process then
starts it anew. What waits is in outboxes, so that nothing is lost in between. A server process goes with the main
process of `wiki run` likewise, which alone starts it anew: the port is free again.
"""

import logging
import multiprocessing
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

from wiki.lease import lease
from wiki.settings import ROOT

logger = logging.getLogger(__name__)

RETRY = 5.0
"""Seconds after the child ended before it is started again."""

GRACE = 5.0
"""Seconds in which a server process whose parent is gone may finish its requests."""

NICENESS = 5
"""How far the child steps back when requests want the processor."""


def keep(folder: Path) -> None:
    """See to it from now on, in a thread, that `wiki work` runs for the wiki in `folder`, whoever started it."""
    threading.Thread(target=_keep, args=(folder,), name="background", daemon=True).start()


def _keep(folder: Path) -> None:
    while True:
        with lease(folder / "background", wait=True):
            # Its input ends with this process.
            child = subprocess.Popen([sys.executable, "-m", "wiki", "work"], cwd=ROOT, stdin=subprocess.PIPE)
            logger.info("the background process is %d", child.pid)
            status = child.wait()
        logger.warning("the background process ended with status %d; starting it again in %g s", status, RETRY)
        time.sleep(RETRY)


def go_with_parent() -> None:
    """End this process, in a thread, with the one that started it by `multiprocessing`, as granian does.

    Processes that a server forks by itself, as gunicorn does, are its own business.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_go_with_parent, args=(parent,), name="parent", daemon=True).start()


def _go_with_parent(parent: BaseProcess) -> None:
    number = os.getppid()
    # Processes that were forked later hold the other end of what `join` waits for: they would end one by one.
    while parent.is_alive() and os.getppid() == number:
        parent.join(timeout=1.0)
    logger.warning("the main process has gone: ending")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


def wake(folder: Path) -> None:
    """Tell the process for what can wait, where one runs, that there is something."""
    # It may have gone, or have been told so often that its bell is full.
    with suppress(OSError):
        bell = os.open(folder / "bell", os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(bell, b"\0")
        finally:
            os.close(bell)


def attend(folder: Path, called: Callable[[], None]) -> None:
    """In the child: call `called` at each `wake`, until the standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    path = folder / "bell"
    with suppress(FileExistsError):
        os.mkfifo(path, 0o600)
    # Open for writing too, so that it does not end with the first who rings.
    bell = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    parent = sys.stdin.fileno()
    try:
        while True:
            ready, _, _ = select.select([bell, parent], [], [])
            if bell in ready:
                os.read(bell, 4096)
                called()
            if parent in ready and not os.read(parent, 4096):
                return
    finally:
        os.close(bell)
