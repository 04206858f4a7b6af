"""Main points of Tarvit as they may stand once a plan is agreed: late, silent, stuck, ready to be looked
at, on the list, due soon, closed, superseded. Fictional, made once, left as people change it.

Two agencies answer for them: the chair of the committee writes the plan, the police agree it. What
lies in the past is stored as of its day, as a history that was brought in would be; what happens today
is done by the people themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from areas.queries import areas_of_committees
from followthrough.models import ActionPlan, MainPointForAction, PlannedAction, ProgressUpdate
from followthrough.models.plans import AgencyAgreement, PlanVersion
from followthrough.operations.diary import add_contact
from followthrough.operations.improvement import add_improvement, show_improvement
from followthrough.operations.looks import look
from followthrough.operations.plans import add_action, agree_plan, answer_plan, send_plan
from followthrough.operations.point_life import end_point
from followthrough.operations.questions import ask_question
from followthrough.operations.updates import bring_file, make_update
from followthrough.terms import OwnView, PointStatus
from inspectorate.accounts.people import Actor
from inspectorate.demo.following_plans import LINK, PARTNER, acting
from inspectorate.demo.publication import FOLLOWED
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

POLICE = "shona.laird@partnership.example"
PLANNED_DAYS_AGO = 200
FROM_NOW = {1: -13, 2: 300, 3: 160, 4: 200, 5: 10, 6: 90, 7: 240, 8: 60, 9: 60}
"""When the action of a point is due, in days from today. Nothing was heard of the second."""
EARLIER: tuple[tuple[int, int, OwnView, str], ...] = (
    (
        1,
        70,
        OwnView.AT_RISK,
        "Two services write in the chronology; the third waits for its system.",
    ),
    (3, 61, OwnView.STUCK, "Services have not agreed who assesses what."),
    (3, 20, OwnView.STUCK, "The meeting that was to agree it was put off a second time."),
    (5, 30, OwnView.ON_TRACK, "Nine of ten children were seen alone in the first week."),
    (6, 45, OwnView.ON_TRACK, "Posts are advertised; the first young people have a named person."),
    (7, 15, OwnView.ON_TRACK, "What to count is agreed, and the first quarter is read."),
)
"""Point, days ago, the committee's own view, what it said."""
SAID_DONE = {
    4: "Supervision of forty staff was looked at twice: what was trained is done in 36 of them.",
    6: "Every young person who left care this year has one person, and says so.",
}
FIGURES = "quarter,looked at,as trained\nfirst,20,14\nsecond,20,18\n"
WHY = "Figures of both audits are with it."
ENOUGH = "That is enough for inspectors to look at. It is on the list."
CLOSED = (
    "Leaflets and letters were rewritten with families within a month; nothing is left to follow."
)
SUPERSEDED = "Concern reports go into the one chronology: it is followed there."
ANSWER = "Clear and measurable. Tell us each quarter how it goes."
WITHOUT = "Health, education and social work agree it at the committee’s meeting next month."

HELD = {
    "about": "How the plan goes",
    "said": "The chair brings the assessment protocol to the chief officers. We look at training first.",
}
QUESTION = {
    "about": "Audits of training",
    "text": "Are two audits of forty staff enough for you to look at, or do you want a third?",
}

IMPROVEMENTS = (
    {
        "aim": "Children say afterwards what helped them",
        "text": "Ask every child who leaves the register, by somebody they choose",
        "lead_post": "Committee lead officer",
        "services": ["Social work", "Children’s reporter"],
        "measure": "Children asked, of those who left",
    },
    {
        "aim": "New staff of all services know one another",
        "text": "One induction day a quarter for all services together",
        "lead_post": "Head of training, police",
        "services": ["Police", "Health", "Education"],
    },
)


@dataclass(frozen=True)
class Ground:
    """The points by their numbers, and who does something about them."""

    here: Inspectorate
    inspection: str
    committee: int
    points: dict[int, MainPointForAction]
    chair: Actor
    police: Actor
    link: Actor

    def do(self, actor: Actor, deed: Callable[..., Any], **values: Any) -> Any:
        """Done by one of them, as on a page of theirs."""
        with scope(self.here.pk, person_id=actor.person_id, why="Loading the demonstration"):
            return deed(actor=actor, **values)


def load(here: Inspectorate, committee: int) -> None:
    """In the open scope; nothing when the plan is written already, or somebody is missing."""
    points = {
        one.number: one
        for one in MainPointForAction.objects.filter(
            inspection__area__code=FOLLOWED,
            inspection__area_id__in=areas_of_committees([committee], timezone.localdate()),
            inspection__published_number__gt=0,
            status=PointStatus.OPEN,
        )
    }
    chair, police, link = (acting(here, one) for one in (PARTNER, POLICE, LINK))
    if len(points) < len(FROM_NOW) or chair is None or police is None or link is None:
        return
    inspection = points[1].inspection_id
    if PlannedAction.objects.filter(plan__inspection_id=inspection).exists():
        return
    reference = ids.encode("inspection", inspection)
    ground = Ground(here, reference, committee, points, chair, police, link)
    _plan(ground)
    _date_back(ground)
    _earlier(ground)
    _today(ground)
    _diary(ground)


