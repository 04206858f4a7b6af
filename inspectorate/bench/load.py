"""A load of HTTP requests from one thread of plain sockets, cheaper than any server it measures.

Every request has a connection of its own, as behind a proxy that keeps none: sync workers serve one
request a connection. A *lane* is one imagined client: its next request waits for its last answer.
"""

import heapq
import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from inspectorate.bench.timing import percentile

Ask = Callable[[int], bytes]
"""The next request of a lane, as it goes over the wire."""
Heard = Callable[[int, bytes], int]
"""Takes the answer of a lane, as it came over the wire, and gives its status."""
AT_ONCE = 65_536


@dataclass
class Load:
    """What a round gave: milliseconds of every answered request, and how many of each status."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    bytes: int = 0

    @property
    def rate(self) -> float:
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return percentile(self.milliseconds, 0.95)


@dataclass
class _Call:
    lane: int
    since: float
    answer: bytearray = field(default_factory=bytearray)


class Driver:
    """Sends requests to one port of this machine and times their answers."""

    def __init__(self, port: int, ask: Ask, heard: Heard) -> None:
        self._port, self._ask, self._heard = port, ask, heard
        self._selector = selectors.DefaultSelector()
        self._load = Load()

    def closed(self, lanes: int, seconds: float) -> Load:
        """Every lane sends its next request as soon as the last is answered, for so many seconds."""
        start = time.perf_counter()
        for lane in range(lanes):
            self._send(lane, time.perf_counter())
        while self._selector.get_map():
            for lane in self._answered(None):
                if time.perf_counter() - start < seconds:
                    self._send(lane, time.perf_counter())
        self._load.seconds = time.perf_counter() - start
        return self._load

    def open(self, lanes: int, rate: float, seconds: float) -> Load:
        """So many requests a second, however long answers take; each is timed from when it was due.

        A request waits, and its time runs, while no lane is free.
        """
        start = time.perf_counter()
        due = [start + number / rate for number in range(int(rate * seconds))]
        due.reverse()
        free = list(range(lanes))
        while due or self._selector.get_map():
            now = time.perf_counter()
            while due and free and due[-1] <= now:
                self._send(heapq.heappop(free), due.pop())
            wait = max(0.0, due[-1] - time.perf_counter()) if due and free else None
            for lane in self._answered(wait):
                heapq.heappush(free, lane)
        self._load.seconds = time.perf_counter() - start
        return self._load

    def _send(self, lane: int, since: float) -> None:
        one = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        one.sendall(self._ask(lane))
        one.setblocking(False)
        self._selector.register(one, selectors.EVENT_READ, _Call(lane, since))

    def _answered(self, wait: float | None) -> Sequence[int]:
        """Read what has come; the lanes whose answer is whole."""
        done = []
        for key, _ in self._selector.select(wait):
            one, call = cast(socket.socket, key.fileobj), key.data
            piece = one.recv(AT_ONCE)
            if piece:
                call.answer += piece
                continue
            self._selector.unregister(one)
            one.close()
            taken = (time.perf_counter() - call.since) * 1000
            self._load.statuses[self._heard(call.lane, bytes(call.answer))] += 1
            self._load.milliseconds.append(taken)
            self._load.bytes = len(call.answer)
            done.append(call.lane)
        return done


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    sent = {"Host": "127.0.0.1", "Connection": "close", **headers}
    if body:
        sent |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def status_of(answer: bytes) -> int:
    """The status of an answer as it came over the wire; 0 when none came."""
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.") else 0


def body_of(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]
