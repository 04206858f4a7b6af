"""Keys of case samples whose inspection was abandoned: nobody needs to know any more whom the
pseudonyms stand for."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from evaluations.access.inspections import inspection_for
from evaluations.access.samples import may_forget_keys
from evaluations.models import CaseKey, Inspection
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotPermitted
from inspectorate.tenancy.scope import require_inspectorate_id

MOST = 500
OVERDUE = 30
"""Days after which a key that nobody needs should long be forgotten."""

_LEFT = """
select i.id, a.name, i.reference, count(*), min(c.keyed_at), max(m.at)
from evaluations_inspection i
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
join evaluations_sampledcase c on c.inspectorate_id = i.inspectorate_id and c.inspection_id = i.id
join evaluations_casekey k on k.inspectorate_id = c.inspectorate_id and k.sampled_case_id = c.id
left join lateral (
  select max(v.at) as at from evaluations_inspectionmove v
  where v.inspectorate_id = i.inspectorate_id and v.inspection_id = i.id
    and v.to_status = 'abandoned') m on true
where i.inspectorate_id = %s and i.status = 'abandoned'
group by i.id, a.name, i.reference
order by max(m.at) nulls first, i.id limit %s
"""


@dataclass(frozen=True, slots=True)
class KeysLeft:
    """An abandoned inspection with keys: how many, the day the first was entered, the day it was
    abandoned and how many days ago that is; None where that is not on record."""

    id: str
    area: str
    reference: str
    keys: int
    entered_on: date | None
    abandoned_on: date | None
    age: int | None

    @property
    def overdue(self) -> bool:
        return self.age is not None and self.age > OVERDUE


def keys_to_forget(actor: Actor) -> list[KeysLeft]:
    """Those left longest first, at most 500. For the data protection officer and who plans. One
    statement. Raises NotPermitted."""
    if not (actor.may(P.SEE_READ_LOG) or actor.may(P.PLAN_INSPECTIONS)):
        raise NotPermitted("This list is for the data protection officer and for who plans.")
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [require_inspectorate_id(), MOST])
        rows = cursor.fetchall()
    found = []
    for number, area, reference, keys, entered_at, abandoned_at in rows:
        entered = timezone.localdate(entered_at) if entered_at else None
        abandoned = timezone.localdate(abandoned_at) if abandoned_at else None
        age = (today - abandoned).days if abandoned else None
        place = (ids.encode("inspection", number), area, reference)
        found.append(KeysLeft(*place, keys, entered, abandoned, age))
    return found


def keys_left(actor: Actor, inspection: str) -> tuple[Inspection, int]:
    """The inspection and how many keys it has, for who may forget them. Raises NotFound,
    NotPermitted."""
    found = inspection_for(actor, inspection)
    if not may_forget_keys(actor, found):
        raise NotPermitted("The keys are forgotten by the lead inspector or somebody who plans.")
    return found, CaseKey.objects.filter(sampled_case__inspection=found).count()
