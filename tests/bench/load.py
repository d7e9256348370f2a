"""A small load generator: many keep-alive connections from one thread, so that it leaves the cores to the server.

It counts only whole answers with the expected status; anything else ends the run with an error, because a figure of
refused requests would say nothing.
"""

import selectors
import socket
import time
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlsplit

HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run measured; times in milliseconds."""

    requests: int
    per_second: float
    p50: float
    p95: float
    p99: float


class BadAnswer(Exception):
    """The server answered something else than was expected."""


def request_bytes(url: str, cookie: str = "") -> bytes:
    """A GET request as a browser sends it on a connection that stays open."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", "Connection: keep-alive"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


class _Connection:
    def __init__(self, address: tuple[str, int], number: int) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = number
        self.received = bytearray()
        self.expected = -1
        self.sent_at = 0.0

    def send(self, request: bytes) -> None:
        self.received.clear()
        self.expected = -1
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def is_answered(self) -> bool:
        """Read what has come; whether the answer is whole."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise BadAnswer("the connection was closed")
        self.received += piece
        if self.expected < 0:
            end = self.received.find(HEAD_END)
            if end < 0:
                return False
            head = bytes(self.received[:end]).lower()
            if not head.startswith(b"http/1.1 200"):
                raise BadAnswer(head.split(b"\r\n", 1)[0].decode())
            mark = head.index(b"content-length:") + 15
            self.expected = end + 4 + int(head[mark:].split(b"\r\n", 1)[0])
        return len(self.received) >= self.expected


def run(requests: list[bytes], address: tuple[str, int], *, seconds: float, connections: int = 16) -> Figures:
    """Send `requests` in turn over `connections` for `seconds`, each connection waiting for its answer."""
    selector = selectors.DefaultSelector()
    opened = [_Connection(address, number) for number in range(connections)]
    times: list[float] = []
    turn = 0
    begin = time.perf_counter()
    for connection in opened:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(requests[turn % len(requests)])
        turn += 1
    while (now := time.perf_counter()) - begin < seconds:
        for key, _mask in selector.select(timeout=5):
            connection = key.data
            if connection.is_answered():
                times.append(time.perf_counter() - connection.sent_at)
                connection.send(requests[turn % len(requests)])
                turn += 1
    for connection in opened:
        connection.socket.close()
    return figures(times, now - begin)


def figures(times: list[float], seconds: float) -> Figures:
    """Summarise times (seconds each) of requests made within `seconds`."""
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else [times[0]] * 99
    return Figures(len(times), len(times) / seconds, cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000)
