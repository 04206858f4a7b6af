"""The planned release of an inspection as other operations meet it: made good, or called off."""

from django.utils import timezone

from evaluations.models import Inspection, Release, Report, ReportDraft
from evaluations.operations.reports import keep_draft
from evaluations.terms import DraftReason, ReleaseState
from inspectorate.accounts.people import Actor


def planned_release(inspection: Inspection) -> Release | None:
    """The release that waits for its minute, locked. The caller holds the inspection's lock."""
    found: Release | None = (
        Release.objects.select_for_update(no_key=True, of=("self",))
        .filter(inspection=inspection, state=ReleaseState.PLANNED)
        .first()
    )
    return found


def end_release(
    release: Release, state: ReleaseState, *, membership_id: int | None, why: str = ""
) -> None:
    release.state = state
    release.ended_at = timezone.now()
    release.ended_by_id = membership_id
    release.ended_why = why
    release.version += 1
    release.save()


def release_at_once(actor: Actor, inspection: Inspection, why: str) -> ReportDraft | None:
    """The draft that is published now, noted as released: the one approved for a later minute, or
    the report as it stands. None when no report was written."""
    planned = planned_release(inspection)
    if planned is not None:
        end_release(planned, ReleaseState.RELEASED, membership_id=actor.membership_id, why=why)
        approved: ReportDraft = planned.draft
        return approved
    report = Report.objects.filter(inspection=inspection).first()
    if report is None:
        return None
    draft = keep_draft(actor=actor, report=report, reason=DraftReason.RELEASE)
    now = timezone.now()
    Release.objects.create(
        inspection=inspection,
        draft=draft,
        at=now,
        state=ReleaseState.RELEASED,
        approved_by_id=actor.membership_id,
        reason=why,
        ended_at=now,
        ended_by_id=actor.membership_id,
    )
    return draft


def call_off_planned(actor: Actor, inspection: Inspection, why: str) -> None:
    """An inspection that leaves factual accuracy by another way is not released at the minute."""
    planned = planned_release(inspection)
    if planned is not None:
        end_release(planned, ReleaseState.CALLED_OFF, membership_id=actor.membership_id, why=why)
