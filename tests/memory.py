"""How much memory a stream of rows takes: exactly for short ones, by the process for long ones."""

import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from resource import getpagesize


def peak_of(rows: Iterable[object]) -> tuple[int, int]:
    """How many there are, and the most bytes that were held while they were counted. Slow."""
    tracemalloc.start()
    try:
        count = sum(1 for _ in rows)
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def growth_over(rows: Iterable[object], *, after: int) -> tuple[int, int]:
    """How many there are, and by how many bytes the process has grown since row ``after``."""
    count = before = 0
    for count, _row in enumerate(rows, start=1):
        if count == after:
            before = _resident()
    return count, _resident() - before


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()
