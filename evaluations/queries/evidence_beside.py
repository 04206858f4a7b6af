"""Evidence as it stands beside the scale: of one indicator, the newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from evaluations.access import CaseAccess
from evaluations.terms import Bearing, LevelOfService, SourceKind
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

PAGE = 20
LOOKS = {
    Bearing.STRENGTH: ("s", "strength", "done"),
    Bearing.IMPROVEMENT: ("a", "improve", "warn"),
    Bearing.CONTRARY: ("c", "contrary", "contra"),
}
"""How each bearing is drawn: the letter of its class, its icon and its tone."""

_PIECES = """
select e.id, e.number, e.bearing, e.source_kind, e.level_of_service, e.happened_on, e.medical,
  case when e.medical and not %(medical)s then '' else e.text end,
  case when e.medical and not %(medical)s then '' else e.quote end,
  c.pseudonym, u.display_name, e.membership_id, e.withdrawn_at is not null, e.withdrawn_why
from (select b.evidence_id from evaluations_evidenceindicator b
      where b.inspectorate_id = %(here)s and b.inspection_id = %(inspection)s
        and b.indicator_id = %(indicator)s and b.evidence_id < %(before)s
      order by b.evidence_id desc limit %(most)s) b
join evaluations_evidence e on e.inspectorate_id = %(here)s and e.id = b.evidence_id
left join accounts_membership m on m.inspectorate_id = e.inspectorate_id and m.id = e.membership_id
left join accounts_user u on u.id = m.user_id
left join evaluations_sampledcase c
  on c.inspectorate_id = e.inspectorate_id and c.id = e.sampled_case_id
order by e.id desc
"""
_CASES = """
select id, pseudonym from evaluations_sampledcase
where inspectorate_id = %s and inspection_id = %s and withdrawn_at is null order by number
"""
NEWEST = 2**62


@dataclass(frozen=True)
class Piece:
    """A piece of evidence as it is listed. ``hidden``: drawn from medical records, and not for this
    reader; that it exists, and what it bears on, is."""

    number: int
    id: str
    reference: str
    bearing: str
    source_kind: str
    level_of_service: str
    happened_on: date
    medical: bool
    hidden: bool
    text: str
    quote: str
    case: str
    author: str
    mine: bool
    withdrawn: bool
    withdrawn_why: str

    @property
    def look(self) -> str:
        return LOOKS[Bearing(self.bearing)][0]

    @property
    def icon(self) -> str:
        return LOOKS[Bearing(self.bearing)][1]

    @property
    def tone(self) -> str:
        return LOOKS[Bearing(self.bearing)][2]

    @property
    def bearing_label(self) -> str:
        return str(Bearing(self.bearing).label)

    @property
    def source_label(self) -> str:
        return str(SourceKind(self.source_kind).label)

    @property
    def level_label(self) -> str:
        return str(LevelOfService(self.level_of_service).label)


@dataclass(frozen=True)
class EvidencePage:
    """A page of evidence; ``older`` is where the next one begins, empty on the last."""

    pieces: tuple[Piece, ...]
    older: str

    @property
    def read(self) -> list[int]:
        """What was shown of it, to be noted."""
        return [one.number for one in self.pieces if not one.hidden]


def evidence_beside(access: CaseAccess, indicator_id: int, before: str = "") -> EvidencePage:
    """The newest evidence of an indicator, older than ``before`` (an opaque id) if that is given.

    One statement, whose cost does not grow with the evidence there is.
    """
    values = {
        "here": require_inspectorate_id(),
        "inspection": access.inspection.pk,
        "indicator": indicator_id,
        "before": _place(before),
        "medical": access.medical,
        "most": PAGE + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PIECES, values)
        rows = cursor.fetchall()
    pieces = tuple(_piece(access, row) for row in rows[:PAGE])
    return EvidencePage(pieces, pieces[-1].id if len(rows) > PAGE else "")


def case_choices(access: CaseAccess) -> list[tuple[str, str]]:
    """The sampled cases that evidence can name: opaque id and pseudonym. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [require_inspectorate_id(), access.inspection.pk])
        return [(ids.encode("sampled-case", one), name) for one, name in cursor.fetchall()]


def _place(before: str) -> int:
    try:
        return ids.decode("evidence", before) if before else NEWEST
    except NotFound:
        return NEWEST


def _piece(access: CaseAccess, row: Sequence[Any]) -> Piece:
    number, count, bearing, source, level, day, medical, text, quote, case, author, who, *gone = row
    return Piece(
        number=number,
        id=ids.encode("evidence", number),
        reference=f"E{count}",
        bearing=bearing,
        source_kind=source,
        level_of_service=level,
        happened_on=day,
        medical=medical,
        hidden=medical and not access.medical,
        text=text,
        quote=quote,
        case=case or "",
        author=author or "",
        mine=who is not None and who == access.actor.membership_id,
        withdrawn=gone[0],
        withdrawn_why=gone[1],
    )
