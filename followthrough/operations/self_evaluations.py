"""A committee evaluates one of its areas itself: begun, valued indicator by indicator, finished.

Finished, it stays as it is; a later one says what is so then. Nobody but the committee's partners sees
it before, and nothing of it is counted nationally without their consent.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from areas.access import area_for
from areas.queries import areas_of_committees
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, identifier_faults, require_answers
from followthrough import messages
from followthrough.access.self_evaluations import (
    Inside,
    committee_inside,
    self_evaluation_for,
)
from followthrough.models import SelfEvaluation, SelfEvaluationValue
from followthrough.operations.committee_telling import tell_links
from followthrough.operations.rounds_judging import stored_value
from followthrough.queries.self_evaluations import (
    last_inspections,
    newest_edition,
    self_record,
    value_of_indicator,
    value_record,
)
from followthrough.rules import self_evaluation as rules
from followthrough.terms import SelfEvaluationStatus
from indicators.access import edition_by_code
from indicators.queries import edition_document, indicator_ids
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.events import record_event
from inspectorate.tenancy.scope import because

TABLE = SelfEvaluationValue._meta.db_table


def _refuse(why: str) -> None:
    if why:
        raise Refused(why)


@transaction.atomic
def begin_self_evaluation(
    *, actor: Actor, committee: str, area: str, title: str, on: date, edition: str = ""
) -> SelfEvaluation:
    """Begin one of an area of the committee, as on a day. ``edition`` is a code; without it the one of
    the area's last published inspection, or else the newest. Raises NotFound, NotPermitted, Invalid."""
    inside = committee_inside(actor, committee)
    inside.require_partner()
    title = title.strip()
    faults = text_fault("title", title, rules.LONGEST_TITLE, needed=True)
    if on > timezone.localdate():
        faults |= {"on": "This day is still to come. Give the day that it speaks of."}
    raise_if_any(faults or identifier_faults({"title": title}))
    area_id = _area_of(actor, inside, area)
    last = last_inspections([area_id]).get(area_id)
    chosen = _edition(actor, edition or (last.edition.code if last else newest_edition()))
    made: SelfEvaluation = SelfEvaluation.objects.create(
        committee_id=inside.committee.pk,
        area_id=area_id,
        edition=chosen,
        title=title,
        on=on,
        membership_id=actor.membership_id,
    )
    SelfEvaluationValue.objects.bulk_create(
        SelfEvaluationValue(self_evaluation=made, indicator_id=row)
        for row in indicator_ids(chosen.pk).values()
    )
    return made


def _area_of(actor: Actor, inside: Inside, area: str) -> int:
    try:
        row: int = area_for(actor, area).pk
    except NotFound:
        row = 0
    if row not in areas_of_committees([inside.committee.pk], timezone.localdate()):
        raise Invalid({"area": "Choose one of the committee’s own areas."})
    return row


def _edition(actor: Actor, code: str) -> Any:
    try:
        return edition_by_code(actor, code)
    except NotFound as unknown:
        raise Invalid({"edition": str(unknown)}) from None


@transaction.atomic
def save_self_value(
    *,
    actor: Actor,
    committee: str,
    self_evaluation: str,
    indicator: str,
    based_on: int,
    changes: Mapping[str, str],
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Say the value of one indicator, its rationale or both; the value as it now is.

    ``changes``: ``value`` as a person writes it ("good", "weak|good", a reason for none; empty takes it
    back) and ``rationale``. Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Stale.
    """
    inside, found = self_evaluation_for(actor, committee, self_evaluation, lock=True)
    inside.require_partner()
    _refuse(rules.why_not_write(found.status))
    row = value_of_indicator(found, indicator)
    edition = edition_document(found.edition_id)
    if row.version != based_on:
        raise Stale(value_record(edition, row))
    if "value" in changes:
        kept = stored_value(found.edition_id, changes["value"])
        row.level, row.level_set, row.non_grade = kept.level, kept.level_set, kept.non_grade
    row.rationale = changes.get("rationale", row.rationale).strip()
    raise_if_any(text_fault("rationale", row.rationale, rules.LONGEST_RATIONALE))
    stays = require_answers(inspection=None, texts={"rationale": row.rationale}, reasons=reasons)
    row.version += 1
    row.save(update_fields=["level", "level_set", "non_grade", "rationale", "version"])
    stays.keep(actor=actor, table=TABLE, record_id=row.pk)
    return value_record(edition, row)


@transaction.atomic
def finish_self_evaluation(
    *, actor: Actor, committee: str, self_evaluation: str, based_on: int
) -> SelfEvaluation:
    """Finish it, for good; the link inspector is told and sees it from then on. Raises NotFound,
    NotPermitted, Refused, Stale."""
    inside, found = _locked(actor, committee, self_evaluation, based_on)
    said = SelfEvaluationValue.objects.filter(self_evaluation=found).exclude(
        level__isnull=True, level_set__isnull=True, non_grade__isnull=True
    )
    _refuse(rules.why_not_finish(found.status, said.count()))
    found.status, found.finished_at = SelfEvaluationStatus.FINISHED, timezone.now()
    found.version += 1
    found.save(update_fields=["status", "finished_at", "version"])
    tell_links(
        inside,
        messages.SELF_EVALUATION_FINISHED,
        page="self-evaluation",
        about=ids.encode("self-evaluation", found.pk),
    )
    _event("self-evaluation.finished", found)
    return found


@transaction.atomic
def set_consent(
    *, actor: Actor, committee: str, self_evaluation: str, based_on: int, given: bool
) -> SelfEvaluation:
    """Give or withdraw the committee's consent to counting its values nationally. Who did it, and
    when, stays in the history. Raises NotFound, NotPermitted, Refused, Stale."""
    _inside, found = _locked(actor, committee, self_evaluation, based_on)
    had = found.consent_at is not None
    _refuse(rules.why_not_consent(found.status, given=had, wanted=given))
    found.consent_at = timezone.now() if given else None
    found.consent_by_id = actor.membership_id if given else None
    found.version += 1
    with because(rules.GIVEN if given else rules.WITHDRAWN):
        found.save(update_fields=["consent_at", "consent_by", "version"])
    _event(f"self-evaluation.consent-{'given' if given else 'withdrawn'}", found)
    return found


def _locked(
    actor: Actor, committee: str, self_evaluation: str, based_on: int
) -> tuple[Inside, SelfEvaluation]:
    inside, found = self_evaluation_for(actor, committee, self_evaluation, lock=True)
    inside.require_partner()
    if found.version != based_on:
        raise Stale(self_record(found))
    return inside, found


def _event(kind: str, found: SelfEvaluation) -> None:
    committee = ids.encode("committee", found.committee_id)
    record_event(kind, collection="committees", subject=committee)
