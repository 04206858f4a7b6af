"""A draft report that is with its partnership, with comments of two agencies: fictional, made once,
and left afterwards as people have changed it."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from areas.models import ChildProtectionCommittee
from areas.operations import add_partner
from areas.queries import area_ids, partner_members
from evaluations import operations
from evaluations.access import programme_by_code
from evaluations.models import AccuracyRound, Evaluation, Inspection, ReportChapter
from evaluations.operations.accuracy import send_draft
from evaluations.operations.accuracy_comments import add_comment_file, write_comment
from evaluations.operations.accuracy_time import ask_for_time
from evaluations.operations.discussions import record_discussion
from evaluations.operations.report_points import add_point
from evaluations.operations.reports import begin_report, save_chapter
from evaluations.rules.accuracy import passages_of
from evaluations.rules.discussions import Seat
from evaluations.rules.values import Chosen
from evaluations.terms import ChapterKind, MoveName, TeamRole
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.demo import moderation
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id, scope

PROGRAMME = "second-cycle"
AREA, COMMITTEE = "A07", "Three Rivers Child Protection Committee"
LEAD = "moira.gillespie@inspectorate.example"
TEAM = ((LEAD, TeamRole.LEAD), ("isla.drummond@inspectorate.example", TeamRole.INSPECTOR))
CHAIR, POLICE = "angus.baird@partnership.example", "shona.laird@partnership.example"
AGENCIES = ((CHAIR, "Independent chair"), (POLICE, "Police"))
TO_EVALUATING = (MoveName.PREPARE, MoveName.START_FIELDWORK, MoveName.END_FIELDWORK)
LEVELS = ("good", "very-good", "satisfactory", "good")
WORKING_DAYS = 15
TEXTS = (
    "Children in Balwhinnie are mostly seen early and listened to. Help for those who were abused "
    "comes too late for some.",
    "Balwhinnie is a mixed area of two towns and nine villages. A new duty desk, shared by health and "
    "social work, opened in the year before the inspection.",
    "Staff in all services were alert to signs that a child might need help. In 38 of the 52 records "
    "read, the first concern was passed on the same day.\n\nPolice and social workers met quickly to "
    "plan joint interviews. Health staff were invited to most of these meetings and came to some of "
    "them.\n\n> They told me what would happen next, and it did.\n\nSome children waited too long for "
    "help with the effects of abuse. Waiting times for specialist help were not known to those who "
    "planned services.\n\nChildren were helped to understand what was happening:\n\n- a leaflet "
    "written with young people was in use in every school visited\n- advocacy was offered at each "
    "conference",
    "Chronologies were kept in most records; some did not say what had changed for the child. "
    "Managers read case records together each quarter.",
    "Chief officers met every six weeks and had agreed what they wanted to improve. They did not yet "
    "see waiting times.",
    "Services learned from what went wrong: an action of each review was followed up within a year.",
    "Inspectors from all scrutiny bodies read 52 records, met staff of every service and listened to "
    "children, young people and parents.",
    "The inspectorate will return within two years and report on progress.",
)
POINT = "Make waiting times for specialist help known to those who plan services, and act on them."
ROTA = "month,nurse on call joined by telephone\nOctober,9\nNovember,11\nDecember,10\n"


def load(system: Actor) -> None:
    """Once, in the open scope."""
    if AccuracyRound.objects.exists():
        return
    people = acting()
    _act_for_the_committee(system)
    inspection = evaluated(system, AREA, days_ago=90)
    put_on_team(system, inspection)
    lead = people[LEAD]
    acting_as(lead, lambda: _write(lead, inspection))
    signed_off(system, inspection)
    acting_as(lead, lambda: _send(lead, inspection))
    acting_as(people[CHAIR], lambda: _comments(people[CHAIR], inspection))
    acting_as(people[POLICE], lambda: _comment_of_police(people[POLICE], inspection))


def acting() -> dict[str, Actor]:
    """The people of this part, by e-mail address, as who they act."""
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    found = {}
    for email in (LEAD, CHAIR, POLICE):
        member = Membership.objects.select_related("user").get(user__email=email)
        acting = actor_for(member.user, here)
        if acting is None:
            raise LookupError(f"{email} is no member of {here.slug}.")
        found[email] = acting
    return found


def acting_as(actor: Actor, deed: Any) -> None:
    """Do something as this person."""
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        deed()


def _act_for_the_committee(system: Actor) -> None:
    committee = ChildProtectionCommittee.objects.get(name=COMMITTEE)
    there = partner_members(committee.pk, timezone.localdate())
    members = dict(Membership.objects.values_list("user__email", "pk"))
    for email, agency in AGENCIES:
        if members[email] not in there:
            add_partner(
                actor=system,
                committee=ids.encode("committee", committee.pk),
                member=ids.encode("person", members[email]),
                agency=agency,
            )


def evaluated(system: Actor, area: str, *, days_ago: int) -> str:
    """An inspection of an area, begun so long ago, whose every indicator has a level, on evidence of
    two kinds of source; its reference outside."""
    starts = timezone.localdate() - timedelta(days=days_ago)
    made = operations.schedule_inspection(
        actor=system,
        programme=ids.encode("programme", programme_by_code(system, PROGRAMME).pk),
        area=ids.encode("area", area_ids()[area]),
        reference=f"second cycle {starts.year}",
        fieldwork_from=starts,
        fieldwork_to=starts + timedelta(days=26),
    )
    inspection = ids.encode("inspection", made.pk)
    for move in TO_EVALUATING:
        _move(system, inspection, move)
    _value(system, inspection, starts)
    return inspection


def _value(system: Actor, inspection: str, starts: date) -> None:
    rows = list(
        Evaluation.objects.filter(inspection_id=ids.decode("inspection", inspection))
        .order_by("indicator__position")
        .values_list("pk", "indicator__code")
    )
    for kind, level, text in (
        ("record-reading", "delivery", "Concerns were recorded and shared within two days."),
        ("stakeholder-views", "outcomes", "Families said what had changed for their child."),
    ):
        values = {
            "bearing": "strength",
            "source_kind": kind,
            "level_of_service": level,
            "indicators": [code for _pk, code in rows],
            "happened_on": starts,
            "text": text,
        }
        operations.add_evidence(actor=system, inspection=inspection, values=values)
    for at, (number, _code) in enumerate(rows):
        operations.save_evaluation(
            actor=system,
            evaluation=ids.encode("evaluation", number),
            based_on=1,
            changes=operations.Changes(
                value=Chosen(level=LEVELS[at % len(LEVELS)]),
                rationale="Seen in records and heard from families.",
            ),
        )


def put_on_team(system: Actor, inspection: str) -> None:
    members = dict(Membership.objects.values_list("user__email", "pk"))
    for email, role in TEAM:
        operations.put_on_team(
            actor=system,
            inspection=inspection,
            person=ids.encode("person", members[email]),
            role=role,
        )


def _move(actor: Actor, inspection: str, move: MoveName) -> None:
    version = Inspection.objects.get(pk=ids.decode("inspection", inspection)).version
    operations.move_inspection(actor=actor, inspection=inspection, move=move, based_on=version)


def _write(lead: Actor, inspection: str) -> None:
    report = begin_report(actor=lead, inspection=inspection)
    chapters = ReportChapter.objects.filter(
        report=report, kind__in=(ChapterKind.TEXT, ChapterKind.SOURCES)
    )
    for chapter, text in zip(chapters.order_by("position"), TEXTS, strict=False):
        save_chapter(
            actor=lead,
            inspection=inspection,
            chapter=ids.encode("chapter", chapter.pk),
            based_on=chapter.version,
            changes={"text": text},
        )
    first = Evaluation.objects.filter(inspection_id=report.inspection_id)
    code = first.order_by("indicator__position").values_list("indicator__code", flat=True)[0]
    add_point(actor=lead, inspection=inspection, text=POINT, indicators=[code])


def signed_off(system: Actor, inspection: str) -> None:
    """Through moderation, with second judgements that agree."""
    _move(system, inspection, MoveName.TO_MODERATION)
    moderation.sign_off(system, inspection)


def _send(lead: Actor, inspection: str) -> None:
    discuss(lead, inspection, timezone.localdate(), "Balwhinnie Town House (fictional)")
    version = Inspection.objects.get(pk=ids.decode("inspection", inspection)).version
    send_draft(actor=lead, inspection=inspection, based_on=version, working_days=WORKING_DAYS)


def discuss(lead: Actor, inspection: str, on: date, place: str) -> None:
    """The findings, with all services but one, which was told afterwards."""
    absent = Seat(
        "education", "Director of education", present=False, note="A school closed that morning."
    )
    record_discussion(
        actor=lead,
        inspection=inspection,
        held_on=on,
        place=place,
        record="All services recognised the findings. Education was told the next day.",
        attendance=[
            absent,
            Seat("health", "Director of nursing"),
            Seat("police", "Divisional commander"),
            Seat("social-work", "Chief social work officer"),
            Seat("childrens-reporter", "Locality reporter manager"),
            Seat("third-sector", "Chief executive of the third sector interface"),
        ],
    )


def _at(inspection: str, words: str) -> str:
    """The number of the paragraph that has these words."""
    number = ids.decode("inspection", inspection)
    content = AccuracyRound.objects.select_related("draft").get(inspection=number).draft.content
    return next(key for key, one in passages_of(content).items() if words in one.words)


def _comments(chair: Actor, inspection: str) -> None:
    quoted = "In 38 of the 52 records read"
    write_comment(
        actor=chair,
        inspection=inspection,
        paragraph=_at(inspection, quoted),
        agency="social-work",
        quoted=quoted,
        text="The number of records is 54. Two were added on the last day of reading.",
        proposed="In 38 of the 54 records read",
    )
    made = write_comment(
        actor=chair,
        inspection=inspection,
        paragraph=_at(inspection, "Health staff were invited"),
        agency="health",
        about="missing",
        text="From October the nurse on call joined by telephone. This is not counted as coming.",
    )
    add_comment_file(
        actor=chair,
        inspection=inspection,
        comment=ids.encode("accuracy-comment", made.pk),
        upload=SimpleUploadedFile("rota.csv", ROTA.encode()),
    )
    due = AccuracyRound.objects.get(inspection=ids.decode("inspection", inspection)).due_on
    ask_for_time(
        actor=chair,
        inspection=inspection,
        asked_for=due + timedelta(days=7),
        why="The committee meets in the week after the comments are due.",
    )


def _comment_of_police(police: Actor, inspection: str) -> None:
    quoted = "Some children waited too long"
    write_comment(
        actor=police,
        inspection=inspection,
        paragraph=_at(inspection, quoted),
        agency="police",
        about="balance",
        quoted=quoted,
        text="Waiting times have been reported to the planning group since August.",
        proposed="Waiting times were known to the planning group but not to the chief officers.",
    )
