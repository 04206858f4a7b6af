"""Record evidence: add a piece, edit it field by field, withdraw it. Nothing is ever deleted.

Two people who change different fields both succeed; sets (services, tags, indicators) are merged
member by member; the same field changed by both is a Clash, with what it was, what was sent and
what it is now.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from evaluations.access.case_material import CaseAccess, case_material_for
from evaluations.access.evidence import (
    evidence_to_change,
    is_its_authors,
    require_recording_evidence,
)
from evaluations.models import Evidence, SampledCase
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.evidence_source import (
    FromReturn,
    keep_its_file,
    put_source,
)
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.operations.recording import Clash
from evaluations.queries.evidence import EVIDENCE, for_reader
from evaluations.queries.services import services
from evaluations.rules.evidence import (
    FIELDS,
    LONGEST_QUOTE,
    LONGEST_TEXT,
    OPEN_TO_THE_TEAM,
    SETS,
    faults_of,
    merged_set,
    missing_fields,
    ordered,
    unknown_fields,
)
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Stale
from inspectorate.kernel.versions import row_at
from inspectorate.tenancy.scope import because, require_inspectorate_id

TABLE = "evaluations_evidence"
NOTHING = FromReturn()
MEDICAL_FIELDS = frozenset({"medical", "text", "quote"})
HELD = frozenset({"text", "quote", "tags"})
"""Free text: held to the rules on identifiers."""

# Numbers are given out one after the other within an inspection, and only as long as the
# transaction takes: no gaps, no two alike, and nobody else's work waits.
_NUMBER = """
select pg_advisory_xact_lock(hashtextextended('evidence of ' || %s::text, %s));
select coalesce(max(number), 0) + 1 from evaluations_evidence
where inspectorate_id = %s and inspection_id = %s
"""
_LINK = """
with wanted as (
  select q.id from indicators_qualityindicator q
  where q.inspectorate_id = %(here)s and q.edition_id = %(edition)s and q.code = any(%(codes)s)
), gone as (
  delete from evaluations_evidenceindicator b
  where b.inspectorate_id = %(here)s and b.evidence_id = %(evidence)s
    and b.indicator_id not in (select id from wanted)
)
insert into evaluations_evidenceindicator (inspectorate_id, inspection_id, evidence_id, indicator_id)
select %(here)s, %(inspection)s, %(evidence)s, id from wanted
on conflict (inspectorate_id, evidence_id, indicator_id) do nothing
"""


def record_of(access: CaseAccess, number: int) -> dict[str, Any]:
    """A piece as its reader is shown it."""
    return for_reader(access, [EVIDENCE.one(number)])[0]


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    inspection: str,
    values: Mapping[str, Any],
    client_key: UUID | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
    made_from: FromReturn = NOTHING,
) -> dict[str, Any]:
    """Add a piece of evidence; the piece as it is kept.

    ``values``: ``bearing``, ``source_kind``, ``level_of_service``, ``happened_on`` and ``text`` are
    needed, ``services``, ``indicators`` (codes), ``sampled_case`` (opaque id), ``medical``, ``quote``
    and ``tags`` may be given. The same ``client_key`` again gives the piece that came with it.
    ``made_from``: the section or file of the accepted return it is made from; the file is kept with it.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused (not now), Invalid, IdentifiersFound.
    """
    access = case_material_for(actor, inspection)
    number = _next_number(access.inspection.pk)
    known = _added_with(access, client_key)
    if known is not None:
        return record_of(access, known)
    require_recording_evidence(access)
    raise_if_any(unknown_fields(values) | missing_fields(values))
    one = Evidence(
        inspection=access.inspection,
        membership_id=actor.membership_id,
        client_key=client_key,
        number=number,
        version=1,
    )
    put_source(actor, one, made_from)
    _take(access, one, _understood(access, values))
    answers = _answers(access, one, set(HELD), reasons)
    one.save(force_insert=True)
    _link(access, one)
    keep_its_file(one)
    answers.keep(actor=actor, table=TABLE, record_id=one.pk, new=True)
    return record_of(access, one.pk)


@transaction.atomic
def edit_evidence(
    *,
    actor: Actor,
    evidence: str,
    based_on: int,
    changes: Mapping[str, Any],
    exact: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Change fields of a piece; the piece as it is then.

    All of it is its author's and the lead inspector's to change; tags and the indicators it bears on
    anybody's of the team. ``exact``: an edit based on any earlier version is stale.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid, IdentifiersFound, Clash, Stale.
    """
    access, one = evidence_to_change(actor, evidence)
    raise_if_any(unknown_fields(changes))
    if exact and one.version != based_on:
        raise Stale(record_of(access, one.pk))
    wanted = _understood(access, changes)
    now = _values(one)
    if one.medical and wanted.keys() & MEDICAL_FIELDS and not access.medical:
        raise NotPermitted("What a medical note says is for medically qualified inspectors.")
    _require_its_authors(access, one, {name for name in wanted if wanted[name] != now[name]})
    if one.version != based_on:
        wanted = _compared(access, one, wanted, based_on)
    changed = {name for name, value in wanted.items() if value != now[name]}
    if not changed:
        return record_of(access, one.pk)
    _take(access, one, {name: wanted[name] for name in changed})
    answers = _answers(access, one, changed & HELD, reasons)
    one.version += 1
    one.changed_at = timezone.now()
    one.save()
    if "indicators" in changed:
        _link(access, one)
    answers.keep(actor=actor, table=TABLE, record_id=one.pk)
    return record_of(access, one.pk)


