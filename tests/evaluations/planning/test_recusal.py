"""Recusal: by oneself, the lead or a planner; on record; access ends; the lead is handed over."""

from collections.abc import Callable

import pytest
from django.test import Client

from evaluations.models import (
    IndicatorAllocation,
    Inspection,
    KeptIdentifier,
    SampledCase,
    TeamMember,
)
from indicators.models import QualityIndicator
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.planning.conftest import number, path
from tests.people import Person

As = Callable[[str], Client]
WHY = "A cousin has become head of service."


def place(world: World, person: Person) -> TeamMember:
    with scope(world.here.pk):
        found: TeamMember = TeamMember.objects.get(membership=person.membership)
        return found


@pytest.mark.parametrize("by", ["inspector", "lead", "administrator"])
def test_a_member_is_recused(as_: As, world: World, by: str) -> None:
    person = world.people.inspector
    with scope(world.here.pk):
        indicator = QualityIndicator.objects.get(code="1.1", edition=world.edition)
        IndicatorAllocation.objects.create(
            inspection=world.inspection, indicator=indicator, membership=person.membership
        )
        SampledCase.objects.create(
            inspection=world.inspection,
            number=1,
            pseudonym="TV-C01",
            category="current-protection",
            reader=person.membership,
        )
    signed_in = as_(by)
    page = path(world, "team", number(person), "recuse")
    assert "A recusal is for good" in signed_in.get(page).content.decode()
    without = signed_in.post(page, {"reason": "  "})
    assert without.status_code == 422
    done = signed_in.post(page, {"reason": WHY}, follow=True)
    assert "Isla Baird is recused" in done.content.decode()
    kept = place(world, person)
    assert (kept.recused_why, kept.recused_at is not None, kept.version) == (WHY, True, 2)
    with scope(world.here.pk):
        assert not IndicatorAllocation.objects.exists()
        assert SampledCase.objects.get().reader is None
        entry = HistoryEntry.objects.filter(table_name="evaluations_teammember").latest("id")
        assert entry.why == WHY
    assert as_("inspector").get(path(world)).status_code == 404
    shown = as_("administrator").get(path(world, "team")).content.decode()
    assert WHY in shown
    assert WHY not in as_("auditor").get(path(world)).content.decode()


def test_once_is_enough(as_: As, world: World) -> None:
    page = path(world, "team", number(world.people.inspector), "recuse")
    lead = as_("lead")
    assert lead.post(page, {"reason": WHY}).status_code == 302
    again = lead.post(page, {"reason": "Another."})
    assert again.status_code == 409
    assert place(world, world.people.inspector).recused_why == WHY


def test_the_lead_goes_only_when_another_leads(as_: As, world: World) -> None:
    lead = world.people.lead
    page = path(world, "team", number(lead), "recuse")
    signed_in = as_("lead")
    refused = signed_in.post(page, {"reason": WHY})
    assert refused.status_code == 422
    assert "Name another lead first" in refused.content.decode()
    wrong = signed_in.post(page, {"reason": WHY, "new_lead": number(world.people.inspector)})
    assert wrong.status_code == 422
    with scope(world.here.pk):
        heir = world.people.inspector.membership
        heir.roles = ["inspector", "lead-inspector"]
        heir.save()
    assert (
        signed_in.post(page, {"reason": WHY, "new_lead": number(world.people.inspector)}).headers[
            "Location"
        ]
        == "/hmie/inspections"
    )
    assert place(world, world.people.inspector).role == "lead"
    assert place(world, lead).role == "inspector"
    assert signed_in.get(path(world)).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("inspector_elsewhere", 404), ("partner", 404), ("auditor", 403), ("moderator", 403)],
)
def test_who_may_not(as_: As, world: World, name: str, status: int) -> None:
    page = path(world, "team", number(world.people.inspector), "recuse")
    assert as_(name).get(page).status_code == status
    assert as_(name).post(page, {"reason": WHY}).status_code == status
    assert place(world, world.people.inspector).recused_at is None


def test_a_colleague_is_not_recused_by_a_member(as_: As, world: World) -> None:
    page = path(world, "team", number(world.people.lead), "recuse")
    assert as_("inspector").post(page, {"reason": WHY}).status_code == 403


def test_not_when_it_is_over_and_not_who_is_not_on_it(as_: As, world: World) -> None:
    stranger = path(world, "team", number(world.people.medical), "recuse")
    assert as_("lead").post(stranger, {"reason": WHY}).status_code == 404
    with scope(world.here.pk):
        Inspection.objects.update(status="published")
    page = path(world, "team", number(world.people.inspector), "recuse")
    assert as_("lead").post(page, {"reason": WHY}).status_code == 409


CHI = "0101150008"


def test_an_identifier_in_the_reason_is_answered_first(as_: As, world: World) -> None:
    page = path(world, "team", number(world.people.inspector), "recuse")
    lead = as_("lead")
    said = f"Their niece's number is {CHI}, I know the family."
    refused = lead.post(page, {"reason": said})
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "data-identifiers" in shown
    assert place(world, world.people.inspector).recused_at is None
    field = shown.split('name="stays-')[1].split('"')[0]
    kept = {f"stays-{field}": "Needed to tell the case from another."}
    assert lead.post(page, {"reason": said, **kept}).status_code == 302
    with scope(world.here.pk):
        listed = KeptIdentifier.objects.get()
        assert (listed.table_name, listed.field) == ("evaluations_teammember", "reason")
