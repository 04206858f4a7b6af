"""The pages of programmes and inspections: who sees what, what can be done, and what it costs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas.models import LocalAuthorityArea
from evaluations.models import Evaluation, Inspection, Programme, PublishedVersion, TeamMember
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person, sign_in

MOST_STATEMENTS = 20
"""Sign-in, session, scope and membership included; a page's own are no more than twelve."""


def address(world: World, *parts: str) -> str:
    return "/".join(["/hmie/inspections", ids.encode("inspection", world.inspection.pk), *parts])


def of(client: Client, person: Person) -> Client:
    return sign_in(client, person)


def publish(world: World) -> None:
    from evaluations.operations.freezing import freeze
    from indicators.queries import edition_document

    with scope(world.here.pk):
        Evaluation.objects.filter(inspection=world.inspection).update(level=4)
        Inspection.objects.update(status="published", published_on="2009-04-02")
        freeze(
            edition_document(world.edition.pk),
            [world.inspection.pk],
            membership_id=None,
            reason="",
            otherwise_on=world.inspection.created_at.date(),
        )


# ---------- one inspection ----------


def test_the_team_sees_its_inspection_and_its_evaluations(client: Client, world: World) -> None:
    page = of(client, world.people.lead).get(address(world)).content.decode()
    assert "Torrance Vale" in page
    assert "Record evaluations" in page
    assert "End fieldwork and evaluate" in page
    assert "Only" not in page


def test_what_cannot_be_done_says_why(client: Client, world: World) -> None:
    page = of(client, world.people.inspector).get(address(world)).content.decode()
    assert "This is for the lead inspector or somebody who plans inspections." in page


@pytest.mark.parametrize("name", ["administrator", "auditor", "analyst", "link"])
def test_who_sees_every_inspections_dates_does_not_see_its_levels(
    client: Client, world: World, name: str
) -> None:
    with scope(world.here.pk):
        Evaluation.objects.update(level=2)
    page = of(client, getattr(world.people, name)).get(address(world)).content.decode()
    assert "Evaluations are shown here when they are published" in page
    assert "ins_l2" not in page


@pytest.mark.parametrize("name", ["inspector_elsewhere", "associate", "partner", "stranger"])
@pytest.mark.parametrize(
    "part", ["", "recording", "recording/1.1", "recording/1.1/history", "team"]
)
def test_before_publication_it_does_not_exist_for_others(
    client: Client, world: World, name: str, part: str
) -> None:
    parts = [part] if part else []
    assert of(client, getattr(world.people, name)).get(address(world, *parts)).status_code == 404


def test_after_publication_a_partner_reads_what_was_published_and_no_more(
    client: Client, world: World
) -> None:
    publish(world)
    with scope(world.here.pk):
        Evaluation.objects.filter(indicator__code="3.3").update(level=1)
    signed_in = of(client, world.people.partner)
    page = signed_in.get(address(world)).content.decode()
    assert "As published." in page
    assert "unsatisfactory" not in page
    assert signed_in.get(address(world, "published", "1")).status_code == 200
    assert signed_in.get(address(world, "recording", "3.3")).status_code == 404


def test_a_publisher_is_told_that_the_data_has_moved_on(client: Client, world: World) -> None:
    publish(world)
    with scope(world.here.pk):
        Evaluation.objects.filter(indicator__code="3.3").update(level=1)
    signed_in = of(client, world.people.moderator)
    assert "Publish a correction" in signed_in.get(address(world)).content.decode()
    form = signed_in.get(address(world, "correction"))
    with scope(world.here.pk):
        version = Inspection.objects.get(pk=world.inspection.pk).version
    assert f'value="{version}"' in form.content.decode()
    refused = signed_in.post(address(world, "correction"), {"version": version, "reason": ""})
    assert refused.status_code == 422
    done = signed_in.post(
        address(world, "correction"), {"version": version, "reason": "A misprint."}, follow=True
    )
    assert "Version 2" in done.content.decode()
    assert "A misprint." in done.content.decode()
    old = signed_in.get(address(world, "published", "1")).content.decode()
    assert "A later version has replaced this one" in old
    with scope(world.here.pk):
        assert PublishedVersion.objects.count() == 2


@pytest.mark.parametrize("number", ["2", "0", "x", "99999", "-1"])
def test_a_version_that_never_was(client: Client, world: World, number: str) -> None:
    publish(world)
    signed_in = of(client, world.people.moderator)
    assert signed_in.get(address(world, "published", number)).status_code == 404


