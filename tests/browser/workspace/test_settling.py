"""Two texts that met: both are shown, and nothing is replaced before somebody chooses."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.workspace.conftest import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

BEFORE = "Staff recognise risk early. The framework is used in most records read."
MINE = (
    "Staff recognise risk early. The framework is used in most records read. Timeliness is falling."
)
THEIRS = "Staff recognise risk early. The framework is used in 7 of the 12 records read."
BOTH = "Staff recognise risk early. The framework is used in 7 of the 12 records read. Timeliness is falling."


def test_two_texts_that_met_are_settled_by_a_choice(
    window: Any, window_of: Any, world: Any, stored: Any, shots: Any, pictures: Path
) -> None:
    page = window.indicator("3.3").page
    page.locator("#rationale").fill(BEFORE)
    window.says("Sent", within="#rat-save")
    lead = window_of(world.people.lead).held().indicator("3.3")
    window.offline().says("No connection since")
    page.locator("#rationale").fill(MINE)
    window.says("Saved here", within="#rat-save")
    lead.page.locator("#rationale").fill(THEIRS)
    lead.says("Sent", within="#rat-save")

    window.offline(False).says("Two texts to settle", within="#rat-save")
    page.locator("#rat-save a").click()
    page.wait_for_selector(".ins_three")
    assert look(page, shots("settle"), 1280, 390, 320) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.screenshot(path=str(pictures / "workspace-settle.png"))
    assert page.get_by_label("Keep both.").is_checked(), "both texts fit, so both is the default"
    assert page.get_by_label("The text that will be kept").input_value() == BOTH
    assert stored.rationales() == {"3.3": THEIRS}, "nothing is replaced before the choice"
    page.get_by_role("button", name="Keep this").click()
    window.says("Nothing waits for a decision")
    window.says("All sent")
    assert stored.rationales() == {"3.3": BOTH}
    assert window.faults == lead.faults == []
