"""Which national label an edition's stated rules suggest for an indicator. A person decides.

Counts may be ranges, since some values are known only as a set of levels. A label is suggested only
when its rule holds however those values turn out; labels that depend on it are named as open.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from indicators.rules.document import AllOf, Edition, FindingRule, Share
from indicators.rules.statements import bounds_words, label_of

Within = Callable[[frozenset[int]], tuple[int, int]]
"""How many areas are at these ranks: the fewest and the most there can be."""


@dataclass(frozen=True)
class Suggestion:
    """``code``: the first finding that certainly holds, or None. ``why`` names the figures it rests
    on. ``open``: findings that hold for some readings of the values known only as a set."""

    code: str | None = None
    why: str = ""
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Whether a rule holds: ``surely``, only ``perhaps``, or neither. ``why`` gives the figures."""

    surely: bool
    perhaps: bool
    why: str = ""


def suggest(edition: Edition, within: Within, graded: int) -> Suggestion:
    """What the edition suggests for an indicator graded in ``graded`` areas.

    Findings are tried in the edition's order. With nothing graded, none holds.
    """
    if not graded:
        return Suggestion()
    answers = [(one, answer(edition, one.rule, within, graded)) for one in edition.findings]
    still_open = tuple(one.code for one, got in answers if got.perhaps and not got.surely)
    for finding, got in answers:
        if got.surely:
            return Suggestion(finding.code, got.why, still_open)
    return Suggestion(open=still_open)


def within_counts(counts: Mapping[int, tuple[int, int]], graded: int) -> Within:
    """Bounds from (fewest, most) areas at each rank, of ``graded`` in all; absent ranks have none."""

    def within(ranks: frozenset[int]) -> tuple[int, int]:
        inside = [bounds for rank, bounds in counts.items() if rank in ranks]
        outside = [bounds for rank, bounds in counts.items() if rank not in ranks]
        fewest = max(sum(low for low, _ in inside), graded - sum(high for _, high in outside))
        most = min(sum(high for _, high in inside), graded - sum(low for low, _ in outside))
        return fewest, most

    return within


def answer(edition: Edition, rule: FindingRule, within: Within, graded: int) -> Answer:
    """Whether one rule holds on these counts."""
    if isinstance(rule, Share):
        return _share(edition, rule, within, graded)
    answers = [answer(edition, one, within, graded) for one in rule.rules]
    if isinstance(rule, AllOf):
        why = " and ".join(one.why for one in answers)
        return Answer(all(one.surely for one in answers), all(one.perhaps for one in answers), why)
    # For "any", figures are given of the first rule that decides it.
    sure = [one.why for one in answers if one.surely]
    why = sure[0] if sure else " and ".join(one.why for one in answers)
    return Answer(bool(sure), any(one.perhaps for one in answers), why)


def _share(edition: Edition, rule: Share, within: Within, graded: int) -> Answer:
    ranks = edition.bands.get(rule.of) or frozenset({edition.level_by_code[rule.of].rank})
    fewest, most = within(ranks)
    low, high = _allowed(rule, graded)
    surely = low <= fewest and most <= high
    perhaps = max(low, fewest) <= min(high, most)
    return Answer(surely, perhaps, _why(edition, rule, (fewest, most), graded))


def _allowed(rule: Share, graded: int) -> tuple[int, int]:
    """The fewest and the most areas, of ``graded``, with which the share is within its bounds."""
    low, high = 0, graded
    if rule.at_least is not None:
        low = max(low, ceil(rule.at_least * graded))
    if rule.more_than is not None:
        low = max(low, floor(rule.more_than * graded) + 1)
    if rule.at_most is not None:
        high = min(high, floor(rule.at_most * graded))
    if rule.less_than is not None:
        high = min(high, ceil(rule.less_than * graded) - 1)
    return low, high


def _why(edition: Edition, rule: Share, bounds: tuple[int, int], graded: int) -> str:
    """``22 of 30 good or better (73.3%; the rule asks for at least 73%)``."""
    fewest, most = bounds
    number = str(fewest) if fewest == most else f"{fewest} to {most}"
    share = _per_cent(fewest, graded)
    if fewest != most:
        share = f"{share} to {_per_cent(most, graded)}"
    asked = f"the rule asks for {bounds_words(rule)}"
    return f"{number} of {graded} {label_of(edition, rule.of)} ({share}; {asked})"


def _per_cent(count: int, graded: int) -> str:
    """With one decimal where there is a remainder, so that 73.3% is seen to pass 73%."""
    tenths = floor(Fraction(count * 1000, graded) + Fraction(1, 2))
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"
