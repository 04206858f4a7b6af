"""One thing done to many pieces of evidence at once: tags added, used for more indicators, moved from
one indicator to another. All of them or none; each piece's history says the same reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from evaluations.access.case_material import CaseAccess, case_material_for
from evaluations.access.evidence import require_recording_evidence
from evaluations.models import Evidence
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.identifiers import identifier_faults
from evaluations.rules.evidence import MOST_AT_ONCE, faults_of
from evaluations.rules.evidence_marking import Marking, marking_of
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused
from inspectorate.tenancy.scope import because, require_inspectorate_id

_LINK = """
with wanted as (
  select e.id as evidence_id, q.id as indicator_id from evaluations_evidence e
  join indicators_qualityindicator q on q.inspectorate_id = e.inspectorate_id
    and q.edition_id = %(edition)s and q.code = any(e.indicator_codes)
  where e.inspectorate_id = %(here)s and e.id = any(%(pieces)s)
), gone as (
  delete from evaluations_evidenceindicator b
  where b.inspectorate_id = %(here)s and b.evidence_id = any(%(pieces)s)
    and not exists (select 1 from wanted w
                    where w.evidence_id = b.evidence_id and w.indicator_id = b.indicator_id)
)
insert into evaluations_evidenceindicator (inspectorate_id, inspection_id, evidence_id, indicator_id)
select %(here)s, %(inspection)s, evidence_id, indicator_id from wanted
on conflict (inspectorate_id, evidence_id, indicator_id) do nothing
"""


@transaction.atomic
def tag_evidence(
    *, actor: Actor, inspection: str, evidence: Sequence[str], tags: Sequence[str]
) -> int:
    """Add tags to each piece; how many changed. Raises NotFound, PurposeNeeded, NotPermitted,
    Refused (not now, one is withdrawn), Invalid."""
    return _mark(actor, inspection, evidence, "tag", {"tags": tags})


@transaction.atomic
def use_evidence_for(
    *, actor: Actor, inspection: str, evidence: Sequence[str], indicators: Sequence[str]
) -> int:
    """Let each piece bear on further indicators too; how many changed. Raises as tag_evidence."""
    return _mark(actor, inspection, evidence, "use", {"indicators": indicators})


@transaction.atomic
def move_evidence(
    *,
    actor: Actor,
    inspection: str,
    evidence: Sequence[str],
    from_indicator: str,
    to_indicator: str,
    why: str = "",
) -> int:
    """Let what bears on one indicator bear on another instead; how many pieces changed, those that do
    not bear on the first stay as they are. Raises as tag_evidence."""
    sent = {"from_indicator": from_indicator, "to_indicator": to_indicator, "why": why}
    return _mark(actor, inspection, evidence, "move", sent)


def _mark(
    actor: Actor, inspection: str, evidence: Sequence[str], deed: str, sent: Mapping[str, Any]
) -> int:
    access, pieces = _chosen(actor, inspection, evidence)
    marking = marking_for(access, deed, sent)
    return _change(access, pieces, marking)


def marking_for(access: CaseAccess, deed: str, sent: Mapping[str, Any]) -> Marking:
    """What a deed does with what was sent. Nothing that looks like an identifier goes into many
    pieces at once. Raises Invalid."""
    raise_if_any(text_fault("why", str(sent.get("why") or ""), LONGEST_REASON))
    try:
        marking = marking_of(deed, sent, codes_of(access))
    except ValueError as wrong:
        raise Invalid(wrong.args[0]) from None
    tags = ", ".join(marking.add) if marking.field == "tags" else ""
    texts = {"tags": tags, "why": marking.why if marking.typed else ""}
    raise_if_any(identifier_faults(texts, inspection=access.inspection))
    return marking


def _chosen(
    actor: Actor, inspection: str, evidence: Sequence[str]
) -> tuple[CaseAccess, list[Evidence]]:
    """The pieces, locked in one order, while evidence changes."""
    access = case_material_for(actor, inspection)
    require_recording_evidence(access)
    numbers = {ids.decode("evidence", one) for one in evidence}
    if not numbers:
        raise Invalid({"evidence": "Choose the pieces first."})
    if len(numbers) > MOST_AT_ONCE:
        raise Invalid({"evidence": f"Choose at most {MOST_AT_ONCE} pieces at once."})
    rows = Evidence.objects.select_for_update(no_key=True, of=("self",))
    pieces = list(rows.filter(pk__in=numbers, inspection=access.inspection).order_by("pk"))
    if len(pieces) < len(numbers):
        raise NotFound
    gone = [f"E{one.number}" for one in pieces if one.withdrawn_at is not None]
    if gone:
        raise Refused(
            f"{', '.join(gone)}: withdrawn evidence no longer changes. Choose without it."
        )
    return access, pieces


def codes_of(access: CaseAccess) -> list[str]:
    return [one.code for one in edition_document(access.inspection.edition_id).indicators]


def _change(access: CaseAccess, pieces: Sequence[Evidence], marking: Marking) -> int:
    """Change one set of each piece. Raises Invalid, naming the piece that cannot take it."""
    field = marking.field
    column = "indicator_codes" if field == "indicators" else field
    known, changed = codes_of(access), []
    for one in pieces:
        before = getattr(one, column)
        after = marking.applied(before, known)
        if after == before:
            continue
        faults = faults_of({field: after}, (), known, timezone.localdate())
        raise_if_any({name: f"E{one.number}: {said}" for name, said in faults.items()})
        setattr(one, column, after)
        one.version += 1
        one.changed_at = timezone.now()
        changed.append(one)
    if changed:
        with because(marking.why):
            Evidence.objects.bulk_update(changed, [column, "version", "changed_at"])
            if field == "indicators":
                _link(access, changed)
    return len(changed)


def _link(access: CaseAccess, changed: Sequence[Evidence]) -> None:
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "edition": access.inspection.edition_id,
        "inspection": access.inspection.pk,
        "pieces": [one.pk for one in changed],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINK, values)
