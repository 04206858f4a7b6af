"""An inspection's evidence, searched and filtered, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from django.db import connection

from evaluations.access.case_material import CaseAccess
from evaluations.queries.evidence import EVIDENCE, for_reader, record
from evaluations.rules.evidence_search import MARK_FROM, MARK_TO, Asked, asked_for, marked
from evaluations.terms import Bearing
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

PAGE = 20
BATCH = 1_000
"""Pieces that are held at once when all are written to a file."""
LAST = 2**62

FOUND = "e.id = any(array(select search_evidence(%s, %s, %s, %s)))"
"""Pieces whose text holds what was asked for; its values: see ``found_values``."""
_QUERY = (
    "(websearch_to_tsquery('english', %s) || "
    "to_tsquery('simple', array_to_string(array(select b || ':*' from unnest(%s::text[]) b), ' | ')))"
)
_HEADLINE = (
    f", ts_headline('english', {{}}, {_QUERY}, "
    f"'StartSel={MARK_FROM},StopSel={MARK_TO},HighlightAll=true')"
)
_ON = (
    "e.id in (select b.evidence_id from evaluations_evidenceindicator b "
    "join indicators_qualityindicator q on q.inspectorate_id = b.inspectorate_id "
    "and q.id = b.indicator_id where b.inspectorate_id = %s and b.inspection_id = %s and q.code = %s)"
)


@dataclass(frozen=True)
class EvidenceFilters:
    """What a list of evidence is narrowed to, as it stands in the address; empty: everything.

    ``withdrawn``: ``no`` (usual), ``only`` or ``too``.
    """

    q: str = ""
    indicator: str = ""
    source: str = ""
    level: str = ""
    bearing: str = ""
    service: str = ""
    case: str = ""
    author: str = ""
    tag: str = ""
    since: str = ""
    until: str = ""
    withdrawn: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "EvidenceFilters":
        names = [one.name for one in fields(cls)]
        return cls(**{name: sent.get(name, "").replace("\x00", "").strip() for name in names})

    @property
    def standing(self) -> "EvidenceFilters":
        """The same without what is withdrawn, which no longer changes."""
        return replace(self, withdrawn="")

    @property
    def set(self) -> dict[str, str]:
        """Those that narrow."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}


@dataclass(frozen=True)
class EvidenceList:
    """A page. ``pieces`` are records with ``marks``: the text in pieces, what was found marked.

    ``counts``: by what they show, of all that was found, not of the page alone. ``older``: where the
    next page begins, empty on the last.
    """

    pieces: list[dict[str, Any]]
    counts: dict[str, int]
    older: str
    filters: EvidenceFilters = field(default_factory=EvidenceFilters)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def found_values(access: CaseAccess, asked: Asked) -> list[Any]:
    """The values of ``FOUND``: medical notes are searched for medically qualified inspectors only."""
    return [access.inspection.pk, asked.words, list(asked.beginnings), access.medical]


def evidence_list(access: CaseAccess, filters: EvidenceFilters, older: str = "") -> EvidenceList:
    """A page of twenty, newest first, and the counts of all that was found. Two statements."""
    where, values = where_found(access, filters)
    asked = asked_for(filters.q)
    shown, marks = _columns(asked)
    before = _number("evidence", older)
    position = "and e.id < %s" if before is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select e.id, {shown} from evaluations_evidence e "  # noqa: S608 - constants
            f"where {where} {position} order by e.id desc limit {PAGE + 1}",
            [*marks, *values, *([before] if before is not None else [])],
        )
        rows = cursor.fetchall()
        cursor.execute(
            "select e.bearing, count(*) from evaluations_evidence e "  # noqa: S608 - constants
            f"where {where} group by e.bearing",
            values,
        )
        counted = dict(cursor.fetchall())
    pieces = _pieces(access, rows[:PAGE], searched=bool(asked))
    return EvidenceList(
        pieces,
        {bearing: counted.get(bearing, 0) for bearing in Bearing.values},
        pieces[-1]["id"] if len(rows) > PAGE else "",
        filters,
    )


