"""Follow-through inspections: what a scope, a judgement and a decision need, and how rounds compare."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

ALL: Final = "all"
SOME: Final = "some"
CONTINUE: Final = "continue"
CLOSE: Final = "close"
NEW_POINT: Final = "new-point"
NO_MORE: Final = "no-more"
AGAIN: Final = "again"
MOST_MONTHS: Final = 120


def scope_faults(
    choice: str, open_points: Collection[int], chosen: Collection[int], reason: str
) -> dict[str, str]:
    """What is wrong with a scope, by field; empty when it can be taken."""
    faults: dict[str, str] = {}
    if choice not in (ALL, SOME, "none"):
        faults["choice"] = "Choose all, some or none of the open points."
    elif choice == SOME and not chosen:
        faults["points"] = "Choose the points to look at, or say that it looks at none."
    elif choice == SOME and set(open_points) <= set(chosen):
        faults["choice"] = "These are all of the open points. Choose all of them."
    if choice != ALL and not reason.strip():
        faults["reason"] = "Say why this inspection does not look at all of the open points."
    return faults


def decision_faults(decision: str, months: int | None, reason: str) -> dict[str, str]:
    """What is wrong with a decision for an area, by field; empty when it can be taken."""
    faults: dict[str, str] = {}
    if decision not in (NO_MORE, AGAIN):
        faults["area_decision"] = "Choose no more visits, or another within a number of months."
    if decision == AGAIN and not (months and 1 <= months <= MOST_MONTHS):
        faults["again_within_months"] = f"Say within how many months, 1 to {MOST_MONTHS}."
    if not reason.strip():
        faults["decision_reason"] = "Say why."
    return faults


def gaps(*, valued: bool, rationale: str, decision: str, reason: str) -> tuple[str, ...]:
    """What a judgement still needs before moderation, in words for a sentence."""
    wanted = (
        (valued, "a level or a reason for none"),
        (bool(rationale.strip()), "the rationale"),
        (bool(decision), "a decision"),
        (not decision or bool(reason.strip()), "the reason of the decision"),
    )
    return tuple(words for there, words in wanted if not there)


def together(
    base: Mapping[str, Any] | None,
    wanted: Mapping[str, Any],
    now: Mapping[str, Any],
    *,
    sets: Collection[str] = (),
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What to write for an edit based on an earlier version, and the fields that both changed to
    something else. To ``sets`` each may have added, and from them each may have taken.

    ``base`` is the record as the edit's author saw it; None: not known, so that any difference meets.
    """
    kept: dict[str, Any] = {}
    clashing = []
    for name, mine in wanted.items():
        theirs = now[name]
        if mine == theirs or (base is not None and mine == base[name]):
            kept[name] = theirs
        elif base is not None and name in sets:
            kept[name] = _sets_together(base[name], mine, theirs)
        elif base is not None and theirs == base[name]:
            kept[name] = mine
        else:
            clashing.append(name)
    return kept, tuple(clashing)


def _sets_together(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Theirs, without what mine took out, and with what mine put in."""
    return [one for one in theirs if one in mine or one not in base] + [
        one for one in mine if one not in base and one not in theirs
    ]


class Asked(NamedTuple):
    """A point with its number or id, and the indicators that it answers."""

    key: int
    indicators: tuple[str, ...]


def replacements(old: Sequence[Asked], new: Sequence[Asked]) -> dict[int, int]:
    """Which new point takes the place of each old one that is to be replaced, by their keys.

    The first that answers one of its indicators; where none does, the one at the same place in the
    order, the last for those beyond the end. Without new points: nothing.
    """
    found: dict[int, int] = {}
    for at, one in enumerate(old):
        same = [two.key for two in new if set(two.indicators) & set(one.indicators)]
        if new:
            found[one.key] = same[0] if same else new[min(at, len(new) - 1)].key
    return found


class Change(NamedTuple):
    """How many levels up (positive) or down from one round to the next. What is known only as a set
    of levels changed by ``low`` to ``high``."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high


def change(before: Collection[int], after: Collection[int]) -> Change | None:
    """The change between two values as ranks; None where one of them has no level."""
    if not before or not after:
        return None
    if len(before) == len(after) == 1:
        low = high = max(after) - max(before)
    else:
        low, high = min(after) - max(before), max(after) - min(before)
    return Change(low, high)
