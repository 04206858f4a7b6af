"""How far second judgements agree with teams', by indicator and by person, for the inspectorate."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection

from evaluations.rules.calibration import LEAST_FOR_PERSON, Agreement, Pair, agreement, withheld
from evaluations.rules.moderation import SIGNED
from indicators.queries import edition_document
from indicators.rules.document import Edition
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotPermitted
from inspectorate.tenancy.scope import require_inspectorate_id

SHOWN_TO = (P.MODERATE, P.PLAN_INSPECTIONS, P.COMPILE_NATIONAL, P.SEE_HISTORY)

_EDITIONS = """
select f.id, f.code, f.title, count(j.id)
from evaluations_secondjudgement j
join evaluations_moderation r on r.inspectorate_id = j.inspectorate_id and r.id = j.moderation_id
join evaluations_inspection i on i.inspectorate_id = r.inspectorate_id and i.id = r.inspection_id
join indicators_frameworkedition f on f.inspectorate_id = i.inspectorate_id and f.id = i.edition_id
where j.inspectorate_id = %s and j.given_at is not null and i.status = any(%s)
group by f.id, f.code, f.title order by count(j.id) desc, f.code
"""
_PAIRS = """
select q.code, j.membership_id, coalesce(u.display_name, ''), j.team_level, j.level
from evaluations_secondjudgement j
join evaluations_moderation r on r.inspectorate_id = j.inspectorate_id and r.id = j.moderation_id
join evaluations_inspection i on i.inspectorate_id = r.inspectorate_id and i.id = r.inspection_id
join indicators_qualityindicator q on q.inspectorate_id = j.inspectorate_id and q.id = j.indicator_id
left join accounts_membership m on m.inspectorate_id = j.inspectorate_id and m.id = j.membership_id
left join accounts_user u on u.id = m.user_id
where j.inspectorate_id = %s and i.edition_id = %s and j.given_at is not null
  and i.status = any(%s)
"""


@dataclass(frozen=True)
class Row:
    """Agreement on one indicator, or of one person. ``found`` None: withheld, on too few pairs."""

    code: str
    name: str
    found: Agreement | None


@dataclass(frozen=True)
class Calibration:
    """``editions``: (code, title, how many judgements) of those that have any. ``left_out``: given
    judgements where one side is no single level. Figures are None when there is none yet."""

    editions: tuple[tuple[str, str, int], ...]
    edition: Edition | None
    all: Agreement | None
    indicators: tuple[Row, ...]
    people: tuple[Row, ...]
    left_out: int

    @property
    def least(self) -> int:
        return LEAST_FOR_PERSON


def calibration(actor: Actor, code: str = "") -> Calibration:
    """Figures of the edition with this code, the one with most judgements when it is empty or has
    none. Inspections that are signed off count, so nothing here tells what is judged blind.

    Raises NotPermitted. Three statements.
    """
    if not any(actor.may(one) for one in SHOWN_TO):
        raise NotPermitted("Calibration is for those who moderate, plan, compile or audit.")
    here, signed = require_inspectorate_id(), list(SIGNED)
    with connection.cursor() as cursor:
        cursor.execute(_EDITIONS, [here, signed])
        editions = cursor.fetchall()
        if not editions:
            return Calibration((), None, None, (), (), 0)
        chosen = next((one for one in editions if one[1] == code), editions[0])
        cursor.execute(_PAIRS, [here, chosen[0], signed])
        rows = cursor.fetchall()
    edition = edition_document(chosen[0])
    exact = [row for row in rows if row[3] is not None and row[4] is not None]
    size = len(edition.levels)
    return Calibration(
        editions=tuple((one[1], one[2], one[3]) for one in editions),
        edition=edition,
        all=agreement([row[3:] for row in exact], size),
        indicators=tuple(_indicators(edition, exact)),
        people=tuple(_people(exact, size)),
        left_out=len(rows) - len(exact),
    )


def _indicators(edition: Edition, rows: list[Any]) -> list[Row]:
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for code, _member, _name, team, second in rows:
        pairs[code].append((team, second))
    return [
        Row(one.code, one.title, agreement(pairs[one.code], len(edition.levels)))
        for one in edition.indicators
        if one.code in pairs
    ]


def _people(rows: list[Any], size: int) -> list[Row]:
    pairs: dict[int | None, list[Pair]] = defaultdict(list)
    names: dict[int | None, str] = {}
    for _code, member, name, team, second in rows:
        pairs[member].append((team, second))
        names[member] = name
    hidden = withheld({member: len(found) for member, found in pairs.items()})
    found = [
        Row("", names[member], None if member in hidden else agreement(those, size))
        for member, those in pairs.items()
    ]
    return sorted(found, key=lambda row: row.name)


def agreement_record(found: Agreement | None) -> dict[str, Any] | None:
    """Agreement as the API says it; None where it is withheld."""
    if found is None:
        return None
    return {
        "pairs": found.pairs,
        "exact": found.exact,
        "adjacent": found.adjacent,
        "further": found.further,
        "higher": found.higher,
        "lower": found.lower,
        "weighted_kappa": None if found.kappa is None else round(found.kappa, 3),
        "no_kappa": found.no_kappa,
    }


def calibration_record(found: Calibration) -> dict[str, Any]:
    """Calibration as the API says it."""
    return {
        "framework": found.edition.code if found.edition else None,
        "frameworks": [code for code, _title, _count in found.editions],
        "all": agreement_record(found.all),
        "left_out": found.left_out,
        "indicators": [
            {"code": row.code, "agreement": agreement_record(row.found)} for row in found.indicators
        ],
        "people": [
            {"name": row.name, "agreement": agreement_record(row.found)} for row in found.people
        ],
    }


def as_table(found: Calibration) -> list[list[Any]]:
    """Calibration as a table to take along: a heading, then a line for each row."""
    heading = ["About", "Name", "Pairs", "Exact", "One level apart", "Further"]
    heading += [
        "Second judgement higher",
        "Second judgement lower",
        "Weighted kappa",
        "Why no kappa",
    ]
    lines = [["all", "", *_cells(found.all)]] if found.all else []
    lines += [
        ["indicator", f"{row.code} {row.name}", *_cells(row.found)] for row in found.indicators
    ]
    lines += [["person", row.name, *_cells(row.found)] for row in found.people]
    return [heading, *lines]


def _cells(found: Agreement | None) -> list[Any]:
    if found is None:
        return [f"fewer than {LEAST_FOR_PERSON}, or would tell of one who has", *[""] * 7]
    kappa = "" if found.kappa is None else f"{found.kappa:.3f}"
    counts = [found.pairs, found.exact, found.adjacent, found.further, found.higher, found.lower]
    return [*counts, kappa, found.no_kappa]
