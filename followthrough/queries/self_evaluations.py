"""What pages and endpoints show of self-evaluations, and the inspection they are compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone

from areas.queries import areas_as_at, areas_of_committees
from evaluations.rules.values import value_of
from evaluations.terms import ROUND_KINDS
from followthrough.access import OUT
from followthrough.access.self_evaluations import (
    Inside,
    committee_inside,
    self_evaluation_for,
    self_evaluations_of,
)
from followthrough.models import SelfEvaluation, SelfEvaluationValue
from followthrough.rules import self_evaluation as rules
from indicators.queries import edition_document, editions
from indicators.rules.document import Edition, Graded, Indicator, NotGraded, Value
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.history import Change, history_of
from inspectorate.tenancy.scope import require_inspectorate_id

_LAST = """
select distinct on (i.area_id) i.area_id, i.id, i.reference, i.published_on, i.edition_id, e.digest,
  (v.content -> 'evaluations')::text
from evaluations_inspection i
join evaluations_publishedversion v on v.inspectorate_id = i.inspectorate_id
  and v.inspection_id = i.id and v.number = i.published_number
join indicators_frameworkedition e
  on e.inspectorate_id = i.inspectorate_id and e.id = i.edition_id
where i.inspectorate_id = %s and i.area_id = any(%s) and i.status = any(%s) and i.kind <> all(%s)
  and not exists (select 1 from evaluations_withdrawal w
    where w.inspectorate_id = i.inspectorate_id and w.inspection_id = i.id and w.ended_at is null)
order by i.area_id, i.published_on desc nulls last, i.id desc
"""


@dataclass(frozen=True, slots=True)
class LastInspection:
    """The last published inspection of an area, as published. Follow-through and withdrawn ones are
    left out."""

    row: int
    reference: str
    published_on: date | None
    edition: Edition
    values: Mapping[str, Value | None]

    @property
    def id(self) -> str:
        return ids.encode("inspection", self.row)


def last_inspections(areas: Sequence[int]) -> dict[int, LastInspection]:
    """The last published inspection of each of these areas, by the area's row. One statement."""
    with connection.cursor() as cursor:
        here = require_inspectorate_id()
        cursor.execute(_LAST, [here, list(areas), list(OUT), list(ROUND_KINDS)])
        rows = cursor.fetchall()
    found = {}
    for area, row, reference, on, edition_id, digest, content in rows:
        edition = edition_document(edition_id, digest)
        values = {one["code"]: _published(edition, one) for one in orjson.loads(content or "[]")}
        found[area] = LastInspection(row, reference, on, edition, values)
    return found


def _published(edition: Edition, one: Mapping[str, Any]) -> Value | None:
    codes = one["level_set"] or ([one["level"]] if one["level"] else [])
    if codes:
        return Graded(frozenset(edition.level_by_code[code].rank for code in codes))
    return NotGraded(one["non_grade"]) if one["non_grade"] else None


@dataclass(frozen=True, slots=True)
class SelfLine:
    """A self-evaluation in a list, with how far it is and how it agrees with the inspection.
    ``agreement`` is None while it is written, and where the area has no published inspection."""

    id: str
    title: str
    area: str
    on: date
    edition: str
    finished: bool
    consents: bool
    valued: int
    indicators: int
    agreement: rules.Agreement | None


def self_lines(inside: Inside) -> list[SelfLine]:
    """Those of a committee that this person sees, newest first. Three statements, however many."""
    rows = self_evaluations_of(inside).select_related("area", "edition")
    found = list(rows.defer("edition__text"))
    last = last_inspections([one.area_id for one in found])
    values: dict[int, list[SelfEvaluationValue]] = {}
    for value in SelfEvaluationValue.objects.filter(
        self_evaluation_id__in=[one.pk for one in found]
    ).select_related("indicator"):
        values.setdefault(value.self_evaluation_id, []).append(value)
    return [_line(one, values.get(one.pk, []), last.get(one.area_id)) for one in found]


