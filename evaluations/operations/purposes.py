"""Say why one reads case-level material of an inspection that one is not on."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from evaluations.access import PurposeNeeded, case_material_of, inspection_for
from evaluations.models import StatedPurpose
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import identifier_faults
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.tenancy.scope import because

HOURS = 8
SHORTEST, LONGEST = 10, 2_000


@transaction.atomic
def state_purpose(*, actor: Actor, inspection: str, why: str) -> StatedPurpose:
    """Open an inspection's case-level material to this person for ``HOURS``, for this reason; it is
    kept with everything they then read.

    Raises NotFound (not for them to read, not even for a reason), Refused (no reason is needed),
    Invalid.
    """
    found = inspection_for(actor, inspection)
    try:
        case_material_of(actor, found)
    except PurposeNeeded:
        pass
    else:
        raise Refused("You can read it already.")
    # Not the names declared for the sample: a refusal by one would tell who is in it.
    raise_if_any(text_fault("why", why, LONGEST, needed=True) or identifier_faults({"why": why}))
    if len(" ".join(why.split())) < SHORTEST:
        raise Invalid({"why": f"Say it in at least {SHORTEST} characters."})
    with because(why):
        stated: StatedPurpose = StatedPurpose.objects.create(
            inspection=found,
            membership_id=actor.membership_id,
            why=why.strip(),
            until=timezone.now() + timedelta(hours=HOURS),
        )
    return stated
