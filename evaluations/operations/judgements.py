"""A moderator's own judgement of one indicator: kept privately as it is written, then given; and what
a panel decides where it differs from the team's."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.access.moderation import ModerationAccess, moderation_to_change
from evaluations.models import Evaluation, PanelDecision, SecondJudgement, TeamMember
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.rules.moderation import LONGEST_REASON, LONGEST_WHY, panel_fault
from evaluations.rules.values import NOTHING, Chosen, Kept, chosen, understood
from indicators.queries import edition_document
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.accounts.queries import on
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.tenancy.scope import because


@transaction.atomic
def save_judgement(
    *,
    actor: Actor,
    inspection: str,
    indicator: str,
    based_on: int,
    value: Chosen,
    reason: str,
    give: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Save one's own judgement of the indicator with this code; ``give`` gives it, for good.

    ``value`` is a level or a reason for none, in codes of the edition; empty while it is not given.
    Once given, what the team's value is at this moment is kept beside it.

    Raises NotFound (not chosen), NotPermitted, Refused (not in moderation, not taken, given),
    Invalid (by field), IdentifiersFound, Stale.
    """
    access = moderation_to_change(actor, inspection)
    one = _chosen(access, indicator)
    if one.given_at is not None:
        raise Refused("You have given this judgement. What is given stays given.")
    if one.version != based_on:
        raise Stale(judgement_record(access, one, indicator))
    kept, reason = _value(access, value), reason.strip()
    _complete(kept, reason, give=give)
    answers = require_answers(
        inspection=access.inspection, texts={"reason": reason}, reasons=reasons
    )
    one.level, one.non_grade, one.reason = kept.level, kept.non_grade, reason
    one.membership_id = actor.membership_id
    one.version += 1
    if give:
        _give(access, one)
    one.save()
    answers.keep(actor=actor, table=SecondJudgement._meta.db_table, record_id=one.pk)
    return judgement_record(access, one, indicator)


def _complete(kept: Kept, reason: str, *, give: bool) -> None:
    """What is given has a value and a reason. Raises Invalid."""
    faults = text_fault("reason", reason, LONGEST_REASON, needed=give)
    if give and kept == NOTHING:
        faults["level"] = "Choose a level, or why there is none. Then give your judgement."
    raise_if_any(faults)


def judgement_record(access: ModerationAccess, one: SecondJudgement, code: str) -> dict[str, Any]:
    """One's own judgement as the API says it."""
    edition = edition_document(access.inspection.edition_id)
    value = chosen(edition, Kept(one.level, None, one.non_grade))
    return {
        "id": ids.encode("judgement", one.pk),
        "version": one.version,
        "inspection": ids.encode("inspection", access.inspection.pk),
        "indicator_code": code,
        "level": value.level,
        "non_grade": value.non_grade,
        "reason": one.reason,
        "given": one.given_at is not None,
        "given_at": one.given_at,
    }


def _chosen(access: ModerationAccess, code: str) -> SecondJudgement:
    """Raises NotFound for what was not chosen in this round."""
    found: SecondJudgement | None = SecondJudgement.objects.filter(
        moderation=access.begun, indicator__code=code if "\0" not in code else ""
    ).first()
    if found is None:
        raise NotFound
    return found


def _value(access: ModerationAccess, value: Chosen) -> Kept:
    if value.level_set:
        raise Invalid({"level_set": "A second judgement is one level, or why there is none."})
    kept = understood(edition_document(access.inspection.edition_id), value)
    if isinstance(kept, dict):
        raise Invalid(kept)
    return kept


def _give(access: ModerationAccess, one: SecondJudgement) -> None:
    one.given_at = timezone.now()
    team = Evaluation.objects.filter(
        inspection=access.inspection, indicator_id=one.indicator_id
    ).first()
    if team is not None:
        one.team_level, one.team_non_grade = team.level, team.non_grade


