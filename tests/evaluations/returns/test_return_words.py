"""The usual due date of a return, and what the inspectorate writes to the partnership: held to the
rules on identifiers like all free text."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from areas.models import Holiday
from evaluations.models import Inspection, KeptIdentifier, ReturnSection
from evaluations.operations.returns import send_return_back
from evaluations.queries.return_due import usual_due_date
from evaluations.rules.returns import USUAL_DAYS, usual_due_on
from evaluations.rules.working_days import Nation, after
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.returns.conftest import Ground, day
from tests.people import Person

ClientOf = Callable[[Person], Client]
CHI = "CHI 0101150008 is one of them."


@pytest.mark.parametrize(
    ("fieldwork", "due"),
    [
        (None, date(2026, 3, 30)),
        (date(2026, 5, 1), date(2026, 3, 30)),
        (date(2026, 3, 30), date(2026, 3, 29)),
        (date(2026, 3, 2), date(2026, 3, 2)),
    ],
)
def test_before_fieldwork_and_not_before_today(fieldwork: date | None, due: date) -> None:
    assert usual_due_on(date(2026, 3, 30), date(2026, 3, 2), fieldwork) == due


def test_working_days_without_the_areas_and_the_inspectorates_holidays(
    ground: Ground, client_of: ClientOf
) -> None:
    today = timezone.localdate()
    usual = after(today, USUAL_DAYS, Nation.SCOTLAND)
    with scope(ground.world.here.pk):
        assert usual_due_date(ground.world.inspection) == usual
        Holiday.objects.create(area=ground.world.area, on=usual, name="Torrance Fair")
        later = after(today, USUAL_DAYS, Nation.SCOTLAND, [usual])
        assert usual_due_date(ground.world.inspection) == later > usual
        Holiday.objects.create(area=None, on=later, name="Office move")
        last = usual_due_date(ground.world.inspection)
        assert last == after(today, USUAL_DAYS, Nation.SCOTLAND, [usual, later])
    form = client_of(ground.people.lead).get(f"{ground.path}/ask")
    assert form.context["form"].initial["due_on"] == last


def test_a_tool_that_names_no_day_asks_by_the_usual_one(ground: Ground) -> None:
    with scope(ground.world.here.pk):
        Inspection.objects.update(fieldwork_from=day(5))
    answer = Tool(ground.world.here).post(f"inspections/{ground.inspection}/return", {})
    assert answer.status_code == 201
    assert ground.now().due_on == day(4)


def kept(ground: Ground) -> list[tuple[str, str, bool]]:
    with scope(ground.world.here.pk):
        rows = KeptIdentifier.objects.order_by("id")
        return [(one.table_name, one.field, one.removed_at is None) for one in rows]


def answer_to(page: Any) -> dict[str, str]:
    digest = page.content.decode().split('name="stays-')[1].split('"')[0]
    return {f"stays-{digest}": "The partnership knows it."}


def test_an_identifier_in_the_note_is_answered_first(ground: Ground, client_of: ClientOf) -> None:
    lead = client_of(ground.people.lead)
    sent = {"due_on": day(20).isoformat(), "note": CHI}
    refused = lead.post(f"{ground.path}/ask", sent)
    assert refused.status_code == 422
    assert not kept(ground)
    assert lead.post(f"{ground.path}/ask", sent | answer_to(refused)).status_code == 302
    assert kept(ground) == [("evaluations_preinspectionreturn", "note", True)]


def test_an_identifier_in_what_is_wanted_too(asked: Ground, client_of: ClientOf) -> None:
    asked.sent()
    lead = client_of(asked.people.lead)
    section = ids.encode("return-section", asked.sections()[1].pk)
    sent = {"version": asked.now().version, section: CHI}
    refused = lead.post(f"{asked.path}/send-back", sent)
    assert refused.status_code == 422
    assert asked.now().status == "sent"
    assert lead.post(f"{asked.path}/send-back", sent | answer_to(refused)).status_code == 302
    assert kept(asked) == [("evaluations_returnsection", "more_wanted", True)]
    with scope(asked.world.here.pk):
        assert KeptIdentifier.objects.get().record_id == asked.sections()[1].pk
        ReturnSection.objects.update(complete=True)
    asked.sent()
    asked.as_(
        asked.people.lead, send_return_back, based_on=asked.now().version, wanted={section: "More."}
    )
    assert kept(asked) == [("evaluations_returnsection", "more_wanted", False)]


def test_a_tool_answers_by_digest(asked: Ground, ground: Ground) -> None:
    asked.sent()
    tool, section = Tool(asked.world.here), ids.encode("return-section", asked.sections()[0].pk)
    body = {"move": "send-back", "wanted": [{"section": section, "text": CHI}]}
    where = f"inspections/{asked.inspection}/return/moves"
    stamp = f'"{asked.now().version}"'
    refused = is_problem(tool.post(where, body, If_Match=stamp), 422)
    why = {one["digest"]: "Known to both." for one in refused["identifiers"]}
    assert tool.post(where, body | {"identifiers_kept": why}, If_Match=stamp).status_code == 200
    assert asked.now().due_on - timezone.localdate() == timedelta(days=20)
