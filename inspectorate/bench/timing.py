"""Two things measured in turns, so that a machine that drifts drifts for both."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any


def in_turns(work: Callable[[], Any], floor: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Median milliseconds of each over ``rounds``, after two warm-up rounds."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 2):
        for index, one in enumerate((work, floor)):
            start = time.perf_counter()
            one()
            if turn >= 2:  # noqa: PLR2004 - warm-up
                taken[index].append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])


def verdict(name: str, *, ratio: float, goal: float, at_least: bool = False, **facts: Any) -> str:
    """The line a reader looks for: ``P1 evaluations=1000000 ratio=1.62 goal<=2 ok``."""
    good = ratio >= goal if at_least else ratio <= goal
    told = " ".join(f"{key}={value}" for key, value in facts.items())
    sign = ">=" if at_least else "<="
    return f"{name} {told} ratio={ratio:.2f} goal{sign}{goal:g} {'ok' if good else 'short'}"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def bound(name: str, what: str, value: float, goal: float) -> str:
    """The line of a goal that is no ratio: ``P5 statements=10 goal<=12 ok``."""
    return f"{name} {what}={value:g} goal<={goal:g} {'ok' if value <= goal else 'short'}"
