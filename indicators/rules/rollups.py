"""What an overall value may be, given the indicators it rests on, by the edition's roll-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from indicators.rules.document import Edition, Graded, RollUp, Value
from indicators.rules.statements import share_words
from indicators.rules.values import value_label
from inspectorate.kernel.cells import Wrong


@dataclass(frozen=True)
class Overall:
    """The ranks that the overall value may have, and the sentence that says why.

    One rank when it is calculated from exact values; every rank when it is judged.
    """

    ranks: frozenset[int]
    why: str


def overall(edition: Edition, values: Mapping[str, Value]) -> Overall | str:
    """What the overall value may be, or a sentence (a ``str``) saying why nothing can be said.

    ``values`` are by indicator code; an indicator that is not there is not graded.
    """
    rule = edition.roll_up
    if rule.kind == "none":
        return Wrong("This edition has no overall value.")
    if rule.kind == "judged":
        return Overall(frozenset(edition.level_by_rank), "The overall value is a judgement.")
    ranks = {code: one.ranks for code in rule.of if isinstance(one := values.get(code), Graded)}
    if rule.kind == "limiting":
        return _limited(edition, rule, ranks)
    missing = [code for code in rule.of if code not in ranks]
    if missing:
        return Wrong(f"The overall value needs a level for {', '.join(missing)}.")
    return _sum(edition, rule, ranks)


def at_odds(edition: Edition, values: Mapping[str, Value]) -> str:
    """A sentence when the overall value on record cannot come from the rest; empty otherwise."""
    recorded = values.get(edition.roll_up.into) if edition.roll_up.into else None
    allowed = overall(edition, values)
    if not isinstance(recorded, Graded) or isinstance(allowed, str):
        return ""
    if recorded.ranks & allowed.ranks:
        return ""
    wanted = value_label(edition, Graded(allowed.ranks))
    said = f"The overall value is {value_label(edition, recorded)}; the roll-up gives {wanted}"
    return f"{said}. {allowed.why}"


def _sum(edition: Edition, rule: RollUp, ranks: Mapping[str, frozenset[int]]) -> Overall:
    """The sum of scores as a share of the greatest sum. Between the lowest and the highest reading
    of values known as sets, every level in between is held possible."""
    scores = {
        level.rank: rule.scores.get(level.code, level.rank) if rule.scores else level.rank
        for level in edition.levels
    }
    greatest = max(scores.values()) * len(ranks)
    low = sum(min(scores[rank] for rank in one) for one in ranks.values())
    high = sum(max(scores[rank] for rank in one) for one in ranks.values())
    shares = [_share(score, greatest, rounded=rule.rounded) for score in (low, high)]
    worst, best = (_rank(edition, rule, share) for share in shares)
    sums = str(low) if low == high else f"{low} to {high}"
    shown = " to ".join(dict.fromkeys(_shown(share) for share in shares))
    why = f"The scores add up to {sums} of {greatest}, {shown}."
    return Overall(frozenset(range(worst, best + 1)), why)


def _share(score: int, greatest: int, *, rounded: bool) -> Fraction:
    share = Fraction(score, greatest) if greatest else Fraction(0)
    return Fraction(floor(share * 100 + Fraction(1, 2)), 100) if rounded else share


def _shown(share: Fraction) -> str:
    exact = share_words(share)
    return exact if exact.endswith("%") else f"about {float(share):.1%}"


def _rank(edition: Edition, rule: RollUp, share: Fraction) -> int:
    for level in edition.levels:
        threshold = rule.thresholds.get(level.code)
        if threshold is not None and share >= threshold:
            return level.rank
    return edition.levels[-1].rank


def _limited(edition: Edition, rule: RollUp, ranks: Mapping[str, frozenset[int]]) -> Overall:
    """Only what is certain limits: a value that is missing, or may yet be better, does not."""
    by_code = edition.level_by_code
    cap, why = edition.levels[0].rank, "Nothing limits the overall value."
    for code, one in ranks.items():
        best = _best_with(rule, max(one), {key: level.rank for key, level in by_code.items()})
        if best is not None and best < cap:
            cap = best
            label = value_label(edition, Graded(one))
            why = f"{code} is {label}, so it is at most {edition.level_by_rank[cap].label}."
    return Overall(frozenset(rank for rank in edition.level_by_rank if rank <= cap), why)


def _best_with(rule: RollUp, rank: int, by_code: Mapping[str, int]) -> int | None:
    """The best overall rank when one indicator is at ``rank``; None when that limits nothing."""
    if not rule.limits:
        return rank
    hit = [by_code[best] for low, best in rule.limits if rank <= by_code[low]]
    return min(hit) if hit else None
