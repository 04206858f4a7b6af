"""Note which services' records of a sampled case were read, by whom, when."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from evaluations.access import keeps_sample, leads_sample
from evaluations.access.samples import sampled_case_to_change
from evaluations.models import RecordReading, SampledCase
from evaluations.operations.checks import raise_if_any
from evaluations.queries.sampled_cases import reading as as_reading
from evaluations.queries.services import services as known_services
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted
from inspectorate.tenancy.scope import because

FIRST_DAY = date(2000, 1, 1)
"""No reading that this software keeps was earlier; a typing error is."""


def reading_record(case: SampledCase, one: RecordReading) -> dict[str, Any]:
    """A reading as the API shows it, with the case it is of."""
    name = one.membership.user.display_name if one.membership else None
    row = (one.pk, one.service, one.membership_id, name, one.read_on, one.medical, one.version)
    return {
        **as_reading(row),
        "sampled_case": ids.encode("sampled-case", case.pk),
        "pseudonym": case.pseudonym,
    }


@transaction.atomic
def note_record_read(
    *,
    actor: Actor,
    sampled_case: str,
    service: str,
    read_on: date,
    medical: bool = False,
    client_key: UUID | None = None,
) -> dict[str, Any]:
    """Note that the actor read one service's records of a case, or its medical notes there.

    Noted again by the same person with another day, the day is corrected; with the same
    ``client_key``, nothing happens. Raises NotFound, PurposeNeeded, NotPermitted (medical notes are
    for medically qualified inspectors), Refused, Invalid.
    """
    _, case = sampled_case_to_change(actor, sampled_case)
    known = _noted_with(client_key, case)
    if known is not None:
        return reading_record(case, known)
    if medical and not actor.may(P.SEE_MEDICAL):
        raise NotPermitted("Medical notes are read by a medically qualified inspector.")
    raise_if_any(_faults(service, read_on))
    found = RecordReading.objects.filter(
        sampled_case=case, service=service, membership_id=actor.membership_id, medical=medical
    ).first()
    one = found or RecordReading(
        sampled_case=case,
        service=service,
        membership_id=actor.membership_id,
        medical=medical,
        client_key=client_key,
        version=0,
    )
    if one.version == 0 or one.read_on != read_on:
        one.read_on = read_on
        one.version += 1
        one.save()
    return reading_record(case, one)


@transaction.atomic
def note_records_read(
    *,
    actor: Actor,
    sampled_case: str,
    services: Sequence[str],
    read_on: date,
    medical: bool = False,
) -> list[dict[str, Any]]:
    """Note that the actor read several services' records on one day, all or nothing. Raises what
    `note_record_read` raises."""
    return [
        note_record_read(
            actor=actor, sampled_case=sampled_case, service=one, read_on=read_on, medical=medical
        )
        for one in dict.fromkeys(services)
    ]


def _noted_with(client_key: UUID | None, case: SampledCase) -> RecordReading | None:
    """The reading that came with this key before, if any."""
    if client_key is None:
        return None
    known: RecordReading | None = RecordReading.objects.filter(client_key=client_key).first()
    if known is not None and known.sampled_case_id != case.pk:
        raise Invalid({"client_key": "This key came with a reading of another case."})
    return known


def _faults(service: str, read_on: date) -> dict[str, str]:
    faults = {}
    known = dict(known_services())
    if service not in known:
        faults["service"] = f"Choose one of: {', '.join(known)}."
    if not FIRST_DAY <= read_on <= timezone.localdate():
        faults["read_on"] = "Give the day on which they were read, today at the latest."
    return faults


@transaction.atomic
def take_back_reading(*, actor: Actor, sampled_case: str, reading: str) -> None:
    """Take back a reading that was noted by mistake: for whoever noted it, and the lead inspector.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused.
    """
    access, case = sampled_case_to_change(actor, sampled_case)
    number = ids.decode("reading", reading)
    found = RecordReading.objects.filter(pk=number, sampled_case=case).first()
    if found is None:
        raise NotFound
    own = keeps_sample(access) and found.membership_id == actor.membership_id
    if not own and not leads_sample(access):
        raise NotPermitted("A reading is taken back by whoever noted it, or by the lead inspector.")
    with because("Noted by mistake"):
        found.delete()