def _line(
    one: SelfEvaluation, values: list[SelfEvaluationValue], last: LastInspection | None
) -> SelfLine:
    own = values_by_code(values)
    agreement = None
    if last is not None and one.status == rules.FINISHED:
        edition = edition_document(one.edition_id, one.edition.digest)
        lines = rules.beside(edition, last.edition, own, last.values)
        agreement = rules.agreement(lines)
    return SelfLine(
        id=ids.encode("self-evaluation", one.pk),
        title=one.title,
        area=one.area.name,
        on=one.on,
        edition=one.edition.title,
        finished=one.status == rules.FINISHED,
        consents=one.consent_at is not None,
        valued=sum(value is not None for value in own.values()),
        indicators=len(values),
        agreement=agreement,
    )


def values_by_code(rows: Sequence[SelfEvaluationValue]) -> dict[str, Value | None]:
    """The value of each indicator by its code."""
    return {one.indicator.code: value_of(one.level, one.level_set, one.non_grade) for one in rows}


def value_record(edition: Edition, one: SelfEvaluationValue) -> dict[str, Any]:
    """One value as the API says it; ``value`` as somebody writes it ("good", "weak|good")."""
    ranks = sorted(one.level_set) if one.level_set else [one.level] if one.level else []
    codes = [edition.level_by_rank[rank].code for rank in ranks]
    return {
        "indicator": one.indicator.code,
        "level": codes[0] if len(codes) == 1 else None,
        "level_set": codes if len(codes) > 1 else None,
        "non_grade": one.non_grade,
        "value": "|".join(codes) or one.non_grade or "",
        "rationale": one.rationale,
        "version": one.version,
    }


def self_record(one: SelfEvaluation) -> dict[str, Any]:
    """A self-evaluation as the API says it, with its values. Two statements at most."""
    edition = edition_document(one.edition_id)
    return {
        "id": ids.encode("self-evaluation", one.pk),
        "committee": ids.encode("committee", one.committee_id),
        "area": ids.encode("area", one.area_id),
        "edition": edition.code,
        "title": one.title,
        "on": one.on,
        "status": one.status,
        "finished_at": one.finished_at,
        "consent_at": one.consent_at,
        "consent_by": one.consent_by.user.display_name if one.consent_by else None,
        "values": [value_record(edition, row) for row in rows_of(one)],
        "version": one.version,
    }


def rows_of(one: SelfEvaluation) -> list[SelfEvaluationValue]:
    """The values of a self-evaluation in its edition's order. One statement."""
    rows = SelfEvaluationValue.objects.filter(self_evaluation=one)
    return list(rows.select_related("indicator").order_by("indicator__position"))


@dataclass(frozen=True, slots=True)
class Shown:
    """One indicator on the page: what the committee says and what the inspection found."""

    indicator: Indicator
    rationale: str
    beside: rules.Beside | None
    own: Value | None


@dataclass(frozen=True)
class SelfPage:
    """One self-evaluation. ``last`` is None where the area has no published inspection."""

    inside: Inside
    found: SelfEvaluation
    edition: Edition
    lines: list[Shown]
    last: LastInspection | None
    agreement: rules.Agreement | None
    why_apart: str
    own_counts: dict[str, int]
    then_counts: dict[str, int]
    counted: int
    consents: list[Change]

    @property
    def id(self) -> str:
        return ids.encode("self-evaluation", self.found.pk)

    @property
    def valued(self) -> int:
        return sum(one.own is not None for one in self.lines)

    @property
    def finished(self) -> bool:
        return self.found.status == rules.FINISHED

    @property
    def may_write(self) -> bool:
        return self.inside.answers and not self.finished

    @property
    def chart(self) -> list[tuple[Any, int, int]]:
        """Each level with how many indicators have it: the committee's own, the inspection's."""
        levels = self.edition.levels
        return [(one, self.own_counts[one.code], self.then_counts[one.code]) for one in levels]


