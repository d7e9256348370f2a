"""A real server for tests that need one: its own folder, a free port of the loopback, the production command."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIKI = Path(sys.executable).with_name("wiki")
START_SECONDS = 60


def free_port() -> int:
    """A port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`wiki run` in a folder; stopped or killed at will, and started again on the same data."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SECRET_KEY")},
            "WIKI_DATA": str(folder),
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "SITE_URL": self.url,
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.log = folder.parent / f"{folder.name}.log"

    def wiki(self, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command of `wiki` on the same data."""
        return subprocess.run(
            [WIKI, *arguments],
            input=text,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self) -> "Server":
        """Serve; returns once `/healthz` answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [WIKI, "run"], env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return self
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text(errors='replace')[-4000:]}")

    def stop(self) -> None:
        """End it as an operator does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does: every process at once, nothing finished."""
        self._end(signal.SIGKILL)

    def kill_main_process(self) -> None:
        """End only the process that looks after the others, as a machine does that is short of memory."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=20)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=20)
        self._process = None
