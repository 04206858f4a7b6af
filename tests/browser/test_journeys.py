"""Jobs done from beginning to end, in a real browser, as the people whose jobs they are.

``PICTURES=docs/pictures bin/test tests/browser/test_journeys.py`` makes the documentation's pictures.
"""

from pathlib import Path
from typing import Any

import pytest

from evaluations.models import Evaluation, MemberView
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.browser import pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]


def stored(code: str) -> Evaluation:
    with scope(Inspectorate.objects.get(slug="hmie").pk):
        return Evaluation.objects.get(
            inspection__programme__code="second-cycle",
            inspection__area__code="A12",
            indicator__code=code,
        )


def test_recording_deciding_and_meeting_somebodys_change(
    as_one_of_the_cast: Any, pictures: Path
) -> None:
    recording = f"/hmie/inspections/{pages_inspection()}/recording/5.1"

    # With the keyboard alone: the level by its number, then the save.
    isla = as_one_of_the_cast(pages.INSPECTOR)
    isla.goto(recording)
    callum = as_one_of_the_cast("Callum Reid")
    callum.goto(recording)
    isla.keyboard.press("5")
    isla.keyboard.press("r")
    isla.keyboard.type("A shared vision that staff can put into words.")
    isla.keyboard.press("Control+Enter")
    isla.get_by_text("5.1 saved.").wait_for()
    isla.goto(recording)
    isla.screenshot(path=str(pictures / "recording.png"))
    kept = stored("5.1")
    assert (kept.level, kept.rationale) == (None, "A shared vision that staff can put into words.")
    with scope(Inspectorate.objects.get(slug="hmie").pk):
        entry = HistoryEntry.objects.filter(
            table_name="evaluations_evaluation", record_id=kept.pk
        ).latest("id")
        view = MemberView.objects.get(inspection=kept.inspection_id, indicator=kept.indicator_id)
    assert entry.person_id is not None
    assert (view.level, view.given_at) == (5, None), "hers alone until she gives it"

    # Somebody else had the page open and writes the same field: both texts are there to choose from.
    callum.get_by_role("textbox", name="Rationale").fill("Vision is shared by chief officers only.")
    callum.keyboard.press("Control+Enter")
    callum.wait_for_load_state()
    callum.wait_for_timeout(500)
    shown = callum.locator("main").inner_text() + "".join(
        callum.locator("textarea").evaluate_all("all => all.map(one => one.value)")
    )
    assert "Vision is shared by chief officers only." in shown
    assert "A shared vision that staff can put into words." in shown
    assert stored("5.1").rationale == "A shared vision that staff can put into words."
    callum.screenshot(path=str(pictures / "clash.png"), full_page=True)

    # The analyst decides a label; a reason is needed, and nothing typed is lost without one.
    kirsty = as_one_of_the_cast(pages.ANALYST)
    kirsty.goto("/hmie/national/first-cycle/findings/4.4")
    kirsty.locator("label", has_text="key strength").first.click()
    kirsty.get_by_role("button", name="Decide").click()
    kirsty.wait_for_load_state()
    assert kirsty.get_by_label("key strength", exact=False).first.is_checked()
    kirsty.get_by_label("Reason").fill("As strong as 5.1, and steady.")
    kirsty.get_by_role("button", name="Decide").click()
    kirsty.wait_for_url("**/national/first-cycle")
    kirsty.screenshot(path=str(pictures / "national-summary.png"))


def pages_inspection() -> str:
    return str(pages.arguments()[""]["inspection"])
