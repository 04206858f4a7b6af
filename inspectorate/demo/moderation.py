"""An inspection in moderation in the demonstration: two judgements given, one different, one to give.

Fictional, made once, and left afterwards as people have changed it.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from areas.models import LocalAuthorityArea
from evaluations import operations
from evaluations.access import programme_by_code
from evaluations.models import Evaluation, Inspection, SecondJudgement
from evaluations.operations.judgements import save_judgement
from evaluations.operations.moderation import choose_indicators, take_moderation
from evaluations.operations.threads import begin_thread, reply
from evaluations.rules.values import Chosen, Kept, chosen
from evaluations.terms import MoveName, TeamRole
from indicators.queries import edition_document
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate

AREA = "A17"
STARTED = 75
"""Days since fieldwork began."""
TOM, MOIRA = "tom.sinclair@inspectorate.example", "moira.gillespie@inspectorate.example"
TEAM = (
    (MOIRA, TeamRole.LEAD),
    ("isla.drummond@inspectorate.example", TeamRole.INSPECTOR),
    ("callum.reid@inspectorate.example", TeamRole.INSPECTOR),
)
LEVELS = ("good", "very-good", "satisfactory", "good", "good", "satisfactory")
"""The team's, round and round over the indicators."""
EVIDENCE = (
    (
        "strength",
        "record-reading",
        "delivery",
        "In most of the records read, a concern was shared with the other services on the same day, "
        "and what was agreed stands in each service’s own record.",
    ),
    (
        "strength",
        "interviews",
        "leadership",
        "Chief officers meet each quarter, look at the same figures, and could say what they had "
        "changed because of them.",
    ),
    (
        "improvement",
        "stakeholder-views",
        "outcomes",
        "Several parents said that they were told what had been decided, and not why.",
    ),
    (
        "contrary",
        "observation",
        "delivery",
        "At one of the two meetings we watched, what the child had said was not mentioned.",
    ),
)
RATIONALE = (
    "Concerns are shared early and plans are made together. What a plan is meant to change for the "
    "child is not always said."
)
JUDGED: Mapping[str, str | None] = {"1.3": None, "3.3": "weak"}
"""Tom's level by indicator; None: the team's own."""
TO_JUDGE = "4.1"
SIGNED: Mapping[str, str | None] = {"1.1": None, "2.1": None, "3.1": None, "5.1": None}
"""What is judged where the demonstration only passes through moderation."""
REASON = (
    "E1 shows prompt sharing; E4 shows a meeting without the child’s words, and E3 parents who were "
    "not told why."
)
REQUEST = "Say in the rationale what E3 and E4 mean for the level: they are not mentioned."
ANSWER = "We will add a sentence on each. The meeting in E4 was one of two."


def load(actor: Actor, programme: str) -> None:
    """For this programme, inside the inspectorate's scope."""
    inspection = _make(actor, programme)
    moira, tom = as_member(actor, MOIRA), as_member(actor, TOM)
    _evaluate(moira, inspection)
    for move in (MoveName.END_FIELDWORK, MoveName.TO_MODERATION):
        _move(actor, inspection, move)
    judge(tom, inspection, JUDGED, also=(TO_JUDGE,))
    reference = ids.encode("inspection", inspection.pk)
    made = begin_thread(
        actor=tom, inspection=reference, indicator="3.3", text=REQUEST, wants_change=True
    )
    reply(actor=moira, inspection=reference, thread=ids.encode("thread", made.pk), text=ANSWER)


def judge(
    moderator: Actor,
    inspection: Inspection,
    levels: Mapping[str, str | None],
    also: tuple[str, ...] = (),
) -> None:
    """``moderator`` takes an inspection that is in moderation and gives second judgements; ``also``
    are chosen and left to be judged."""
    reference = ids.encode("inspection", inspection.pk)
    take_moderation(actor=moderator, inspection=reference)
    choose_indicators(actor=moderator, inspection=reference, codes=[*levels, *also])
    edition = edition_document(inspection.edition_id)
    for code, level in levels.items():
        team = Evaluation.objects.get(inspection=inspection, indicator__code=code)
        own = chosen(edition, Kept(team.level, None, team.non_grade))
        kept = SecondJudgement.objects.get(moderation__inspection=inspection, indicator__code=code)
        save_judgement(
            actor=moderator,
            inspection=reference,
            indicator=code,
            based_on=kept.version,
            value=Chosen(level=level) if level else own,
            reason=REASON,
            give=True,
        )


def sign_off(actor: Actor, inspection: str) -> None:
    """Take an inspection that is in moderation through it: ``SIGNED`` are judged as the team did, and
    the moderator signs. For other parts of the demonstration, inside the inspectorate's scope."""
    tom = as_member(actor, TOM)
    found = Inspection.objects.get(pk=ids.decode("inspection", inspection))
    judge(tom, found, SIGNED)
    _move(tom, found, MoveName.SIGN_OFF)


def _make(actor: Actor, code: str) -> Inspection:
    starts = timezone.localdate() - timedelta(days=STARTED)
    made: Inspection = operations.schedule_inspection(
        actor=actor,
        programme=ids.encode("programme", programme_by_code(actor, code).pk),
        area=ids.encode("area", LocalAuthorityArea.objects.get(code=AREA).pk),
        reference=f"second cycle {starts.year}",
        fieldwork_from=starts,
        fieldwork_to=starts + timedelta(days=26),
    )
    people = dict(Membership.objects.values_list("user__email", "pk"))
    for email, role in TEAM:
        operations.put_on_team(
            actor=actor,
            inspection=ids.encode("inspection", made.pk),
            person=ids.encode("person", people[email]),
            role=role,
        )
    for move in (MoveName.PREPARE, MoveName.START_FIELDWORK):
        _move(actor, made, move)
    return made


def _move(actor: Actor, inspection: Inspection, move: MoveName) -> None:
    operations.move_inspection(
        actor=actor,
        inspection=ids.encode("inspection", inspection.pk),
        move=move,
        based_on=Inspection.objects.get(pk=inspection.pk).version,
    )


def _evaluate(moira: Actor, inspection: Inspection) -> None:
    """Evidence that bears on every indicator, and a level with its rationale for each."""
    codes = [one.code for one in edition_document(inspection.edition_id).indicators if one.graded]
    first = inspection.fieldwork_from or timezone.localdate()
    for number, (bearing, source, level, text) in enumerate(EVIDENCE):
        operations.add_evidence(
            actor=moira,
            inspection=ids.encode("inspection", inspection.pk),
            values={
                "bearing": bearing,
                "source_kind": source,
                "level_of_service": level,
                "services": [],
                "indicators": codes,
                "tags": [],
                "happened_on": first + timedelta(days=3 + number),
                "sampled_case": None,
                "text": text,
                "quote": "",
            },
        )
    rows = Evaluation.objects.filter(inspection=inspection).order_by("indicator__position")
    for at, (number, version) in enumerate(rows.values_list("pk", "version")):
        operations.save_evaluation(
            actor=moira,
            evaluation=ids.encode("evaluation", number),
            based_on=version,
            changes=operations.Changes(
                value=Chosen(level=LEVELS[at % len(LEVELS)]), rationale=RATIONALE
            ),
        )


def as_member(actor: Actor, email: str) -> Actor:
    """The person with this e-mail address, as who they act."""
    member = Membership.objects.select_related("user").get(user__email=email)
    found = actor_for(member.user, Inspectorate.objects.get(pk=actor.inspectorate_id))
    if found is None:
        raise LookupError(f"{email} is not a member.")
    return found
