"""Main points for action as the report says them: added, edited, put in order, withdrawn.

A point answers indicators and may name services. Publication makes it a main point that is followed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from evaluations.access.reports import ReportAccess, report_to_write
from evaluations.models import Evaluation, ReportPoint, ReportPointIndicator
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, Answers, identifier_faults
from evaluations.operations.recording import Clash
from evaluations.operations.report_texts import answers_for, clean
from evaluations.queries.services import services as known_services
from evaluations.report_parts import why_no_points
from evaluations.rules.evidence import ordered
from evaluations.rules.field_merge import settled
from evaluations.rules.reports import LONGEST_POINT, MOST_POINTS
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.versions import row_at
from inspectorate.tenancy.scope import because, require_inspectorate_id

POINTS = ReportPoint._meta.db_table
SETS = ("indicators", "services")
FIELDS = ("text", *SETS)

_LINKS_AT = """
select q.code from (
  select distinct on (h.record_id) h.operation, (h.row_data ->> 'indicator_id')::bigint as indicator
  from kernel_history h
  where h.inspectorate_id = %(here)s and h.table_name = %(links)s
    and (h.row_data ->> 'point_id')::bigint = %(point)s
    and h.id < (select min(n.id) from kernel_history n
      where n.inspectorate_id = %(here)s and n.table_name = %(points)s
        and n.record_id = %(point)s and (n.row_data ->> 'version')::int = %(next)s)
  order by h.record_id, h.id desc) l
join indicators_qualityindicator q on q.inspectorate_id = %(here)s and q.id = l.indicator
where l.operation <> 'D'
"""
"""A point is written before its links, so its links at a version are those before the next."""


def point_record(inspection: str, one: ReportPoint, indicators: Sequence[str]) -> dict[str, Any]:
    """A point as the API says it and as a clash shows it."""
    return {
        "id": ids.encode("report-point", one.pk),
        "version": one.version,
        "inspection": inspection,
        "number": one.number,
        "text": one.text,
        "indicators": list(indicators),
        "services": list(one.services),
    }


@transaction.atomic
def add_point(
    *,
    actor: Actor,
    inspection: str,
    text: str,
    indicators: Sequence[str] = (),
    services: Sequence[str] = (),
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Add a point after the last. Raises NotFound, NotPermitted, Refused, Invalid,
    IdentifiersFound."""
    access = report_to_write(actor, inspection)
    refused = why_no_points(access.inspection)
    if refused:
        raise Refused(refused)
    sent = {"text": text, "indicators": indicators, "services": services}
    wanted = _understood(access, sent)
    there = ReportPoint.objects.filter(report=access.begun).count()
    if there >= MOST_POINTS:
        raise Refused(f"A report has at most {MOST_POINTS} main points. Put some together.")
    answers = _checked(access, None, wanted, reasons)
    made: ReportPoint = ReportPoint.objects.create(
        report=access.begun,
        number=there + 1,
        text=wanted["text"],
        services=wanted["services"],
    )
    _link(access, made, wanted["indicators"])
    answers.keep(actor=actor, table=POINTS, record_id=made.pk, new=True)
    return point_record(inspection, made, wanted["indicators"])


