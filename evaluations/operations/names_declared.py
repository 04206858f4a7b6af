"""When the names of a case are declared, what was written in its inspection before is held to them too.

The background job looks through the texts, some hundred at a time, and lists what it finds beside the
identifiers that stay. A finding is settled when the text is saved without the name, when somebody who
saves it says why it stays, or when the lead inspector says so on the list.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from evaluations.access.kept_identifiers import finding_to_settle
from evaluations.messages import NAMES_FOUND
from evaluations.models import (
    AccuracyComment,
    AccuracyExtension,
    AccuracyRound,
    Comment,
    Concern,
    DiscussionAttendance,
    Evaluation,
    Evidence,
    FindingsDiscussion,
    FurtherReader,
    GoodPractice,
    Inspection,
    InspectionMove,
    KeptIdentifier,
    MemberView,
    Moderation,
    PanelDecision,
    Postponement,
    PreInspectionReturn,
    PublishedVersion,
    Release,
    Report,
    ReportChapter,
    ReportDraft,
    ReportPoint,
    ReturnSection,
    SampledCase,
    SamplePlan,
    SecondJudgement,
    StoredFile,
    TeamMember,
    Thread,
    Withdrawal,
)
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import LONGEST_WHY, identifier_faults, names_of
from evaluations.operations.telling import leads_of, tell
from evaluations.rules.identifiers import Found, Names, find
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Refused
from inspectorate.kernel.outbox import after_commit
from inspectorate.tenancy.scope import because, require_inspectorate_id

LOOK = "evaluations.look_for_names"
AT_ONCE = 200
MOST_FINDINGS = 2_000
"""Of one inspection. A name that stands in more places than that is a word, not a name."""


class Source(NamedTuple):
    """Texts of an inspection: the model, its fields, and the way from it to the inspection."""

    model: Any
    fields: tuple[str, ...]
    inspection: str = "inspection_id"


SOURCES = (
    Source(Evidence, ("text", "quote", "tags", "withdrawn_why")),
    Source(Evaluation, ("rationale", "single_source_reason")),
    Source(MemberView, ("reason",)),
    Source(StoredFile, ("name",)),
    Source(SamplePlan, ("why",)),
    Source(SampledCase, ("withdrawn_why",)),
    Source(FurtherReader, ("why",), "sampled_case__inspection_id"),
    Source(PreInspectionReturn, ("note",)),
    Source(ReturnSection, ("answer", "more_wanted"), "of_return__inspection_id"),
    Source(InspectionMove, ("why",)),
    Source(Postponement, ("why",)),
    Source(TeamMember, ("recused_why",)),
    Source(Report, ("title",)),
    Source(ReportChapter, ("title", "text"), "report__inspection_id"),
    Source(ReportPoint, ("text",), "report__inspection_id"),
    Source(GoodPractice, ("title", "text"), "report__inspection_id"),
    Source(ReportDraft, ("label",), "report__inspection_id"),
    Source(Moderation, ("ended_why",)),
    Source(SecondJudgement, ("reason",), "moderation__inspection_id"),
    Source(PanelDecision, ("why",), "moderation__inspection_id"),
    Source(Thread, ("resolution",)),
    Source(Comment, ("text",), "thread__inspection_id"),
    Source(FindingsDiscussion, ("place", "record")),
    Source(DiscussionAttendance, ("post", "note"), "discussion__inspection_id"),
    Source(AccuracyRound, ("covering_note", "settled_why")),
    Source(AccuracyExtension, ("why", "decided_why"), "accuracy_round__inspection_id"),
    Source(AccuracyComment, ("text", "proposed", "answer"), "accuracy_round__inspection_id"),
    Source(Release, ("reason", "ended_why")),
    Source(Withdrawal, ("reason",)),
    Source(PublishedVersion, ("reason",)),
    Source(Concern, ("what", "where", "told_already", "told_whom", "outcome")),
)

"""Every text that somebody types about an inspection. What is copied from one of them (the words that a
comment is about, what was published) is not looked through again: it changes with no saving."""

# What somebody has answered, or is on the list already, stays as it is.
_FOUND = """
insert into evaluations_keptidentifier (inspectorate_id, inspection_id, table_name, record_id, field,
  kind, digest, why, found_at)
