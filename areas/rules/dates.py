"""Days: an open beginning means "since before records began", an open end "until further notice"."""

from collections.abc import Sequence
from datetime import date


def out_of_order(from_on: date | None, to_on: date | None) -> str | None:
    """Why the two days cannot be taken together; None when they can."""
    if from_on is not None and to_on is not None and to_on < from_on:
        return "The last day is before the first. Give them in order."
    return None


def succession_fault(kind: str, predecessors: int, successors: int) -> tuple[str, str] | None:
    """The field and reason why so many predecessors and successors do not make this kind of change.

    ``kind`` is a SuccessionKind: renamed is one to one, merged many into one, split one into many;
    a changed boundary has at least one on each side.
    """
    least: dict[str, Sequence[tuple[int, int]]] = {
        "renamed": ((1, 1), (1, 1)),
        "merged": ((2, 99), (1, 1)),
        "split": ((1, 1), (2, 99)),
        "boundary": ((1, 99), (1, 99)),
    }
    sides = zip(
        ("predecessors", "successors"), least[kind], (predecessors, successors), strict=True
    )
    for field, (fewest, most), count in sides:
        if not fewest <= count <= most:
            wanted = "one" if most == 1 else f"at least {fewest}"
            return field, f"This kind of change has {wanted} here; {count} are given."
    return None