def _plan(ground: Ground) -> None:
    """Written by the chair, agreed by chair and police, sent, accepted."""
    for number in FROM_NOW:
        point = ground.points[number]
        values = {
            "text": f"{point.text.rstrip('.')}: one lead, one date, one count",
            "lead_post": "Head of public protection" if number in (1, 9) else "Head of service",
            "services": ["Police", "Social work", "Health"],
            "due_on": timezone.localdate() + timedelta(days=400),
            "measure": "Cases in which it is done, each quarter",
            "known_by": "An audit of twenty cases a quarter, read by the committee.",
        }
        place = {"inspection": ground.inspection, "point": ids.encode("point", point.pk)}
        ground.do(ground.chair, add_action, values=values, **place)
    for one in (ground.chair, ground.police):
        ground.do(one, agree_plan, inspection=ground.inspection)
    ground.do(ground.chair, send_plan, inspection=ground.inspection, goes_without=WITHOUT)
    ground.do(ground.link, answer_plan, inspection=ground.inspection, accept=True, text=ANSWER)


def _date_back(ground: Ground) -> None:
    """The plan was sent and accepted some time ago, and its dates were of that time."""
    then = timezone.now() - timedelta(days=PLANNED_DAYS_AGO)
    plan = ActionPlan.objects.get(inspection_id=ground.points[1].inspection_id)
    PlanVersion.objects.filter(plan=plan).update(sent_at=then, answered_at=then)
    AgencyAgreement.objects.filter(plan=plan, agreed_at__isnull=False).update(agreed_at=then)
    ActionPlan.objects.filter(pk=plan.pk).update(sent_at=then, settled_at=then)
    for number, days in FROM_NOW.items():
        due = timezone.localdate() + timedelta(days=days)
        PlannedAction.objects.filter(plan=plan, point=ground.points[number]).update(due_on=due)


def _earlier(ground: Ground) -> None:
    """What the committee told since."""
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(
            point=ground.points[number],
            committee_id=ground.committee,
            agency="Independent chair",
            text=text,
            own_view=view,
            own_reason="The committee’s lead officer asked each service.",
            membership_id=ground.chair.membership_id,
            at=timezone.now() - timedelta(days=days),
        )
        for number, days, view, text in EARLIER
    )


def _today(ground: Ground) -> None:
    """Two are said to be done, one of them is on the list; one is closed, one superseded."""
    for number, text in SAID_DONE.items():
        place: dict[str, Any] = {"point": ground.points[number].pk}
        upload = SimpleUploadedFile("two audits.csv", FIGURES.encode(), "text/csv")
        file = ground.do(ground.police, bring_file, upload=upload, **place)
        told = {"own_view": OwnView.DONE, "own_reason": WHY, "files": [ids.encode("file", file.pk)]}
        ground.do(ground.police, make_update, text=text, **told, **place)
    ground.do(ground.link, look, point=ground.points[6].pk, enough=True, told=ENOUGH)
    _end(ground, 8, PointStatus.CLOSED, CLOSED)
    _end(ground, 9, PointStatus.SUPERSEDED, SUPERSEDED, replaced_by=ground.points[1].pk)


def _diary(ground: Ground) -> None:
    """A meeting that was held, one that is planned, a question that waits for its answer; and what the
    committee wants to do better by itself."""
    today = timezone.localdate()
    committee = ids.encode("committee", ground.committee)
    held = {"kind": "meeting", "on": today - timedelta(days=34), "place": "Tarvit town house"}
    held |= {"with_posts": "Chair; head of public protection", **HELD}
    coming = {"kind": "visit", "on": today + timedelta(days=12), "about": "Quarterly visit"}
    for values in (held, coming):
        ground.do(ground.link, add_contact, committee=committee, values=values)
    ground.do(ground.chair, ask_question, committee=committee, **QUESTION)
    for days, said in ((-8, IMPROVEMENTS[0]), (40, IMPROVEMENTS[1])):
        values = {**said, "due_on": today + timedelta(days=days)}
        ground.do(ground.chair, add_improvement, committee=committee, values=values)
    ground.do(ground.chair, show_improvement, committee=committee, based_on=1, shown=True)


def _end(ground: Ground, number: int, to: PointStatus, reason: str, **more: int) -> None:
    point = MainPointForAction.objects.get(pk=ground.points[number].pk)
    how = {"based_on": point.version, "to": to, "reason": reason, **more}
    ground.do(ground.link, end_point, point=point.pk, **how)