def self_page(actor: Actor, committee: str, self_evaluation: str) -> SelfPage:
    """One self-evaluation beside the last published inspection of its area; a constant number of
    statements. Raises NotFound."""
    inside, found = self_evaluation_for(actor, committee, self_evaluation)
    edition = edition_document(found.edition_id, found.edition.digest)
    rows = {one.indicator.code: one for one in rows_of(found)}
    own = values_by_code(list(rows.values()))
    last = last_inspections([found.area_id]).get(found.area_id)
    lines = rules.beside(edition, last.edition, own, last.values) if last else []
    by_code = {one.code: one for one in lines}
    exactly = [one for one in lines if one.exactly and one.then_code]
    return SelfPage(
        inside=inside,
        found=found,
        edition=edition,
        lines=[
            Shown(one, rows[one.code].rationale, by_code.get(one.code), own[one.code])
            for one in edition.indicators
            if one.code in rows
        ],
        last=last,
        agreement=rules.agreement(lines) if last else None,
        why_apart=rules.why_apart(edition, last.edition) if last else "",
        own_counts=rules.level_counts(edition, [one.own for one in exactly]),
        then_counts=rules.level_counts(edition, [one.then for one in exactly]),
        counted=len(exactly),
        consents=_consents(found),
    )


def _consents(found: SelfEvaluation) -> list[Change]:
    """When consent was given and withdrawn, by whom, newest first."""
    if found.status != rules.FINISHED:
        return []
    return [one for one in history_of(found) if one.why in rules.CONSENTED]


def value_of_indicator(found: SelfEvaluation, indicator: str) -> SelfEvaluationValue:
    """The row of one indicator by its code. Raises NotFound."""
    row: SelfEvaluationValue | None = (
        SelfEvaluationValue.objects.select_related("indicator")
        .filter(self_evaluation=found, indicator__code=indicator.replace("\x00", ""))
        .first()
    )
    if row is None:
        raise NotFound
    return row


def comparison_record(page: SelfPage) -> dict[str, Any]:
    """The comparison as the API says it."""
    told = page.agreement
    return {
        "inspection": page.last.id if page.last else None,
        "published_on": page.last.published_on if page.last else None,
        "edition": page.last.edition.code if page.last else None,
        "said": page.why_apart,
        "agreement": {
            name: getattr(told, name)
            for name in (
                "exact",
                "adjacent",
                "further",
                "higher",
                "lower",
                "unsure",
                "no_level",
                "apart",
            )
        }
        if told
        else None,
        "indicators": [
            {
                "indicator": one.beside.code,
                "compared_with": one.beside.then_code or None,
                "link": one.beside.link or None,
                "relation": one.beside.relation.value,
                "by_at_least": one.beside.least,
                "by_at_most": one.beside.most,
            }
            for one in page.lines
            if one.beside
        ],
    }


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new self-evaluation may be of: the committee's areas today, and the editions."""

    inside: Inside
    areas: list[tuple[str, str]]
    editions: list[tuple[str, str]]


def beginning(actor: Actor, committee: str) -> Beginning:
    """Raises NotFound, NotPermitted for who only follows the committee."""
    inside = committee_inside(actor, committee)
    inside.require_partner()
    today = timezone.localdate()
    mine = {ids.encode("area", one) for one in areas_of_committees([inside.committee.pk], today)}
    areas = [(one.id, one.name) for one in areas_as_at(today) if one.id in mine]
    return Beginning(inside, areas, [(one.code, one.title) for one in editions()])


def newest_edition() -> str:
    """The code of the latest edition that nothing follows. Raises NotFound while there is none."""
    found = [one.code for one in editions() if not one.superseded_by]
    if not found:
        raise NotFound("There is no framework edition yet.")
    return found[0]
