"""Concerns raised on the inspections that are under way: one closed, one in somebody's hands."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.utils import timezone

from evaluations.access import programme_by_code
from evaluations.models import Concern, Inspection
from evaluations.operations.concern_setting import add_recipient, set_advice
from evaluations.operations.concerns import acknowledge_concern, close_concern, raise_concern
from evaluations.operations.reading_log import note_concerns_read
from evaluations.terms import ReadHow
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id, scope

PROGRAMME = "second-cycle"
ADVICE = "Inspectorate duty officer: ring the number on the back of your card, at any hour."


def load(system: Actor) -> None:
    """Once, in the open scope; afterwards they are left as people have changed them."""
    if Concern.objects.exists():
        return
    isla, moira = _actor("isla.drummond"), _actor("moira.gillespie")
    found = Inspection.objects.filter(programme=programme_by_code(system, PROGRAMME))
    under_way = {one.area.code: one for one in found.select_related("area")}
    fergus = Membership.objects.get(user__email="fergus.ness@inspectorate.example")
    add_recipient(actor=system, person=ids.encode("person", fergus.pk))
    set_advice(actor=system, text=ADVICE, based_on=0)
    _closed(isla, moira, ids.encode("inspection", under_way["A12"].pk))
    _in_hand(isla, moira, ids.encode("inspection", under_way["A14"].pk))


def _actor(name: str) -> Actor:
    member = Membership.objects.select_related("user").get(
        user__email=f"{name}@inspectorate.example"
    )
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    actor = actor_for(member.user, here)
    if actor is None:
        raise LookupError(f"{name} is no member of {here.slug}.")
    return actor


def _closed(isla: Actor, moira: Actor, inspection: str) -> None:
    noticed = timezone.now() - timedelta(minutes=8)
    one = _raised(
        isla,
        what="In the records read this morning, a school noted twice last week that a young child "
        "was not collected until evening. Nobody has asked the family about it.",
        where="At school until half past three.",
        told_already="The head teacher, on the telephone.",
        inspection=inspection,
        noticed_at=noticed,
    )
    taken = _acknowledged(moira, one)
    with _as(moira):
        close_concern(
            actor=moira,
            concern=one["id"],
            based_on=taken["version"],
            told_whom="Duty social worker, and the detective sergeant of the family protection unit",
            told_at=timezone.now(),
            outcome="A social worker and a police officer visit together this afternoon. The lead "
            "inspector asks for the outcome tomorrow morning.",
        )


def _in_hand(isla: Actor, moira: Actor, inspection: str) -> None:
    one = _raised(
        isla,
        what="A foster carer told us that contact takes place without the supervision that the "
        "plan asks for.",
        inspection=inspection,
    )
    _acknowledged(moira, one)


def _as(actor: Actor) -> AbstractContextManager[Any]:
    """What is done inside is this person's in the history too."""
    return scope(actor.inspectorate_id, person_id=actor.person_id)


def _raised(actor: Actor, **given: Any) -> dict[str, Any]:
    with _as(actor):
        return raise_concern(actor=actor, **given)


def _acknowledged(actor: Actor, one: dict[str, Any]) -> dict[str, Any]:
    """Read, which is noted, and taken in hand."""
    number = ids.decode("concern", one["id"])
    with _as(actor):
        inspection = ids.decode("inspection", one["inspection"])
        note_concerns_read(actor, {number: inspection}, ReadHow.PAGE)
        return acknowledge_concern(actor=actor, concern=one["id"], based_on=one["version"])
