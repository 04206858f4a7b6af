"""Inspections under way, so that there is something to record: fictional, as everything here.

A second programme, which leaves every figure of the first cycle alone.
"""

from datetime import timedelta

from django.utils import timezone

from areas.models import ChildProtectionCommittee
from areas.operations import add_partner, assign_link_inspector
from evaluations import operations
from evaluations.access import programme_by_code
from evaluations.models import Evaluation
from evaluations.queries import recorded_inspections
from evaluations.rules.values import Chosen
from evaluations.terms import MoveName, TeamRole
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor, system_actor
from inspectorate.demo import (
    accuracy,
    evidence,
    following_committee,
    following_plans,
    following_progress,
    following_rounds,
    following_rules,
    following_states,
    following_themes,
    moderation,
    planning,
    protection,
    publication,
    release,
    report,
    returns,
    samples,
    views,
)
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

PROGRAMME = "second-cycle"
EDITION = "hmie-2005"
TEAM = (
    ("moira.gillespie@inspectorate.example", TeamRole.LEAD),
    ("isla.drummond@inspectorate.example", TeamRole.INSPECTOR),
    ("callum.reid@inspectorate.example", TeamRole.INSPECTOR),
    ("ruth.abernethy@inspectorate.example", TeamRole.ASSOCIATE_ASSESSOR),
)
UNDER_WAY = (
    ("A12", -20, (MoveName.PREPARE, MoveName.START_FIELDWORK, MoveName.END_FIELDWORK), 11),
    ("A14", -6, (MoveName.PREPARE, MoveName.START_FIELDWORK), 3),
    ("A03", 25, (MoveName.PREPARE,), 0),
    ("A09", 60, (), 0),
)
"""Area, days from today to the first day of fieldwork, moves made, how many indicators valued."""
LINKED = tuple(
    f"{name} Child Protection Committee"
    for name in (
        "Three Rivers",
        "Torrance Vale",
        "Muirhaven",
        "Abersound",
        "Elderslaw",
        "Portwhirr",
    )
)
FIELDWORK_DAYS = 26
LEVELS = (
    "good",
    "very-good",
    "satisfactory",
    "good",
    "weak|unsatisfactory",
    "good",
    "very-good",
    "satisfactory",
    "good",
    "not-graded",
    "good",
)
RATIONALE = (
    "Staff across services recognise concerns early and share them. What is recorded does not "
    "always say what changed for the child."
)


def load(inspectorate: Inspectorate) -> None:
    """Made once; afterwards it is left as people have changed it."""
    actor = system_actor(inspectorate.pk)
    with scope(inspectorate.pk, why="Loading the demonstration"):
        try:
            programme_by_code(actor, PROGRAMME)
        except NotFound:
            _make(actor)
            _links(actor)
            planning.load(actor)
            samples.load(actor)
            evidence.load(actor, PROGRAMME)
            protection.load(actor)
            returns.load(actor)
            views.load(inspectorate, PROGRAMME)
            accuracy.load(actor)
            report.load(inspectorate, PROGRAMME)
            publication.load(actor, PROGRAMME, EDITION)
            moderation.load(actor, PROGRAMME)
            release.load(actor)
            following_rounds.load(actor, PROGRAMME)
            following_themes.load(actor)
            following_rules.load(actor)
            following_plans.load(actor, inspectorate)
            following_progress.load(actor, inspectorate)
            following_committee.load(inspectorate)
            committee = ChildProtectionCommittee.objects.get(name=LINKED[0])
            following_states.load(inspectorate, committee.pk)


def _links(actor: Actor) -> None:
    """The link inspector follows six committees, the one that covers three areas among them."""
    people = dict(Membership.objects.values_list("user__email", "pk"))
    committees = dict(ChildProtectionCommittee.objects.values_list("name", "pk"))
    for name in LINKED:
        assign_link_inspector(
            actor=actor,
            committee=ids.encode("committee", committees[name]),
            member=ids.encode("person", people["effie.mackay@inspectorate.example"]),
            from_on=timezone.localdate() - timedelta(days=400),
        )
    add_partner(
        actor=actor,
        committee=ids.encode("committee", committees[LINKED[0]]),
        member=ids.encode("person", people["angus.baird@partnership.example"]),
        agency="Independent chair",
    )


def _make(actor: Actor) -> None:
    today = timezone.localdate()
    programme = operations.create_programme(
        actor=actor,
        code=PROGRAMME,
        title="Second cycle (fictional, under way)",
        framework=EDITION,
        commissioned_by="Ministers",
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=700),
    )
    areas = {area.code: area.id for area in recorded_inspections(programme.pk)}
    for code, days, moves, valued in UNDER_WAY:
        starts = today + timedelta(days=days)
        inspection = operations.schedule_inspection(
            actor=actor,
            programme=ids.encode("programme", programme.pk),
            area=ids.encode("area", areas[code]),
            reference=f"second cycle {starts.year}",
            fieldwork_from=starts,
            fieldwork_to=starts + timedelta(days=FIELDWORK_DAYS),
        )
        _team(actor, ids.encode("inspection", inspection.pk))
        _live(actor, ids.encode("inspection", inspection.pk), moves, valued)


def _team(actor: Actor, inspection: str) -> None:
    people = dict(Membership.objects.values_list("user__email", "pk"))
    for email, role in TEAM:
        operations.put_on_team(
            actor=actor,
            inspection=inspection,
            person=ids.encode("person", people[email]),
            role=role,
        )


def _live(actor: Actor, inspection: str, moves: tuple[MoveName, ...], valued: int) -> None:
    """Take the inspection as far as it is, then record its first evaluations."""
    version = 1
    for move in moves:
        moved = operations.move_inspection(
            actor=actor, inspection=inspection, move=move, based_on=version
        )
        version = moved.version
    rows = Evaluation.objects.filter(inspection_id=ids.decode("inspection", inspection))
    first = rows.order_by("indicator__position").values_list("pk", flat=True)[:valued]
    for number, value in zip(first, LEVELS, strict=False):
        operations.save_evaluation(
            actor=actor,
            evaluation=ids.encode("evaluation", number),
            based_on=1,
            changes=operations.Changes(value=_chosen(value), rationale=RATIONALE),
        )


def _chosen(value: str) -> Chosen:
    if "|" in value:
        return Chosen(level_set=tuple(value.split("|")))
    return Chosen(non_grade=value) if value == "not-graded" else Chosen(level=value)
