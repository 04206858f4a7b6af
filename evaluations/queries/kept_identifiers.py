"""Identifiers that stay in free text: where, why and by whose decision. Never the identifier."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from evaluations.access.kept_identifiers import settles_findings
from evaluations.access.read_log import read_log_of
from evaluations.models import Inspection
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id
from inspectorate.tenancy.walls import scoped_models

PAGE = 50
STATES = {
    "to-settle": "k.removed_at is null and k.why = ''",
    "stays": "k.removed_at is null and k.why <> ''",
    "removed": "k.removed_at is not null",
}
"""The tabs of the list and what each shows."""
KINDS = {
    "chi": _("CHI number"),
    "nhs": _("NHS number"),
    "nino": _("National Insurance number"),
    "birth": _("Date of birth"),
    "postcode": _("Postcode"),
    "telephone": _("Telephone number"),
    "email": _("E-mail address"),
    "name": _("Name declared for a sampled case"),
}

_LIST = """
select k.id, k.kept_at, coalesce(u.display_name, ''), coalesce(a.name, ''),
       coalesce(i.reference, ''), k.table_name,
       case k.table_name when 'evaluations_evidence' then 'E' || e.number::text
                         when 'evaluations_evaluation' then q.code else '' end,
       k.field, k.kind, k.why, k.removed_at, k.inspection_id,
       k.record_id
from evaluations_keptidentifier k
left join evaluations_inspection i on i.inspectorate_id = k.inspectorate_id and i.id = k.inspection_id
left join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
left join accounts_membership m on m.inspectorate_id = k.inspectorate_id and m.id = k.membership_id
left join accounts_user u on u.id = m.user_id
left join evaluations_evidence e on e.inspectorate_id = k.inspectorate_id and e.id = k.record_id
  and k.table_name = 'evaluations_evidence'
left join evaluations_evaluation v on v.inspectorate_id = k.inspectorate_id and v.id = k.record_id
  and k.table_name = 'evaluations_evaluation'
left join indicators_qualityindicator q
  on q.inspectorate_id = v.inspectorate_id and q.id = v.indicator_id
where {where}
order by k.id desc limit %s
"""
_COUNTS = f"""
select {", ".join(f"count(*) filter (where {state})" for state in STATES.values())}
from evaluations_keptidentifier k where {{where}}
"""  # noqa: S608 - constants only; values are parameters


@dataclass(frozen=True)
class KeptLine:
    """One identifier that somebody left in a text. ``record`` is the record's reference, if any."""

    number: int
    kept_at: datetime
    who: str
    area: str
    reference: str
    table: str
    record: str
    field: str
    kind: str
    why: str
    removed_at: datetime | None
    inspection: int | None
    record_id: int

    @property
    def id(self) -> str:
        return ids.encode("finding", self.number)

    @property
    def to_settle(self) -> bool:
        """Found in a text already written, and nobody has said why it stays."""
        return not self.why and self.removed_at is None

    @property
    def kind_label(self) -> str:
        return str(KINDS.get(self.kind, self.kind))

    @property
    def where(self) -> str:
        """The record in words: Evidence E12."""
        names = {model._meta.db_table: model._meta.verbose_name for model in scoped_models()}
        return f"{capfirst(str(names.get(self.table, self.table)))} {self.record}".strip()


@dataclass(frozen=True)
class KeptList:
    """A page, newest first; ``after`` is where the next begins, 0 at the end. ``settles``: this person
    says why a declared name stays."""

    inspection: Inspection | None
    lines: list[KeptLine]
    after: int
    counts: dict[str, int]
    settles: bool = False


def kept_identifiers(
    actor: Actor, state: str, *, inspection: str = "", after: int = 0, most: int = PAGE
) -> KeptList:
    """What stays in the texts of the inspectorate, or of one inspection; ``most`` of them. Raises
    NotPermitted, NotFound."""
    found = read_log_of(actor, inspection) if inspection else None
    if found is None:
        actor.require(P.SEE_READ_LOG)
    where, values = "k.inspectorate_id = %s", [require_inspectorate_id()]
    if found is not None:
        where += " and k.inspection_id = %s"
        values.append(found.pk)
    narrowed, more = f"{where} and {STATES[state]}", list[Any](values)
    if after:
        narrowed += " and k.id < %s"
        more.append(after)
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(where=narrowed), [*more, most + 1])
        rows = cursor.fetchall()
        cursor.execute(_COUNTS.format(where=where), values)
        counts = dict(zip(STATES, cursor.fetchone(), strict=True))
    lines = [KeptLine(*row) for row in rows[:most]]
    following = lines[-1].number if len(rows) > most else 0
    settles = found is not None and settles_findings(actor, found)
    return KeptList(found, lines, following, counts, settles)
