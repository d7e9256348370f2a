"""A process apart for texts that might be costly: it renders, and dies when it takes too much.

Rule: the limit is CPU time and memory, set by the kernel on the worker itself, so that it holds even inside one
long step of C code and does not depend on how busy the machine is. The worker is a plain child that talks over
pipes: it works under any server, in threads, after a fork, and goes when its parent goes.
"""

import os
import pickle
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from wiki.parsing import limits
from wiki.parsing.draft import Draft, Job
from wiki.parsing.limits import TooBusy, TooComplex, TooSlow
from wiki.parsing.markup import markup
from wiki.parsing.sanitiser import sanitised

_ROOT = Path(__file__).resolve().parents[2]
_SPECIAL = "*_[]<`|~&>\n!\\"


def cost(text: str) -> int:
    """An upper estimate of the work that `text` asks for: its length, and ten times its signs of markup."""
    return len(text) + 10 * sum(map(text.count, _SPECIAL))


class Budget:
    """The CPU time of one rendering: what its thread has used since the start, and what workers used for it."""

    def __init__(self, seconds: float) -> None:
        self._end = time.thread_time() + seconds

    def left(self, reserve: float) -> float:
        """Seconds that may still be used so that `reserve` remains; a little is always given."""
        return max(0.05, self._end - time.thread_time() - reserve)

    def used(self, seconds: float) -> None:
        """Count what a worker used."""
        self._end -= seconds


def render_markup(job: Job, budget: Budget) -> Draft:
    """`markup(job)`, in a worker when the text is not tame. Raises `TooComplex`, also when a limit stops it."""
    if cost(job.text) <= limits.TAME_COST:
        return markup(job)
    result = _worker.call("markup", job, budget, limits.SANITISER_SHARE)
    if not isinstance(result, Draft):
        raise TooComplex
    return result


def render_sanitised(html: str, budget: Budget) -> str:
    """`sanitised(html)`, in a worker when it is not tame. Raises `TooComplex`, also when a limit stops it."""
    if len(html) + 40 * html.count("<") <= limits.TAME_HTML:
        return sanitised(html)
    result = _worker.call("sanitise", html, budget, limits.LAST_SHARE)
    if not isinstance(result, str):
        raise TooComplex
    return result


class Worker:
    """The handle on the child process, started at the first need and again after each death."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._parent = 0

    def call(self, task: str, argument: object, budget: Budget, reserve: float) -> object:
        """The result of `task` on `argument`; None when it broke a limit of structure.

        Raises `TooSlow` where it was stopped at the budget less `reserve`, or at the limit of memory, and `TooBusy`
        where the worker does not become free in time, or gets too little of the processor.
        """
        if not self._lock.acquire(timeout=limits.WAIT_SECONDS):
            raise TooBusy
        try:
            child = self._running()
            request = pickle.dumps((task, argument, budget.left(reserve)), pickle.HIGHEST_PROTOCOL)
            try:
                answer = _exchange(child, request, time.monotonic() + limits.WALL_SECONDS)
            except TooBusy:
                self._end(child)
                raise
            except (OSError, EOFError):
                self._end(child)
                raise TooSlow from None
        finally:
            self._lock.release()
        result, seconds = pickle.loads(answer)  # noqa: S301 - from our own child
        budget.used(seconds)
        return result

    def _running(self) -> "subprocess.Popen[bytes]":
        child = self._child
        if child is None or self._parent != os.getpid() or child.poll() is not None:
            child = subprocess.Popen(
                [sys.executable, "-m", "wiki.parsing.worker"],
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            self._child, self._parent = child, os.getpid()
        return child

    def _end(self, child: "subprocess.Popen[bytes]") -> None:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        self._child = None


_worker = Worker()


def _exchange(child: "subprocess.Popen[bytes]", request: bytes, deadline: float) -> bytes:
    """Send `request`, read the answer. Raises EOFError when the child dies, `TooBusy` when the deadline passes."""
    if child.stdin is None or child.stdout is None:
        raise EOFError
    child.stdin.write(len(request).to_bytes(8, "big") + request)
    child.stdin.flush()
    source = child.stdout.fileno()
    poll = select.poll()
    poll.register(source, select.POLLIN | select.POLLHUP)
    received = bytearray()
    while len(received) < 8 or len(received) < 8 + int.from_bytes(received[:8], "big"):
        ready = poll.poll(max(0, int(1000 * (deadline - time.monotonic()))))
        if not ready:
            raise TooBusy
        chunk = os.read(source, 1 << 20)
        if not chunk:
            raise EOFError
        received += chunk
    return bytes(received[8:])


def _markup(argument: object) -> object:
    return markup(argument) if isinstance(argument, Job) else None


def _sanitise(argument: object) -> object:
    return sanitised(argument) if isinstance(argument, str) else None


_TASKS: dict[str, Callable[[object], object]] = {"markup": _markup, "sanitise": _sanitise}


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Carry out requests until the parent is gone; the kernel ends a task that exceeds its CPU time."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.WORKER_MEMORY, limits.WORKER_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while len(size := requests.read(8)) == 8:
        task, argument, seconds = pickle.loads(requests.read(int.from_bytes(size, "big")))  # noqa: S301
        signal.setitimer(signal.ITIMER_PROF, seconds)
        start = time.process_time()
        try:
            result = _TASKS[task](argument)
        except (TooComplex, RecursionError, MemoryError):
            result = None
        answer = pickle.dumps((result, time.process_time() - start), pickle.HIGHEST_PROTOCOL)
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