def count_found(access: CaseAccess, filters: EvidenceFilters) -> int:
    """How many pieces the filters find. One statement."""
    where, values = where_found(access, filters)
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from evaluations_evidence e where {where}", values)  # noqa: S608 - constants
        return int(cursor.fetchone()[0])


def evidence_in_batches(
    access: CaseAccess, filters: EvidenceFilters
) -> Iterator[list[dict[str, Any]]]:
    """All that the filters find, newest first, ``BATCH`` pieces at a time. One statement a batch."""
    where, values = where_found(access, filters)
    columns = ", ".join(EVIDENCE.columns.values())
    before, rows = LAST, [()] * BATCH
    while len(rows) == BATCH:
        with connection.cursor() as cursor:
            cursor.execute(
                f"select e.id, {columns} from evaluations_evidence e "  # noqa: S608 - constants
                f"where {where} and e.id < %s order by e.id desc limit {BATCH}",
                [*values, before],
            )
            rows = cursor.fetchall()
        if rows:
            before = rows[-1][0]
            yield for_reader(access, [record(row) for row in rows])


def _columns(asked: Asked) -> tuple[str, list[Any]]:
    """The columns of a piece; after a search also its texts with what was found marked."""
    columns = ", ".join(EVIDENCE.columns.values())
    if not asked:
        return columns, []
    values = [asked.words, list(asked.beginnings)]
    return columns + _HEADLINE.format("e.text") + _HEADLINE.format("e.quote"), values * 2


def _pieces(
    access: CaseAccess, rows: Sequence[Sequence[Any]], *, searched: bool
) -> list[dict[str, Any]]:
    width = len(EVIDENCE.columns) + 1
    pieces = for_reader(access, [record(row[:width]) for row in rows])
    for row, one in zip(rows, pieces, strict=True):
        text, quote = row[width:] if searched else (one["text"], one["quote"])
        one["marks"] = [] if one["hidden"] else marked(text)
        one["quote_marks"] = [] if one["hidden"] else marked(quote)
    return pieces


def where_found(access: CaseAccess, filters: EvidenceFilters) -> tuple[str, list[Any]]:
    """The pieces ``e`` that the filters find, as a condition with its values."""
    here, inspection = require_inspectorate_id(), access.inspection.pk
    asked = asked_for(filters.q)
    conditions: list[tuple[str, list[Any]]] = [
        ("e.inspectorate_id = %s", [here]),
        ("e.inspection_id = %s", [inspection]),
        *([(FOUND, found_values(access, asked))] if asked else []),
        *([(_ON, [here, inspection, filters.indicator])] if filters.indicator else []),
        *((condition, [value]) for condition, value in _plain(filters) if value is not None),
        *([] if filters.withdrawn == "too" else [(_WITHDRAWN[filters.withdrawn == "only"], [])]),
    ]
    return (
        " and ".join(condition for condition, _ in conditions),
        [value for _, values in conditions for value in values],
    )


_WITHDRAWN = {True: "e.withdrawn_at is not null", False: "e.withdrawn_at is null"}


def _plain(filters: EvidenceFilters) -> tuple[tuple[str, Any], ...]:
    """Conditions of one value each; None where nothing was chosen."""
    return (
        ("e.source_kind = %s", filters.source or None),
        ("e.level_of_service = %s", filters.level or None),
        ("e.bearing = %s", filters.bearing or None),
        ("%s = any(e.services)", filters.service or None),
        ("%s = any(e.tags)", filters.tag or None),
        ("e.happened_on >= %s", _day(filters.since)),
        ("e.happened_on <= %s", _day(filters.until)),
        ("e.sampled_case_id = %s", _number("sampled-case", filters.case)),
        ("e.membership_id = %s", _number("person", filters.author)),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _number(kind: str, reference: str) -> int | None:
    """The row an opaque id speaks of; one that there is not for anything else, None for nothing."""
    if not reference:
        return None
    try:
        return ids.decode(kind, reference)
    except NotFound:
        return 0
