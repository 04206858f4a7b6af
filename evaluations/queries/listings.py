"""Programmes, inspections and evaluations as the API lists them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from indicators.queries import edition_document
from inspectorate.kernel import ids
from inspectorate.kernel.listing import Filter, Listing


def _inspection_number(text: str) -> int:
    return ids.decode("inspection", text)


def _programme(row: Sequence[Any]) -> dict[str, Any]:
    number, version, code, title, framework, commissioned_by, request, requested_on, *rest = row
    starts_on, ends_on, quantity_words = rest
    return {
        "id": ids.encode("programme", number),
        "version": version,
        "code": code,
        "title": title,
        "framework": framework,
        "commissioned_by": commissioned_by,
        "commissioning_request": request,
        "requested_on": requested_on,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "quantity_words": quantity_words,
    }


PROGRAMMES = Listing(
    source="evaluations_programme r join indicators_frameworkedition f "
    "on f.inspectorate_id = r.inspectorate_id and f.id = r.edition_id",
    key="r.id",
    scoped="r.inspectorate_id",
    columns={
        "version": "r.version",
        "code": "r.code",
        "title": "r.title",
        "framework": "f.code",
        "commissioned_by": "r.commissioned_by",
        "commissioning_request": "r.commissioning_request",
        "requested_on": "r.requested_on",
        "starts_on": "r.starts_on",
        "ends_on": "r.ends_on",
        "quantity_words": "r.quantity_words",
    },
    make=_programme,
    filters={"code": Filter("r.code = %s"), "framework": Filter("f.code = %s")},
)


def _inspection(row: Sequence[Any]) -> dict[str, Any]:
    number, version, programme, area, framework, reference, kind, status, *dates, published = row
    return {
        "id": ids.encode("inspection", number),
        "version": version,
        "programme": programme,
        "area_code": area,
        "framework": framework,
        "reference": reference,
        "kind": kind,
        "status": status,
        "fieldwork_from": dates[0],
        "fieldwork_to": dates[1],
        "published_on": dates[2],
        "published_number": published,
    }


INSPECTIONS = Listing(
    source="evaluations_inspection i "
    "join evaluations_programme r on r.inspectorate_id = i.inspectorate_id and r.id = i.programme_id "
    "join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id "
    "join indicators_frameworkedition f "
    "on f.inspectorate_id = i.inspectorate_id and f.id = i.edition_id",
    key="i.id",
    scoped="i.inspectorate_id",
    columns={
        "version": "i.version",
        "programme": "r.code",
        "area_code": "a.code",
        "framework": "f.code",
        "reference": "i.reference",
        "kind": "i.kind",
        "status": "i.status",
        "fieldwork_from": "i.fieldwork_from",
        "fieldwork_to": "i.fieldwork_to",
        "published_on": "i.published_on",
        "published_number": "i.published_number",
    },
    make=_inspection,
    filters={
        "programme": Filter("r.code = %s"),
        "area": Filter("a.code = %s"),
        "status": Filter("i.status = %s"),
        "kind": Filter("i.kind = %s"),
        "reference": Filter("i.reference = %s"),
    },
)


@lru_cache(maxsize=64)
def _codes(edition_id: int, digest: str) -> dict[int, str]:
    """Level codes by rank. The digest is of the edition's text, so nothing here can be out of date."""
    document = edition_document(edition_id, digest)
    return {rank: level.code for rank, level in document.level_by_rank.items()}


def _evaluation(row: Sequence[Any]) -> dict[str, Any]:
    number, version, inspection, area, programme, indicator, level, level_set, *rest = row
    non_grade, rationale, single_source, edition_id, digest = rest
    codes = _codes(edition_id, digest)
    return {
        "id": ids.encode("evaluation", number),
        "version": version,
        "inspection": ids.encode("inspection", inspection),
        "area_code": area,
        "programme": programme,
        "indicator_code": indicator,
        "level": None if level is None else codes[level],
        "level_set": None if level_set is None else [codes[rank] for rank in sorted(level_set)],
        "non_grade": non_grade,
        "rationale": rationale,
        "single_source_reason": single_source,
    }


EVALUATIONS = Listing(
    source="evaluations_evaluation e",
    beside="join evaluations_inspection i "
    "on i.inspectorate_id = e.inspectorate_id and i.id = e.inspection_id "
    "join evaluations_programme r on r.inspectorate_id = i.inspectorate_id and r.id = i.programme_id "
    "join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id "
    "join indicators_qualityindicator q "
    "on q.inspectorate_id = e.inspectorate_id and q.id = e.indicator_id "
    "join indicators_frameworkedition f "
    "on f.inspectorate_id = i.inspectorate_id and f.id = i.edition_id",
    key="e.id",
    scoped="e.inspectorate_id",
    columns={
        "version": "e.version",
        "inspection": "e.inspection_id",
        "area_code": "a.code",
        "programme": "r.code",
        "indicator_code": "q.code",
        "level": "e.level",
        "level_set": "e.level_set",
        "non_grade": "e.non_grade",
        "rationale": "e.rationale",
        "single_source_reason": "e.single_source_reason",
        "edition": "f.id",
        "digest": "f.digest",
    },
    make=_evaluation,
    filters={
        "inspection": Filter("e.inspection_id = %s", _inspection_number),
        "programme": Filter(
            "e.programme_id in (select id from evaluations_programme "
            "where inspectorate_id = e.inspectorate_id and code = %s)"
        ),
        "area": Filter(
            "e.inspection_id in (select i.id from evaluations_inspection i "
            "join areas_localauthorityarea a "
            "on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id "
            "where i.inspectorate_id = e.inspectorate_id and a.code = %s)"
        ),
        "indicator": Filter(
            "e.indicator_id in (select id from indicators_qualityindicator "
            "where inspectorate_id = e.inspectorate_id and code = %s)"
        ),
    },
)
