"""The link inspector looks at what a committee says is done: is there enough for an inspection?"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from followthrough import access, messages
from followthrough.models import PointLook, ProgressUpdate
from followthrough.operations.progress_telling import partners_of, tell
from followthrough.operations.updates import refuse
from followthrough.rules import progress as rules
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.events import record_event

TABLE = PointLook._meta.db_table


@transaction.atomic
def look(
    *,
    actor: Actor,
    point: int,
    enough: bool,
    told: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> PointLook:
    """Say whether there is enough to look at; ``told`` is what the committee reads, needed when there
    is not. Never a judgement of progress. The partners are told. Raises NotFound, NotPermitted,
    Refused, Invalid, IdentifiersFound."""
    found, place = access.to_follow(actor, point, lock=True)
    updates = ProgressUpdate.objects.filter(point=found).count()
    refuse(rules.why_not_look(found.status, updates=updates))
    told = told.strip()
    faults = text_fault("told", told, rules.LONGEST_REASON)
    if not enough and not told:
        faults["told"] = "Say what is wanted: the committee reads it."
    raise_if_any(faults)
    answers = require_answers(inspection=found.inspection_id, texts={"told": told}, reasons=reasons)
    made: PointLook = PointLook.objects.create(
        point=found,
        enough=enough,
        told=told,
        membership_id=actor.membership_id,
        at=timezone.now(),
    )
    answers.keep(actor=actor, table=TABLE, record_id=made.pk, new=True)
    kind = messages.LOOKED_ENOUGH if enough else messages.LOOKED_MORE
    tell(found, partners_of(place.owners), kind, about=f"look-{made.pk}")
    event = "main-point.enough" if enough else "main-point.more-wanted"
    record_event(event, collection="main-points", subject=ids.encode("point", found.pk))
    return made
