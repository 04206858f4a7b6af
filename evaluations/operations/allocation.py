"""Say who looks after which indicator and who reads which case."""

from collections.abc import Collection, Mapping

from django.db import transaction

from evaluations.access import inspection_to_change, parties, place_on_team
from evaluations.access.case_material import case_material_of
from evaluations.models import IndicatorAllocation, Inspection, SampledCase, TeamMember
from evaluations.operations.readers import give_reader
from evaluations.queries.people import RUNNING
from evaluations.rules.life import Party
from indicators.queries import edition_document, indicator_ids
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused

type Share = tuple[str, str]
"""An indicator's code and the opaque id of a person."""


@transaction.atomic
def allocate_indicators(
    *,
    actor: Actor,
    inspection: str,
    give: Collection[Share] = (),
    take: Collection[Share] = (),
) -> Inspection:
    """Give indicators to members of the team and take others back, all or nothing.

    Giving what somebody has and taking what they have not changes nothing, so two people who
    allocate at once both succeed. Raises NotFound, NotPermitted, Refused, Invalid.
    """
    kept = _to_allocate(actor, inspection)
    team = _team(kept)
    graded = {one.code for one in edition_document(kept.edition_id).indicators if one.graded}
    rows = {
        code: number for code, number in indicator_ids(kept.edition_id).items() if code in graded
    }
    there = {
        (one.indicator_id, one.membership_id): one
        for one in IndicatorAllocation.objects.filter(inspection=kept)
    }
    for code, person in take:
        gone = there.pop((rows.get(code, 0), _number(person)), None)
        if gone is not None:
            gone.delete()
    for code, person in give:
        pair = (_indicator(rows, code), _member(team, person))
        if pair not in there:
            there[pair] = IndicatorAllocation.objects.create(
                inspection=kept, indicator_id=pair[0], membership_id=pair[1]
            )
    return kept


@transaction.atomic
def allocate_cases(*, actor: Actor, inspection: str, readers: Mapping[str, str]) -> Inspection:
    """Say who reads each of these cases, all or nothing: its opaque id, and a person's, empty for
    nobody yet.

    A case that has that reader already stays as it is. Raises what ``give_reader`` raises.
    """
    kept = inspection_to_change(actor, inspection)
    case_material_of(actor, kept)
    cases = {
        ids.encode("sampled-case", one.pk): one
        for one in SampledCase.objects.filter(inspection=kept, withdrawn_at__isnull=True)
    }
    for reference, person in readers.items():
        case = cases.get(reference)
        if case is None:
            raise Invalid({"cases": "One of these cases is not in the sample any more."})
        now = ids.encode("person", case.reader_id) if case.reader_id else ""
        if person != now:
            give_reader(
                actor=actor, sampled_case=reference, based_on=case.version, reader=person or None
            )
    return kept


def _to_allocate(actor: Actor, inspection: str) -> Inspection:
    """The inspection, locked, for its lead or a planner, while its team works."""
    kept = inspection_to_change(actor, inspection)
    if not parties(actor, place_on_team(actor, kept)) & {Party.LEAD, Party.PLANNER}:
        raise NotPermitted("Work is shared out by the lead inspector or by somebody who plans.")
    if kept.status not in RUNNING:
        raise Refused("The inspection is over: its work is no longer shared out.")
    return kept


def _team(inspection: Inspection) -> set[int]:
    rows = TeamMember.objects.filter(inspection=inspection, recused_at__isnull=True)
    return set(rows.values_list("membership_id", flat=True))


def _indicator(rows: Mapping[str, int], code: str) -> int:
    if code not in rows:
        raise Invalid({"give": f"This inspection evaluates no indicator {code[:40]!r}."})
    return rows[code]


def _member(team: Collection[int], person: str) -> int:
    number = _number(person)
    if number not in team:
        raise Invalid({"give": "Somebody chosen is not on the team. Put them on it first."})
    return number


def _number(person: str) -> int:
    try:
        return ids.decode("person", person)
    except NotFound:
        return 0
