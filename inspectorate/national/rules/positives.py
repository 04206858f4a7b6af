"""Positive reports: every indicator the edition names lies in the band the edition names."""

from collections import Counter
from typing import Any

from indicators.rules.document import Edition, Graded, NotGraded, Value
from indicators.rules.figures import Bounds
from indicators.rules.positive import Positive, positive
from inspectorate.national.rules.inputs import EvaluationValue, Table


def positive_reports(edition: Edition, table: Table) -> dict[str, Any] | None:
    """``positive`` of ``counted`` reports; None where the edition has no rule.

    Counted are the reports that grade every one of the rule's indicators. A report that does not
    is neither positive nor negative, however low the rest of it: counting it only when it happens
    to be low would pull the share down. Such reports are ``undetermined``, a key that is there when
    there are any. A set of levels across the band's border makes ``positive`` a range.
    """
    rule = edition.positive_report
    if rule is None:
        return None
    found: Counter[Positive] = Counter()
    for values, times in table.patterns(rule.indicators):
        report = dict(zip(rule.indicators, map(_value, values), strict=True))
        found[positive(edition, report)] += times
    certain = found[Positive.YES]
    undetermined = found[Positive.UNDETERMINED]
    figures: dict[str, Any] = {
        "positive": Bounds(certain, certain + found[Positive.OPEN]).figure,
        "counted": table.counted - undetermined,
    }
    if undetermined:
        figures["undetermined"] = undetermined
    return figures


def _value(value: EvaluationValue | None) -> Value:
    """As the rule reads values; nothing recorded is not graded either."""
    return Graded(value) if isinstance(value, frozenset) else NotGraded(value or "")
