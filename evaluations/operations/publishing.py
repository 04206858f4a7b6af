"""Publishing: the first version, corrections, withdrawal and publication after it.

A version freezes the evaluations and, where a report was written, its words. What is published is
never changed: what changes afterwards is published as the next version, with its reason.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.access import inspection_to_change, place_on_team
from evaluations.models import Inspection, InspectionMove, PublishedVersion, Report, Withdrawal
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault, version_or_stale
from evaluations.operations.documents import ask_for_documents
from evaluations.operations.freezing import evaluations_now, freeze
from evaluations.operations.identifiers import identifier_faults
from evaluations.operations.inspections import as_record
from evaluations.operations.public_changes import announce_withdrawal
from evaluations.queries.report_document import report_words, words_in
from evaluations.rules.life import OUT
from evaluations.signals import report_published
from evaluations.terms import InspectionStatus
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotPermitted, Refused
from inspectorate.kernel.events import record_event
from inspectorate.tenancy.scope import because


def publish_first(
    inspection: Inspection,
    *,
    membership_id: int | None,
    on: date,
    why: str,
    document: Mapping[str, Any] | None,
) -> tuple[PublishedVersion, InspectionMove]:
    """Version 1 of an inspection whose caller has locked it and decided that it may be published.

    ``document`` is the approved draft of the report, whose words are published; None: there is none.
    """
    before = inspection.status
    inspection.status, inspection.resumes_to = InspectionStatus.PUBLISHED, ""
    inspection.published_on = on
    inspection.version += 1
    inspection.save()
    moved = InspectionMove.objects.create(
        inspection=inspection,
        from_status=before,
        to_status=inspection.status,
        membership_id=membership_id,
        why=why,
    )
    words = None if document is None else words_in(document)
    made = _version(inspection, membership_id=membership_id, reason="", on=None, words=words)
    return made, moved


def _version(
    inspection: Inspection,
    *,
    membership_id: int | None,
    reason: str,
    on: date | None,
    words: Mapping[str, Any] | None,
    again: bool = False,
) -> PublishedVersion:
    freeze(
        edition_document(inspection.edition_id),
        [inspection.pk],
        membership_id=membership_id,
        reason=reason,
        otherwise_on=timezone.localdate(),
        on=on,
        report=words,
        again=again,
    )
    inspection.refresh_from_db(fields=["version", "published_number"])
    made: PublishedVersion = PublishedVersion.objects.get(
        inspection=inspection, number=inspection.published_number
    )
    report_published.send(sender=Inspection, inspection=inspection, version=made)
    ask_for_documents(made)
    kind = "report.published" if made.number == 1 or again else "report.corrected"
    record_event(kind, collection="inspections", subject=_reference(inspection))
    return made


def _reference(inspection: Inspection) -> str:
    return ids.encode("inspection", inspection.pk)


def _published_for(actor: Actor, inspection: str, based_on: int) -> Inspection:
    """A published inspection, locked, for somebody who publishes and was not on its team."""
    kept = inspection_to_change(actor, inspection)
    actor.require(P.PUBLISH_REPORTS)
    if place_on_team(actor, kept) is not None:
        raise NotPermitted("A correction is published by somebody who is not on the team.")
    if kept.status not in OUT or not kept.published_number:
        raise Refused("Nothing of this inspection is published yet.")
    version_or_stale(kept, based_on, as_record)
    return kept


def _printed(inspection: Inspection, reason: str) -> None:
    """A reason that is published says something, and holds no identifier. Raises Invalid."""
    found = identifier_faults({"reason": reason}, inspection=inspection)
    raise_if_any(text_fault("reason", reason, LONGEST_REASON, needed=True) or found)


@transaction.atomic
def publish_correction(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    reason: str,
) -> PublishedVersion:
    """Publish the evaluations and the report's words as they now stand as the next version; the old
    ones stay readable. A withdrawn report is published again by this, changed or not.

    Raises NotFound, NotPermitted, Refused (nothing has changed), Invalid (no reason, or an
    identifier in it), Stale.
    """
    kept = _published_for(actor, inspection, based_on)
    _printed(kept, reason)
    withdrawn = withdrawal_of(kept)
    if withdrawn is None and not changed_since_publication(kept):
        raise Refused("Nothing differs from what is published. Correct the report first.")
    report = Report.objects.filter(inspection=kept).first()
    with because(reason):
        if withdrawn is not None:
            withdrawn.ended_at = timezone.now()
            withdrawn.save(update_fields=["ended_at"])
        return _version(
            kept,
            membership_id=actor.membership_id,
            reason=reason,
            on=timezone.localdate(),
            words=None if report is None else report_words(report),
            again=withdrawn is not None,
        )


@transaction.atomic
def withdraw_report(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    reason: str,
) -> Withdrawal:
    """Take a published report back. Its public address stays and says when and why; inside the
    inspectorate its versions stay readable, and it stays in national figures.

    Raises NotFound, NotPermitted, Refused (not published, withdrawn already), Invalid (no reason, or an
    identifier in it), Stale.
    """
    kept = _published_for(actor, inspection, based_on)
    _printed(kept, reason)
    if withdrawal_of(kept) is not None:
        raise Refused("This report is withdrawn already. Publish it again as its next version.")
    with because(reason):
        made: Withdrawal = Withdrawal.objects.create(
            inspection=kept, reason=reason, membership_id=actor.membership_id
        )
        kept.version += 1
        kept.save(update_fields=["version"])
        announce_withdrawal(kept.pk, reason)
        record_event("report.withdrawn", collection="inspections", subject=_reference(kept))
    return made


def withdrawal_of(inspection: Inspection) -> Withdrawal | None:
    """The withdrawal that holds now, if the report is withdrawn."""
    found: Withdrawal | None = Withdrawal.objects.filter(
        inspection=inspection, ended_at__isnull=True
    ).first()
    return found


def changed_since_publication(inspection: Inspection) -> bool:
    """Whether the evaluations or the report's words differ from the newest published version."""
    newest = PublishedVersion.objects.filter(
        inspection=inspection, number=inspection.published_number
    ).first()
    if newest is None:
        return False
    content: Any = newest.content
    document = edition_document(inspection.edition_id)
    if content["evaluations"] != evaluations_now(document, inspection.pk):
        return True
    report = Report.objects.filter(inspection=inspection).first()
    return report is not None and content.get("report") != report_words(report)
