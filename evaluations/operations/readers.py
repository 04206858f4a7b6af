"""Give sampled cases to readers: one a child, unless it is said why one is not enough."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evaluations.access import inspection_to_change
from evaluations.access.case_material import case_material_of
from evaluations.access.samples import require_sampling, sampled_case_to_change
from evaluations.models import FurtherReader, SampledCase, TeamMember
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault, version_or_stale
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.operations.samples import case_record
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused

MOST_PEOPLE = 60


def _of_the_team(inspection_id: int, person: str) -> int:
    """The membership of somebody who is on the team today or will be. Raises Invalid."""
    try:
        number = ids.decode("person", person)
    except NotFound:
        number = 0
    today = timezone.localdate()
    places = TeamMember.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        inspection_id=inspection_id,
        membership_id=number,
        recused_at__isnull=True,
    )
    if not places.exists():
        raise Invalid({"reader": "Choose somebody of this inspection's team."})
    return number


@transaction.atomic
def edit_case(
    *, actor: Actor, sampled_case: str, based_on: int, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """Change who reads a case (``reader``: a person's opaque id in place of whoever had it, None for
    nobody yet) and whether its medical notes are wanted (``medical_wanted``); the case as it now is.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid, Stale.
    """
    _, case = sampled_case_to_change(actor, sampled_case, by_lead=True)
    version_or_stale(case, based_on, case_record)
    before = (case.reader_id, case.medical_wanted)
    if "reader" in changes:
        _give(case, changes["reader"])
    case.medical_wanted = changes.get("medical_wanted", case.medical_wanted)
    if (case.reader_id, case.medical_wanted) != before:
        case.version += 1
        case.save()
    return case_record(case)


def give_reader(
    *, actor: Actor, sampled_case: str, based_on: int, reader: str | None
) -> dict[str, Any]:
    """Give a case to its one reader, in place of whoever had it. Raises what `edit_case` raises."""
    return edit_case(
        actor=actor, sampled_case=sampled_case, based_on=based_on, changes={"reader": reader}
    )


def _give(case: SampledCase, reader: str | None) -> None:
    number = None if reader is None else _of_the_team(case.inspection_id, reader)
    further = FurtherReader.objects.filter(sampled_case=case)
    if number is None and further.exists():
        raise Refused("The case has a second reader. Take them off first.")
    further.filter(membership_id=number or 0).delete()
    case.reader_id = number


@transaction.atomic
def add_reader(
    *,
    actor: Actor,
    sampled_case: str,
    reader: str,
    why: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Let somebody read a case beside its reader; ``why`` one is not enough.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid, IdentifiersFound.
    """
    _, case = sampled_case_to_change(actor, sampled_case, by_lead=True)
    raise_if_any(text_fault("why", why, LONGEST_REASON, needed=True))
    number = _of_the_team(case.inspection_id, reader)
    if case.reader_id is None:
        raise Refused("The case has no reader yet. Give it to its one reader first.")
    if case.reader_id == number:
        raise Invalid({"reader": "This is the case's reader already."})
    answers = require_answers(inspection=case.inspection_id, texts={"why": why}, reasons=reasons)
    found = FurtherReader.objects.filter(sampled_case=case, membership_id=number).first()
    further = found or FurtherReader(sampled_case=case, membership_id=number)
    further.why = why
    further.save()
    answers.keep(actor=actor, table=FurtherReader._meta.db_table, record_id=further.pk)
    return case_record(case)


@transaction.atomic
def remove_reader(*, actor: Actor, sampled_case: str, reader: str) -> None:
    """Take a further reader off a case; what they read stays noted.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused.
    """
    _, case = sampled_case_to_change(actor, sampled_case, by_lead=True)
    number = ids.decode("person", reader)
    found = FurtherReader.objects.filter(sampled_case=case, membership_id=number).first()
    if found is None:
        raise NotFound
    found.delete()


@transaction.atomic
def share_out(*, actor: Actor, inspection: str, readers: Collection[str]) -> int:
    """Give every case without a reader to one of these people, each time to whoever of them has the
    fewest; how many were given. Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid."""
    kept = inspection_to_change(actor, inspection)
    require_sampling(case_material_of(actor, kept), by_lead=True)
    if not 0 < len(readers) <= MOST_PEOPLE:
        raise Invalid({"reader": "Choose at least one of the team."})
    people = [_of_the_team(kept.pk, one) for one in dict.fromkeys(readers)]
    cases = SampledCase.objects.filter(inspection=kept, withdrawn_at__isnull=True)
    held = list(cases.filter(reader_id__in=people).values_list("reader_id", flat=True))
    load = {one: held.count(one) for one in people}
    waiting = cases.filter(reader_id__isnull=True).select_for_update(no_key=True, of=("self",))
    given = list(waiting.order_by("number"))
    for case in given:
        case.reader_id = min(people, key=lambda one: load[one])
        load[case.reader_id] += 1
        case.version += 1
        case.save()
    return len(given)
