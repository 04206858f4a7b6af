"""An edition's rules in plain English, for those who have to agree with them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from indicators.rules.document import AllOf, AnyOf, FindingRule, Level, PositiveReport, Share


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
    *others, last = rule.indicators
    names = f"{', '.join(others)} and {last} are all" if others else f"{last} is"
    return f"A report is positive when {names} {label_of(edition, rule.band)}."
