"""Two people wrote at the same text: what each changed, word by word, and both changes together.

The browser does the same offline. So that both always agree, the rule is spelled out here and held by
the same examples (tests/data/merge-vectors.json) in both languages:

1. A text is cut into words (letters, digits, ``_``), runs of blanks and single other characters.
2. What two texts have in common at the beginning, then at the end, is taken away. The rest is lined
   up by its longest common subsequence; where there are several, what goes is taken before what comes.
   Beyond ``MOST_CELLS`` pairs the rest counts as one change.
3. Where a text was only added, or only removed, the place is moved on as far as the words allow, so
   that a new sentence stands after the full stop and not before it.
4. What lies between two changes and holds no word belongs to the change.
5. Changes of two people fit together unless they touch: more than blanks must lie between them. The
   same change made by both is one change.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_PIECE = re.compile(r"\w+|[ \t\n\r\u00a0]+|.", re.DOTALL)
_WORD = re.compile(r"\w")
BLANKS = " \t\n\r\u00a0"
MOST_CELLS = 1_000_000


class Change(NamedTuple):
    """That ``base[start:end]`` (pieces) became ``text``."""

    start: int
    end: int
    text: str


class Mark(NamedTuple):
    """A stretch of text: ``same``, ``ins`` (it came) or ``del`` (it went)."""

    kind: str
    text: str


def pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def merged(base: str, mine: str, theirs: str) -> str | None:
    """The text with the changes of both; None when they touch each other."""
    cut = pieces(base)
    changes = sorted({*changed(cut, pieces(mine)), *changed(cut, pieces(theirs))})
    made, at = [], 0
    for number, one in enumerate(changes):
        if number and not "".join(cut[at : one.start]).strip(BLANKS):
            return None
        made += [*cut[at : one.start], one.text]
        at = one.end
    return "".join([*made, *cut[at:]])


def marks(before: str, after: str) -> list[Mark]:
    """What went and what came, to be read side by side; joined, the ``same`` and the ``ins`` give
    ``after``, the ``same`` and the ``del`` give ``before``."""
    cut = pieces(before)
    made, at = [], 0
    for one in changed(cut, pieces(after)):
        made += [
            Mark("same", "".join(cut[at : one.start])),
            Mark("del", "".join(cut[one.start : one.end])),
            Mark("ins", one.text),
        ]
        at = one.end
    made.append(Mark("same", "".join(cut[at:])))
    return [mark for mark in made if mark.text]


def changed(base: Sequence[str], other: Sequence[str]) -> list[Change]:
    """How ``other`` came from ``base``, in order."""
    start = _common(base, other)
    rest_of_base, rest_of_other = base[start:], other[start:]
    tail = _common(rest_of_base[::-1], rest_of_other[::-1])
    left = rest_of_base[: len(rest_of_base) - tail]
    right = rest_of_other[: len(rest_of_other) - tail]
    if not left and not right:
        return []
    if not left or not right or len(left) * len(right) > MOST_CELLS:
        found = [(0, len(left), list(right))]
    else:
        found = _lined_up(left, right)
    placed = [(start + a, start + b, text) for a, b, text in found]
    return _joined(base, _moved_on(base, placed))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces two texts have in common at the beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _lined_up(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int, list[str]]]:
    """The changes between two texts by their longest common subsequence."""
    table = _lengths(left, right)
    made: list[tuple[int, int, list[str]]] = []
    a = b = 0
    while a < len(left) or b < len(right):
        if a < len(left) and b < len(right) and left[a] == right[b]:
            a, b = a + 1, b + 1
            continue
        goes = b == len(right) or (a < len(left) and table[a + 1][b] >= table[a][b + 1])
        if not made or made[-1][1] != a:
            made.append((a, a, []))
        start, _, text = made[-1]
        if goes:
            made[-1] = (start, a + 1, text)
            a += 1
        else:
            text.append(right[b])
            b += 1
    return made


def _lengths(left: Sequence[str], right: Sequence[str]) -> list[list[int]]:
    """``[a][b]``: the length of the longest common subsequence of ``left[a:]`` and ``right[b:]``."""
    table = [[0] * (len(right) + 1)]
    for piece in reversed(left):
        below = table[-1]
        row = [0] * (len(right) + 1)
        for b in range(len(right) - 1, -1, -1):
            row[b] = below[b + 1] + 1 if piece == right[b] else max(below[b], row[b + 1])
        table.append(row)
    table.reverse()
    return table


def _moved_on(
    base: Sequence[str], changes: list[tuple[int, int, list[str]]]
) -> list[tuple[int, int, list[str]]]:
    """Each addition and each removal as far on as it can stand without meeting the next change."""
    made = []
    limits = [one[0] for one in changes[1:]] + [len(base)]
    for (start, end, text), limit in zip(changes, limits, strict=True):
        turned, by = text, 0
        if start == end:
            while end + by < limit and text[by % len(text)] == base[end + by]:
                by += 1
            turned = text[by % len(text) :] + text[: by % len(text)]
        elif not text:
            while end + by < limit and base[start + by] == base[end + by]:
                by += 1
        made.append((start + by, end + by, turned))
    return made


def _joined(base: Sequence[str], changes: list[tuple[int, int, list[str]]]) -> list[Change]:
    """Changes with nothing but blanks and punctuation between them are one."""
    made: list[Change] = []
    for start, end, text in changes:
        between = "".join(base[made[-1].end : start]) if made else ""
        if made and not _WORD.search(between):
            made[-1] = Change(made[-1].start, end, made[-1].text + between + "".join(text))
        else:
            made.append(Change(start, end, "".join(text)))
    return made
