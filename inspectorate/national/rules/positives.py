"""Positive reports: every indicator the edition names lies in the band the edition names."""

from typing import Any

from indicators.rules.document import Edition
from inspectorate.national.rules.figures import Bounds
from inspectorate.national.rules.inputs import Table


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
    band = edition.bands[rule.band]
    low = high = counted = 0
    for values, times in table.patterns(rule.indicators):
        graded = [value for value in values if isinstance(value, frozenset)]
        if len(graded) < len(values):
            continue
        counted += times
        low += times * all(value <= band for value in graded)
        high += times * all(value & band for value in graded)
    figures: dict[str, Any] = {"positive": Bounds(low, high).figure, "counted": counted}
    if counted < table.counted:
        figures["undetermined"] = table.counted - counted
    return figures
