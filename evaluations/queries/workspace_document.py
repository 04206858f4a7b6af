"""One inspection as a device holds it: everything its team reads and records, in one document.

Records have the shape in which their operations answer, so that an answer can take a record's place.
``medical``: notes drawn from medical records are without their text for whom they are not.
"""

from typing import Any

from django.db import connection
from django.db.models import TextChoices

from evaluations.access import CaseAccess, why_not_record
from evaluations.models import (
    Evidence,
    IndicatorAllocation,
    Inspection,
    TeamMember,
)
from evaluations.operations.identifiers import names_of
from evaluations.operations.recording import Recorded, as_record
from evaluations.queries.evidence import for_reader, record
from evaluations.queries.sampled_cases import cases_of
from evaluations.queries.services import services
from evaluations.queries.views import TeamViews, View, views_of
from evaluations.rules.values import chosen, kept
from evaluations.terms import Bearing, CaseCategory, LevelOfService, SourceKind, TeamRole
from indicators.queries import edition_document
from indicators.rules.document import Edition
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

FORMAT = 1
"""Of the document. A browser that knows an earlier one loads the newest release first."""
EVIDENCE_AT_ONCE = 500

_TEXTS_AND_VALUE = ("level", "level_set", "non_grade", "rationale", "single_source_reason")
_EVALUATIONS = """
select e.id, e.level, e.level_set, e.non_grade, e.rationale, e.single_source_reason, e.version, q.code
from evaluations_evaluation e
join indicators_qualityindicator q on q.inspectorate_id = e.inspectorate_id and q.id = e.indicator_id
where e.inspectorate_id = %s and e.inspection_id = %s
"""


def document(access: CaseAccess) -> dict[str, Any]:
    """The whole document, without ``as_at``: equal content is equal bytes."""
    inspection = access.inspection
    edition = edition_document(inspection.edition_id)
    first, more = evidence_page(access, None)
    return {
        "format": FORMAT,
        "inspection": _facts(access),
        "edition": _edition(edition),
        "team": _team(access),
        "indicators": _indicators(access, edition),
        "evidence": first,
        "evidence_next": more,
        "cases": cases_of(inspection),
        "services": [{"code": code, "name": name} for code, name in services()],
        "terms": _terms(),
        "identifiers": _identifiers(inspection),
    }


def _facts(access: CaseAccess) -> dict[str, Any]:
    one = access.inspection
    not_permitted, not_now = why_not_record(access.actor, one.status, access.place)
    return {
        "id": ids.encode("inspection", one.pk),
        "version": one.version,
        "area_code": one.area.code,
        "area_name": one.area.name,
        "programme": one.programme.code,
        "reference": one.reference,
        "kind": one.kind,
        "status": one.status,
        "status_label": str(one.get_status_display()),
        "fieldwork_from": one.fieldwork_from,
        "fieldwork_to": one.fieldwork_to,
        "not_now": not_permitted or not_now,
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "code": edition.code,
        "title": edition.title,
        "levels": [
            {
                "code": one.code,
                "rank": one.rank,
                "number": one.number,
                "label": one.label,
                "meaning": one.meaning,
                "definition": one.definition,
                "action": one.action,
                "demands_point": one.demands_point,
            }
            for one in edition.levels
        ],
        "non_grades": [
            {"code": one.code, "label": one.label, "meaning": one.meaning}
            for one in edition.non_grades
        ],
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "indicators": [
                    {
                        "code": one.code,
                        "title": one.title,
                        "short_title": one.short_title,
                        "illustrations": dict(one.illustrations),
                    }
                    for one in section.indicators
                    if one.graded
                ],
            }
            for section in edition.sections
        ],
    }


def _team(access: CaseAccess) -> list[dict[str, Any]]:
    rows = TeamMember.objects.filter(inspection=access.inspection, recused_at__isnull=True)
    return [
        {
            "person": ids.encode("person", one.membership_id),
            "name": one.membership.user.display_name,
            "role": one.role,
            "role_label": str(TeamRole(one.role).label),
            "me": one.membership_id == access.actor.membership_id,
        }
        for one in rows.select_related("membership__user").order_by("id")
    ]


