"""Told lives put into the tables by bulk, through their constraints, walls and history."""

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random
from typing import Any

from django.apps import apps
from django.conf import settings

from followthrough.models import (
    ActionPlan,
    MainPointForAction,
    PlannedAction,
    PlanVersion,
    PointLook,
    PointMove,
    Progress,
    ProgressUpdate,
    Round,
    RoundPoint,
    SuccessFactor,
    Theme,
)
from followthrough.queries.plans import plan_content
from followthrough.rules.plans import Gap
from followthrough.simulation.lives import GOOD, Judgement, Life, Origin, noon
from followthrough.terms import ActionState, PlanAnswer, PlanStatus
from indicators.operations import import_edition
from inspectorate.accounts.people import Actor

Programme: Any = apps.get_model("evaluations", "Programme")
Inspection: Any = apps.get_model("evaluations", "Inspection")
BATCH = 2000
THEMES = ("Sharing information", "Assessing risk", "Listening to children", "Planning", "Leading")
FACTORS = (
    "One lead post",
    "Time set aside to plan",
    "One record for all services",
    "A named nurse",
)
SECOND = "simulated-second"
TEXT = "Make sure that services act together on what this inspection found."


def make_editions(actor: Actor) -> list[Any]:
    """The product's own edition and one that follows it: the same scale, every indicator renumbered."""
    text = (settings.BASE_DIR / "indicators" / "editions" / "hmie-2005.yaml").read_text("utf-8")
    first = import_edition(actor=actor, data=text.encode())
    codes = [one.code for one in first.document.indicators]
    turned = [*codes[1:], codes[0]]
    links = "".join(
        f'  - {{from: "{first.edition.code}:{old}", to: "{new}", kind: renumbered}}\n'
        for old, new in zip(codes, turned, strict=True)
    )
    later = text.replace("code: hmie-2005\n", f"code: {SECOND}\n", 1) + f"crosswalk:\n{links}"
    second = import_edition(actor=actor, data=later.encode())
    return [first.edition, second.edition]


def make_programmes(editions: Sequence[Any], begin: date, change: date) -> list[Any]:
    """One programme for each edition."""
    made: list[Any] = Programme.objects.bulk_create(
        Programme(code=code, title=title, edition=edition, starts_on=starts)
        for code, title, edition, starts in (
            ("simulated-first", "Simulated, first edition", editions[0], begin),
            ("simulated-second", "Simulated, second edition", editions[1], change),
        )
    )
    return made


def store(told: Sequence[Origin], programmes: Sequence[Any], link: Any, rng: Random) -> None:
    """Everything, in the order in which the tables refer to each other."""
    _inspections(told, programmes)
    _points(told, rng)
    _plans(told)
    _said(told, link)
    _rounds(told, rng)


def _inspections(told: Sequence[Origin], programmes: Sequence[Any]) -> None:
    wanted: list[tuple[Any, Any]] = []
    for one in told:
        wanted.append((one, _inspection(one.area, one.reference, one.on, "full", programmes[0])))
        for visit in one.visits:
            programme = programmes[visit.second_edition]
            row = _inspection(visit.area, visit.reference, visit.on, "follow-through", programme)
            wanted.append((visit, row))
    Inspection.objects.bulk_create([row for _, row in wanted], batch_size=BATCH)
    for thing, row in wanted:
        thing.record = row


def _inspection(area: int, reference: str, on: date, kind: str, programme: Any) -> Any:
    return Inspection(
        area_id=area,
        reference=reference,
        kind=kind,
        programme=programme,
        edition_id=programme.edition_id,
        status="following-through" if kind == "full" else "published",
        published_on=on,
        published_number=1,
    )


def _lives(told: Iterable[Origin]) -> list[tuple[Origin, Life]]:
    return [(origin, one) for origin in told for one in origin.points]


def _points(told: Sequence[Origin], rng: Random) -> None:
    themes = Theme.objects.bulk_create(
        Theme(code=f"theme-{n}", title=title, position=n) for n, title in enumerate(THEMES)
    )
    indicators = list(told[0].record.edition.indicators.all())
    lives = _lives(told)
    for origin, one in lives:
        one.record = MainPointForAction(
            inspection=origin.record,
            number=one.number,
            text=TEXT,
            status=one.status,
            theme=rng.choice(themes),
            indicator=rng.choice(indicators),
            lead_post="Head of service",
            version=1 + len(one.moves),
        )
    MainPointForAction.objects.bulk_create([one.record for _, one in lives], batch_size=BATCH)
    PointMove.objects.bulk_create(
        (row for origin, one in lives for row in _moves(origin, one)), batch_size=BATCH
    )


