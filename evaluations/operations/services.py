"""Keep the list of services to children, in this inspectorate's own words."""

from typing import Any

from django.db import IntegrityError, transaction

from evaluations.models import Evidence, RecordReading, Service
from evaluations.operations.checks import code_fault, raise_if_any, text_fault, version_or_stale
from evaluations.operations.identifiers import identifier_faults
from evaluations.queries.services import USUAL
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused
from inspectorate.tenancy.scope import because

LONGEST_CODE = 40
LONGEST_NAME = 120
MOST_SERVICES = 60
LAST_POSITION = 1_000


def as_record(service: Service) -> dict[str, Any]:
    """A service, for a stale edit."""
    return {
        "id": ids.encode("service", service.pk),
        "version": service.version,
        "code": service.code,
        "name": service.name,
        "position": service.position,
    }


@transaction.atomic
def adopt_services(*, actor: Actor) -> int:
    """Make the usual services this inspectorate's own, so that each can be changed; how many there
    are now. Done again, nothing changes. Raises NotPermitted."""
    actor.require(P.PLAN_INSPECTIONS)
    if not Service.objects.exists():
        usual = [
            Service(code=code, name=str(name), position=at)
            for at, (code, name) in enumerate(USUAL, 1)
        ]
        # Somebody else may adopt them in the same moment.
        Service.objects.bulk_create(usual, ignore_conflicts=True)
    return int(Service.objects.count())


@transaction.atomic
def add_service(*, actor: Actor, code: str, name: str) -> Service:
    """A further service, at the end of the list. Raises NotPermitted, Invalid, Refused."""
    number = adopt_services(actor=actor)
    raise_if_any(code_fault("code", code, LONGEST_CODE) | _name_faults(name))
    if number >= MOST_SERVICES:
        raise Refused(f"There are {number} services. Remove one before adding another.")
    try:
        with transaction.atomic():
            made: Service = Service.objects.create(code=code, name=name, position=number + 1)
            return made
    except IntegrityError:
        raise Invalid({"code": "Another service has this code. Choose another."}) from None


@transaction.atomic
def edit_service(*, actor: Actor, service: str, based_on: int, name: str, position: int) -> Service:
    """Rename a service or move it in the list; its code stays, records name it by that.

    Raises NotPermitted, NotFound, Invalid, Stale.
    """
    kept = _locked(actor, service)
    version_or_stale(kept, based_on, as_record)
    faults = _name_faults(name)
    if not 0 < position <= LAST_POSITION:
        faults["position"] = f"Give a number from 1 to {LAST_POSITION:,}."
    raise_if_any(faults)
    kept.name, kept.position = name, position
    kept.version += 1
    kept.save()
    return kept


@transaction.atomic
def remove_service(*, actor: Actor, service: str) -> None:
    """Take a service off the list, unless records name it. Raises NotPermitted, NotFound, Refused."""
    kept = _locked(actor, service)
    named = Evidence.objects.filter(services__contains=[kept.code]).count()
    named += RecordReading.objects.filter(service=kept.code).count()
    if named:
        times = "1 time" if named == 1 else f"{named:,} times"
        raise Refused(f"{kept.name} is named in what was recorded, {times}. Rename it instead.")
    if Service.objects.count() == 1:
        raise Refused("This is the last service. Add another before removing it.")
    with because("Taken off the list of services"):
        kept.delete()


def _name_faults(name: str) -> dict[str, str]:
    return text_fault("name", name, LONGEST_NAME, needed=True) or identifier_faults({"name": name})


def _locked(actor: Actor, service: str) -> Service:
    actor.require(P.PLAN_INSPECTIONS)
    rows = Service.objects.select_for_update(no_key=True, of=("self",))
    found: Service | None = rows.filter(pk=ids.decode("service", service)).first()
    if found is None:
        raise NotFound
    return found
