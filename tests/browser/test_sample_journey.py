"""A case sample from its plan to a record read, in a real browser, by the two whose job it is."""

from pathlib import Path
from typing import Any

import pytest

from evaluations.models import RecordReading, SampledCase
from evaluations.rules.samples import sample_size
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.browser import pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]


def case(pseudonym: str) -> SampledCase:
    with scope(Inspectorate.objects.get(slug="hmie").pk):
        return SampledCase.objects.select_related("reader__user").get(
            pseudonym=pseudonym, inspection__area__code="A12"
        )


def test_planned_drawn_given_and_read(as_one_of_the_cast: Any, pictures: Path) -> None:
    inspection = f"/hmie/inspections/{pages.arguments()['']['inspection']}"

    # The lead inspector looks at the calculation, then plans a case more and draws it.
    moira = as_one_of_the_cast(pages.LEAD)
    moira.goto(f"{inspection}/sample/plan/longer-term-outcomes")
    moira.get_by_label("Cases in the area").fill("150")
    moira.get_by_role("button", name="Calculate").click()
    size = sample_size(150, 95.0, 10.0).size
    moira.get_by_text(f"rounded up to {size}").wait_for()
    moira.get_by_label("Cases to read").fill("4")
    moira.screenshot(path=str(pictures / "sample-plan.png"))
    moira.get_by_role("button", name="Save").click()
    moira.get_by_text("The plan is saved.").wait_for()
    moira.get_by_role("link", name="Draw cases").click()
    moira.get_by_label("Category").select_option("longer-term-outcomes")
    moira.get_by_role("button", name="Draw").click()
    moira.get_by_text("Drawn: TV-C13.").wait_for()

    # She shares it out; its reader notes what was read, with the keyboard alone.
    moira.get_by_role("link", name="Share out cases").click()
    moira.locator("label", has_text="Isla Drummond (Inspector)").click()
    moira.get_by_role("button", name="Share out").click()
    moira.get_by_text("1 case has its reader.").wait_for()
    assert case("TV-C13").reader.user.display_name == pages.INSPECTOR
    isla = as_one_of_the_cast(pages.INSPECTOR)
    isla.goto(f"{inspection}/sample?show=unread")
    isla.get_by_role("link", name="TV-C13").press("Enter")
    isla.get_by_role("link", name="Note what you read").press("Enter")
    isla.get_by_label("Education").press("Space")
    isla.get_by_label("Police").press("Space")
    isla.get_by_role("button", name="Note it").press("Enter")
    isla.get_by_text("What you read is noted.").wait_for()
    with scope(Inspectorate.objects.get(slug="hmie").pk):
        read = RecordReading.objects.filter(sampled_case__pseudonym="TV-C13")
        assert sorted(read.values_list("service", flat=True)) == ["education", "police"]
    isla.get_by_role("link", name="Case sample").click()
    isla.get_by_role("link", name="TV-C01").click()
    isla.get_by_role("heading", name="TV-C01").wait_for()
    isla.screenshot(path=str(pictures / "sampled-case.png"))
