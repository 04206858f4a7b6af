"""Is an inspection ready for moderation? What must be settled first, and what is good to know.

An evaluation rests on evidence; one that rests on a single kind of source needs a reason; none rests
on what the area says of itself alone. A recorded reason for having no level needs no evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from evaluations.rules.triangulation import NOTHING, GapKind, Triangulation
from evaluations.terms import SourceKind


class Kind(StrEnum):
    """What a finding is about; those of ``MUST`` stand in the way of moderation."""

    NO_VALUE = "no-value"
    NO_EVIDENCE = "no-evidence"
    ONLY_SELF_EVALUATION = "only-self-evaluation"
    ONE_KIND = "one-kind"
    NO_RATIONALE = "no-rationale"
    TO_SETTLE = "to-settle"
    CASE_UNREAD = "case-unread"
    MEDICAL_UNREAD = "medical-unread"
    VIEW_MISSING = "view-missing"
    CONTRARY = "contrary"
    OUTCOMES_NOT_COVERED = "outcomes-not-covered"
    NO_STAKEHOLDER_VIEWS = "no-stakeholder-views"
    ONE_KIND_WITH_REASON = "one-kind-with-reason"
    DEMANDS_POINT = "demands-point"


MUST = frozenset(
    {
        Kind.NO_VALUE,
        Kind.NO_EVIDENCE,
        Kind.ONLY_SELF_EVALUATION,
        Kind.ONE_KIND,
        Kind.NO_RATIONALE,
        Kind.TO_SETTLE,
        Kind.CASE_UNREAD,
        Kind.MEDICAL_UNREAD,
    }
)


@dataclass(frozen=True)
class IndicatorFacts:
    """What is known of one indicator. ``valued``: the team has a value; ``graded``: it is a level or
    a set of levels. ``missing``: names of the team who have not given their view."""

    code: str
    valued: bool = False
    graded: bool = False
    rationale: bool = False
    rests_on: Triangulation = NOTHING
    single_source_reason: bool = False
    missing: tuple[str, ...] = ()
    demands_point: bool = False


@dataclass(frozen=True)
class InspectionFacts:
    """What is known of an inspection besides: names of people with two texts to settle, pseudonyms
    of sampled cases that nobody has read, and of those whose medical notes nobody has."""

    indicators: tuple[IndicatorFacts, ...] = ()
    to_settle: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    medical_unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing found: of which indicators (``codes``) or cases, naming whom, of which kind of source."""

    kind: Kind
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    source: str = ""
    cases: tuple[str, ...] = field(default=())

    @property
    def must(self) -> bool:
        return self.kind in MUST


def findings(facts: InspectionFacts) -> list[Finding]:
    """Everything found, what must be settled first."""
    found = [
        *_without_value(facts.indicators),
        *_without_evidence(facts.indicators),
        *_on_one_kind(facts.indicators),
        *_without_rationale(facts.indicators),
        *([Finding(Kind.TO_SETTLE, names=facts.to_settle)] if facts.to_settle else []),
        *([Finding(Kind.CASE_UNREAD, cases=facts.unread)] if facts.unread else []),
        *(
            [Finding(Kind.MEDICAL_UNREAD, cases=facts.medical_unread)]
            if facts.medical_unread
            else []
        ),
        *_views_missing(facts.indicators),
        *_good_to_know(facts.indicators),
    ]
    return sorted(found, key=lambda one: not one.must)


def unsettled(found: Sequence[Finding]) -> list[Finding]:
    return [one for one in found if one.must]


def _rests(one: IndicatorFacts) -> bool:
    """Whether the indicator has to rest on evidence: unless it is recorded why it has no level."""
    return one.graded or not one.valued


def _of(kind: Kind, codes: Sequence[str]) -> list[Finding]:
    return [Finding(kind, codes=tuple(codes))] if codes else []


def _without_value(all_: Sequence[IndicatorFacts]) -> list[Finding]:
    return _of(Kind.NO_VALUE, [one.code for one in all_ if not one.valued])


def _without_evidence(all_: Sequence[IndicatorFacts]) -> list[Finding]:
    return _of(
        Kind.NO_EVIDENCE, [one.code for one in all_ if _rests(one) and not one.rests_on.pieces]
    )


def _without_rationale(all_: Sequence[IndicatorFacts]) -> list[Finding]:
    return _of(Kind.NO_RATIONALE, [one.code for one in all_ if one.valued and not one.rationale])


def _on_one_kind(all_: Sequence[IndicatorFacts]) -> list[Finding]:
    return [
        Finding(_one_kind(one), codes=(one.code,), source=one.rests_on.only_kind)
        for one in all_
        if _rests(one) and one.rests_on.only_kind
    ]


def _one_kind(one: IndicatorFacts) -> Kind:
    if one.rests_on.only_kind == SourceKind.SELF_EVALUATION:
        return Kind.ONLY_SELF_EVALUATION
    return Kind.ONE_KIND_WITH_REASON if one.single_source_reason else Kind.ONE_KIND


def _views_missing(all_: Sequence[IndicatorFacts]) -> list[Finding]:
    """One finding for each person, with every indicator of which their view is missing."""
    of_person: dict[str, list[str]] = {}
    for one in all_:
        for name in one.missing:
            of_person.setdefault(name, []).append(one.code)
    return [
        Finding(Kind.VIEW_MISSING, codes=tuple(codes), names=(name,))
        for name, codes in of_person.items()
    ]


def _good_to_know(all_: Sequence[IndicatorFacts]) -> list[Finding]:
    gaps = {one.code: {gap.kind for gap in one.rests_on.gaps} for one in all_ if _rests(one)}
    return [
        *_of(Kind.CONTRARY, [one.code for one in all_ if one.rests_on.contrary]),
        *_of(
            Kind.NO_STAKEHOLDER_VIEWS,
            [code for code, found in gaps.items() if GapKind.NO_STAKEHOLDER_VIEWS in found],
        ),
        *_of(
            Kind.OUTCOMES_NOT_COVERED,
            [code for code, found in gaps.items() if GapKind.OUTCOMES_NOT_COVERED in found],
        ),
        *_of(Kind.DEMANDS_POINT, [one.code for one in all_ if one.demands_point]),
    ]
