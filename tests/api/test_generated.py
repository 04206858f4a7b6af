"""The API against its own description: generated requests, right and wrong, to every operation.

The database holds the demonstration's first cycle and one inspection that is under way; the token
has every scope. Half of the requests name records that are there. ``INSPECTORATE_API_CASES`` asks
for more requests in all than a build has time for, other ones each time.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from areas.models import ChildProtectionCommittee, CommitteeArea, CommitteePartner
from evaluations.models import (
    AccuracyComment,
    AccuracyRound,
    ChapterTemplate,
    Comment,
    Evidence,
    EvidenceFile,
    FindingsDiscussion,
    GoodPractice,
    Inspection,
    Moderation,
    Report,
    ReportChapter,
    ReportDraft,
    ReportPoint,
    SecondJudgement,
    StoredFile,
    TeamMember,
    Thread,
)
from evaluations.operations import schedule_inspection
from evaluations.operations.concerns import raise_concern
from evaluations.operations.files import store_file
from evaluations.operations.returns import ask_for_return
from evaluations.queries.report_document import report_document
from followthrough.models import (
    ActionPlan,
    Contact,
    DateChange,
    LinkNote,
    MainPointForAction,
    Measure,
    MeasuredValue,
    PlannedAction,
    PointLook,
    Progress,
    ProgressUpdate,
    ReminderRule,
    Round,
    RoundPoint,
    SelfEvaluation,
    SelfEvaluationValue,
    UpdateFile,
)
from indicators.models import QualityIndicator
from inspectorate.accounts.people import system_actor
from inspectorate.accounts.terms import Role
from inspectorate.imports.operations import Import, bring_in
from inspectorate.imports.terms import ImportKind
from inspectorate.kernel import ids
from inspectorate.kernel.api.docs import METHODS
from inspectorate.kernel.api.docs import schema as description
from inspectorate.national.operations import compile_now
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool
from tests.evaluations.evidence.conftest import SEEN
from tests.people import member

pytestmark = pytest.mark.slow

BASE = Path(django_settings.BASE_DIR)
DATA = BASE / "inspectorate" / "demo" / "data" / "hmie-first-cycle"
EDITION = BASE / "indicators" / "editions" / "hmie-2005.yaml"

OPERATIONS = [
    (method.upper(), path)
    for path, methods in description()["paths"].items()
    for method in methods
    if method in METHODS
]
ASKED = int(os.environ.get("INSPECTORATE_API_CASES", "0"))
FOLLOWING = "following now"
"""Reference of the follow-through inspection."""
CASES = max(25, -(-ASKED // len(OPERATIONS)))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

WITHOUT_RECORDS = {
    "/api/v1/{inspectorate}/national-summaries/jobs/{job}",
    # What a device holds is a person's: a tool's token is refused. See tests/evaluations/workspace.
    "/api/v1/{inspectorate}/inspections/{inspection}/workspace",
    # Whom a pseudonym stands for is not for a tool.
    "/api/v1/{inspectorate}/inspections/{inspection}/cases/{case}/key",
}


WRITTEN = {
    "chapter": ("chapter", ReportChapter),
    "point": ("report-point", ReportPoint),
    "example": ("good-practice", GoodPractice),
    "template": ("template", ChapterTemplate),
    "thread": ("thread", Thread),
    "discussion": ("discussion", FindingsDiscussion),
    "comment": ("accuracy-comment", AccuracyComment),
    "update": ("update", ProgressUpdate),
    "measure": ("measure", Measure),
    "measured_value": ("measured-value", MeasuredValue),
    "link_note": ("note", LinkNote),
    "action": ("action", PlannedAction),
    "contact": ("contact", Contact),
    "change": ("date-change", DateChange),
    "reminder_rule": ("reminder-rule", ReminderRule),
}
"""By the name of a path parameter: the kind of its id, and the records of a report."""


@dataclass
class Installed:
    """The API in this process, a token, and records by the name that requests give them."""

    api: Any
    tool: Tool
    there: dict[str, list[str]]


def first_cycle(here: Inspectorate) -> None:
    actor = system_actor(here.pk)
    programme = {"programme": "first-cycle", "framework": "hmie-2005"}
    for kind, path, named in (
        (ImportKind.FRAMEWORK, EDITION, {}),
        (ImportKind.AREAS, DATA / "areas.csv", {}),
        (ImportKind.EVALUATIONS, DATA / "evaluations.csv", programme),
        (ImportKind.MAIN_POINTS, DATA / "main_points_for_action.csv", programme),
    ):
        bring_in(actor=actor, wanted=Import(kind, path.read_text(), **named), dry_run=False)


def under_way(here: Inspectorate, tool: Tool) -> None:
    """An inspection in fieldwork, with one inspector on its team, who has raised a concern; it has a
    return, a piece of evidence, a file and a case sample."""
    area = tool.get("areas?page_size=1").json()["results"][0]
    programme = tool.get("programmes").json()["results"][0]
    made = schedule_inspection(
        actor=system_actor(here.pk), programme=programme["id"], area=area["id"], reference="now"
    )
    CommitteePartner.objects.create(
        committee_id=CommitteeArea.objects.filter(area_id=made.area_id)[0].committee_id,
        membership=member(here, "Angus Baird", [Role.COMMITTEE_PARTNER]).membership,
    )
    soon = timezone.localdate() + timedelta(days=10)
    one = ids.encode("inspection", made.pk)
    ask_for_return(actor=system_actor(here.pk), inspection=one, due_on=soon)
    made.status = "fieldwork"
    made.save()
    isla = member(here, "Isla Baird", [Role.INSPECTOR])
    TeamMember.objects.create(inspection=made, membership=isla.membership)
    raise_concern(actor=isla.actor, what="A child was seen alone.")
    tool.post("evidence", {"inspection": one, **SEEN})
    upload = SimpleUploadedFile("minutes.txt", b"What was said at the meeting.", "text/plain")
    store_file(actor=system_actor(here.pk), inspection=made, upload=upload)
    photograph = SimpleUploadedFile("notes.txt", b"What was seen at the visit.", "text/plain")
    EvidenceFile.objects.create(
        evidence=Evidence.objects.get(),
        file=store_file(actor=system_actor(here.pk), inspection=made, upload=photograph),
    )
    ChapterTemplate.objects.create(programme=made.programme, position=1, title="Help")
    draw_a_sample(tool, f"inspections/{one}")
    write_a_report(made)


def write_a_report(inspection: Inspection) -> None:
    """A report with something of everything, a draft of it with the partnership, a meeting."""
    report = Report.objects.create(inspection=inspection, title="Report")
    chapter = ReportChapter.objects.create(report=report, position=1, title="Help", text="Early.")
    ReportPoint.objects.create(report=report, number=1, text="Improve assessments.")
    GoodPractice.objects.create(report=report, title="A shared desk", text="It works.")
    thread = Thread.objects.create(inspection=inspection, chapter=chapter)
    Comment.objects.create(thread=thread, text="Say who.")
    FindingsDiscussion.objects.create(inspection=inspection, held_on=timezone.localdate())
    drafts = [
        ReportDraft.objects.create(
            report=report, number=number, content=report_document(report), digest="x"
        )
        for number in (1, 2)
    ]
    on = timezone.localdate()
    sent = AccuracyRound.objects.create(
        inspection=inspection,
        number=1,
        draft=drafts[0],
        committee_id=CommitteeArea.objects.filter(area_id=inspection.area_id)[0].committee_id,
        working_days=15,
        sent_on=on,
        due_on=on + timedelta(days=21),
        status="returned",
        returned_at=timezone.now(),
    )
    SecondJudgement.objects.create(
        moderation=Moderation.objects.create(inspection=inspection, number=1),
        indicator=inspection.evaluations.get(indicator__code="1.1").indicator,
    )
    AccuracyComment.objects.create(
        accuracy_round=sent, paragraph="1.1", agency="police", text="It was soon."
    )


def tell_of_a_point() -> None:
    """The first main point: told of with a file and a value, noted, looked at; another date is asked."""
    point = MainPointForAction.objects.order_by("pk")[0]
    of = CommitteeArea.objects.get(area_id=point.inspection.area_id).committee_id
    told = {"own_view": "done", "own_reason": "Most use it", "committee_id": of}
    update = ProgressUpdate.objects.create(point=point, text="It is signed.", **told)
    upload = SimpleUploadedFile("audit.txt", b"What was counted.", "text/plain")
    file = store_file(
        actor=system_actor(point.inspectorate_id), inspection=point.inspection, upload=upload
    )
    UpdateFile.objects.create(update=update, file=file)
    measure = Measure.objects.create(point=point, title="Open cases")
    on = timezone.localdate()
    MeasuredValue.objects.create(measure=measure, on=on, value=58, update=update)
    LinkNote.objects.create(point=point, text="Go slowly.")
    PointLook.objects.create(point=point, enough=True)
    plan = ActionPlan.objects.create(
        inspection=point.inspection, status="accepted", sent_at=timezone.now()
    )
    promised = {"plan": plan, "point": point, "lead_post": "Head", "text": "A protocol"}
    action = PlannedAction.objects.create(number=1, due_on=on, **promised)
    ReminderRule.objects.create(about="overdue", days=7, every=14, to="partners")
    DateChange.objects.create(action=action, from_on=on, to_on=on, reason="Later")


def follow_through() -> None:
    """A follow-through inspection that looks at every point, the first of them judged."""
    points = list(MainPointForAction.objects.order_by("pk"))
    origin = points[0].inspection
    made = Inspection.objects.create(
        programme_id=origin.programme_id,
        edition_id=origin.edition_id,
        area_id=origin.area_id,
        reference=FOLLOWING,
        kind="follow-through",
        status="fieldwork",
    )
    said = SelfEvaluation.objects.create(
        committee=ChildProtectionCommittee.objects.first(),
        area_id=origin.area_id,
        edition_id=origin.edition_id,
        title="Spring",
        on="2009-04-01",
        status="finished",
    )
    for indicator in QualityIndicator.objects.filter(edition_id=origin.edition_id):
        SelfEvaluationValue.objects.create(self_evaluation=said, indicator=indicator, level=4)
    Contact.objects.create(committee=said.committee, kind="visit", on="2009-05-01", about="A visit")
    plan = ActionPlan.objects.create(committee=said.committee, sent_at=timezone.now())
    PlannedAction.objects.create(
        plan=plan, number=2, aim="Better", text="Ask", lead_post="Head", due_on="2031-01-01"
    )
    Round.objects.create(inspection=made, choice="all")
    RoundPoint.objects.bulk_create(RoundPoint(inspection=made, point=one) for one in points)
    Progress.objects.create(inspection=made, point=points[0], level=4)


def draw_a_sample(tool: Tool, inspection: str) -> None:
    """Two cases, one of them read by somebody."""
    planned = {"population": 40, "confidence": 95, "margin": 10}
    tool.patch(f"{inspection}/sample/current-protection", planned, 0)
    drawn = tool.post(f"{inspection}/cases", {"category": "current-protection", "number": 2})
    first = f"{inspection}/cases/{drawn.json()['results'][0]['id']}"
    tool.post(f"{first}/readings", {"service": "police", "read_on": "2026-03-02"})


def records(tool: Tool) -> dict[str, list[str]]:
    """Ids and codes of what is there, by the names of path parameters and fields."""

    def listed(collection: str, field: str = "id") -> list[str]:
        return [one[field] for one in tool.get(collection).json()["results"]]

    in_fieldwork = tool.get("inspections?status=fieldwork").json()["results"]
    inspections = [one for one in in_fieldwork if one["reference"] != FOLLOWING]
    (following,) = (one["id"] for one in in_fieldwork if one["reference"] == FOLLOWING)
    person = tool.get(f"inspections/{inspections[0]['id']}").json()["team"][0]["person"]
    with scope(tool.inspectorate.pk):
        told = [ids.encode("file", one.file_id) for one in UpdateFile.objects.all()]
        files = [
            ids.encode("file", one.pk)
            for one in StoredFile.objects.all()
            if ids.encode("file", one.pk) not in told
        ]
        said = SelfEvaluation.objects.get()
        own = PlannedAction.objects.get(plan__committee_id=said.committee_id)
        [(evidence, kept)] = EvidenceFile.objects.values_list("evidence_id", "file_id")[:1]
        with_file, evidence_file = [ids.encode("evidence", evidence)], [ids.encode("file", kept)]
        written = {
            name: [ids.encode(kind, one.pk) for one in model.objects.all()]
            for name, (kind, model) in WRITTEN.items()
        }
    asked = tool.get(f"inspections/{inspections[0]['id']}/return").json()
    return {
        "area": listed("areas"),
        "committee": listed("committees"),
        "framework": [*listed("frameworks"), "hmie-2005"],
        "edition": listed("frameworks"),
        "programme": [*listed("programmes"), "first-cycle"],
        "inspection": [
            *[inspections[0]["id"]] * 12,
            following,
            *listed("inspections?page_size=5"),
        ],
        "evaluation": listed(f"evaluations?inspection={inspections[0]['id']}"),
        # Two kinds of record have a parameter of this name: a published point, one being written.
        "point": [*listed("main-points")[:1] * 3, *written["point"] * 3],
        **{name: found for name, found in written.items() if name != "point"},
        "written_point": written["point"],
        "with_file": with_file,
        "evidence_file": evidence_file,
        "following": [following],
        "published": [one["inspection"] for one in tool.get("main-points").json()["results"][:1]],
        "number": [1],
        "from": [1],
        "to": [2],
        "concern": listed("concerns"),
        "evidence": listed("evidence"),
        "file": files,
        "update_file": told,
        "section": [one["id"] for one in asked["sections"]],
        "main_point": listed("main-points"),
        "main_points": [listed("main-points")[:1]],
        "self_evaluation": [ids.encode("self-evaluation", said.pk)],
        "improvement": [ids.encode("action", own.pk)],
        "of_self_evaluation": [ids.encode("committee", said.committee_id)],
        "summary": listed("national-summaries"),
        "area_code": listed("areas", "code"),
        "person": [person],
        "reader": [person],
        "case": listed(f"inspections/{inspections[0]['id']}/cases"),
        "category": ["current-protection", "early-intervention"],
        "group": ["children", "parents"],
        "service": ["police", "education"],
        "indicator_code": ["1.1", "3.2"],
        "indicator": ["1.1", "3.2"],
    }


@contextmanager
def one_connection() -> Iterator[None]:
    """Keep the connection, and its transaction, from one request to the next, as Django's own
    test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def installed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Installed]:
    limit = override_settings(API_REQUESTS_A_MINUTE=10**9)
    with django_db_blocker.unblock(), limit, transaction.atomic():
        here = Inspectorate.objects.create(slug="hmie", name="HM Inspectorate")
        tool = Tool(here)
        with scope(here.pk):
            first_cycle(here)
            under_way(here, tool)
            tell_of_a_point()
            follow_through()
            compile_now(actor=system_actor(here.pk), programme="first-cycle")
        there = records(tool)
        with one_connection():
            api = schemathesis.openapi.from_wsgi("/api/v1/schema", get_wsgi_application())
            yield Installed(api, tool, there)
        transaction.set_rollback(True)


