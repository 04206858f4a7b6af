"""An edition's rules in plain English, for those who have to agree with them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from indicators.rules.document import (
    AllOf,
    AnyOf,
    Edition,
    FindingRule,
    Level,
    PositiveReport,
    Share,
)


class Labelled(Protocol):
    """What knows the labels of bands and levels: an edition, or one being read."""

    @property
    def band_labels(self) -> Mapping[str, str]: ...
    @property
    def levels(self) -> tuple[Level, ...]: ...


def label_of(edition: Labelled, code: str) -> str:
    """The label of a band or, where no band has the code, of a level."""
    if code in edition.band_labels:
        return edition.band_labels[code]
    return next((level.label for level in edition.levels if level.code == code), code)


def share_words(share: Fraction) -> str:
    """``73%`` where the share has a short percentage, else ``22/30`` reduced."""
    percentage = share * 100
    for places in range(7):
        scaled = percentage * 10**places
        if scaled.denominator == 1:
            digits = f"{scaled.numerator:0{places + 1}d}"
            whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
            return f"{whole}.{rest}%" if rest else f"{whole}%"
    return f"{share.numerator}/{share.denominator}"


def bounds_words(rule: Share) -> str:
    """The bounds of a share: ``at least 70% and less than 90%``."""
    named = (
        ("at least", rule.at_least),
        ("more than", rule.more_than),
        ("at most", rule.at_most),
        ("less than", rule.less_than),
    )
    return " and ".join(
        f"{words} {share_words(bound)}" for words, bound in named if bound is not None
    )


def rule_words(edition: Labelled, rule: FindingRule) -> str:
    """A rule as the rest of a sentence that begins with "when"."""
    if isinstance(rule, Share):
        return f"{bounds_words(rule)} of areas are {label_of(edition, rule.of)}"
    parts = [_nested(edition, one) for one in rule.rules]
    return (", or " if isinstance(rule, AnyOf) else " and ").join(parts)


def _nested(edition: Labelled, rule: FindingRule) -> str:
    words = rule_words(edition, rule)
    if isinstance(rule, AllOf) and len(rule.rules) > 1:
        return f"both {words}" if len(rule.rules) == 2 else f"all of: {words}"  # noqa: PLR2004
    if isinstance(rule, AnyOf) and len(rule.rules) > 1:
        return f"either {words}"
    return words


def finding_statement(edition: Labelled, label: str, rule: FindingRule) -> str:
    """A sentence for a finding's rule: ``Suggested as a key strength when at least 73% of ...``."""
    return f"“{label}” is suggested when {rule_words(edition, rule)}."


def positive_statement(edition: Labelled, rule: PositiveReport) -> str:
    """A sentence for the rule of positive reports."""
    verb = "are all" if len(rule.indicators) > 1 else "is"
    names = f"{_listed(rule.indicators)} {verb}"
    return f"A report is positive when {names} {label_of(edition, rule.band)}."


def roll_up_statement(edition: Edition) -> str:
    """A sentence or two for the roll-up; empty where the edition has no overall value."""
    rule = edition.roll_up
    if rule.kind == "none":
        return ""
    overall = "The overall value" + (f", {rule.into}," if rule.into else "")
    if rule.kind == "judged":
        return f"{overall} is a judgement; it is not calculated."
    names = _listed(rule.of)
    if rule.kind == "limiting":
        return f"{overall} is limited by {names}: {_limits(edition)}."
    borders = [
        f"{label_of(edition, code)} from {share_words(share)}"
        for code, share in rule.thresholds.items()
    ]
    rounded = ", rounded to a whole percentage" if rule.rounded else ""
    said = f"{overall} is the sum of the scores of {names} as a share of the greatest possible sum"
    return f"{said}{rounded}: {', '.join(borders)}, otherwise {edition.levels[-1].label}."


def _limits(edition: Edition) -> str:
    if not edition.roll_up.limits:
        return "it is no better than the lowest of them"
    return "; ".join(
        f"at most {edition.level_by_code[best].label} when any is {edition.level_by_code[low].label}"
        + (" or lower" if edition.level_by_code[low].rank > 1 else "")
        for low, best in edition.roll_up.limits
    )


def _listed(codes: tuple[str, ...]) -> str:
    *others, last = codes
    return f"{', '.join(others)} and {last}" if others else last
