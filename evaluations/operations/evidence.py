"""Record evidence: what was read, heard or seen, and the indicators it bears on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from evaluations.access.evidence import inspection_for_evidence
from evaluations.models import Evidence, Inspection, SampledCase
from evaluations.operations.checks import text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.queries.services import services
from evaluations.rules.evidence import LONGEST_QUOTE, LONGEST_TEXT, faults
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

DEFAULTS: Mapping[str, Any] = {
    "bearing": "",
    "source_kind": "",
    "level_of_service": "",
    "services": (),
    "indicators": (),
    "happened_on": None,
    "sampled_case": None,
    "medical": False,
    "text": "",
    "quote": "",
    "tags": (),
}
"""The fields of a piece of evidence, as ``values`` give them: codes; ``indicators``, ``services`` and
``tags`` are lists of codes; ``sampled_case`` is an opaque id; ``happened_on`` a date."""

_BEARS_ON = """
insert into evaluations_evidenceindicator (inspectorate_id, evidence_id, inspection_id, indicator_id)
select q.inspectorate_id, %s, %s, q.id
from unnest(%s::text[]) with ordinality as wanted(code, place)
join indicators_qualityindicator q
  on q.inspectorate_id = %s and q.edition_id = %s and q.code = wanted.code
order by wanted.place
"""


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    inspection: str,
    values: Mapping[str, Any],
    client_key: UUID | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Record a piece of evidence; it gets the inspection's next number, without a gap.

    ``values``: see ``DEFAULTS``. ``client_key`` is the key of an operation of a device or a form:
    sent again, the same record is answered and nothing is added.

    Raises NotFound, NotPermitted, Refused (not now), Invalid (by field), IdentifiersFound.
    """
    kept = inspection_for_evidence(actor, inspection)
    _one_at_a_time(kept)
    again = _brought_before(kept, client_key)
    if again is not None:
        return evidence_record(again)
    wanted = {**DEFAULTS, **values}
    case = _checked(actor, kept, wanted)
    texts = {"text": wanted["text"], "quote": wanted["quote"]}
    answers = require_answers(inspection=kept, texts=texts, reasons=reasons)
    codes = list(dict.fromkeys(wanted["indicators"]))
    made: Evidence = Evidence.objects.create(
        inspection=kept,
        number=_next_number(kept),
        membership_id=actor.membership_id,
        client_key=client_key,
        sampled_case=case,
        services=list(dict.fromkeys(wanted["services"])),
        tags=list(dict.fromkeys(wanted["tags"])),
        **{name: wanted[name] for name in _PLAIN},
    )
    _bears_on(made, kept, codes)
    answers.keep(actor=actor, table="evaluations_evidence", record_id=made.pk)
    return evidence_record(made, codes)


_PLAIN = (
    "bearing",
    "source_kind",
    "level_of_service",
    "happened_on",
    "medical",
    "text",
    "quote",
)


def evidence_record(one: Evidence, codes: list[str] | None = None) -> dict[str, Any]:
    """A piece of evidence as the API says it. ``codes``: the indicators, when they are at hand."""
    if codes is None:
        codes = list(one.indicators.order_by("id").values_list("indicator__code", flat=True))
    case = ids.encode("sampled-case", one.sampled_case_id) if one.sampled_case_id else None
    return {
        "id": ids.encode("evidence", one.pk),
        "version": one.version,
        "inspection": ids.encode("inspection", one.inspection_id),
        "reference": str(one),
        **{name: getattr(one, name) for name in _PLAIN},
        "sampled_case": case,
        "services": list(one.services),
        "tags": list(one.tags),
        "indicators": codes,
        "withdrawn": one.withdrawn_at is not None,
    }


def _one_at_a_time(inspection: Inspection) -> None:
    """Evidence of one inspection is added one after the other, so that its numbers have no gap; the
    inspection itself is not locked, and neither is anything else that people change in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('evidence', %s))", [inspection.pk]
        )


def _next_number(inspection: Inspection) -> int:
    found = Evidence.objects.filter(inspection=inspection).aggregate(last=Max("number"))
    return int(found["last"] or 0) + 1


def _brought_before(inspection: Inspection, client_key: UUID | None) -> Evidence | None:
    if client_key is None:
        return None
    found: Evidence | None = Evidence.objects.filter(client_key=client_key).first()
    if found is not None and found.inspection_id != inspection.pk:
        raise Invalid({"client_key": "This key has brought evidence to another inspection."})
    return found


def _checked(actor: Actor, inspection: Inspection, values: dict[str, Any]) -> SampledCase | None:
    """The sampled case that is named, when everything else can be taken too. Raises Invalid."""
    wrong: dict[str, str] = {}
    for name in sorted(values.keys() - DEFAULTS.keys()):
        wrong[name] = f"Evidence has these fields: {', '.join(DEFAULTS)}."
    edition = edition_document(inspection.edition_id)
    known_services = {code for code, _ in services()} if values["services"] else set()
    wrong |= faults(values, timezone.localdate(), known_services, edition.indicator_by_code)
    for name, longest in (("text", LONGEST_TEXT), ("quote", LONGEST_QUOTE)):
        wrong |= text_fault(name, values[name], longest)
    if values["medical"] and not actor.may(P.SEE_MEDICAL):
        wrong["medical"] = "Notes from medical records need a medically qualified inspector."
    case = None
    if values["sampled_case"]:
        case = _case(inspection, values["sampled_case"])
        if case is None:
            wrong["sampled_case"] = "Choose a sampled case of this inspection."
    if wrong:
        raise Invalid(wrong)
    return case


def _case(inspection: Inspection, reference: str) -> SampledCase | None:
    try:
        number = ids.decode("sampled-case", reference)
    except NotFound:
        return None
    found: SampledCase | None = SampledCase.objects.filter(
        inspection=inspection, pk=number, withdrawn_at__isnull=True
    ).first()
    return found


def _bears_on(evidence: Evidence, inspection: Inspection, codes: list[str]) -> None:
    place = [require_inspectorate_id(), inspection.edition_id]
    with connection.cursor() as cursor:
        cursor.execute(_BEARS_ON, [evidence.pk, inspection.pk, codes, *place])