def test_the_pages_cost_the_same_whatever_is_on_them(client: Client, world: World) -> None:
    signed_in = of(client, world.people.lead)
    for path in (
        address(world),
        address(world, "recording", "1.1"),
        "/hmie/inspections",
        "/hmie/programmes",
    ):
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(path).status_code == 200
        assert len(queries) <= MOST_STATEMENTS, (path, len(queries))


# ---------- steps ----------


def test_a_step_is_taken_with_its_reason(client: Client, world: World) -> None:
    signed_in = of(client, world.people.lead)
    path = address(world, "moves", "suspend")
    assert signed_in.get(path).status_code == 200
    without = signed_in.post(path, {"version": 1, "reason": ""})
    assert without.status_code == 422
    done = signed_in.post(path, {"version": 1, "reason": "A police investigation."}, follow=True)
    assert "is now: suspended" in done.content.decode()
    assert "A police investigation." in done.content.decode()


def test_a_step_that_is_not_ready_is_refused_and_says_why(client: Client, world: World) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status="evaluating")
    signed_in = of(client, world.people.lead)
    shown = signed_in.get(address(world, "moves", "to-moderation")).content.decode()
    assert "these 18 indicators first" in shown
    refused = signed_in.post(address(world, "moves", "to-moderation"), {"version": 1})
    assert refused.status_code == 409
    with scope(world.here.pk):
        assert Inspection.objects.get(pk=world.inspection.pk).status == "evaluating"


def test_a_step_based_on_what_is_no_longer_so(client: Client, world: World) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(version=4)
    refused = of(client, world.people.lead).post(
        address(world, "moves", "end-fieldwork"), {"version": 1, "reason": "Kept text"}
    )
    assert refused.status_code == 409
    assert "Kept text" in refused.content.decode()
    assert 'name="version" value="4"' in refused.content.decode()


def test_a_step_of_somebody_else(client: Client, world: World) -> None:
    refused = of(client, world.people.inspector).post(
        address(world, "moves", "end-fieldwork"), {"version": 1}
    )
    assert refused.status_code == 403
    signed_in = of(Client(), world.people.lead)
    assert signed_in.get(address(world, "moves", "fly")).status_code == 404


# ---------- the team ----------


def test_a_team_is_formed(client: Client, world: World) -> None:
    signed_in = of(client, world.people.administrator)
    path = address(world, "team")
    assert "Isla Baird" in signed_in.get(path).content.decode()
    person = ids.encode("person", world.people.medical.membership.pk)
    wrong = signed_in.post(path, {"person": person, "role": "lead"})
    assert wrong.status_code == 422
    assert "cannot be lead here" in wrong.content.decode()
    assert signed_in.post(path, {"person": person, "role": "medical"}).status_code == 302
    with scope(world.here.pk):
        assert TeamMember.objects.filter(role="medical").count() == 1
    assert signed_in.post(address(world, "team", person, "off")).status_code == 302
    with scope(world.here.pk):
        assert not TeamMember.objects.filter(role="medical").exists()


def test_a_second_lead_is_refused(client: Client, world: World) -> None:
    with scope(world.here.pk):
        member = world.people.inspector.membership
        member.roles = ["lead-inspector"]
        member.save()
    answer = of(client, world.people.administrator).post(
        address(world, "team"), {"person": ids.encode("person", member.pk), "role": "lead"}
    )
    assert answer.status_code == 422
    assert "has a lead inspector" in answer.content.decode()


def test_who_may_not_form_a_team(client: Client, world: World) -> None:
    assert of(client, world.people.inspector).get(address(world, "team")).status_code == 403


# ---------- programmes, the list, scheduling ----------


def test_a_programme_is_made_edited_and_an_inspection_scheduled(
    client: Client, world: World
) -> None:
    signed_in = of(client, world.people.administrator)
    made = signed_in.post(
        "/hmie/programmes/new",
        {"code": "second", "title": "Second cycle", "framework": "hmie-2005"},
    )
    assert made.status_code == 302
    with scope(world.here.pk):
        programme = Programme.objects.get(code="second")
        area = ids.encode("area", LocalAuthorityArea.objects.get().pk)
    reference = ids.encode("programme", programme.pk)
    edited = signed_in.post(
        f"/hmie/programmes/{reference}/edit", {"version": 1, "title": "The second cycle"}
    )
    assert edited.status_code == 302
    stale = signed_in.post(f"/hmie/programmes/{reference}/edit", {"version": 1, "title": "Mine"})
    assert stale.status_code == 409
    assert "The second cycle" in stale.content.decode()
    assert "Mine" in stale.content.decode()
    sent = {"programme": reference, "area": area, "reference": "2026", "kind": "full"}
    scheduled = signed_in.post("/hmie/inspections/new", sent)
    assert scheduled.status_code == 302
    twice = signed_in.post("/hmie/inspections/new", sent)
    assert twice.status_code == 422
    assert "has an inspection with this reference" in twice.content.decode()
    with scope(world.here.pk):
        inspection = Inspection.objects.get(reference="2026")
        assert inspection.evaluations.count() == 18
        assert inspection.status == "planned"
    assert "The second cycle" in signed_in.get(f"/hmie/programmes/{reference}").content.decode()


