"""An inspection's case sample: what was planned for each category, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.access import (
    CaseAccess,
    case_material_for,
    keeps_sample,
    leads_sample,
    sampled_case_for,
    sees_key,
    why_not_now,
)
from evaluations.access.read_log import sees_read_log
from evaluations.models import CaseKey, Evidence, SampledCase, SamplePlan
from evaluations.queries.inspections import team_of
from evaluations.queries.participation import participation_of
from evaluations.queries.sampled_cases import CASES, cases_of, numbers_of
from evaluations.queries.services import services
from evaluations.rules.samples import Calculation, sample_size
from evaluations.terms import CaseCategory, ParticipantGroup, SourceKind
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids

LONGEST_EXCERPT = 240
MOST_EVIDENCE = 50
"""Pieces on the page of a case, the newest; the list of evidence pages through all."""


def _progress(plan: SamplePlan | None, category: str, cases: Sequence[Any]) -> dict[str, Any]:
    current = [one for one in cases if one["withdrawn_at"] is None]
    record: dict[str, Any] = {
        "version": 0,
        "category": category,
        "population": None,
        "confidence": None,
        "margin": None,
        "size": None,
        "planned": None,
        "why": "",
        "drawn": len(current),
        "withdrawn": len(cases) - len(current),
        "read": sum(1 for one in current if one["readings"]),
    }
    if plan is not None:
        figures = plan.population, float(plan.confidence), float(plan.margin)
        record |= dict(zip(("population", "confidence", "margin"), figures, strict=True))
        record |= {"version": plan.version, "planned": plan.planned, "why": plan.why}
        record["size"] = sample_size(*figures).size
    return record


def sample_of(access: CaseAccess, cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each category what was planned (version 0: nothing yet) and how many of these ``cases`` are
    drawn, withdrawn and read by somebody. One statement."""
    plans = {one.category: one for one in SamplePlan.objects.filter(inspection=access.inspection)}
    return [
        _progress(
            plans.get(category), category, [one for one in cases if one["category"] == category]
        )
        for category in CaseCategory.values
    ]


def category_progress(access: CaseAccess, category: str) -> dict[str, Any] | None:
    """The same for one category; None when there is no such category."""
    lines = sample_of(access, cases_of(access.inspection))
    return next((one for one in lines if one["category"] == category), None)


def calculation_of(line: dict[str, Any]) -> Calculation | None:
    """The calculation behind a planned category's size."""
    if line.get("population") is None:
        return None
    return sample_size(line["population"], line["confidence"], line["margin"])


