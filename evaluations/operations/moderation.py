"""A round of moderation: begun and ended by the moves, taken by somebody who was not on the team, who
chooses or draws the indicators for a second judgement."""

import secrets
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from evaluations.access import place_on_team
from evaluations.access.moderation import (
    ModerationAccess,
    begin_round,
    moderation_to_change,
    require_independent,
)
from evaluations.messages import MODERATE, MODERATION_CHANGES, MODERATION_SIGNED
from evaluations.models import Inspection, Moderation, SecondJudgement, TeamMember
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.operations.reports import keep_draft, report_of
from evaluations.operations.telling import ask, leads_of, tell
from evaluations.rules.moderation import LONGEST_SEED, draw
from evaluations.terms import DraftReason, ModerationStatus, MoveName
from indicators.models import QualityIndicator
from indicators.queries import edition_document
from inspectorate.accounts.models import Membership
from inspectorate.accounts.operations import end_duty
from inspectorate.accounts.people import Actor
from inspectorate.accounts.roles import permissions_of
from inspectorate.accounts.terms import Permission as P
from inspectorate.accounts.terms import Role
from inspectorate.kernel.errors import Invalid, NotFound, Refused
from inspectorate.tenancy.scope import because

ALL_GIVEN = "Every judgement is given, so the team's evaluations are known. A further one would not be blind."


def may_sign(actor: Actor, inspection: Inspection) -> None:
    """Raises NotPermitted for whoever must not sign this inspection off."""
    require_independent(actor, inspection, place_on_team(actor, inspection), signs=True)


def note_move(actor: Actor, inspection: Inspection, move: MoveName, reason: str) -> None:
    """Begin or end a round, as a move asks, and tell who has to act. Called by the move, in its
    transaction, the inspection locked and already where it goes."""
    if move is MoveName.TO_MODERATION:
        _begin(actor, inspection)
    elif move is MoveName.ASK_FOR_CHANGE:
        _end(actor, inspection, ModerationStatus.CHANGES_ASKED, reason)
        ask(
            leads_of(inspection),
            inspection,
            MODERATION_CHANGES,
            about=_subject(inspection),
            page="moderation",
        )
    elif move is MoveName.SIGN_OFF:
        _end(actor, inspection, ModerationStatus.SIGNED_OFF, reason)
        tell(
            leads_of(inspection),
            inspection,
            MODERATION_SIGNED,
            about=_subject(inspection),
            page="moderation",
        )


def _subject(inspection: Inspection) -> str:
    number = Moderation.objects.filter(inspection=inspection).count()
    return f"moderation-{inspection.pk}:{number}"


def _begin(actor: Actor, inspection: Inspection) -> None:
    begin_round(inspection)
    report = report_of(inspection)
    if report is not None:
        keep_draft(actor=actor, report=report, reason=DraftReason.MODERATION)
    end_duty(kind=MODERATION_CHANGES, subject=f"moderation-{inspection.pk}")
    ask(
        _moderators(inspection),
        inspection,
        MODERATE,
        about=_subject(inspection),
        page="moderation",
    )


def _moderators(inspection: Inspection) -> list[int]:
    """Who could moderate it: the members whose role allows it and who have no place on its team."""
    roles = [role.value for role in Role if P.MODERATE in permissions_of([role])]
    team = TeamMember.objects.filter(inspection=inspection).values("membership_id")
    found = Membership.objects.filter(roles__overlap=roles).exclude(pk__in=team)
    return list(found.values_list("pk", flat=True))


def _end(actor: Actor, inspection: Inspection, status: ModerationStatus, why: str) -> None:
    Moderation.objects.filter(inspection=inspection, status=ModerationStatus.OPEN).update(
        status=status,
        ended_at=timezone.now(),
        ended_by_id=actor.membership_id,
        ended_why=why,
    )
    end_duty(kind=MODERATE, subject=f"moderation-{inspection.pk}")


