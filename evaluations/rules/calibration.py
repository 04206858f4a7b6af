"""How far the team's evaluations and second judgements agree, with care for small numbers.

The scale is ordinal, so agreement by chance is taken out by Cohen's kappa with quadratic weights: a
disagreement by two levels weighs four times one by a single level (Cohen 1968). It is undefined when
no disagreement could be expected by chance.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

LEAST_FOR_KAPPA = 10
"""Fewer pairs say more about chance than about agreement."""
LEAST_FOR_PERSON = 5
"""Figures about one person rest on at least so many pairs; otherwise they are not shown."""

Pair = tuple[int, int]
"""(the team's rank, the second judgement's rank), 1 the lowest level."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """``exact`` and ``adjacent`` (one level apart) of ``pairs``; ``higher``: how many second
    judgements were above the team's. ``kappa`` is None where it is not given, and
    ``no_kappa`` says why."""

    pairs: int
    exact: int
    adjacent: int
    higher: int
    kappa: float | None
    no_kappa: str = ""

    @property
    def further(self) -> int:
        """Two levels apart or more."""
        return self.pairs - self.exact - self.adjacent

    @property
    def lower(self) -> int:
        return self.pairs - self.exact - self.higher

    @property
    def exact_share(self) -> float | None:
        return self.exact / self.pairs if self.pairs else None

    @property
    def within_one_share(self) -> float | None:
        return (self.exact + self.adjacent) / self.pairs if self.pairs else None


def agreement(pairs: Sequence[Pair], size: int) -> Agreement:
    """The agreement of pairs on a scale of ``size`` levels."""
    kappa = weighted_kappa(pairs, size) if len(pairs) >= LEAST_FOR_KAPPA else None
    why = ""
    if len(pairs) < LEAST_FOR_KAPPA:
        why = f"fewer than {LEAST_FOR_KAPPA} pairs"
    elif kappa is None:
        why = "every judgement is at one level"
    return Agreement(
        pairs=len(pairs),
        exact=sum(team == second for team, second in pairs),
        adjacent=sum(abs(team - second) == 1 for team, second in pairs),
        higher=sum(second > team for team, second in pairs),
        kappa=None if kappa is None else float(kappa),
        no_kappa=why,
    )


def weighted_kappa(pairs: Sequence[Pair], size: int) -> Fraction | None:
    """Cohen's kappa with quadratic weights, exactly; None where it is undefined.

    With these weights the matrices need not be built: the disagreement expected by chance is what
    the two margins' squared distance comes to. Raises ValueError for a rank off the scale.
    """
    if any(not 1 <= rank <= size for pair in pairs for rank in pair):
        raise ValueError(f"A rank is not on a scale of {size} levels.")
    n = len(pairs)
    if not n:
        return None
    observed = Fraction(sum((team - second) ** 2 for team, second in pairs), n)
    teams = [team for team, _second in pairs]
    seconds = [second for _team, second in pairs]
    squares = Fraction(sum(one * one for one in (*teams, *seconds)), n)
    expected = squares - 2 * Fraction(sum(teams), n) * Fraction(sum(seconds), n)
    return None if expected == 0 else 1 - observed / expected


def withheld[K: Hashable](pairs_of: Mapping[K, int]) -> Collection[K]:
    """Whose figures are not shown: those on few pairs; and where that is one person alone, the next
    smallest too, since what is left over from the total would tell."""
    few = {one for one, pairs in pairs_of.items() if 0 < pairs < LEAST_FOR_PERSON}
    others = [one for one in pairs_of if one not in few and pairs_of[one]]
    if len(few) == 1 and others:
        few.add(min(others, key=lambda one: pairs_of[one]))
    return few
