"""Two versions of a text of any length, compared word by word.

Lines that stayed as they were are found first, so that a chapter of sixty pages with a change at
each end costs what its changes cost; what lies between them is compared by the rule of merge3.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from evaluations.rules.merge3 import Mark, marks

MOST_LINES = 4_000
"""Beyond this many lines on a side the whole is one stretch for the comparison by words."""


def compare(before: str, after: str) -> tuple[Mark, ...]:
    """What stayed, went and came, in order; no two neighbours are of one kind.

    Joined, the ``same`` and the ``del`` give ``before``, the ``same`` and the ``ins`` give ``after``.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Mark] = []
    for kind, start, end, from_, to in line_changes(old, new):
        if kind == "equal":
            found.append(Mark("same", "".join(old[start:end])))
        else:
            found += marks("".join(old[start:end]), "".join(new[from_:to]))
    return tuple(_joined(found))


def line_changes(
    before: Sequence[str], after: Sequence[str]
) -> Sequence[tuple[str, int, int, int, int]]:
    """How one list of lines became another: (what, from, to, from, to) as difflib says it."""
    if max(len(before), len(after)) > MOST_LINES:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(None, before, after).get_opcodes()


def changed_words(spans: Sequence[Mark]) -> tuple[int, int]:
    """How many words came and how many went."""
    words = {
        kind: sum(len(one.text.split()) for one in spans if one.kind == kind)
        for kind in ("ins", "del")
    }
    return words["ins"], words["del"]


def _joined(spans: Sequence[Mark]) -> Iterator[Mark]:
    kind, text = "", ""
    for one in spans:
        if one.kind == kind:
            text += one.text
            continue
        if text:
            yield Mark(kind, text)
        kind, text = one.kind, one.text
    if text:
        yield Mark(kind, text)