def test_a_programme_with_faults_keeps_what_was_typed(client: Client, world: World) -> None:
    answer = of(client, world.people.administrator).post(
        "/hmie/programmes/new",
        {
            "code": "first-cycle",
            "title": "Again",
            "framework": "hmie-2005",
            "starts_on": "2009-01-02",
            "ends_on": "2009-01-01",
        },
    )
    assert answer.status_code == 422
    assert "is before the first" in answer.content.decode()
    assert 'value="Again"' in answer.content.decode()


@pytest.mark.parametrize("path", ["programmes/new", "inspections/new"])
def test_who_may_not_plan(client: Client, world: World, path: str) -> None:
    assert of(client, world.people.lead).get(f"/hmie/{path}").status_code == 403


def test_facts_are_edited_and_not_after_publication(client: Client, world: World) -> None:
    signed_in = of(client, world.people.administrator)
    sent = {"version": 1, "reference": "2009", "kind": "pilot", "fieldwork_from": "2009-01-05"}
    assert signed_in.get(address(world, "edit")).status_code == 200
    assert signed_in.post(address(world, "edit"), sent).status_code == 422, "moved without a reason"
    sent["reason"] = "The council asked for another week."
    assert signed_in.post(address(world, "edit"), sent).status_code == 302
    assert "left out: a pilot" in signed_in.get(address(world)).content.decode()
    publish(world)
    with scope(world.here.pk):
        version = Inspection.objects.get(pk=world.inspection.pk).version
    refused = signed_in.post(address(world, "edit"), {**sent, "version": version})
    assert refused.status_code == 409
    assert "stay as they were published" in refused.content.decode()


def test_the_list_shows_each_person_theirs(client: Client, world: World) -> None:
    def listed(person: Person, query: str = "") -> bool:
        page = of(Client(), person).get(f"/hmie/inspections{query}")
        assert page.status_code == 200
        return "Torrance Vale" in page.content.decode()

    assert listed(world.people.inspector)
    assert listed(world.people.administrator)
    assert not listed(world.people.inspector_elsewhere)
    assert not listed(world.people.partner)
    assert listed(world.people.lead, "?area=torr")
    assert not listed(world.people.lead, "?area=elsewhere")
    assert not listed(world.people.lead, "?kind=pilot")
    assert not listed(world.people.lead, "?group=published")
    assert not listed(world.people.lead, "?programme=none")
    publish(world)
    assert listed(world.people.partner, "?group=published")


@pytest.mark.parametrize(
    "query", ["after=x", "after=2009-01-01.zz", "group=x", "kind=%00", "area=%00%27", "status=x"]
)
def test_the_list_takes_any_query(client: Client, world: World, query: str) -> None:
    assert of(client, world.people.lead).get(f"/hmie/inspections?{query}").status_code == 200


def test_the_list_goes_on_where_the_page_ended(client: Client, world: World) -> None:
    with scope(world.here.pk):
        Inspection.objects.bulk_create(
            Inspection(
                programme=world.programme, area=world.area, edition=world.edition, reference=f"n{n}"
            )
            for n in range(60)
        )
    signed_in = of(client, world.people.administrator)
    first = signed_in.get("/hmie/inspections")
    rest = signed_in.get("/hmie/inspections" + first.context["next"])
    lines = [*first.context["shown"].lines, *rest.context["shown"].lines]
    assert len(lines) == len({one.id for one in lines}) == 61
    assert rest.context["next"] == ""


def test_an_inspectorate_without_anything_says_what_comes_first(
    client: Client, people: Any
) -> None:
    signed_in = of(client, people.administrator)
    assert "Make the first programme" in signed_in.get("/hmie/programmes").content.decode()
    assert "there is none yet" in signed_in.get("/hmie/inspections").content.decode()


def test_an_areas_page_lists_its_inspections_for_whom_they_are(
    client: Client, world: World
) -> None:
    with scope(world.here.pk):
        area = ids.encode("area", world.inspection.area_id)
        name = world.inspection.reference
    for person, sees in ((world.people.inspector, True), (world.people.partner, False)):
        page = sign_in(client, person).get(f"/hmie/areas/{area}").content.decode()
        assert (f">{name}<" in page) is sees
        assert ("No inspection of this area" in page) is not sees
