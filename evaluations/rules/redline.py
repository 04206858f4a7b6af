"""A draft and what became of it, passage by passage: what stayed, changed, moved, came and went.

Passages are paired by their words, not by their numbers: first those that are the same, then those
most alike. What stands in another order than before is said to have moved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from evaluations.rules.accuracy import DraftPart, Passage
from evaluations.rules.merge3 import Mark
from evaluations.rules.word_diff import compare

ALIKE = 0.5
"""From which share of common words two passages are versions of one."""
MOST_PAIRS = 40_000
"""Beyond this many possible pairs only neighbours within their chapter are compared."""


@dataclass(frozen=True, slots=True)
class RedLine:
    """One passage. ``was`` and ``is_now`` are its references before and after, empty when it came or
    went; ``moved``: it stands elsewhere than before. ``spans`` are its words with what changed."""

    was: str
    is_now: str
    kind: str
    spans: tuple[Mark, ...]
    moved: bool = False

    @property
    def what(self) -> str:
        """came, went, changed, moved or same."""
        if not self.was:
            return "came"
        if not self.is_now:
            return "went"
        if any(one.kind != "same" for one in self.spans):
            return "changed"
        return "moved" if self.moved else "same"


@dataclass(frozen=True, slots=True)
class RedPart:
    """A chapter as it is now, or one that went."""

    title: str
    lines: tuple[RedLine, ...]

    @property
    def changed(self) -> bool:
        return any(one.what != "same" for one in self.lines)


def compared(before: Sequence[DraftPart], after: Sequence[DraftPart]) -> list[RedPart]:
    """The parts as they are now, with what went shown where it stood."""
    old = [(part, one) for part in before for one in part.passages]
    new = [(part, one) for part in after for one in part.passages]
    pairs = _pairs([one for _, one in old], [one for _, one in new])
    moved = _out_of_order(pairs)
    gone = [at for at in range(len(old)) if at not in pairs.values()]
    parts = []
    shown: set[int] = set()
    for part in after:
        lines: list[RedLine] = []
        for at, (holder, passage) in enumerate(new):
            if holder is not part:
                continue
            found = pairs.get(at)
            if found is not None:
                lines += _gone_before(old, gone, shown, found)
            lines.append(_line(None if found is None else old[found][1], passage, at in moved))
        lines += _gone_in(old, gone, shown, part.title)
        parts.append(RedPart(part.title, tuple(lines)))
    rest = [at for at in gone if at not in shown]
    for title in dict.fromkeys(old[at][0].title for at in rest):
        lines = [_went(old[at][1]) for at in rest if old[at][0].title == title]
        parts.append(RedPart(title, tuple(lines)))
    return parts


Placed = tuple[DraftPart, Passage]


def _gone_before(
    old: Sequence[Placed], gone: Sequence[int], shown: set[int], at: int
) -> list[RedLine]:
    """Those that stood directly before ``at`` in its chapter."""
    found: list[int] = []
    while at - 1 in gone and at - 1 not in shown and old[at - 1][0] is old[at][0]:
        at -= 1
        found.append(at)
        shown.add(at)
    return [_went(old[one][1]) for one in reversed(found)]


def _gone_in(
    old: Sequence[Placed], gone: Sequence[int], shown: set[int], title: str
) -> list[RedLine]:
    """Those that stood at the end of the chapter of this title."""
    found = [at for at in gone if at not in shown and old[at][0].title == title]
    shown.update(found)
    return [_went(old[at][1]) for at in found]


def _line(was: Passage | None, now: Passage, moved: bool) -> RedLine:
    if was is None:
        return RedLine("", now.reference, now.kind, (Mark("ins", now.words),))
    spans = compare(was.words, now.words) if was.words != now.words else ()
    return RedLine(
        was.reference, now.reference, now.kind, spans or (Mark("same", now.words),), moved
    )


def _went(was: Passage) -> RedLine:
    return RedLine(was.reference, "", was.kind, (Mark("del", was.words),))


def _pairs(old: Sequence[Passage], new: Sequence[Passage]) -> dict[int, int]:
    """For each of ``new`` that is a version of one of ``old``, which."""
    found: dict[int, int] = {}
    left: dict[str, list[int]] = {}
    for at, one in enumerate(old):
        left.setdefault(one.words, []).append(at)
    for at, one in enumerate(new):
        if left.get(one.words):
            found[at] = left[one.words].pop(0)
    came = [at for at in range(len(new)) if at not in found]
    went = sorted(at for places in left.values() for at in places)
    near = len(came) * len(went) > MOST_PAIRS
    likely = [
        (-share, abs(a - b), a, b)
        for a in came
        for b in went
        if (not near or new[a].chapter == old[b].chapter)
        and (share := _alike(old[b].words, new[a].words)) >= ALIKE
    ]
    for _share, _far, a, b in sorted(likely):
        if a not in found and b in went:
            found[a] = b
            went.remove(b)
    return found


def _alike(one: str, other: str) -> float:
    words, others = one.split(), other.split()
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _out_of_order(pairs: dict[int, int]) -> set[int]:
    """Those of the new that moved: the fewest whose leaving puts the rest in their old order."""
    order = [pairs[at] for at in sorted(pairs)]
    places = sorted(pairs)
    best: list[int] = []
    before: list[int] = []
    ends: list[int] = []
    for at, value in enumerate(order):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if order[ends[middle]] < value:
                low = middle + 1
            else:
                high = middle
        before.append(ends[low - 1] if low else -1)
        ends[low : low + 1] = [at]
    at = ends[-1] if ends else -1
    while at >= 0:
        best.append(at)
        at = before[at]
    stay = set(best)
    return {places[at] for at in range(len(order)) if at not in stay}