WHOSE = {
    "/{inspection}/round": {"inspection": "following", "point": "main_point"},
    "/{inspection}/plan": {"inspection": "published"},
    "/{inspection}/versions": {"inspection": "published"},
    "/self-evaluations/{self_evaluation}": {"committee": "of_self_evaluation"},
    "/{committee}/contacts": {"committee": "of_self_evaluation"},
    "/{committee}/improvement-plan": {"committee": "of_self_evaluation", "action": "improvement"},
    "/report/points/{point}": {"point": "written_point"},
    "/evidence/{evidence}/files": {"evidence": "with_file", "file": "evidence_file"},
}
"""Under which addresses a name means other records than elsewhere: those that belong together."""
CHOICE = st.one_of(st.just(0), st.integers(0, 20))
"""Which of the records that are there; the first of each name belong together."""


def point_at_records(case: Any, there: dict[str, list[str]], choice: int) -> None:
    """Let a request name what is there, and the version that it probably has."""
    for values in (case.path_parameters, case.query, case.body):
        for name in values if isinstance(values, dict) else ():
            known = there.get(name)
            if known:
                values[name] = known[choice % len(known)]
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = f'"{choice % 3 + 1}"'


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_answers_are_as_described(installed: Installed, method: str, path: str) -> None:
    operation = installed.api[path][method]
    known = installed.there
    for part, instead in WHOSE.items():
        if part in path:
            known = known | {name: known[other] for name, other in instead.items()}
    cases = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    answered: Counter[int] = Counter()

    @given(case=cases, there=st.booleans(), choice=CHOICE)
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=not ASKED,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any, there: bool, choice: int) -> None:
        case.path_parameters["inspectorate"] = "hmie"
        if there:
            point_at_records(case, known, choice)
        with transaction.atomic():
            answer = case.call_and_validate(
                headers={"Authorization": f"Bearer {installed.tool.secret}"}, checks=CHECKS
            )
            answered[answer.status_code] += 1
            transaction.set_rollback(True)

    ask()
    if method == "GET" and path not in WITHOUT_RECORDS:
        assert answered[200], "No right request was among them, so little is proved."