def _indicators(access: CaseAccess, edition: Edition) -> dict[str, dict[str, Any]]:
    """By code: the team's evaluation, the views that this person may see, and who looks after it."""
    evaluations = _evaluations(access.inspection, edition)
    codes = [one.code for part in edition.sections for one in part.indicators if one.graded]
    agreed = [code for code, one in evaluations.items() if _has_value(one)]
    views = views_of(access.actor, access.inspection, access.place, codes, agreed)
    allocated = _allocated(access.inspection)
    return {
        code: {
            "evaluation": evaluations.get(code),
            **_views(access.inspection, edition, code, views[code]),
            "allocated": allocated.get(code, []),
        }
        for code in codes
    }


def _has_value(evaluation: dict[str, Any]) -> bool:
    return any(evaluation[name] is not None for name in ("level", "level_set", "non_grade"))


def _allocated(inspection: Inspection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = IndicatorAllocation.objects.filter(inspection=inspection).order_by("id")
    for code, member in rows.values_list("indicator__code", "membership_id"):
        found.setdefault(code, []).append(ids.encode("person", member))
    return found


def _views(inspection: Inspection, edition: Edition, code: str, seen: TeamViews) -> dict[str, Any]:
    return {
        "my_view": None
        if seen.mine is None
        else {
            "id": ids.encode("view", seen.mine.id),
            "version": seen.mine.version,
            "inspection": ids.encode("inspection", inspection.pk),
            "indicator_code": code,
            **_view(edition, seen.mine),
            "given": seen.mine.given,
            "given_at": seen.mine.given_at,
        },
        "views": [{"name": one.name, **_view(edition, one)} for one in seen.shown],
        "views_hidden": seen.hidden,
        "givers": [{"name": one.name, "given": one.given, "me": one.me} for one in seen.givers],
    }


def _view(edition: Edition, one: View) -> dict[str, Any]:
    value = chosen(edition, kept(one.value))
    return {"level": value.level, "non_grade": value.non_grade, "reason": one.reason}


def _evaluations(inspection: Inspection, edition: Edition) -> dict[str, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_EVALUATIONS, [require_inspectorate_id(), inspection.pk])
        rows = cursor.fetchall()
    of = {
        "status": inspection.status,
        "inspection_id": inspection.pk,
        "edition_id": inspection.edition_id,
        "area_code": inspection.area.code,
        "programme": inspection.programme.code,
    }
    columns = ("id", *_TEXTS_AND_VALUE, "version", "indicator_code")
    found = [Recorded(**dict(zip(columns, row, strict=True)), **of) for row in rows]
    return {one.indicator_code: as_record(edition, one) for one in found}


def evidence_page(
    access: CaseAccess, before: int | None
) -> tuple[list[dict[str, Any]], int | None]:
    """Evidence newest first, that below the number ``before``, and the number to go on before; None
    when that was all. What was withdrawn is there, and says so. One statement."""
    rows = Evidence.objects.filter(inspection=access.inspection)
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows.order_by("-number").values_list(*_PIECE)[: EVIDENCE_AT_ONCE + 1])
    more = found[EVIDENCE_AT_ONCE - 1][3] if len(found) > EVIDENCE_AT_ONCE else None
    pieces = [_piece(row) for row in found[:EVIDENCE_AT_ONCE]]
    return for_reader(access, pieces), more


_PIECE = (
    *("id", "version", "inspection_id", "number", "membership_id"),
    *("membership__user__display_name", "sampled_case_id", "sampled_case__pseudonym"),
    *("bearing", "source_kind", "level_of_service", "services", "happened_on", "medical"),
    *("text", "quote", "tags", "indicator_codes", "withdrawn_at", "withdrawn_why"),
    *("entered_at", "changed_at", "return_section_id", "return_file_id", "client_key"),
)
"""The columns of ``queries.evidence.record``, then the key of the operation that brought it, by which
a device knows what it made itself."""


def _piece(row: tuple[Any, ...]) -> dict[str, Any]:
    return {**record(row[:-1]), "client_key": None if row[-1] is None else str(row[-1])}


def _terms() -> dict[str, list[dict[str, str]]]:
    """The words for what is chosen from lists, in the language of the page."""
    kinds: dict[str, type[TextChoices]] = {
        "source_kind": SourceKind,
        "level_of_service": LevelOfService,
        "bearing": Bearing,
        "category": CaseCategory,
    }
    return {
        name: [{"code": str(one.value), "label": str(one.label)} for one in terms]
        for name, terms in kinds.items()
    }


def _identifiers(inspection: Inspection) -> dict[str, Any]:
    names = names_of(inspection.pk)
    return {"salt": names.salt, "digests": sorted(names.digests)}