@transaction.atomic
def edit_point(
    *,
    actor: Actor,
    inspection: str,
    point: str,
    based_on: int,
    changes: Mapping[str, Any],
    exact: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Change a point's text, its indicators, the services it names; the point as it now is.

    What two people changed is kept together where it can be. ``exact``: an edit based on any earlier
    version is stale. Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Clash, Stale.
    """
    access, one = _locked(actor, inspection, point)
    now = _values(one)
    record = point_record(inspection, one, now["indicators"])
    if exact and one.version != based_on:
        raise Stale(record)
    wanted = _understood(access, changes)
    if one.version != based_on:
        wanted = _understood(access, _together(record, one, wanted, based_on))
    changed = {name: value for name, value in wanted.items() if value != now[name]}
    if not changed:
        return record
    answers = _checked(access, one.pk, changed, reasons)
    one.text = changed.get("text", one.text)
    one.services = changed.get("services", one.services)
    one.version += 1
    one.save()
    if "indicators" in changed:
        _link(access, one, changed["indicators"])
    answers.keep(actor=actor, table=POINTS, record_id=one.pk)
    return point_record(inspection, one, {**now, **changed}["indicators"])


@transaction.atomic
def move_point(*, actor: Actor, inspection: str, point: str, to: int) -> None:
    """Put a point at another place, counted from 1; beyond the end is the end. Raises NotFound,
    NotPermitted, Refused, Invalid."""
    access, one = _locked(actor, inspection, point)
    if to < 1:
        raise Invalid({"to": "Places are counted from 1."})
    points = [each for each in ReportPoint.objects.filter(report=access.begun) if each != one]
    points.insert(min(to - 1, len(points)), one)
    _number(points)


@transaction.atomic
def withdraw_point(*, actor: Actor, inspection: str, point: str, based_on: int, why: str) -> None:
    """Take a point out of the report; its history tells why. Those after it move up. Raises NotFound,
    NotPermitted, Refused, Invalid, Stale."""
    access, one = _locked(actor, inspection, point)
    if one.version != based_on:
        raise Stale(point_record(inspection, one, _values(one)["indicators"]))
    faults = text_fault("why", why, LONGEST_REASON, needed=True)
    raise_if_any(faults or identifier_faults({"why": why}, inspection=access.inspection))
    with because(why.strip()):
        ReportPointIndicator.objects.filter(point=one).delete()
        one.delete()
    _number(list(ReportPoint.objects.filter(report=access.begun)))


def _locked(actor: Actor, inspection: str, point: str) -> tuple[ReportAccess, ReportPoint]:
    access = report_to_write(actor, inspection)
    rows = ReportPoint.objects.filter(report=access.begun)
    found: ReportPoint | None = rows.filter(pk=ids.decode("report-point", point)).first()
    if found is None:
        raise NotFound
    return access, found


def _understood(access: ReportAccess, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, as it is kept. Raises Invalid."""
    unknown = [name for name in sent if name not in FIELDS]
    raise_if_any({name: "This is not a field of a main point." for name in unknown})
    codes = [one.code for one in edition_document(access.inspection.edition_id).indicators]
    named = [code for code, _ in known_services()] if sent.get("services") else []
    values = dict(sent)
    faults: dict[str, str] = {}
    if "text" in values:
        values["text"] = clean(values["text"])
        faults |= text_fault("text", values["text"], LONGEST_POINT, needed=True)
    for name, known, what in (
        ("indicators", codes, "an indicator of this inspection’s edition"),
        ("services", named, "a service of this inspectorate"),
    ):
        if name in values:
            given = [str(one) for one in values[name]]
            wrong = [one for one in given if one not in known]
            if wrong:
                faults[name] = f"{wrong[0][:60]!r} is not {what}."
            values[name] = ordered(given, known)
    raise_if_any(faults)
    return values


def _checked(
    access: ReportAccess,
    record_id: int | None,
    values: Mapping[str, Any],
    reasons: Mapping[str, str],
) -> Answers:
    texts = {"text": values["text"]} if "text" in values else {}
    return answers_for(access.inspection, POINTS, record_id, texts, reasons)


def _values(one: ReportPoint) -> dict[str, Any]:
    rows = ReportPointIndicator.objects.filter(point=one).order_by("indicator__position")
    codes = list(rows.values_list("indicator__code", flat=True))
    return {"text": one.text, "services": list(one.services), "indicators": codes}


def _together(
    record: dict[str, Any], one: ReportPoint, wanted: Mapping[str, Any], based_on: int
) -> dict[str, Any]:
    """What to write for an edit based on an earlier version. Raises Clash."""
    base = _as_it_was(one, based_on)
    kept, clashing = settled(base, wanted, record, words={"text"}, sets=SETS)
    if clashing:
        before = None if base is None else {**record, **base, "version": based_on}
        raise Clash(before, {**record, **wanted}, record, clashing)
    return kept


def _as_it_was(one: ReportPoint, version: int) -> dict[str, Any] | None:
    row = row_at(POINTS, one.pk, version) if version < one.version else None
    if row is None:
        return None
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "links": ReportPointIndicator._meta.db_table,
        "points": POINTS,
        "point": one.pk,
        "next": version + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINKS_AT, values)
        codes = [code for (code,) in cursor.fetchall()]
    return {"text": row["text"], "services": row["services"], "indicators": codes}


def _link(access: ReportAccess, one: ReportPoint, codes: Sequence[str]) -> None:
    links = {
        link.indicator.code: link
        for link in ReportPointIndicator.objects.filter(point=one).select_related("indicator")
    }
    for code, link in links.items():
        if code not in codes:
            link.delete()
    new = [code for code in codes if code not in links]
    # Planning makes an evaluation for every indicator of the edition.
    found = Evaluation.objects.filter(inspection=access.inspection, indicator__code__in=new)
    ReportPointIndicator.objects.bulk_create(
        ReportPointIndicator(point=one, indicator_id=number)
        for number in found.order_by("indicator__position").values_list("indicator_id", flat=True)
    )


def _number(points: Sequence[ReportPoint]) -> None:
    for number, one in enumerate(points, 1):
        if one.number != number:
            ReportPoint.objects.filter(pk=one.pk).update(number=number)
            one.number = number
