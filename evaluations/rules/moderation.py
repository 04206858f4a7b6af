"""Moderation: which indicators are judged a second time, how far two judgements differ, who may judge,
and what has to be settled before somebody signs."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from evaluations.rules.life import OUT
from evaluations.rules.values import Kept
from evaluations.terms import InspectionStatus as S

SIGNED = (S.FINDINGS_DISCUSSED, S.FACTUAL_ACCURACY, *OUT)
"""A moderator has signed the evaluations off."""
LEAST_PANEL = 2
LONGEST_REASON = 4_000
LONGEST_WHY = 4_000
LONGEST_SEED = 40


def may_know(status: str, *, chosen: int, given: int) -> bool:
    """Whether somebody who was not on the team may know its evaluations.

    Whoever could be asked for a second judgement knows nothing of the first until every indicator
    that was ``chosen`` has been ``given`` one, or the evaluations are signed off.
    """
    return status in SIGNED or (chosen > 0 and given == chosen)


def draw(codes: Sequence[str], count: int, seed: str) -> tuple[str, ...]:
    """``count`` of the codes, drawn with a seed; the same seed draws the same ones again, whatever
    order they are given in and wherever it is run. In the order of ``codes``.

    Raises ValueError when there are not so many.
    """
    if not 0 <= count <= len(codes):
        raise ValueError(f"{count} cannot be drawn from {len(codes)}.")
    number = int.from_bytes(sha256(seed.encode()).digest())
    drawn = set(random.Random(number).sample(sorted(codes), count))  # noqa: S311 - repeatable on purpose
    return tuple(code for code in codes if code in drawn)


@dataclass(frozen=True, slots=True)
class Variance:
    """How a second judgement stands to the team's. ``steps``: levels that it is above the team's
    (negative: below); None where one of them is no single level."""

    differs: bool
    steps: int | None

    @property
    def distance(self) -> int | None:
        return None if self.steps is None else abs(self.steps)


def variance(team: Kept, second: Kept) -> Variance:
    """The team's value beside a second judgement of the same indicator."""
    if team.level is None or second.level is None:
        return Variance(team != second, None)
    return Variance(team.level != second.level, second.level - team.level)


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator that was chosen. ``second`` None: not given yet. ``decided`` is what a panel
    decided last."""

    code: str
    team: Kept
    second: Kept | None = None
    decided: Kept | None = None

    @property
    def waits_for_panel(self) -> bool:
        """Whether they differ and no panel has decided on what the team's value now is."""
        return self.second is not None and self.team not in (self.second, self.decided)


def before_signing(standings: Sequence[Standing], open_requests: int) -> list[str]:
    """What must be settled before a round is signed off, in sentences."""
    said = [] if standings else ["Choose at least one indicator for a second judgement."]
    missing = [one.code for one in standings if one.second is None]
    if missing:
        said.append(f"Second judgements still to be given: {', '.join(missing)}.")
    differing = [one.code for one in standings if one.waits_for_panel]
    if differing:
        said.append(f"A panel decides where judgements differ: {', '.join(differing)}.")
    if open_requests:
        what = "request" if open_requests == 1 else "requests"
        said.append(f"{open_requests} {what} for change still to be resolved.")
    return said


def before_asking(standings: Sequence[Standing]) -> list[str]:
    """What must be settled before changes are asked for: no judgement is left half given, because
    the team's answer would show what it answers."""
    missing = [one.code for one in standings if one.second is None]
    if not missing:
        return []
    return [f"Give your judgement first, or do without it: {', '.join(missing)}."]


def why_not_independent(
    *, named: bool, on_team: bool, was_on_team: bool, wrote: bool = False
) -> str:
    """Why somebody may not moderate or sign an inspection; empty when they may.

    ``named``: a person, not a tool or a command. ``wrote``: words of the report are theirs.
    """
    if not named:
        return "This is done by a named person."
    if on_team or was_on_team:
        return "Nobody moderates an inspection that they are or were on the team of."
    return "Nobody signs off a report of which they wrote words." if wrote else ""


def panel_fault(panel: Collection[int], judge: int | None) -> str:
    """What is wrong with who decides; empty when nothing is. ``judge`` gave the second judgement."""
    if len(panel) < LEAST_PANEL:
        return "A panel is two people or more."
    if judge is not None and set(panel) == {judge}:
        return "Nobody decides alone on their own judgement."
    return ""