def _moves(origin: Origin, one: Life) -> list[PointMove]:
    made = PointMove(point=one.record, to_status="open", reason="Published.", at=noon(origin.on))
    return [
        made,
        *(
            PointMove(
                point=one.record,
                from_status=move.before,
                to_status=move.after,
                reason=move.reason,
                at=noon(move.on),
                inspection=move.round.record if move.round else None,
            )
            for move in one.moves
        ),
    ]


def _plans(told: Sequence[Origin]) -> None:
    for one in told:
        sent = noon(one.sent_on) if one.sent_on else None
        one.plan = ActionPlan(
            inspection=one.record,
            status=PlanStatus.ACCEPTED if sent else PlanStatus.DRAFT,
            due_on=one.sent_on or one.on,
            sent_at=sent,
            settled_at=noon(one.accepted_on) if one.accepted_on else None,
        )
    ActionPlan.objects.bulk_create([one.plan for one in told], batch_size=BATCH)
    PlannedAction.objects.bulk_create(
        (row for one in told for row in _actions(one)), batch_size=BATCH
    )
    PlanVersion.objects.bulk_create(
        (
            PlanVersion(
                plan=one.plan,
                number=1,
                content=plan_content(one.plan, (), Gap((), ()), ""),
                sent_at=one.plan.sent_at,
                answer=PlanAnswer.ACCEPTED,
                answered_at=one.plan.settled_at,
            )
            for one in told
            if one.sent_on
        ),
        batch_size=BATCH,
    )


def _actions(origin: Origin) -> list[PlannedAction]:
    wanted = [(one, *action) for one in origin.points for action in one.actions]
    return [
        PlannedAction(
            plan=origin.plan,
            point=one.record,
            number=number,
            text="Agree one way of working for all services.",
            lead_post="Head of service",
            due_on=due,
            state=ActionState.DONE if done else ActionState.UNDER_WAY,
            done_on=due if done else None,
        )
        for number, (one, due, done) in enumerate(wanted, start=1)
    ]


def _said(told: Sequence[Origin], link: Any) -> None:
    lives = [one for _, one in _lives(told)]
    ProgressUpdate.objects.bulk_create(
        (
            ProgressUpdate(
                point=one.record,
                committee_id=committee,
                text="What was done since.",
                own_view=view,
                own_reason="So far as we can see.",
                at=noon(on),
            )
            for one in lives
            for on, committee, view in one.updates
        ),
        batch_size=BATCH,
    )
    PointLook.objects.bulk_create(
        (
            PointLook(
                point=one.record,
                enough=enough,
                told="" if enough else "Send what shows it.",
                membership=link,
                at=noon(on),
            )
            for one in lives
            for on, enough in one.looks
        ),
        batch_size=BATCH,
    )


def _rounds(told: Sequence[Origin], rng: Random) -> None:
    visits = [visit for one in told for visit in one.visits]
    Round.objects.bulk_create(
        (
            Round(inspection=one.record, choice="some", reason="Where most is left to do.")
            for one in visits
        ),
        batch_size=BATCH,
    )
    RoundPoint.objects.bulk_create(
        (
            RoundPoint(inspection=visit.record, point=one.record)
            for visit in visits
            for one in visit.looked_at
        ),
        batch_size=BATCH,
    )
    _judged([(one, each) for _, one in _lives(told) for each in one.judged], rng)


def _judged(judged: Sequence[tuple[Life, Judgement]], rng: Random) -> None:
    Progress.objects.bulk_create(
        (
            Progress(
                point=one.record,
                inspection=each.visit.record,
                level=each.level,
                rationale="What was seen at the visit.",
                decision=each.decision,
                decision_reason="Decided at the visit.",
                changed_at=noon(each.visit.on),
            )
            for one, each in judged
        ),
        batch_size=BATCH,
    )
    SuccessFactor.objects.bulk_create(
        (
            SuccessFactor(inspection=each.visit.record, point=one.record, title=rng.choice(FACTORS))
            for one, each in judged
            if each.level > GOOD
        ),
        batch_size=BATCH,
    )
