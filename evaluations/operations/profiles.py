"""Keep what must be known of people to put them on a team."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from areas.access import area_for, body_for
from areas.terms import BodyKind
from evaluations.access.people import member_for, member_to_keep
from evaluations.models import Absence, DeclaredInterest, InspectorProfile
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault, version_or_stale
from evaluations.operations.identifiers import NO_REASONS, identifier_faults, require_answers
from evaluations.queries.people import interest_record, profile_record
from evaluations.rules.orders import in_order
from evaluations.terms import Discipline
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound
from inspectorate.tenancy.scope import because

LONGEST_NAME = 200
MOST_DAYS = 400


@transaction.atomic
def save_profile(
    *, actor: Actor, person: str, based_on: int, changes: dict[str, Any]
) -> InspectorProfile:
    """Set a person's discipline, home scrutiny body, home area and employer; ``based_on`` 0 when
    nothing was known. Bodies and areas by opaque id, empty for none.

    A conflict that this makes with a running inspection is not refused: it is a fact, and the
    team's page warns of it. Raises NotFound, NotPermitted, Invalid, Stale.
    """
    member = member_to_keep(actor, person)
    Membership.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    rows = InspectorProfile.objects.select_for_update(no_key=True, of=("self",))
    kept = rows.filter(membership=member).first() or InspectorProfile(membership=member, version=0)
    version_or_stale(kept, based_on, profile_record)
    raise_if_any(_profile_faults(changes))
    if "discipline" in changes:
        kept.discipline = changes["discipline"]
    if "employer" in changes:
        kept.employer = changes["employer"]
    if "home_body" in changes:
        kept.home_body_id = _body(actor, changes["home_body"])
    if "home_area" in changes:
        kept.home_area_id = _area(actor, changes["home_area"], "home_area")
    kept.version += 1
    kept.save()
    return kept


def _profile_faults(changes: dict[str, Any]) -> dict[str, str]:
    employer = changes.get("employer", "")
    faults = text_fault("employer", employer, LONGEST_NAME)
    faults = faults or identifier_faults({"employer": employer}, contacts=True)
    if changes.get("discipline") and changes["discipline"] not in Discipline.values:
        faults["discipline"] = f"Choose one of: {', '.join(Discipline.values)}."
    return faults


def _body(actor: Actor, reference: str) -> int | None:
    try:
        return body_for(actor, BodyKind.SCRUTINY_BODY, reference).pk if reference else None
    except NotFound:
        raise Invalid({"home_body": "Choose a scrutiny body of this inspectorate."}) from None


def _area(actor: Actor, reference: str, field: str) -> int | None:
    try:
        return area_for(actor, reference).pk if reference else None
    except NotFound:
        raise Invalid({field: "Choose an area of this inspectorate."}) from None


@transaction.atomic
def declare_interest(
    *,
    actor: Actor,
    person: str,
    nature: str,
    area: str = "",
    organisation: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> DeclaredInterest:
    """Declare an interest in an area, an organisation or both: one's own, or on record for somebody
    by whoever plans. Raises NotFound, Invalid, IdentifiersFound."""
    member = member_for(actor, person)
    interest = DeclaredInterest(membership=member, version=0)
    sent = {"nature": nature, "area": area, "organisation": organisation}
    return _saved(actor, interest, {**sent, "from_on": from_on, "to_on": to_on}, reasons)


@transaction.atomic
def edit_interest(
    *,
    actor: Actor,
    person: str,
    interest: str,
    based_on: int,
    changes: dict[str, Any],
    reasons: Mapping[str, str] = NO_REASONS,
) -> DeclaredInterest:
    """Change an interest; ending it is giving its last day. Raises NotFound, Invalid,
    IdentifiersFound, Stale."""
    kept = _interest(actor, person, interest)
    version_or_stale(kept, based_on, interest_record)
    return _saved(actor, kept, changes, reasons)


@transaction.atomic
def remove_interest(*, actor: Actor, person: str, interest: str) -> None:
    """Take back an interest recorded by mistake, by whoever plans; its history stays. Raises
    NotFound, NotPermitted."""
    member_to_keep(actor, person)
    with because("Recorded by mistake"):
        _interest(actor, person, interest).delete()


def _interest(actor: Actor, person: str, interest: str) -> DeclaredInterest:
    member = member_for(actor, person)
    rows = DeclaredInterest.objects.select_for_update(no_key=True, of=("self",))
    found = rows.filter(membership=member, pk=ids.decode("interest", interest)).first()
    if found is None:
        raise NotFound
    return found  # type: ignore[no-any-return]


def _saved(
    actor: Actor, interest: DeclaredInterest, changes: dict[str, Any], reasons: Mapping[str, str]
) -> DeclaredInterest:
    if "area" in changes:
        interest.area_id = _area(actor, changes["area"], "area")
    for name in ("organisation", "nature", "from_on", "to_on"):
        if name in changes:
            setattr(interest, name, changes[name])
    faults = text_fault("nature", interest.nature, LONGEST_REASON, needed=True)
    faults |= text_fault("organisation", interest.organisation, LONGEST_NAME)
    faults |= in_order("to_on", interest.from_on, interest.to_on)
    if interest.area_id is None and not interest.organisation.strip():
        faults.setdefault("organisation", "Choose an area or name an organisation.")
    raise_if_any(faults)
    texts = {"nature": interest.nature, "organisation": interest.organisation}
    answers = require_answers(inspection=None, texts=texts, reasons=reasons)
    interest.version += 1
    interest.save()
    answers.keep(actor=actor, table=DeclaredInterest._meta.db_table, record_id=interest.pk)
    return interest


@transaction.atomic
def add_absence(*, actor: Actor, person: str, from_on: date, to_on: date) -> Absence:
    """Days on which a person cannot be planned in. Why is theirs and not asked. Raises NotFound,
    Invalid."""
    member = member_for(actor, person)
    faults = in_order("to_on", from_on, to_on)
    if not faults and (to_on - from_on).days > MOST_DAYS:
        faults = {"to_on": f"An absence has at most {MOST_DAYS} days. Add another after it."}
    raise_if_any(faults)
    made: Absence = Absence.objects.create(membership=member, from_on=from_on, to_on=to_on)
    return made


@transaction.atomic
def remove_absence(*, actor: Actor, person: str, absence: str) -> None:
    """Take an absence back. Raises NotFound."""
    member = member_for(actor, person)
    found = Absence.objects.filter(membership=member, pk=ids.decode("absence", absence)).first()
    if found is None:
        raise NotFound
    found.delete()
