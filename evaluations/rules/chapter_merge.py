"""Two people wrote at one chapter: both texts together, where they do not touch.

Paragraphs that only one of them changed are taken as they stand; where both were at work in
neighbouring lines the rule of merge3 decides, word by word.
"""

from collections.abc import Sequence
from typing import NamedTuple

from evaluations.rules.merge3 import merged
from evaluations.rules.word_diff import line_changes


class _Change(NamedTuple):
    """That the lines ``start`` to ``end`` of the base became ``lines``."""

    start: int
    end: int
    lines: Sequence[str]


def merged_text(base: str, mine: str, theirs: str) -> str | None:
    """The text with the changes of both; None when they touch each other.

    The same change made by both is one change. Order does not matter:
    ``merged_text(base, a, b) == merged_text(base, b, a)``.
    """
    cut = base.splitlines(keepends=True)
    changes = [_changes(cut, text) for text in (mine, theirs)]
    made, at = "", 0
    for start, end in _regions(cut, [*changes[0], *changes[1]]):
        sides = [_with(cut, start, end, of_one) for of_one in changes]
        both = merged("".join(cut[start:end]), *sides)
        if both is None:
            return None
        made += "".join(cut[at:start]) + both
        at = end
    return made + "".join(cut[at:])


def _changes(cut: Sequence[str], text: str) -> list[_Change]:
    lines = text.splitlines(keepends=True)
    return [
        _Change(start, end, lines[from_:to])
        for kind, start, end, from_, to in line_changes(cut, lines)
        if kind != "equal"
    ]


def _regions(cut: Sequence[str], changes: Sequence[_Change]) -> list[tuple[int, int]]:
    """Stretches of the base with changes in them, each parted from the next by a line of words."""
    found: list[tuple[int, int]] = []
    for one in sorted(changes, key=lambda change: (change.start, change.end)):
        if found and not "".join(cut[found[-1][1] : one.start]).strip():
            found[-1] = (found[-1][0], max(found[-1][1], one.end))
        else:
            found.append((one.start, one.end))
    return found


def _with(cut: Sequence[str], start: int, end: int, changes: Sequence[_Change]) -> str:
    """A stretch of the base with the changes that one person made in it."""
    made, at = "", start
    for one in changes:
        if start <= one.start and one.end <= end:
            made += "".join(cut[at : one.start]) + "".join(one.lines)
            at = one.end
    return made + "".join(cut[at:end])
