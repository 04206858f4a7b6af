"""Whether a report is positive: every indicator the edition names is in the band it names."""

from collections.abc import Mapping
from enum import StrEnum

from indicators.rules.document import Edition, Graded, Value


class Positive(StrEnum):
    """What can be said of a report.

    ``OPEN``: graded throughout, but a value is known only as a set that lies across the border.
    ``UNDETERMINED``: an indicator of the rule has no level, or the edition has no rule. Such a
    report is never negative, however low the rest of it: it counts neither way.
    """

    YES = "positive"
    NO = "not-positive"
    OPEN = "open"
    UNDETERMINED = "undetermined"


def positive(edition: Edition, values: Mapping[str, Value]) -> Positive:
    """Judge one report from its values by indicator code; those not there are not graded."""
    rule = edition.positive_report
    if rule is None:
        return Positive.UNDETERMINED
    graded = [
        value.ranks for code in rule.indicators if isinstance(value := values.get(code), Graded)
    ]
    if len(graded) < len(rule.indicators):
        return Positive.UNDETERMINED
    band = edition.bands[rule.band]
    if all(ranks <= band for ranks in graded):
        return Positive.YES
    return Positive.OPEN if all(ranks & band for ranks in graded) else Positive.NO


def without_level(edition: Edition, values: Mapping[str, Value]) -> tuple[str, ...]:
    """The rule's indicators that leave a report undetermined: missing, or with a non-grade."""
    rule = edition.positive_report
    if rule is None:
        return ()
    return tuple(code for code in rule.indicators if not isinstance(values.get(code), Graded))
