"""Which national label the edition's rules suggest, and on what figures; a person decides."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from indicators.rules.document import AllOf, Edition, Finding, FindingRule, Share
from inspectorate.national.rules import counting
from inspectorate.national.rules.figures import Bounds
from inspectorate.national.rules.wording import number, words_of


@dataclass(frozen=True)
class Suggestion:
    """``code``: the first finding that certainly holds, or None. ``why`` names the figures it rests
    on. ``open``: findings that hold for some readings of the values known only as a set."""

    code: str | None = None
    why: str = ""
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Answer:
    """Whether a rule holds: surely, perhaps, or (neither) not at all. ``why`` when surely."""

    surely: bool
    perhaps: bool
    why: str = ""


def suggest(edition: Edition, tallied: counting.Tally) -> Suggestion:
    """Try the edition's findings in its order. With nothing graded, none holds."""
    if not tallied.graded_total:
        return Suggestion()
    answers = [(one, _ask(edition, one.rule, tallied)) for one in edition.findings]
    sure: list[tuple[Finding, str]] = [(one, got.why) for one, got in answers if got.surely]
    still_open = tuple(one.code for one, got in answers if got.perhaps and not got.surely)
    if not sure:
        return Suggestion(open=still_open)
    finding, why = sure[0]
    return Suggestion(finding.code, why, still_open)


def _ask(edition: Edition, rule: FindingRule, tallied: counting.Tally) -> _Answer:
    if isinstance(rule, Share):
        return _ask_share(edition, rule, tallied)
    answers = [_ask(edition, one, tallied) for one in rule.rules]
    if isinstance(rule, AllOf):
        why = " and ".join(one.why for one in answers)
        return _Answer(all(a.surely for a in answers), all(a.perhaps for a in answers), why)
    first = next((one.why for one in answers if one.surely), "")
    return _Answer(any(a.surely for a in answers), any(a.perhaps for a in answers), first)


def _ask_share(edition: Edition, rule: Share, tallied: counting.Tally) -> _Answer:
    total = tallied.graded_total
    in_band = rule.of in edition.bands
    ranks = edition.bands[rule.of] if in_band else {edition.level_by_code[rule.of].rank}
    bounds = counting.within(tallied, frozenset(ranks))
    readings = [_holds(rule, Fraction(n, total)) for n in range(bounds.low, bounds.high + 1)]
    return _Answer(all(readings), any(readings), _why(edition, rule, bounds, total))


_LIMITS: tuple[tuple[str, str, Callable[[Fraction, Fraction], bool]], ...] = (
    ("at_least", "at least", lambda share, limit: share >= limit),
    ("more_than", "more than", lambda share, limit: share > limit),
    ("at_most", "at most", lambda share, limit: share <= limit),
    ("less_than", "less than", lambda share, limit: share < limit),
)


def _holds(rule: Share, share: Fraction) -> bool:
    limits = ((getattr(rule, field), test) for field, _, test in _LIMITS)
    return all(limit is None or test(share, limit) for limit, test in limits)


def _why(edition: Edition, rule: Share, bounds: Bounds, total: int) -> str:
    """``22 of 30 good or better (the rule asks for at least 73%)``."""
    limits = ((words, getattr(rule, field)) for field, words, _ in _LIMITS)
    asked = " and ".join(f"{words} {_limit(limit)}" for words, limit in limits if limit is not None)
    if rule.of in edition.bands:
        label = edition.band_labels.get(rule.of) or words_of(rule.of)
    else:
        label = edition.level_by_code[rule.of].label
    return f"{number(bounds)} of {total} {label} (the rule asks for {asked})"


def _limit(limit: Fraction) -> str:
    """A whole percentage where it is one, else the fraction as the edition wrote it, reduced."""
    hundredths = limit * 100
    return f"{hundredths}%" if hundredths.denominator == 1 else f"{limit}"
