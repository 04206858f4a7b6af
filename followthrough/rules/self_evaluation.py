"""A committee's self-evaluation beside an inspection: indicator by indicator, counted, never a mean.

Plain values. Ranks count from 1, the lowest level. Where a value is known only as a set of levels,
every pair that is possible is looked at: what they all agree on is said, and otherwise that it cannot
be told. Across editions an indicator is compared along the crosswalk's "same" and "renumbered" alone,
and only where the levels of both editions mean the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from indicators.rules.crosswalks import Comparison, comparable, same_scale
from indicators.rules.document import Edition, Graded, Value

LONGEST_TITLE: Final = 150
LONGEST_RATIONALE: Final = 4000
DRAFT: Final = "draft"
FINISHED: Final = "finished"
GIVEN: Final = "Consent given"
WITHDRAWN: Final = "Consent withdrawn"
CONSENTED: Final = (GIVEN, WITHDRAWN)
"""As the history keeps them."""


class Relation(StrEnum):
    """How the committee's own value stands to the inspection's."""

    SAME = "same"
    HIGHER = "higher"
    LOWER = "lower"
    UNSURE = "unsure"
    """Both have levels, but of a set of them, which may be the same or not."""
    NO_LEVEL = "no-level"
    """One of the two has no level."""
    APART = "apart"
    """The indicators, or their scales, may not be compared."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One indicator of the self-evaluation and the one of the inspection that it is compared with.

    ``then_code`` is empty where there is none. ``least`` and ``most``: by how many levels they are
    apart, the same where it is certain; 0 unless higher or lower. ``link`` is the crosswalk's kind,
    empty within one edition.
    """

    code: str
    then_code: str
    link: str
    own: Value | None
    then: Value | None
    relation: Relation
    least: int = 0
    most: int = 0

    @property
    def exactly(self) -> bool:
        """Both are known as one level."""
        return all(isinstance(one, Graded) and one.exact for one in (self.own, self.then))


@dataclass(frozen=True, slots=True)
class Agreement:
    """``lines`` counted. ``exact`` and ``adjacent`` (one level apart, whichever way) and ``further``
    add up to those of which it can be told; ``higher`` and ``lower`` are all those that differ."""

    exact: int
    adjacent: int
    further: int
    higher: int
    lower: int
    unsure: int
    no_level: int
    apart: int

    @property
    def told(self) -> int:
        return self.exact + self.higher + self.lower


def relation_of(own: Value | None, then: Value | None) -> tuple[Relation, int, int]:
    """How ``own`` stands to ``then``, and by how many levels at least and at most."""
    if not isinstance(own, Graded) or not isinstance(then, Graded):
        return Relation.NO_LEVEL, 0, 0
    apart = [mine - theirs for mine in own.ranks for theirs in then.ranks]
    low, high = min(apart), max(apart)
    if low > 0:
        return Relation.HIGHER, low, high
    if high < 0:
        return Relation.LOWER, -high, -low
    return (Relation.SAME if low == high == 0 else Relation.UNSURE), 0, 0


def beside(
    own: Edition,
    then: Edition,
    own_values: Mapping[str, Value | None],
    then_values: Mapping[str, Value | None],
) -> list[Beside]:
    """Every indicator of the self-evaluation's edition, in its order, beside the inspection's."""
    partners = partners_of(own, then)
    lines = []
    for one in own.indicators:
        then_code, link = partners.get(one.code, ("", ""))
        mine, theirs = own_values.get(one.code), then_values.get(then_code)
        relation, least, most = relation_of(mine, theirs) if then_code else (Relation.APART, 0, 0)
        lines.append(Beside(one.code, then_code, link, mine, theirs, relation, least, most))
    return lines


def partners_of(own: Edition, then: Edition) -> dict[str, tuple[str, str]]:
    """The indicator of ``then`` that each of ``own`` may be compared with, and the link's kind.

    Within one edition each with itself. An indicator with several, or whose other has several, has
    none: nobody could say which.
    """
    if own.code == then.code:
        return {one.code: (one.code, "") for one in own.indicators}
    if not same_scale(then, own):
        return {}
    forwards = [(one.target, one.source, one.kind) for one in comparable(then, own)]
    backwards = [(one.source, one.target, one.kind) for one in comparable(own, then)]
    pairs = forwards or backwards
    return {
        mine: (theirs, kind)
        for mine, theirs, kind in pairs
        if _once(mine, (one[0] for one in pairs)) and _once(theirs, (one[1] for one in pairs))
    }


def _once(code: str, codes: Iterable[str]) -> bool:
    return sum(one == code for one in codes) == 1


def why_apart(own: Edition, then: Edition) -> str:
    """What has to be said of a comparison across editions; empty within one."""
    if own.code == then.code:
        return ""
    if not same_scale(then, own):
        return f"Nothing is compared: the levels of {own.title} and of {then.title} do not mean the same."
    links: Sequence[Comparison] = comparable(then, own) or comparable(own, then)
    if not links:
        return f"Nothing is compared: no crosswalk joins {own.title} with {then.title}."
    return (
        f"The inspection was on {then.title}. Indicators are compared only where its crosswalk with "
        f"{own.title} says that they are the same or renumbered."
    )


def agreement(lines: Iterable[Beside]) -> Agreement:
    """The lines counted. A difference of one or two levels, not known which, counts as further."""
    found = list(lines)

    def of(relation: Relation) -> list[Beside]:
        return [one for one in found if one.relation is relation]

    differ = [*of(Relation.HIGHER), *of(Relation.LOWER)]
    adjacent = sum(one.most == 1 for one in differ)
    return Agreement(
        exact=len(of(Relation.SAME)),
        adjacent=adjacent,
        further=len(differ) - adjacent,
        higher=len(of(Relation.HIGHER)),
        lower=len(of(Relation.LOWER)),
        unsure=len(of(Relation.UNSURE)),
        no_level=len(of(Relation.NO_LEVEL)),
        apart=len(of(Relation.APART)),
    )


def level_counts(edition: Edition, values: Iterable[Value | None]) -> dict[str, int]:
    """How many values are exactly each level, by the level's code; those of several are left out."""
    exact = [one for one in values if isinstance(one, Graded) and one.exact]
    return {level.code: sum(level.rank in one.ranks for one in exact) for level in edition.levels}


def why_not_write(status: str) -> str:
    """Why nothing can be changed now; empty when it can."""
    if status == DRAFT:
        return ""
    return "This self-evaluation is finished and stays as it is. Begin a new one."


def why_not_finish(status: str, valued: int) -> str:
    if status != DRAFT:
        return why_not_write(status)
    return "" if valued else "No indicator has a value yet. Give at least one."


def why_not_consent(status: str, *, given: bool, wanted: bool) -> str:
    """Why consent cannot be given (``wanted``) or withdrawn now."""
    if status != FINISHED:
        return "Finish the self-evaluation first. Consent is to what does not change any more."
    if given == wanted:
        return "Consent is given already." if wanted else "No consent is given."
    return ""