@transaction.atomic
def take_moderation(*, actor: Actor, inspection: str) -> Moderation:
    """Take the round that goes on, or take it over. What somebody else had begun to judge and not
    given is struck: the new judgement is the new moderator's own.

    Raises NotFound, NotPermitted (on the team now or before), Refused (not in moderation).
    """
    access = moderation_to_change(actor, inspection, held=False)
    taken = access.begun
    if taken.moderator_id == actor.membership_id:
        return taken
    SecondJudgement.objects.filter(moderation=taken, given_at__isnull=True).exclude(
        membership__isnull=True
    ).update(membership=None, level=None, non_grade=None, reason="")
    taken.moderator_id = actor.membership_id
    taken.version += 1
    taken.save()
    others = [one for one in _moderators(access.inspection) if one != actor.membership_id]
    end_duty(kind=MODERATE, subject=f"moderation-{access.inspection.pk}", members=others)
    return taken


@transaction.atomic
def choose_indicators(*, actor: Actor, inspection: str, codes: Iterable[str]) -> list[str]:
    """Choose indicators for a second judgement, beside those already chosen; the codes added.

    Raises NotFound, NotPermitted, Refused (not taken, or every judgement is given), Invalid.
    """
    access = moderation_to_change(actor, inspection)
    return _choose(access, list(dict.fromkeys(codes)))


@transaction.atomic
def draw_indicators(*, actor: Actor, inspection: str, count: int, seed: str = "") -> list[str]:
    """Draw indicators by lot from those not chosen yet; the codes drawn. Once a round: nobody draws
    until it suits them. The seed, a random one if none is given, is kept and repeats the draw.

    Raises NotFound, NotPermitted, Refused, Invalid.
    """
    access = moderation_to_change(actor, inspection)
    taken = access.begun
    if taken.drawn_with:
        raise Refused(f"Indicators were drawn already ({taken.drawn_with}). Choose more by hand.")
    open_codes = _not_chosen(access)
    faults = text_fault("seed", seed, LONGEST_SEED)
    if not 1 <= count <= len(open_codes):
        faults["count"] = f"Draw from 1 to {len(open_codes)} indicators."
    raise_if_any(faults)
    seed = seed.strip() or secrets.token_hex(4)
    added = _choose(access, list(draw(open_codes, count, seed)))
    taken.drawn_with = f"{count} of {len(open_codes)}, {seed}"
    taken.version += 1
    taken.save()
    return added


@transaction.atomic
def do_without(
    *,
    actor: Actor,
    inspection: str,
    indicator: str,
    reason: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> None:
    """Take an indicator off again whose second judgement is not given. Raises NotFound, NotPermitted,
    Refused (it is given), Invalid (no reason), IdentifiersFound."""
    access = moderation_to_change(actor, inspection)
    raise_if_any(text_fault("reason", reason, LONGEST_REASON, needed=True))
    found = SecondJudgement.objects.filter(
        moderation=access.begun, indicator__code=indicator if "\0" not in indicator else ""
    ).first()
    if found is None:
        raise NotFound
    if found.given_at is not None:
        raise Refused("This judgement is given. What is given stays given.")
    require_answers(inspection=access.inspection, texts={"reason": reason}, reasons=reasons)
    with because(reason):
        found.delete()


def _choose(access: ModerationAccess, codes: list[str]) -> list[str]:
    judgements = SecondJudgement.objects.filter(moderation__inspection=access.inspection)
    rows = list(judgements.values_list("indicator__code", "given_at"))
    if rows and all(given for _code, given in rows):
        raise Refused(ALL_GIVEN)
    known = edition_document(access.inspection.edition_id).indicator_by_code
    unknown = [code for code in codes if code not in known or not known[code].graded]
    if not codes or unknown:
        wrong = f"“{unknown[0][:20]}” is not." if unknown else "Choose at least one."
        raise Invalid({"codes": f"Choose indicators that this edition evaluates. {wrong}"})
    there = {code for code, _given in rows}
    added = [code for code in codes if code not in there]
    numbers = dict(
        QualityIndicator.objects.filter(
            edition_id=access.inspection.edition_id, code__in=added
        ).values_list("code", "pk")
    )
    for code in added:
        SecondJudgement.objects.create(moderation=access.begun, indicator_id=numbers[code])
    return added


def _not_chosen(access: ModerationAccess) -> list[str]:
    """Codes that may still be chosen, in the edition's order."""
    chosen = set(
        SecondJudgement.objects.filter(moderation__inspection=access.inspection).values_list(
            "indicator__code", flat=True
        )
    )
    edition = edition_document(access.inspection.edition_id)
    return [one.code for one in edition.indicators if one.graded and one.code not in chosen]