@transaction.atomic
def decide(
    *,
    actor: Actor,
    inspection: str,
    indicator: str,
    based_on: int,
    value: Chosen,
    why: str,
    panel: Iterable[str],
    reasons: Mapping[str, str] = NO_REASONS,
) -> PanelDecision:
    """Record what a panel decided of an indicator where the team and the moderator differ.

    The decision is carried out: the team's evaluation becomes what was decided, with the panel's
    reason in its history; what it was stays there and beside the second judgement. ``panel`` are
    opaque ids of people; whoever records it was there. ``based_on`` is 0 for a first decision.

    Raises NotFound, NotPermitted, Refused (nothing differs, or not every judgement is given),
    Invalid, IdentifiersFound, Stale.
    """
    access = moderation_to_change(actor, inspection, held=False)
    judgement, team = _differing(access, indicator)
    kept = _value(access, value)
    members = _members(access, panel)
    faults = text_fault("why", why, LONGEST_WHY, needed=True)
    if kept == NOTHING:
        faults["level"] = "Choose what was decided: a level, or why there is none."
    wrong = panel_fault(members, judgement.membership_id)
    raise_if_any(faults | ({"panel": wrong} if wrong else {}))
    made = _decision(access, judgement, based_on)
    answers = require_answers(inspection=access.inspection, texts={"why": why}, reasons=reasons)
    made.level, made.non_grade, made.why = kept.level, kept.non_grade, why.strip()
    made.panel, made.decided_by_id, made.decided_at = members, actor.membership_id, timezone.now()
    made.version += 1
    made.save()
    answers.keep(actor=actor, table=PanelDecision._meta.db_table, record_id=made.pk)
    _carry_out(team, kept, why.strip())
    return made


def _decision(access: ModerationAccess, judgement: SecondJudgement, based_on: int) -> PanelDecision:
    """The decision there is, or one to be made. Raises Stale."""
    of = {"moderation": access.begun, "indicator_id": judgement.indicator_id}
    there: PanelDecision | None = PanelDecision.objects.filter(**of).first()
    made = there or PanelDecision(**of, version=0)
    if made.version != based_on:
        raise Stale({"version": made.version, "why": made.why})
    return made


def _differing(access: ModerationAccess, code: str) -> tuple[SecondJudgement, Evaluation]:
    """The given judgement and the team's evaluation, locked. Raises NotFound, Refused."""
    judgements = SecondJudgement.objects.filter(moderation__inspection=access.inspection)
    found = judgements.filter(indicator__code=code if "\0" not in code else "").first()
    if found is None:
        raise NotFound
    if judgements.filter(given_at__isnull=True).exists():
        raise Refused("A panel decides when every judgement is given.")
    rows = Evaluation.objects.select_for_update(no_key=True, of=("self",))
    team = rows.filter(inspection=access.inspection, indicator_id=found.indicator_id).first()
    if team is None:
        raise NotFound
    if _kept(team) == Kept(found.level, None, found.non_grade):
        raise Refused("The team's evaluation and the second judgement are the same.")
    return found, team


def _kept(one: Evaluation) -> Kept:
    return Kept(one.level, one.level_set, one.non_grade)


def _members(access: ModerationAccess, panel: Iterable[str]) -> list[int]:
    """The memberships that took part, whoever records it among them. Raises Invalid."""
    try:
        numbers = {ids.decode("person", one) for one in panel}
    except NotFound:
        numbers = {0}
    numbers |= {access.actor.membership_id or 0}
    today = timezone.localdate()
    found = set(
        Membership.objects.filter(on(today), pk__in=numbers, user__is_active=True)
        .exclude(
            pk__in=TeamMember.objects.filter(
                inspection=access.inspection, recused_at__isnull=False
            ).values("membership_id")
        )
        .values_list("pk", flat=True)
    )
    if found != numbers:
        raise Invalid({"panel": "Choose people of this inspectorate who were not recused."})
    return sorted(found)


def _carry_out(team: Evaluation, decided: Kept, why: str) -> None:
    if _kept(team) == decided:
        return
    team.level, team.level_set, team.non_grade = decided.level, None, decided.non_grade
    team.version += 1
    team.changed_at = timezone.now()
    with because(f"Decided by a panel: {why}"):
        team.save()
