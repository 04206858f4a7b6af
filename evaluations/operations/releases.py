"""Approve the release of a report at an instant, call it off, and carry it out when it comes.

An approval keeps the draft that will be published, word for word. Until the instant the report is
under embargo; whoever is on the pre-release list reads it at an address of their own.
"""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from evaluations.access.releases import inspection_to_release, release_to_change
from evaluations.models import Inspection, Release, Report, ReportDraft
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault, version_or_stale
from evaluations.operations.freezing import evaluations_now
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.operations.inspections import as_record
from evaluations.operations.moves import missing_codes
from evaluations.operations.publishing import publish_first
from evaluations.operations.release_records import end_release, planned_release
from evaluations.operations.release_words import tell_called_off, tell_released
from evaluations.operations.reports import keep_draft
from evaluations.queries.before_moves import unsettled_before
from evaluations.rules.life import BY_NAME, obstacle
from evaluations.rules.releases import why_not_at
from evaluations.terms import DraftReason, MoveName, ReleaseState
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Refused
from inspectorate.tenancy.scope import because

log = logging.getLogger(__name__)


def why_not_ready(inspection: Inspection) -> str:
    """What stands in the way of publishing, in a sentence; empty when nothing does."""
    step = BY_NAME[MoveName.PUBLISH]
    missing = missing_codes(inspection) if inspection.status in step.sources else []
    return obstacle(step, inspection.status, missing, unsettled=unsettled_before(inspection, step))


@transaction.atomic
def approve_release(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    at: datetime,
    reason: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> Release:
    """Approve the report as it stands for publication at an instant, to the minute.

    ``at`` is cut to its minute. To publish at once, make the move ``publish``. Raises NotFound,
    NotPermitted, Refused (not ready, no report, planned already), Invalid (the instant),
    IdentifiersFound, Stale.
    """
    kept = inspection_to_release(actor, inspection)
    version_or_stale(kept, based_on, as_record)
    wrong = why_not_ready(kept)
    if wrong:
        raise Refused(wrong)
    if planned_release(kept) is not None:
        raise Refused("A release is planned already. Call it off before you plan another.")
    at = at.replace(second=0, microsecond=0)
    not_then = why_not_at(at, timezone.now())
    raise_if_any({"at": not_then} if not_then else {})
    raise_if_any(text_fault("reason", reason, LONGEST_REASON))
    answers = require_answers(inspection=kept, texts={"reason": reason}, reasons=reasons)
    report = Report.objects.filter(inspection=kept).first()
    if report is None:
        raise Refused("No report has been written. Publish the evaluations at once instead.")
    with because(reason or "Approved for publication"):
        draft = keep_draft(actor=actor, report=report, reason=DraftReason.RELEASE)
        made: Release = Release.objects.create(
            inspection=kept, draft=draft, at=at, approved_by_id=actor.membership_id, reason=reason
        )
        kept.version += 1
        kept.save(update_fields=["version"])
    answers.keep(actor=actor, table=Release._meta.db_table, record_id=made.pk, new=True)
    return made


@transaction.atomic
def call_off_release(
    *,
    actor: Actor,
    inspection: str,
    release: str,
    based_on: int,
    reason: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Release:
    """Call a planned release off; early readers' addresses stop working. Raises NotFound,
    NotPermitted, Refused (it is no longer planned), Invalid (no reason), IdentifiersFound, Stale."""
    kept = release_to_change(actor, inspection, release)
    version_or_stale(kept, based_on, release_record)
    if kept.state != ReleaseState.PLANNED:
        raise Refused(f"This release is {kept.get_state_display().lower()} already.")
    raise_if_any(text_fault("reason", reason, LONGEST_REASON, needed=True))
    answers = require_answers(inspection=kept.inspection, texts={"reason": reason}, reasons=reasons)
    with because(reason):
        end_release(kept, ReleaseState.CALLED_OFF, membership_id=actor.membership_id, why=reason)
    answers.keep(actor=actor, table=Release._meta.db_table, record_id=kept.pk, new=False)
    return kept


def release_record(release: Release) -> dict[str, object]:
    """A release as the API says it."""
    return {
        "id": ids.encode("release", release.pk),
        "version": release.version,
        "inspection": ids.encode("inspection", release.inspection_id),
        "at": release.at,
        "state": release.state,
        "draft_number": release.draft.number,
        "draft_digest": release.draft.digest,
        "reason": release.reason,
        "approved_at": release.approved_at,
        "ended_at": release.ended_at,
        "ended_why": release.ended_why,
    }


def release_due(now: datetime | None = None) -> int:
    """Carry out what is due in the open inspectorate, the oldest first; how many were released.

    What one release runs into keeps no other back.
    """
    now = now or timezone.now()
    due = Release.objects.filter(state=ReleaseState.PLANNED, at__lte=now)
    released = 0
    for number, inspection_id in due.order_by("at", "id").values_list("pk", "inspection_id"):
        try:
            with transaction.atomic():
                released += _carry_out(number, inspection_id, now)
        except Exception:
            log.exception("Release %s could not be carried out; it is tried again.", number)
    return released


def _carry_out(number: int, inspection_id: int, now: datetime) -> int:
    """Release once: a second worker waits for the inspection, then finds it done."""
    kept = (
        Inspection.objects.select_for_update(no_key=True, of=("self",))
        .select_related("area", "programme")
        .get(pk=inspection_id)
    )
    release = planned_release(kept)
    if release is None or release.pk != number or release.at > now:
        return 0
    wrong = why_not_ready(kept) or _differs(kept, release.draft)
    if wrong:
        with because(wrong):
            end_release(release, ReleaseState.CALLED_OFF, membership_id=None, why=wrong)
        tell_called_off(kept, release, wrong)
        return 0
    with because(release.reason or str(MoveName.PUBLISH.label)):
        end_release(release, ReleaseState.RELEASED, membership_id=None)
        publish_first(
            kept,
            membership_id=release.approved_by_id,
            on=timezone.localdate(now),
            why=release.reason,
            document=release.draft.content,
        )
    tell_released(kept, release)
    return 1


def _differs(inspection: Inspection, draft: ReportDraft) -> str:
    """Evaluations do not change while a release is planned; if they did, nothing is published."""
    now = evaluations_now(edition_document(inspection.edition_id), inspection.pk)
    if draft.content["evaluations"] == now:
        return ""
    return "The evaluations are no longer those of the approved draft. Approve the report again."
