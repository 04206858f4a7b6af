"""Ask for a summary, compile it, decide a finding."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from indicators.queries import edition_document, indicator_ids
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Stale
from inspectorate.kernel.events import record_event
from inspectorate.kernel.jobs import Progress, ask_for_job, job_handler
from inspectorate.kernel.models import Job
from inspectorate.national import access, queries
from inspectorate.national.models import FindingDecision
from inspectorate.national.rules.summary import canonical_text, compile_summary
from inspectorate.national.terms import COMPILE_SUMMARY
from inspectorate.tenancy.scope import because, require_inspectorate_id, scope

LONGEST_REASON = 2000
STORE_SQL = """
insert into national_nationalsummary
  (inspectorate_id, programme_id, number, as_at, content, inputs_sha256, compiled_by_id, job_id)
select i.id, i.programme, coalesce((
    select max(s.number) from national_nationalsummary s
    where s.inspectorate_id = i.id and s.programme_id = i.programme), 0) + 1,
  %s, %s, %s, %s, %s
from (values (%s, %s)) i(id, programme)
returning id, number
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a compiled version was kept: its row and its number within the programme."""

    id: int
    number: int


@transaction.atomic
def ask_for_summary(*, actor: Actor, programme: str, as_at: date | None = None) -> Job:
    """Queue the compilation of a programme's national summary; returns the job.

    One runs at a time for a programme: asked again meanwhile, the waiting or running job is
    returned. ``as_at`` is today when left out. Raises NotFound, NotPermitted.
    """
    actor.require(Permission.COMPILE_NATIONAL)
    found = access.programme_by_code(actor, programme)
    return ask_for_job(
        kind=COMPILE_SUMMARY,
        subject=found.code,
        parameters={
            "programme_id": found.pk,
            "as_at": (as_at or timezone.localdate()).isoformat(),
            "membership_id": actor.membership_id,
        },
        asked_by=actor.person_id,
    )


@job_handler(COMPILE_SUMMARY)
def compile_in_background(job: Job, progress: Progress) -> None:
    """The job: read in one transaction, compute, store in another. Safe to run again."""
    programme_id = job.parameters["programme_id"]
    as_at = date.fromisoformat(job.parameters["as_at"])
    with scope(progress.inspectorate_id, why=f"Compiling {job.subject}"):
        sources = queries.sources(programme_id, as_at)
    document = compile_summary(
        sources.edition,
        sources.inputs,
        as_at=as_at,
        findings_decided=sources.decided,
        vocabulary=sources.vocabulary,
        on_step=progress,
    )
    with scope(progress.inspectorate_id, person_id=job.asked_by, why=f"Compiled {job.subject}"):
        progress.hold(step="Storing")
        summary = store(
            programme_id,
            as_at,
            document,
            membership_id=job.parameters["membership_id"],
            job_id=job.pk,
        )
        _announce(summary)
        progress.end({"summary": summary.id, "version": summary.number})


@transaction.atomic
def compile_now(*, actor: Actor, programme: str, as_at: date | None = None) -> Stored:
    """Compile and store here and now, for commands. The same figures as the job's."""
    actor.require(Permission.COMPILE_NATIONAL)
    found = access.programme_by_code(actor, programme)
    on = as_at or timezone.localdate()
    sources = queries.sources(found.pk, on)
    document = compile_summary(
        sources.edition,
        sources.inputs,
        as_at=on,
        findings_decided=sources.decided,
        vocabulary=sources.vocabulary,
    )
    made = store(found.pk, on, document, membership_id=actor.membership_id, job_id=None)
    return _announce(made)


def store(
    programme_id: int,
    as_at: date,
    document: dict[str, Any],
    *,
    membership_id: int | None,
    job_id: int | None,
) -> Stored:
    """Keep a compiled document as the programme's next version. Within the caller's transaction.

    Two at once cannot take the same number: the second fails on the unique key and, being a job,
    is run again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            STORE_SQL,
            [
                as_at,
                canonical_text(document),
                document["inputs_sha256"],
                membership_id,
                job_id,
                require_inspectorate_id(),
                programme_id,
            ],
        )
        return Stored(*cursor.fetchone())


def _announce(made: Stored) -> Stored:
    reference = ids.encode("summary", made.id)
    record_event("national-summary.compiled", collection="national-summaries", subject=reference)
    return made


@transaction.atomic
def decide_finding(
    *, actor: Actor, programme: str, indicator: str, finding: str, reason: str, base: int
) -> FindingDecision:
    """Decide an indicator's national label; ``finding`` is empty for "no label".

    ``base`` is the version of the decision this was based on, 0 when there was none. The next
    compilation shows it. Raises NotFound, NotPermitted, Invalid, Stale.
    """
    actor.require(Permission.COMPILE_NATIONAL)
    found = access.programme_by_code(actor, programme)
    edition = edition_document(found.edition_id)
    reason = reason.strip()
    _check_decision(finding, reason, {one.code for one in edition.findings})
    indicator_id = indicator_ids(found.edition_id).get(indicator)
    if indicator_id is None:
        raise Invalid({"indicator": "The edition has no such indicator."})
    current = (
        FindingDecision.objects.select_for_update(no_key=True)
        .filter(programme_id=found.pk, indicator_id=indicator_id)
        .first()
    )
    if (current.version if current else 0) != base:
        raise Stale(current)
    decision = current or FindingDecision(programme_id=found.pk, indicator_id=indicator_id)
    decision.finding, decision.reason = finding, reason
    decision.membership_id = actor.membership_id
    decision.version, decision.decided_at = base + 1, timezone.now()
    try:
        with because(f"Finding decided: {reason[:200]}"), transaction.atomic():
            decision.save()
    except IntegrityError:  # somebody else decided it first, at the same moment
        raise Stale(None) from None
    return decision


def _check_decision(finding: str, reason: str, known: set[str]) -> None:
    faults = {}
    if finding and finding not in known:
        faults["finding"] = f"Choose one of: {', '.join(sorted(known)) or 'no label'}."
    if not reason:
        faults["reason"] = "Say why. The reason is kept with the label."
    elif len(reason) > LONGEST_REASON or "\x00" in reason:
        faults["reason"] = f"Use at most {LONGEST_REASON} printable characters."
    if faults:
        raise Invalid(faults)
