"""Programmes and how far they are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from evaluations.access import programme_for
from evaluations.models import Programme
from evaluations.rules.life import OPEN, OUT
from indicators.models import FrameworkEdition
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

_PROGRAMMES = """
select p.id, p.code, p.title, f.code, f.title, p.commissioned_by, p.starts_on, p.ends_on,
  count(i.id) filter (where i.status <> 'abandoned'),
  count(i.id) filter (where i.status = any(%(open)s)),
  count(i.id) filter (where i.status = any(%(out)s)),
  count(i.id) filter (where i.kind = 'pilot')
from evaluations_programme p
join indicators_frameworkedition f on f.inspectorate_id = p.inspectorate_id and f.id = p.edition_id
left join evaluations_inspection i
  on i.inspectorate_id = p.inspectorate_id and i.programme_id = p.id
where p.inspectorate_id = %(here)s and (%(one)s is null or p.id = %(one)s)
group by p.id, p.inspectorate_id, p.code, p.title, f.code, f.title, p.commissioned_by, p.starts_on,
  p.ends_on
order by p.starts_on desc nulls last, p.code limit 500
"""


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme with how many inspections it has: not abandoned, going on, published, pilots."""

    id: str
    code: str
    title: str
    edition_code: str
    edition: str
    commissioned_by: str
    starts_on: date | None
    ends_on: date | None
    inspections: int
    going_on: int
    published: int
    pilots: int


def _lines(one: int | None) -> list[ProgrammeLine]:
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "open": [*OPEN, "suspended"],
        "out": list(OUT),
        "one": one,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PROGRAMMES, values)
        return [
            ProgrammeLine(ids.encode("programme", row[0]), *row[1:]) for row in cursor.fetchall()
        ]


def programmes(actor: Actor) -> list[ProgrammeLine]:
    """Every programme, newest first. One statement."""
    return _lines(None)


def programme_page(actor: Actor, reference: str) -> tuple[Programme, ProgrammeLine]:
    """One programme and how far it is. Raises NotFound."""
    found = programme_for(actor, reference)
    return found, _lines(found.pk)[0]


def edition_choices(actor: Actor) -> list[tuple[str, str]]:
    """Editions that a programme can be under: their codes and titles."""
    actor.require(P.SEE_FRAMEWORKS)
    found = FrameworkEdition.objects.filter(superseded_by__isnull=True)
    return [(code, f"{title} ({code})") for code, title in found.values_list("code", "title")]