@dataclass(frozen=True)
class SamplePage:
    """The sample of an inspection as its pages show it. ``keeps`` and ``leads``: what this person
    does here; ``not_now``: why the sample does not change at present."""

    access: CaseAccess
    lines: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    services: list[tuple[str, str]]
    keeps: bool
    leads: bool
    not_now: str

    @property
    def labelled(self) -> list[tuple[dict[str, Any], str]]:
        """The categories with their words."""
        return [(one, str(CaseCategory(one["category"]).label)) for one in self.lines]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why a category is read otherwise than calculated, by its words; the same reason once."""
        by_reason: dict[str, list[str]] = {}
        for one, label in self.labelled:
            if one["why"]:
                by_reason.setdefault(one["why"], []).append(label)
        return [(", ".join(labels), why) for why, labels in by_reason.items()]

    def services_read(self, case: dict[str, Any]) -> int:
        """Of how many of the services that are wanted something was read, medical notes apart."""
        read = {one["service"] for one in case["readings"] if not one["medical"]}
        return len(read & {code for code, _name in self.services})

    def readers_of(self, case: dict[str, Any]) -> list[str]:
        """The ids of everybody who reads a case."""
        further = [one["person"] for one in case["further_readers"]]
        return [case["reader"], *further] if case["reader"] else further

    @property
    def rows(self) -> dict[str, tuple[int, bool]]:
        """By case: how many services were read, and whether medical notes were."""
        return {
            one["id"]: (self.services_read(one), any(r["medical"] for r in one["readings"]))
            for one in self.cases
        }

    @property
    def shown(self) -> list[int]:
        """The rows shown, for the reading log."""
        return numbers_of(self.cases)

    @property
    def unread(self) -> int:
        """Cases in the sample of which nothing was read yet."""
        return sum(line["drawn"] - line["read"] for line in self.lines)

    @property
    def unallocated(self) -> int:
        return sum(1 for one in self.cases if not one["reader"] and one["withdrawn_at"] is None)


def sample_page(actor: Actor, inspection: str) -> SamplePage:
    """Raises NotFound, PurposeNeeded. What it shows must be noted as read."""
    access = case_material_for(actor, inspection)
    cases = cases_of(access.inspection)
    return SamplePage(
        access=access,
        lines=sample_of(access, cases),
        cases=cases,
        services=services(),
        keeps=keeps_sample(access),
        leads=leads_sample(access),
        not_now=why_not_now(access.inspection.status),
    )


@dataclass(frozen=True)
class CitingEvidence:
    """Evidence that cites a case. ``text`` is empty for a medical note that is not for this person."""

    row: int
    id: str
    reference: str
    source: str
    happened_on: Any
    medical: bool
    text: str


@dataclass(frozen=True)
class CasePage:
    """One sampled case; ``read`` maps each service that is wanted to its readings."""

    access: CaseAccess
    row: int
    case: dict[str, Any]
    read: list[tuple[str, str, list[dict[str, Any]]]]
    medical: list[dict[str, Any]]
    evidence: list[CitingEvidence]
    more: bool
    person: str
    keeps: bool
    leads: bool
    sees_key: bool
    not_now: str
    sees_reads: bool

    @property
    def services_read(self) -> int:
        return sum(1 for _code, _name, readings in self.read if readings)


def case_page(actor: Actor, inspection: str, sampled_case: str) -> CasePage:
    """Raises NotFound, PurposeNeeded. What it shows must be noted as read."""
    access, row = sampled_case_for(actor, sampled_case, inspection)
    case = CASES.one(row.pk)
    withdrawn = case["withdrawn_at"] is not None
    names = dict(services())
    by_service: dict[str, list[dict[str, Any]]] = {code: [] for code in names}
    for one in case["readings"]:
        by_service.setdefault(one["service"], []).append(one)
    citing = _citing(access, row.pk)
    return CasePage(
        access=access,
        row=row.pk,
        case=case,
        read=[
            (code, names.get(code, code), [one for one in found if not one["medical"]])
            for code, found in by_service.items()
        ],
        medical=[one for one in case["readings"] if one["medical"]],
        evidence=citing[:MOST_EVIDENCE],
        more=len(citing) > MOST_EVIDENCE,
        person=ids.encode("person", actor.membership_id) if actor.membership_id else "",
        keeps=keeps_sample(access) and not withdrawn,
        leads=leads_sample(access) and not withdrawn,
        sees_key=sees_key(access),
        not_now=why_not_now(access.inspection.status),
        sees_reads=sees_read_log(actor, access.inspection),
    )


def _citing(access: CaseAccess, case: int) -> list[CitingEvidence]:
    found = Evidence.objects.filter(sampled_case_id=case, withdrawn_at__isnull=True)
    return [
        CitingEvidence(
            row=one.pk,
            id=ids.encode("evidence", one.pk),
            reference=f"E{one.number}",
            source=str(SourceKind(one.source_kind).label),
            happened_on=one.happened_on,
            medical=one.medical,
            text=one.text[:LONGEST_EXCERPT] if access.medical or not one.medical else "",
        )
        for one in found.order_by("-number")[: MOST_EVIDENCE + 1]
    ]


@dataclass(frozen=True)
class ParticipationPage:
    """The counts, and whether this person may change them."""

    access: CaseAccess
    lines: list[dict[str, Any]]
    keeps: bool
    not_now: str

    @property
    def exact(self) -> bool:
        """Whether the numbers are those that were counted."""
        return all(one["exact"] for one in self.lines)

    @property
    def labelled(self) -> list[tuple[dict[str, Any], str, str]]:
        """The counts with the words of their group and category."""
        return [
            (
                one,
                str(ParticipantGroup(one["group"]).label),
                str(CaseCategory(one["category"]).label),
            )
            for one in self.lines
        ]


def participation_page(actor: Actor, inspection: str) -> ParticipationPage:
    """Raises NotFound, PurposeNeeded."""
    access = case_material_for(actor, inspection)
    return ParticipationPage(
        access=access,
        lines=participation_of(access),
        keeps=keeps_sample(access),
        not_now=why_not_now(access.inspection.status),
    )


def reader_choices(access: CaseAccess) -> list[tuple[str, str]]:
    """(id, name and place) of the team, for a choice of who reads. One statement."""
    return [(one.id, f"{one.name} ({one.role_label})") for one in team_of(access.inspection)]


def key_version(case: SampledCase) -> int:
    """The version of a case's key, 0 when none is entered; nothing of what it says."""
    found = CaseKey.objects.filter(sampled_case=case).values_list("version", flat=True).first()
    return int(found or 0)
