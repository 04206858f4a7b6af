"""Whom the pseudonyms stand for: entered, opened for a stated purpose, removed for good."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from evaluations.access.inspections import inspection_to_change
from evaluations.access.samples import (
    may_forget_keys,
    require_key,
    require_sampling,
    sampled_case_for,
)
from evaluations.models import CaseKey, Inspection, SampledCase
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.identifiers import (
    NO_REASONS,
    identifier_faults,
    require_answers,
    salt_of,
)
from evaluations.operations.names_declared import look_soon
from evaluations.operations.reading_log import note_read
from evaluations.rules.identifiers import name_digest, words_of
from evaluations.terms import InspectionStatus, ReadHow
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.seal import CannotUnseal, seal, unseal
from inspectorate.tenancy.scope import because

LONGEST_REFERENCE = 100
LONGEST_NAMES = 500
SHORTEST_PURPOSE = 10
FIRST_BIRTH = date(1900, 1, 1)
FORGETTERS = "The keys of an abandoned inspection are forgotten by its lead inspector or a planner."
_SEALED_FOR = b"inspectorate case keys 1"


def _faults(reference: str, names: str, born_on: date | None) -> dict[str, str]:
    faults = text_fault("reference", reference, LONGEST_REFERENCE)
    faults |= text_fault("names", names, LONGEST_NAMES, needed=True)
    if not faults and not words_of(names):
        faults["names"] = "Give at least one name of two letters or more."
    if born_on is not None and not FIRST_BIRTH <= born_on <= timezone.localdate():
        faults["born_on"] = "Give a date of birth that has been."
    return faults


@transaction.atomic
def enter_case_key(
    *,
    actor: Actor,
    sampled_case: str,
    based_on: int,
    names: str,
    reference: str = "",
    born_on: date | None = None,
) -> dict[str, Any]:
    """Say whom a pseudonym stands for, in place of what was said before; the version it now has.

    ``names``: every name by which free text could give the child or family away. ``based_on`` is 0
    when there is no key yet. Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid, Stale;
    the last does not carry what somebody else entered, since seeing that is logged.
    """
    access, seen = sampled_case_for(actor, sampled_case)
    require_key(access)
    require_sampling(access, by_lead=True)
    raise_if_any(_faults(reference, names, born_on))
    case = SampledCase.objects.select_for_update(no_key=True, of=("self",)).get(pk=seen.pk)
    found = CaseKey.objects.filter(sampled_case=case).first()
    key = found or CaseKey(sampled_case=case, version=0)
    if key.version != based_on:
        raise Stale({"version": key.version})
    said = {"reference": reference, "names": names, "born_on": born_on}
    key.sealed = seal(orjson.dumps(said).decode(), purpose=_SEALED_FOR)
    salt = salt_of(case.inspection_id)
    key.name_digests = sorted({name_digest(salt, word) for word in words_of(names)})
    key.version += 1
    key.save()
    case.keyed_at = timezone.now()
    with because("Key entered" if key.version == 1 else "Key replaced"):
        case.save(update_fields=["keyed_at"])
    look_soon(case.inspection_id)
    return {"version": key.version}


@transaction.atomic
def open_case_key(*, actor: Actor, sampled_case: str, purpose: str, how: ReadHow) -> dict[str, Any]:
    """Whom a pseudonym stands for. The log keeps who looked and their ``purpose``.

    Raises NotFound (also when no key is entered), PurposeNeeded, NotPermitted, Invalid, Refused.
    """
    access, case = sampled_case_for(actor, sampled_case)
    require_key(access)
    faults = text_fault("purpose", purpose, LONGEST_REASON)
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        faults = {"purpose": "Say why you need to know, in a few words. It is kept in the log."}
    named = {"purpose": purpose}
    raise_if_any(faults or identifier_faults(named, inspection=case.inspection_id))
    key = CaseKey.objects.filter(sampled_case=case).first()
    if key is None:
        raise NotFound
    try:
        said = orjson.loads(unseal(key.sealed, purpose=_SEALED_FOR))
    except CannotUnseal:
        raise Refused("This key was sealed under another SECRET_KEY. Enter it again.") from None
    note_read(replace(access, purpose=purpose.strip()), "case-key", [case.pk], how)
    born_on = said["born_on"]
    return {
        "sampled_case": ids.encode("sampled-case", case.pk),
        "pseudonym": case.pseudonym,
        "version": key.version,
        "reference": said["reference"],
        "names": said["names"],
        "born_on": date.fromisoformat(born_on) if born_on else None,
    }


@transaction.atomic
def remove_case_key(*, actor: Actor, sampled_case: str) -> None:
    """Forget whom a pseudonym stands for; the pseudonym stays. Nothing brings it back.

    Raises NotFound, PurposeNeeded, NotPermitted.
    """
    access, case = sampled_case_for(actor, sampled_case)
    require_key(access)
    if not _removed([case.pk], why="Key removed"):
        raise NotFound


@transaction.atomic
def forget_keys(
    *, actor: Actor, inspection: str, why: str, reasons: Mapping[str, str] = NO_REASONS
) -> int:
    """Forget whom every pseudonym of an abandoned inspection stands for, in one deed; how many. By its
    lead inspector or somebody who plans. ``why`` stays in each case's history.

    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound.
    """
    kept = inspection_to_change(actor, inspection)
    if not may_forget_keys(actor, kept):
        raise NotPermitted(FORGETTERS)
    if kept.status != InspectionStatus.ABANDONED:
        raise Refused(
            "The inspection was not abandoned. A single key is forgotten on its case's page; all of "
            "them when the inspection is closed."
        )
    raise_if_any(text_fault("why", why, LONGEST_REASON, needed=True))
    answers = require_answers(inspection=kept, texts={"why": why.strip()}, reasons=reasons)
    numbers = SampledCase.objects.filter(inspection=kept).values_list("pk", flat=True)
    forgotten = _removed(list(numbers), why=why.strip())
    if not forgotten:
        raise Refused("No key of this inspection is left.")
    answers.keep(actor=actor, table=kept._meta.db_table, record_id=kept.pk)
    return forgotten


def remove_keys_of(inspection: Inspection) -> int:
    """Forget whom every pseudonym of an inspection stands for, when it is closed; how many."""
    numbers = SampledCase.objects.filter(inspection=inspection).values_list("pk", flat=True)
    return _removed(list(numbers), why="Key removed: the inspection is closed")


def _removed(cases: list[int], *, why: str) -> int:
    """The keys have no history: what is deleted here is gone. The cases' history says when."""
    number, _ = CaseKey.objects.filter(sampled_case_id__in=cases).delete()
    inspections = SampledCase.objects.filter(pk__in=cases).order_by().values_list("inspection_id")
    for (inspection_id,) in inspections.distinct() if number else ():
        look_soon(inspection_id)
    with because(why):
        SampledCase.objects.filter(pk__in=cases, keyed_at__isnull=False).update(keyed_at=None)
    return int(number)
