"""Plan an inspection's case sample, draw its cases, give them to readers, withdraw them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.access import inspection_to_change
from evaluations.access.case_material import case_material_of
from evaluations.access.samples import require_sampling, sampled_case_to_change
from evaluations.models import Inspection, SampledCase, SamplePlan
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault, version_or_stale
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.queries.sampled_cases import CASES
from evaluations.rules.samples import (
    MOST_AT_ONCE,
    MOST_CASES,
    figures_faults,
    initials_of,
    planned_faults,
    pseudonym,
    room_for,
    sample_size,
)
from evaluations.terms import CaseCategory
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.tenancy.scope import because


def case_record(case: SampledCase) -> dict[str, Any]:
    """A case as the API shows it, as it is now."""
    return CASES.one(case.pk)


def plan_record(plan: SamplePlan) -> dict[str, Any]:
    """What was planned for one category; version 0 and no figures when nothing was yet."""
    return {
        "version": plan.version,
        "category": plan.category,
        "population": plan.population,
        "confidence": None if plan.confidence is None else float(plan.confidence),
        "margin": None if plan.margin is None else float(plan.margin),
        "planned": plan.planned,
        "why": plan.why,
    }


def category_of(category: str) -> CaseCategory:
    """Raises Invalid."""
    if category not in CaseCategory.values:
        raise Invalid({"category": f"Choose one of: {', '.join(CaseCategory.values)}."})
    return CaseCategory(category)


def _sample_to_change(actor: Actor, inspection: str) -> Inspection:
    """The inspection, locked, for its lead, while its sample changes."""
    kept = inspection_to_change(actor, inspection)
    require_sampling(case_material_of(actor, kept), by_lead=True)
    return kept


@transaction.atomic
def plan_sample(
    *,
    actor: Actor,
    inspection: str,
    category: str,
    based_on: int,
    population: int,
    confidence: float,
    margin: float,
    planned: int | None = None,
    why: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Decide how many cases of a category are read; ``planned`` None: as many as calculated.

    ``based_on`` is 0 when nothing was planned for it before. Raises NotFound, PurposeNeeded,
    NotPermitted, Refused, Invalid, IdentifiersFound, Stale.
    """
    kept = _sample_to_change(actor, inspection)
    confidence, margin = round(confidence, 1), round(margin, 1)
    chosen = category_of(category)
    raise_if_any(figures_faults(population, confidence, margin))
    size = sample_size(population, confidence, margin).size
    number = min(size, MOST_CASES) if planned is None else planned
    raise_if_any(
        planned_faults(number, population, size, why) or text_fault("why", why, LONGEST_REASON)
    )
    plan = SamplePlan.objects.filter(inspection=kept, category=chosen).first()
    plan = plan or SamplePlan(inspection=kept, category=chosen, version=0)
    version_or_stale(plan, based_on, plan_record)
    drawn = _cases_in(kept, chosen)
    if number < drawn:
        raise Invalid({"planned": f"{drawn:,} cases are drawn already. Withdraw some first."})
    answers = require_answers(inspection=kept, texts={"why": why}, reasons=reasons)
    plan.population, plan.planned, plan.why = population, number, why
    plan.confidence, plan.margin = Decimal(str(confidence)), Decimal(str(margin))
    plan.version += 1
    plan.save()
    answers.keep(actor=actor, table=SamplePlan._meta.db_table, record_id=plan.pk)
    return plan_record(plan)


def _cases_in(inspection: Inspection, category: str) -> int:
    cases = SampledCase.objects.filter(inspection=inspection, category=category)
    return int(cases.filter(withdrawn_at__isnull=True).count())


@transaction.atomic
def draw_cases(
    *, actor: Actor, inspection: str, category: str, number: int
) -> list[dict[str, Any]]:
    """Add cases of a category under new pseudonyms, as many as are planned at most; in the order
    of their pseudonyms. Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid."""
    kept = _sample_to_change(actor, inspection)
    chosen = category_of(category)
    if not 1 <= number <= MOST_AT_ONCE:
        raise Invalid({"number": f"Give a number from 1 to {MOST_AT_ONCE}."})
    plan = SamplePlan.objects.filter(inspection=kept, category=chosen).first()
    if plan is None:
        raise Refused("Plan this category first: how many cases there are, and how many to read.")
    room = room_for(plan.planned, _cases_in(kept, chosen))
    if number > room:
        raise Invalid(
            {"number": f"{plan.planned:,} are planned, so {room:,} more. Change the plan first."}
        )
    used = SampledCase.objects.filter(inspection=kept).order_by("-number").first()
    last = used.number if used else 0
    if last + number > MOST_CASES:
        raise Refused(f"An inspection has at most {MOST_CASES} cases, those withdrawn included.")
    initials = initials_of(kept.area.name, kept.area.code)
    made = [
        SampledCase.objects.create(
            inspection=kept, number=one, pseudonym=pseudonym(initials, one), category=chosen
        )
        for one in range(last + 1, last + number + 1)
    ]
    return [case_record(one) for one in made]


@transaction.atomic
def withdraw_case(
    *,
    actor: Actor,
    sampled_case: str,
    based_on: int,
    why: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Take a case out of the sample, with the reason. It stays readable, its pseudonym is never used
    again, and another can be drawn in its place.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid, IdentifiersFound, Stale.
    """
    _, case = sampled_case_to_change(actor, sampled_case, by_lead=True)
    version_or_stale(case, based_on, case_record)
    raise_if_any(text_fault("why", why, LONGEST_REASON, needed=True))
    answers = require_answers(
        inspection=case.inspection_id, texts={"withdrawn_why": why}, reasons=reasons
    )
    case.withdrawn_at, case.withdrawn_why = timezone.now(), why
    case.version += 1
    with because(why):
        case.save()
    answers.keep(actor=actor, table=SampledCase._meta.db_table, record_id=case.pk)
    return case_record(case)
