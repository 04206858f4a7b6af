"""Which indicators of two editions may stand in one series, and what must be said beside it.

Codes mean something only within an edition: 1.1 is one thing in 2005 and another in 2009. A series
runs along links of kind "same" and "renumbered"; along any other only when somebody overrides, and
then it says so.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from indicators.rules.document import CrosswalkLink, Edition

COMPARABLE: Final = ("same", "renumbered")
"""The kinds along which a series runs by itself."""
WITHOUT_SOURCE: Final = ("new",)
WITHOUT_TARGET: Final = ("dropped", "no-equivalent")
KINDS: Final = (*COMPARABLE, "narrowed", "split", "merged", *WITHOUT_SOURCE, *WITHOUT_TARGET)


@dataclass(frozen=True)
class Comparison:
    """An indicator of an earlier edition and the one of a later edition it may be compared with.

    ``label`` is to stand beside every figure made from the pair. ``overridden``: somebody decided
    on it although the link alone does not allow it.
    """

    source: str
    target: str
    kind: str
    overridden: bool
    label: str


def comparable(
    earlier: Edition, later: Edition, *, overrides: Collection[tuple[str, str]] = ()
) -> tuple[Comparison, ...]:
    """Pairs of indicator codes, in the later edition's order, that may stand in one series.

    ``overrides`` are (earlier code, later code) pairs that an analyst has decided to compare; one
    that no link joins is left out, since there is nothing to say about it.
    """
    order = {one.code: n for n, one in enumerate(later.indicators)}
    known = {one.code for one in earlier.indicators}
    pairs = [
        (source, link)
        for link in later.crosswalk
        if (source := _source_in(earlier, link)) in known and link.target in order
    ]
    found = [
        _comparison(earlier, later, source, link)
        for source, link in pairs
        if link.kind in COMPARABLE or (source, link.target) in overrides
    ]
    return tuple(sorted(found, key=lambda one: order[one.target]))


def series(
    editions: Sequence[Edition], code: str, *, overrides: Collection[tuple[str, str]] = ()
) -> tuple[tuple[str, str], ...]:
    """(edition, indicator) codes, the oldest first, that end at ``code`` of the last edition.

    ``editions`` stand in order, the oldest first. The series stops where no one indicator of the
    edition before may be compared.
    """
    found = [(editions[-1].code, code)]
    for earlier, later in reversed(tuple(pairwise(editions))):
        pairs = comparable(earlier, later, overrides=overrides)
        before = [one.source for one in pairs if one.target == found[-1][1]]
        if len(before) != 1:
            break
        found.append((earlier.code, before[0]))
    return tuple(reversed(found))


def _source_in(earlier: Edition, link: CrosswalkLink) -> str:
    edition, _, code = link.source.partition(":")
    return code if edition == earlier.code else ""


def _comparison(earlier: Edition, later: Edition, source: str, link: CrosswalkLink) -> Comparison:
    overridden = link.kind not in COMPARABLE
    label = f"{source} in {earlier.code}, {link.target} in {later.code}: {link.kind}"
    if overridden:
        label += "; compared by an analyst's decision although the indicators differ"
    if not same_scale(earlier, later):
        label += "; the two editions use different scales"
    return Comparison(source, link.target, link.kind, overridden, label)


def same_scale(earlier: Edition, later: Edition) -> bool:
    """Whether levels mean the same in both: as many, with the same meanings.

    Where a level has no meaning, its label is compared. A new label alone ("adequate" for
    "satisfactory") leaves a scale the same.
    """
    if len(earlier.levels) != len(later.levels):
        return False
    return all(
        one.meaning == other.meaning if one.meaning and other.meaning else one.label == other.label
        for one, other in zip(earlier.levels, later.levels, strict=True)
    )