values (%s, %s, %s, %s, %s, %s, %s, '', now())
on conflict (inspectorate_id, table_name, record_id, field, digest) do update
set why = '', membership_id = null, found_at = now(), removed_at = null
where evaluations_keptidentifier.removed_at is not null
returning id
"""
Place = tuple[str, int, str, str]
"""A finding: the table, the record, the field and the digest of the name."""


def look_soon(inspection_id: int) -> None:
    """Have the inspection's texts looked through, once the names are kept."""
    after_commit(LOOK, inspection_id=inspection_id)


@transaction.atomic
def look_for_names(inspection_id: int) -> int:
    """Look for the declared names in what the inspection holds already; how many findings are new.
    Findings that no longer stand anywhere are struck. Safe to repeat: nothing is listed twice."""
    inspection = Inspection.objects.filter(pk=inspection_id).first()
    if inspection is None:
        return 0
    names = names_of(inspection_id)
    seen: set[Place] = set()
    new = []
    for table, record, field, one in _findings(inspection_id, names):
        seen.add((table, record, field, one.digest))
        new += _listed(inspection_id, table, record, field, one)
        if len(seen) == MOST_FINDINGS:
            break
    else:
        _strike(inspection_id, seen)
    if new:
        about = f"names-{inspection_id}:{max(new)}"
        page = "inspection-kept-identifiers"
        tell(leads_of(inspection), inspection, NAMES_FOUND, about=about, page=page)
    return len(new)


def _findings(inspection_id: int, names: Names) -> Iterator[tuple[str, int, str, Found]]:
    if not names.digests:
        return
    today = timezone.localdate()
    for source in SOURCES:
        table = source.model._meta.db_table
        for record, *texts in _texts(source, inspection_id):
            for field, text in zip(source.fields, texts, strict=True):
                said = ", ".join(text) if isinstance(text, list) else text
                for one in find(said or "", names, today):
                    if one.kind == "name":
                        yield table, record, field, one


def _texts(source: Source, inspection_id: int) -> Iterator[tuple[Any, ...]]:
    """The number and texts of each record, ``AT_ONCE`` in memory."""
    rows = source.model.objects.filter(**{source.inspection: inspection_id}).order_by("pk")
    last, more = 0, True
    while more:
        found = list(rows.filter(pk__gt=last).values_list("pk", *source.fields)[:AT_ONCE])
        yield from found
        more = len(found) == AT_ONCE
        last = found[-1][0] if found else last


def _listed(inspection_id: int, table: str, record: int, field: str, one: Found) -> list[int]:
    """The number of the finding, if it is new."""
    place = (require_inspectorate_id(), inspection_id, table, record, field)
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [*place, one.kind, one.digest])
        return [number for (number,) in cursor.fetchall()]


def _strike(inspection_id: int, seen: set[Place]) -> None:
    """Findings that wait for an answer and stand nowhere any more: the text or the name has gone."""
    waiting = KeptIdentifier.objects.filter(
        inspection_id=inspection_id, kind="name", why="", removed_at__isnull=True
    )
    gone = [
        pk
        for pk, *place in waiting.values_list("pk", "table_name", "record_id", "field", "digest")
        if tuple(place) not in seen
    ]
    with because("No declared name any more"):
        KeptIdentifier.objects.filter(pk__in=gone).update(removed_at=timezone.now())


@transaction.atomic
def settle_finding(*, actor: Actor, inspection: str, finding: str, why: str) -> None:
    """Say why a name stays in a text, as the inspection's lead inspector. Raises NotFound,
    NotPermitted, Refused (settled already), Invalid."""
    found, kept = finding_to_settle(actor, inspection, finding)
    if kept.why or kept.removed_at is not None:
        raise Refused("This is settled already.")
    faults = text_fault("why", why, LONGEST_WHY, needed=True)
    raise_if_any(faults or identifier_faults({"why": why}, inspection=found))
    kept.why, kept.membership_id = why.strip(), actor.membership_id
    kept.save()
