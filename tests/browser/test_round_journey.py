"""The lead inspector judges one main point at a follow-through inspection, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from followthrough.models import Progress, RoundPoint, SuccessFactor
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.browser import pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]


def test_the_lead_judges_a_point_and_goes_on_to_the_next(as_one_of_the_cast: Any) -> None:
    here = Inspectorate.objects.get(slug="hmie").pk
    with scope(here):
        row = RoundPoint.objects.filter(inspection__area__code="A24", point__number=2).get()
    lead: Page = as_one_of_the_cast(pages.LEAD)
    lead.goto(f"/hmie/inspections/{ids.encode('inspection', row.inspection_id)}/points")
    lead.get_by_role("link", name="2. Improve the sharing").click()
    lead.get_by_text("Satisfactory", exact=True).first.click()
    lead.get_by_label("Rationale").fill("Shared sooner than before: E1.")
    lead.get_by_label("What worked, in a few words").first.fill("One plan that every service keeps")
    # With the keyboard: titles used before are offered in a list that lies over what comes next.
    lead.get_by_label("Continue").press("Space")
    expect(lead.get_by_label("Continue")).to_be_checked()
    lead.get_by_label("Why", exact=False).last.fill("Half of the services do it.")
    lead.get_by_role("button", name="Save and next").click()
    expect(lead.get_by_text("The judgement is saved.")).to_be_visible()
    expect(lead.get_by_role("heading", level=1)).to_contain_text("3. ")
    with scope(here):
        kept = Progress.objects.get(point_id=row.point_id, inspection_id=row.inspection_id)
        named = SuccessFactor.objects.get(point_id=row.point_id)
    assert (kept.level, kept.decision, kept.decision_reason) == (
        3,
        "continue",
        "Half of the services do it.",
    )
    assert named.title == "One plan that every service keeps"