@transaction.atomic
def withdraw_evidence(
    *,
    actor: Actor,
    evidence: str,
    based_on: int,
    why: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Withdraw a piece: it stays readable, struck out with the reason, and counts nowhere.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid, IdentifiersFound, Stale.
    """
    access, one = evidence_to_change(actor, evidence)
    if not is_its_authors(access, one):
        raise NotPermitted("Evidence is withdrawn by whoever recorded it, or the lead inspector.")
    if one.version != based_on:
        raise Stale(record_of(access, one.pk))
    raise_if_any(text_fault("why", why, LONGEST_REASON, needed=True))
    said = {"why": why.strip()}
    answers = require_answers(inspection=access.inspection, texts=said, reasons=reasons)
    one.withdrawn_at, one.withdrawn_why = timezone.now(), why.strip()
    one.version += 1
    one.changed_at = one.withdrawn_at
    with because(why):
        one.save()
        one.indicators.all().delete()
    answers.only("why", "withdrawn_why").keep(actor=actor, table=TABLE, record_id=one.pk)
    return record_of(access, one.pk)


def _added_with(access: CaseAccess, client_key: UUID | None) -> int | None:
    if client_key is None:
        return None
    known: Evidence | None = Evidence.objects.filter(client_key=client_key).first()
    if known is None:
        return None
    mine = known.membership_id == access.actor.membership_id
    if known.inspection_id != access.inspection.pk or not mine:
        raise Invalid({"client_key": "This key came with another piece of evidence."})
    return int(known.pk)


def _next_number(inspection_id: int) -> int:
    here = require_inspectorate_id()
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, [here, inspection_id, here, inspection_id])
        return int(cursor.fetchone()[0])


def _link(access: CaseAccess, one: Evidence) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _LINK,
            {
                "here": require_inspectorate_id(),
                "edition": access.inspection.edition_id,
                "inspection": access.inspection.pk,
                "evidence": one.pk,
                "codes": one.indicator_codes,
            },
        )


def _understood(access: CaseAccess, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, as it is kept: days as days, sets in order, a case as its row. Raises Invalid."""
    codes = [one.code for one in edition_document(access.inspection.edition_id).indicators]
    known = [code for code, _ in services()] if sent.get("services") else []
    values = dict(sent)
    faults: dict[str, str] = {}
    for name in ("text", "quote"):
        if name in values:
            values[name] = str(values[name] or "").replace("\r\n", "\n").strip()
            longest = LONGEST_TEXT if name == "text" else LONGEST_QUOTE
            faults |= text_fault(name, values[name], longest, needed=name == "text")
    for name, order in (("services", known), ("indicators", codes), ("tags", ())):
        if name in values:
            values[name] = ordered([str(one).strip() for one in values[name] or ()], order)
    if "happened_on" in values:
        values["happened_on"], wrong = _day(values["happened_on"])
        faults |= wrong
    if "medical" in values:
        values["medical"] = bool(values["medical"])
    if "sampled_case" in values:
        values["sampled_case"] = _case(access, values["sampled_case"])
    raise_if_any(faults)
    raise_if_any(faults_of(values, known, codes, timezone.localdate()))
    return values


def _day(sent: Any) -> tuple[date, dict[str, str]]:
    if isinstance(sent, date):
        return sent, {}
    try:
        return date.fromisoformat(str(sent)), {}
    except ValueError:
        return date.min, {"happened_on": "Give a day, as in 2009-04-02."}


def _case(access: CaseAccess, sent: str | None) -> int | None:
    """The row of the sampled case with this opaque id. Raises Invalid."""
    if not sent:
        return None
    try:
        number = ids.decode("sampled-case", str(sent))
    except NotFound:
        number = 0
    if not SampledCase.objects.filter(pk=number, inspection=access.inspection).exists():
        raise Invalid({"sampled_case": "Choose one of this inspection's sampled cases."})
    return number


def _values(one: Evidence) -> dict[str, Any]:
    """The fields of a piece as they are kept."""
    return {name: getattr(one, _COLUMNS.get(name, name)) for name in FIELDS}


_COLUMNS = {"sampled_case": "sampled_case_id", "indicators": "indicator_codes"}


def _take(access: CaseAccess, one: Evidence, values: Mapping[str, Any]) -> None:
    """Put values into a piece. Raises NotPermitted for medical notes of somebody not qualified."""
    before = one.medical
    for name, value in values.items():
        setattr(one, _COLUMNS.get(name, name), value)
    if (before or one.medical) and values.keys() & MEDICAL_FIELDS and not access.medical:
        raise NotPermitted(
            "Notes drawn from medical records are recorded by a medically qualified inspector."
        )


def _require_its_authors(access: CaseAccess, one: Evidence, changed: set[str]) -> None:
    if changed - OPEN_TO_THE_TEAM and not is_its_authors(access, one):
        raise NotPermitted(
            "What a piece says is changed by whoever recorded it, or the lead inspector. "
            "Tags and the indicators it bears on are for all of the team."
        )


def _answers(
    access: CaseAccess, one: Evidence, fields: set[str], reasons: Mapping[str, str]
) -> Any:
    texts = {name: getattr(one, name) for name in sorted(fields - {"tags"})}
    if "tags" in fields:
        texts["tags"] = ", ".join(one.tags)
    return require_answers(inspection=access.inspection, texts=texts, reasons=reasons)


def _compared(
    access: CaseAccess, one: Evidence, wanted: dict[str, Any], based_on: int
) -> dict[str, Any]:
    """What to write for an edit based on an earlier version. Raises Clash."""
    base, now = _as_it_was(one, based_on), _values(one)
    merged, clashing = {}, []
    for name, mine in wanted.items():
        if base is not None and name in SETS:
            merged[name] = ordered(merged_set(base[name], mine, now[name]))
        elif base is not None and mine == base[name]:
            continue
        elif mine == now[name] or (base is not None and now[name] == base[name]):
            merged[name] = mine
        else:
            clashing.append(name)
    if clashing:
        current = EVIDENCE.one(one.pk)
        sides = (base, {**now, **wanted}, now)
        before, mine, after = (
            None if side is None else for_reader(access, [{**current, **_as_said(side)}])[0]
            for side in sides
        )
        raise Clash(before, mine, after, tuple(clashing))
    return merged


def _as_said(values: Mapping[str, Any]) -> dict[str, Any]:
    case = values["sampled_case"]
    return {**values, "sampled_case": None if case is None else ids.encode("sampled-case", case)}


def _as_it_was(one: Evidence, version: int) -> dict[str, Any] | None:
    row = row_at(TABLE, one.pk, version)
    if row is None:
        return None
    return {name: row[_COLUMNS.get(name, name)] for name in FIELDS} | {
        "happened_on": date.fromisoformat(row["happened_on"])
    }
