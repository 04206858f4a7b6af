"""A follow-through inspection from its scope to its published report: pages, operations, who may."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from areas.models import AreaSuccession, LocalAuthorityArea
from evaluations.documents.layout import laid_out
from evaluations.documents.plain import as_text
from evaluations.models import (
    Evidence,
    Inspection,
    PublishedVersion,
    ReportChapter,
    TeamMember,
)
from evaluations.operations.publishing import publish_correction, publish_first
from evaluations.operations.reports import report_of
from evaluations.queries.before_moves import also_before, unsettled_before
from evaluations.queries.published_document import published_document
from evaluations.queries.report_document import report_document
from evaluations.rules.life import BY_NAME
from evaluations.terms import MoveName
from followthrough.models import (
    MainPointForAction,
    PointMove,
    Progress,
    ProgressEvidence,
    Round,
    RoundPoint,
    SuccessFactor,
)
from followthrough.operations import choose_scope, save_judgement
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool
from tests.followthrough.conftest import World
from tests.people import Person, member, sign_in

GOOD = {
    "value": "good",
    "rationale": "Shared in every record we read: E1.",
    "decision": "close",
    "decision_reason": "It is done.",
}


def ref(inspection: Inspection) -> str:
    return ids.encode("inspection", inspection.pk)


def at(point: MainPointForAction) -> str:
    return ids.encode("point", point.pk)


def address(name: str, *further: str) -> str:
    return reverse(name, args=["hmie", *further])


def send(person: Person, path: str, **sent: Any) -> Any:
    return sign_in(Client(), person).post(path, sent)


def scoped(world: World, inspection: Inspection, **sent: Any) -> Any:
    return send(world.people.lead, address("round", ref(inspection)), do="scope", **sent)


def judge(world: World, inspection: Inspection, point: MainPointForAction, **sent: Any) -> Any:
    path = address("round-point", ref(inspection), at(point))
    seen = {"version": 0, "factors_before": "[]", "evidence_before": ""}
    return send(world.people.inspector, path, **{**seen, **GOOD, **sent})


def another(world: World, number: int, **more: Any) -> MainPointForAction:
    made: MainPointForAction = MainPointForAction.objects.create(
        inspection=world.published, number=number, text=f"Point {number}", **more
    )
    return made


def follow_up(world: World, reference: str, kind: str = "follow-through") -> Inspection:
    made: Inspection = Inspection.objects.create(
        reference=reference,
        kind=kind,
        status="evaluating",
        programme=world.programme,
        area=world.area,
        edition=world.edition,
    )
    for person, role in ((world.people.inspector, "inspector"), (world.people.lead, "lead")):
        TeamMember.objects.create(inspection=made, membership=person.membership, role=role)
    return made


def document_of(world: World, inspection: Inspection) -> dict[str, Any]:
    with scope(world.here.pk):
        return published_document(PublishedVersion.objects.get(inspection=inspection))


def publish(world: World, inspection: Inspection, on: date) -> Any:
    """The report as it stands is released."""
    with scope(world.here.pk):
        inspection.refresh_from_db()
        report = report_of(inspection)
        assert report is not None
        document = report_document(report)
        version, _moved = publish_first(
            inspection, membership_id=None, on=on, why="", document=document
        )
        return version


def test_from_scope_to_publication_and_a_second_round(world: World) -> None:
    """An interim visit keeps two points going; a later one closes one and replaces the other."""
    people, lead = world.people, world.people.lead
    with scope(world.here.pk):
        RoundPoint.objects.all().delete()
        Round.objects.all().delete()
        second = another(world, 2, indicator=world.edition.indicators.get(code="4.1"))
        interim = follow_up(world, "2009 interim", "interim")
    page = sign_in(Client(), lead).get(address("round", ref(interim))).content.decode()
    assert page.count('name="points"') == page.count(" checked> <span") == 2, "all is the default"
    assert "Choose which open points" in page
    moved = send(lead, address("inspection-move", ref(interim), "to-moderation"), version=1)
    assert "Choose which open points" in moved.content.decode()

    # Some need the reason; what was typed stays.
    refused = scoped(world, interim, version=0, choice="some", points=[at(second)])
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert scoped(world, interim, version=0, choice="all").status_code == 302

    # Both are judged; until the report is out nobody outside knows, and no point has changed.
    weak = {"value": "weak", "decision": "continue", "decision_reason": "More is needed."}
    assert judge(world, interim, world.point, **weak).status_code == 302
    assert judge(world, interim, second, do="next").status_code == 302
    moved = send(lead, address("inspection-move", ref(interim), "to-moderation"), version=1)
    assert "another visit" in moved.content.decode()
    decided = {"version": 1, "do": "decision", "area_decision": "again"}
    path = address("round", ref(interim))
    assert send(lead, path, **decided, decision_reason="Soon").status_code == 422
    decided |= {"again_within_months": 6, "decision_reason": "To see the rest."}
    assert send(people.inspector, path, **decided).status_code == 403
    assert send(lead, path, **decided).status_code == 302
    assert sign_in(Client(), people.partner).get(path).status_code == 404
    known = address("rounds-compared", ids.encode("area", world.area.pk))
    assert "2009 interim" not in sign_in(Client(), people.partner).get(known).content.decode()

    # To moderation, signed off (nothing was valued), its report written from the judgements.
    moved = send(lead, address("inspection-move", ref(interim), "to-moderation"), version=1)
    assert moved.status_code == 302
    assert judge(world, interim, second, version=1, value="good").status_code == 409
    assert scoped(world, interim, version=2, choice="all").status_code == 409
    taken = send(people.moderator, address("moderation-take", ref(interim)))
    assert taken.status_code == 302
    moved = send(people.moderator, address("inspection-move", ref(interim), "sign-off"), version=2)
    assert moved.status_code == 302
    assert send(lead, address("report-begin", ref(interim))).status_code == 302
    with scope(world.here.pk):
        chapter = ReportChapter.objects.get(kind="main-points")
    shown = sign_in(Client(), lead).get(
        address("report-chapter", ref(interim), ids.encode("chapter", chapter.pk))
    )
    assert "We evaluated progress as weak" in shown.content.decode()
    assert "within 6 months" in shown.content.decode()
    refused = send(lead, address("report-point-new", ref(interim)), text="A new one")
    assert refused.status_code == 409, "no decision asks for a new point"
    publish(world, interim, date(2009, 6, 1))
    with scope(world.here.pk):
        world.point.refresh_from_db()
        second.refresh_from_db()
        assert (world.point.status, second.status) == ("judged", "closed")
        step = PointMove.objects.get(point=second)
        assert (step.inspection_id, step.reason[:11]) == (interim.pk, "It is done.")
    public = Client().get(reverse("public-report", args=["hmie", ref(interim)])).content.decode()
    assert "Share what is known" in public
    assert "Continues" in public
    assert "Share what is known" in as_text(laid_out(document_of(world, interim)))
    assert "Shared in every record" not in public, "a rationale is never published"

    # The second round looks at what is left, and asks for a new point instead.
    later = world.follow_up
    assert scoped(world, later, version=0, choice="all").status_code == 302
    instead = {"decision": "new-point", "decision_reason": "The need is another now."}
    assert judge(world, later, world.point, **instead, value="set", among=["good", "very-good"])
    with scope(world.here.pk):
        assert RoundPoint.objects.filter(inspection=later).count() == 1
        Inspection.objects.filter(pk=later.pk).update(status="findings-discussed")
        later.refresh_from_db()
    assert send(lead, address("report-begin", ref(later))).status_code == 302
    to_accuracy = BY_NAME[MoveName.TO_FACTUAL_ACCURACY]
    with scope(world.here.pk):
        assert any("new main point" in one for one in unsettled_before(later, to_accuracy))
    made = send(lead, address("report-point-new", ref(later)), text="Share it with schools too")
    assert made.status_code == 302
    publish(world, later, date(2010, 6, 1))
    with scope(world.here.pk):
        world.point.refresh_from_db()
        new = MainPointForAction.objects.get(inspection=later)
        assert (world.point.status, world.point.replaced_by_id) == ("superseded", new.pk)
        assert (new.number, new.status) == (1, "open")
    told = sign_in(Client(), people.partner).get(known).content.decode()
    assert "between 2 levels up and 3 levels up" in told
    assert "replaced by A01/2009/1" in told
    table = sign_in(Client(), people.partner).get(f"{known}.csv").content.decode()
    assert "A01/2008/2" in table
    _corrected(world, later)


def _corrected(world: World, later: Inspection) -> None:
    """A correction that decides otherwise is carried out; before it is published nothing is known."""
    with scope(world.here.pk):
        publisher = member(world.here, "Una Craig", [Role.MODERATOR])
        TeamMember.objects.filter(membership=publisher.membership).delete()
    with scope(world.here.pk, person_id=publisher.user.pk):
        save_judgement(
            actor=publisher.actor,
            inspection=ref(later),
            point=at(world.point),
            based_on=1,
            changes={"decision": "continue", "value": "unsatisfactory"},
        )
        world.point.refresh_from_db()
        assert world.point.status == "superseded"
    known = f"progress?inspection={ref(later)}"
    tool = Tool(world.here)
    (before,) = tool.get(known).json()["results"]
    assert before["level"] != "unsatisfactory"
    with scope(world.here.pk, person_id=publisher.user.pk):
        later.refresh_from_db()
        publish_correction(
            actor=publisher.actor,
            inspection=ref(later),
            based_on=later.version,
            reason="The decision was told wrongly.",
        )
        world.point.refresh_from_db()
        assert (world.point.status, world.point.replaced_by_id) == ("judged", None)
    (after,) = tool.get(known).json()["results"]
    assert after["level"] == "unsatisfactory"


def test_a_judgement_keeps_evidence_and_what_worked(world: World) -> None:
    with scope(world.here.pk):
        piece = Evidence.objects.create(
            inspection=world.follow_up,
            number=1,
            bearing="strength",
            source_kind="record-reading",
            level_of_service="delivery",
            happened_on=date(2009, 3, 1),
            text="Words of a case",
            indicator_codes=["3.2"],
        )
        other = Evidence.objects.create(
            inspection=world.draft,
            number=1,
            bearing="strength",
            source_kind="record-reading",
            level_of_service="delivery",
            happened_on=date(2009, 3, 1),
            text="Of another inspection",
        )
    mine, strange = ids.encode("evidence", piece.pk), ids.encode("evidence", other.pk)
    worked = {"title_0": "One  chronology", "text_0": "Kept by all."}
    refused = judge(world, world.follow_up, world.point, evidence=[strange], **worked)
    assert refused.status_code == 422
    assert judge(world, world.follow_up, world.point, evidence=[mine], **worked).status_code == 302
    with scope(world.here.pk):
        kept = Progress.objects.get()
        assert (kept.level, kept.decision, kept.version) == (4, "close", 1)
        assert ProgressEvidence.objects.get().evidence_id == piece.pk
        assert SuccessFactor.objects.get().title == "One chronology"
        entry = HistoryEntry.objects.get(table_name="followthrough_progress")
    assert entry.why == "Progress judged at 2009"
    path = address("round-point", ref(world.follow_up), at(world.point))
    shown = sign_in(Client(), world.people.inspector).get(path).content.decode()
    assert "E1" in shown
    assert "Words of a case" not in shown, "evidence is cited, not told"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"value": "splendid"}, "Select a valid choice"),
        ({"value": "set", "among": ["good"]}, "two or more levels"),
        ({"text_0": "Without a title"}, "short title"),
        ({"rationale": "Call 01786 442 301"}, "Take it out"),
        ({"factors_before": "{"}, "incompletely"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept_on_the_page(
    world: World, sent: dict[str, Any], said: str
) -> None:
    answer = judge(world, world.follow_up, world.point, **{"decision_reason": "Kept!", **sent})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Kept!" in answer.content.decode()
    with scope(world.here.pk):
        assert not Progress.objects.exists()


def test_two_people_judge_the_same_point(world: World) -> None:
    """Other fields are both kept; the same field is set side by side, and nothing is lost."""
    assert judge(world, world.follow_up, world.point).status_code == 302
    first = {"version": 1, "evidence_before": "", "factors_before": "[]"}
    assert judge(world, world.follow_up, world.point, **first, value="weak").status_code == 302
    kept = judge(world, world.follow_up, world.point, **first, rationale="Mine: E7.")
    assert kept.status_code == 302
    met = judge(world, world.follow_up, world.point, **first, value="very-good")
    assert met.status_code == 409
    page = met.content.decode()
    assert "Somebody has changed this" in page
    assert '<input type="hidden" name="version" value="3"' in page
    with scope(world.here.pk):
        one = Progress.objects.get()
        assert (one.level, one.rationale, one.version) == (2, "Mine: E7.", 3)


def test_two_people_choose_the_scope(world: World) -> None:
    assert (
        scoped(world, world.follow_up, version=1, choice="none", reason="Later").status_code == 302
    )
    met = scoped(world, world.follow_up, version=1, choice="all")
    assert met.status_code == 409
    assert "Somebody has changed this" in met.content.decode()


def test_who_sees_and_who_may(world: World) -> None:
    people = world.people
    path = address("round", ref(world.follow_up))
    point = address("round-point", ref(world.follow_up), at(world.point))
    for name, person in people:
        client = sign_in(Client(), person)
        sees = name in {"inspector", "lead"}
        assert client.get(path).status_code == (200 if sees else 404), name
        assert client.get(point).status_code == (200 if sees else 404), name
    assert send(people.inspector, path, version=1, choice="all").status_code == 403
    assert send(people.partner, path, version=1, choice="all").status_code == 404
    client = sign_in(Client(), people.lead)
    assert client.get(address("round", ref(world.draft))).status_code == 403, "judges nothing"
    hidden = address("round-point", ref(world.follow_up), at(world.hidden))
    assert client.get(hidden).status_code == 404, "not in scope"
    area = address("rounds-compared", ids.encode("area", world.area.pk))
    assert sign_in(Client(), people.stranger).get(area).status_code == 404


def test_a_judged_point_stays_in_scope_and_an_ended_one_needs_no_judgement(world: World) -> None:
    by = {"actor": world.people.lead.actor, "inspection": ref(world.follow_up)}
    with scope(world.here.pk, person_id=world.people.lead.user.pk):
        save_judgement(**by, point=at(world.point), based_on=0, changes={"value": "good"})
        with pytest.raises(Refused, match="is judged here already"):
            choose_scope(**by, based_on=1, choice="none", reason="Why not")
        with pytest.raises(Stale):
            choose_scope(**by, based_on=7, choice="all")
        with pytest.raises(Invalid, match="not an open point"):
            choose_scope(**by, based_on=1, choice="some", points=[at(world.hidden)], reason="x")
        Progress.objects.all().delete()
        MainPointForAction.objects.filter(pk=world.point.pk).update(status="closed")
        Round.objects.update(area_decision="no-more", decision_reason="Done")
        with pytest.raises(Refused, match="closed or superseded"):
            save_judgement(**by, point=at(world.point), based_on=0, changes={"value": "good"})
        assert unsettled_before(world.follow_up, BY_NAME[MoveName.TO_MODERATION]) == []


def test_points_of_areas_it_succeeded_can_be_chosen(world: World) -> None:
    with scope(world.here.pk):
        merged = LocalAuthorityArea.objects.create(code="A50", name="Torrance and Vale")
        AreaSuccession.objects.create(
            predecessor=world.area, successor=merged, kind="merged", on="2009-01-01"
        )
        Inspection.objects.filter(pk=world.follow_up.pk).update(area=merged)
    page = sign_in(Client(), world.people.lead).get(address("round", ref(world.follow_up)))
    assert "A01/2008/1" in page.content.decode()
    both = address("rounds-compared", ids.encode("area", merged.pk))
    assert "A01/2008/1" in sign_in(Client(), world.people.partner).get(both).content.decode()


def test_an_app_above_adds_what_must_be_settled(world: World) -> None:
    said = ["Water the plants."]

    def stops(inspection: Any) -> list[str]:
        return said

    also_before(MoveName.TO_MODERATION, stops)
    also_before(MoveName.TO_MODERATION, stops)
    try:
        with scope(world.here.pk):
            found = unsettled_before(world.follow_up, BY_NAME[MoveName.TO_MODERATION])
        assert found.count("Water the plants.") == 1
    finally:
        said.clear()


def test_as_many_statements_for_many_points_as_for_one(world: World) -> None:
    area = ids.encode("area", world.area.pk)
    client = sign_in(Client(), world.people.lead)
    paths = (address("round", ref(world.follow_up)), address("rounds-compared", area))
    counts = []
    for extra in (0, 12):
        with scope(world.here.pk):
            for number in range(2, 2 + extra):
                point = another(world, number)
                RoundPoint.objects.create(inspection=world.follow_up, point=point)
                Progress.objects.create(point=point, inspection=world.follow_up, level=4)
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            found.append(len(asked))
        counts.append(found)
    assert counts[0] == counts[1]
